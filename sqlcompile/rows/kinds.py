"""The kinds of values that expressions give: what two databases must agree in before one can answer for the other."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import types as sa_types

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.errors import SqlcompileError
from sqlcompile.rows.unknown import marked
from sqlcompile.rows.values import kind_of, truth
from sqlcompile.schema.model import Column, Table

_ZONED = re.compile(r"with time zone|timestamptz|timetz|datetimeoffset", re.IGNORECASE)
_SECONDS = re.compile(r"\(\s*[1-9]\d*\s*\)")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_INTEGER = re.compile(r"[-+]?\d+")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of an expression's values before there are any.

    ``name`` is one of null, integer, number, float, truth, text, char, enum, date, time, datetime,
    zoned, uuid, bytes, json, string (a literal that takes the kind of what it is compared with),
    made (that only the database makes) and other.
    """

    name: str
    scale: int | None = None
    big: bool = False
    size: int | None = None
    bare: bool = False
    """Whether it is a column as it stands: SQLite knows its collation then."""
    exact: bool = True
    """Whether no arithmetic with fractions made it."""
    unique: bool = False
    """Whether it is a column with another value in each row of its table."""
    single: bool = False
    sorted: bool = False
    literal: str | None = None
    """The text of a literal."""
    case: str | None = None
    """``lower`` or ``upper``, where all letters are."""
    loose: bool = False
    """Whether it is a number whose digits after the point are as the database likes."""
    careful: bool = False
    """Whether texts have a collation of their own."""

    def computed(self) -> Kind:
        """Return the kind of an expression that gives such values."""
        return replace(self, bare=False, unique=False, literal=None, case=None)


NULL = Kind("null")
INTEGER = Kind("integer")
TRUTH = Kind("truth")
TEXT = Kind("text")
MADE = Kind("made")


def column_kind(column: Column, dialect: Dialect, *, unique: bool = False) -> Kind:
    """Return the kind of a column's values."""
    type_: Any = column.type
    meaning = dialect.meaning
    kind = kind_of(type_)
    try:
        text = dialect.type_sql(type_)
    except (SqlcompileError, NotImplementedError):
        text = ""
    made = _kind(kind, type_, text, meaning)
    return replace(made, bare=True, unique=unique)


def kind_in(table: Table, column: Column, dialect: Dialect, *, unique: bool = False) -> Kind:
    """Return the kind of the values of a table's column."""
    kind = column_kind(column, dialect, unique=unique)
    collations = [str(value).lower() for name, value in table.options if name.lower().endswith("collate")]
    if kind.name in ("text", "char", "enum") and not all(name.endswith("_ci") for name in collations):
        return replace(kind, careful=True)
    return kind


def _kind(kind: Any, type_: Any, text: str, meaning: Meaning) -> Kind:
    if kind is sa_types.Boolean:
        return TRUTH
    if kind is sa_types.Integer:
        return Kind("integer", big=text.upper().startswith(("BIGINT", "INT8", "NUMBER(19", "BIGSERIAL")))
    if kind is sa_types.Float or isinstance(type_, sa_types.Float):
        return Kind("float", single=meaning.single_floats and "DOUBLE" not in text.upper(), exact=False)
    if kind is sa_types.Numeric:
        scale = getattr(type_, "scale", None)
        if scale is None:
            scale = 0 if getattr(type_, "precision", None) is not None else meaning.default_scale
        return Kind("number", scale=scale)
    if kind is sa_types.String:
        return _text_kind(type_, text)
    if kind in (sa_types.DateTime, sa_types.Time) and meaning.zones and _ZONED.search(text):
        return Kind("zoned")
    if kind is sa_types.Uuid and "CHAR" in text.upper():
        return Kind("text", size=32)
    names = {
        sa_types.DateTime: "datetime",
        sa_types.Date: "date",
        sa_types.Time: "time",
        sa_types.Uuid: "uuid",
        sa_types.LargeBinary: "bytes",
        sa_types._Binary: "bytes",
    }
    if kind in names:
        fraction = bool(_SECONDS.search(text)) or not meaning.whole_seconds
        return Kind(names[kind], scale=6 if fraction else 0)
    if kind is sa_types.JSON:
        return Kind("json", sorted=meaning.sorts_json or text.upper() == "JSONB")
    return Kind("other")


