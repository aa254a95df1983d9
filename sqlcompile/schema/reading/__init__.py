"""Reading raw SQL: the schema after a text was run.

DDL is read by small readers over tokens, so that types, defaults and expressions stay as they were
written; sqlglot reads the queries that tables are made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlcompile.schema.model import Schema

__all__ = ["read"]

_ROWS = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b[^;]*;?\s*$", re.IGNORECASE)
_DDL = re.compile(r"\b(?:alter|create|drop|exec|execute|sp_rename)\b", re.IGNORECASE)


def read(
    schema: Schema, text: str, sqlglot_dialect: str, settle: Callable[[Schema, Schema], Schema] | None = None
) -> Schema:
    """Return the schema after raw SQL text, of one statement or of several, was run.

    What is not understood is counted in ``not_analysed``, and the tables that it names are no
    longer complete. ``settle`` takes the schemas before and after each statement and returns the
    latter with what the database adds by itself, such as names. Never raises.
    """
    if _ROWS.match(text) and not _DDL.search(text):
        return schema
    from sqlcompile.schema.reading.reader import read as read_all  # noqa: PLC0415 - many histories never need it

    return read_all(schema, text, sqlglot_dialect, settle)
