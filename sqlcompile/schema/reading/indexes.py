"""Indexes: their columns and expressions, and CREATE INDEX and DROP INDEX."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.schema.model import Index, Key, Options, Schema, Table, View
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.expressions import text_of
from sqlcompile.schema.reading.names import column_name, find_table, index_owner, same, table_or_stub

_KINDS = (
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "BITMAP",
    "CLUSTERED",
    "NONCLUSTERED",
    "COLUMNSTORE",
    "VECTOR",
    "MULTIVALUE",
)


def elements_of(cursor: Cursor, table: Table) -> tuple[tuple[str | ClauseElement, ...], Options]:
    """Go past an index's columns; return them, with the options that stand beside a column."""
    prefix = cursor.flavor.option_prefix
    expressions: list[str | ClauseElement] = []
    lengths: dict[str, int] = {}
    operators: dict[str, str] = {}
    for item in cursor.group().items():
        start = item.at
        if not item.sees_name() or item.word(1) == "." or (item.word(1) == "(" and not _is_length(item)):
            expressions.append(text_of(item.raw(start)))
            continue
        name = column_name(cursor.flavor, table, item.name())
        if item.word() == "(":
            length = item.group().number()
            if length is not None:
                lengths[name] = length
        if item.sees_name() and item.word() not in ("ASC", "DESC", "NULLS", "COLLATE"):
            operators[name] = item.raw(item.at, item.at + 1)
            item.skip()
        if item.done or (item.accept("ASC") and item.done):
            expressions.append(name)
        else:
            expressions.append(_ordered(item, name) if name not in operators else text_of(item.raw(start)))
            operators.pop(name, None) if not isinstance(expressions[-1], str) else None
    options: list[tuple[str, Any]] = []
    if lengths:
        options.append((f"{prefix}_length", lengths))
    if operators and prefix == "postgresql":
        options.append((f"{prefix}_ops", operators))
    return tuple(expressions), tuple(options)


def _is_length(item: Cursor) -> bool:
    return item.flavor.backslash_escapes and item.part(item.at + 2, item.stop).number() is not None


def _ordered(item: Cursor, name: str) -> ClauseElement:
    """Return a column with its order, or as text where more is said."""
    start = item.at
    column: Any = sa.column(name)
    if item.accept("DESC"):
        column = column.desc()
    elif item.tokens[item.at - 1].word == "ASC":
        column = column.asc()
    if item.accept("NULLS", "FIRST"):
        column = column.nulls_first()
    elif item.accept("NULLS", "LAST"):
        column = column.nulls_last()
    if item.done:
        return column  # type: ignore[no-any-return]
    begin = next(i for i in range(start, -1, -1) if i == 0 or item.tokens[i - 1].word in ("(", ","))
    return text_of(item.raw(begin))


def index_options(cursor: Cursor) -> Options:
    """Go past what follows an index's columns and return it as SQLAlchemy's keywords."""
    prefix = cursor.flavor.option_prefix
    options: list[tuple[str, Any]] = []
    while not cursor.done:
        if cursor.accept("INCLUDE"):
            options.append((f"{prefix}_include", list(cursor.names())))
        elif cursor.accept("NULLS", "NOT", "DISTINCT"):
            options.append((f"{prefix}_nulls_not_distinct", True))
        elif cursor.accept("WHERE"):
            start = cursor.at
            while not cursor.done and not (cursor.sees("WITH", "(") and prefix == "mssql"):
                cursor.skip()
            options.append((f"{prefix}_where", text_of(cursor.raw(start, cursor.at))))
        elif cursor.sees("WITH", "(") and prefix == "postgresql":
            cursor.accept("WITH")
            options.append((f"{prefix}_with", _parameters(cursor.group())))
        elif cursor.accept("TABLESPACE"):
            name = cursor.name()
            if prefix == "postgresql":
                options.append((f"{prefix}_tablespace", name))
        elif cursor.accept("USING"):
            options.append((f"{prefix}_using", cursor.name()))
        elif cursor.accept("COMPRESS") and prefix == "oracle":
            options.append((f"{prefix}_compress", cursor.number() or True))
        else:
            cursor.skip()
    return tuple(options)


def _parameters(group: Cursor) -> dict[str, str]:
    found = {}
    for item in group.items():
        name = item.name()
        item.accept("=")
        found[name] = item.raw()
    return found


