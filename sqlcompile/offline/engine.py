"""SQLAlchemy's engine, connection and dialect, taught to record instead of to reach a server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.base import OptionEngineMixin
from sqlalchemy.engine.result import result_tuple
from sqlalchemy.util import await_only

from sqlcompile.errors import RowsUnknown

if TYPE_CHECKING:
    from sqlcompile.offline.database import OfflineDatabase


_LEVELS = ("SERIALIZABLE", "REPEATABLE READ", "READ COMMITTED", "READ UNCOMMITTED", "SNAPSHOT")


class OfflineConnection(Connection):
    """A connection that takes what migrations do to theirs, also where SQLAlchemy 2 got stricter."""

    def begin(self) -> Any:
        """Begin a transaction; within one that is there, a savepoint, which SQLAlchemy 1 did too."""
        return self.begin_nested() if self.in_transaction() else super().begin()

    def execute(self, statement: Any, parameters: Any = None, **kw: Any) -> Any:
        """Execute a statement; a plain string is the driver's own SQL, as SQLAlchemy 1 took it."""
        if isinstance(statement, str):
            return self.exec_driver_sql(statement, parameters, **kw)
        return super().execute(statement, parameters, **kw)

    def _execute_clauseelement(self, *args: Any, **kw: Any) -> Any:
        dialect: Any = self.dialect
        with dialect.sqlcompile.noting():
            return super()._execute_clauseelement(*args, **kw)

    def _execute_ddl(self, *args: Any, **kw: Any) -> Any:
        dialect: Any = self.dialect
        with dialect.sqlcompile.noting():
            return super()._execute_ddl(*args, **kw)

    def execution_options(self, **opt: Any) -> Connection:
        """Set options; an isolation level may change within a transaction, for there is none."""
        level = opt.pop("isolation_level", None)
        if level is not None:
            self.dialect.set_isolation_level(self.connection.dbapi_connection, level)  # type: ignore[arg-type]
        return super().execution_options(**opt)


class OfflineEngine(Engine):
    """The engine of offline connections."""

    _connection_cls = OfflineConnection


class _OfflineOptionEngine(OptionEngineMixin, OfflineEngine):
    def update_execution_options(self, **opt: Any) -> None:
        raise NotImplementedError


OfflineEngine._option_cls = _OfflineOptionEngine  # type: ignore[assignment]


class Recording:
    """The execution methods of a SQLAlchemy dialect; goes before the database's own class."""

    database: OfflineDatabase
    driver = "sqlcompile"
    # nobody knows how many rows an UPDATE will meet: an ORM session must not compare
    supports_sane_rowcount = False
    supports_sane_multi_rowcount = False

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Record one execution."""
        _awaited()
        self.database.take(cursor, statement, [parameters], context)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Record an execution for each row of parameters."""
        _awaited()
        self.database.take(cursor, statement, list(parameters), context)

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        """Record an execution without parameters."""
        self.database.take(cursor, statement, [None], context)

    def do_begin(self, dbapi_connection: Any) -> None:
        """Note where a rollback would return to."""
        own = getattr(dbapi_connection, "dbapi_connection", dbapi_connection)  # out of the pool's wrapping
        own.began = self.database.host.mark()
        own.recorded = 0

    def do_commit(self, dbapi_connection: Any) -> None:
        """Keep what was recorded."""
        dbapi_connection.commit()

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Take back what was recorded."""
        dbapi_connection.rollback()

    def do_close(self, dbapi_connection: Any) -> None:
        """Let the connection go."""

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Let the connection go."""

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Return that it is there."""
        return True

    def do_savepoint(self, connection: Any, name: str) -> None:
        """Note where a rollback of the savepoint returns to."""
        _dbapi(connection).savepoints[name] = self.database.host.mark()

    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        """Take back what was recorded since."""
        self.database.host.restore(_dbapi(connection).savepoints[name])

    def do_release_savepoint(self, connection: Any, name: str) -> None:
        """Keep what was recorded since."""

    def get_isolation_level_values(self, dbapi_connection: Any) -> list[str]:
        """Return all levels that scripts may ask for."""
        return [*_LEVELS, "AUTOCOMMIT"]

    def set_isolation_level(self, dbapi_connection: Any, level: str) -> None:
        """Note whether what follows is outside of transactions."""
        dbapi_connection.autocommit = level.replace("_", " ").upper() == "AUTOCOMMIT"

    def reset_isolation_level(self, dbapi_connection: Any) -> None:
        """Go back to transactions."""
        dbapi_connection.autocommit = False

    def get_isolation_level(self, dbapi_connection: Any) -> str:
        """Return AUTOCOMMIT or the strictest level."""
        return "AUTOCOMMIT" if dbapi_connection.autocommit else "SERIALIZABLE"

    def get_default_isolation_level(self, dbapi_connection: Any) -> str:
        """Return the strictest level."""
        return "SERIALIZABLE"

    def detect_autocommit_setting(self, dbapi_connection: Any) -> bool:
        """Return whether the connection is outside of transactions."""
        return bool(dbapi_connection.autocommit)

    def on_connect(self) -> None:
        """Return that a new connection needs nothing."""

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Return that it never goes away."""
        return False


