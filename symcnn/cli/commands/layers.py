"""``symcnn layers``: the catalogue as a list, or one layer whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.choices import KERAS, PYTORCH
from symcnn.derivation.catalogue_pages import page_of, pages
from symcnn.errors import call_error, did_you_mean
from symcnn.layers.catalogue import entries, entry_of
from symcnn.render import catalogue as render_catalogue

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The page that the call asks for.

    Raises:
        CallError: for a name that no layer has.
    """
    name = options.name
    if name is None:
        return render_catalogue.listing(pages(), options.format, style)
    module, _, word = name.rpartition(".")
    first, second = (PYTORCH, KERAS) if module.endswith("nn") else (KERAS, PYTORCH)
    entry = entry_of(word, first) or entry_of(word, second)
    if entry is None:
        known = {*entries(), *entries(PYTORCH)}
        hint = did_you_mean(word, known) or "`symcnn layers` lists them all"
        raise call_error("unknown-layer", f"no layer is called '{name}'", hint)
    return render_catalogue.whole(page_of(entry.layer), options.format, style)
