"""The SQL functions that kept rows may be asked with: SQLite's own that give the same everywhere, and some more."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

ALLOWED = frozenset(
    """
    abs avg ceil ceiling char coalesce concat concat_ws count cume_dist currval dense_rank exp first_value floor
    glob greatest group_concat ifnull iif instr json json_array json_array_length json_extract json_group_array
    json_group_object json_object json_quote json_type json_valid lag last_value lead least left length len like
    likelihood likely ln lower lpad ltrim max md5 min mod nextval ntile nullif pg_get_serial_sequence power
    printf quote rank replace reverse right round row_number rpad rtrim setval sign split_part sqlcompile_made
    sqlcompile_next sqrt strpos substr substring sum total trim unicode unlikely upper char_length
    character_length nvl isnull sqlcompile_truth sqlcompile_database sqlcompile_object sqlcompile_existing
    sqlcompile_name sqlcompile_column sqlcompile_space sqlcompile_type sqlcompile_visible sqlcompile_among
    sqlcompile_item -> ->>
    """.split()  # noqa: SIM905 - a list of words reads best so
)
"""What the authorizer lets pass; others mean something else elsewhere, or look at the clock."""


def _known(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return arguments; raises ValueError for a NULL, of which databases make different things."""
    if any(value is None for value in values):
        raise ValueError
    return values


def _concat(*parts: Any) -> str:
    return "".join(str(part) for part in _known(parts))


def _concat_ws(separator: Any, *parts: Any) -> str:
    return str(separator).join(str(part) for part in _known(parts))


def _greatest(*values: Any) -> Any:
    return max(_known(values))


def _least(*values: Any) -> Any:
    return min(_known(values))


def _left(text: Any, count: Any) -> Any:
    return None if text is None or count is None else str(text)[: int(count)]


def _right(text: Any, count: Any) -> Any:
    if text is None or count is None:
        return None
    return str(text)[-int(count) :] if int(count) else ""


def _md5(text: Any) -> Any:
    return None if text is None else hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()


def _split_part(text: Any, separator: Any, number: Any) -> Any:
    if text is None or separator is None or number is None:
        return None
    parts = str(text).split(str(separator))
    return parts[int(number) - 1] if 0 < int(number) <= len(parts) else ""


def _strpos(text: Any, part: Any) -> Any:
    return None if text is None or part is None else str(text).find(str(part)) + 1


def _length(text: Any) -> Any:
    return None if text is None else len(str(text))


def install(raw: sqlite3.Connection) -> None:
    """Give a connection the functions that SQLite lacks."""
    for name, count, function in (
        ("concat", -1, _concat),
        ("concat_ws", -1, _concat_ws),
        ("greatest", -1, _greatest),
        ("least", -1, _least),
        ("left", 2, _left),
        ("right", 2, _right),
        ("md5", 1, _md5),
        ("split_part", 3, _split_part),
        ("strpos", 2, _strpos),
        ("char_length", 1, _length),
        ("character_length", 1, _length),
    ):
        raw.create_function(name, count, function, deterministic=True)
