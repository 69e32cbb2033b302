"""The formulas of a layer: its weight tensors, a textbook's forms, its multiply-accumulates.

Formulas are text in role names. ``{kernel}`` stands for one role per spatial axis
(``kernel_height*kernel_width``), and so do ``{output}`` and ``{input}``, the extents of the feature
maps that a layer gives and takes; a flag such as ``use_bias`` is 1 or 0 in a formula, and what is 0
goes. A layer that works along axes of its choice has lists of its own, ``{normalized}``. The weight
tensors are the truth: the tests prove every form equal to the sum of their sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from symcnn.choices import MACS, PER_UNIT
from symcnn.records import record

# The roles that each list in formulas stands for, by the list's name.
Lists: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


@record
class Weight:
    """A weight tensor: its name and the formula of each axis, in role names.

    ``when`` are the flags without which the tensor does not exist (see :func:`holds`), ``buffer``
    those with which it is no parameter but a buffer, in no count. ``copies`` is the
    formula for how many tensors of this shape there are, one where it is empty. ``turned`` marks
    one whose axes PyTorch has the other way round, ``{kernel}`` as one of them.
    """

    name: str
    shape: tuple[str, ...]
    when: str = ""
    trainable: bool = True
    buffer: str = ""
    copies: str = ""
    turned: bool = False

    def axes(self, pytorch: bool) -> tuple[str, ...]:
        """The formula of each axis, in the order of a framework."""
        return self.shape[::-1] if self.turned and pytorch else self.shape


@record
class Definition:
    """One quantity of a form, ``weights = inputs*outputs``.

    ``when`` are the flags without which the quantity does not exist, and is 0 in later formulas.
    """

    quantity: str
    formula: str
    when: str = ""


@record
class Form:
    """A textbook's way to the count; the last definition is the count itself.

    ``words`` say what the formula counts: formulas in role names stand between ``<`` and ``>``,
    and ``[use_bias: …]`` holds words that only go with that flag. ``remark`` is a sentence below
    the derivation, such as what the other framework does, in the same spelling.
    """

    method: str
    definitions: tuple[Definition, ...]
    words: str = ""
    when: str = ""
    source: str = ""
    remark: str = ""


def kernel_weight(shape: tuple[str, ...], when: str = "", name: str = "kernel") -> Weight:
    """A kernel in Keras's order of axes, its outputs last; PyTorch has them first.

    >>> kernel_weight(("{kernel}", "in_channels", "filters")).axes(pytorch=True)
    ('filters', 'in_channels', '{kernel}')
    """
    return Weight(name, shape, when, turned=True)


def holds(when: str, flags: Mapping[str, bool]) -> bool:
    """Whether all the flags of a condition are on, those behind a ``!`` off.

    >>> holds("use_bias !grouped", {"use_bias": True, "grouped": False})
    True
    """
    return all(
        not flags[flag[1:]] if flag.startswith("!") else flags[flag] for flag in when.split()
    )


def per_unit(
    formula: str, words: str = "", when: str = "", source: str = "", remark: str = ""
) -> Form:
    """The form of source texts that count what one unit holds and multiply."""
    return Form(PER_UNIT, (Definition("parameters", formula),), words, when, source, remark)


def products(formula: str, words: str = "", when: str = "", source: str = "") -> Form:
    """The form of a layer's multiply-accumulates: its products, of weights and inputs.

    What stands beside ``use_bias`` are the additions of biases, ``({kernel}*in_channels +
    use_bias)*filters*{output}``; they are there only where a reader asks for them.
    """
    return Form(MACS, (Definition(MACS, formula),), words, when, source)


def expanded(text: str, axes: tuple[str, ...], lists: Lists = (), sign: str = "*") -> str:
    """A formula with one role per spatial axis in place of ``{kernel}`` and the like.

    >>> expanded("{kernel}*in_channels", ("height", "width"))
    'kernel_height*kernel_width*in_channels'
    >>> expanded("2*{normalized}", (), (("normalized", ("axis_1", "1", "axis_3")),))
    '2*axis_1*axis_3'
    """
    if "{" not in text:
        return text
    text = text.replace("{ones}", sign.join("1" for _ in axes))
    for extents in ("kernel", "input", "output"):
        roles = sign.join(f"{extents}_{axis}" for axis in axes)
        text = text.replace(f"{{{extents}}}", roles)
    for name, members in lists:
        # A product leaves out extents that are 1; a shape has them all.
        kept = [role for role in members if role != "1"] or ["1"] if sign == "*" else members
        text = text.replace(f"{{{name}}}", sign.join(kept))
    return text


def axes_of(shape: tuple[str, ...], axes: tuple[str, ...], lists: Lists = ()) -> list[str]:
    """The formula of each axis of a weight tensor.

    >>> axes_of(("{kernel}", "filters"), ("length",))
    ['kernel_length', 'filters']
    """
    texts = (expanded(text, axes, lists, ",") for text in shape)
    return [part for text in texts if text for part in text.split(",")]
