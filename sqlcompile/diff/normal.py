"""Statements in one spelling: as sqlglot writes them, whichever database they are for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect


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
    tree = parsed(dialect, text)
    return None if tree is None else _written(tree)


def parsed(dialect: str, text: str) -> Any:
    """Return the tree of a statement, None where sqlglot cannot read it, or only copies it."""
    import sqlglot  # noqa: PLC0415 - a diff of equal texts needs none
    from sqlglot import exp  # noqa: PLC0415

    with quiet():
        try:
            trees = sqlglot.parse(text, read=dialect)
        except sqlglot.errors.SqlglotError:
            return None
    if len(trees) != 1 or trees[0] is None or trees[0].find(exp.Command) is not None:
        return None
    return trees[0]


def _written(tree: Any) -> str:
    from sqlglot import exp  # noqa: PLC0415

    for name in tree.find_all(exp.Identifier):
        name.set("quoted", False)
    with quiet():
        return str(tree.sql(comments=False))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep sqlglot from saying what it does not know, for the time of a with block: it is told otherwise."""
    logger = logging.getLogger("sqlglot")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
