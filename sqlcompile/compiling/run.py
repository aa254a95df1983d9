"""One dialect's side of a compilation: the schema so far, and what the scripts do to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import Location, SchemaError, SqlcompileError
from sqlcompile.offline.context import MigrationContext
from sqlcompile.offline.database import OfflineDatabase
from sqlcompile.operations.invoke import Registry
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import recording
from sqlcompile.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with the place in the migration script that caused it."""

    operation: Operation
    location: Location
    autocommit: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A statement with the entry that caused it."""

    statement: Statement
    entry: Entry


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run takes from the project."""

    naming_convention: Mapping[str, Any]
    version_table: tuple[str | None, str]
    url: str | None = None
    options: Mapping[str, Any] = ()  # type: ignore[assignment]


class Run:
    """The recorder of one dialect.

    ``schema`` moves on with each operation; ``entries`` and ``written`` are those of the script
    that runs now; ``touched`` says whether it asked anything that depends on the database.
    """

    def __init__(self, dialect: Dialect, schema: Schema, surroundings: Surroundings) -> None:
        self.dialect = dialect
        self.schema = schema
        self.entries: list[Entry] = []
        self.written: list[Written] = []
        self.not_analysed: list[Location] = []
        self.assumed: dict[str, Location] = {}
        self.touched = False
        self.rows: tuple[str, ...] = ()
        self._surroundings = surroundings
        self._script = ""
        self._autocommit = 0
        self._swallowed: SqlcompileError | None = None
        self._database: OfflineDatabase | None = None

    # --- running one script ---

    def begin_script(self, path: Path, rows: tuple[str, ...]) -> None:
        """Forget the script before; ``rows`` are those of the version table now."""
        self.entries = []
        self.written = []
        self.touched = False
        self.rows = rows
        self._script = str(path)
        self._swallowed = None

    def call(self, function: Any) -> None:
        """Run ``upgrade()`` or ``downgrade()``; raises what it raised, and what it hid of our errors."""
        with recording(self):
            function()
        if self._swallowed is not None:
            raise self._swallowed

    def play(self, entry: Entry) -> None:
        """Compile one operation and move the schema on; errors carry the entry's place."""
        try:
            statements = tuple(self.dialect.statements(entry.operation, self.schema))
            after = entry.operation.apply(self.schema, self.dialect)
        except SqlcompileError as error:
            error.at(entry.location)
            if not isinstance(error, SchemaError):
                self._swallowed = error
            raise
        if after.not_analysed > self.schema.not_analysed:
            self.not_analysed.append(entry.location)
        self.schema = after
        for statement in statements:
            if entry.autocommit and statement.transactional:
                statement = replace(statement, transactional=False)  # noqa: PLW2901
            self.written.append(Written(statement, entry))

    # --- the Recorder protocol ---

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The project's naming convention."""
        return self._surroundings.naming_convention

    @property
    def plugins(self) -> Mapping[str, Any]:
        """The project's own directives."""
        return Registry.directives

    def record(self, operation: Operation) -> None:
        """Take one operation of the script that runs."""
        entry = Entry(operation, self._location(), self._autocommit > 0)
        self.entries.append(entry)
        self.play(entry)

    def bind(self) -> Connection:
        """Return the offline connection."""
        self.touched = True
        return self.database.connection

    def operations(self) -> Any:
        """Return the object that a project's own operations are given as ``operations``."""
        from sqlcompile.offline.operations import Operations

        return Operations(self.context())

    def context(self) -> MigrationContext:
        """Return the migration context."""
        return MigrationContext(
            self.bind,
            self._sa_dialect,
            self._autocommit_block,
            dict(self._surroundings.options or {}),
            self._surroundings.version_table,
            self._rows,
        )

    @property
    def database(self) -> OfflineDatabase:
        """The offline database, made when it is first asked for."""
        if self._database is None:
            self._database = OfflineDatabase(
                self.dialect, self.record, self._touch, self._current_schema, self._surroundings.url
            )
            self._database.mark = self._mark
            self._database.restore = self._restore
        return self._database

    def _touch(self) -> None:
        self.touched = True

    def _current_schema(self) -> Schema:
        return self.schema

    def _rows(self) -> tuple[str, ...]:
        self.touched = True
        return self.rows

    def _sa_dialect(self) -> Any:
        self.touched = True
        return self.database.engine.dialect

    def _mark(self) -> tuple[int, int, Schema]:
        return (len(self.entries), len(self.written), self.schema)

    def _restore(self, mark: tuple[int, int, Schema]) -> None:
        entries, written, self.schema = mark
        del self.entries[entries:]
        del self.written[written:]

    @contextmanager
    def _autocommit_block(self) -> Iterator[None]:
        self._autocommit += 1
        try:
            yield
        finally:
            self._autocommit -= 1

    def _location(self) -> Location:
        """Return the line of the script that is being executed, else of the code nearest to it."""
        script = self._script
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == script:
                return Location(Path(script), frame.f_lineno)
            frame = frame.f_back  # type: ignore[assignment]
        return Location(Path(script))
