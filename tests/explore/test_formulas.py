"""Random formulas are written by the page's script as they are in Python, parentheses and all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn.explore.trees import Shared, worded
from symcnn.formula.nodes import (
    Function,
    Group,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from symcnn.render.html.dialect import MathML
from symcnn.render.latex import formula
from symcnn.render.latex.text import name as latex_name
from symcnn.render.style import Style
from tests.explore.expected import evaluated_in_node

STYLE = Style()
NAMES = ("k", "d_k", "m\N{PRIME}", "units", "k_1")
numbers = st.one_of(st.integers(0, 10**7), st.fractions(min_value=Fraction(1, 9), max_value=9))
leaves = st.one_of(
    st.builds(lambda value: Number(value if value.denominator > 1 else int(value)), numbers),
    st.sampled_from(NAMES).map(Name),
)


def around(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, inner),
        inner.map(Negative),
        inner.map(Group),
        st.builds(
            lambda name, part: Function(name, (part,)), st.sampled_from(("floor", "ceil")), inner
        ),
        st.builds(Function, st.sampled_from(("min", "max")), several),
    )


formulas: st.SearchStrategy[Node] = st.recursive(leaves, around, max_leaves=12)


def as_held(tree: Any) -> Any:
    """A tree as a page holds it, its names by their places."""
    if isinstance(tree, Shared):
        return NAMES.index(tree.content)
    return [as_held(part) for part in tree] if isinstance(tree, list) else tree


@settings(max_examples=12, deadline=None)
@given(st.lists(formulas, min_size=60, max_size=60))
def test_formulas_are_written_alike(drawn: list[Node]) -> None:
    names = [[name, latex_name(name)] for name in NAMES]
    trees = [as_held(worded(node)) for node in drawn]
    found = evaluated_in_node(
        ("formula", "latex", "mathml"),
        {"names": names, "trees": trees},
        "data.trees.map((tree) => formula.lettered(tree)).map((tree) => ["
        "latex.formula(tree, data.names), mathml.pieces(tree, data.names)])",
    )
    dialect = MathML(STYLE)
    for node, (text, pieces) in zip(drawn, found, strict=True):
        assert text == formula(node, STYLE)
        markup = [["".join(map(as_markup, factor)) for factor in term] for term in pieces]
        assert markup == dialect.pieces(node)


def as_markup(item: Any) -> str:
    if isinstance(item, str):
        return item
    tag, attributes, *children = item
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{told}>{''.join(map(as_markup, children))}</{tag}>"
