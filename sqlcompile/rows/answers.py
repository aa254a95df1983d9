"""From rows as SQLite keeps them to rows as the real database's driver, and SQLAlchemy's types, give them."""

from __future__ import annotations

import decimal
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import types as sa_types
from sqlalchemy.sql.elements import ColumnClause, Label

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.events import Answer, MadeValue, Question
from sqlcompile.rows.kinds import Kind, checked, driver_reader
from sqlcompile.rows.queries import Columns
from sqlcompile.rows.shelf import Shelf
from sqlcompile.rows.text import Reading, reading
from sqlcompile.rows.unknown import MARK, Untranslatable, marked
from sqlcompile.rows.values import kind_of
from sqlcompile.rows.verifying import check_cut, check_made, verify
from sqlcompile.schema.model import Column, Schema
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.queries import query_columns

_LIMIT = re.compile(r"\bLIMIT\b", re.IGNORECASE)


def plain_answer(cursor: Any, rows: Sequence[Any]) -> Answer:
    """Return rows as they are."""
    return Answer(
        tuple(column[0] for column in cursor.description or ()),
        all_read((None,) * len(cursor.description or ()), rows),
    )


def no_answer(question: Question, schema: Schema, dialect: Dialect) -> Answer:
    """Return the answer without rows."""
    columns = query_columns(schema, question.text, flavor_of(dialect.sqlglot_name))
    return Answer(tuple(column.name for column in columns) or ("?",), ())


def compiled_answer(shelf: Shelf, compiled: Any, rows: Sequence[Any], schema: Schema) -> Answer:
    """Return the rows of a statement of SQLAlchemy's, with the values that its types make."""
    columns = compiled._result_columns
    readers = [_reader(shelf, column, schema) for column in columns]
    return Answer(tuple(column.keyname for column in columns), all_read(readers, rows))


def answer_of(shelf: Shelf, question: Question, read: Reading, schema: Schema) -> Answer:
    """Return the answer to a SELECT that was read; raises Untranslatable."""
    sql, found = read.sql, read.checked
    if sql is None or found is None:
        raise Untranslatable(read.objection)
    cursor, rows = shelf.run(lambda: _fetched(shelf, sql), schema)
    verify(shelf, read)
    check_made(shelf, read)
    check_cut(shelf, read, len(rows))
    names = tuple(column[0] for column in cursor.description)
    if question.element is not None:
        return _typed_answer(shelf, question, rows, found.columns, schema)
    if shelf.dialect.meaning.native:
        return plain_answer(cursor, rows)
    if len(found.columns) != len(names):
        raise Untranslatable("its columns are not known")
    readers = [driver_reader(kind, shelf.dialect) for _, kind in found.columns]
    shown = tuple(name or own for (name, _), own in zip(found.columns, names, strict=True))
    return Answer(shown, all_read(readers, rows))


def returned_answer(shelf: Shelf, read: Reading, cursor: Any) -> Answer | None:
    """Return the rows of a RETURNING clause in raw SQL, None where their form is not known."""
    rows = cursor.fetchall()
    kinds = read.checked.columns if read.checked is not None else []
    try:
        if shelf.dialect.meaning.native:
            return plain_answer(cursor, rows)
        if len(kinds) != len(cursor.description):
            return None
        readers = [driver_reader(kind, shelf.dialect) for _, kind in kinds]
        return Answer(tuple(column[0] for column in cursor.description), all_read(readers, rows))
    except Untranslatable:
        return None


def _typed_answer(shelf: Shelf, question: Question, rows: Sequence[Any], kinds: Columns, schema: Schema) -> Answer:
    """Return rows with the values that the types of a statement of SQLAlchemy's make of what the driver gives."""
    compiled = question.element.compile(dialect=shelf.connection.dialect)
    columns = compiled._result_columns
    if not columns or len(columns) != len(kinds):
        raise Untranslatable("its columns are not known")
    readers = [_kind_reader(shelf, column, kind, schema) for column, (_, kind) in zip(columns, kinds, strict=True)]
    return Answer(tuple(column.keyname for column in columns), all_read(readers, rows))


def _kind_reader(shelf: Shelf, column: Any, kind: Kind, schema: Schema) -> Callable[[Any], Any]:
    dialect, type_ = shelf.dialect, column.type
    if type_._isnull or (kind.name == "number" and isinstance(type_, sa_types.Integer)):
        return driver_reader(kind, dialect)
    own = type_._cached_result_processor(shelf.connection.dialect, None)
    number = driver_reader(kind, dialect) if kind.name == "number" else None

    def read(value: Any) -> Any:
        value = checked(kind, dialect, value) if number is None else number(value)
        return value if own is None else own(value)

    return read


