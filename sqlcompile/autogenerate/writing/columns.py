"""Changes of columns as calls of ``op``'s directives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import SchemaEventTarget

from sqlcompile.autogenerate.writing.code import Code, quoted
from sqlcompile.autogenerate.writing.expressions import (
    computed_code,
    identity_code,
    option_codes,
    server_default_code,
)
from sqlcompile.autogenerate.writing.items import column_code, inline_key
from sqlcompile.autogenerate.writing.place import Place, given, optional
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.errors import Unwritten
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.schema.convert import sa_column, type_checks
from sqlcompile.schema.model import Check, Column


def add_column(place: Place, operation: AddColumn) -> Code:
    """Return ``add_column``."""
    checked = (operation.table, operation.column.name) in place.with_checks
    column = checked_as(place.style, operation.added, checked=checked)
    # only a key may be counted: such a column says that it is one, and is made one later
    key = inline_key(place.style, operation.value.primary_key, operation.value.columns)
    code = column_code(place.style, operation.value, column, key=bool(key))
    return place.directive(
        "add_column",
        operation.table,
        operation.namespace,
        code,
        if_not_exists=given(operation.if_not_exists),
        inline_references=given(operation.inline_references),
        inline_primary_key=given(operation.inline_primary_key),
        insert_before=optional(operation.insert_before),
        insert_after=optional(operation.insert_after),
    )


def drop_column(place: Place, operation: DropColumn) -> Code:
    """Return ``drop_column``."""
    return place.directive(
        "drop_column",
        operation.table,
        operation.namespace,
        quoted(operation.column),
        if_exists=given(operation.if_exists),
    )


def alter_column(place: Place, operation: AlterColumn) -> Code:
    """Return ``alter_column``, with what is there already: Alembic may have to restate it."""
    style = place.style
    table = place.table(operation)
    column = table.find_column(operation.column)
    given: dict[str, Code | None] = {}
    if column is not None:
        checked = any(isinstance(c, Check) and c.of_type and c.columns == (column.name,) for c in table.constraints)
        given["existing_type"] = _existing_type(style, checked_as(style, column, checked=checked))
    if operation.type is not None:
        given["type_"] = type_code(style, operation.type)
    if operation.nullable is not None:
        given["nullable"] = repr(operation.nullable)
    elif column is not None and (operation.type is not None or not column.nullable):
        given["existing_nullable"] = repr(column.nullable)
    if operation.server_default is not False:
        given["server_default"] = _default(style, operation.server_default)
    if column is not None and (existing := column.identity or column.computed or column.default) is not None:
        given["existing_server_default"] = _default(style, existing)
    if operation.comment is not False:
        given["comment"] = "None" if not operation.comment else quoted(str(operation.comment))
    if column is not None and column.comment:
        given["existing_comment"] = quoted(column.comment)
    if operation.autoincrement is not None:
        given["autoincrement"] = repr(operation.autoincrement)
    elif column is not None and column.autoincrement and style.dialect.counted_by_flag:
        given["existing_autoincrement"] = "True"
    if operation.new_name is not None:
        given = {"new_column_name": quoted(operation.new_name), **given}
    keywords = option_codes(style, operation.keywords)
    return place.directive(
        "alter_column", operation.table, operation.namespace, quoted(operation.column), **given, **keywords
    )


def _existing_type(style: Style, column: Column) -> Code | None:
    """Return the type of a column that is there, None where it cannot be said: the history knows it anyway."""
    try:
        return type_code(style, column.type)
    except Unwritten:
        return None


def _default(style: Style, default: Any) -> Code:
    if default is None:
        return "None"
    if isinstance(default, sa.Identity):
        return identity_code(style, default)
    if isinstance(default, sa.Computed):
        return computed_code(style, default)
    return server_default_code(style, default)


def brings_check(style: Style, column: Column) -> bool:
    """Return whether the type of a column comes with a check constraint."""
    if not isinstance(column.type, SchemaEventTarget):
        return False
    made = sa.Table("t", sa.MetaData(), sa_column(replace(column, sequence=None)))
    return bool(type_checks(made, style.dialect.ddl_compiler))


def checked_as(style: Style, column: Column, *, checked: bool) -> Column:
    """Return the column, its type without the check that it would bring where there shall be none."""
    if checked or not brings_check(style, column):
        return column
    type_: Any = column.type
    plain = type_.copy()
    plain.create_constraint = False
    return replace(column, type=plain)
