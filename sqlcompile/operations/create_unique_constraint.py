"""``op.create_unique_constraint``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlcompile.operations.add_constraint import record_constraint
from sqlcompile.schema.model import Unique


def create_unique_constraint(
    constraint_name: str | None,
    table_name: str,
    columns: Sequence[str],
    *,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    **kw: Any,
) -> None:
    """Make a unique constraint on columns."""
    unique = Unique(
        constraint_name,
        columns=tuple(columns),
        deferrable=deferrable,
        initially=initially,
        options=tuple(kw.items()),
    )
    record_constraint(table_name, schema, unique)
