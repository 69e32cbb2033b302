"""Spectrograms of sound: short-time Fourier transforms as kernels, and the mel scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.choices import PER_UNIT
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import COUNT, DATA_FORMAT, FLAG, Argument, choice, ignored
from symcnn.layers.declaration import (
    Axis,
    Definition,
    Form,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    Weight,
    kept,
    products,
)
from symcnn.layers.sight import Scattered, Sights, Window
from symcnn.layers.windows import is_below, sliding

_BINS = "floor(fft_length/2) + 1"


def _short_time(site: Site) -> Resolved:
    length, step = site["frame_length"], _step(site)
    size = _power_of_two(length) if site["fft_length"] is None else site["fft_length"]
    mode = site["mode"]
    if site.checked and is_below(length, step):
        message = f"frame_step is at most the frame's length, {length}, not {step}"
        raise LayerProblem("argument", message, "frame_step")
    if site.checked and is_below(size, length):
        message = f"fft_length is at least the frame's length, {length}, not {size}"
        raise LayerProblem("argument", message, "fft_length")
    (frames,) = sliding(site, (length,), (step,), site["padding"])
    frames = replace(frames, name="frames")
    double = mode == "stft"
    roles = {"in_channels": site.channels, "fft_length": size}
    frequencies = f"2*({_BINS})" if double else _BINS
    if site["expand_dims"]:
        bins = Axis("frequencies", frequencies, {"fft_length": size})
        channels = kept("channels", site.channels)
        output = (channels, frames, bins) if site.channels_first else (frames, bins, channels)
    else:
        both = f"in_channels*2*({_BINS})" if double else f"in_channels*({_BINS})"
        output = site.arranged((frames,), Axis("frequencies", both, roles))
    words: Any = ("frames of ", length, ", step ", step, f", {mode}")
    return Resolved(
        {**roles, "frame_length": length},
        {"real": mode != "imag", "imaginary": mode != "real"},
        output,
        words,
    )


def _power_of_two(length: Value) -> int:
    """The length of a transform that is not told: the next power of two.

    Raises:
        LayerProblem: for a frame whose length is no number.
    """
    if not arithmetic.is_whole(length):
        message = f"fft_length is the power of two above {length}, which is no number"
        raise LayerProblem("argument", message, "frame_length", "give fft_length")
    return 1 << (length - 1).bit_length()


def _step(site: Site) -> Any:
    """How far frames are apart: by half of one unless told."""
    step = site["frame_step"]
    return arithmetic.floor(arithmetic.divide(site["frame_length"], 2)) if step is None else step


def _through_frames(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Frames over the samples; each channel by itself, its frequencies side by side."""
    first = site.channels_first
    frames = Window(1 if first else 0, site["frame_length"], _step(site))
    if site["expand_dims"]:
        channel: Any = Window(0 if first else 2)
    else:
        channel = Scattered((0 if first else 1,))
    return ((channel, frames),) if first else ((frames, channel),)


def _mel(site: Site) -> Resolved:
    (length,) = site.inputs[0]
    frames = Axis(
        "frames",
        "floor((length + stride + 1)/stride)",
        {"length": length, "stride": site["sequence_stride"]},
    )
    bins = site["num_mel_bins"]
    words: Any = (bins, " bands of the mel scale, step ", site["sequence_stride"])
    return Resolved(output=(kept("bands", bins, "output_size"), frames), describe=words)


def _centred(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Frames centred on every so many samples."""
    size = site["sequence_length"] or site["fft_length"]
    half = arithmetic.floor(arithmetic.divide(size, 2))
    return ((Window(1, size, site["sequence_stride"], half),),)


_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")

LAYERS = (
    Layer(
        name="stft_spectrogram",
        title="short-time Fourier transform",
        aliases=("stft",),
        keras={"STFTSpectrogram": 1},
        spatial=(1,),
        arguments=(
            Argument("mode", choice(*_MODES), "log"),
            Argument("frame_length", COUNT, 256),
            Argument("frame_step", COUNT, None),
            Argument("fft_length", COUNT, None),
            *ignored("window", "periodic", "scaling"),
            Argument("padding", choice("valid", "same"), "valid"),
            Argument("expand_dims", FLAG, False),
            DATA_FORMAT,
        ),
        resolve=_short_time,
        sees=_through_frames,
        weights=(
            Weight("real_kernel", ("frame_length", "1", _BINS), when="real"),
            Weight("imag_kernel", ("frame_length", "1", _BINS), when="imaginary"),
        ),
        forms=(
            Form(
                PER_UNIT,
                (
                    Definition("frequencies", _BINS),
                    Definition("parameters", "(real + imaginary)*frame_length*frequencies"),
                ),
                "each frequency has a wave of <frame_length> values"
                "[real imaginary:, a real and an imaginary one]",
            ),
        ),
        macs=(
            products(
                f"(real + imaginary)*frame_length*({_BINS})*in_channels*output_length",
                "each frame takes <frame_length> products for each wave and channel",
            ),
        ),
        words={
            "frame_length": "the samples in a frame",
            "fft_length": "the length of the transform",
            "frequencies": "from 0 to half of the transform's length",
        },
        channels="the frequencies of {layer}",
        source="Keras 3, STFTSpectrogram: waves in kernels, which are trained unless frozen",
        examples=(
            "input(16000x1) -> stft_spectrogram(frame_length=256)",
            "input(1000x2) -> stft_spectrogram(real, frame_length=64, frame_step=16)",
            "input(1000x2) -> stft_spectrogram(imag, frame_length=64, fft_length=128)",
        ),
    ),
    Layer(
        name="mel_spectrogram",
        title="mel spectrogram",
        keras={"MelSpectrogram": None},
        ranks=(1, 1),
        arguments=(
            Argument("fft_length", COUNT, 2048),
            Argument("sequence_stride", COUNT, 512, ("stride",)),
            Argument("sequence_length", COUNT, None),
            *ignored("window", "sampling_rate"),
            Argument("num_mel_bins", COUNT, 128),
            *ignored(
                "min_freq",
                "max_freq",
                "power_to_db",
                "top_db",
                "mag_exp",
                "min_power",
                "ref_power",
            ),
        ),
        resolve=_mel,
        sees=_centred,
        channels="the frames of {layer}",
        reason="Its bands are computed by fixed weights: nothing is learned.",
        source="Keras 3, MelSpectrogram",
        examples=("input(16000) -> mel_spectrogram(num_mel_bins=80)",),
    ),
)
