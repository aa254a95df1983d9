"""Columns and constraints as code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import conv

from sqlcompile.autogenerate.writing.code import Call, Code, Listed, call, quoted, strings, tupled, value_code
from sqlcompile.autogenerate.writing.expressions import (
    computed_code,
    default_code,
    identity_code,
    option_codes,
    sequence_code,
    sql_text,
    text_code,
)
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.schema.convert import sa_column, sa_constraint, sa_table, stub_table
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Exclude,
    ForeignKey,
    PrimaryKey,
    Table,
    Unique,
    column_name,
)

_CONVENTION_KEYS = {"primary": "pk", "foreignkey": "fk", "unique": "uq", "check": "ck", "index": "ix"}
_CLASSES = {
    "primary": sa.PrimaryKeyConstraint,
    "foreignkey": sa.ForeignKeyConstraint,
    "unique": sa.UniqueConstraint,
    "check": sa.CheckConstraint,
    "index": sa.Index,
}


def name_code(style: Style, kind: str, name: str | None) -> Code | None:
    """Return a name; one that a convention would change in ``op.f()``, and in scripts one that a convention made."""
    if name is None:
        return None
    if (isinstance(name, conv) and not style.final_name) or _changes_names(style, kind):
        return style.final(name)
    return quoted(name)


def _pattern(style: Style, kind: str) -> str:
    """Return the convention for the names of such things that scripts run under, empty where there is none."""
    keys: tuple[Any, ...] = (_CONVENTION_KEYS.get(kind), _CLASSES.get(kind))
    return next((str(style.convention[key]) for key in keys if key is not None and key in style.convention), "")


def _changes_names(style: Style, kind: str) -> bool:
    return "%(constraint_name)s" in _pattern(style, kind)


def constraint_name(style: Style, item: Constraint) -> Code | None:
    """Return a constraint's name, None where the database shall choose it."""
    if item.generated and not _pattern(style, item.kind):
        return None
    return name_code(style, item.kind, item.name)


def column_code(style: Style, table: Table, column: Column, *, key: bool = False) -> Code:
    """Return a column; with ``key`` it says itself that it is the primary key, or of it."""
    own = style.own("column", sa_column(column))
    if own is not None:
        return own
    arguments, keywords = column_arguments(style, table, column, key=key)
    return call(style.sa("Column"), quoted(column.name), *arguments, **keywords)


def column_arguments(
    style: Style, table: Table, column: Column, *, key: bool = False
) -> tuple[list[Code], dict[str, Code | None]]:
    """Return what is said of a column behind its name: by place, and by keyword."""
    arguments: list[Code] = [type_code(style, column.type)]
    if column.sequence is not None:
        arguments.append(sequence_code(style, column.sequence))
    if column.computed is not None:
        arguments.append(computed_code(style, column.computed))
    if column.identity is not None:
        arguments.append(identity_code(style, column.identity))
    return arguments, {
        "primary_key": "True" if key else None,
        "autoincrement": _autoincrement(table, column),
        "nullable": _nullable(style, table, column, key=key),
        "server_default": default_code(style, column),
        "comment": None if column.comment is None else quoted(column.comment),
        **option_codes(style, column.options),
    }


def _nullable(style: Style, table: Table, column: Column, *, key: bool) -> str | None:
    if not column.nullable:
        return None if key or column.identity is not None else "False"
    is_key = key or (style.dialect.nullable_keys and _is_key(table, column))
    return "True" if is_key or column.identity is not None else None


def _is_key(table: Table, column: Column) -> bool:
    return table.primary_key is not None and column.name in table.primary_key.columns


def _autoincrement(table: Table, column: Column) -> str | None:
    """Return whether the column is counted, None where SQLAlchemy takes it for what it is anyway."""
    if column.identity is not None or not (column.autoincrement or _is_key(table, column)):
        return None
    plain = replace(table, constraints=tuple(c for c in table.constraints if isinstance(c, ForeignKey)), indexes=())
    made: Any = sa_table(plain)
    for one in made.columns:
        one.autoincrement = "auto"
    made.primary_key._reload(list(made.primary_key.columns))
    counted = made._autoincrement_column is made.c[column.name]
    return None if counted == column.autoincrement else repr(column.autoincrement)


