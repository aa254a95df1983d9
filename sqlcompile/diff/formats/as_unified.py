"""A unified diff of each revision, as ``diff -u`` writes it: what editors, pagers and code reviews colour.

A hunk is an operation. What is the same text in both columns is left out, as ``diff -u`` does; where it means
something else nevertheless, that stands in the lines that begin with "#", which tools skip. Hunks end where
operations do, without lines around them: ``patch`` takes them so, and ``git apply --unidiff-zero``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.diff.aligning import changes
from sqlcompile.diff.model import Cell, Diff, Look, Part, Row
from sqlcompile.diff.telling import (
    counts,
    facts_of,
    general_of,
    heading_of,
    notes_of,
    proposals_of,
    reasons_of,
    text_of,
)
from sqlcompile.project.printable import one_line


def render(diff: Diff, look: Look) -> str:
    """Return the unified diff of the first column and each other one; of a report the statements alone."""
    lines = _diff(diff) if diff.kinds else _report(diff)
    return "".join(f"{line}\n" for line in lines)


def _diff(diff: Diff) -> Iterator[str]:
    yield from (f"# {line}" for line in _head(diff))
    for part in diff.parts:
        for place in range(1, len(diff.columns)):
            yield from _told(diff, part, place)
            yield from _file(diff, part, place)


def _head(diff: Diff) -> Iterator[str]:
    yield one_line(f"{diff.title} {diff.range}".strip())
    for count in counts(diff):
        numbers = ", ".join(f"{count.numbers.get(kind.name, 0)} {kind.name}" for kind in diff.kinds)
        yield f"{one_line(count.title)}: {numbers}"
    for fact in facts_of(diff):
        yield f"{fact.fact}, {fact.number} time{'s' * (fact.number > 1)}, for example: {fact.example}"
    yield from (f"everywhere: {said.fact}: {said}" for said in general_of(diff))
    yield from (f"note: {one_line(note)}" for note in diff.notes)


def _told(diff: Diff, part: Part, place: int) -> Iterator[str]:
    """Yield what is to be said of one column of a part that its statements do not show."""
    for row in part.rows:
        said = list(_remarks(diff, row, place))
        if said:
            yield f"# {one_line(diff.columns[place].name)} {heading_of(part)}: {_operation(row)}{_class(part, row, place)}"
            yield from (f"#   {line}".rstrip() for line in said)


def _remarks(diff: Diff, row: Row, place: int) -> Iterator[str]:
    cell, first = row.cells[place], row.cells[0]
    yield from (f"{said.fact}: {said}" for said in reasons_of(diff.columns, row, place))
    if first.problem:
        yield f"! {one_line(diff.columns[0].title)}: {one_line(first.problem)}"
    if cell.problem:
        yield f"! {one_line(cell.problem)}"
    yield from (f"note: {note}" for _, note in notes_of(diff, row, place))
    if place == 1:
        yield from (f"note, {titles}: {note}" for titles, note in notes_of(diff, row, 0))
        yield from _proposed(first)
    yield from _proposed(cell)
    if cell.reasons and cell.statements == first.statements:
        yield from (f"  {line}" for line in _lines(cell))


def _proposed(cell: Cell) -> Iterator[str]:
    if cell.proposals:
        yield from (f"? {line}" for line in proposals_of(cell).split("\n"))


def _file(diff: Diff, part: Part, place: int) -> Iterator[str]:
    """Yield the hunks of one column of a part against the first, below the names of both."""
    left = right = 1
    begun = False
    for row in part.rows:
        ours, theirs = _lines(row.cells[0]), _lines(row.cells[place])
        if ours != theirs:
            if not begun:
                yield f"--- {_name(diff, part, 0)}"
                yield f"+++ {_name(diff, part, place)}"
                begun = True
            yield f"@@ -{_range(left, ours)} +{_range(right, theirs)} @@ {_operation(row)}{_class(part, row, place)}"
            yield from (f"{mark}{line}" for mark, line in changes(ours, theirs))
        left += len(ours)
        right += len(theirs)


def _lines(cell: Cell) -> list[str]:
    return text_of(cell).split("\n") if cell.statements else []


def _range(start: int, lines: list[str]) -> str:
    """Return where lines are, as POSIX has it: an empty range is after the line before it."""
    return f"{start if lines else start - 1},{len(lines)}"


def _name(diff: Diff, part: Part, place: int) -> str:
    """Return what stands for a file's name, and after a tab, where a date would be, the revision's message."""
    named = [diff.columns[place].name, part.scope, part.revision, "downgrade" if part.direction == "downgrade" else ""]
    return one_line(" ".join(filter(None, named))) + (f"\t{one_line(part.message)}" if part.message else "")


def _operation(row: Row) -> str:
    return one_line(f"{row.title}  {row.location}" if row.location else row.title)


def _class(part: Part, row: Row, place: int) -> str:
    kind = row.cells[place].kind or part.kind
    return f"  [{kind}]" if kind else ""


def _report(diff: Diff) -> Iterator[str]:
    for part in diff.parts:
        for place, column in enumerate(diff.columns):
            yield f"-- {one_line(column.name)} {heading_of(part)}"
            for row in part.rows:
                cell = row.cells[place]
                said = [f"! {_operation(row)}: {cell.problem}"] if cell.problem else []
                yield from (f"-- {one_line(line)}" for line in (*said, *cell.notes))
                yield from _lines(cell)
                yield from (f"-- ? {line}" for line in (proposals_of(cell).split("\n") if cell.proposals else ()))
            yield ""
