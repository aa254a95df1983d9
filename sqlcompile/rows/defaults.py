"""What a column gets where an INSERT leaves it out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Column

_STRING = re.compile(
    r"(?:[EeNn]|_utf8mb\d)?'((?:[^'\\]|'')*)'(?:\s*::\s*[\w .\"]+(?:\([\d, ]*\))?(?:\[\])?)?", re.DOTALL
)
_NUMBER = re.compile(r"'?([-+]?\d+(?:\.\d+)?)'?(?:\s*::\s*[\w ]+)?")
_WORDS = {"TRUE": 1, "FALSE": 0, "NULL": None, "B'0'": 0, "B'1'": 1}
_NEXT = re.compile(r"nextval\s*\(\s*'([^']+)'|NEXT\s+VALUE\s+FOR\s+([\w.\"\[\]]+)|([\w.\"]+)\.nextval", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """A value; also that of a column without a default, NULL."""

    value: str | int | float | None


@dataclass(frozen=True, slots=True)
class Made:
    """A value that the database makes at that time: ``sql`` says how."""

    sql: str


@dataclass(frozen=True, slots=True)
class Next:
    """The next number of a sequence."""

    sequence: str


def default_of(column: Column, dialect: Dialect) -> Known | Made | Next:
    """Return what a row gets in a column that it does not name."""
    if column.computed is not None:
        return Made(f"computed column {column.name}")
    if column.default is None:
        return Known(None)
    text = unwrapped(dialect.default_sql(column.default))
    if text.upper() in _WORDS:
        return Known(_WORDS[text.upper()])
    found = _NUMBER.fullmatch(text)
    if found is not None and text[:1] != "'":
        return Known(float(found[1]) if "." in found[1] else int(found[1]))
    found = _STRING.fullmatch(text)
    if found is not None:
        return Known(found[1].replace("''", "'"))
    found = _NEXT.search(text)
    if found is not None:
        return Next(sequence_name(next(name for name in found.groups() if name)))
    return Made(text)


def unwrapped(text: str) -> str:
    """Return an expression without the parentheses that stand around all of it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _matches(text):
        text = text[1:-1].strip()
    return text


def _matches(text: str) -> bool:
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index == len(text) - 1
    return False


def sequence_name(name: str) -> str:
    """Return a sequence's name as the kept rows know it: without namespace and quotes."""
    return name.rpartition(".")[2].strip('"[]`').lower()
