"""Multiply-accumulates worked out by hand, or counted by PyTorch, for each layer that has any.

Each case is a program, its multiply-accumulates, and where that number comes from. A number with
the source "FlopCounterMode" is half of what torch 2.13's FlopCounterMode counted for that layer.
"""

from __future__ import annotations

from typing import Final

MEASURED: Final = "FlopCounterMode"
_EACH_STEP: Final = "FlopCounterMode, over Keras's cell in one step"
_VASWANI: Final = "A. Vaswani et al. (2017), table 1: n·d² for each projection, n²·d with keys"
_AINSLIE: Final = "J. Ainslie et al. (2023), section 2.2: heads of queries share keys and values"
_BAHDANAU: Final = "D. Bahdanau et al. (2015), appendix A.1.2: vᵀ tanh(…); equation 5: the sums"
_GIVEN: Final = "q: input(6x8) -> v: input(9x11) -> from(q, v)"
_PLANES: Final = "q: input(5x6x8) -> v: input(5x7x8) -> from(q, v)"
_THREE: Final = "q: input(4x12) -> v: input(6x7) -> k: input(6x5) -> from(q, v, k)"
_PAIR: Final = "q: input(4x12) -> v: input(6x12) -> from(q, v, v)"
_SCORED: Final = "q: input(10x64) -> v: input(20x64) -> from(q, v)"

