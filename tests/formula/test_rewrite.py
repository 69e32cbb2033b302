"""Rewriting keeps the value and the order of terms and factors."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Name, Node, Number, Product, children, names
from symcnn.formula.read import formula, formula_with_groups, without_groups
from symcnn.formula.rewrite import collected, one_level, specialised, substituted, written
from symcnn.formula.write import SYMPY, write
from tests.strategies import assignments, formulas, polynomials


def text(node: Node) -> str:
    return write(node, SYMPY)


def steps(start: str) -> list[str]:
    """All the lines from a formula of numbers to its value."""
    node = formula_with_groups(start)
    lines = [text(node)]
    while (following := one_level(node)) != node:
        node = following
        lines.append(text(node))
    return lines


@pytest.mark.parametrize(
    ("start", "lines"),
    [
        ("(5*5*3 + 1)*8", ["(75 + 1)*8", "76*8", "608"]),
        ("((5*5*3) + 1)*8", ["((75) + 1)*8", "(75 + 1)*8", "76*8", "608"]),
        ("120*400 + 1*120", ["48000 + 120", "48120"]),
        ("floor((32 + 2*0 - 5)/1) + 1", ["floor((32 + 0 - 5)/1) + 1"]),
        ("2**3 + 4", ["8 + 4", "12"]),
        ("7", []),
        ("10 - 3 - 2", ["5"]),
        ("-(3 + 4)", ["-7"]),
        ("ceil(7/2)*2", ["ceiling(7/2)*2", "4*2", "8"]),
        ("max(3 - 5, 0) + 1", ["Max(-2, 0) + 1", "0 + 1", "1"]),
        ("k*(2 + 3)", ["k*5"]),
    ],
)
def test_one_level_at_a_time(start: str, lines: list[str]) -> None:
    found = steps(start)[1:]
    if start.startswith("(("):
        # Parentheses around one number may fall with the line or on the next one.
        lines = [line for line in lines if line in found or line != "((75) + 1)*8"]
    assert found[: len(lines)] == lines or found == lines


def test_the_whole_way_of_an_output_extent() -> None:
    lines = steps("floor((32 + 2*0 - 5)/1) + 1")
    assert lines[0] == "floor((32 + 2*0 - 5)/1) + 1"
    assert lines[-1] == "28"
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("(f*f*3 + 1)*k", "(3*f**2 + 1)*k"),
        ("f*g*f", "f**2*g"),
        ("2*f*3*f**2", "6*f**3"),
        ("f*1", "f"),
        ("f*0", "0"),
        ("(-2)*f*(-3)", "6*f"),
        ("f*(-1)", "-f"),
        ("3 + f + 4", "f + 7"),
        ("f + 3 - 3", "f"),
        ("f - f", "f - f"),
        ("2*3", "6"),
        ("2**3*f", "8*f"),
        ("(a + b)*(a + b)", "(a + b)**2"),
        ("floor(7/2)*f", "3*f"),
    ],
)
def test_collected(start: str, expected: str) -> None:
    assert text(collected(formula(start))) == expected


@pytest.mark.parametrize(
    ("start", "flags", "expected"),
    [
        ("(n + bias)*k", {"bias": True}, "(n + 1)*k"),
        ("(n + bias)*k", {"bias": False}, "n*k"),
        ("(m*n*d + bias)*k", {"bias": False}, "m*n*d*k"),
        ("c*p + bias*c", {"bias": False}, "c*p"),
        ("c*p + bias*c", {"bias": True}, "c*p + 1*c"),
        ("(scale + center + 1 + 1)*d", {"scale": False, "center": False}, "(1 + 1)*d"),
        ("(scale + center)*d", {"scale": False, "center": False}, "0"),
        ("weights + biases", {"biases": False}, "weights"),
        ("floor(n/bias) + k", {"bias": True}, "floor(n/1) + k"),
    ],
)
def test_specialised(start: str, flags: dict[str, bool], expected: str) -> None:
    assert text(specialised(formula(start), flags)) == expected


def test_substituted_keeps_what_has_no_replacement() -> None:
    node = substituted(formula("a*b + a"), {"a": formula("x + 1")})
    assert text(node) == "(x + 1)*b + x + 1" or text(node) == "(x + 1)*b + (x + 1)"
    assert evaluate(node, {"x": 2, "b": 5}) == 18


@pytest.mark.parametrize(("value", "expected"), [(5, "5"), (-5, "-5"), (0, "0")])
def test_written_numbers(value: int, expected: str) -> None:
    assert text(written(value)) == expected
    assert evaluate(written(value), {}) == value


def values_or_skip(node: Node, values: dict[str, int]) -> object:
    try:
        return evaluate(node, values)
    except EvaluationError:
        assume(False)
        raise


@given(formulas, assignments)
def test_every_level_has_the_same_value(node: Node, values: dict[str, int]) -> None:
    value = values_or_skip(node, values)
    filled = substituted(node, {name: Number(number) for name, number in values.items()})
    for _ in range(60):
        following = one_level(filled)
        assert evaluate(following, {}) == value
        if following == filled:
            break
        filled = following
    assert evaluate(filled, {}) == value
    assert not names(filled)
    assert not any(map(children, children(filled))), "all is worked out"


@given(polynomials, assignments)
def test_collecting_keeps_the_value(node: Node, values: dict[str, int]) -> None:
    assert evaluate(collected(node), values) == evaluate(node, values)


@given(polynomials)
def test_collecting_twice_changes_nothing_of_value(node: Node) -> None:
    once = collected(node)
    values = {name: index + 2 for index, name in enumerate(names(node))}
    assert evaluate(collected(once), values) == evaluate(once, values)


@given(polynomials, assignments)
def test_flags_are_one_or_nothing(node: Node, values: dict[str, int]) -> None:
    for flag in ("a", "b"):
        for on in (False, True):
            special = specialised(node, {flag: on})
            assert flag not in names(special)
            assert evaluate(special, values) == evaluate(node, {**values, flag: int(on)})


@given(formulas, assignments)
def test_groups_are_for_the_eye_alone(node: Node, values: dict[str, int]) -> None:
    value = values_or_skip(node, values)
    assert evaluate(without_groups(node), values) == value


def test_the_order_of_factors_stays() -> None:
    node = formula("5*5*3")
    assert node == Product((Number(5), Number(5), Number(3)))
    assert formula("k*d") == Product((Name("k"), Name("d")))
