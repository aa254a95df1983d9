"""The rows of a table as the call of ``op.bulk_insert`` that writes them."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import types as sa_types
from sqlalchemy.types import TypeDecorator, TypeEngine

from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.autogenerate.writing.code import Call, Code, Listed, call, flat, quoted, value_code
from sqlcompile.autogenerate.writing.place import optional
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.errors import SqlcompileError, Unwritten
from sqlcompile.rows.contents import Contents
from sqlcompile.rows.defaults import default_of
from sqlcompile.rows.inner import RowsDialect
from sqlcompile.rows.unknown import MARK, marked
from sqlcompile.rows.values import kind_of
from sqlcompile.schema.model import Column, Key, Table

_HINT = "Nothing was written. `--without-rows` leaves all rows out."


def rows_code(style: Style, key: Key, table: Table, contents: Contents) -> Code:
    """Return the call that inserts rows; raises Unwritten for what it cannot say."""
    columns = []
    plain = True
    for place, name in enumerate(contents.columns):
        values = [row[place] for row in contents.rows]
        column = table.column(name)
        if _comes_by_itself(style, column, values, contents):
            continue
        made = _column(style, key, column, values)
        plain = plain and made.is_plain
        columns.append(made)
    if not columns:
        raise Unwritten(f"the rows of {shown(key)}", "All their values are made by the database.", _HINT)
    head = call(
        style.sa("table"),
        quoted(table.name),
        *(one.code(style) for one in columns),
        schema=optional(table.namespace),
    )
    rows = [
        "{" + ", ".join(f"{quoted(one.name)}: {one.values[number]}" for one in columns) + "}"
        for number in range(len(contents.rows))
    ]
    return call(style.op("bulk_insert"), head, Listed(tuple(rows)), multiinsert=None if plain else "False")


def check_marks(contents: Mapping[Key, Contents]) -> None:
    """Raise Unwritten where a value that only the database makes stands in several places: it would be made for each."""
    seen: set[str] = set()
    for key, one in contents.items():
        for row in one.rows:
            for name, value in zip(one.columns, row, strict=True):
                if marked(value) is None:
                    continue
                if value in seen:
                    raise Unwritten(
                        f"the rows of {shown(key)}",
                        f"{name} has a value that only the database makes, and that stands in another place, too.",
                        _HINT,
                    )
                seen.add(value)


@dataclass(frozen=True, slots=True)
class _Written:
    """A column with the code of its type and its values; plain where they are values of Python's alone."""

    name: str
    type: Code | None
    values: Sequence[str]
    is_plain: bool

    def code(self, style: Style) -> Call:
        arguments: list[Code] = [quoted(self.name), *([self.type] if self.type else [])]
        return call(style.sa("column"), *arguments)


def _comes_by_itself(style: Style, column: Column, values: Sequence[Any], contents: Contents) -> bool:
    """Return whether the database gives a column all of its values where it is left out."""
    if column.identity is not None and column.identity.always and style.dialect.identities:
        counter = contents.counters.get(column.name)
        if counter is None or list(values) != [counter.start + counter.step * number for number in range(len(values))]:
            raise Unwritten(
                f"the column {column.name}",
                "The database alone numbers it, and would number the rows otherwise.",
                _HINT,
            )
        return True
    found = [marked(value) for value in values]
    if not all(found):
        return False
    sql = getattr(default_of(column, style.dialect), "sql", None)
    return all(one == sql for one in found)


def _column(style: Style, key: Key, column: Column, values: Sequence[Any]) -> _Written:
    for value in values:
        if isinstance(value, str) and MARK in value and marked(value) is None:
            raise Unwritten(
                f"the rows of {shown(key)}", f"{column.name} is made from what only the database knows.", _HINT
            )
    type_ = _stored_type(style, column.type)
    try:
        code: Code | None = type_code(style, type_)
    except SqlcompileError:
        code = None
    form = _Form.of(type_) if code is not None else None
    texts, is_plain = [], True
    for value in values:
        text = form.code(style, value) if form is not None else None
        if text is None:
            text = _as_sql(style, key, column, value)
            is_plain = False
        texts.append(text)
    return _Written(column.name, code, texts, is_plain)


