"""Server defaults in one spelling, whichever of those that mean the same was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.parentheses import stripped
from sqlcompile.dialect.scanner import Lexis

_NUMBER = re.compile(r"(?:N(?='))?('?)\s*([+-]?)\s*0*(\d+)(?:\.(\d*))?\s*\1")


def plain_default(lexis: Lexis, synonyms: Mapping[str, str], type_: TypeEngine[Any], text: str) -> str:
    """Return a default without parentheses around it, words in lower case, and numbers as such where they are ones.

    ``synonyms`` are expressions, in the form that this returns, each with the one that counts for it.
    """
    text = stripped(lexis, text)
    number = _NUMBER.fullmatch(text)
    if number is not None and issubclass(type_kind(type_), sa.Integer | sa.Numeric | sa.Float | sa.Boolean):
        return _plain_number(number[2], number[3], number[4] or "", fixed=_has_fixed_places(type_))
    words = " ".join(piece.text.lower() if piece.kind == "word" else piece.text for piece in lexis.significant(text))
    return synonyms.get(words, words)


def type_kind(type_: TypeEngine[Any]) -> type[Any]:
    """Return what SQLAlchemy takes a type for, also one that a project makes of another."""
    return type_._type_affinity or sa.types.NullType


def _has_fixed_places(type_: Any) -> bool:
    """Return whether zeros at the end of a number change nothing of what is kept."""
    while isinstance(type_, sa.types.TypeDecorator):
        type_ = type_.impl_instance
    return not isinstance(type_, sa.Numeric) or isinstance(type_, sa.Float) or type_.scale is not None


def _plain_number(sign: str, whole: str, places: str, *, fixed: bool) -> str:
    places = places.rstrip("0") if fixed else places
    made = f"{whole}.{places}" if places else whole
    return f"-{made}" if sign == "-" and made.strip("0.") else made
