"""What changes a column into another of the same name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.forms import Forms
from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Column, Key, PrimaryKey, Schema, Table, columns_in


def differing(forms: Forms, old: tuple[Table, Column], new: tuple[Table, Column]) -> tuple[str, ...]:
    """Return the properties in which two columns differ, each given with its table."""
    (old_table, one), (new_table, other) = old, new
    found = []
    if one is other and old_table is new_table:
        return ()
    if not forms.same_type(one.type, other.type):
        found.append("type")
    if nullable(forms, old_table, one) != nullable(forms, new_table, other):
        found.append("nullable")
    if not forms.same_default(one, other):
        found.append("default")
    if forms.computed(one) != forms.computed(other):
        found.append("computed")
    if forms.identity(one) != forms.identity(other):
        found.append("identity")
    options = forms.options(one.options) != forms.options(other.options)
    # of columns that are alike in all that makes the database count, both are counted or none
    alike = not found and not options and (one.autoincrement, one.sequence) == (other.autoincrement, other.sequence)
    if not alike and forms.counts(old_table, one) != forms.counts(new_table, other):
        found.append("autoincrement")
    if forms.comment(one.comment) != forms.comment(other.comment):
        found.append("comment")
    if options:
        found.append("options")
    return tuple(found)


def nullable(forms: Forms, table: Table, column: Column) -> bool:
    """Return whether a column may be NULL, its table's primary key considered."""
    keys = table.primary_key.columns if table.primary_key is not None else ()
    return column.nullable and (forms.dialect.nullable_keys or column.name not in keys)


def alteration(
    forms: Forms, table: Table, old: Column, new: tuple[Table, Column], *, key_first: bool = False
) -> AlterColumn | None:
    """Return the change of a column in ``table`` into the new one, None where nothing changes.

    Counting is left out where it has to wait for the primary key; with ``key_first`` that is there.
    """
    new_table, column = new
    found = differing(forms, (table, old), new)
    values: dict[str, Any] = {}
    if "type" in found:
        values["type"] = column.type
        values["keywords"] = forms.dialect.conversion(old, column)
    if "nullable" in found:
        values["nullable"] = nullable(forms, new_table, column)
    if {"default", "identity", "computed"} & set(found):
        values["server_default"] = column.identity or column.computed or column.default
    if "comment" in found:
        values["comment"] = forms.comment(column.comment)
    if forms.dialect.counted_by_flag and "autoincrement" in found and key_first:
        values["autoincrement"] = column.autoincrement
    return AlterColumn(table.name, table.namespace, old.name, **values) if values else None


def can_be_altered(forms: Forms, schema: Schema, table: Table, old: Column, new: tuple[Table, Column]) -> bool:
    """Return whether the database changes a column in place, once nothing stands on it any more."""
    found = differing(forms, (table, old), new)
    if not found:
        return True
    if "computed" in found or ("autoincrement" in found and not forms.dialect.counted_by_flag):
        return False
    bare = replace(
        table,
        columns=tuple(column for column in table.columns if column.computed is None or column is old),
        primary_key=None,
        constraints=(),
        indexes=(),
    )
    change = alteration(forms, bare, old, new)
    if change is None:
        return True
    # what a key says of its columns comes with the key
    wanted = replace(new[0], primary_key=None).with_column(replace(new[1], nullable=nullable(forms, *new)))
    before = replace(schema, tables={bare.key: bare}, triggers={}, views={})
    try:
        for _ in forms.dialect.statements(change, before):
            pass
        after = change.apply(before, forms.dialect).table(table.name, table.namespace)
    except SqlcompileError:
        return False
    left = differing(forms, (after, after.column(old.name)), (wanted, wanted.column(old.name)))
    return not set(left) - {"autoincrement", "options"}


def mentioned(column: Column, names: set[str]) -> bool:
    """Return whether a column is computed from one of these."""
    if column.computed is None:
        return False
    words = {word.lower() for word in columns_in(column.computed.sqltext)}
    return any(name.lower() in words for name in names)


def addition(forms: Forms, table: Table, column: Column) -> AddColumn:
    """Return the operation that adds a column of ``table``, without what stands on it.

    Where a counted column must be a key first, it is added as a plain one.
    """
    counts = column.autoincrement and not forms.dialect.counted_by_flag and column.identity is None
    key = PrimaryKey(columns=(column.name,)) if counts and forms.counts(table, column) else None
    plain = replace(column, nullable=nullable(forms, table, column), autoincrement=key is not None)
    made: sa.Table = sa_table(Table(table.name, table.namespace, (plain,), key))
    return AddColumn(table.name, table.namespace, made)


def is_counted_alone(forms: Forms, table: Table, column: Column) -> bool:
    """Return whether a column is counted that is no key: only ADD COLUMN makes one so."""
    keys = table.primary_key.columns if table.primary_key is not None else ()
    return column.name not in keys and forms.counts(table, column)


FAILS_ON_ROWS = "is NOT NULL and has no default: adding it fails where the table has rows."


def failure_on_rows(key: Key, column: Column) -> str | None:
    """Return a sentence where a table that has rows refuses the new column."""
    given = (column.default, column.computed, column.identity)
    fails = not column.nullable and all(value is None for value in given) and not column.autoincrement
    return f"{'.'.join(part for part in (*key, column.name) if part)} {FAILS_ON_ROWS}" if fails else None
