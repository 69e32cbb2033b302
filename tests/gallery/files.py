"""The files of docs/gallery, and what the comments at their top say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from symcnn import Network, parse

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "gallery"
FILES = sorted(FOLDER.glob("*.cnn"))
# What every file says of its network, in this order; `trainable` only where it is not the total.
FIELDS = ("source", "published", "framework", "trainable", "total", "macs")

_FIELD = re.compile(r"^# (\w+): (.+(?:\n#   .+)*)$", re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """What a file says of its network: its name, what it is, and the fields below."""

    name: str
    words: str
    fields: dict[str, str]

    @property
    def year(self) -> int:
        """The year of the first source."""
        found = re.search(r"\((\d{4})\)", self.fields["source"])
        assert found is not None
        return int(found[1])

    @property
    def total(self) -> int:
        """All weights, the running statistics of batch normalization among them."""
        return int(self.fields["total"].replace(",", ""))

    @property
    def trainable(self) -> int:
        """The weights that training changes: what the literature calls parameters."""
        return int(self.fields.get("trainable", self.fields["total"]).replace(",", ""))

    @property
    def macs(self) -> int:
        """The multiply-accumulates."""
        return int(self.fields["macs"].partition(";")[0].replace(",", ""))


def program(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def network(path: Path) -> Network:
    return parse(program(path), name=path.name)


def heading(path: Path) -> Heading:
    """The comments at the top of a file, up to its first empty line."""
    text = program(path).partition("\n\n")[0] + "\n"
    first, _, text = text.partition("\n")
    name, _, words = first.removeprefix("# ").partition(": ")
    fields = {key: re.sub(r"\n#   ", " ", value) for key, value in _FIELD.findall(text)}
    return Heading(name, words, fields)
