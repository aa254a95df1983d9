"""One dialect's side of a compilation: the schema so far, and what the scripts do to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy.engine import Connection

from sqlcompile.compiling.isolation import threads_reporting
from sqlcompile.compiling.loading import line_of
from sqlcompile.compiling.proposed import Transpiling
from sqlcompile.compiling.repetition import Repetition
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import KeyUnknown, Location, RowsUnknown, SchemaError, SqlcompileError, ValueUnknown
from sqlcompile.offline.alembic_config import AlembicConfig
from sqlcompile.offline.context import MigrationContext
from sqlcompile.offline.database import OfflineDatabase, database_name, shortened
from sqlcompile.offline.host import Mark
from sqlcompile.offline.operations import Operations
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.nameless import check_choice
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.operations.recorder import recording
from sqlcompile.operations.unknown_name import refuse_unknown
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
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What every ``upgrade()`` and ``downgrade()`` is given."""
    fresh: bool = False
    """Whether SELECTs of tables that existed before are answered as by a database made from base."""
    recorded: Recorded | None = None
    """What the user says that such SELECTs give."""
    transpiling: Transpiling | None = None
    """What raw SQL is written for, where other databases are to get it as sqlglot writes it for them."""


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
        initial = set(schema.tables) - {version_key}
        name = database_name(surroundings.url, dialect.backend or dialect.name)
        self.row_store = RowStore(dialect, initial, fresh=surroundings.fresh, database=name)
        self.went_offline: list[SqlcompileError] = []
        self.touched = False
        self.rows: tuple[str, ...] = ()
        self._surroundings = surroundings
        self._script, self._path = "", Path()
        self._autocommit = 0
        self._number = 0
        self._refused: SqlcompileError | None = None
        self._offline = False
        self._asked_offline = False
        self._database: OfflineDatabase | None = None
        self._choices: dict[int, Location] = {}
        self._repetition = Repetition()

    @property
    def _version_key(self) -> Key:
        namespace, name = self._surroundings.version_table
        return self.schema.key(name, namespace)

    def begin_range(self) -> None:
        """Note that the database has been in use until here: what is emitted begins."""
        self.begin_session()
        self.row_store.begin_range(self.schema, self._version_key)

    def begin_session(self) -> None:
        """Note that another connection goes on from here: what only a session has is as at its start."""
        if not self.schema.renames_reach:
            self.schema = replace(self.schema, renames_reach=True)

    def forked(self) -> Run:
        """Return another run that goes on from this moment; nothing that it does is seen here."""
        other = Run(self.dialect, self.schema, self._surroundings)
        other.row_store = self.row_store.copied()
        return other

    # --- running one script ---

    def begin_script(self, path: Path, rows: tuple[str, ...], *, upgrading: bool = True) -> None:
        """Forget the script before; ``rows`` are those of the version table now."""
        self._script, self._path = str(path), path
        self.schema = replace(self.schema, script=self._script, upgrading=upgrading, choices=())
        self.entries = []
        self.written = []
        self.touched = False
        self.rows = rows
        self._number += 1
        self._refused = None
        self._asked_offline = False
        self._repetition = Repetition()

    def goes_on_without(self, path: Path, rows: tuple[str, ...], error: SqlcompileError) -> bool:
        """Return whether the run goes on where a script, which cannot even be begun, is left out."""
        return False

    def call(self, function: Any) -> None:
        """Run ``upgrade()`` or ``downgrade()`` with the arguments of env.py; raises what it raised."""
        self.call_with(partial(function, **self._surroundings.arguments))

    def call_with(self, function: Callable[[], Any]) -> None:
        """Run a function of the project's; raises what it raised.

        A script that asks whether it is offline is told that it is not: what it asks the database is
        answered. Where that cannot be, it runs once more, the way that it goes without a database.
        """
        start = self.mark()
        try:
            self._call(function)
        except (RowsUnknown, KeyUnknown, ValueUnknown) as unknown:
            if not self._asked_offline:
                raise
            self.restore(start)
            self._refused = None
            self._offline = True
            try:
                self._call(function)
            except SqlcompileError:
                raise
            except (Exception, SystemExit) as error:  # it refuses to run without a database
                raise unknown from error
            finally:
                self._offline = False
            self.went_offline.append(unknown)

    def _call(self, function: Any) -> None:
        """Run a script's function; raises what it raised.

        The first error that the script cannot go on from comes before what followed from it, and
        comes also where the script hid it.
        """
        try:
            with recording(self), threads_reporting(self._in_thread):
                function()
                if self._database is not None:
                    self._database.end_script()
                self.end_script()
        except (Exception, SystemExit) as error:
            if self._refused is None or self._refused is error:
                raise
            raise self._refused from error
        if self._refused is not None:
            raise self._refused

    def _in_thread(self, error: SqlcompileError) -> None:
        self.refuse(error.at(line_of(error, self._path)))

    def end_script(self) -> None:
        """Raise SchemaError where the script dropped one of several without saying which, and some are left."""
        for number, choice in enumerate(self.schema.choices):
            try:
                check_choice(self.schema, choice)
            except SchemaError as error:
                raise error.at(self._choices.get(number)) from None

    def replay(self, entries: Sequence[Entry]) -> None:
        """Compile the operations of a script that ran for another database; raises as ``play`` and ``end_script``."""
        for entry in entries:
            self.play(entry)
        self.end_script()

    def begin_applied(self, path: Path, rows: tuple[str, ...]) -> None:
        """Forget the script before, and take what the project does after it."""
        self.begin_script(path, rows)

    def play(self, entry: Entry) -> None:
        """Compile one operation and move the schema on; errors carry the entry's place."""
        self._assume(entry)
        transpiling = self._surroundings.transpiling
        try:
            operation = entry.operation
            if transpiling is not None:
                operation = transpiling.operation(operation, self.dialect)
            with self.dialect.noting():
                after = operation.apply(self.schema, self.dialect)
            statements = tuple(self.dialect.statements(operation, self.schema))
            if transpiling is not None and operation is not entry.operation:
                statements = tuple(transpiling.marked(statements))
            refuse_unknown(statement.text for statement in statements)
        except SqlcompileError as error:
            error.at(entry.location)
            if not isinstance(error, SchemaError):
                self._refused = self._refused or error
            raise
        if after.not_analysed > self.schema.not_analysed:
            self.not_analysed.append(entry.location)
        self.row_store.note(operation, self.schema, after, tuple(statement.text for statement in statements))
        if len(after.choices) > len(self.schema.choices):
            self._choices[len(self.schema.choices)] = entry.location
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
    def surroundings(self) -> Surroundings:
        """What the run takes from the project."""
        return self._surroundings

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The project's naming convention."""
        return self._surroundings.naming_convention

    def record(self, operation: Operation, *, autocommit: bool = False) -> None:
        """Take one operation of the script that runs."""
        entry = Entry(operation, self._location(), autocommit or self._autocommit > 0)
        text = _text_of(operation)
        if text is not None:
            self._count(text, entry.location)
        self.entries.append(entry)
        try:
            self.play(entry)
        except BaseException:
            self.entries.pop()
            self.touched = True  # a script that goes on from here would go another way on another database
            raise

    def asked(self, text: str) -> None:
        """Take note of a statement that asks for rows; raises ScriptError where a line asks it without end."""
        self._count(text, self._location())

    def _count(self, text: str, location: Location) -> None:
        error = self._repetition.sent(text, location)
        if error is not None:
            raise self.refuse(error)

    def bind(self) -> Connection:
        """Return the offline connection."""
        self.touched = True
        return self.database.connection

    def is_offline(self) -> bool:
        """Return what the script is told when it asks whether it runs without a database."""
        self._asked_offline = True
        return self._offline

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
        )

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
                return Location(self._path, frame.f_lineno)
        return Location(self._path)


def _text_of(operation: Operation) -> str | None:
    """Return the text of a statement as the script gave it, None of what is no text."""
    text = getattr(getattr(operation, "statement", None), "text", getattr(operation, "statement", None))
    text = getattr(operation, "text", text)
    return text if isinstance(text, str) else None


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
