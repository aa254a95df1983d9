"""What the formats have to say of a diff, before any of them decides how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlcompile.dialect.facts import OF_TYPES
from sqlcompile.diff.model import Cell, Column, Count, Diff, Kind, Part, Reason, Row
from sqlcompile.project.printable import one_line, printable


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in words: what it is about, and what it is on either side."""

    fact: str
    subjects: str
    words: str

    def __str__(self) -> str:
        return f"{self.subjects}: {self.words}" if self.subjects else self.words


@dataclass(frozen=True, slots=True)
class Fact:
    """How often a fact is a reason, and the first of them."""

    fact: str
    number: int
    example: str


@dataclass(frozen=True, slots=True)
class Together:
    """Columns that hold the same statements, and one cell of theirs; its kind and reasons are its own."""

    columns: tuple[int, ...]
    cell: Cell

    @property
    def blank(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.cell.statements or self.cell.problem or self.cell.proposals)


def text_of(cell: Cell) -> str:
    """Return a cell's statements as one printable text: an empty line follows each that does not end in ";"."""
    return _joined(cell.statements)


def proposals_of(cell: Cell) -> str:
    """Return its proposals in the same way."""
    return _joined(cell.proposals)


def _joined(statements: tuple[str, ...]) -> str:
    ended = [one if one.endswith(";") else f"{one}\n" for one in statements]
    return printable("\n".join(ended)).rstrip("\n")


def heading_of(part: Part) -> str:
    """Return what names a part: revision, message, database, and the direction where it is down."""
    named = one_line(part.revision)
    if part.direction == "downgrade":
        named += " (downgrade)"
    if part.scope:
        named += f", {one_line(part.scope)}"
    return f"{named}: {one_line(part.message)}" if part.message else named


def counts(diff: Diff) -> tuple[Count, ...]:
    """Return the summary: the diff's own, else the classes of the cells counted by column, else of the parts."""
    if not diff.kinds:
        return ()
    if diff.summary:
        return diff.summary
    found = [Counter[str]() for _ in diff.columns]
    parts = Counter(part.kind for part in diff.parts if part.kind)
    for part in diff.parts:
        for row in part.rows:
            for place, cell in enumerate(row.cells):
                if cell.kind:
                    found[place][cell.kind] += 1
    of_cells = [Count(column.title, one) for column, one in zip(diff.columns, found, strict=True) if one]
    return tuple(of_cells) or ((Count("revisions", parts),) if parts else ())


def kind_of(diff: Diff, part: Part, row: Row | None = None) -> Kind | None:
    """Return the class of a row, or of a part: that of its cells which is the last in the diff's order.

    Where a part has one and none of a row's cells has, the row has it too; unless it is equal everywhere.
    """
    names = {cell.kind for cell in row.cells if cell.kind} if row else set()
    if not names:
        names = {part.kind}
        if row and part.kind and len({cell.statements for cell in row.cells}) == 1:
            names = {kind.name for kind in diff.kinds if kind.tone == "good"}
    return next((kind for kind in reversed(diff.kinds) if kind.name in names), None)


def nothing_to_say(diff: Diff, part: Part, row: Row) -> bool:
    """Return whether a row is the same in all columns, and nothing else is to be said of it."""
    kind = kind_of(diff, part, row)
    if kind is None or kind.tone != "good":
        return False
    return not any(cell.reasons or cell.problem or cell.notes or cell.proposals for cell in row.cells)


def together(row: Row) -> list[Together]:
    """Return the columns of a row by what stands in them; that of the first column comes first."""
    found: dict[tuple[tuple[str, ...], str, tuple[str, ...]], list[int]] = {}
    for place, cell in enumerate(row.cells):
        found.setdefault((cell.statements, cell.problem, cell.proposals), []).append(place)
    return [Together(tuple(places), row.cells[places[0]]) for places in found.values()]


def titles_of(diff: Diff, row: Row, columns: tuple[int, ...]) -> str:
    """Return the titles of columns, with the class of each where it has one."""
    return ", ".join(
        f"{one_line(diff.columns[place].title)} ({row.cells[place].kind})"
        if row.cells[place].kind
        else one_line(diff.columns[place].title)
        for place in columns
    )


