"""What goes with a column or a constraint that is dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.schema.model import Index, Key, Schema, Table, Unique
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.expressions import columns_in_text
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.names import column_name, find_table, same
from sqlcompile.schema.reading.tables import without_references


def drop_column(schema: Schema, cursor: Cursor, key: Key, name: str, *, cascade: bool) -> Schema:
    """Return the schema without the column, and without what cannot be without it."""
    table = find_table(cursor.flavor, schema, key)
    if table is None:
        return schema
    name = column_name(cursor.flavor, table, name)
    if cascade:
        schema = without_references(schema, table, name)
        table = schema.tables[schema.key(table.name, table.namespace)]
    if cursor.flavor.drop_narrows_indexes:
        return schema.with_table(_narrowed(table, name))
    primary = table.primary_key
    return schema.with_table(
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name != name),
            primary_key=None if primary is not None and name in primary.columns else primary,
            constraints=tuple(c for c in table.constraints if name not in c.column_names),
            indexes=tuple(i for i in table.indexes if name not in names_in(cursor.flavor, table, i)),
        )
    )


def names_in(flavor: Flavor, table: Table, index: Index) -> set[str]:
    """Return the columns that an index stands on, in the text of its expressions and its WHERE too."""
    texts: Iterable[Any] = (*index.expressions, *(value for _, value in index.options))
    names = set(index.column_names)
    for part in texts:
        if isinstance(part, ClauseElement):
            names.update(columns_in_text(flavor, str(part), table.columns))
    return names


def _narrowed(table: Table, name: str) -> Table:
    """Return the table without the column, which is taken out of its indexes and keys, as MySQL does."""

    def left(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column for column in names if column != name)

    constraints = [
        replace(c, columns=left(c.columns)) if isinstance(c, Unique) else c
        for c in table.constraints
        if isinstance(c, Unique) or name not in c.column_names
    ]
    indexes = [replace(i, expressions=tuple(e for e in i.expressions if e != name)) for i in table.indexes]
    primary = table.primary_key
    if primary is not None:
        primary = replace(primary, columns=left(primary.columns)) if left(primary.columns) else None
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name != name),
        primary_key=primary,
        constraints=tuple(c for c in constraints if not isinstance(c, Unique) or c.columns),
        indexes=tuple(index for index in indexes if index.expressions),
    )


def drop_constraint(cursor: Cursor, table: Table, name: str) -> Table:
    """Return the table without the constraint or the named default."""
    flavor = cursor.flavor
    primary = table.primary_key
    if primary is not None and same(flavor, primary.name, name):
        return replace(table, primary_key=None)
    return replace(
        table,
        constraints=tuple(c for c in table.constraints if not same(flavor, c.name, name)),
        columns=tuple(
            replace(c, default=None, default_name=None) if same(flavor, c.default_name, name) else c
            for c in table.columns
        ),
    )


def without_dependents(schema: Schema, before: Table, after: Table) -> Schema:
    """Return the schema without the foreign keys that a dropped key of the table held, as CASCADE says."""
    kept = _keys(after)
    gone = [columns for columns in _keys(before) if columns not in kept]
    for other, key in list(schema.referring(before.name, before.namespace)):
        if frozenset(key.target_columns) in gone:
            current = schema.table(other.name, other.namespace)
            left = tuple(constraint for constraint in current.constraints if constraint is not key)
            schema = schema.with_table(replace(current, constraints=left))
    return schema


def _keys(table: Table) -> list[frozenset[str]]:
    found = [frozenset(c.columns) for c in table.constraints if isinstance(c, Unique)]
    return found + ([frozenset(table.primary_key.columns)] if table.primary_key else [])


def drop_key(table: Table, columns: tuple[str, ...]) -> Table:
    """Return the table without the unique constraint on these columns, as Oracle names it."""
    return replace(
        table,
        constraints=tuple(c for c in table.constraints if not (isinstance(c, Unique) and c.columns == columns)),
    )
