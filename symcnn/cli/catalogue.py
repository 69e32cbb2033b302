"""``symcnn layers``: the catalogue as a list, or one layer whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.choices import PYTORCH
from symcnn.derivation.catalogue_pages import page_of, pages
from symcnn.errors import call_error, did_you_mean
from symcnn.layers.catalogue import entries, entry_of
from symcnn.render import catalogue as render_catalogue

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def catalogue(options: argparse.Namespace, style: Style) -> str:
    """The page that the call asks for.

    Raises:
        CallError: for a name that no layer has.
    """
    name = options.name
    if name is None:
        return render_catalogue.listing(pages(), options.format, style)
    entry = entry_of(name) or entry_of(name, PYTORCH)
    if entry is None:
        known = {*entries(), *entries(PYTORCH)}
        raise call_error("unknown-layer", f"no layer is called '{name}'", did_you_mean(name, known))
    return render_catalogue.whole(page_of(entry.layer), options.format, style)
