"""Reading raw SQL (being written)."""

from __future__ import annotations

from sqlcompile.schema.model import Schema


def read(schema: Schema, text: str, sqlglot_dialect: str) -> Schema:
    """Return the schema after raw SQL text."""
    return schema
