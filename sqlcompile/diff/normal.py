"""Statements in one spelling: as sqlglot writes them, whichever database they are for."""

from __future__ import annotations

import re
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
        if one == other or plain(one) == plain(other):
            continue
        if _telling(one) != _telling(other):
            return False
        here, there = normal(left.sqlglot_name, one), normal(right.sqlglot_name, other)
        if here is None or here != there:
            return False
    return True


_QUOTES = str.maketrans("", "", '"`[]')
_TELLING = re.compile(
    r"\b(?:MODIFY|CHANGE|EXEC|AUTO_INCREMENT|IDENTITY|SERIAL|GENERATED|COMMENT|TYPE|RENAME|DROP|ADD|ALTER|SET|ENGINE)\b"
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a statement without quotes of names and in one line, where it has no other quotes."""
    return " ".join((text if "'" in text else text.translate(_QUOTES)).split())


@lru_cache(maxsize=4096)
def _telling(text: str) -> tuple[str, ...]:
    """Return the keywords that no spelling of the same statement lacks."""
    return tuple(_TELLING.findall(text))


@lru_cache(maxsize=4096)
def normal(dialect: str, text: str) -> str | None:
    """Return a statement as sqlglot writes it for no database in particular, None where it cannot read it."""
    trees = parsed(dialect, text)
    return _written(trees[0]) if len(trees) == 1 else None


def _written(tree: Any) -> str:
    from sqlglot import exp  # noqa: PLC0415

    tree = tree.copy()
    for name in tree.find_all(exp.Identifier):
        name.set("quoted", False)
    with silent():
        return str(tree.sql(comments=False))