def reasons_of(columns: tuple[Column, ...], row: Row, only: int | None = None) -> list[Said]:
    """Return why the columns of a row, or one of them, differ from the first; what holds for several is said once."""
    sides: dict[tuple[str, str, tuple[str, ...]], dict[str, list[Column]]] = {}
    for place, cell in enumerate(row.cells):
        for (fact, left, right), held in _subjects(cell.reasons if only in (None, place) else ()).items():
            sides.setdefault((fact, left, tuple(held)), {}).setdefault(right, []).append(columns[place])
    return [
        Said(
            one_line(fact),
            ", ".join(one_line(subject) for subject in about if subject),
            _words(columns, left, others),
        )
        for (fact, left, about), others in sides.items()
    ]


def merged(reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons with those as one that say the same of several subjects."""
    return [
        Reason(fact, ", ".join(filter(None, subjects)), left, right)
        for (fact, left, right), subjects in _subjects(reasons).items()
    ]


def _subjects(reasons: Sequence[Reason]) -> dict[tuple[str, str, str], list[str]]:
    """Return what each reason is about, by the fact and what it is on both sides."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for reason in reasons:
        subjects = found.setdefault((reason.fact, reason.left, reason.right), [])
        if reason.subject not in subjects:
            subjects.append(reason.subject)
    return found


def general_of(diff: Diff) -> list[Said]:
    """Return what is different everywhere; what holds for several columns is said once.

    Such a reason is of the column that its subject names, else of the second of two; of several it names none.
    """
    found: dict[tuple[str, str, str], dict[str, list[Column]]] = {}
    for reason in diff.general:
        named = [column for column in diff.columns if reason.subject in (column.name, column.title)]
        own = named or (list(diff.columns[1:]) if len(diff.columns) == 2 else [])
        about = "" if named else one_line(reason.subject)
        found.setdefault((reason.fact, about, reason.left), {}).setdefault(reason.right, []).extend(own)
    return [
        Said(one_line(fact), about, _words(diff.columns, left, others)) for (fact, about, left), others in found.items()
    ]


def _words(columns: tuple[Column, ...], left: str, others: Mapping[str, Sequence[Column]]) -> str:
    """Return what it is in the first column, "but" what it is in others; ``others`` are by what it is there."""
    here = f"{one_line(left)} in {one_line(columns[0].title)}" if left and columns else one_line(left)
    there = []
    for right, own in others.items():
        titles = ", ".join(one_line(column.title) for column in own)
        there.append(f"{one_line(right)} in {titles}" if right and titles else one_line(right))
    return ", but ".join(filter(None, (here, "; ".join(filter(None, there)))))


def facts_of(diff: Diff) -> list[Fact]:
    """Return the facts that are reasons of rows, the most frequent first; those of types come last.

    What a type holds differs in many places at once, and would hide what is done only once.
    """
    numbers = Counter[str]()
    examples: dict[str, str] = {}
    for part in diff.parts:
        for row in part.rows:
            for place, cell in enumerate(row.cells):
                for reason in cell.reasons:
                    numbers[reason.fact] += 1
                    if reason.fact not in examples:
                        words = _words(diff.columns, reason.left, {reason.right: [diff.columns[place]]})
                        examples[reason.fact] = str(Said(reason.fact, one_line(reason.subject), words))
    ordered = sorted(numbers.items(), key=lambda item: (item[0] in OF_TYPES, -item[1], item[0]))
    return [Fact(one_line(fact), number, examples[fact]) for fact, number in ordered]


def notes_of(diff: Diff, row: Row, only: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield the remarks on the columns of a row, or on one, each with the titles of those that it is on."""
    found: dict[str, list[str]] = {}
    for place, cell in enumerate(row.cells):
        for note in cell.notes if only in (None, place) else ():
            found.setdefault(note, []).append(one_line(diff.columns[place].title))
    for note, titles in found.items():
        yield ", ".join(dict.fromkeys(titles)), "; ".join(one_line(line) for line in note.split("\n"))
