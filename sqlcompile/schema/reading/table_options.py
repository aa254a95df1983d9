"""What follows the parentheses of CREATE TABLE: options, parents, the query that fills it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.types import NullType

from sqlcompile.schema.model import Check, Column, Options, Schema, Table
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.names import find_table, spelled
from sqlcompile.schema.reading.queries import query_columns
from sqlcompile.schema.reading.types import RawType


def with_options(cursor: Cursor, schema: Schema, table: Table) -> Table:
    """Return the table with what follows the parentheses."""
    prefix = cursor.flavor.option_prefix
    options: list[tuple[str, Any]] = list(table.options)
    comment = table.comment
    while not cursor.done:
        if cursor.accept("COMMENT"):
            cursor.accept("=")
            comment = cursor.string()
        elif cursor.accept("INHERITS"):
            parents = [item.key() for item in cursor.group().items()]
            for parent in parents:
                table = _inherits(table, find_table(cursor.flavor, schema, parent))
            options.append((f"{prefix}_inherits", tuple(name for _, name in parents)))
        elif cursor.sees("AS") or (cursor.word() in ("SELECT", "WITH", "(") and _holds_query_here(cursor)):
            cursor.accept("AS")
            table = _from_query(cursor, schema, table)
            break
        else:
            _option(cursor, prefix, options)
    table = replace(table, options=_unique_options(options), comment=comment)
    return _keys_not_null(table) if _KEYS_NOT_NULL & {name for name, _ in options} else table


_KEYS_NOT_NULL = frozenset({"sqlite_with_rowid", "sqlite_strict"})


def _keys_not_null(table: Table) -> Table:
    """Return SQLite's table without a rowid, or a strict one: NULL in its key is refused there."""
    keys = table.primary_key.columns if table.primary_key else ()
    rowid = len(keys) == 1 and any(column.name in keys and column.autoincrement for column in table.columns)
    if rowid and dict(table.options).get("sqlite_with_rowid", True):
        return table
    columns = tuple(replace(c, nullable=False) if c.name in keys else c for c in table.columns)
    return replace(table, columns=columns)


def _holds_query_here(cursor: Cursor) -> bool:
    return cursor.word() == "SELECT" or cursor.word(1) in ("SELECT", "WITH")


def _unique_options(options: list[tuple[str, Any]]) -> Options:
    return tuple(dict(options).items())


def _option(cursor: Cursor, prefix: str, options: list[tuple[str, Any]]) -> None:
    """Go past one option of a table and add it, where SQLAlchemy has a keyword for it."""
    start = cursor.at
    if cursor.accept("WITHOUT", "ROWID"):
        options.append(("sqlite_with_rowid", False))
    elif cursor.sees("STRICT") and cursor.flavor.rowid_alias:
        cursor.skip()
        options.append(("sqlite_strict", True))
    elif cursor.accept("PARTITION", "BY"):
        begin = cursor.at
        cursor.skip_to("(")
        cursor.skip()
        options.append((f"{prefix}_partition_by", cursor.raw(begin, cursor.at)))
        if cursor.word() == "(" and cursor.flavor.backslash_escapes:
            parts = ", ".join(item.raw() for item in cursor.group().items())
            options.append((f"{prefix}_partition_definitions", parts))
    elif cursor.flavor.backslash_escapes and cursor.sees_name():
        cursor.accept("DEFAULT")
        if cursor.done:
            return
        name = "_".join(_option_words(cursor)).lower()
        cursor.accept("=")
        if cursor.at > start and not cursor.done and cursor.word() not in (",", "(", ";"):
            token = cursor.tokens[cursor.at]
            value = cursor.string() if token.kind == "string" else token.text
            cursor.at += 0 if token.kind == "string" else 1
            name = {"charset": "default_charset", "character_set": "default_charset"}.get(name, name)
            options.append((f"{prefix}_{name}", value))
    else:
        cursor.skip()


def _option_words(cursor: Cursor) -> list[str]:
    words = [cursor.raw(cursor.at, cursor.at + 1)]
    cursor.skip()
    if (words[0].upper(), cursor.word()) in {
        ("CHARACTER", "SET"),
        ("DATA", "DIRECTORY"),
        ("INDEX", "DIRECTORY"),
        ("PARTITION", "BY"),
    }:
        words.append(cursor.raw(cursor.at, cursor.at + 1))
        cursor.skip()
    return words


def _from_query(cursor: Cursor, schema: Schema, table: Table) -> Table:
    """Return the table with the columns of the query that fills it."""
    if cursor.word() == "(":
        cursor = cursor.group()
    found = query_columns(schema, cursor.raw(), cursor.flavor)
    names = [column.name for column in table.columns]
    if names and all(RawType.is_missing(column.type) for column in table.columns):
        types = dict(zip(names, found, strict=False))
        columns = tuple(replace(types.get(name) or Column(name, NullType()), name=name) for name in names)
    else:
        columns = (
            *table.columns,
            *(column for column in found if spelled(cursor.flavor, column.name, names) not in names),
        )
    complete = bool(found) and not any(column.type._isnull for column in columns)
    return replace(table, columns=columns, complete=complete)


def _inherits(table: Table, parent: Table | None) -> Table:
    """Return the table with its parent's columns and checks before its own; keys are not inherited."""
    if parent is None:
        return replace(table, complete=False)
    own = [column.name for column in table.columns]
    columns = tuple(column for column in parent.columns if column.name not in own)
    checks = tuple(constraint for constraint in parent.constraints if isinstance(constraint, Check))
    return replace(
        table,
        columns=(*columns, *table.columns),
        constraints=(*checks, *table.constraints),
        complete=table.complete and parent.complete,
    )
