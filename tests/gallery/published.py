"""Figures that papers print layer by layer or module by module."""

from __future__ import annotations

# Y. LeCun et al. (1998), section II.B: trainable parameters, and connections, which are
# multiply-accumulates with the biases; the output's 840 are fixed.
LENET5 = {
    "C1": (156, 122_304),
    "S2": (12, 5_880),
    "C3": (1_516, 151_600),
    "S4": (32, 2_000),
    "C5": (48_120, 48_120),
    "F6": (10_164, 10_164),
    "OUTPUT": (0, 840),
}
# The same, figure 2: the maps of each layer with their sides.
LENET5_SHAPES = {
    "C1": [28, 28, 6],
    "S2": [14, 14, 6],
    "C3": [10, 10, 16],
    "S4": [5, 5, 16],
    "C5": [1, 1, 120],
    "F6": [84],
    "OUTPUT": [10],
}

# F. Iandola et al. (2016), table 1, "# parameter before pruning".
SQUEEZENET = {
    "conv1": 14_208,
    "fire2": 11_920,
    "fire3": 12_432,
    "fire4": 45_344,
    "fire5": 49_440,
    "fire6": 104_880,
    "fire7": 111_024,
    "fire8": 188_992,
    "fire9": 197_184,
    "conv10": 513_000,
}

# C. Szegedy et al. (2015), table 1, "params": weights without biases, in units of 1,024. In three
# rows they are those of the filters beside them. The 2.7 of conv1 would be that of a separable
# convolution, 7·7·3·8 + 24·64 = 2,712 weights, in place of 7·7·3·64 = 9,408; the inceptions from 3b
# on depart from their own filters, by at most 8 in 100.
GOOGLENET = {"conv2": 112, "inception_3a": 159, "linear": 1000}
GOOGLENET_ABOUT = {
    "inception_3b": 380,
    "inception_4a": 364,
    "inception_4b": 437,
    "inception_4c": 463,
    "inception_4d": 580,
    "inception_4e": 840,
    "inception_5a": 1072,
    "inception_5b": 1388,
}
