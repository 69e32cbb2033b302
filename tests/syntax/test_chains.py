"""What stands between steps: newlines, arrows, semicolons, commas, comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn.errors import ProgramError
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from symcnn.syntax.tree import Assignment, Block, Let, Program, Step

Problem = Callable[[str], tuple[str, str, str]]


def program(text: str) -> Program:
    return parse_program(Source("<test>", text))


def names(text: str) -> list[str]:
    return [step.name for step in program(text).body if isinstance(step, Step)]


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\nc",
        "a -> b -> c",
        "a → b → c",
        "a; b; c",
        "a, b, c",
        "a\n\n\nb\n\tc\n",
        "\n\na\nb\nc\n\n",
        "a\r\nb\r\nc\r\n",
        "a\rb\rc",
        "a ->\nb ->\nc",
        "a\n-> b\n-> c",
        "a # one\nb # two -> x\nc",
        "# first\na\n# between\nb\nc # last",
        "a;\nb;\nc;",
        "a,\nb,\nc,",
        "\ufeffa\nb\nc",
        "a->b->c",
        "a ; b , c",
        "a\n;\nb\n\n,\nc",
        "a\\\n\nb\nc",
    ],
)
def test_steps_are_separated(text: str) -> None:
    assert names(text) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", "\n", "   ", "# nothing\n", "\ufeff", "\n\n # x\n\n"])
def test_an_empty_text_is_an_empty_program(text: str) -> None:
    assert program(text).body == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-> a", "->"),
        ("a ->", "->"),
        ("a -> -> b", "->"),
        ("a → ", "→"),
        ("x { -> a }", "->"),
        ("x { a -> }", ""),
        ("a -> ; b", ";"),
    ],
)
def test_no_arrow_starts_or_ends_a_chain(problem: Problem, text: str, place: str) -> None:
    kind, at, message = problem(text)
    assert kind == "syntax"
    assert "an arrow stands between two steps" in message
    assert at in (place, "}", "->", "→", "")


def test_newlines_count_for_nothing_in_parentheses() -> None:
    step = program("conv(\n8,\n\n5x5,\n  stride=2\n)").body[0]
    assert isinstance(step, Step)
    assert len(step.arguments) == 3


def test_newlines_count_for_nothing_in_lists() -> None:
    step = program("reshape([\n8,\n5\n])\nb").body[0]
    assert isinstance(step, Step)
    assert len(step.arguments) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[a -> b] * 2",
        "[a\nb] * 2",
        "[\na\nb\n] * 2",
        "[a, b] * 2",
        "[a; b] * n",
        "[ a → b ] * (n + 1)",
        "[a -> b] · 2",
    ],
)
def test_groups(text: str) -> None:
    (step,) = program(text).body
    assert isinstance(step, Step)
    assert step.name == ""
    assert step.count is not None
    assert step.branches is not None
    assert [inner.name for inner in step.branches[0] if isinstance(inner, Step)] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ["a * 2", "a() * 2", "a(1) * 2", "a { b } * 2", "a * n", "a*(2*n)"]
)
def test_layers_are_repeated(text: str) -> None:
    (step,) = program(text).body
    assert isinstance(step, Step)
    assert step.name == "a"
    assert step.count is not None


@pytest.mark.parametrize("text", ["a 3 * 2", "conv 8 5x5 * 2", "conv 2*k 3"])
def test_bare_arguments_take_no_arithmetic(problem: Problem, text: str) -> None:
    kind, at, message = problem(text)
    assert kind == "syntax"
    assert at == "*"
    assert "parentheses" in message


@pytest.mark.parametrize("text", ["a\n{ b }", "a\n* 2", "[a]\n* 2"])
def test_braces_and_stars_stand_on_their_layers_line(problem: Problem, text: str) -> None:
    kind, at, message = problem(text)
    assert kind == "syntax"
    assert at in ("{", "*")
    assert "on the line of its layer" in message


def test_branches() -> None:
    (step,) = program("add { a -> b | c\n| d }").body
    assert isinstance(step, Step)
    assert step.branches is not None
    assert [len(branch) for branch in step.branches] == [2, 1, 1]


@pytest.mark.parametrize(
    "text", ["x {a|b}", "x {\na\n|\nb\n}", "x {\n  a |\n  b\n}", "x { a; | b, }", "x { a\n| b\n}"]
)
def test_branches_may_stand_on_lines_of_their_own(text: str) -> None:
    (step,) = program(text).body
    assert isinstance(step, Step)
    assert step.branches is not None
    assert [len(branch) for branch in step.branches] == [1, 1]


# --- let, block, labels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("let f = 5", 1),
        ("let f = 5, k", 2),
        ("let f, k, n", 3),
        ("let f=5; conv", 1),
        ("let f = 2*k + 1, k = 3 # no more", 2),
        ("let f = min(3, 5), g", 2),
    ],
)
def test_let(text: str, count: int) -> None:
    let = program(text).body[0]
    assert isinstance(let, Let)
    assert len(let.bindings) == count


def test_only_a_newline_or_semicolon_ends_let() -> None:
    body = program("let f = 5, k\ninput; let n = 2; conv").body
    assert [type(statement) for statement in body] == [Let, Step, Let, Step]


def test_an_arrow_does_not_end_let(problem: Problem) -> None:
    kind, at, _ = problem("let f = 5 -> input(8)")
    assert kind == "syntax"
    assert at == "->"


@pytest.mark.parametrize(
    "text",
    [
        "block b { a }",
        "block b() { a }",
        "block b(c) { a }",
        "block b(c, s=1) {\n a\n}",
        "block b(c, s=2*k, p=same) { a }",
        "block b(\n c,\n s=1,\n) { a }",
    ],
)
def test_blocks(text: str) -> None:
    (block,) = program(text).body
    assert isinstance(block, Block)
    assert block.name == "b"
    assert len(block.body) == 1


def test_a_block_has_one_body(problem: Problem) -> None:
    kind, _, message = problem("block b(c) { a | d }")
    assert kind == "block"
    assert "branches" in message


@pytest.mark.parametrize("word", ["let", "block"])
def test_reserved_words_are_no_labels(problem: Problem, word: str) -> None:
    kind, _, message = problem(f"input(8)\n{word}: dense(2)")
    assert kind == "syntax"
    assert message


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("C: conv", "C"),
        ("conv: conv", "conv"),
        ("x: conv", "x"),
        ("from: conv", "from"),
        ("skip: conv", "skip"),
        ('"two words": conv', "two words"),
        ("'a-b': conv", "a-b"),
        ("“a”: conv", "a"),
        ("слой: conv", "слой"),
        ("C :conv", "C"),
    ],
)
def test_labels(text: str, label: str) -> None:
    (step,) = program(text).body
    assert isinstance(step, Step)
    assert step.label == label


def test_a_label_is_one_word(problem: Problem) -> None:
    _, at, message = problem("two words: conv")
    assert at == ":"
    assert "a label is a single word" in message


def test_an_assignment() -> None:
    (statement,) = program("model = tf.keras.Sequential([A(1), B(2)])").body
    assert isinstance(statement, Assignment)
    assert statement.name == "model"


# --- places -------------------------------------------------------------------------------------


def test_every_node_keeps_its_place() -> None:
    text = "let f = 5\r\nC1: conv(8, f x f, stride=2*f)\n\tdense 10 softmax"
    body = program(text).body
    _, conv, dense = body
    assert isinstance(conv, Step)
    assert isinstance(dense, Step)
    assert text[conv.span.start : conv.span.end] == "conv(8, f x f, stride=2*f)"
    assert conv.label_span is not None
    assert text[conv.label_span.start : conv.label_span.end] == "C1"
    spans = [argument.span for argument in conv.arguments]
    assert [text[s.start : s.end] for s in spans] == ["8", "f x f", "stride=2*f"]
    spans = [argument.span for argument in dense.arguments]
    assert [text[s.start : s.end] for s in spans] == ["10", "softmax"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a\nb\n  %", 3, 3),
        ("a\r\nb\r\n %", 3, 2),
        ("a\rb\r%", 3, 1),
        ("é %", 1, 3),
        ("日本 %", 1, 4),
        ("\t%", 1, 2),
    ],
)
def test_lines_and_columns(text: str, line: int, column: int) -> None:
    with pytest.raises(ProgramError) as caught:
        program(text)
    span = caught.value.problems[0].span
    assert span is not None
    assert caught.value.source is not None
    assert caught.value.source.position(span.start) == (line, column)


def test_two_programs_in_a_row_do_not_know_of_each_other() -> None:
    for text in ("from(a", "x {", "let f =", "a -> "):
        with pytest.raises(ProgramError):
            program(text)
        assert names("a -> b") == ["a", "b"]
