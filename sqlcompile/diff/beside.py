"""The statements of one operation, side by side in a terminal, or one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlcompile.diff.aligning import aligned, differing
from sqlcompile.diff.model import Diff, Row
from sqlcompile.diff.telling import Together, proposals_of, text_of, titles_of, together
from sqlcompile.diff.terminal import BOLD, FAINT, TONES, Paint, filled, indent_of, slices, wrapped
from sqlcompile.project.printable import one_line

READABLE = 38
"""How wide a column must be; where they would be narrower, they stand one below the other."""
_BETWEEN = " │ "
_TAB = "→   "


@dataclass(slots=True)
class Line:
    """A line of a statement, with its mark, and from where to where it differs.

    The marks: "-" is in the first column alone, "+" is not in it, "~" is another in it; "!" is a problem,
    "?" a proposal.
    """

    text: str
    mark: str = " "
    differs: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Pane:
    """What stands below one title; "" is none."""

    title: str
    lines: list[Line | None]


def beside(diff: Diff, row: Row, width: int, paint: Paint) -> Iterator[str]:
    """Yield the lines that show the columns of a row; columns that hold the same are one."""
    held = together(row)
    blank = [place for one in held if one.blank for place in one.columns]
    shown = [one for one in held if not one.blank]
    if blank and (shown or diff.kinds):
        yield from (paint(line, FAINT) for line in wrapped(f"nothing in {titles_of(diff, row, tuple(blank))}", width))
    if not shown:
        return
    marks = bool(diff.kinds)
    room = (width - len(_BETWEEN) * (len(shown) - 1)) // len(shown)
    panes = _panes(diff, row, shown, paint)
    if len(panes) == 1 or room >= READABLE:
        yield from _columns(panes, room, paint, marks=marks)
        return
    for pane in panes:
        yield from _columns([pane], width, paint, marks=marks)


def _panes(diff: Diff, row: Row, shown: Sequence[Together], paint: Paint) -> list[Pane]:
    """Return the panes, their statements with marks, and a line that one of them lacks as None."""
    texts = [_lines(text_of(one.cell)) if one.cell.statements else [] for one in shown]
    if not diff.kinds:
        columns: list[list[Line | None]] = [[Line(text) for text in lines] for lines in texts]
    elif 0 in shown[0].columns:
        columns = _marked(texts, paint, lacking=any(cell.statements == () for cell in row.cells))
    else:
        columns = [[Line(text, "+") for text in lines] for lines in texts]
    panes = []
    for one, lines in zip(shown, columns, strict=True):
        after = [Line(one_line(one.cell.problem), "!")] if one.cell.problem else []
        after += [Line(line, "?") for line in _lines(proposals_of(one.cell))] if one.cell.proposals else []
        title = titles_of(diff, row, one.columns) if len(diff.columns) > 1 else ""
        panes.append(Pane(title, [*lines, *after]))
    return panes


def _lines(text: str) -> list[str]:
    return [_spaced(line) for line in text.split("\n")]


def _spaced(line: str) -> str:
    """Return a line with its tabs as something that has a width; those that set it in are spaces."""
    if "\t" not in line:
        return line
    rest = line.lstrip("\t ")
    return line[: len(line) - len(rest)].expandtabs(4) + rest.replace("\t", _TAB)


def _marked(texts: Sequence[list[str]], paint: Paint, *, lacking: bool) -> list[list[Line | None]]:
    """Return the texts line by line beside the first, which the others are compared with.

    Where none of them has a statement, but ``lacking`` says that some column has not, all is marked.
    """
    first = [Line(text) for text in texts[0]]
    others = [place for place in range(1, len(texts)) if texts[place]]
    if not others:
        for line in first if lacking else ():
            line.mark = "-"
        return [list(first), *([] for _ in texts[1:])]
    found: list[list[Line | None]] = [[] for _ in texts]
    matched = {place: _beside_first(first, texts[place], paint) for place in others}
    for number in range(len(first) + 1):
        added = [matched[place][0][number] if place in matched else [] for place in range(len(texts))]
        for lines in zip_longest(*added):
            for place, line in enumerate(lines):
                found[place].append(line)
        if number < len(first):
            for place in others:
                found[place].append(matched[place][1][number])
            found[0].append(first[number])
    return [lines if place == 0 or place in matched else [] for place, lines in enumerate(found)]


def _beside_first(first: list[Line], text: list[str], paint: Paint) -> tuple[list[list[Line]], list[Line | None]]:
    """Return the lines that come before each of the first text's, and the one that stands beside each.

    The first text's lines get their marks: what is not the same everywhere is marked.
    """
    added: list[list[Line]] = [[] for _ in range(len(first) + 1)]
    beside_it: list[Line | None] = [None] * len(first)
    at = 0
    for ours, theirs in aligned([line.text for line in first], text):
        if ours is None:
            assert theirs is not None
            added[at].append(Line(text[theirs], "+"))
            continue
        at = ours + 1
        line = first[ours]
        if theirs is None:
            line.mark = "-"
        elif line.text == text[theirs]:
            beside_it[ours] = Line(text[theirs])
        else:
            mine, its = differing(line.text, text[theirs]) if paint.colours else ((0, 0), (0, 0))
            beside_it[ours] = Line(text[theirs], "~", its)
            line.differs = _both(line.differs, mine)
            line.mark = "-" if line.mark == "-" else "~"
    return added, beside_it


def _both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if one == (0, 0):
        return other
    return min(one[0], other[0]), max(one[1], other[1])


def _columns(panes: Sequence[Pane], width: int, paint: Paint, *, marks: bool) -> Iterator[str]:
    """Yield panes side by side, each of this width."""
    titles = [wrapped(pane.title, width) if pane.title else [] for pane in panes]
    bold = [[(line, paint(line, BOLD)) for line in lines] for lines in titles]
    yield from _rows(bold, width)
    for lines in zip_longest(*(pane.lines for pane in panes)):
        if len(lines) == 1 and lines[0] is None:
            continue
        yield from _rows([_shown(line, width, paint, marks=marks) for line in lines], width)


def _rows(cells: Sequence[Sequence[tuple[str, str]]], width: int) -> Iterator[str]:
    """Yield cells, each of lines that are given plain and painted, side by side."""
    for pieces in zip_longest(*cells, fillvalue=("", "")):
        last = len(pieces) - 1
        yield _BETWEEN.join(
            painted if place == last else painted + filled(plain, width)[len(plain) :]
            for place, (plain, painted) in enumerate(pieces)
        ).rstrip(" ")


def _shown(line: Line | None, width: int, paint: Paint, *, marks: bool) -> list[tuple[str, str]]:
    """Return a line as those that fit, each plain and painted; the first has its mark."""
    if line is None:
        return [("", "")]
    gutter = 2 if marks or line.mark != " " else 0
    room = width - gutter
    hang = indent_of(line.text, room)
    found = []
    for start, cut in slices(line.text, room, hang):
        end = start + len(line.text[start:cut].rstrip(" "))
        lead = (line.mark if not start else " ").ljust(gutter) if gutter else ""
        set_in = " " * hang if start else ""
        plain = f"{lead}{set_in}{line.text[start:end]}"
        found.append((plain, _painted(line, start, end, lead, set_in, paint) if paint.colours else plain))
    return found


def _painted(line: Line, start: int, end: int, lead: str, set_in: str, paint: Paint) -> str:
    colour = {"-": TONES["bad"], "+": TONES["good"], "~": TONES["warning"], "!": TONES["bad"], "?": TONES["plain"]}
    code = colour.get(line.mark)
    if code is None:
        return f"{lead}{set_in}{line.text[start:end]}"
    first, last = (min(max(place, start), end) for place in line.differs)
    text = line.text
    parts = [paint(text[start:first], code), paint(text[first:last], code, BOLD, "4"), paint(text[last:end], code)]
    return f"{paint(lead, code)}{set_in}{''.join(parts)}"
