"""ALTER TABLE … ALTER COLUMN."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlcompile.schema.model import Column, Schema
from sqlcompile.schema.reading.columns import read_identity, sequence_options
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.expressions import default_of, text_of
from sqlcompile.schema.reading.types import read_type, with_collation


def alter_column(item: Cursor, schema: Schema, column: Column) -> Column:
    """Return the column after what follows ALTER COLUMN and its name; storage options change nothing."""
    if item.accept("TYPE") or item.accept("SET", "DATA", "TYPE"):
        type_ = read_type(item, schema)
        if item.accept("COLLATE"):
            type_ = with_collation(type_, ".".join(item.parts()))
        return replace(column, type=type_)
    if item.accept("SET", "DEFAULT"):
        return replace(column, default=default_of(item))
    if item.accept("DROP", "DEFAULT"):
        return replace(column, default=None, default_name=None)
    if item.accept("SET", "NOT", "NULL"):
        return replace(column, nullable=False)
    if item.accept("DROP", "NOT", "NULL"):
        return replace(column, nullable=True)
    return _alter_generation(item, column)


def _alter_generation(item: Cursor, column: Column) -> Column:
    if item.accept("DROP", "IDENTITY"):
        return replace(column, identity=None, autoincrement=False)
    if item.accept("DROP", "EXPRESSION"):
        return replace(column, computed=None)
    if item.accept("SET", "EXPRESSION", "AS") and column.computed is not None:
        computed: Any = type(column.computed)(text_of(item.group().raw()), persisted=column.computed.persisted)
        return replace(column, computed=computed)
    if item.accept("ADD"):
        identity = read_identity(item)
        return column if identity is None else replace(column, identity=identity, nullable=False)
    if column.identity is not None and item.word() == "SET":
        return replace(column, identity=_changed_identity(item, column.identity))
    return column


def _changed_identity(item: Cursor, identity: Any) -> Any:
    """Return the identity after SET GENERATED … and SET INCREMENT BY …."""
    changed = identity._copy()
    while item.accept("SET"):
        if item.accept("GENERATED", "ALWAYS"):
            changed.always = True
        elif item.accept("GENERATED", "BY", "DEFAULT"):
            changed.always = False
        else:
            for name, value in sequence_options(item).items():
                setattr(changed, name, value)
    return changed
