"""The offline database: SQLAlchemy's engine and connection over the recording DBAPI."""

from __future__ import annotations

import itertools
import re
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.elements import TextClause

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.foreign_types import StandIn
from sqlcompile.errors import RowsUnknown, ScriptError, SqlcompileError
from sqlcompile.offline import dbapi
from sqlcompile.offline.catalog import Catalog
from sqlcompile.offline.engine import OfflineContext, OfflineEngine, Recording, handled, unknown_rows
from sqlcompile.offline.host import Host
from sqlcompile.offline.parameters import compiled_texts, driver_text
from sqlcompile.offline.unknown import GeneratedKey, RowCount
from sqlcompile.offline.url import UnknownUrl
from sqlcompile.operations.sent import Sent
from sqlcompile.rows.events import Answer, MadeValue, Question
from sqlcompile.schema.model import Schema

_REMARKS = r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*"
_READS = re.compile(
    rf"{_REMARKS}\(*\s*(SELECT|SHOW|EXPLAIN|VALUES|TABLE|DESC|DESCRIBE|PRAGMA\s+(\w+\s*\.\s*)?\w+\s*(?:\(|;|$)|WITH)(?:\b|(?<=[(;]))",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(rf"{_REMARKS}\(*\s*WITH\b", re.IGNORECASE | re.DOTALL)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_RETURNS = re.compile(r"\b(RETURNING|OUTPUT)\b", re.IGNORECASE)
_INTO = re.compile(r"\bINTO\b(?!\s+(OUTFILE|DUMPFILE|@))", re.IGNORECASE)
_EFFECTS = re.compile(
    r"\b(setval|nextval|set_config|pg_(try_)?advisory_\w+|pg_notify|pg_terminate_backend|lo_\w+|get_lock|release_lock|"
    r"dblink_exec|create_(distributed_|reference_|hyper)\w+|(add|remove|drop|attach)_\w+_policy|"
    r"(add|drop)geometrycolumn|updategeometrysrid|populate_geometry_columns|create_parent|cron\.schedule)\s*\(",
    re.IGNORECASE,
)
"""The functions that a SELECT calls for what they do."""
_STRINGS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)


