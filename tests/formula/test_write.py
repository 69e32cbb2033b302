"""What is written reads back as the same formula, with no parentheses too many."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given

from symcnn.formula.evaluate import EvaluationError, evaluate
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
from symcnn.formula.read import formula, formula_with_groups
from symcnn.formula.write import SYMPY, write
from symcnn.render.style import Style
from symcnn.render.text.dialect import TextDialect
from tests.strategies import assignments, formulas

A, B, C = Name("a"), Name("b"), Name("c")
TEXT = TextDialect(Style())
ASCII = TextDialect(Style(ascii_only=True, grouping="none"))


def text(node: Node) -> str:
    return write(node, SYMPY)


@pytest.mark.parametrize(
    "written",
    [
        "a + b - c",
        "a - (b - c)",
        "a - (b + c)",
        "(a + b)*c",
        "a*b*c",
        "a*(b/c)",
        "a*b/c",
        "a/b/c",
        "a/(b*c)",
        "a/(b/c)",
        "(a + b)/c",
        "a/(b + c)",
        "a**2*b",
        "(a*b)**2",
        "(a**2)**3",
        "a**(b + 1)",
        "-a + b",
        "a - b*c",
        "a*(-b)",
        "-(a + b)",
        "(-a)**2",
        "-a**2",
        "floor(a/b) + 1",
        "Min(a, b + 1, c)",
        "ceiling((a - 1)/2)",
        "(m*n*d + 1)*k",
    ],
)
def test_parentheses_stand_where_they_are_needed_alone(written: str) -> None:
    assert text(formula(written)) == written


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("((m*n*d) + 1)*k", "(m*n*d + 1)*k"),
        ("(a)", "a"),
        ("(a*b)*c", "a*b*c"),
        ("a + (b*c)", "a + b*c"),
        ("a*(b**2)", "a*b**2"),
        ("(a*b)/c", "a*b/c"),
    ],
)
def test_needless_parentheses_go(author: str, written: str) -> None:
    assert text(formula(author)) == written


def test_an_authors_parentheses_stay_on_request() -> None:
    own = "((m*n*d) + 1)*k"
    assert text(formula_with_groups(own)) == own


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (Sum((A, Negative(B))), "a - b"),
        (Sum((A, Number(-2))), "a - 2"),
        (Sum((Negative(A), B)), "-a + b"),
        (Product((A, Negative(B))), "a*(-b)"),
        (Product((A, Sum((B, C)))), "a*(b + c)"),
        (Power(Number(Fraction(1, 2)), Number(2)), "(1/2)**2"),
        (Power(A, Sum((B, Number(1)))), "a**(b + 1)"),
        (Quotient(A, Number(Fraction(1, 2))), "a/(1/2)"),
        (Negative(Sum((A, B))), "-(a + b)"),
        (Group(Group(A)), "((a))"),
        (Function("min", (A, B)), "Min(a, b)"),
    ],
)
def test_trees(node: Node, written: str) -> None:
    assert text(node) == written


def test_a_product_in_a_product_needs_nothing() -> None:
    assert text(Product((A, Product((B, C))))) in ("a*b*c", "a*(b*c)")


@pytest.mark.parametrize(
    ("source", "signs", "plain"),
    [
        ("(3*f**2 + 1)*k", "(3·f² + 1)·k", "(3*f^2 + 1)*k"),
        ("48000 + 120", "48,000 + 120", "48000 + 120"),
        ("k**12", "k¹²", "k^12"),
        ("k**(n + 1)", "k^(n + 1)", "k^(n + 1)"),
        ("floor((H - 1)/2)", "floor((H - 1)/2)", "floor((H - 1)/2)"),
    ],
)
def test_the_terminals_form(source: str, signs: str, plain: str) -> None:
    assert write(formula(source), TEXT) == signs
    assert write(formula(source), ASCII) == plain


def value_or_skip(node: Node, values: dict[str, int]) -> object:
    try:
        return evaluate(node, values)
    except EvaluationError:
        assume(False)
        raise


@given(formulas, assignments)
def test_it_reads_back_with_the_same_value(node: Node, values: dict[str, int]) -> None:
    value = value_or_skip(node, values)
    assert evaluate(formula_with_groups(text(node)), values) == value


@given(formulas, assignments)
def test_the_terminals_form_reads_back_with_the_same_value(
    node: Node, values: dict[str, int]
) -> None:
    value = value_or_skip(node, values)
    plain = write(node, ASCII).replace("^", "**")
    assert evaluate(formula_with_groups(plain), values) == value


@given(formulas)
def test_writing_what_was_read_changes_nothing(node: Node) -> None:
    once = text(formula(text(node)))
    assert text(formula(once)) == once


def pairs(written: str) -> list[tuple[int, int]]:
    """Where each parenthesis opens and closes, those of functions left out."""
    stack: list[int] = []
    found: list[tuple[int, int]] = []
    for offset, sign in enumerate(written):
        if sign == "(":
            stack.append(offset)
        elif sign == ")":
            start = stack.pop()
            if not start or not written[start - 1].isalpha():
                found.append((start, offset))
    return found


@given(formulas)
def test_no_parenthesis_can_be_left_out(node: Node) -> None:
    """Without any one pair the text would read as another tree, or as none."""
    from lark import LarkError

    from symcnn.formula.builder import RejectedFormula

    written = text(formula(text(node)))
    tree = formula(written)
    for start, end in pairs(written):
        if written[start + 1] == "-":
            continue  # a·(−b): a sign after a sign is hard to read
        without = written[:start] + written[start + 1 : end] + written[end + 1 :]
        try:
            same = formula(without) == tree
        except (LarkError, RejectedFormula):
            continue
        assert not same, f"{written} says no more than {without}"
