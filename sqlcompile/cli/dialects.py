"""``sqlcompile dialects``."""

from __future__ import annotations


def dialects() -> None:
    """List the databases and what each one does not do."""
    from sqlcompile.dialect.load import dialect_names

    for name in dialect_names():
        print(name)
