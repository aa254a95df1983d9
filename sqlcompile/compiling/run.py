"""One dialect's side of a compilation: the schema so far, and what the scripts do to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy.engine import Connection

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import Location, RowsUnknown, SchemaError, SqlcompileError
from sqlcompile.offline.alembic_config import AlembicConfig
from sqlcompile.offline.context import MigrationContext
from sqlcompile.offline.database import OfflineDatabase, shortened
from sqlcompile.offline.host import Mark
from sqlcompile.offline.operations import Operations
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.operations.recorder import recording
from sqlcompile.rows.doubts import Doubtful
from sqlcompile.rows.events import Answer, Question
from sqlcompile.rows.recorded import Recorded, entry_for
from sqlcompile.rows.store import RowStore
from sqlcompile.schema.model import ForeignKey, Key, Schema

_AS_FRESH = """CHECK BEFORE APPLYING: the migration reads rows here, and was answered as by a fresh database: {}.
A database with rows of its own may need other statements. It asked:
{}"""
_AS_GIVEN = """CHECK BEFORE APPLYING: the migration reads rows here, and was given the {} rows that were recorded for it.
They must still be what the database has. It asked:
{}"""


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
    options: Mapping[str, Any] = field(default_factory=dict)
    config: AlembicConfig | None = None
    fresh: bool = False
    """Whether SELECTs of tables that existed before are answered as by a database made from base."""
    recorded: Recorded | None = None
    """What the user says that such SELECTs give."""


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
        version_key = schema.key(surroundings.version_table[1], surroundings.version_table[0])
        self.row_store = RowStore(dialect, set(schema.tables) - {version_key}, fresh=surroundings.fresh)
        self.told_online: list[Location] = []
        self.touched = False
        self.rows: tuple[str, ...] = ()
        self._surroundings = surroundings
        self._script = ""
        self._autocommit = 0
        self._number = 0
        self._offline = True
        self._asked_mode = False
        self._begun: Mark
        self._refused: SqlcompileError | None = None
        self._database: OfflineDatabase | None = None

    @property
    def _version_key(self) -> Key:
        namespace, name = self._surroundings.version_table
        return self.schema.key(name, namespace)

    def begin_range(self) -> None:
        """Note that the database has been in use until here: what is emitted begins."""
        self.row_store.begin_range(self.schema, self._version_key)

    # --- running one script ---

    def begin_script(self, path: Path, rows: tuple[str, ...]) -> None:
        """Forget the script before; ``rows`` are those of the version table now."""
        self.entries = []
        self.written = []
        self.touched = False
        self.rows = rows
        self._script = str(path)
        self._number += 1
        self._refused = None
        self._offline = True
        self._asked_mode = False
        self._begun = self.mark()

    def try_online(self) -> bool:
        """Begin the script again, telling it that there is a database; return whether that may help.

        It may where the script asked, and ended with an error of its own: it refuses offline mode.
        """
        if not (self._asked_mode and self._offline):
            return False
        self.restore(self._begun)
        self._offline = False
        self._refused = None
        self.told_online.append(Location(Path(self._script)))
        return True

    def call(self, function: Any) -> None:
        """Run ``upgrade()`` or ``downgrade()``; raises what it raised.

        The first error that the script cannot go on from comes before what followed from it, and
        comes also where the script hid it.
        """
        try:
            with recording(self):
                function()
                if self._database is not None:
                    self._database.end_script()
        except (Exception, SystemExit) as error:
            if self._refused is None or self._refused is error:
                raise
            raise self._refused from error
        if self._refused is not None:
            raise self._refused

    def play(self, entry: Entry) -> None:
        """Compile one operation and move the schema on; errors carry the entry's place."""
        self._assume(entry)
        try:
            after = entry.operation.apply(self.schema, self.dialect)
            statements = tuple(self.dialect.statements(entry.operation, self.schema))
        except SqlcompileError as error:
            error.at(entry.location)
            if not isinstance(error, SchemaError):
                self._refused = self._refused or error
            raise
        if after.not_analysed > self.schema.not_analysed:
            self.not_analysed.append(entry.location)
        self.row_store.note(entry.operation, self.schema, after, tuple(statement.text for statement in statements))
        self.schema = after
        for statement in statements:
            if entry.autocommit and statement.transactional:
                statement = replace(statement, transactional=False)  # noqa: PLW2901
            self.written.append(Written(statement, entry))

    def _assume(self, entry: Entry) -> None:
        """Remember the tables that an operation needs and the history has not made."""
        operation = entry.operation
        if isinstance(operation, CreateTable):
            keys = {c.target for c in operation.value.constraints if isinstance(c, ForeignKey)}
            keys.discard(operation.value.key)
        elif isinstance(operation, TableOperation) and not getattr(operation, "if_exists", False):
            keys = {(operation.namespace, operation.table)}
            constraint = getattr(operation, "constraint", None)
            if isinstance(constraint, ForeignKey):
                keys.add(constraint.target)
        else:
            return
        for namespace, table in sorted(keys, key=str):
            if self.schema.find(table, namespace) is None:
                self.assumed.setdefault(f"{namespace}.{table}" if namespace else table, entry.location)

    # --- the Recorder protocol ---

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The project's naming convention."""
        return self._surroundings.naming_convention

    def record(self, operation: Operation, *, autocommit: bool = False) -> None:
        """Take one operation of the script that runs."""
        entry = Entry(operation, self._location(), autocommit or self._autocommit > 0)
        self.entries.append(entry)
        self.play(entry)

    def bind(self) -> Connection:
        """Return the offline connection."""
        self.touched = True
        return self.database.connection

    def operations(self) -> Any:
        """Return the object that a project's own operations are given as ``operations``."""
        return Operations(self.context())

    def context(self) -> MigrationContext:
        """Return the migration context."""
        return MigrationContext(
            self.bind,
            self._sa_dialect,
            self._autocommit_block,
            {**self._surroundings.options, "config": self._surroundings.config},
            self._surroundings.version_table,
            self._rows,
            self.offline_mode,
        )

    def offline_mode(self) -> bool:
        """Return whether the script is told that there is no database; it is told so first."""
        self._asked_mode = True
        return self._offline

    @property
    def database(self) -> OfflineDatabase:
        """The offline database, made when it is first asked for."""
        if self._database is None:
            self._database = OfflineDatabase(self.dialect, self, self._surroundings.url)
        return self._database

    # --- the Host protocol ---

    def touch(self) -> None:
        """Note that the script asked something whose answer depends on the database."""
        self.touched = True

    def mark(self) -> Mark:
        """Return this moment."""
        noted = len(self.row_store.journal)
        return Mark(self._number, len(self.entries), len(self.written), len(self.not_analysed), noted, self.schema)

    def restore(self, mark: Mark) -> None:
        """Take back what was recorded since a moment of the same script."""
        if mark.script == self._number:
            del self.entries[mark.entries :]
            del self.written[mark.written :]
            del self.not_analysed[mark.not_analysed :]
            self.row_store.restore(mark.journal)
            self.schema = mark.schema

    def refuse(self, error: SqlcompileError) -> SqlcompileError:
        """Remember an error, with the line of the script, also where the script catches it; return it."""
        error.at(self._location())
        if self._refused is None:
            self._refused = error
        return error

    def ask(self, question: Question, *, needed: bool = True) -> Answer | None:
        """Return the rows that a SELECT gives; raises RowsUnknown, or returns None where they are not ``needed``."""
        try:
            answer, doubts = self.row_store.ask(question, self.schema, (self._version_key, self.rows))
        except Doubtful as error:
            if not needed:
                return None
            return self._given(question, error)
        if doubts:
            self.assume(f"{len(answer.rows)} rows", question.text)
        return answer

    def assume(self, answer: str, statement: str) -> None:
        """Say in the script that a statement was answered as a fresh database would."""
        self._remark(_AS_FRESH.format(answer, shortened(statement)))

    def _given(self, question: Question, doubtful: Doubtful) -> Answer:
        """Return the answer that the user gave to a SELECT; raises RowsUnknown where there is none."""
        recorded = self._surroundings.recorded
        rows = recorded.find(question.text) if recorded is not None else None
        if rows is None:
            error = RowsUnknown(shortened(question.text), str(doubtful))
            if recorded is not None:
                error.hint = f"Run it on the database, and add its rows to {recorded.path}: {entry_for(question.text)}"
            raise self.refuse(error) from doubtful
        try:
            answer = self.row_store.given(question, rows, self.schema)
        except Doubtful as error:
            raise self.refuse(RowsUnknown(shortened(question.text), str(error))) from error
        self._remark(_AS_GIVEN.format(len(rows), shortened(question.text)))
        return answer

    def _remark(self, text: str) -> None:
        """Put a comment into the script, at this place."""
        entry = Entry(Execute(""), self._location(), autocommit=self._autocommit > 0)
        self.written.append(Written(Statement("", comment=text), entry))

    # --- what the context asks ---

    def _rows(self) -> tuple[str, ...]:
        self.touched = True
        return self.rows

    def _sa_dialect(self) -> Any:
        self.touched = True
        return self.database.engine.dialect

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
        for frame in _frames():
            if frame.f_code.co_filename == script:
                return Location(Path(script), frame.f_lineno)
        return Location(Path(script))


def _frames() -> Iterator[FrameType]:
    """Yield the frames from here outwards, through the greenlets that SQLAlchemy's asyncio runs in."""
    frame: FrameType | None = sys._getframe(2)
    greenlets = sys.modules.get("greenlet")
    inner = greenlets.getcurrent() if greenlets is not None else None
    while frame is not None:
        yield frame
        frame = frame.f_back
        if frame is None and inner is not None and inner.parent is not None:
            inner = inner.parent
            frame = inner.gr_frame
