"""Low-rank adaptation: a frozen weight, and two thin matrices beside it that are trained.

Source: E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models (2021), section 4.1: the
change of a weight W of d rows and k columns is B·A, with B of d×r and A of r×k.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import Argument, Kind, Unfit, is_integral
from symcnn.layers.declaration import Site, Weight


def _rank(value: Any, rank: int, checked: bool) -> Any:
    # Keras reads 0 as no adaptation.
    if value is None or value == 0:
        return None
    if not is_integral(value, 1, checked):
        raise Unfit("a positive integer or None")
    return value


LOW_RANK = "E. Hu et al. (2021), section 4.1"
RANK = Argument("lora_rank", Kind("a positive integer or None", _rank, takes_numbers=False), None)


def rank_of(site: Site) -> dict[str, Value]:
    """The role of the rank, where there is one."""
    rank = site["lora_rank"] if "lora_rank" in site.arguments else None
    return {} if rank is None else {"lora_rank": rank}


def adapted(weight: Weight, name: str, axes: tuple[str, ...] = ()) -> tuple[Weight, ...]:
    """A weight, with its thin matrices where ``lora`` is on.

    ``axes`` are those of its inputs and, last, of its outputs; its own unless told.
    """
    *inputs, outputs = axes or weight.shape
    return (
        replace(weight, when="!lora"),
        replace(weight, when="lora", trainable=False),
        Weight(f"{name}_a", (*inputs, "lora_rank"), "lora"),
        Weight(f"{name}_b", ("lora_rank", outputs), "lora"),
    )
