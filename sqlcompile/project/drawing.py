"""Revisions as a drawing of lines, the newest first.

``*`` is a revision and ``|`` a line on its way to the one that it follows. Between two revisions, ``+`` is a line
that goes on, ``.`` one that begins there, for a revision that follows several, and ``'`` one that ends there: it goes
on in the line of ``+``, across each ``|`` between. Below a revision that follows none, its line is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush


def drawn(names: Sequence[str], parents: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str | None]]:
    """Yield the lines of a drawing: the left margin, with the revision that stands beside it, if one does.

    ``names`` go from the newest to the oldest, and no parent comes before its child; a parent that is not among
    them is not drawn. Each line costs as much as it is wide, and a lane that ends is used again.
    """
    drawing = _Drawing(set(names))
    for name in names:
        if drawing.begins_where_another_ended(name):
            yield drawing.gap(), None
        yield drawing.revision(name), name
        between = drawing.onward(name, parents(name))
        if between is not None:
            yield between, None


def continued(margin: str, *, goes_on: bool) -> str:
    """Return the margin of a revision's further lines, where its lane goes on and where it ends with it."""
    return margin.replace("*", "|" if goes_on else " ")


@dataclass(slots=True)
class _Drawing:
    """The lanes, each with the revision that it is on its way to; one revision has one lane."""

    wanted: set[str]
    lanes: list[str | None] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    current: int = 0
    ended: int | None = None
    """The lane of the last revision, where no line leads on from it."""

    def begins_where_another_ended(self, name: str) -> bool:
        """Return whether a revision would stand below the last one as if it were followed by that."""
        return name not in self.places and self.ended is not None and self.free[0] == self.ended

    def gap(self) -> str:
        """Return a line on which only the lanes are that go on."""
        return self._row({})

    def revision(self, name: str) -> str:
        """Return the margin of a revision, whose lane is the current one."""
        place = self.places.get(name)
        self.current = self._open(name) if place is None else place
        return self._row({self.current: "*"})

    def onward(self, name: str, parents: Sequence[str]) -> str | None:
        """Lead the lines to the parents; return the margin between two revisions, None where none is needed."""
        parents = [parent for parent in parents if parent in self.wanted]
        del self.places[name]
        there = [self.places[parent] for parent in parents if parent in self.places]
        new = [parent for parent in parents if parent not in self.places]
        marks = dict.fromkeys(there, "+")
        lane = self.current
        self.ended = None if parents else lane
        if not new and len(there) == 1 and there[0] > lane:  # lines lean to the left
            self._take_over(parents[0], lane, there[0])
            return self._row({lane: "+", there[0]: "'"})
        if new:
            self.lanes[lane] = new[0]
            self.places[new[0]] = lane
            marks[lane] = "+"
            marks |= {self._open(parent): "." for parent in new[1:]}
        else:
            marks[lane] = "'"
        row = self._row(marks) if len(marks) > 1 else None
        if not new:
            self._close(lane)
        return row

    def _open(self, name: str) -> int:
        place = heappop(self.free) if self.free else len(self.lanes)
        if place == len(self.lanes):
            self.lanes.append(None)
        self.lanes[place] = name
        self.places[name] = place
        return place

    def _take_over(self, name: str, lane: int, other: int) -> None:
        self.lanes[lane] = name
        self.places[name] = lane
        self._close(other)

    def _close(self, lane: int) -> None:
        self.lanes[lane] = None
        heappush(self.free, lane)

    def _row(self, marks: dict[int, str]) -> str:
        """Return a line with these marks, joined where there are several."""
        first, last = min(marks, default=0), max(marks, default=0)
        texts = []
        for place, name in enumerate(self.lanes):
            inside = first <= place < last
            blank = "-" if inside and place != first else " "
            texts.append(marks.get(place, "|" if name is not None else blank) + ("-" if inside else " "))
        return "".join(texts).rstrip()