def inline_key(style: Style, key: PrimaryKey | None, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the columns that can say themselves that they are the primary key: one without a name."""
    if key is None or constraint_name(style, key) is not None or key.options or key.deferrable or key.initially:
        return ()
    names = tuple(column.name for column in columns if column.name in key.columns)
    return names if names == key.columns else ()


def _timing(item: Any) -> dict[str, Code | None]:
    deferrable = None if item.deferrable is None else repr(item.deferrable)
    return {"deferrable": deferrable, "initially": None if item.initially is None else quoted(item.initially)}


def _actions(key: ForeignKey) -> dict[str, Code | None]:
    given = {"onupdate": key.onupdate, "ondelete": key.ondelete, "match": key.match}
    return {name: None if value is None else quoted(value) for name, value in given.items()}


_HOOK_KINDS = {"primary": "primary_key", "foreignkey": "foreign_key", "unique": "unique", "check": "check"}


def constraint_code(style: Style, table: Table, item: Constraint, targets: Code | None = None) -> Code:
    """Return a constraint as it stands among the columns of its table; ``targets`` are what a foreign key refers to."""
    if item.kind in _HOOK_KINDS:
        stub = stub_table(table.name, table.namespace, item.column_names, table)
        own = style.own(_HOOK_KINDS[item.kind], sa_constraint(item, stub.metadata, stub))
        if own is not None:
            return own
    name = constraint_name(style, item)
    if isinstance(item, PrimaryKey | Unique):
        class_ = "PrimaryKeyConstraint" if isinstance(item, PrimaryKey) else "UniqueConstraint"
        return call(
            style.sa(class_),
            *map(quoted, item.columns),
            name=name,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, ForeignKey):
        return call(
            style.sa("ForeignKeyConstraint"),
            strings(item.columns),
            targets or strings(".".join(filter(None, (*item.target, column))) for column in item.target_columns),
            name=name,
            **_actions(item),
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Check):
        return call(
            style.sa("CheckConstraint"),
            quoted(sql_text(style, item.expression)),
            name=name,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Exclude):
        class_ = style.of_dialect(style.dialect.sa.name, "ExcludeConstraint")
        return call(class_, *_elements(style, item), name=name, **_exclusion(style, item))
    raise TypeError(item)


def _elements(style: Style, item: Exclude) -> list[Code]:
    return [
        tupled([text_code(style, one) if (name := column_name(one)) is None else quoted(name), quoted(operator)])
        for one, operator in item.elements
    ]


def _exclusion(style: Style, item: Exclude) -> dict[str, Code | None]:
    return {
        "using": quoted(item.using),
        "where": None if item.where is None else text_code(style, item.where),
        "ops": value_code(dict(item.ops)) if item.ops else None,
        **_timing(item),
    }


def added_constraint(style: Style, table: Table, item: Constraint, *, batch: bool) -> Call:
    """Return the directive that adds a constraint to a table; in a batch block the table is known."""
    place: list[Code] = [] if batch else [quoted(table.name)]
    name = constraint_name(style, item) or "None"
    schema = None if batch or table.namespace is None else quoted(table.namespace)
    prefix = "batch_op." if batch else style.op_prefix
    if isinstance(item, PrimaryKey):
        return call(f"{prefix}create_primary_key", name, *place, strings(item.columns), schema=schema)
    if isinstance(item, Unique):
        return call(
            f"{prefix}create_unique_constraint",
            name,
            *place,
            strings(item.columns),
            schema=schema,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, ForeignKey):
        namespace, target = item.target
        return call(
            f"{prefix}create_foreign_key",
            name,
            *place,
            quoted(target),
            strings(item.columns),
            strings(item.target_columns),
            **_actions(item),
            **_timing(item),
            source_schema=schema,
            referent_schema=None if namespace is None else quoted(namespace),
            **option_codes(style, item.options),
        )
    if isinstance(item, Check):
        return call(
            f"{prefix}create_check_constraint",
            name,
            *place,
            _condition(style, item),
            schema=schema,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Exclude):
        return call(
            f"{prefix}create_exclude_constraint",
            name,
            *place,
            *_elements(style, item),
            schema=schema,
            **_exclusion(style, item),
        )
    raise TypeError(item)


def _condition(style: Style, item: Check) -> Code:
    """Return a condition as text; one with an escaped colon says itself that it is ``sa.text()``."""
    text = sql_text(style, item.expression)
    return text_code(style, item.expression) if r"\:" in text else quoted(text)


def index_columns(style: Style, expressions: Sequence[Any]) -> Listed:
    """Return what an index stands on: names, and expressions as text."""
    return Listed(tuple(quoted(one) if isinstance(one, str) else text_code(style, one) for one in expressions))