def _text_kind(type_: Any, text: str) -> Kind:
    generic = getattr(type_, "impl", type_)
    if isinstance(generic, sa_types.Enum):
        return Kind("enum")
    careful = bool(getattr(type_, "collation", None)) or text.upper().startswith("CITEXT")
    size = getattr(type_, "length", None)
    fixed = re.match(r"N?CHAR(ACTER)?\b(?!\s+VARYING)", text, re.IGNORECASE) is not None
    return Kind("char" if fixed else "text", size=(size or 1) if fixed else size, careful=careful)


def kind_collation(kind: Kind, *, ignores_case: bool) -> str:
    """Return the collation by which SQLite compares texts of a kind."""
    if kind.careful:
        return "sc_careful"
    known = {"uuid": "sc_uuid", "date": "sc_time", "datetime": "sc_time", "time": "sc_time", "zoned": "sc_time"}
    if kind.name in ("text", "enum", "char"):
        return "sc_nocase" if ignores_case else "sc_char" if kind.name == "char" else "sc_text"
    return known.get(kind.name, "sc_text")


# --- what a column may hold ---


class Misfit(Exception):
    """A value that the real database refuses, or changes, before it keeps it."""


def keeper_of(column: Column, kind: Kind, dialect: Dialect) -> Callable[[Any], int]:
    """Return what looks at a value before a column takes it: gives 1, or raises Misfit."""
    meaning, name = dialect.meaning, column.name
    fits = _FITS.get(kind.name)
    numbered = column.autoincrement or column.identity is not None
    enums = getattr(getattr(column.type, "impl", column.type), "enums", None)

    def check(value: Any) -> int:
        if value is None:
            if not column.nullable and not (numbered and dialect.key_numbers != "own"):
                raise Misfit(f"{name} takes no NULL")
            return 1
        if value == 0 and numbered and meaning.zero_generates:
            raise Misfit(f"{name} takes 0 for a new number")
        if numbered and meaning.keys_have_gaps and isinstance(value, int) and value < 0:
            raise Misfit(f"which key follows {value} in {name} is not known")
        if isinstance(value, str):
            if marked(value) is not None:
                return 1
            if "\ue000" in value:
                raise Misfit(f"{name} is made of a value that only the database makes")
            if not value and meaning.empty_is_null and kind.name in ("text", "char"):
                raise Misfit(f"{name} takes an empty text for NULL")
        try:
            fitting = fits is None or fits(value, kind)
        except (ValueError, TypeError, ArithmeticError):
            fitting = False
        if fitting and enums is not None and kind.name == "enum":
            fitting = value in enums
        if not fitting:
            raise Misfit(f"{name} does not take {value!r} as it is")
        return 1

    return check


def _fits_number(value: Any, kind: Kind) -> bool:
    if isinstance(value, str):
        return False
    number = decimal.Decimal(repr(value))
    if kind.scale is None:
        return True
    return (
        number == number.quantize(decimal.Decimal(1).scaleb(-kind.scale)) and abs(number).adjusted() < 15 - kind.scale
    )


def _fits_text(value: Any, kind: Kind) -> bool:
    if not isinstance(value, str) or (kind.name == "char" and value.endswith(" ")):
        return False
    return kind.size is None or len(value) <= kind.size


def _fits_datetime(value: Any, kind: Kind) -> bool:
    parsed = dt.datetime.fromisoformat(value)
    return bool(kind.scale) or not parsed.microsecond


def _fits_date(value: Any, kind: Kind) -> bool:
    return dt.date.fromisoformat(value) is not None


def _fits_time(value: Any, kind: Kind) -> bool:
    parsed = dt.time.fromisoformat(value)
    return bool(kind.scale) or not parsed.microsecond


def _fits_json(value: Any, kind: Kind) -> bool:
    json.loads(value)
    return True


_FITS: dict[str, Callable[[Any, Kind], bool]] = {
    "integer": lambda value, _: isinstance(value, int),
    "number": _fits_number,
    "float": lambda value, _: isinstance(value, (int, float)),
    "truth": lambda value, _: value in (0, 1) or (isinstance(value, str) and truth(value) is not None),
    "text": _fits_text,
    "char": _fits_text,
    "datetime": _fits_datetime,
    "date": _fits_date,
    "time": _fits_time,
    "zoned": lambda value, _: dt.datetime.fromisoformat(value) is not None,
    "uuid": lambda value, _: uuid.UUID(value) is not None,
    "bytes": lambda value, _: isinstance(value, bytes),
    "json": _fits_json,
}


# --- what the driver gives ---


