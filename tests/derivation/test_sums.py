"""The sum over all layers: every term, equal ones gathered where that makes a long sum short."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from symcnn import explain, parse
from symcnn.derivation.sums import gathered
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Node, Number, Product, Sum
from symcnn.formula.read import formula

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"


def numbers(*values: int) -> list[Node]:
    return [Number(value) for value in values]


def test_equal_terms_stand_where_the_first_of_them_stood() -> None:
    terms = numbers(7, 256, 30, 256, 30, 256, 30, 256, 30, 256, 30, 5)
    assert list(gathered(terms)) == [
        Number(7),
        Product((Number(5), Number(256))),
        Product((Number(5), Number(30))),
        Number(5),
    ]


@pytest.mark.parametrize(
    "terms",
    [
        numbers(*[8] * 11),
        numbers(*range(20)),
        numbers(*[1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 7]),
    ],
    ids=["short", "unlike", "not half as long"],
)
def test_other_sums_keep_every_term(terms: list[Node]) -> None:
    assert gathered(terms) == terms


def test_symbolic_terms_are_gathered_alike() -> None:
    found = gathered([formula("9*F**2 + F")] * 12 + [formula("3*F")])
    assert list(found) == [Product((Number(12), formula("9*F**2 + F"))), formula("3*F")]


@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
@pytest.mark.parametrize("name", ["resnet50", "vgg16", "mobilenet_v2"])
def test_the_terms_are_the_counts_of_the_layers(name: str, count: str) -> None:
    network = parse((GALLERY / f"{name}.cnn").read_text(encoding="utf-8"))
    expected = Counter(int(getattr(layer, count)) for layer in network.layers.values())
    del expected[0]
    closing = network.explain(count=count).document.closing
    assert closing is not None
    first = closing.chains[0].steps[0].formula
    assert isinstance(first, Sum)
    found: Counter[int] = Counter()
    for term in first.terms:
        factors = term.factors if isinstance(term, Product) else (Number(1), term)
        times, number = (int(str(evaluate(factor, {}))) for factor in factors)
        found[number] += times
    assert found == expected


def test_resnet_reads_in_four_lines() -> None:
    text = (GALLERY / "resnet50.cnn").read_text(encoding="utf-8")
    page = explain(text).to("text")
    assert "  total = 9,408 + 7·256 + 8·4,096 + 3·36,864 + 6·16,384 + 16·1,024 + 32,768 +\n" in page
    assert "= 25,610,152" in page
    assert '"words": "gather equal terms"' in explain(text).to("json")
    brief = explain(text, detail="brief").to("text")
    assert "7·256" in brief
    vgg = explain((GALLERY / "vgg16.cnn").read_text(encoding="utf-8")).to("text")
    assert "2,359,808 + 2,359,808" in vgg


def test_pages_of_latex_add_up_what_is_gathered() -> None:
    text = (GALLERY / "mobilenet_v3_large.cnn").read_text(encoding="utf-8")
    page = explain(text).to("latex")
    assert r"\mathrm{subtotal\ 1} &= 432 + 3 \cdot 64 + 144" in page
    assert "&= 131{,}304" in page
    assert r"\mathrm{total} &= 131{,}304 + 2 \cdot 800" in page
