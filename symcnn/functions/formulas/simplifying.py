"""Simplifies differences and quotients of counts, as long as that surely ends soon."""

from __future__ import annotations

from typing import Any, Final

from symcnn.formula.algebra import expanded, sympy, terms_when_expanded, with_plain_powers

# What is larger in any of these is left as it is: SymPy's factoring may take very long then.
_TERMS: Final = 60
_DEGREE: Final = 30
_PARTS: Final = 5
_BITS: Final = 512
# A quotient of so few terms over one product is divided term by term.
_FEW: Final = 4


def is_manageable(*expressions: Any) -> bool:
    """Whether expressions are polynomials small enough to be factored or cancelled.

    What they are polynomials in may be symbols, floors and powers with a symbol as exponent.
    """
    return all(map(_is_small, expressions))


def _is_small(expression: Any) -> bool:
    if expression.has(sympy.Sum) or terms_when_expanded(expression) > _TERMS:
        return False
    parts = set[Any]()
    for term in sympy.Add.make_args(sympy.expand(expression)):
        degree = 0
        for factor in sympy.Mul.make_args(term):
            if factor.is_Rational:
                bits = max(abs(factor.p).bit_length(), factor.q.bit_length())
                if bits > _BITS:
                    return False
                continue
            base, exponent = factor.as_base_exp()
            power = exponent if exponent.is_Integer else _ONE
            parts.add(base if exponent.is_Integer else factor)
            degree += abs(int(power))
        if degree > _DEGREE:
            return False
    return len(parts) <= _PARTS


_ONE: Final = sympy.Integer(1)


def factored(expression: Any) -> Any:
    """The expression as a product, None where it is too large to be looked at.

    >>> from symcnn.formula.algebra import symbol
    >>> factored(symbol("k")**2 - 1)
    (k - 1)*(k + 1)
    """
    return _oriented(sympy.factor(expression)) if is_manageable(expression) else None


def quotient(numerator: Any, denominator: Any) -> Any:
    """The quotient in lowest terms; over a single product, divided term by term.

    What is too large stays a plain quotient.

    >>> from symcnn.formula.algebra import symbol
    >>> f, k = symbol("f"), symbol("k")
    >>> quotient(f**2 + k, f**2*k)
    1/k + f**(-2)
    """
    if not is_manageable(numerator, denominator):
        return numerator / denominator
    above, below = sympy.fraction(sympy.cancel(numerator / denominator))
    above, below = sympy.expand(above), sympy.expand(below)
    if not below.is_Add and below.free_symbols and len(sympy.Add.make_args(above)) <= _FEW:
        return with_plain_powers(sympy.expand(above / below))
    return _oriented(sympy.factor(above)) / _oriented(sympy.factor(below))


def parts_of(expression: Any) -> tuple[Any, Any]:
    """An expression as one quotient, numerator and denominator.

    >>> from symcnn.formula.algebra import symbol
    >>> parts_of(1 + 1/symbol("k"))
    (k + 1, k)
    """
    above, below = sympy.fraction(sympy.together(expression))
    return above, below


def _oriented(product: Any) -> Any:
    """A product of factors of which none has more terms below 0 than above.

    A minus in front goes into a factor with as many of both, where there is one.
    """
    coefficient, rest = product.as_coeff_Mul()
    found, even = list[Any](), list[Any]()
    for factor in sympy.Mul.make_args(rest):
        base, power = factor.as_base_exp()
        falling = _falling(base) if base.is_Add and power.is_Integer else -1
        if falling > 0:
            base, coefficient = sympy.expand(-base), coefficient * (-1) ** power
        (even if falling == 0 and power == 1 else found).append(base**power)
    if even and coefficient < 0:
        even[0], coefficient = sympy.expand(-even[0]), -coefficient
    return coefficient * sympy.Mul(*found, *even)


def _falling(total: Any) -> int:
    """How many more terms of a sum are below 0 than above."""
    return sum(1 if term.as_coeff_Mul()[0] < 0 else -1 for term in total.args)


def multiplied_out(expression: Any) -> Any:
    """The expression as a sum, where that is not too long; its powers written plainly."""
    return expanded(expression, _TERMS)
