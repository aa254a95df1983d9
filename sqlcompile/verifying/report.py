"""What a proof found: values that the formats render."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlcompile.verifying.comparing import Difference

Outcome = Literal["done", "refused", "differs", "irreversible", "unproved", "skipped"]
"""What became of a script.

"refused" by the server; "differs" from what was expected afterwards; "irreversible" where the project says
so; "unproved" where there is no script to run; "skipped" where another one decided that it was not run.
"""
BAD: frozenset[Outcome] = frozenset(("refused", "differs", "unproved"))


@dataclass(frozen=True, slots=True)
class Refused:
    """A statement that the server did not take: its number as ``[n/m]``, its line in the file, its words."""

    file: str
    line: int | None
    number: str
    statement: str
    words: str

    def __str__(self) -> str:
        at = f"{self.file}:{self.line}" if self.line else self.file
        return f"{at}{f', statement {self.number}' if self.number else ''}: {self.words}"


@dataclass(slots=True)
class Direction:
    """What became of one script."""

    outcome: Outcome = "skipped"
    reason: str = ""
    refused: Refused | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether it is a finding."""
        return self.outcome in BAD

    def lines(self) -> list[str]:
        """Return what there is to say, a sentence a line."""
        said = [str(self.refused)] if self.refused else [self.reason] if self.reason else []
        return [*said, *map(str, self.differences)]


@dataclass(slots=True)
class RevisionReport:
    """One revision: up, down, and up again."""

    revision: str
    message: str
    file: str
    up: Direction = field(default_factory=Direction)
    down: Direction = field(default_factory=Direction)
    again: Direction = field(default_factory=Direction)

    @property
    def directions(self) -> tuple[tuple[str, Direction], ...]:
        """The directions by name, in the order in which they were gone."""
        return (("up", self.up), ("down", self.down), ("again", self.again))

    @property
    def bad(self) -> bool:
        """Whether any of it is a finding."""
        return any(direction.bad for _, direction in self.directions)


@dataclass(slots=True)
class DatabaseReport:
    """One kind of database; ``reason`` says why nothing was proved on it.

    ``late`` are differences that show only at the end of a phase, with what is known of where they come from.
    """

    name: str
    server: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    reason: str = ""
    preparation: Direction = field(default_factory=Direction)
    revisions: list[RevisionReport] = field(default_factory=list)
    late: list[tuple[str, Difference]] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    """Tables that the history does not tell as a whole."""

    @property
    def ok(self) -> bool:
        """Whether all of it was proved."""
        return not (self.reason or self.late or self.preparation.bad or any(one.bad for one in self.revisions))

    @property
    def range(self) -> str:
        """The range, as people write it."""
        return f"{', '.join(self.start) or 'base'} -> {', '.join(self.end) or 'base'}"


@dataclass(slots=True)
class Report:
    """All databases."""

    databases: list[DatabaseReport]

    @property
    def ok(self) -> bool:
        """Whether all was proved, on all of them."""
        return all(database.ok for database in self.databases)
