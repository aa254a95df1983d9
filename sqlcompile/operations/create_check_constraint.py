"""``op.create_check_constraint``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sqlcompile.operations.add_constraint import record_constraint
from sqlcompile.schema.model import Check, columns_in


def create_check_constraint(
    constraint_name: str | None,
    table_name: str,
    condition: str | sa.ColumnElement[bool] | sa.TextClause,
    *,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    **kw: Any,
) -> None:
    """Make a check constraint; ``condition`` is SQL text or an expression."""
    check = Check(
        constraint_name,
        expression=condition,
        columns=columns_in(sa.text(condition) if isinstance(condition, str) else condition),
        deferrable=deferrable,
        initially=initially,
        options=tuple(kw.items()),
    )
    record_constraint(table_name, schema, check)
