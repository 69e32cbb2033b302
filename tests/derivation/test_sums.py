"""The sum over all layers: every term, equal ones gathered where that makes a long sum short."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from symcnn import explain, parse
from symcnn.derivation.sums import gathered
from symcnn.derivation.table import table
from symcnn.errors import ProgramError
from symcnn.formula import algebra
from symcnn.formula.algebra import sympy
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Node, Number, Product, Sum, names
from symcnn.formula.read import formula
from symcnn.formula.rewrite import written

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


# --- one form of a total --------------------------------------------------------------------------

DENSENET = """
input(32x32x3)
-> conv(2*k, 3x3, same)
-> repeat(n) { concat { bn -> conv(k, 3x3, same) | skip } }
-> conv((2*k + n*k)/2, 1x1)
-> global_avgpool -> dense(10)
"""
HEADS = "input(g x c) -> dense(c) -> Conv1D(4*(g + 4), c) -> global_avgpool -> dense(3)"


@pytest.mark.parametrize("text", [DENSENET, HEADS], ids=["densenet", "products"])
@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_a_total_has_one_form_on_a_page_in_a_table_and_as_a_value(text: str, count: str) -> None:
    network = parse(text)
    document = network.explain(count=count).document
    closing = document.closing
    assert closing is not None
    last = closing.chains[-1].steps[-1].formula
    assert last == written(closing.figure.value)
    assert last == written(document.table.totals[count])
    assert last == written(table(network.resolved, (count,)).totals[count])
    assert closing.figure.value == getattr(network, count)
    for section in document.sections:
        if section.chains:
            cell: Any = section.row.cell(count)
            assert section.chains[-1].steps[-1].formula == written(cell), section.row.name


def test_products_in_a_total_are_multiplied_out() -> None:
    network = parse(DENSENET)
    assert not any(term.has(sympy.Add) for term in sympy.Add.make_args(network.memory))
    text = network.explain(count="memory").to("text")
    assert "(k·n + 2·k)²" not in text[text.index("total:") :]


def test_a_sum_of_high_powers_is_one_polynomial() -> None:
    network = parse("input(64x64x3) -> repeat(n, index=i) { conv(8 + i**7, 1x1) }")
    total = network.parameters
    terms = sympy.Add.make_args(total)
    assert len(terms) <= 16
    assert all(term.free_symbols == {algebra.symbol("n")} for term in terms if not term.is_number)
    known = parse("input(64x64x3) -> repeat(5, index=i) { conv(8 + i**7, 1x1) }")
    assert total.subs(algebra.symbol("n"), 5) == known.parameters


def test_what_would_be_long_multiplied_out_keeps_its_factors() -> None:
    text = "repeat(n, index=i) { conv(8 + i**7, 3x3, stride=2) } -> flatten -> dense(3)"
    network = parse(f"input(H x W x 3) -> {text}")
    assert algebra.size(network.layers["dense1"].parameters) < 100


# --- totals without bounds ------------------------------------------------------------------------

DEEP = "input(H x W x d) -> [conv(c, f x f, stride=s) -> pool(p)]*12"


@pytest.mark.parametrize("count", ["macs", "memory"])
def test_a_total_that_outgrows_its_bound_is_refused_at_the_layer(count: str) -> None:
    network = parse(DEEP)
    with pytest.raises(ProgramError) as caught:
        network.explain(count=count)
    (problem,) = caught.value.problems
    assert problem.kind == "too-large"
    assert problem.span is not None
    assert DEEP[problem.span.start : problem.span.end].startswith(("conv(c", "pool(p)"))


@pytest.mark.parametrize("count", ["macs", "memory"])
def test_what_is_too_long_in_symbols_is_added_up_with_its_values(count: str) -> None:
    network = parse(f"let s = 1; let f = 3; let p = 2; {DEEP}")
    closing = network.explain(count=count).document.closing
    assert closing is not None
    chain = closing.chains[-1]
    assert chain.value == closing.figure.value
    assert all("s" not in names(step.formula) for step in chain.steps)


def test_many_layers_in_symbols_have_a_short_total() -> None:
    network = parse("input(H x W x d) -> [conv(c, f x f)]*60")
    assert len(sympy.Add.make_args(network.macs)) < 20
    grown = parse("input(H x W x d) -> repeat(60, index=i) { conv(c + i, f x f) }")
    assert len(sympy.Add.make_args(grown.macs)) < 40