def core_answer(shelf: Shelf, question: Question, schema: Schema) -> Answer:
    """Return the answer to a SELECT of SQLAlchemy's that SQLite itself takes; raises Untranslatable."""
    result, compiled = shelf.core(question.element, question.keys, question.values, schema)
    rows = result.cursor.fetchall()
    verify(shelf, None)
    if any(shelf.marked_columns(key) for key in shelf.read) or _LIMIT.search(question.text):
        read = reading(question.text, shelf.dialect, schema)
        check_made(shelf, read)
        check_cut(shelf, read, len(rows))
    if not compiled._result_columns:
        raise Untranslatable("its columns are not known")
    return compiled_answer(shelf, compiled, rows, schema)


def given_answer(shelf: Shelf, question: Question, rows: Sequence[Sequence[Any]], schema: Schema) -> Answer:
    """Return rows that somebody wrote down, with the values that the statement's types make; raises Untranslatable."""
    if question.element is not None:
        compiled = question.element.compile(dialect=shelf.connection.dialect)
        _check_width(rows, len(compiled._result_columns))
        return compiled_answer(shelf, compiled, rows, schema)
    columns = query_columns(schema, question.text, flavor_of(shelf.dialect.sqlglot_name))
    if not columns:
        width = len(rows[0]) if rows else 1
        return Answer(tuple(f"column{number}" for number in range(width)), tuple(tuple(row) for row in rows))
    readers = [column_reader(shelf.dialect, column.type) for column in columns]
    _check_width(rows, len(readers))
    names = tuple(column.name for column in columns)
    return Answer(names, all_read(readers, rows))


def _check_width(rows: Sequence[Sequence[Any]], width: int) -> None:
    if any(len(row) != width for row in rows):
        raise Untranslatable(f"the rows that were given for it do not have {width} values each")


def all_read(readers: Sequence[Any], rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Return rows with the values that readers make; raises Untranslatable."""
    try:
        return tuple(tuple(_read(reader, value) for reader, value in zip(readers, row, strict=True)) for row in rows)
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise Untranslatable(f"a value has another form than its column: {error}") from error


def _fetched(shelf: Shelf, sql: str) -> tuple[Any, list[Any]]:
    cursor = shelf.execute(sql)
    return cursor, cursor.fetchall()


def _read(reader: Callable[[Any], Any] | None, value: Any) -> Any:
    made = marked(value)
    if made is not None:
        return MadeValue(made)
    if isinstance(value, str) and MARK in value:
        raise ValueError("it is made from a value that only the database makes")
    return value if reader is None else reader(value)


def _reader(shelf: Shelf, column: Any, schema: Schema) -> Callable[[Any], Any] | None:
    """Return what makes a result column's values: its type, or that of the schema's column where it has none."""
    type_ = column.type
    if not type_._isnull:
        reader: Callable[[Any], Any] | None = type_._cached_result_processor(shelf.connection.dialect, None)
        return reader
    for element in column.objects or ():
        while isinstance(element, Label):
            element = element.element  # noqa: PLW2901
        if isinstance(element, ColumnClause) and element.table is not None:
            table = getattr(element.table, "element", element.table)  # out of an alias
            known = schema.find(getattr(table, "name", ""), getattr(table, "schema", None))
            found = known.find_column(element.name) if known is not None else None
            if found is not None:
                return column_reader(shelf.dialect, found.type)
    return None


def column_value(dialect: Dialect, column: Column, value: Any) -> Any:
    """Return a value of a column as the driver gives it."""
    return _read(column_reader(dialect, column.type), value)


def column_reader(dialect: Dialect, type_: Any) -> Callable[[Any], Any] | None:
    """Return what makes a raw value into what the database's driver gives for a type."""
    kind = kind_of(type_)
    if kind is None or kind not in dialect.driver_types:
        return None
    if kind is sa_types.JSON:
        return lambda value: json.loads(value) if isinstance(value, str) else value
    if kind in (sa_types.Numeric, sa_types.Float):
        return _decimal if getattr(type_, "asdecimal", False) else None
    reader: Callable[[Any], Any] | None = kind()._cached_result_processor(_inner(), None)
    return reader


def _inner() -> Any:
    from sqlcompile.rows.inner import RowsDialect  # noqa: PLC0415 - made when the first row is read

    return RowsDialect()


def _decimal(value: Any) -> Any:
    return value if value is None else decimal.Decimal(str(value))
