"""``op.create_exclude_constraint`` (PostgreSQL)."""

from __future__ import annotations

from typing import Any

from sqlcompile.operations.add_constraint import record_constraint
from sqlcompile.schema.convert import exclude_from


def create_exclude_constraint(
    constraint_name: str | None, table_name: str, *elements: Any, schema: str | None = None, **kw: Any
) -> None:
    """Make an exclusion constraint; elements are pairs of an expression and an operator."""
    from sqlalchemy.dialects.postgresql import ExcludeConstraint  # noqa: PLC0415 - costs its drivers' imports

    made = ExcludeConstraint(*elements, name=constraint_name, **kw)
    record_constraint(table_name, schema, exclude_from(made))
