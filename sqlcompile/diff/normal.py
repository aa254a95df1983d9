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
        words, their_words = _differing(one, other)
        if _STRUCTURE & {*words, *their_words} or _literals(words) != _literals(their_words):
            return False
        here, there = normal(left.sqlglot_name, one), normal(right.sqlglot_name, other)
        if here is None or here != there:
            return False
    return True


_QUOTES = str.maketrans("", "", '"`[]')
_WORD = re.compile(r"N?'(?:[^']|'')*'|\w+|[^\w\s]")
_STRUCTURE = frozenset(
    [
        "ADD",
        "ALTER",
        "CHANGE",
        "COLUMN",
        "COMMENT",
        "DEFAULT",
        "DROP",
        "EXEC",
        "GENERATED",
        "IDENTITY",
        "AUTO_INCREMENT",
        "MODIFY",
        "NOT",
        "NULL",
        "ON",
        "RENAME",
        "SET",
        "TYPE",
    ]
)
"""Keywords that sqlglot writes where they stood: no other spelling of a statement lacks them."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a statement without quotes of names and in one line, where it has no other quotes."""
    return " ".join((text if "'" in text else text.translate(_QUOTES)).split())


def _differing(one: str, other: str) -> tuple[list[str], list[str]]:
    """Return the words between what two texts begin and end with alike."""
    mine, others = _WORD.findall(one), _WORD.findall(other)
    while mine and others and mine[-1] == others[-1]:
        mine.pop()
        others.pop()
    pairs = zip(mine, others, strict=False)
    alike = next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(mine), len(others)))
    return mine[alike:], others[alike:]


def _literals(words: Sequence[str]) -> list[str]:
    return [word for word in words if word[-1] == "'"]


@lru_cache(maxsize=4096)
def normal(dialect: str, text: str) -> str | None:
    """Return a statement as sqlglot writes it for no database in particular, None where it cannot read it."""
    trees = parsed(dialect, text)
    return written(trees[0]) if len(trees) == 1 else None


def written(tree: Any) -> str:
    """Return a statement as sqlglot writes it for no database in particular, names without quotes."""
    from sqlglot import exp  # noqa: PLC0415

    tree = tree.copy()
    for name in tree.find_all(exp.Identifier):
        name.set("quoted", False)
    with silent():
        return str(tree.sql(comments=False))
