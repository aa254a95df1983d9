"""ALTER TABLE … MODIFY, CHANGE, and SQL Server's ALTER COLUMN: the column is defined anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlcompile.schema import edit
from sqlcompile.schema.model import Column, Table
from sqlcompile.schema.reading.alteration import Alteration, column_or_stub, placed, with_column
from sqlcompile.schema.reading.columns import read_definition
from sqlcompile.schema.reading.constraints import with_constraint
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.names import column_name
from sqlcompile.schema.reading.tables import settled


def redefine_type(item: Cursor, change: Alteration, table: Table, column: Column) -> None:
    """Apply SQL Server's ALTER COLUMN, which says the type and whether it may be null, and no more."""
    read = read_definition(item, change.schema, table, column.name)
    change.put(with_column(table, replace(column, type=read.column.type, nullable=read.column.nullable)))


def modify_column(item: Cursor, change: Alteration) -> None:
    """Apply MODIFY."""
    if item.word() in ("CONSTRAINT", "PARTITION", "LOB", "DEFAULT", "NESTED", "PRIMARY", "UNIQUE", "VARRAY"):
        return
    if item.word() == "(":
        for part in item.group().items():
            modify_column(part, change)
        return
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    name = column_name(item.flavor, table, item.name())
    _redefine(item, change, column_or_stub(item, table, name), name)


def change_column(item: Cursor, change: Alteration) -> None:
    """Apply CHANGE."""
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    column = column_or_stub(item, table, item.name())
    _redefine(item, change, column, item.name())


def _redefine(item: Cursor, change: Alteration, old: Column, name: str) -> None:
    """Apply MySQL's and Oracle's MODIFY: all of the column is said anew, or (Oracle) what changes."""
    table = change.table(item)
    read = read_definition(item, change.schema, table, old.name)
    column = read.column
    if item.flavor.modify_is_partial:
        kept: dict[str, Any] = {clause: getattr(column, clause) for clause in read.said if clause in _PROPERTIES}
        column = replace(old, **kept)
    primary = table.primary_key
    if primary is not None and column.name in primary.columns:
        column = replace(column, nullable=False)
    table = with_column(table, column)
    for constraint in read.constraints:
        table = with_constraint(table, constraint)
    change.put(settled(item, placed(item, table, read)))
    if name != old.name:
        change.schema = edit.rename_column(change.schema, change.table(item), old.name, name)


_PROPERTIES = ("type", "nullable", "default", "identity", "computed")
