"""Writes the parser's tables beside the grammar: ``python -m tests.write_tables``."""

from pathlib import Path

from symcnn import parser
from symcnn.syntax.lexer import Layout


def main() -> None:
    path = Path(parser.grammar_folder(), "network.json")
    path.write_text(parser.serialized_tables(postlex=Layout()), encoding="utf-8")


if __name__ == "__main__":
    main()