class OfflineDatabase:
    """One database at one moment of one run: its schema, and the connections that scripts get."""

    def __init__(self, dialect: Dialect, host: Host, url: str | None = None) -> None:
        self.dialect = dialect
        self.host = host
        self._url = url
        self._engine: OfflineEngine | None = None
        self._connection: Connection | None = None
        self._main: dbapi.Connection | None = None
        self._others: list[dbapi.Connection] = []
        self._keys = itertools.count()
        self._opening_main = False

    @property
    def schema(self) -> Schema:
        """The schema of this moment."""
        return self.host.schema

    @property
    def engine(self) -> OfflineEngine:
        """The engine, made when it is first asked for."""
        if self._engine is None:
            dialect: Any = self.dialect.sqlalchemy_dialect(Recording, Catalog)
            dialect.database = self
            dialect.dbapi = dbapi
            contexts = (OfflineContext, dialect.execution_ctx_cls)
            dialect.execution_ctx_cls = type("OfflineContext", contexts, {})
            pool = NullPool(self._connect, reset_on_return=None, dialect=dialect)
            self._engine = OfflineEngine(pool, dialect, self.url)
        return self._engine

    def _connect(self, *args: Any, **kw: Any) -> Any:
        made = dbapi.Connection(self, main=self._opening_main)
        if made.main:
            self._main = made
        else:
            self._others.append(made)
        return made

    @property
    def url(self) -> URL:
        """The project's URL where it is for this database, else one without host and database."""
        name = self.dialect.backend or self.dialect.name
        return _own_url(self._url, name) or UnknownUrl.create(name)

    @property
    def connection(self) -> Connection:
        """The connection of the migration, in a transaction, as an online migration finds it."""
        if self._connection is None or self._connection.closed:
            self._opening_main = True
            try:
                self._connection = self.engine.connect()
            finally:
                self._opening_main = False
        if not self._connection.in_transaction():
            self._connection.begin()
        return self._connection

    def end_script(self) -> None:
        """Forget a script's own connections; raises ScriptError for one with work that it did not commit."""
        others, self._others = self._others, []
        if self._main is not None:
            self._main.autocommit = False
        if any(other.recorded for other in others):
            raise self.host.refuse(
                ScriptError(
                    "The script opens a connection of its own and does not commit what it does there.",
                    hint="Commit it, or use op.get_bind() itself.",
                )
            )

    # --- what the connections execute ---

    def take(self, cursor: dbapi.Cursor, statement: str, rows: list[Any], context: Any = None) -> None:
        """Take a statement for each row of parameters; raises RowsUnknown for one that asks for rows."""
        self.host.touch()
        if context is not None and not any(rows) and statement != context.statement:
            context = None  # what SQLAlchemy sends before a statement and after it
        compiled = context.compiled if context is not None else None
        element = _element(context)
        raw = element is None or isinstance(element, TextClause)
        try:
            texts = self._texts(statement, rows, context)
        except SqlcompileError as error:
            raise self.host.refuse(error) from error
        if _asks_rows(element, raw, texts[0] if texts else ""):
            self.host.asked(texts[0])
            self._answer(cursor, texts[0], context)
            return
        connection = cursor.connection
        for text, values in zip(texts, _values(context, len(texts)), strict=True):
            stood_in = () if raw else self._stood_in(compiled)
            sent = (
                Sent(text, stood_in=stood_in)
                if raw or getattr(element, "is_select", False)
                else Sent(text, element, _keys(compiled), values, stood_in)
            )
            self.host.record(sent, autocommit=connection.autocommit)
            connection.recorded += not connection.autocommit
        self._after(cursor, element, raw, texts)

    def _stood_in(self, compiled: Any) -> tuple[StandIn, ...]:
        """Return what stands for foreign types in a statement, which SQLAlchemy may have compiled before."""
        if "sqlcompile_stood_in" not in vars(compiled):
            compiled.sqlcompile_stood_in = tuple(self.dialect.used or ())
        found: tuple[StandIn, ...] = compiled.sqlcompile_stood_in
        return found

    def _texts(self, statement: str, rows: list[Any], context: Any) -> list[str]:
        compiled = context.compiled if context is not None else None
        if compiled is None:
            return [driver_text(self.dialect, statement, row) for row in rows]
        if context.isddl:
            return [statement.strip()]
        return list(compiled_texts(self.dialect, statement, context))

    def _answer(self, cursor: dbapi.Cursor, text: str, context: Any) -> None:
        """Answer a SELECT; raises RowsUnknown, unless the rows decide nothing."""
        element = _element(context)
        if element is None or isinstance(element, TextClause):
            question = Question(text)
        else:
            question = Question(text, element, _keys(context.compiled), _values(context, 1)[0])
        options = getattr(context, "execution_options", {}) or {}
        for_session = "_sa_orm_update_options" in options or "_sa_orm_delete_options" in options
        answer = self.host.ask(question, needed=not for_session)
        if answer is None:
            # an ORM session looks which of its own objects a bulk UPDATE or DELETE meets
            columns = context.compiled._result_columns
            answer = Answer(tuple(column.keyname for column in columns), ())
        self._give(cursor, answer)

    def _give(self, cursor: dbapi.Cursor, answer: Answer) -> None:
        """Let a cursor give the rows of an answer."""
        cursor.description = [(name, *[None] * 6) for name in answer.names]
        cursor.rows = iter(tuple(map(self._value, row)) for row in answer.rows)

    def _value(self, value: Any) -> Any:
        if isinstance(value, MadeValue):
            return GeneratedKey(None, self.host.refuse, next(self._keys), made=value.sql)
        return value

    def _after(self, cursor: dbapi.Cursor, element: Any, raw: bool, texts: list[str]) -> None:
        """Set what the cursor tells of a statement that changes rows."""
        text = texts[-1] if texts else ""
        plain_insert = getattr(element, "is_insert", False) and getattr(element, "select", None) is None
        place = len(self.host.row_store.journal) - 1
        store = self.host.row_store
        if plain_insert:
            cursor.rowcount = len(texts)
        else:
            cursor.rowcount = RowCount.of(shortened(text), self.host.refuse, lambda: self._count(place, text))
        cursor.lastrowid = self.generated_key(None)
        if raw:
            bare = _bare(text)
            returns = _EFFECTS.search(bare) and _READS.match(text)
            names = ["?"] if returns or (_RETURNS.search(bare) and _CHANGES.search(bare)) else []
        else:
            given = element.selected_columns if element.is_select else getattr(element, "_returning", ())
            names = [getattr(column, "name", "?") for column in given]
        if not names:
            return
        answer = store.outcome(place).answer
        if answer is not None and len(answer.names) >= len(names):
            self._give(cursor, answer)
            return
        cursor.description = [(name, *[None] * 6) for name in names]
        cursor.rows = unknown_rows(RowsUnknown(shortened(text)), self.host.refuse)

    def _count(self, place: int, text: str) -> int | None:
        """Return how many rows the operation at a place of the journal touched, None where it is not known."""
        outcome = self.host.row_store.outcome(place)
        if outcome.assumed:
            self.host.assume(f"{outcome.count} rows", text)
        return outcome.count

    def generated_key(self, table: str | None, expression: str | None = None) -> GeneratedKey:
        """Return what stands for a key that the database will generate."""
        return GeneratedKey(table, self.host.refuse, next(self._keys), expression)

    @property
    def place(self) -> int:
        """The place of the last statement in the journal of the rows."""
        return len(self.host.row_store.journal) - 1

    def inserted(self, table: str | None, column: str | None, place: int | None = None) -> Any:
        """Return a value of the row that a statement inserted, the last one where no place says which.

        It is the key, where no column is named.

        What is not known is stood for by what may be carried around.
        """
        store = self.host.row_store
        place = self.place if place is None else place
        value = store.inserted(place, column)
        if store.outcome(place).assumed and not isinstance(value, MadeValue):
            self.host.assume(f"the key {value!r}", f"INSERT INTO {table}")
        return self.generated_key(table) if value is None or isinstance(value, MadeValue) else value

    def rolled_back(self, connection: dbapi.Connection) -> None:
        """Take back what a connection recorded since its transaction began.

        The migration's own connection has no way back: raises ScriptError. Where the script does it
        because of an error, that error is the one to see.
        """
        began, recorded = connection.began, connection.recorded
        connection.commit()
        if not recorded and (not connection.main or began == self.host.mark()):
            return
        own = began is not None and self.host.mark().entries - began.entries == recorded
        if not connection.main and own and began is not None:
            self.host.restore(began)
            return
        reason = handled()
        if isinstance(reason, SqlcompileError):
            self.host.refuse(reason)
            return
        error = self.host.refuse(
            ScriptError(
                f"The script rolls back what it did, after {_first_line(reason)}"
                if reason is not None
                else "The script rolls back what it did.",
                hint="A script of SQL statements has no way back in its middle: "
                "let the migration not do it at all, or do it in a begin_nested() block.",
            )
        )
        if reason is None:
            raise error


