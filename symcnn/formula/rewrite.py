"""Rewriting a formula as a reader would on paper: put values in, work out one level, collect.

Nothing here is trusted: a derivation evaluates each line that comes out and compares it with the
line before.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import (
    Group,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Summation,
    children,
    names,
    product_of,
    sum_of,
    with_children,
)

_NOTHING: Mapping[str, Value] = {}


def written(value: Value) -> Node:
    """The written form of a value; SymPy is imported only for a symbolic one."""
    if isinstance(value, int | Fraction):
        return Number(value) if value >= 0 else Negative(Number(-value))
    from symcnn.formula import from_sympy

    return from_sympy.written(value)


def substituted(node: Node, replacements: Mapping[str, Node]) -> Node:
    """The formula with other formulas in place of names; names without one stay.

    >>> from symcnn.formula.read import formula
    >>> substituted(formula("a*b"), {"a": Number(5)})
    Product(factors=(Number(value=5), Name(name='b')))
    """
    if isinstance(node, Name):
        return replacements.get(node.name, node)
    if isinstance(node, Number):
        return node
    if isinstance(node, Summation):
        bounds = tuple(substituted(bound, replacements) for bound in (node.lower, node.upper))
        unbound, inside = _unbound(node, replacements)
        return with_children(unbound, (substituted(unbound.body, inside), *bounds))
    return with_children(node, tuple(substituted(part, replacements) for part in children(node)))


def _unbound(
    node: Summation, replacements: Mapping[str, Node]
) -> tuple[Summation, Mapping[str, Node]]:
    """A sum and what to replace in it: never its index, which no other formula may catch."""
    free = {name: part for name, part in replacements.items() if name != node.index}
    inside = names(node.body)
    caught: set[str] = set()
    for name in free.keys() & inside.keys():
        caught |= names(free[name]).keys()
    if node.index not in caught:
        return node, free
    number = 2
    while f"{node.index}{number}" in caught or f"{node.index}{number}" in inside:
        number += 1
    fresh = f"{node.index}{number}"
    body = substituted(node.body, {node.index: Name(fresh)})
    return Summation(body, fresh, node.lower, node.upper, node.span), free


def flattened(node: Node) -> Node:
    """The formula with products inside products and sums inside sums as one.

    >>> from symcnn.formula.read import formula
    >>> flattened(Product((Name("a"), formula("2*k")))) == formula("a*2*k")
    True
    """
    if isinstance(node, Number | Name):
        return node
    parts = tuple(map(flattened, children(node)))
    if isinstance(node, Product):
        return Product(_flat(parts), node.span)
    if isinstance(node, Sum):
        terms: list[Node] = []
        for part in parts:
            terms.extend(part.terms if isinstance(part, Sum) else (part,))
        return Sum(tuple(terms), node.span)
    return with_children(node, parts)


def as_numbers(node: Node) -> Node:
    """The formula with fractions of two numbers in lowest terms as the numbers that they are.

    >>> from symcnn.formula.read import formula
    >>> as_numbers(formula("2/3"))
    Number(value=Fraction(2, 3))
    """
    if isinstance(node, Number | Name):
        return node
    if isinstance(node, Quotient):
        match node.numerator, node.denominator:
            case Number(int() as above), Number(int() as below) if gcd(above, below) == 1 != below:
                return Number(Fraction(above, below))
            case _:
                pass
    return with_children(node, tuple(map(as_numbers, children(node))))


def specialised(node: Node, flags: Mapping[str, bool]) -> Node:
    """The formula for an argument that is on or off: a flag is 1 or 0, and what is 0 goes.

    >>> from symcnn.formula.read import formula
    >>> specialised(formula("(n + bias)*k"), {"bias": False})
    Product(factors=(Name(name='n'), Name(name='k')))
    """
    match node:
        case Name():
            return Number(int(flags[node.name])) if node.name in flags else node
        case Sum():
            terms = (specialised(term, flags) for term in node.terms)
            return sum_of(tuple(term for term in terms if not _is_zero(term)))
        case Product():
            factors = tuple(specialised(factor, flags) for factor in node.factors)
            return Number(0) if any(map(_is_zero, factors)) else product_of(_flat(factors))
        case _:
            return with_children(node, tuple(specialised(part, flags) for part in children(node)))


def settled(node: Node, values: Mapping[str, Node]) -> Node:
    """The formula with values in the place of names; a factor of 1 that comes so is left out.

    >>> from symcnn.formula.read import formula
    >>> settled(formula("directions*(n + biases*k)"), {"directions": Number(1)})
    Sum(terms=(Name(name='n'), Product(factors=(Name(name='biases'), Name(name='k')))))
    """
    match node:
        case Name():
            return values.get(node.name, node)
        case Sum():
            terms = tuple(settled(term, values) for term in node.terms)
            return sum_of(tuple(term for term in terms if not _is_zero(term)))
        case Product():
            pairs = ((factor, settled(factor, values)) for factor in node.factors)
            left = tuple(new for old, new in pairs if old == new or new != Number(1))
            return Number(0) if any(map(_is_zero, left)) else product_of(_flat(left))
        case _:
            return with_children(node, tuple(settled(part, values) for part in children(node)))


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def _flat(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    flat: list[Node] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    return tuple(flat)


def one_level(node: Node) -> Node:
    """The formula after every innermost operation on numbers has been carried out.

    >>> from symcnn.formula.read import formula
    >>> one_level(formula("(5*5*3 + 1)*8"))
    Product(factors=(Sum(terms=(Number(value=75), Number(value=1))), Number(value=8)))
    """
    if isinstance(node, Number | Name):
        return node
    parts = children(node)
    if all(map(_is_numeric, parts)):
        return written(evaluate(node, _NOTHING))
    rewritten = tuple(part if _is_numeric(part) else one_level(part) for part in parts)
    if isinstance(node, Group) and _is_numeric(rewritten[0]):
        return rewritten[0]
    return with_children(node, rewritten)


def _is_numeric(node: Node) -> bool:
    if isinstance(node, Negative):
        node = node.operand
    return isinstance(node, Number)


def collected(node: Node) -> Node:
    """The formula with numbers multiplied and equal factors gathered, order otherwise kept.

    >>> from symcnn.formula.read import formula
    >>> collected(formula("(f*f*3 + 1)*k")) == formula("(3*f**2 + 1)*k")
    True
    """
    match node:
        case Number() | Name():
            return node
        case Group():
            return collected(node.body)
        case Product():
            return _collected_product(tuple(map(collected, node.factors)))
        case Sum():
            return _collected_sum(tuple(map(collected, node.terms)))
        case Negative():
            return with_children(node, (collected(node.operand),))
        case _:
            rest = with_children(node, tuple(map(collected, children(node))))
            return written(evaluate(rest, _NOTHING)) if _all_numeric(rest) else rest


def _all_numeric(node: Node) -> bool:
    return all(map(_is_numeric, children(node)))


def _collected_product(factors: tuple[Node, ...]) -> Node:
    coefficient: Value = 1
    exponents: dict[Node, int] = {}
    for factor in _flat(factors):
        if isinstance(factor, Negative):
            coefficient = arithmetic.negate(coefficient)
            factor = factor.operand
        if isinstance(factor, Number):
            coefficient = arithmetic.multiply((coefficient, factor.value))
            continue
        base, exponent = _base_and_exponent(factor)
        exponents[base] = exponents.get(base, 0) + exponent
    powers = [_power(base, exponent) for base, exponent in exponents.items()]
    if coefficient == 0 or not powers:
        return written(coefficient)
    negative = isinstance(coefficient, int | Fraction) and coefficient < 0
    size = arithmetic.negate(coefficient) if negative else coefficient
    if size != 1:
        # A number goes in front, but not in front of a sum that its author wrote first.
        after_sum = isinstance(powers[0], Sum) and not _is_numeric(factors[0])
        powers.insert(int(after_sum), written(size))
    product = product_of(tuple(powers))
    return Negative(product) if negative else product


def _base_and_exponent(factor: Node) -> tuple[Node, int]:
    if isinstance(factor, Power) and isinstance(factor.exponent, Number):
        exponent = factor.exponent.value
        if isinstance(exponent, int):
            return factor.base, exponent
    return factor, 1


def _power(base: Node, exponent: int) -> Node:
    return base if exponent == 1 else Power(base, Number(exponent))


def _collected_sum(terms: tuple[Node, ...]) -> Node:
    numbers = [term for term in terms if _is_numeric(term)]
    if len(numbers) < 2 and Number(0) not in numbers:
        return sum_of(terms)
    number: Value = 0
    rest: list[Node] = []
    for term in terms:
        if _is_numeric(term):
            number = arithmetic.add((number, evaluate(term, _NOTHING)))
        else:
            rest.append(term)
    if number != 0 or not rest:
        # A number stands last, but not behind a sum over an index, which would seem to hold it.
        place = next((i for i, term in enumerate(rest) if _ends_in_sum(term)), len(rest))
        rest.insert(place, written(number))
    return sum_of(tuple(rest))


def _ends_in_sum(term: Node) -> bool:
    last = term.factors[-1] if isinstance(term, Product) else term
    return isinstance(last, Summation)