def driver_reader(kind: Kind, dialect: Dialect) -> Callable[[Any], Any]:
    """Return what makes a kept value into what the driver gives; it raises ValueError where that is not sure."""
    read = _reader(kind, dialect)

    def whole(value: Any) -> Any:
        if value is None or kind.name in ("null", "made"):
            if value is not None:
                raise ValueError("it is made by the database")
            return None
        return read(value)

    return whole


def _reader(kind: Kind, dialect: Dialect) -> Callable[[Any], Any]:
    meaning, types = dialect.meaning, dialect.driver_types
    name = kind.name
    if name == "truth":
        return truth if sa_types.Boolean in types or meaning.truths else _number
    if name == "integer":
        return _whole
    if name == "number":
        return lambda value: _decimal(value, kind)
    if name == "float":
        return lambda value: _float(value, kind)
    if name in ("text", "enum", "string"):
        return _text
    if name == "char":
        size = (kind.size or 1) if meaning.pads_char else 0
        return lambda value: _text(value).ljust(size)
    if name == "datetime" and sa_types.DateTime in types:
        return dt.datetime.fromisoformat
    if name == "date" and sa_types.Date in types:
        return dt.date.fromisoformat
    if name == "time" and sa_types.Time in types:
        return dt.time.fromisoformat
    if name == "uuid":
        return uuid.UUID if sa_types.Uuid in types else lambda value: str(uuid.UUID(value))
    if name == "bytes":
        return lambda value: value if isinstance(value, bytes) else _refused(value)
    if name == "json":
        return lambda value: _json(value, kind, parsed=sa_types.JSON in types)
    return _refused


def checked(kind: Kind, dialect: Dialect, value: Any) -> Any:
    """Return a kept value on its way to a type of SQLAlchemy's, as the driver would change it; raises ValueError."""
    if value is None:
        return None
    if kind.name in ("other", "zoned"):
        return _refused(value)
    if kind.name == "char" and dialect.meaning.pads_char and isinstance(value, str):
        return value.ljust(kind.size or 1)
    if kind.name == "float":
        return _float(value, kind)
    if kind.name == "json" and isinstance(value, str) and kind.sorted:
        return _json(value, kind, parsed=False)
    return value


def _refused(value: Any) -> Any:
    raise ValueError(f"{value!r} has a form of the database's own")


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\ue000" in value:
        raise ValueError("it is no text")
    return value


def _number(value: Any) -> Any:
    return int(truth(value))


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no integer")  # noqa: TRY004 - a value, not a mistake in the code
    return value


def _decimal(value: Any, kind: Kind) -> decimal.Decimal:
    number = decimal.Decimal(str(value))
    if kind.scale is None or kind.loose:
        if not kind.exact or kind.loose:
            raise ValueError("it has as many digits as the database likes")
        return number
    rounded = number.quantize(decimal.Decimal(1).scaleb(-kind.scale))
    if abs(rounded).adjusted() + kind.scale >= 15:
        raise ValueError(f"{value!r} has too many digits")
    return rounded


def _float(value: Any, kind: Kind) -> float:
    number = float(value)
    if kind.single and float(f"{number:.6g}") != number:
        raise ValueError(f"{value!r} is rounded by the database")
    return number


def _json(value: Any, kind: Kind, *, parsed: bool) -> Any:
    if not isinstance(value, str):
        raise ValueError("it is no JSON")  # noqa: TRY004 - as above
    if not kind.sorted:
        return json.loads(value) if parsed else value
    made = _in_order(json.loads(value))
    return made if parsed else json.dumps(made, ensure_ascii=False)


def _in_order(value: Any) -> Any:
    """Return JSON with its keys in the order in which binary forms keep them: short ones first."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: _in_order(value[key]) for key in keys}
    return [_in_order(part) for part in value] if isinstance(value, list) else value


def literal_kind(text: str, *, is_string: bool) -> Kind:
    """Return the kind of a literal."""
    if is_string:
        return Kind("string", literal=text)
    if _INTEGER.fullmatch(text):
        return Kind("integer", literal=text, big=len(text) > 9)
    if _NUMBER.fullmatch(text):
        return Kind("number", scale=len(text.partition(".")[2]), literal=text)
    return Kind("other")


def is_integer(text: str | None) -> bool:
    """Return whether a string literal is an integer."""
    return text is not None and _INTEGER.fullmatch(text) is not None


def is_number(text: str | None) -> bool:
    """Return whether a string literal is a number."""
    return text is not None and _NUMBER.fullmatch(text) is not None
