"""Runs that go on where a database cannot do what a migration asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcompile.compiling.loading import line_of
from sqlcompile.compiling.repetition import Repetition
from sqlcompile.compiling.run import Entry, Run, Surroundings
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import Location, SchemaError, SqlcompileError
from sqlcompile.offline.host import Mark
from sqlcompile.operations.operation import Operation
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


@dataclass
class Recording:
    """What one script did: a migration, or what the project does after one."""

    path: Path
    played: list[Played] = field(default_factory=list)
    failure: Exception | None = None
    """What ended it, though all that can be left out was."""
    remarks: dict[int, list[str]] = field(default_factory=dict)

    def said(self) -> tuple[str, ...]:
        """Return what the compiler has to say after the operations so far."""
        return tuple(self.remarks.get(len(self.played), ()))

    def problem(self) -> SqlcompileError | None:
        """Return what ended the script, with its line."""
        if self.failure is None or isinstance(self.failure, SqlcompileError):
            return self.failure
        error = SqlcompileError(f"The script fails: {type(self.failure).__name__}: {self.failure}")
        return error.at(line_of(self.failure, self.path))


_Raised = tuple[Location, type[Operation], str]
"""By what an error is known that a script was told: its place, its operation, its text."""


class RecordedRun(Run):
    """A run that keeps, for each operation of a script, what came of it.

    A script is run as ever. Where it fails, it is run again, and what the database cannot do is noted and
    left out; the schema moves on as if it had been done, as far as that can be told. ``recordings`` are those
    of the last migration, and of what the project did after it. ``incomplete`` are the errors after which the
    schema lacks something; ``before_range`` all those of the revisions that come before the range.
    """

    def __init__(self, dialect: Dialect, schema: Schema, surroundings: Surroundings) -> None:
        super().__init__(dialect, schema, surroundings)
        self.recordings: list[Recording] = []
        self.incomplete: list[SqlcompileError] = []
        self.before_range: list[SqlcompileError] = []
        self._errors: list[SqlcompileError] = []
        self._lenient = False
        self._raised: list[tuple[_Raised, SqlcompileError]] = []
        self._caught: frozenset[_Raised] = frozenset()

    @property
    def _recording(self) -> Recording:
        return self.recordings[-1]

    def begin_range(self) -> None:
        """Keep what went wrong before it apart."""
        super().begin_range()
        self.end_recordings()
        self.before_range = self._errors
        self.incomplete, self._errors = [], []

    def begin_script(self, path: Path, rows: tuple[str, ...], *, upgrading: bool = True) -> None:
        """Forget the script before."""
        super().begin_script(path, rows, upgrading=upgrading)
        self.end_recordings()
        self.recordings = [Recording(path)]
        self._caught = frozenset()

    def goes_on_without(self, path: Path, rows: tuple[str, ...], error: SqlcompileError) -> bool:
        """Note a script that cannot be begun, and go on."""
        self.begin_script(path, rows)
        self._recording.failure = error
        return True

    def begin_applied(self, path: Path, rows: tuple[str, ...]) -> None:
        """Take what the project does after a script, beside that."""
        before, self.recordings = self.recordings, []
        super().begin_applied(path, rows)
        self.recordings = [*before, self._recording]

    def end_recordings(self) -> None:
        """Forget the script, but not what went wrong in it."""
        for one in self.recordings:
            self._errors += [played.problem for played in one.played if played.problem is not None]
            failure = one.problem()
            if failure is not None:
                self._errors.append(failure)
                self.incomplete.append(failure)
        self.recordings = []

    # --- running one script ---

    def call_with(self, function: Callable[[], Any]) -> None:
        """Run a function of the project's, and once more where it fails; what ends it then is the failure."""
        start = self.mark()
        self._raised = []
        self._caught = frozenset()
        try:
            super().call_with(function)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it was, the second run says it
            self.touched = True  # on another database the script may go on
            self._caught = frozenset(what for what, one in self._raised if one is not _own(error))
            self._take_back(start)
            self._again(function)

    def _again(self, function: Callable[[], Any]) -> None:
        self._lenient = True
        try:
            super().call_with(function)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - it is told, and the other databases go on
            own = error if isinstance(error, Exception) else RuntimeError(f"it exits ({error.code})")
            self._recording.failure = own.with_traceback(error.__traceback__)
            self._refused = None
        finally:
            self._lenient = False

    def replay(self, entries: Sequence[Entry]) -> None:
        """Compile the operations of a script; what the database cannot do is noted, as it ends any script.

        Raises SchemaError, which the script may catch.
        """
        start = self.mark()
        try:
            super().replay(entries)
        except SchemaError:
            raise
        except Exception:  # noqa: BLE001 - the second time says it
            self._take_back(start)
            self._lenient = True
            try:
                super().replay(entries)
            finally:
                self._lenient = False

    def _take_back(self, start: Mark) -> None:
        self.restore(start)
        self._refused = None
        self._repetition = Repetition()

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
        self._keep(entry, before, tuple(one.statement for one in self.written[written:]))

    def _failed(self, entry: Entry, before: Schema, problem: SqlcompileError, error: Exception | None = None) -> None:
        """Note why an operation cannot be compiled; raises where the script is to hear of it."""
        what = (entry.location, type(entry.operation), str(problem))
        if not self._lenient or what in self._caught:
            if isinstance(problem, SchemaError):
                self._raised.append((what, problem))
            raise error or problem
        self._refused = None
        try:
            self.schema = entry.operation.apply(before, self.dialect)
        except Exception:  # noqa: BLE001 - what it does to the schema may be as unclear as its statements
            self.incomplete.append(problem)
        self._keep(entry, before, problem=problem)

    def _keep(
        self,
        entry: Entry,
        before: Schema,
        statements: tuple[Statement, ...] = (),
        problem: SqlcompileError | None = None,
    ) -> None:
        one = self._recording
        one.played.append(Played(entry, before, self.schema, statements, problem, one.said()))

    def end_script(self) -> None:
        """Note as the failure that the script dropped one of several things without saying which."""
        try:
            super().end_script()
        except SqlcompileError as error:
            if not self._lenient:
                raise
            self._recording.failure = self._recording.failure or error

    def restore(self, mark: Mark) -> None:
        """Take back what was recorded since a moment."""
        super().restore(mark)
        one = self._recording
        del one.played[len(self.entries) :]
        one.remarks = {place: said for place, said in one.remarks.items() if place <= len(one.played)}

    def _remark(self, text: str) -> None:
        """Keep a remark for the operation that comes next."""
        one = self._recording
        one.remarks.setdefault(len(one.played), []).append(text)
        super()._remark(text)


def _own(error: BaseException) -> BaseException:
    """Return the error itself where SQLAlchemy wraps it, as what its types and events raise."""
    return getattr(error, "orig", None) or error
