"""What the offline database needs of the run that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.operation import Operation
from sqlcompile.rows.events import Answer, Question
from sqlcompile.rows.store import RowStore
from sqlcompile.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a script, to which a rollback returns."""

    script: int
    entries: int
    written: int
    not_analysed: int
    journal: int
    schema: Schema


class Host(Protocol):
    """The run."""

    @property
    def schema(self) -> Schema:
        """The schema of this moment."""

    def record(self, operation: Operation, *, autocommit: bool = False) -> None:
        """Take one operation; ``autocommit`` puts it outside of the transaction."""

    @property
    def row_store(self) -> RowStore:
        """The rows that the history wrote."""

    def ask(self, question: Question, *, needed: bool = True) -> Answer | None:
        """Return the rows that a SELECT gives; raises RowsUnknown, or returns None where they are not ``needed``."""

    def assume(self, answer: str, statement: str) -> None:
        """Say in the script that a statement was answered as a fresh database would."""

    def touch(self) -> None:
        """Note that the script asked something whose answer depends on the database."""

    def mark(self) -> Mark:
        """Return this moment."""

    def restore(self, mark: Mark) -> None:
        """Take back what was recorded since a moment of the same script."""

    def refuse(self, error: SqlcompileError) -> SqlcompileError:
        """Remember an error, with the line of the script, also where the script catches it; return it."""
