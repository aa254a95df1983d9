"""All rows of a table, as they lie: what a squashed history has to write again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlcompile.rows.doubts import Doubt, Doubtful
from sqlcompile.rows.shelf import Shelf, quoted
from sqlcompile.schema.model import Key, Table


class TableDoubtful(Doubtful):
    """The rows of one table are not known."""

    def __init__(self, key: Key, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.key = key


@dataclass(frozen=True, slots=True)
class Counter:
    """The numbers of a generated column: where they begin, the step, and the last one that was given."""

    start: int
    step: int
    last: int

    @property
    def is_used(self) -> bool:
        """Whether it has given a number, or was set."""
        return self.last != self.start - self.step


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows in the order of their making; ``counters`` are those that go on by themselves, by column.

    A value is what SQLite holds: a number, a text or bytes; what only the database makes is a mark.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    counters: Mapping[str, Counter] = field(default_factory=dict)


def contents_of(shelf: Shelf, key: Key, table: Table) -> Contents:
    """Return the rows of a table that was laid out; what is computed from others is left out."""
    columns = tuple(column.name for column in table.columns if column.computed is None)
    names = ", ".join(map(quoted, columns))
    rows = shelf.execute(f"SELECT {names} FROM {shelf.name(key)} ORDER BY rowid").fetchall()
    return Contents(columns, tuple(map(tuple, rows)), dict(_counters(shelf, key, table)))


def _counters(shelf: Shelf, key: Key, table: Table) -> list[tuple[str, Counter]]:
    found = []
    for (owner, name), sequence in shelf.sequences.items():
        column = table.find_column(name) if owner == key else None
        if column is None or not shelf.generates(column):
            continue
        given = column.sequence if column.sequence is not None else column.identity
        start, step = (getattr(given, attribute, None) or 1 for attribute in ("start", "increment"))
        found.append((name, Counter(start, step, shelf.numbers.get(sequence, start - step))))
    moved = shelf.moved(key)
    if moved is not None:
        name, start, last = moved
        found.append((name, Counter(start, 1, last)))
    return found
