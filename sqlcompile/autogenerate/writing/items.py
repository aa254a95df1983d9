"""Names, columns and what indexes stand on as code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import conv

from sqlcompile.autogenerate.writing.code import Code, Listed, call, quoted
from sqlcompile.autogenerate.writing.expressions import (
    computed_code,
    default_code,
    identity_code,
    option_codes,
    sequence_code,
    text_code,
)
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.schema.convert import sa_column, sa_table
from sqlcompile.schema.model import (
    Column,
    Constraint,
    ForeignKey,
    PrimaryKey,
    Table,
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


def index_columns(style: Style, expressions: Sequence[Any]) -> Listed:
    """Return what an index stands on: names, and expressions as text."""
    return Listed(tuple(quoted(one) if isinstance(one, str) else text_code(style, one) for one in expressions))