def create_index(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE … INDEX, read from behind CREATE."""
    prefix = cursor.flavor.option_prefix
    cursor.accept("OR", "REPLACE")
    kinds = []
    while word := cursor.accept_any(*_KINDS):
        kinds.append(word)
    cursor.expect("INDEX")
    options = _kind_options(prefix, kinds)
    if cursor.accept("CONCURRENTLY"):
        options.append((f"{prefix}_concurrently", True))
    lenient = cursor.if_exists()
    key: Key = (None, "") if cursor.word() == "ON" else cursor.key()
    if cursor.accept("USING"):
        options.append((f"{prefix}_using", cursor.name()))
    cursor.expect("ON")
    cursor.accept("ONLY")
    target = cursor.key()
    if cursor.accept("USING"):
        options.append((f"{prefix}_using", cursor.name()))
    place = schema.key(target[1], target[0])
    view = schema.views.get(place) if find_table(cursor.flavor, schema, target) is None else None
    table = Table(target[1], indexes=view.indexes) if view else table_or_stub(cursor.flavor, schema, target)
    if cursor.word() != "(":
        if "COLUMNSTORE" in kinds:
            return schema
        raise Unread("columns")
    expressions, beside = elements_of(cursor, table)
    name = key[1] or None
    index = Index(name, expressions, "UNIQUE" in kinds, (*options, *beside, *index_options(cursor)))
    there = [other for other in table.indexes if name is not None and same(cursor.flavor, name, other.name)]
    if lenient and there:
        return schema
    indexes = (*(i for i in table.indexes if i not in there), index)
    if view is not None:
        return replace(schema, views={**schema.views, place: replace(view, indexes=indexes)})
    return schema.with_table(replace(table, indexes=indexes))


def _kind_options(prefix: str, kinds: list[str]) -> list[tuple[str, Any]]:
    options: list[tuple[str, Any]] = []
    for kind in kinds:
        if kind in ("FULLTEXT", "SPATIAL"):
            options.append((f"{prefix}_prefix", kind))
        elif kind in ("CLUSTERED", "NONCLUSTERED"):
            options.append((f"{prefix}_clustered", kind == "CLUSTERED"))
        elif kind in ("BITMAP", "COLUMNSTORE"):
            options.append((f"{prefix}_{kind.lower()}", True))
    return options


def inline_index(cursor: Cursor, table: Table) -> Index:
    """Return MySQL's or SQL Server's index inside of CREATE TABLE or ALTER TABLE … ADD."""
    prefix = cursor.flavor.option_prefix
    kinds = []
    while word := cursor.accept_any(*_KINDS):
        kinds.append(word)
    cursor.accept_any("KEY", "INDEX")
    cursor.if_exists()
    name = cursor.name() if cursor.sees_name() and cursor.word() != "USING" else None
    while word := cursor.accept_any(*_KINDS):
        kinds.append(word)
    options = _kind_options(prefix, kinds)
    if cursor.accept("USING"):
        options.append((f"{prefix}_using", cursor.name()))
    expressions, beside = elements_of(cursor, table)
    if name is None:
        name = expressions[0] if expressions and isinstance(expressions[0], str) else "functional_index"
    return Index(name, expressions, "UNIQUE" in kinds, (*options, *beside, *index_options(cursor)))


def drop_index(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP INDEX, read from behind it."""
    cursor.accept("CONCURRENTLY")
    cursor.if_exists()
    for item in cursor.items():
        parts = item.parts()
        key: Key = (parts[-2] if len(parts) > 1 else None, parts[-1])
        if item.accept("ON"):
            schema = without_index(schema, item, item.key(), key[1])
            continue
        owner = index_owner(item.flavor, schema, key)
        if owner is not None:
            schema = without_index(schema, item, owner[0].key, key[1])
        elif any(index.name == key[1] for view in schema.views.values() for index in view.indexes):
            schema = replace(schema, views={k: _without_index(v, key[1]) for k, v in schema.views.items()})
        elif key[0] is not None:  # SQL Server's table.index
            schema = without_index(schema, item, (None, key[0]), key[1])
    return schema


def _without_index(view: View, name: str) -> View:
    return replace(view, indexes=tuple(index for index in view.indexes if index.name != name))


def without_index(schema: Schema, cursor: Cursor, table_key: Key, name: str) -> Schema:
    """Return the schema without an index, or a unique constraint that was dropped as one."""
    table = find_table(cursor.flavor, schema, table_key)
    if table is None:
        return schema
    left = tuple(index for index in table.indexes if not same(cursor.flavor, index.name, name))
    constraints = table.constraints
    if len(left) == len(table.indexes):
        constraints = tuple(c for c in constraints if c.kind != "unique" or not same(cursor.flavor, c.name, name))
    return schema.with_table(replace(table, indexes=left, constraints=constraints))


def rename_index(schema: Schema, cursor: Cursor, key: Key, new: str) -> Schema:
    """Return the schema with an index renamed, or the constraint that it belongs to."""
    owner = index_owner(cursor.flavor, schema, key)
    if owner is not None:
        table, old = owner
        indexes = tuple(replace(i, name=new) if i is old else i for i in table.indexes)
        return schema.with_table(replace(table, indexes=indexes))
    for table in schema.tables.values():
        for constraint in table.all_constraints():
            if constraint.name is not None and same(cursor.flavor, constraint.name, key[1]):
                return schema.with_table(rename_constraint(cursor, table, constraint.name, new))
    return schema


def rename_constraint(cursor: Cursor, table: Table, old: str, new: str) -> Table:
    """Return the table with a constraint renamed."""
    primary = table.primary_key
    if primary is not None and same(cursor.flavor, primary.name, old):
        return replace(table, primary_key=replace(primary, name=new, generated=False))
    return replace(
        table,
        constraints=tuple(
            replace(c, name=new, generated=False) if same(cursor.flavor, c.name, old) else c for c in table.constraints
        ),
    )
