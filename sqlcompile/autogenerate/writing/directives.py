"""Operations as calls of ``op``'s directives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateSchema, CreateSequence, DropSchema, DropSequence
from sqlalchemy.sql.base import SchemaEventTarget

from sqlcompile.autogenerate.forms import HOW
from sqlcompile.autogenerate.writing.code import Call, Code, call, flat, quoted
from sqlcompile.autogenerate.writing.expressions import (
    computed_code,
    identity_code,
    option_codes,
    sequence_code,
    server_default_code,
)
from sqlcompile.autogenerate.writing.items import (
    added_constraint,
    column_code,
    constraint_code,
    index_columns,
    inline_key,
    name_code,
)
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.errors import Unwritten
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.drop_table import DropTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.convert import sa_column, type_checks
from sqlcompile.schema.model import Check, Column, Schema, Table


@dataclass(frozen=True, slots=True)
class Place:
    """Where a directive stands: what is there before it, and whether in a batch block."""

    style: Style
    before: Schema
    batch: bool = False
    with_checks: frozenset[tuple[str, str]] = frozenset()
    """Tables and columns that are added together with the checks of their types."""

    def directive(self, name: str, table: str | None, namespace: str | None, *arguments: Code, **keywords: Any) -> Call:
        """Return the call of a directive for a table, which a batch block knows."""
        if self.batch:
            return call(f"batch_op.{name}", *arguments, **keywords)
        places = [] if table is None else [quoted(table)]
        return call(self.style.op(name), *places, *arguments, **keywords, schema=_quoted(namespace))

    def table(self, operation: Any) -> Table:
        """Return the table that an operation changes."""
        return self.before.find(operation.table, operation.namespace) or Table(operation.table, operation.namespace)


def directive(place: Place, operation: Operation) -> Code:
    """Return an operation as code; raises Unwritten where there is no directive for it."""
    found: Callable[[Place, Any], Code] | None = _WRITERS.get(type(operation))
    if found is None:
        raise Unwritten(type(operation).__name__, "There is no directive for it.")
    return found(place, operation)


def _quoted(text: str | None) -> str | None:
    return None if text is None else quoted(text)


# --- tables ---


def _create_table(place: Place, operation: CreateTable) -> Code:
    style = place.style
    table = operation.value
    own = style.own("table", operation.made)
    if own is not None:
        return own
    keys = inline_key(style, table.primary_key, table.columns)
    checks = [c for c in table.constraints if isinstance(c, Check) and c.of_type]
    arguments: list[Code] = [quoted(table.name)]
    brought = []
    for column in table.columns:
        check = next((one for one in checks if one.columns == (column.name,)), None)
        if check is not None and _brings_check(style, column):
            brought.append(check)
        shown = _checked(style, column, checked=check is not None)
        arguments.append(column_code(style, table, shown, key=column.name in keys))
    constraints = [c for c in table.all_constraints() if not any(c is one for one in brought)]
    if keys:
        constraints.remove(table.primary_key)  # type: ignore[arg-type]
    arguments += [constraint_code(style, table, constraint) for constraint in constraints]
    return call(
        style.op("create_table"),
        *arguments,
        schema=_quoted(table.namespace),
        comment=_quoted(table.comment),
        prefixes=repr(list(table.prefixes)) if table.prefixes else None,
        **option_codes(style, table.options),
    )


def _brings_check(style: Style, column: Column) -> bool:
    if not isinstance(column.type, SchemaEventTarget):
        return False
    made = sa.Table("t", sa.MetaData(), sa_column(replace(column, sequence=None)))
    return bool(type_checks(made, style.dialect.ddl_compiler))


def _checked(style: Style, column: Column, *, checked: bool) -> Column:
    """Return the column, its type without the check that it would bring where there shall be none."""
    if checked or not _brings_check(style, column):
        return column
    type_: Any = column.type
    plain = type_.copy()
    plain.create_constraint = False
    return replace(column, type=plain)


def _drop_table(place: Place, operation: DropTable) -> Code:
    return place.directive("drop_table", operation.table, operation.namespace)


def _rename_table(place: Place, operation: RenameTable) -> Code:
    return place.directive("rename_table", operation.table, operation.namespace, quoted(operation.new_name))


def _comment_table(place: Place, operation: CommentTable) -> Code:
    existing = _quoted(place.table(operation).comment)
    where = (operation.table, operation.namespace)
    if operation.comment is None:
        return place.directive("drop_table_comment", *where, existing_comment=existing)
    return place.directive("create_table_comment", *where, quoted(operation.comment), existing_comment=existing)


# --- columns ---


def _add_column(place: Place, operation: AddColumn) -> Code:
    checked = (operation.table, operation.column.name) in place.with_checks
    column = _checked(place.style, operation.added, checked=checked)
    code = column_code(place.style, operation.value, column)
    inline = "True" if operation.inline_primary_key else None
    return place.directive("add_column", operation.table, operation.namespace, code, inline_primary_key=inline)


def _drop_column(place: Place, operation: DropColumn) -> Code:
    return place.directive("drop_column", operation.table, operation.namespace, quoted(operation.column))


def _alter_column(place: Place, operation: AlterColumn) -> Code:
    style = place.style
    table = place.table(operation)
    column = table.find_column(operation.column)
    given: dict[str, Code | None] = {}
    if column is not None:
        checked = any(isinstance(c, Check) and c.of_type and c.columns == (column.name,) for c in table.constraints)
        given["existing_type"] = _existing_type(style, _checked(style, column, checked=checked))
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


# --- constraints and indexes ---


def _add_constraint(place: Place, operation: AddConstraint) -> Code:
    table = place.before.find(operation.table, operation.namespace) or Table(operation.table, operation.namespace)
    named = replace(table, name=operation.table, namespace=operation.namespace)
    return added_constraint(place.style, named, operation.constraint, batch=place.batch)


def _drop_constraint(place: Place, operation: DropConstraint) -> Code:
    name = name_code(place.style, operation.type or "", operation.name) or "None"
    type_ = _quoted(operation.type)
    if place.batch:
        return call("batch_op.drop_constraint", name, type_=type_)
    where = quoted(operation.table)
    schema = _quoted(operation.namespace)
    return call(place.style.op("drop_constraint"), name, where, type_=type_, schema=schema)


def _create_index(place: Place, operation: CreateIndex) -> Code:
    style, index = place.style, operation.index
    name = name_code(style, "index", index.name) or "None"
    table = [] if place.batch else [quoted(operation.table)]
    return call(
        "batch_op.create_index" if place.batch else style.op("create_index"),
        name,
        *table,
        index_columns(style, index.expressions),
        unique="True" if index.unique else None,
        schema=None if place.batch else _quoted(operation.namespace),
        **option_codes(style, index.options),
    )


def _drop_index(place: Place, operation: DropIndex) -> Code:
    style = place.style
    name = name_code(style, "index", operation.name) or "None"
    options = option_codes(style, tuple(one for one in operation.keywords if one[0].endswith(HOW)))
    if place.batch:
        return call("batch_op.drop_index", name, **options)
    return call(
        style.op("drop_index"),
        name,
        table_name=_quoted(operation.table),
        schema=_quoted(operation.namespace),
        **options,
    )


# --- what is no table ---


def _execute(place: Place, operation: Execute) -> Code:
    style = place.style
    element: Any = operation.statement
    if isinstance(element, str):
        return _of_type(place, operation, element) or call(style.op("execute"), _text(element))
    name = type(element).__name__
    if isinstance(element, CreateSchema | DropSchema):
        return call(style.op("execute"), call(style.sa(f"schema.{name}"), quoted(element.element)))
    if isinstance(element, CreateSequence | DropSequence):
        made = call(style.sa(f"schema.{name}"), sequence_code(style, element.element))
        return call(style.op("execute"), made)
    return call(style.op("execute"), _text(str(element)))


def _text(text: str) -> str:
    """Return SQL as a literal, of several lines where it has some."""
    if "\n" in text and '"""' not in text and "\\" not in text and not text.endswith('"'):
        return f'"""{text}"""'
    return quoted(text)


