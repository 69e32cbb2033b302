"""The language: from text to a syntax tree in which every node keeps its place."""