_TARGET: Final = "t: input(10x64) -> m: input(20x64) -> from(t, m)"
CASES: Final[dict[str, list[tuple[str, int, str]]]] = {
    "conv": [
        ("input(32x32x3) -> conv(8, 5x5)", 470_400, MEASURED),
        ("input(27x27x96) -> conv(256, 5x5, pad=2, groups=2)", 223_948_800, MEASURED),
        ("input(17x13x6) -> conv(4, 3x2, stride=(2, 1))", 13_824, MEASURED),
        ("input(17x13x6) -> conv(4, 3x2, dilation=(1, 3))", 21_600, MEASURED),
        ("input(100x4) -> conv(8, 3, padding=same)", 9_600, MEASURED),
        (
            "input(14x14x6) -> conv(16, 5x5, connections=60)",
            151_600 - 16 * 10 * 10,
            "Y. LeCun et al. (1998), section II.B: C3 has 151,600 connections, one for each bias",
        ),
        ("input(8x8x8x2) -> conv(4, 3x3x3)", 46_656, MEASURED),
        (
            "input(28x28x192) -> conv(32, 5x5, same)",
            5 * 5 * 192 * 32 * 28 * 28,
            "C. Szegedy et al. (2015), table 1: inception (3a), 5×5 on 28×28×192",
        ),
        (
            "input(227x227x3) -> conv(96, 11x11, stride=4)",
            105_415_200,
            "A. Krizhevsky et al. (2012), section 3.5: 96 kernels of 11×11×3, 55×55 places",
        ),
        (
            "input(14x14x512) -> conv(512, 3x3, same)",
            3 * 3 * 512 * 512 * 14 * 14,
            "A. Howard et al. (2017), section 3.1: D_K² M N D_F²",
        ),
    ],
    "conv_transpose": [
        ("input(8x8x32) -> conv_transpose(16, 3x3, stride=2, padding=same)", 294_912, MEASURED),
        ("input(6x7x3) -> conv_transpose(4, 5x5, stride=3)", 12_600, MEASURED),
        ("input(6x3) -> conv_transpose(4, 5, stride=3)", 360, MEASURED),
        ("input(6x6x12) -> conv_transpose(6, 4x4, groups=2)", 20_736, MEASURED),
        (
            "input(2x2x1) -> conv_transpose(1, 3x3)",
            36,
            "V. Dumoulin, F. Visin (2016), section 4.2: a 3×3 window for each of 2×2 inputs",
        ),
    ],
    "depthwise": [
        ("input(14x14x512) -> depthwise(3x3, same)", 903_168, MEASURED),
        ("input(14x14x512) -> depthwise(3x3, same, depth_multiplier=2)", 1_806_336, MEASURED),
        (
            "input(112x112x32) -> depthwise(3x3, same)",
            3 * 3 * 32 * 112 * 112,
            "A. Howard et al. (2017), section 3.1: D_K² M D_F²",
        ),
    ],
    "separable": [
        ("input(14x14x8) -> separable(16, 3x3, same, depth_multiplier=2)", 78_400, MEASURED),
        (
            "input(14x14x512) -> separable(512, 3x3, same)",
            3 * 3 * 512 * 14 * 14 + 512 * 512 * 14 * 14,
            "A. Howard et al. (2017), section 3.1: D_K² M D_F² + M N D_F²",
        ),
    ],
    "dense": [
        ("input(400) -> dense(120)", 48_000, MEASURED),
        ("input(10x512) -> dense(2048)", 10_485_760, MEASURED),
        ("input(4x5x16) -> dense(8)", 2_560, MEASURED),
    ],
    "rnn": [
        ("input(11x5) -> rnn(7)", 924, MEASURED),
        ("input(11x5) -> rnn(7, layers=3, bidirectional=true)", 8_316, MEASURED),
    ],
    "gru": [
        ("input(11x5) -> gru(7)", 2_772, MEASURED),
        ("input(11x5) -> gru(7, reset_after=false, bidirectional=true)", 5_544, MEASURED),
        ("input(11x5) -> gru(7, layers=3, bidirectional=true)", 24_948, MEASURED),
    ],
    "bidirectional": [
        ("input(11x5) -> bidirectional { gru(7) }", 5_544, MEASURED),
        (
            "input(11x5) -> Bidirectional(GRU(7), backward_layer=SimpleRNN(7, go_backwards=True))",
            2_772 + 924,
            "the sum of both directions, each as measured above",
        ),
    ],
    "rnn_cell": [("input(5) -> rnn_cell(7)", 84, MEASURED)],
    "lstm_cell": [("input(5) -> lstm_cell(7)", 336, MEASURED)],
    "gru_cell": [("input(5) -> gru_cell(7)", 252, MEASURED)],
    "stacked_cells": [
        ("input(5) -> stacked_cells { gru_cell(7) }", 252, MEASURED),
        (
            "input(5) -> stacked_cells { lstm_cell(7) -> rnn_cell(3) }",
            336 + (7 + 3) * 3,
            "the first as measured above, the second 7 + 3 products for each of 3 units",
        ),
    ],
    "recurrent": [
        ("input(11x5) -> recurrent { gru_cell(7) }", 2_772, MEASURED),
        ("input(11x5) -> recurrent { lstm_cell(7) -> lstm_cell(7) }", 8_008, MEASURED),
    ],
    "conv_lstm": [
        (
            "input(5x8x9x3) -> conv_lstm(4, 3x3, padding=same, sequences=true)",
            5 * 72_576,
            _EACH_STEP,
        ),
        ("input(5x8x9x3) -> conv_lstm(4, 3x2)", 5 * 32_256, _EACH_STEP),
        ("input(6x20x3) -> conv_lstm(4, 3, stride=2)", 6 * 3_024, _EACH_STEP),
        ("input(2x6x5x4x3) -> conv_lstm(2, 3, padding=same)", 2 * 129_600, _EACH_STEP),
    ],
    "time_distributed": [
        ("input(10x28x28x1) -> time_distributed { conv(8, 3x3) }", 486_720, MEASURED),
        ("input(10x64) -> time_distributed { dense(32) -> relu -> dense(8) }", 23_040, MEASURED),
    ],
    # Without oneDNN, whose LSTM FlopCounterMode does not see.
    "lstm": [
        ("input(11x5) -> lstm(7)", 3_696, MEASURED),
        ("input(11x5) -> lstm(7, layers=3, bidirectional=true)", 33_264, MEASURED),
        ("input(11x5) -> lstm(7, projection=3)", 2_695, MEASURED),
        ("input(11x5) -> lstm(7, projection=3, layers=3, bidirectional=true)", 17_402, MEASURED),
        (
            "input(1x40) -> lstm(800, projection=512)",
            4 * (40 + 512) * 800 + 800 * 512,
            "H. Sak et al. (2014), section 2.1: n_c n_r 4 + n_i n_c 4 + n_c n_r weights, one step",
        ),
    ],
    # The paper counts a connection for each bias too; here they are left out.
    "subsample": [
        (
            "input(28x28x6) -> subsample(2)",
            5_880 - 6 * 14 * 14,
            "Y. LeCun et al. (1998), section II.B: S2 has 5,880 connections",
        ),
    ],
    "rbf": [
        (
            "input(84) -> rbf(10)",
            840,
            "Y. LeCun et al. (1998), section II.B: 84 inputs for each of 10 units",
        ),
    ],
    "stft_spectrogram": [
        ("input(1000x2) -> stft_spectrogram(frame_length=64, frame_step=16)", 498_432, MEASURED),
        ("input(1000x2) -> stft(real, frame_length=64, frame_step=16)", 249_216, MEASURED),
        ("input(16000x1) -> stft_spectrogram(frame_length=256)", 8_189_952, MEASURED),
    ],
    "bilinear": [
        (
            "a: input(3) -> b: input(4) -> from(a, b) -> bilinear(5)",
            (3 * 4 + 3) * 5,
            "by hand: 5 times 3·4 weights by the second input, 3 results by the first",
        ),
    ],
    "adaptive_softmax": [
        ("input(64) -> adaptive_softmax(1000, (100, 400))", 15_008, MEASURED),
    ],
    "linear_cross_entropy": [("input(64) -> linear_cross_entropy(10)", 640, MEASURED)],
    "dot": [("input(10x8) -> dot(axes=2) { skip | skip }", 800, MEASURED)],
    "weight_norm": [
        ("input(10) -> weight_norm { dense(5) }", 50, MEASURED),
        ("input(9x9x4) -> weight_norm { conv(8, 3x3) }", 14_112, MEASURED),
    ],
    "spectral_norm": [("input(9x9x4) -> spectral_norm { conv(8, 3x3) }", 14_112, MEASURED)],
    "einsum": [
        ('input(32x64) -> einsum("abc,cd->abd", (None, 16))', 32_768, MEASURED),
        ('input(10x12) -> einsum("abc,cde->abde", (None, 3, 4))', 1_440, MEASURED),
        ('input(8x8x64) -> einsum("...x,xy->...y", 16, bias_axes="y")', 65_536, MEASURED),
    ],
    "mha": [
        (f"{_GIVEN} -> mha(3, 4, value_dim=5, output_shape=7, use_gate=true)", 6_057, MEASURED),
        (f"{_PLANES} -> mha(3, 4, attention_axes=2)", 17_520, MEASURED),
        ("input(10x512) -> mha(8, 64, bias=false)", 10_588_160, _VASWANI),
    ],
    "split_mha": [
        ("input(10x512) -> split_mha(8)", 10_588_160, MEASURED),
        (f"{_THREE} -> split_mha(3)", 2_592, MEASURED),
        (f"{_PAIR} -> split_mha(3, add_bias_kv=true, add_zero_attn=true)", 3_648, MEASURED),
    ],
    "transformer_encoder_layer": [
        ("input(10x512) -> transformer_encoder_layer(8)", 31_559_680, MEASURED),
    ],
    "transformer_decoder_layer": [
        (f"{_TARGET} -> transformer_decoder_layer(4, 100)", 576_000, MEASURED),
    ],
    "transformer_encoder": [
        (
            "input(10x64) -> transformer_encoder(transformer_encoder_layer(4, 100), 3)",
            913_920,
            MEASURED,
        ),
    ],
    "transformer_decoder": [
        (
            f"{_TARGET} -> transformer_decoder(transformer_decoder_layer(4, 100), 2, norm=ln())",
            1_152_000,
            MEASURED,
        ),
    ],
    "transformer": [
        (
            "s: input(10x512) -> t: input(20x512) -> from(s, t) -> transformer(8)",
            664_903_680,
            MEASURED,
        ),
    ],
    # Queries and outputs for 6 heads, keys and values for 2; scores and sums for 6.
    "gqa": [("input(5x8) -> gqa(4, 6, 2)", 5 * 8 * 4 * (12 + 4) + 2 * 6 * 5 * 5 * 4, _AINSLIE)],
    "attention": [
        (f"{_SCORED} -> attention", 25_600, MEASURED),
        (f'{_SCORED} -> attention(score_mode="concat")', 12_800, MEASURED),
    ],
    "additive_attention": [
        (f"{_SCORED} -> additive_attention", 10 * 20 * 64 + 10 * 20 * 64, _BAHDANAU),
        (f"{_SCORED} -> additive_attention(use_scale=false)", 12_800, MEASURED),
    ],
}
