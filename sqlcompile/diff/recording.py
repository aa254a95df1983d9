"""Runs that go on where a database cannot do what a migration asks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcompile.compiling.loading import line_of
from sqlcompile.compiling.repetition import Repetition
from sqlcompile.compiling.run import Entry, Run, Surroundings
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SqlcompileError
from sqlcompile.offline.host import Mark
from sqlcompile.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Played:
    """One operation on one database: its statements, or why there are none."""

    entry: Entry
    before: Schema
    after: Schema
    statements: tuple[Statement, ...] = ()
    problem: SqlcompileError | None = None
    remarks: tuple[str, ...] = ()
    """What the compiler has to say before it."""


class RecordedRun(Run):
    """A run that keeps, for each operation of a script, what came of it.

    A script is run as ever. Where it fails, it is run again, and what the database cannot do is noted and
    left out; the schema moves on as if it had been done, as far as that can be told. ``failure`` is what
    ended the script all the same.
    """

    def __init__(self, dialect: Dialect, schema: Schema, surroundings: Surroundings) -> None:
        super().__init__(dialect, schema, surroundings)
        self.played: list[Played] = []
        self.failure: Exception | None = None
        self.remarks: dict[int, list[str]] = {}
        self._lenient = False

    def begin_script(self, path: Path, rows: tuple[str, ...], *, upgrading: bool = True) -> None:
        """Forget the script before."""
        super().begin_script(path, rows, upgrading=upgrading)
        self.played = []
        self.failure = None
        self.remarks = {}
        self._lenient = True

    def call_with(self, function: Callable[[], Any]) -> None:
        """Run a function of the project's, and once more where it fails; what ends it then is the failure."""
        start = self.mark()
        self._lenient = False
        try:
            super().call_with(function)
        except (Exception, SystemExit):  # noqa: BLE001 - whatever it was, the second run says it
            self.restore(start)
            self._refused = None
            self._repetition = Repetition()
            self._again(function)
        finally:
            self._lenient = True

    def _again(self, function: Callable[[], Any]) -> None:
        self._lenient = True
        try:
            super().call_with(function)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - it is told, and the other databases go on
            self.failure = error if isinstance(error, Exception) else RuntimeError(f"it exits ({error.code})")
            self._refused = None

    def play(self, entry: Entry) -> None:
        """Compile one operation, and keep what came of it; the run does not fail where it need not."""
        before, written = self.schema, len(self.written)
        try:
            super().play(entry)
        except SqlcompileError as error:
            self._failed(entry, before, error)
            return
        except Exception as error:  # noqa: BLE001 - a library's word on an option is a reason like any other
            own = SqlcompileError(f"{type(error).__name__}: {error}").at(entry.location)
            self._failed(entry, before, own, error)
            return
        statements = tuple(one.statement for one in self.written[written:])
        self.played.append(Played(entry, before, self.schema, statements, remarks=self.said()))

    def _failed(self, entry: Entry, before: Schema, problem: SqlcompileError, error: Exception | None = None) -> None:
        """Note why an operation cannot be compiled; raises where the script is to hear of it."""
        if not self._lenient:
            raise error or problem
        self._refused = None
        with suppress(Exception):  # what it does to the schema may be as unclear as its statements
            self.schema = entry.operation.apply(before, self.dialect)
        self.played.append(Played(entry, before, self.schema, problem=problem, remarks=self.said()))

    def said(self) -> tuple[str, ...]:
        """Return what the compiler has to say after the operations so far."""
        return tuple(self.remarks.get(len(self.played), ()))

    def end_script(self) -> None:
        """Note as the failure that the script dropped one of several things without saying which."""
        try:
            super().end_script()
        except SqlcompileError as error:
            if not self._lenient:
                raise
            self.failure = self.failure or error

    def restore(self, mark: Mark) -> None:
        """Take back what was recorded since a moment."""
        super().restore(mark)
        del self.played[len(self.entries) :]
        self.remarks = {place: said for place, said in self.remarks.items() if place <= len(self.played)}

    def problem(self) -> SqlcompileError | None:
        """Return what ended the script, with its line."""
        if self.failure is None or isinstance(self.failure, SqlcompileError):
            return self.failure
        error = SqlcompileError(f"The script fails: {type(self.failure).__name__}: {self.failure}")
        return error.at(line_of(self.failure, self._path))

    def _remark(self, text: str) -> None:
        """Keep a remark for the operation that comes next."""
        self.remarks.setdefault(len(self.played), []).append(text)
        super()._remark(text)
