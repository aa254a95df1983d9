"""Text for a terminal as wide as it is: the summary, then each operation with its columns side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from sqlcompile.diff.beside import beside
from sqlcompile.diff.model import Diff, Look, Part, Row
from sqlcompile.diff.telling import (
    Said,
    counts,
    facts_of,
    general_of,
    heading_of,
    kind_of,
    notes_of,
    nothing_to_say,
    reasons_of,
)
from sqlcompile.diff.terminal import BOLD, FAINT, NARROWEST, TONES, Paint, table, wrapped
from sqlcompile.project.printable import one_line

_LEGEND = "Marks: - not in every other column, + not in the first, ~ changed, ! a problem, ? a proposal"
_ACCEPTING = "A fact that is no difference to you: --accept FACT, or diff_accept in the settings."
_FEW = 4
"""How many parts that are the same are named one by one."""


def render(diff: Diff, look: Look) -> str:
    """Return the diff as lines, none of which is wider than the look's width, or 40; its end is a line end."""
    return "\n".join(_lines(diff, max(look.width, NARROWEST), Paint(colours=look.colours))) + "\n"


def _lines(diff: Diff, width: int, paint: Paint) -> Iterator[str]:
    yield from (paint(line, BOLD) for line in wrapped(one_line(diff.title), width))
    if diff.range:
        yield from wrapped(one_line(diff.range), width)
    yield from _summary(diff, width, paint)
    yield from _facts(diff, width, paint)
    if diff.general:
        yield from _title("Different everywhere", paint)
        for said in general_of(diff):
            yield from _reason(said, width, paint)
    if diff.notes:
        yield from _title("Notes", paint)
        for note in diff.notes:
            yield from wrapped(one_line(note), width, "  ")
    yield from _parts(diff, width, paint)


def _title(text: str, paint: Paint) -> Iterator[str]:
    yield ""
    yield paint(text, BOLD)


def _summary(diff: Diff, width: int, paint: Paint) -> Iterator[str]:
    found = counts(diff)
    if not found:
        return
    yield ""
    head = ["", *(kind.name for kind in diff.kinds)]
    rows = [[one_line(count.title), *(str(count.numbers.get(kind.name, 0)) for kind in diff.kinds)] for count in found]
    first, *rest = table([head, *rows], width, frozenset(range(1, len(head))))
    yield paint(first, BOLD)
    yield from rest
    yield ""
    for kind in diff.kinds:
        if kind.title != kind.name:
            yield from (
                paint(line, TONES[kind.tone]) for line in wrapped(f"{kind.name}: {kind.title}", width, "", "  ")
            )
    if not all(_folded(diff, part) for part in diff.parts):
        yield from (paint(line, FAINT) for line in wrapped(_LEGEND, width))


def _facts(diff: Diff, width: int, paint: Paint) -> Iterator[str]:
    facts = facts_of(diff)
    if facts:
        yield from _title("Reasons, by fact", paint)
        rows = [["fact", "times", "for example"], *([one.fact, str(one.number), one.example] for one in facts)]
        yield from table(rows, width, frozenset((1,)))
        yield from (paint(line, FAINT) for line in wrapped(_ACCEPTING, width))


def _folded(diff: Diff, part: Part) -> bool:
    """Return whether a part is the same as a whole, so that its name says all of it."""
    kind = kind_of(diff, part)
    return kind is not None and kind.tone == "good" and all(nothing_to_say(diff, part, row) for row in part.rows)


def _parts(diff: Diff, width: int, paint: Paint) -> Iterator[str]:
    """Yield all parts; many that are the same, one after the other, take one line."""
    if not diff.parts:
        yield ""
        yield "There are no revisions in this range."
    for folded, group in groupby(diff.parts, partial(_folded, diff)):
        parts = list(group)
        if not folded:
            for part in parts:
                yield ""
                yield from _part(diff, part, width, paint)
            continue
        yield ""
        named = [heading_of(part) for part in parts]
        if len(parts) > _FEW:
            named = [f"{len(parts)}, from {named[0]} to {named[-1]}"]
        kind = kind_of(diff, parts[0])
        assert kind is not None
        for name in named:
            yield from (paint(line, TONES[kind.tone]) for line in wrapped(f"{kind.name}  {name}", width, "", "  "))


def _part(diff: Diff, part: Part, width: int, paint: Paint) -> Iterator[str]:
    kind = kind_of(diff, part)
    codes = (TONES[kind.tone],) if kind else ()
    yield paint("─" * width, FAINT)
    heading = f"{heading_of(part)}  [{kind.title}]" if kind else heading_of(part)
    yield from (paint(line, BOLD, *codes) for line in wrapped(heading, width))
    before = True
    for row in part.rows:
        folded = nothing_to_say(diff, part, row)
        if not (folded and before):
            yield ""
        yield from _row(diff, part, row, width, paint)
        before = folded


def _row(diff: Diff, part: Part, row: Row, width: int, paint: Paint) -> Iterator[str]:
    kind = kind_of(diff, part, row)
    named = one_line(row.title) + (f"  {one_line(row.location)}" if row.location else "")
    lead = f"{kind.name.ljust(max(len(one.name) for one in diff.kinds))}  " if kind else ""
    codes = (TONES[kind.tone],) if kind else (BOLD,)
    yield from (paint(line, *codes) for line in wrapped(f"{lead}{named}", width, "", "  "))
    if nothing_to_say(diff, part, row):
        return
    yield from (f"  {line}" for line in beside(diff, row, width - 2, paint))
    for said in reasons_of(diff.columns, row):
        yield from _reason(said, width, paint)
    for titles, note in notes_of(diff, row):
        yield from wrapped(f"note, {titles}: {note}", width, "  ", "    ")


def _reason(said: Said, width: int, paint: Paint) -> Iterator[str]:
    yield from (paint(line, TONES["warning"]) for line in wrapped(f"{said.fact}: {said}", width, "  ", "    "))
