"""``op.create_primary_key``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlcompile.operations.add_constraint import record_constraint
from sqlcompile.schema.model import PrimaryKey


def create_primary_key(
    constraint_name: str | None, table_name: str, columns: Sequence[str], *, schema: str | None = None
) -> None:
    """Make a primary key of existing columns."""
    record_constraint(table_name, schema, PrimaryKey(constraint_name, columns=tuple(columns)))