def _of_type(place: Place, operation: Execute, text: str) -> Code | None:
    """Return the making, or the dropping, of an enum by SQLAlchemy's own means: other databases need none."""
    style = place.style
    before, after = place.before, operation.apply(place.before, style.dialect)
    bind = call(style.op("get_bind"))
    for key in after.enums.keys() - before.enums.keys():
        made = after.enums[key]
        if made and key not in after.domains and len(after.enums) > len(before.enums):
            code = call(style.sa("Enum"), *map(quoted, made), name=quoted(key[1]), schema=_quoted(key[0]))
            return Call(f"{flat(code)}.create", (("", bind),))
    for key in before.enums.keys() - after.enums.keys():
        if key not in before.domains and len(after.enums) < len(before.enums):
            code = call(style.sa("Enum"), name=quoted(key[1]), schema=_quoted(key[0]))
            return Call(f"{flat(code)}.drop", (("", bind),))
    return None


_WRITERS: Mapping[type[Operation], Callable[[Place, Any], Code]] = {
    CreateTable: _create_table,
    DropTable: _drop_table,
    RenameTable: _rename_table,
    CommentTable: _comment_table,
    AddColumn: _add_column,
    DropColumn: _drop_column,
    AlterColumn: _alter_column,
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    Execute: _execute,
}
