"""SQLAlchemy's dialect for the SQLite that keeps the rows: statements made for another database run on it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import exc
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler, SQLiteTypeCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL
from sqlalchemy.pool import StaticPool

from sqlcompile.rows.values import COLSPECS, affinity

_NOW = "sqlcompile_made('CURRENT_TIMESTAMP')"


class _TypeCompiler(SQLiteTypeCompiler):
    """Names a type, in CAST, by how SQLite keeps it."""

    def process(self, type_: Any, **kw: Any) -> str:
        name = affinity(type_)
        if not name:
            raise exc.CompileError(f"a cast to {type(type_).__name__}")
        return name


class _Compiler(SQLiteCompiler):
    """What other databases have and SQLite spells otherwise."""

    def visit_now_func(self, fn: Any, **kw: Any) -> str:
        return _NOW

    visit_current_timestamp_func = visit_sysdate_func = visit_now_func
    visit_current_date_func = visit_current_time_func = visit_now_func
    visit_utc_timestamp_func = visit_getdate_func = visit_clock_timestamp_func = visit_now_func

    def visit_localtimestamp_func(self, func: Any, **kw: Any) -> str:
        return _NOW

    visit_localtime_func = visit_localtimestamp_func

    def visit_sequence(self, sequence: Any, **kw: Any) -> str:
        return f"nextval('{sequence.name}')"

    def visit_next_value_func(self, next_value: Any, **kw: Any) -> str:
        return f"nextval('{next_value.sequence.name}')"

    def visit_cast(self, cast: Any, **kw: Any) -> str:
        # texts that are no texts in the real database, such as a UUID or a date, stay as they lie here
        inner: str = cast.clause._compiler_dispatch(self, **kw)
        name = affinity(cast.type)
        plain = name in ("INTEGER", "NUMERIC") or (name == "TEXT" and affinity(cast.clause.type) != "TEXT")
        return f"CAST({inner} AS {name})" if plain else inner


class RowsDialect(SQLiteDialect_pysqlite):
    """SQLite as a keeper of another database's rows."""

    supports_statement_cache = False
    native = False
    statement_compiler = _Compiler
    type_compiler_cls = _TypeCompiler
    colspecs = {**SQLiteDialect_pysqlite.colspecs, **COLSPECS}  # noqa: RUF012 - SQLAlchemy's own attribute

    def on_connect(self) -> None:  # type: ignore[override]
        """Return that a new connection needs nothing more."""


def connection_over(raw: sqlite3.Connection, *, native: bool) -> Connection:
    """Return a SQLAlchemy connection over an open one of SQLite's."""
    dialect = RowsDialect(dbapi=sqlite3)
    dialect.native = native
    pool = StaticPool(lambda: raw, reset_on_return=None, dialect=dialect)  # type: ignore[arg-type]
    return Engine(pool, dialect, URL.create("sqlite")).connect()