def _own_url(url: str | None, name: str) -> URL | None:
    """Return the project's URL where it is for the database of that name."""
    try:
        given = make_url(url) if url else None
    except ArgumentError:
        return None
    return given if given is not None and given.get_backend_name() == name else None


def database_name(url: str | None, name: str) -> str | None:
    """Return the name of the database in the project's URL, where that is for the dialect of that name."""
    given = _own_url(url, name) if url else None
    return given.database if given is not None else None


def _element(context: Any) -> Any:
    """Return the statement that is executed: not the one of the same form that SQLAlchemy has compiled before."""
    statement = getattr(getattr(context, "compiled", None), "statement", None)
    invoked = getattr(context, "invoked_statement", None)
    return invoked if type(invoked) is type(statement) else statement


def _values(context: Any, count: int) -> list[Any]:
    """Return the parameters of each execution, None for one without."""
    given = getattr(context, "compiled_parameters", None) or []
    return [_gathered(context, row) for row in given] if len(given) == count else [None] * count


def _gathered(context: Any, row: dict[str, Any]) -> dict[str, Any]:
    """Return parameters with the lists of IN put together again."""
    lists = {}
    for name, names in (getattr(context, "_expanded_parameters", None) or {}).items():
        values = [row[part] for part in names if part in row]
        width = len(getattr(context.compiled.binds[name].type, "types", ()))
        lists[name] = [tuple(values[at : at + width]) for at in range(0, len(values), width)] if width else values
    return {**row, **lists}


def _keys(compiled: Any) -> tuple[str, ...] | None:
    """Return the columns that an execution gives values for, those with a Python-side default among them."""
    made = [*(getattr(compiled, "insert_prefetch", None) or ()), *(getattr(compiled, "update_prefetch", None) or ())]
    given = getattr(compiled, "column_keys", None)
    return None if given is None and not made else (*(given or ()), *(column.key for column in made))


def _asks_rows(element: Any, raw: bool, text: str) -> bool:
    """Return whether a statement is for the rows that it gives."""
    if not raw:
        return bool(getattr(element, "is_select", False)) and not _EFFECTS.search(_bare(text))
    if not _READS.match(text):
        return False
    bare = _bare(text)
    if _EFFECTS.search(bare):
        return False
    return not (_WITH.match(text) and _CHANGES.search(bare)) and not _INTO.search(bare)


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]


def _bare(text: str) -> str:
    return _STRINGS.sub(" ", text)


def shortened(text: str) -> str:
    """Return a statement on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:97] + "..."
