"""Reads the examples out of Markdown documents and runs them.

What an example is, is said by the word behind its fence:

- ``console``: ``$ symcnn …`` and the exact output below it, standard output before standard
  error. A line that is only ``…`` stands for any number of lines. ``$ cat FILE`` shows a file,
  ``$ echo $?`` the status of the call before.
- ``cnn``: a program that must be read; ``# total: 62,958`` in it is checked.
- ``python``: runs, as a doctest where it shows ``>>>``.
- ``toml``, ``tex``, ``json``, ``text``, ``sh``: shown alone.

A comment in front of the fence gives a block a name, ``<!-- file: net.cnn -->``: later blocks of
the document find it as a file. ``<!-- file: net.cnn, wrong -->`` says that it is no right
program, and a further ``, latin-1`` saves it in that encoding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from symcnn import Network

ROOT = Path(__file__).parents[2]
SHOWN_ALONE = frozenset({"toml", "tex", "json", "text", "sh", "html", "markdown", "css", "csv"})
RUN = frozenset({"console", "cnn", "python"})

_COMMENT = re.compile(
    r"<!-- file: (?P<name>[\w./-]+)(?P<wrong>, wrong)?(?:, (?P<encoding>latin-1))? -->"
)
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)[ \t]*$")
_LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")
_DECLARED = re.compile(r"^#\s*(?P<count>total|trainable):\s*(?P<value>.+)$", re.MULTILINE)
_ANY = "…"


@dataclass(frozen=True)
class Example:
    """A fenced block: its language, its text, and the line on which its text begins."""

    language: str
    text: str
    line: int
    file: str | None = None
    wrong: bool = False
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Call:
    """A command of a console block, as it is written there too, and what it printed."""

    command: str
    written: str
    output: str


def documents() -> list[Path]:
    """Every document: README.md and what stands in docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown(path: Path) -> str:
    """A path as tests name it."""
    return path.relative_to(ROOT).as_posix()


def examples(text: str) -> list[Example]:
    """The fenced blocks of a document, in order."""
    found: list[Example] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opened = _FENCE.match(lines[number])
        if opened is None:
            number += 1
            continue
        end = lines.index(opened["fence"], number + 1)
        comment = _COMMENT.fullmatch(lines[number - 1].strip()) if number else None
        found.append(
            Example(
                opened["language"],
                "\n".join(lines[number + 1 : end]) + "\n",
                number + 2,
                comment["name"] if comment else None,
                bool(comment and comment["wrong"]),
                (comment and comment["encoding"]) or "utf-8",
            )
        )
        number = end + 1
    return found


def calls(text: str) -> list[Call]:
    """The commands of a console block, each with its output."""
    found: list[Call] = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        written = command
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = command[:-1] + more.removeprefix("> ")
            written += f"\n{more}"
        found.append(Call(command, written, output))
    return found


def matches(expected: str, actual: str) -> bool:
    """Whether an output is the expected one; a line ``…`` stands for any lines."""
    expected, actual = expected.rstrip("\n"), actual.rstrip("\n")
    if _ANY not in expected.split("\n"):
        return expected == actual
    pattern = "\n".join(
        r"(?:.*(?:\n.*)*?)" if line == _ANY else re.escape(line) for line in expected.split("\n")
    )
    return re.fullmatch(pattern, actual) is not None


def with_outputs(text: str, outputs: dict[int, list[str]]) -> str:
    """A document with new outputs, by the line of each console block."""
    lines = text.split("\n")
    for example in reversed(examples(text)):
        if example.line not in outputs:
            continue
        start = example.line - 1
        end = start + example.text.count("\n")
        block: list[str] = []
        for call, output in zip(calls(example.text), outputs[example.line], strict=True):
            block += f"$ {call.written}".split("\n")
            block += output.rstrip("\n").split("\n") if output.strip("\n") else []
        lines[start:end] = block
    return "\n".join(lines)


def without_blocks(text: str) -> str:
    """A document without its fenced blocks and its code in a line."""
    text = re.sub(r"^(`{3,})\w*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "``", text)


def links(text: str) -> Iterator[str]:
    """The targets of a document's links to other documents."""
    for link in _LINK.finditer(without_blocks(text)):
        if not re.match(r"\w+:", link["target"]):
            yield link["target"]


def anchors(text: str) -> set[str]:
    """The names by which a document's headings can be linked to."""
    plain = re.sub(r"^(`{3,})\w*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def declared_counts(program: str) -> dict[str, str]:
    """The counts that a program's comments declare, by their names in JSON."""
    declared = {found["count"]: found["value"] for found in _DECLARED.finditer(program)}
    names = {"total": "parameters"}
    return {names.get(count, count): value.replace(",", "") for count, value in declared.items()}


def counted(network: Network) -> dict[str, str]:
    """The totals of a network, after the values of `let`."""
    totals = json.loads(network.to("json"))["totals"]
    return {name: str(count) for name, count in totals.items()}
