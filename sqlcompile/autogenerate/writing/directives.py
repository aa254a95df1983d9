"""Operations as calls of ``op``'s directives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.schema import CreateSchema, CreateSequence, DropSchema, DropSequence

from sqlcompile.autogenerate.forms import HOW
from sqlcompile.autogenerate.writing.code import Call, Code, call, flat, quoted
from sqlcompile.autogenerate.writing.columns import add_column, alter_column, drop_column
from sqlcompile.autogenerate.writing.constraints import added_constraint, constraint_code
from sqlcompile.autogenerate.writing.expressions import (
    option_codes,
    sequence_code,
)
from sqlcompile.autogenerate.writing.items import (
    column_code,
    index_columns,
    name_code,
)
from sqlcompile.autogenerate.writing.lookup import found_name
from sqlcompile.autogenerate.writing.place import Place, given, optional
from sqlcompile.autogenerate.writing.tables import said_in_table, table_keywords
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
from sqlcompile.schema.model import Table


def directive(place: Place, operation: Operation) -> Code:
    """Return an operation as code; raises Unwritten where there is no directive for it."""
    found: Callable[[Place, Any], Code] | None = _WRITERS.get(type(operation))
    if found is None:
        raise Unwritten(type(operation).__name__, "There is no directive for it.")
    return found(place, operation)


# --- tables ---


def _create_table(place: Place, operation: CreateTable) -> Code:
    style = place.style
    table = operation.value
    own = style.own("table", operation.made)
    if own is not None:
        return own
    items = said_in_table(style, table)
    arguments = [column_code(style, table, column, key=column.name in items.key) for column in items.columns]
    arguments += [constraint_code(style, table, constraint) for constraint in items.constraints]
    return call(
        style.op("create_table"),
        quoted(table.name),
        *arguments,
        **table_keywords(style, table),
        if_not_exists=given(operation.if_not_exists),
    )


def _drop_table(place: Place, operation: DropTable) -> Code:
    return place.directive("drop_table", operation.table, operation.namespace, if_exists=given(operation.if_exists))


def _rename_table(place: Place, operation: RenameTable) -> Code:
    return place.directive("rename_table", operation.table, operation.namespace, quoted(operation.new_name))


def _comment_table(place: Place, operation: CommentTable) -> Code:
    existing = optional(place.table(operation).comment)
    where = (operation.table, operation.namespace)
    if operation.comment is None:
        return place.directive("drop_table_comment", *where, existing_comment=existing)
    return place.directive("create_table_comment", *where, quoted(operation.comment), existing_comment=existing)


# --- constraints and indexes ---


def _add_constraint(place: Place, operation: AddConstraint) -> Code:
    table = place.before.find(operation.table, operation.namespace) or Table(operation.table, operation.namespace)
    named = replace(table, name=operation.table, namespace=operation.namespace)
    return added_constraint(place.style, named, operation.constraint, batch=place.batch)


def _drop_constraint(place: Place, operation: DropConstraint) -> Code:
    name = name_code(place.style, operation.type or "", operation.name) or found_name(place, operation) or "None"
    type_ = optional(operation.type)
    if_exists = given(operation.if_exists)
    if place.batch:
        return call("batch_op.drop_constraint", name, type_=type_, if_exists=if_exists)
    where = quoted(operation.table)
    schema = optional(operation.namespace)
    return call(place.style.op("drop_constraint"), name, where, type_=type_, schema=schema, if_exists=if_exists)


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
        schema=None if place.batch else optional(operation.namespace),
        if_not_exists=given(operation.if_not_exists),
        **option_codes(style, index.options),
    )


def _drop_index(place: Place, operation: DropIndex) -> Code:
    style = place.style
    name = name_code(style, "index", operation.name) or "None"
    options: dict[str, Any] = option_codes(style, tuple(one for one in operation.keywords if one[0].endswith(HOW)))
    options = {"if_exists": given(operation.if_exists), **options}
    if place.batch:
        return call("batch_op.drop_index", name, **options)
    return call(
        style.op("drop_index"),
        name,
        table_name=optional(operation.table),
        schema=optional(operation.namespace),
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
            code = call(style.sa("Enum"), *map(quoted, made), name=quoted(key[1]), schema=optional(key[0]))
            return Call(f"{flat(code)}.create", (("", bind),))
    for key in before.enums.keys() - after.enums.keys():
        if key not in before.domains and len(after.enums) < len(before.enums):
            code = call(style.sa("Enum"), name=quoted(key[1]), schema=optional(key[0]))
            return Call(f"{flat(code)}.drop", (("", bind),))
    return None


_WRITERS: Mapping[type[Operation], Callable[[Place, Any], Code]] = {
    CreateTable: _create_table,
    DropTable: _drop_table,
    RenameTable: _rename_table,
    CommentTable: _comment_table,
    AddColumn: add_column,
    DropColumn: drop_column,
    AlterColumn: alter_column,
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    Execute: _execute,
}
