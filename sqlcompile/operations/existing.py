"""What the ``existing_*`` arguments of ``op.alter_column`` say against the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import UnsupportedOperation
from sqlcompile.schema.model import Column, ServerDefault


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One property that a script tells otherwise; ``column`` is the column after it and those before it."""

    argument: str
    told: str
    known: str
    column: Column

    def remark(self, place: str) -> str:
        """Return the sentence that a DBA reads before the statement."""
        return (
            f"{place}: {self.argument} says {self.told}, the history says {self.known}:"
            f" it becomes {self.told}, as the migration says"
        )


def contradictions(dialect: Dialect, column: Column, told: Mapping[str, Any]) -> Sequence[Contradiction]:
    """Return the contradictions, in the order of ``told``; None, or False for a default, tells nothing."""
    found: list[Contradiction] = []
    for name, value in told.items():
        before = found[-1].column if found else column
        after = _after(dialect, before, name, value)
        if after == before:
            continue
        words = [_words(dialect, name, each).replace("\n", " ") for each in (after, before)]
        if words[0] != words[1]:
            found.append(Contradiction(f"existing_{name}", words[0], words[1], after))
    return found


def _after(dialect: Dialect, column: Column, name: str, value: Any) -> Column:
    """Return the column with a property as it is told."""
    if name == "server_default":
        if value is False or isinstance(value, sa.Identity | sa.Computed) or column.identity is not None:
            return column
        after = with_default(column, value)
        return column if dialect.reflected_default(after) == dialect.reflected_default(column) else after
    if value is None:
        return column
    if name == "type":
        try:
            return replace(column, type=dialect.restated_type(column, value))
        except UnsupportedOperation:  # such as sa.String(), of no length
            return column
    if name == "comment":
        return replace(column, comment=value or None)
    if name == "nullable":
        return replace(column, nullable=value)
    return replace(column, autoincrement=bool(value))


def _words(dialect: Dialect, name: str, column: Column) -> str:
    """Return a property as it is called in SQL."""
    if name == "type":
        return dialect.type_sql(column.type)
    if name == "nullable":
        return "NULL" if column.nullable else "NOT NULL"
    if name == "server_default":
        return "no DEFAULT" if column.default is None else f"DEFAULT {dialect.default_sql(column.default)}"
    if name == "autoincrement":
        return "AUTO_INCREMENT" if column.autoincrement else "no AUTO_INCREMENT"
    return "no COMMENT" if column.comment is None else f"COMMENT {dialect.literals.quoted(column.comment)}"


def with_default(column: Column, default: Any) -> Column:
    """Return the column with that server default, as Column(server_default=…) takes it."""
    counted = column.autoincrement and column.identity is None
    column = replace(column, default=None, computed=None, identity=None, autoincrement=counted)
    if default is None:
        return column
    if isinstance(default, sa.Identity):
        return replace(column, identity=default)
    if isinstance(default, sa.Computed):
        return replace(column, computed=default)
    value: ServerDefault | None = default.arg if isinstance(default, sa.DefaultClause) else default
    return replace(column, default=value)