def _dbapi(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


class LazyRows(list[Any]):
    """Rows that are made when somebody looks at them."""

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        super().__init__()
        self._make: Callable[[], list[Any]] | None = make

    def _made(self) -> LazyRows:
        make, self._make = self._make, None
        if make is not None:
            self.extend(make())
        return self

    def __iter__(self) -> Iterator[Any]:
        return list.__iter__(self._made())

    def __getitem__(self, index: Any) -> Any:
        return list.__getitem__(self._made(), index)

    def __len__(self) -> int:
        return list.__len__(self._made())


class OfflineContext:
    """The execution context of a SQLAlchemy dialect; goes before the database's own class."""

    _place: int | None = None
    """The place of the statement in the journal of the rows, the last one where it is None."""
    dialect: Any
    compiled: Any
    compiled_parameters: Any

    def pre_exec(self) -> None:
        """Prepare; the key of an inserted row is not selected."""
        super().pre_exec()  # type: ignore[misc]
        if "_select_lastrowid" in self.__dict__:
            self.__dict__["_select_lastrowid"] = False

    def get_lastrowid(self) -> Any:
        """Return the key that the database will generate."""
        table = self._dml_table()
        return self.dialect.database.inserted(None if table is None else table.name, None, self._place)

    def get_result_processor(self, type_: Any, colname: str, coltype: Any) -> None:
        """Return none: the rows of an answer have gone through the types already."""

    def fire_sequence(self, seq: Any, type_: Any) -> Any:
        """Return the key that a sequence will give, made in the statement itself."""
        expression = self.dialect.sqlcompile.compile(seq.next_value())
        return self.dialect.database.generated_key(seq.name, expression)

    def get_insert_default(self, column: Any) -> Any:
        """Return a Python-side default; one that is SQL stands in the statement itself."""
        default = column.default
        if default is not None and default.is_clause_element:
            return self.dialect.database.generated_key(column.table.name, self.dialect.sqlcompile.compile(default.arg))
        return super().get_insert_default(column)  # type: ignore[misc]

    def _dml_table(self) -> Any:
        state = getattr(self.compiled, "compile_state", None)
        return getattr(state, "dml_table", None)

    def _setup_ins_pk_from_lastrowid(self) -> Any:
        place = self.dialect.database.place
        own = super()._setup_ins_pk_from_lastrowid  # type: ignore[misc]

        def keys() -> list[Any]:
            self._place = place
            return self._with_keys(own())

        return LazyRows(keys)

    def _setup_ins_pk_from_empty(self) -> Any:
        return self._with_keys(super()._setup_ins_pk_from_empty())  # type: ignore[misc]

    def _with_keys(self, rows: Sequence[Any]) -> list[Any]:
        """Return the primary keys of inserted rows; what the database generates stands for itself."""
        table = self._dml_table()
        columns = tuple(table.primary_key)
        made = result_tuple([column.key for column in columns])
        new = self.dialect.database.inserted
        return [
            made(
                [
                    new(table.name, c.name, self._place) if value is None else value
                    for c, value in zip(columns, row, strict=True)
                ]
            )
            for row in rows
        ]


def _awaited() -> None:
    """Give SQLAlchemy's asyncio extension the one await that it looks for in an execution."""
    greenlets = sys.modules.get("greenlet")
    if greenlets is not None and hasattr(greenlets.getcurrent(), "__sqlalchemy_greenlet_provider__"):
        await_only(asyncio.sleep(0))


def handled() -> BaseException | None:
    """Return the exception that the script is handling at this moment."""
    return sys.exc_info()[1]


def unknown_rows(error: RowsUnknown, refuse: Any) -> Any:
    """Yield no row: raise when the first one is asked for."""
    raise refuse(error)
    yield ()
