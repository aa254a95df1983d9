"""Columns and constraints taken out of their table, so that another one can have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import conv

from sqlcompile.errors import ScriptError
from sqlcompile.offline.directives.directive import HINT
from sqlcompile.schema.convert import OF_TYPE, constraint_from, sa_exclude
from sqlcompile.schema.model import Check, Constraint, Exclude, ForeignKey, PrimaryKey, Unique


def detached(items: Iterable[Any]) -> Iterator[Any]:
    """Yield the items of a table, each free of it; a check that comes with a column's type comes with its copy."""
    for item in items:
        if isinstance(item, sa.Column):
            yield _free_column(item)
        elif not isinstance(item, sa.Constraint):
            yield item
        elif not getattr(item, "_type_bound", False) and not item.info.get(OF_TYPE):
            yield _free_constraint(item)


def _free_column(column: sa.Column[Any]) -> sa.Column[Any]:
    return column if getattr(column, "table", None) is None else column._copy()


def _free_constraint(item: sa.Constraint) -> sa.Constraint:
    """Return a constraint that names its columns; one that a hook wrote so is as it is."""
    given = getattr(item, "_pending_colargs", ())
    if getattr(item, "parent", None) is None and not any(isinstance(one, sa.Column) for one in given):
        return item
    value = constraint_from(item)
    if value is None:
        raise ScriptError(f"sqlcompile does not know the {type(item).__name__} of a table in env.py.", hint=HINT)
    return _named(value)


def _named(value: Constraint) -> sa.Constraint:
    """Return a constraint of columns that are given by their names; its own is not changed by a convention."""
    name = None if value.name is None else conv(value.name)
    if isinstance(value, PrimaryKey | Unique):
        class_: Any = sa.PrimaryKeyConstraint if isinstance(value, PrimaryKey) else sa.UniqueConstraint
        made: sa.Constraint = class_(
            *value.columns,
            name=name,
            deferrable=value.deferrable,
            initially=value.initially,
            **dict(value.options),
        )
        return made
    if isinstance(value, ForeignKey):
        return sa.ForeignKeyConstraint(
            list(value.columns),
            [".".join(filter(None, (*value.target, column))) for column in value.target_columns],
            name=name,
            onupdate=value.onupdate,
            ondelete=value.ondelete,
            deferrable=value.deferrable,
            initially=value.initially,
            match=value.match,
            **dict(value.options),
        )
    if isinstance(value, Check):
        condition: Any = value.expression
        return sa.CheckConstraint(
            condition, name=name, deferrable=value.deferrable, initially=value.initially, **dict(value.options)
        )
    assert isinstance(value, Exclude)
    return sa_exclude(value, name)
