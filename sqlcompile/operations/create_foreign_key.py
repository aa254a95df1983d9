"""``op.create_foreign_key``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlcompile.operations.add_constraint import record_constraint
from sqlcompile.schema.model import ForeignKey


def create_foreign_key(
    constraint_name: str | None,
    source_table: str,
    referent_table: str,
    local_cols: Sequence[str],
    remote_cols: Sequence[str],
    *,
    onupdate: str | None = None,
    ondelete: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    match: str | None = None,
    source_schema: str | None = None,
    referent_schema: str | None = None,
    **dialect_kw: Any,
) -> None:
    """Make a foreign key from columns of ``source_table`` to columns of ``referent_table``.

    ``use_alter`` says nothing here: the table is there.
    """
    key = ForeignKey(
        constraint_name,
        columns=tuple(local_cols),
        target=(referent_schema, referent_table),
        target_columns=tuple(remote_cols),
        onupdate=onupdate,
        ondelete=ondelete,
        deferrable=deferrable,
        initially=initially,
        match=match,
        options=tuple((name, value) for name, value in dialect_kw.items() if name != "use_alter"),
    )
    record_constraint(source_table, source_schema, key)
