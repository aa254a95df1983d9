"""The offline database: SQLAlchemy's engine and connection over the recording DBAPI."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.elements import TextClause

from sqlcompile.dialect.compilers import fill
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import RowsUnknown, ScriptError
from sqlcompile.offline import dbapi
from sqlcompile.offline.catalog import Catalog
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.sent import Sent
from sqlcompile.schema.model import Schema

_READS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*\(*\s*(SELECT|SHOW|EXPLAIN|VALUES|DESCRIBE|PRAGMA\s+\w+\s*(?:\(|;|$)|WITH)\b", re.IGNORECASE | re.DOTALL)
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_PARAMETER = re.compile(
    r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/)|(%%)|%\((\w+)\)s|(%s)|(\?)|(?<![:\w]):(\w+)", re.DOTALL
)


class OfflineDatabase:
    """One database at one moment of one run: its schema, and the connection that scripts get.

    ``record`` takes each operation that the script sends through the connection; ``on_touch`` is
    called when the script asks something whose answer depends on the database.
    """

    def __init__(
        self,
        dialect: Dialect,
        record: Callable[[Operation], None],
        on_touch: Callable[[], None],
        schema: Callable[[], Schema],
        url: str | None = None,
    ) -> None:
        self.dialect = dialect
        self.record = record
        self.touched = on_touch
        self._schema = schema
        self._url = url
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self.savepoints: dict[str, Any] = {}
        self.mark: Callable[[], Any] = lambda: None
        self.restore: Callable[[Any], None] = lambda mark: None

    @property
    def schema(self) -> Schema:
        """The schema of this moment."""
        return self._schema()

    @property
    def engine(self) -> Engine:
        """The engine, made when it is first asked for."""
        if self._engine is None:
            dialect: Any = self.dialect.sqlalchemy_dialect(Recording, Catalog)
            dialect.database = self
            dialect.dbapi = dbapi
            pool = StaticPool(dbapi.connect, reset_on_return=None, dialect=dialect)  # type: ignore[arg-type]
            self._engine = Engine(pool, dialect, self.url)
        return self._engine

    @property
    def url(self) -> URL:
        """The project's URL where it is for this database, else one without host and database."""
        name = self.dialect.name
        if self._url:
            try:
                given = make_url(self._url)
            except ArgumentError:
                given = None
            if given is not None and given.get_backend_name() == name:
                return given
        return URL.create(name)

    @property
    def connection(self) -> Connection:
        """The connection, in a transaction, as an online migration finds it."""
        if self._connection is None or self._connection.closed:
            self._connection = self.engine.connect()
            self._connection.begin()
        return self._connection

    # --- what the connection executes ---

    def take(self, cursor: dbapi.Cursor, statement: str, parameters: Any, context: Any) -> None:
        """Take one execution of a statement; raises RowsUnknown for one that asks for rows."""
        self.touched()
        compiled = context.compiled if context is not None else None
        element = getattr(compiled, "statement", None)
        texts = self._texts(statement, parameters, context)
        if self._asks_rows(element, texts[0] if texts else ""):
            raise RowsUnknown(shortened(texts[0]))
        for text in texts:
            self.record(Sent(text, None if isinstance(element, TextClause) else element))
        cursor.rowcount = len(texts)
        if context is not None and getattr(context, "isinsert", False):
            cursor.lastrowid = None

    def _texts(self, statement: str, parameters: Any, context: Any) -> list[str]:
        compiled = context.compiled if context is not None else None
        if compiled is None:
            rows = parameters if isinstance(parameters, list) else [parameters]
            return [self._driver_text(statement, row) for row in rows]
        if context.isddl:
            return [statement.strip()]
        types = {name: bind.type for name, bind in compiled.binds.items()}
        for name, names in (getattr(context, "_expanded_parameters", None) or {}).items():
            types.update(dict.fromkeys(names, types.get(name)))
        escaped = getattr(compiled, "escaped_bind_names", None) or {}
        types.update({escaped[name]: types[name] for name in escaped if name in types})
        rows = context.compiled_parameters or [{}]
        return [fill(statement, types, {**row, **{escaped[k]: v for k, v in row.items() if k in escaped}}, self.dialect.sa) for row in rows]

    def _driver_text(self, statement: str, parameters: Any) -> str:
        """Return driver SQL with literals in the place of its parameters, whatever their style."""
        if not parameters:
            return statement
        positional = iter(() if isinstance(parameters, Mapping) else parameters)

        def literal(match: re.Match[str]) -> str:
            quoted, percent, named, percent_s, question, colon = match.groups()
            if quoted is not None:
                return quoted
            if percent is not None:
                return "%"
            name = named or colon
            if name is not None:
                if not isinstance(parameters, Mapping) or name not in parameters:
                    return match.group(0)
                return self.dialect.literals.render(parameters[name], None, self.dialect.sa)
            if isinstance(parameters, Mapping):
                return match.group(0)
            return self.dialect.literals.render(next(positional), None, self.dialect.sa)

        return _PARAMETER.sub(literal, statement)

    def _asks_rows(self, element: Any, text: str) -> bool:
        if element is not None and not isinstance(element, TextClause):
            return bool(getattr(element, "is_select", False))
        return bool(_READS.match(text)) and not (
            text.lstrip("( \n\t").upper().startswith("WITH") and _WRITES.search(text)
        )


def shortened(text: str) -> str:
    """Return a statement on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:97] + "..."


class Recording:
    """The execution methods of a SQLAlchemy dialect; goes before the database's own class."""

    database: OfflineDatabase

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self.database.take(cursor, statement, parameters, context)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self.database.take(cursor, statement, list(parameters), context)

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        self.database.take(cursor, statement, None, context)

    def do_begin(self, dbapi_connection: Any) -> None:
        pass

    def do_commit(self, dbapi_connection: Any) -> None:
        pass

    def do_rollback(self, dbapi_connection: Any) -> None:
        raise ScriptError(
            "The script rolls back what it did.",
            hint="A script of SQL statements has no way back in its middle: let the migration not do it at all.",
        )

    def do_close(self, dbapi_connection: Any) -> None:
        pass

    def do_ping(self, dbapi_connection: Any) -> bool:
        return True

    def do_savepoint(self, connection: Any, name: str) -> None:
        self.database.savepoints[name] = self.database.mark()

    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        self.database.restore(self.database.savepoints[name])

    def do_release_savepoint(self, connection: Any, name: str) -> None:
        pass

    def set_isolation_level(self, dbapi_connection: Any, level: str) -> None:
        pass

    def get_isolation_level(self, dbapi_connection: Any) -> str:
        return "SERIALIZABLE"

    def get_default_isolation_level(self, dbapi_connection: Any) -> str:
        return "SERIALIZABLE"

    def on_connect(self) -> None:
        return None

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        return False


