"""What LaTeX's renderer writes; tests/tex compiles it."""

from __future__ import annotations

import re

import pytest

from symcnn import parse
from symcnn.derivation.document import Chain, Document, Step
from symcnn.derivation.explain import explain
from symcnn.derivation.request import Request
from symcnn.derivation.table import table
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, Node, Number, Sum
from symcnn.formula.read import formula as read_formula
from symcnn.network.network import read
from symcnn.render import latex
from symcnn.render.latex.dialect import inline
from symcnn.render.latex.text import breakable, name
from symcnn.render.latex.width import NEVER, Token, lines, measure
from symcnn.render.style import Style
from symcnn.source import Source

LENET = """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


def solution(program: str, **request: object) -> Document:
    return explain(read(Source("net.cnn", program)), Request(**request))  # pyright: ignore[reportArgumentType]


def display(text: str) -> list[str]:
    """The rows of the first display."""
    found = re.search(r"\\begin\{aligned\}\n(.*?)\n\\end\{aligned\}", text, re.DOTALL)
    assert found
    return found[1].split(" \\\\\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(m*n*d + 1)*k", r"(m \cdot n \cdot d + 1) \cdot k"),
        ("a - b", "a - b"),
        ("a/b", r"\frac{a}{b}"),
        ("(a + 1)/b", r"\frac{a + 1}{b}"),
        ("floor((i + 2*p)/s) + 1", r"\left\lfloor \frac{i + 2 \cdot p}{s}\right\rfloor + 1"),
        ("ceil(a)", r"\lceil a \rceil"),
        ("f**2*k", r"f^{2} \cdot k"),
        ("min(a, b)", r"\min(a, b)"),
        ("62378344", "62{,}378{,}344"),
        ("C_in*out_channels", r"C_{\mathrm{in}} \cdot \mathrm{out\_channels}"),
        ("alpha*lambda_1", r"\alpha \cdot \lambda_{1}"),
    ],
)
def test_formulas(text: str, expected: str) -> None:
    assert latex.formula(read_formula(text), Style()) == expected


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [("comma", "48{,}120"), ("space", "48\\,120"), ("point", "48{.}120"), ("none", "48120")],
)
def test_digits(grouping: str, expected: str) -> None:
    assert latex.formula(Number(48120), Style(grouping=grouping)) == expected


def test_multiplication_sign() -> None:
    assert latex.formula(read_formula("5*8"), Style(multiplication="times")) == r"5 \times 8"


def test_fractions_within_words_are_no_higher_than_the_line() -> None:
    assert inline(read_formula("floor((H - f)/2)*k"), Style()) == (
        r"{\lfloor {(H - f)} / 2 \rfloor} \cdot k"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k", "k"),
        ("d′", "d'"),
        ("λ", r"\lambda"),
        ("p_1", "p_{1}"),
        ("C_in′", r"C_{\mathrm{in}}'"),
        ("moving_mean", r"\mathrm{moving\_mean}"),
        ("_", r"\mathrm{\_}"),
        ("pi", r"\mathrm{pi}"),
        ("Wörter", r"\mathrm{W\textrm{ö}rter}"),
        ("中", r"\mathrm{[U{+}4E2D]}"),
        ("subtotal 1", r"\mathrm{subtotal\ 1}"),
    ],
)
def test_names(text: str, expected: str) -> None:
    assert name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        (r"\input{x}", r"$\backslash$input$\{$x$\}$"),
        ("<script>", "$<$script$>$"),
        ("a_b%$#&", r"a\_b\%$\$$\#\&"),
        ("~^", r"\~{}\^{}"),
        ("28×28", r"28$\times$28"),
        ("é ï ç ß ø", r"\'{e} \"{\i} \c{c} {\ss} {\o}"),
        ("a -- ``b''", "a -{}- `{}`b'{}'"),
        ("中😀\x07", "[U+4E2D][U+1F600][U+0007]"),
        ("two\nlines", "two lines"),
    ],
)
def test_escaped_words(text: str, expected: str) -> None:
    assert latex.escape(text) == expected
    assert latex.escape(text).isascii()


def test_long_words_have_places_to_break() -> None:
    assert breakable("repeat1[0].bottleneck1.conv1") == (
        r"repeat1[0].\allowbreak{}bottleneck1.\allowbreak{}conv1"
    )
    assert "\\allowbreak{}" in breakable("W" * 30)
    assert breakable("conv1 pool1") == "conv1 pool1"


def test_a_fragment() -> None:
    text = latex.explain(solution(LENET, layers=("CONV1",)), Style())
    assert text.startswith("% A fragment that needs \\usepackage{amsmath}:")
    assert "documentclass" not in text
    assert "\n\n" not in text
    assert r"\textbf{CONV1}\quad convolution: 8 filters of $5 \times 5$" in text
    assert "Here $d = 3$, the channels of the input." in text
    assert "kernel" not in text.split("Here")[1]
    assert display(text) == [
        r"\mathrm{parameters} &= (m \cdot n \cdot d + 1) \cdot k",
        r"&= (5 \cdot 5 \cdot 3 + 1) \cdot 8",
        r"&= (75 + 1) \cdot 8",
        r"&= 76 \cdot 8",
        "&= 608",
    ]


def test_a_total() -> None:
    text = latex.explain(solution(LENET), Style())
    assert r"\mathrm{total} &= 608 + 3{,}216 + 48{,}120 + 10{,}164 + 850 \\" in text
    assert "&= 62{,}958" in text
    assert "All of them are trainable." in text
    assert "Total" not in latex.explain(solution(LENET, layers=("FC3",)), Style())


def test_brief_is_one_line() -> None:
    text = latex.explain(solution(LENET, layers=("FC3",), detail="brief"), Style())
    assert display(text) == [
        r"\mathrm{parameters} &= c \cdot p + 1 \cdot c = 120 \cdot 400 + 1 \cdot 120 = 48{,}120"
    ]


def test_full_has_the_words_of_each_step() -> None:
    text = latex.explain(solution(LENET, layers=("CONV1",), detail="full"), Style())
    assert "$m = 5$, the kernel's height" in text
    assert "Weights: kernel $5 \\times 5 \\times 3 \\times 8$, bias $8$." in text
    assert display(text)[1].endswith(r"&&\quad\scriptstyle\text{put in this layer's numbers}")


def test_several_quantities_have_a_row_each() -> None:
    document = solution(LENET, layers=("CONV1",), method="inputs-outputs")
    filters = r"\mathrm{filters} \cdot \mathrm{height} \cdot \mathrm{width}"
    assert display(latex.explain(document, Style())) == [
        rf"\mathrm{{outputs}} &= {filters} = 8 \cdot 5 \cdot 5 = 200",
        r"\mathrm{weights} &= \mathrm{inputs} \cdot \mathrm{outputs} = 3 \cdot 200 = 600",
        r"\mathrm{biases} &= \mathrm{filters} = 8",
        r"\mathrm{parameters} &= \mathrm{weights} + \mathrm{biases} = 600 + 8 = 608",
    ]


def test_primed_letters_are_explained() -> None:
    document = solution("let k = 5, d\ninput(32x32xd)\nconv(k, k x k)\nconv(k, k x k)")
    text = latex.explain(document, Style())
    assert "$d'$, the channels of the input (primed: the program uses" in text
    assert "The program gives $k = 5$." in text


def test_long_sums_come_in_true_subtotals() -> None:
    terms = tuple(Number(value) for value in range(1000, 1300))
    total = sum(range(1000, 1300))
    chain = Chain("total", (Step("substitution", Sum(terms)), Step("result", Number(total))), total)
    displays = latex.chain_displays(chain, Style())
    assert len(displays) > 5
    seen = 0
    for text in displays:
        body = text.split("\n", 1)[1].rsplit("\n", 1)[0]
        assert body.count("\n") < 10
        for equation in re.split(r"\\mathrm\{[^}]*\} &= ", body)[1:]:
            plain = re.sub(r"[&\\{},]|quad", "", equation)
            first, *results = plain.split("=")
            assert all(_value(first) == _value(result) for result in results)
            seen += len(results)
    assert seen >= len(displays)
    assert "&= 344{,}850" in displays[-1]


def _value(text: str) -> int:
    return sum(int(part) for part in text.split("+"))


def test_symbolic_subtotals_are_named() -> None:
    terms = tuple(Name(f"a_{index}") for index in range(200))
    chain = Chain("total", (Step("substitution", Sum(terms)),), 0)
    displays = latex.chain_displays(chain, Style())
    assert "\\mathrm{subtotal\\ 2} &= \\mathrm{subtotal\\ 1} + " in "\n".join(displays)
    assert displays[-1].count("\\mathrm{total}") == 1


def test_lines_break_by_whole_terms() -> None:
    def token(text: str, penalty: int = NEVER) -> Token:
        return Token(text, 2.0, penalty)

    row = [token("a"), token(" · ", 1), token("b"), token(" + ", 0), token("c"), token(" · ", 1)]
    row.append(token("d"))
    assert lines(row, 14.0) == ["a · b + c · d"]
    assert lines(row, 10.0) == ["a · b", "{} + c · d"]


def test_a_formula_keeps_all_its_parts_when_it_is_broken() -> None:
    node: Node = read_formula("*".join(f"(a{i} + {i}*b{i})" for i in range(12)))
    chain = Chain("parameters", (Step("formula", node),), 0)
    text = latex.chain_display(chain, Style())
    assert text.count(" \\\\\n") > 3
    written = re.sub(r"\\(begin|end)\{aligned\}|\\\\\n|&|\\quad|\{\}|\s", "", text)
    assert written == re.sub(r"\s", "", r"\mathrm{parameters}=" + latex.formula(node, Style()))


def test_a_table() -> None:
    text = latex.table(table(read(Source("net.cnn", LENET))), Style())
    assert text.startswith("% A fragment that needs \\usepackage{booktabs}:")
    assert r"CONV2 & $10 \times 10 \times 16$ & $1{,}600$ & $3{,}216$ \\" in text
    assert r"Total & \multicolumn{3}{@{}r@{}}{$62{,}958$} \\" in text
    assert text.count("\\begin{tabular}") == 1


def test_a_table_that_a_page_is_wide_enough_for_breaks_no_cell() -> None:
    """A slide is not; there it comes in small letters."""
    program = (
        "input(224x224x3) -> conv(2*k, 7x7, stride=2, same)\n"
        "layer_1: repeat(3) { concat { conv(4*k, 1x1) -> conv(k, 3x3, same) | skip } }"
    )
    text = latex.table(table(read(Source("net.cnn", program))), Style())
    assert "$112 \\times 112 \\times {(2 \\cdot k)}$" in text
    assert "\\parbox" not in text
    tabulars = text.count("\\begin{tabular}")
    assert tabulars
    assert text.count("\\ifdim\\linewidth<32.5em\\footnotesize\\fi\n\\begin{tabular}") == tabulars
    narrow = latex.table(table(read(Source("net.cnn", LENET))), Style())
    assert "\\footnotesize" not in narrow


def test_a_long_table_comes_in_pieces() -> None:
    program = "input(32x32x3) -> [conv 64 3x3 same]*100 -> gap -> dense 10"
    text = latex.table(table(read(Source("net.cnn", program))), Style())
    pieces = text.split("\\begin{tabular}")[1:]
    assert len(pieces) > 9
    assert max(piece.count("conv1") for piece in pieces) <= 12
    assert text.count(".\\allowbreak{}conv1 &") + text.count(".conv1 &") == 100


def test_a_table_as_high_as_a_slide_comes_in_pieces_if_words_follow() -> None:
    layers = "input(3x32x32) -> [conv(3, 3x3, same)]*10"
    channels_last = latex.table(table(read(Source("net.cnn", layers))), Style())
    program = f"convention pytorch\n{layers}"
    channels_first = latex.table(table(read(Source("net.cnn", program))), Style())
    assert channels_last.count("\\begin{tabular}") == 1
    assert "channels first." in channels_first
    assert channels_first.count("\\begin{tabular}") > 1


def test_shared_weights_are_told() -> None:
    program = "input(16x16x4)\nc: conv(4, 3x3, padding=same)\nc\nflatten"
    text = latex.table(table(read(Source("net.cnn", program))), Style())
    assert "Shared weights: c@2 uses the weights of c." in text


def test_a_whole_document() -> None:
    text = latex.explain(solution(LENET), Style(standalone=True))
    assert text.startswith("\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n")
    assert text.endswith("\\end{document}\n")
    assert "booktabs" not in text


def test_every_line_of_a_display_is_equal_to_the_one_before() -> None:
    document = solution("input(H x W x 3) -> conv(k, f x f) -> pool 2 -> flatten -> dense 10")
    for section in document.sections:
        for chain in section.chains:
            values: dict[str, Value] = {"H": 32, "W": 17, "k": 9, "f": 5}
            steps = [step for step in chain.steps if step.kind != "formula"]
            assert len({evaluate(step.formula, values) for step in steps}) == 1


def test_a_sum_over_an_index_is_as_wide_as_its_sign_and_the_wider_bound() -> None:
    # TeX makes it 27.4 pt wide in the sans-serif letters of a slide, 2.5 em.
    assert 2.5 <= measure(r"\sum_{i=1}^{n - 1}") <= 4
    both = measure(r"9 \cdot \sum_{i=1}^{n - 1} \sum_{j=0}^{m} k")
    one = measure(r"9 \cdot \sum_{i=1}^{n - 1} k")
    assert both == pytest.approx(one + measure(r"\sum_{j=0}^{m}"))


def test_rows_that_begin_like_an_argument_are_kept_apart_from_the_line_before() -> None:
    text = parse('input(8) -> "[3]": dense(2) -> "日本": dense(1) -> "*": dense(4)').to("latex")
    lines = [line for line in text.splitlines() if line.endswith("\\\\")]
    assert not any(line.startswith(("[", "*")) for line in lines)
    assert sum(line.startswith(("{}[", "{}*")) for line in lines) == 3
