"""Reading raw SQL: the schema after a text was run.

DDL is read by small readers over tokens, so that types, defaults and expressions stay as they were
written; sqlglot reads the queries that tables are made of.
"""

from sqlcompile.schema.reading.reader import read

__all__ = ["read"]
