"""Values for columns whose type stands for another one: in the form that the stand-in keeps.

A list or a mapping becomes JSON text, whatever has a written form of its own (a network address, a range, a bit
string) that text, a duration its ISO 8601 form, and a UUID what the stand-in holds: hexadecimal digits where it has
room for 32, as SQLAlchemy's ``Uuid`` writes them where there is no such type, else the form with hyphens, or bytes.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import types

_ADDRESSES = (
    ipaddress.IPv4Address,
    ipaddress.IPv6Address,
    ipaddress.IPv4Network,
    ipaddress.IPv6Network,
    ipaddress.IPv4Interface,
    ipaddress.IPv6Interface,
)
_BINARY = re.compile(r"\w*BINARY\b|\w*BLOB\b|RAW\b|BYTEA\b", re.IGNORECASE)
_NATIVE_UUID = re.compile(r"UUID\b|UNIQUEIDENTIFIER\b", re.IGNORECASE)
_NATIVE_INTERVAL = re.compile(r"INTERVAL\b", re.IGNORECASE)
_BITS = re.compile(r"[01]*")


@dataclass(frozen=True, slots=True)
class JsonText:
    """A text that is JSON, or another one that no type may change."""

    text: str


def in_form_of(text: str, value: Any, kind: Any) -> Any:
    """Return a value of the type ``kind`` as the type that is written as ``text`` takes it.

    Raises ValueError for one that has no such form.
    """
    if isinstance(value, UUID) or (isinstance(kind, types.Uuid) and isinstance(value, str)):
        return _uuid(text, value if isinstance(value, UUID) else UUID(value))
    if kind.__visit_name__ == "BIT" and not isinstance(kind, types.Boolean):
        return _bits(text, value, kind)
    if isinstance(kind, types.ARRAY) or kind.__visit_name__ == "HSTORE":
        return _json(value)
    if isinstance(value, _ADDRESSES):
        return str(value)
    if kind.__visit_name__ == "JSONPATH":
        return JsonText(str(value))
    if isinstance(value, dt.timedelta) and not _NATIVE_INTERVAL.match(text):
        return duration(value)
    name = kind.__visit_name__
    if name.endswith("MULTIRANGE") and isinstance(value, (list, tuple)):
        return "{" + ",".join(map(str, value)) + "}"
    if name.endswith("RANGE") and not isinstance(value, str) and hasattr(value, "bounds"):
        return str(value)
    return value


def _uuid(text: str, value: UUID) -> str | bytes:
    if _BINARY.match(text):
        return value.bytes
    if not _NATIVE_UUID.match(text) and re.search(r"\(\s*32\b", text):
        return value.hex
    return str(value)


def _bits(text: str, value: Any, kind: Any) -> Any:
    """Return the digits of a bit string where one was written, or is wanted; else the number that they are."""
    if isinstance(value, bytes):
        value = int.from_bytes(value)
    written = isinstance(value, str)
    if written and not _BITS.fullmatch(value):
        raise ValueError("it is no string of bits")
    if isinstance(value, int) and ("CHAR" in text.upper() or _keeps_digits(text, kind)):
        return format(int(value), f"0{kind.length or 1}b")
    if written and not ("CHAR" in text.upper() or "CLOB" in text.upper() or "TEXT" in text.upper()):
        return int(value or "0", 2)
    return value


def _keeps_digits(text: str, kind: Any) -> bool:
    """Return whether a number is to become a bit string: MySQL's are numbers, PostgreSQL's are not."""
    return text.upper().startswith("BIT") and ".mysql." in f"{type(kind).__module__}."


def _json(value: Any) -> JsonText:
    if isinstance(value, (set, frozenset, str, bytes)) or not isinstance(value, (list, tuple, Mapping)):
        raise ValueError("it is neither a list nor a mapping, which JSON could keep")  # noqa: TRY004 - a value
    return JsonText(json.dumps(value, allow_nan=False, ensure_ascii=False, default=_item))


def _item(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return duration(value)
        case Enum():
            return value.name
        case _ if isinstance(value, _ADDRESSES):
            return str(value)
        case _:
            raise ValueError(f"JSON has no form for a {type(value).__name__}")


def duration(value: dt.timedelta) -> str:
    """Return the ISO 8601 form of a duration, which PostgreSQL reads as an interval too."""
    sign = "-" if value < dt.timedelta(0) else ""
    seconds, part = divmod(abs(value) // dt.timedelta(microseconds=1), 1_000_000)
    days, seconds = divmod(seconds, 86400)
    fraction = f".{part:06}" if part else ""
    return f"P{sign}{days}DT{sign}{seconds // 3600}H{sign}{seconds // 60 % 60}M{sign}{seconds % 60}{fraction}S"
