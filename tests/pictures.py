"""Makes the pictures of the documentation, docs/pictures: ``python -m tests.pictures``.

Each is what a command of docs/functions.md writes, of the network that stands there.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from symcnn.cli import main as symcnn
from tests.docs.documents import ROOT, examples

FOLDER = ROOT / "docs" / "pictures"
PICTURES = {
    "lines.svg": "--vary f=1..13 --vary k=8,16,32",
    "layers.svg": "--vary f=1..13 --set k=8 --by layer",
    "bars.svg": "--set f=5 --set k=8",
}


def made(name: str, folder: Path) -> str:
    """A picture, made in a folder."""
    page = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    program = next(each for each in examples(page) if each.file == "lenet_fk.cnn")
    file, picture = folder / "lenet_fk.cnn", folder / name
    file.write_text(program.text, encoding="utf-8")
    assert symcnn(["plot", str(file), *PICTURES[name].split(), "-o", str(picture)]) == 0
    return picture.read_text(encoding="utf-8")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        with TemporaryDirectory() as folder:
            (FOLDER / name).write_text(made(name, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
