"""What SQL expressions mean to a database: the same text where it is the same on two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.transpiling import parsed
from sqlcompile.diff.normal import written
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema.model import given_text

_ALIKE = frozenset(
    "ABS AND CASE CAST COALESCE COUNT EXISTS IF LENGTH MAX MIN NULLIF OR REPLACE STR_POSITION SUM TRIM XOR".split()  # noqa: SIM905
)
"""The functions, as sqlglot calls them, that databases have alike wherever it keeps their names."""
_OF_LETTERS = frozenset(("LOWER", "UPPER"))
"""Those that are alike where all letters have a case, not the ASCII ones alone."""


_OPERAND = r"(?:[A-Za-z_]\w*|\d+(?:\.\d+)?|'[^'\\]*')"
_PLAIN = re.compile(rf"{_OPERAND}(?: (?:=|<>|<=|>=|<|>|\+|-|\*|AND|OR) {_OPERAND})*")
"""Names, numbers and texts with operators that all databases have, as sqlglot would write them."""
_SPECIAL = re.compile(
    r"\b(?:CURRENT\w*|LOCAL\w*|SYS\w*|UTC\w*|SESSION\w*|\w*USER|ROWNUM|LEVEL|TRUE|FALSE|NULL|NOT|DEFAULT|now|today)\b",
    re.IGNORECASE,
)
"""Words that are no names, or may be none."""


def text_of(dialect: Dialect, expression: str | ClauseElement) -> str:
    """Return an expression in one line, as it was given, or as the database is given it."""
    if isinstance(expression, str):
        text = expression
    else:
        given = given_text(expression)
        try:
            text = given if given is not None else dialect.compile(expression)
        except SqlcompileError:
            text = str(expression)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def meaning_of(dialect: Dialect, text: str) -> str:
    """Return an expression in words that two databases share only where it means the same to both.

    Names and operators are alike, but for divisions and LIKE; functions only where that is known.
    """
    if _PLAIN.fullmatch(text) and not _SPECIAL.search(text):
        return text
    family = dialect.sqlglot_name
    trees = parsed(family, f"SELECT {text}")
    if len(trees) != 1:
        return f"{text}, as {dialect.title} reads it"
    said = written(neutral(trees[0])).removeprefix("SELECT ")
    if unknown_functions(trees):
        return f"{said}, as {dialect.title} has it"
    if own_functions(dialect, trees):
        return f"{said}, as {family} has it"
    return said + _differing(dialect, trees[0])


def _differing(dialect: Dialect, tree: Any) -> str:
    """Return what is said of operators that databases differ in."""
    from sqlglot import exp  # noqa: PLC0415 - most projects need none

    said = ""
    divisions = list(tree.find_all(exp.Div))
    if divisions:
        whole = dialect.meaning.whole_division
        said += ", whole numbers divided to whole ones" if whole else ", divided with fractions"
    if any(division.args.get("safe") and not _never_by_zero(division) for division in divisions):
        said += ", NULL where divided by 0"
    if tree.find(exp.Like) is not None:
        said += ", whatever the case" if dialect.like_ignores_case else ", case counts"
    return said


def neutral(tree: Any) -> Any:
    """Return a tree in which divisions are the same for all databases, but for those that may be by zero."""
    from sqlglot import exp  # noqa: PLC0415 - most projects need none

    tree = tree.copy()
    for division in tree.find_all(exp.Div):
        division.set("typed", None)
        if _never_by_zero(division):
            division.set("safe", None)
    return tree


def divides(trees: Iterable[Any]) -> bool:
    """Return whether there is a division in statements."""
    from sqlglot import exp  # noqa: PLC0415 - most projects need none

    return any(tree.find(exp.Div) is not None for tree in trees)


def _never_by_zero(division: Any) -> bool:
    divisor = division.expression
    return divisor.key == "literal" and not divisor.is_string and divisor.name.strip("0.") != ""


def unknown_functions(trees: Iterable[Any]) -> list[str]:
    """Return the functions that sqlglot does not know, in lower case."""
    from sqlglot import exp  # noqa: PLC0415 - most projects need none

    return sorted({str(call.this).lower() for tree in trees for call in tree.find_all(exp.Anonymous)})


def own_functions(dialect: Dialect, trees: Iterable[Any]) -> list[str]:
    """Return the functions that databases may have in ways of their own, in lower case."""
    return [name.lower() for tree in trees for name in _functions(tree) if name not in _alike(dialect)]


def _alike(dialect: Dialect) -> frozenset[str]:
    return _ALIKE if dialect.meaning.native else _ALIKE | _OF_LETTERS


@lru_cache(maxsize=4096)
def _functions(tree: Any) -> tuple[str, ...]:
    from sqlglot import exp  # noqa: PLC0415 - most projects need none

    found = {call.sql_name() for call in tree.find_all(exp.Func) if not isinstance(call, exp.Anonymous)}
    return tuple(sorted(found))
