"""What a search has found: answers as boxes."""

from __future__ import annotations

from symcnn.functions.solving.boxes import Box
from symcnn.records import value_record


@value_record
class Found:
    """All answers, as boxes that have no point in common.

    ``excluded`` says whether there are networks that are no answers, ``tried`` at how many points
    numbers were worked out.
    """

    boxes: tuple[Box, ...]
    excluded: bool
    tried: int

    @property
    def size(self) -> int | None:
        """How many answers there are, None for infinitely many."""
        sizes = [box.size for box in self.boxes]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    def first(self, most: int) -> list[dict[str, int]]:
        """The first answers in order, so many at most."""
        points = (point for box in self.boxes for point in box.points(most))
        return sorted(points, key=lambda point: tuple(point.values()))[:most]
