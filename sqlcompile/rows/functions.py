"""The SQL functions that kept rows may be asked with: SQLite's own that give the same everywhere, and some more."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.unknown import MARK

ALLOWED = frozenset(
    """
    abs avg char coalesce concat concat_ws count cume_dist currval dense_rank exp first_value
    glob group_concat ifnull iif instr json json_array json_array_length json_extract json_group_array
    json_group_object json_object json_quote json_type json_valid lag last_value lead length like
    likelihood likely ln lower ltrim max min mod nextval ntile nullif pg_get_serial_sequence power
    printf quote rank replace round row_number rtrim setval sign sqlcompile_int sqlcompile_keeps sqlcompile_left
    sqlcompile_right
    sqlcompile_made sqlcompile_next sqlcompile_truth sqrt substr substring sum total trim unicode unlikely
    upper char_length character_length -> ->>
    """.split()  # noqa: SIM905 - a list of words reads best so
)
"""What the authorizer lets pass; others look at the clock, or at SQLite itself."""

_INTEGER = re.compile(r"[+-]?\d+")


def _known(*values: Any) -> None:
    """Raise ValueError where a value is one that only the database makes."""
    if any(isinstance(value, str) and MARK in value for value in values):
        raise ValueError("it is computed from a value that only the database makes")


def _plain(*values: Any) -> None:
    """Raise ValueError for letters of which collations and encodings make different things."""
    _known(*values)
    if not all(value is None or str(value).isascii() for value in values):
        raise ValueError("databases make different things of letters beyond ASCII")


def _concat(*parts: Any) -> str:
    _known(*parts)
    if any(part is None or isinstance(part, float) for part in parts):
        raise ValueError("databases join NULL and fractions in different ways")
    return "".join(map(str, parts))


def _lower(text: Any) -> Any:
    _plain(text)
    return None if text is None else str(text).lower()


def _upper(text: Any) -> Any:
    _plain(text)
    return None if text is None else str(text).upper()


def _left(text: Any, count: int) -> Any:
    _known(text)
    return None if text is None else str(text)[:count]


def _right(text: Any, count: int) -> Any:
    _known(text)
    if text is None:
        return None
    return str(text)[-count:] if count else ""


def _integer(value: Any) -> Any:
    """Return a value as an integer; raises ValueError where another database would refuse it or round."""
    if value is None or isinstance(value, int):
        return value
    if not isinstance(value, str) or not _INTEGER.fullmatch(value):
        raise ValueError(f"{value!r} is no integer")
    return int(value)


def _length(dialect: Dialect) -> Callable[[Any], Any]:
    def length(text: Any) -> Any:
        _known(text)
        if dialect.ignores_case and text is not None and (not str(text).isascii() or str(text).endswith(" ")):
            raise ValueError("its length may be counted in bytes, or without the spaces at its end")
        return None if text is None else len(str(text))

    return length


def _replace(dialect: Dialect) -> Callable[[Any, str, str], Any]:
    def replace(text: Any, old: str, new: str) -> Any:
        _known(text)
        if text is None:
            return None
        if dialect.ignores_case and str(text).casefold().count(old.casefold()) != str(text).count(old):
            raise ValueError("it may be replaced without regard to case")
        return str(text).replace(old, new)

    return replace


def _like(dialect: Dialect) -> Callable[..., Any]:
    patterns: dict[tuple[str, str], re.Pattern[str]] = {}
    flags = re.DOTALL | (re.IGNORECASE if dialect.like_ignores_case else 0)

    def like(pattern: Any, text: Any, escape: str = "") -> Any:
        if pattern is None or text is None:
            return None
        _known(pattern, text)
        if dialect.like_ignores_case:
            _plain(pattern, text)
        found = patterns.get((pattern, escape))
        if found is None:
            found = patterns[pattern, escape] = re.compile(_pattern(pattern, escape), flags)
        return int(found.fullmatch(str(text)) is not None)

    return like


def _pattern(pattern: str, escape: str) -> str:
    made, letters = [], iter(pattern)
    for letter in letters:
        if escape and letter == escape:
            made.append(re.escape(next(letters, "")))
        else:
            made.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return "".join(made)


def install(raw: sqlite3.Connection, dialect: Dialect, refuse: Callable[[str], None]) -> None:
    """Give a connection the functions that SQLite lacks, or has in a way of its own.

    SQLite keeps to itself what a function raises: ``refuse`` is told.
    """

    def telling(function: Callable[..., Any]) -> Callable[..., Any]:
        def told(*values: Any) -> Any:
            try:
                return function(*values)
            except ValueError as error:
                refuse(str(error))
                raise

        return told

    like = _like(dialect)
    for name, count, function in (
        ("sqlcompile_int", 1, _integer),
        ("concat", -1, _concat),
        ("lower", 1, _lower),
        ("upper", 1, _upper),
        ("sqlcompile_left", 2, _left),
        ("sqlcompile_right", 2, _right),
        ("length", 1, _length(dialect)),
        ("char_length", 1, _length(dialect)),
        ("character_length", 1, _length(dialect)),
        ("replace", 3, _replace(dialect)),
        ("like", 2, like),
        ("like", 3, like),
    ):
        raw.create_function(name, count, telling(function), deterministic=True)