def _stored_type(style: Style, type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return what a project's own type is to the database: the kept values are in that form."""
    while isinstance(type_, TypeDecorator):
        type_ = type_.load_dialect_impl(style.dialect.sa)
    return type_


def _as_sql(style: Style, key: Key, column: Column, value: Any) -> str:
    """Return a value as a piece of SQL, for one that is no value of the column's type in Python."""
    if value is None:
        return f"{style.sa('null')}()"
    made = marked(value)
    if made is None:
        try:
            made = style.dialect.literals.render(value, _type_of(value), style.dialect.sa)
        except SqlcompileError as error:
            raise Unwritten(f"the rows of {shown(key)}", f"{column.name}: {error.message}", _HINT) from error
    return flat(call(style.sa("literal_column"), quoted(made)))


def _type_of(value: Any) -> TypeEngine[Any]:
    if isinstance(value, bytes):
        return sa_types.LargeBinary()
    return sa_types.String() if isinstance(value, str) else sa_types.Numeric()


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of a type that lie in SQLite are read, and how they would be laid there again."""

    read: Callable[[Any], Any]
    lay: Callable[[Any], Any]

    @classmethod
    def of(cls, type_: TypeEngine[Any]) -> _Form:
        """Return the form of a type."""
        lay = type_._cached_bind_processor(RowsDialect()) or _as_it_is
        kind = kind_of(type_)
        if kind is sa_types.Uuid and getattr(type_, "as_uuid", False):
            return cls(lambda value: uuid.UUID(str(value)), lay)
        if kind in (sa_types.Numeric, sa_types.Float) and getattr(type_, "asdecimal", False):
            return cls(lambda value: decimal.Decimal(str(value)), lay)
        return cls(_READERS.get(kind, _as_it_is), lay)

    def code(self, style: Style, raw: Any) -> str | None:
        """Return a value as Python, None where it would not lie there again as it does."""
        try:
            value = None if raw is None else self.read(raw)
            if not _same(self.lay(value), raw):
                return None
            return _code(style, value)
        except (ValueError, TypeError, ArithmeticError, AttributeError, LookupError):
            return None


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[Any, Callable[[Any], Any]] = {
    sa_types.Boolean: lambda value: {0: False, 1: True}[value],
    sa_types.DateTime: dt.datetime.fromisoformat,
    sa_types.Date: dt.date.fromisoformat,
    sa_types.Time: dt.time.fromisoformat,
    sa_types.JSON: json.loads,
    sa_types.ARRAY: json.loads,
}


def _same(one: Any, other: Any) -> bool:
    """Return whether two values lie in the same way: SQLite keeps a number as a number, whatever it was given."""
    if one is None or other is None:
        return one is other
    if isinstance(one, bytes | memoryview) or isinstance(other, bytes):
        return isinstance(other, bytes) and bytes(one) == other
    if isinstance(other, int | float):
        return decimal.Decimal(str(int(one) if isinstance(one, bool) else one)) == decimal.Decimal(str(other))
    return bool(one == other) and MARK not in str(other)


_MODULES = {
    dt.datetime: "datetime",
    dt.date: "datetime",
    dt.time: "datetime",
    dt.timedelta: "datetime",
    decimal.Decimal: "decimal",
    uuid.UUID: "uuid",
}


def _code(style: Style, value: Any) -> str | None:
    """Return a value of Python's as code, None where it has none."""
    module = _MODULES.get(type(value))
    if module is not None:
        style.imports.add(f"import {module}")
        return repr(value) if module == "datetime" else f"{module}.{type(value).__name__}({quoted(str(value))})"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str | bytes | list | dict):
        return flat(value_code(value))
    return None
