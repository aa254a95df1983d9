"""``op.drop_table_comment``."""

from __future__ import annotations

from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.recorder import current


def drop_table_comment(table_name: str, *, existing_comment: str | None = None, schema: str | None = None) -> None:
    """Remove the comment of a table."""
    current().record(CommentTable(table_name, schema, None, existing_comment))
