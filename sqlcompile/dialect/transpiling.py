"""SQL of one database as sqlglot reads it, and writes it for another: a proposal, never the word of a database."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlcompile.schema.reading.queries import silent


@lru_cache(maxsize=4096)
def transpiled(read: str, write: str, text: str) -> str | None:
    """Return the statements of one database as sqlglot writes them for another, None where it cannot.

    ``read`` and ``write`` are sqlglot's names of the databases.
    """
    import sqlglot  # noqa: PLC0415 - most projects need none

    trees = parsed(read, text)
    if not trees:
        return None
    with silent():
        try:
            written = [tree.sql(dialect=write, unsupported_level=sqlglot.ErrorLevel.RAISE) for tree in trees]
        except sqlglot.errors.SqlglotError:
            return None
    return ";\n".join(written)


@lru_cache(maxsize=1024)
def parsed(read: str, text: str) -> list[Any]:
    """Return the trees of the statements of a text, none where sqlglot cannot read it, or only copies it.

    They are not to be changed.
    """
    import sqlglot  # noqa: PLC0415 - most projects need none
    from sqlglot import exp  # noqa: PLC0415

    with silent():
        try:
            trees: list[Any] = [tree for tree in sqlglot.parse(text, read=read) if tree is not None]
        except sqlglot.errors.SqlglotError:
            return []
    return [] if any(tree.find(exp.Command) is not None for tree in trees) else trees


def tokens_of(read: str, text: str) -> list[Any]:
    """Return the words of a text as sqlglot tells them apart, none where it cannot."""
    import sqlglot  # noqa: PLC0415 - most projects need none

    try:
        return sqlglot.Dialect.get_or_raise(read).tokenize(text)
    except sqlglot.errors.SqlglotError:
        return []
