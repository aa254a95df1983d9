"""Statements in one spelling: as sqlglot writes them, whichever database they are for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.transpiling import parsed
from sqlcompile.schema.reading.queries import silent


def same(left: Dialect, mine: Sequence[str], right: Dialect, others: Sequence[str]) -> bool:
    """Return whether statements are equal but for quoting, the case of keywords and names of types that are one."""
    if len(mine) != len(others):
        return False
    for one, other in zip(mine, others, strict=True):
        if one == other:
            continue
        here, there = normal(left.sqlglot_name, one), normal(right.sqlglot_name, other)
        if here is None or here != there:
            return False
    return True


@lru_cache(maxsize=4096)
def normal(dialect: str, text: str) -> str | None:
    """Return a statement as sqlglot writes it for no database in particular, None where it cannot read it."""
    trees = parsed(dialect, text)
    return _written(trees[0]) if len(trees) == 1 else None


def _written(tree: Any) -> str:
    from sqlglot import exp  # noqa: PLC0415

    for name in tree.find_all(exp.Identifier):
        name.set("quoted", False)
    with silent():
        return str(tree.sql(comments=False))
