"""Values as SQL literals: what a driver would send, written into the statement.

A value goes three ways, in this order, and the last always ends it:

1. A type that a project wrote itself may say how: its ``literal_processor()`` is followed.
2. The type turns the value into what a driver is given: ``process_bind_param()`` of a TypeDecorator,
   the name of an Enum member, the JSON text, the pickle, a Uuid's hexadecimal form.
3. The Python value that comes out is written by one small method for its class. The classes in
   ``dialects/`` override those whose form is different in their database.

What a driver does by itself and a script cannot is refused, with ``InvalidLiteral``, never guessed:

- NUL characters and lone surrogates, which no client passes on;
- a number with more digits than the database keeps;
- a datetime with a UTC offset for a column without one. Drivers disagree here: PyMySQL, sqlite3 and
  pyodbc drop the offset, psycopg lets the server convert to the session's zone, asyncpg refuses.
  UTC itself is written, without its offset: there they agree.

A datetime *without* an offset for a column with one is written as it is; as with a driver, the
session's time zone then gives it its meaning.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from math import isfinite
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import types
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ClauseElement, Null
from sqlalchemy.sql.sqltypes import NULLTYPE, _Binary
from sqlalchemy.types import TypeDecorator, TypeEngine

from sqlcompile.dialect.stand_in_values import JsonText, in_form_of
from sqlcompile.errors import InvalidLiteral

CONTROL = "\\x01-\\x08\\x0b-\\x1f\\x7f"
"""Control characters but for tab and line feed, for a character class.

Clients turn CR LF into LF (the mysql and sqlite3 clients do), editors and version control too.
"""

INVISIBLE = CONTROL + "\\x80-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff"
"""Also what breaks a line or turns the direction of the text for some readers: a DBA shall see it."""

Moment = TypeVar("Moment", dt.datetime, dt.time)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value goes: the type as the script declares it, and as the database has it."""

    declared: TypeEngine[Any]
    kind: TypeEngine[Any]
    dialect: Dialect

    @property
    def untyped(self) -> bool:
        """Whether nothing is known but the value."""
        return isinstance(self.kind, types.NullType)

    @property
    def binary(self) -> bool:
        """Whether it holds bytes."""
        return isinstance(self.kind, _Binary)

    @property
    def floating(self) -> bool:
        """Whether it holds a binary floating-point number."""
        return isinstance(self.kind, types.Float)

    @property
    def numeric(self) -> bool:
        """Whether it holds a number of any form."""
        return isinstance(self.kind, (types.Integer, types.Numeric, types.Float))

    @property
    def temporal(self) -> bool:
        """Whether it holds a date, a time or both."""
        return isinstance(self.kind, (types.Date, types.Time, types.DateTime))

    def of(self, declared: TypeEngine[Any]) -> Target:
        """Return the same place with another type: an array's item."""
        return Target(declared, declared.dialect_impl(self.dialect), self.dialect)

    @property
    def foreign(self) -> TypeEngine[Any]:
        """The type as it was before SQLAlchemy took one of this database for it."""
        declared = self.kind if isinstance(self.declared, TypeDecorator) else self.declared
        return declared._variant_mapping.get(self.dialect.name, declared)

    @property
    def stand_in(self) -> str | None:
        """The type that the database has in the place of this one, None where it has the type itself."""
        limits: Any = getattr(self.dialect, "sqlcompile", None)
        found = limits.stand_in(self.foreign) if limits else None
        return found.text if found else None

    def ddl(self) -> str:
        """Return the type as it stands in CREATE TABLE."""
        return self.declared.compile(dialect=self.dialect)


class Literals:
    """Writes values as literals; this class holds what most databases have in common.

    ``name`` is for messages, ``zones`` says whether the database has a type with a UTC offset,
    ``digits`` and ``scale`` how many digits it keeps of a number and behind its point, ``exponents``
    whether a number with an exponent is exact. ``apart`` finds (as its group) the characters that may
    not stand between quotes.
    """

    name: ClassVar[str]
    zones: ClassVar[bool] = False
    digits: ClassVar[int | None] = None
    scale: ClassVar[int | None] = None
    exponents: ClassVar[bool] = False
    apart: ClassVar[re.Pattern[str]] = re.compile(f"([{INVISIBLE}]+)")

    def render(self, value: object, type_: TypeEngine[Any] | None, dialect: Dialect) -> str:
        """Return the literal of a bound value of this type; without a type the value alone decides."""
        declared = NULLTYPE if type_ is None else type_
        kind = declared.dialect_impl(dialect)
        if _theirs(declared, "literal_processor") and dialect.name not in declared._variant_mapping:
            kind = declared  # SQLAlchemy's own type for this database may have replaced it
        try:
            return self.typed(value, Target(declared, kind, dialect))
        except InvalidLiteral:
            raise
        except Exception as reason:  # whatever the project's own types raise
            raise self.invalid(value, f"its type {declared!r} refuses it: {reason}") from reason

    def invalid(self, value: object, reason: str) -> InvalidLiteral:
        """Return the error."""
        return InvalidLiteral(self.name, value, reason)

    # What the type makes of the value

    def typed(self, value: object, target: Target) -> str:
        """Return the literal, after the type has said what the driver would be given."""
        kind, dialect = target.kind, target.dialect
        if _theirs(kind, "literal_processor") and (literal := kind.literal_processor(dialect)):
            return "NULL" if value is None and not kind.should_evaluate_none else literal(value)
        if _theirs(kind, "bind_processor"):
            bound = kind.bind_processor(dialect)
            return self.plain(bound(value) if bound else value, Target(NULLTYPE, NULLTYPE, dialect))
        if isinstance(kind, TypeDecorator):
            return self.decorated(value, kind, target)
        stand_in = None if value is None else target.stand_in
        if isinstance(kind, types.JSON):
            return self.json(value, kind, target)
        if stand_in is not None:
            formed = in_form_of(stand_in, value, target.foreign)
            if isinstance(formed, JsonText):
                return self.json_text(formed.text, target)
            if formed is not value:
                return self.plain(formed, Target(NULLTYPE, NULLTYPE, dialect))
        return self.plain(self.bound(value, target), target)

    def decorated(self, value: object, kind: TypeDecorator[Any], target: Target) -> str:
        """Return the literal of a TypeDecorator's value, through the type that it stands on."""
        dialect, impl = target.dialect, kind.impl_instance
        if _theirs(kind, "process_literal_param"):
            value = kind.process_literal_param(value, dialect)
            if impl.literal_processor(dialect) is None:
                return str(value)  # documented: the string is rendered into the statement
        elif _theirs(kind, "process_bind_param"):
            value = kind.process_bind_param(value, dialect)
        elif isinstance(kind, types.PickleType) and value is not None:
            value = kind.pickler.dumps(value, kind.protocol)
        elif isinstance(kind, types.Interval) and isinstance(value, dt.timedelta):
            value = kind.epoch + value  # where the database has no INTERVAL
        return self.typed(value, Target(target.declared, impl, dialect))

    def bound(self, value: object, target: Target) -> object:
        """Return what SQLAlchemy's own type gives the driver.

        Numbers, bytes, dates and arrays stay as they are: their processors suit one driver's needs
        (Decimal to float, date to datetime).
        """
        kind = target.kind
        if target.numeric or target.temporal or target.binary or isinstance(kind, types.ARRAY):
            return value
        if isinstance(value, (set, frozenset)) and (values := getattr(kind, "values", None)):
            value = [one for one in values if one in value]  # MySQL's SET: the same order every time
        processor = kind.bind_processor(target.dialect)
        return processor(value) if processor else value

    def json(self, value: object, kind: types.JSON, target: Target) -> str:
        """Return JSON text; None is JSON's null, unless the type says ``none_as_null``."""
        if isinstance(value, Null) or (value is None and kind.none_as_null):
            return "NULL"
        serializer = getattr(target.dialect, "_json_serializer", None)
        data = None if value is types.JSON.NULL else value
        text = serializer(data) if serializer else json.dumps(data, allow_nan=False)
        return self.json_text(text.decode() if isinstance(text, bytes) else text, target)

    def json_text(self, value: str, target: Target) -> str:
        """Return the literal of serialized JSON."""
        return self.text(value)

    # What the value is

    def plain(self, value: object, target: Target) -> str:
        """Return the literal of a value as a driver is given it."""
        match value:
            case None | Null():
                return "NULL"
            case bool():
                return str(int(value)) if target.numeric else self.boolean(value)
            case str():
                return self.characters(str.__str__(value), target)
            case int():
                return self.integer(int(value), target)
            case float():
                return self.floating(float(value), target)
            case Decimal():
                return self.decimal(value, target)
            case bytes() | bytearray() | memoryview():
                return self.binary(bytes(value), target)
            case dt.date() | dt.time() | dt.timedelta():
                return self.moment(value, target)
            case UUID():
                return self.uuid(value, target)
            case list() | tuple():
                return self.array(value, target)
            case _:
                return self.other(value, target)

    def characters(self, value: str, target: Target) -> str:
        """Return the literal of a str, which must suit the type it is for."""
        if target.binary:
            raise self.invalid(value, "its type holds bytes, and this is text")
        return self.temporal_text(value, target) if target.temporal else self.text(value)

    def moment(self, value: dt.date | dt.time | dt.timedelta, target: Target) -> str:
        """Return the literal of a date, a datetime, a time or a timedelta."""
        match value:
            case dt.datetime() if isinstance(target.kind, types.Date):
                return self.date(value.date(), target)
            case dt.datetime():
                return self.datetime(self.in_zone(value, target), target)
            case dt.date():
                return self.date(value, target)
            case dt.time():
                return self.time(self.in_zone(value, target), target)
            case _:
                return self.timedelta(value, target)

    def boolean(self, value: bool) -> str:
        """Return 1 or 0."""
        return str(int(value))

    def integer(self, value: int, target: Target) -> str:
        """Return the digits."""
        return self.decimal(Decimal(value), target) if self.digits else str(value)

    def decimal(self, value: Decimal, target: Target) -> str:
        """Return the digits, all of them, without an exponent unless the number is very long."""
        if not value.is_finite():
            return self.not_finite(value, float(value), target)
        if not self.keeps(value):
            if target.floating:
                return self.floating(float(value), target)
            raise self.invalid(value, f"it has more digits than the {self.digits} that the database keeps")
        return str(value) if self.exponents and abs(value.adjusted()) > 60 else format(value, "f")

    def keeps(self, value: Decimal) -> bool:
        """Return whether the database keeps all digits of the number."""
        if self.digits is None:
            return True
        before, behind = digits(value)
        return before + behind <= self.digits and behind <= (self.scale or self.digits)

    def floating(self, value: float, target: Target) -> str:
        """Return the shortest digits that read back as the same number."""
        return repr(value) if isfinite(value) else self.not_finite(value, value, target)

    def not_finite(self, value: object, number: float, target: Target) -> str:
        """Return infinity or not-a-number where the database has it."""
        raise self.invalid(value, "the database has no such number")

    def text(self, value: str) -> str:
        """Return a string literal, or an expression of several where characters must stay outside quotes."""
        self.check(value)
        pieces: list[str] = []
        for index, piece in enumerate(self.apart.split(value)):
            if piece:
                pieces += self.codes(piece) if index % 2 else [self.quoted(piece)]
        if len(pieces) < 2:
            return pieces[0] if pieces else self.quoted("")
        return self.concatenated(pieces, value)

    def check(self, value: str) -> None:
        """Refuse what no client passes on."""
        if "\0" in value:
            raise self.invalid(value, "it contains a NUL character")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.invalid(value, "it contains half of a surrogate pair, which has no UTF-8 form") from None

    def quoted(self, value: str) -> str:
        """Return one quoted string, for places where SQL takes no expression: COMMENT, ENUM."""
        self.check(value)
        return "'" + value.replace("'", "''") + "'"

    def codes(self, characters: str) -> list[str]:
        """Return expressions for characters that may not stand between quotes."""
        raise NotImplementedError

    def concatenated(self, pieces: list[str], value: str) -> str:
        """Return the expression that joins the pieces of a string."""
        return f"({' || '.join(pieces)})"

    def binary(self, value: bytes, target: Target) -> str:
        """Return a hexadecimal literal."""
        return f"X'{value.hex().upper()}'"

    def temporal_text(self, value: str, target: Target) -> str:
        """Return a str that is for a date or time column."""
        return self.text(value)

    def iso(self, value: str, target: Target) -> dt.date | dt.time:
        """Return the date or time that an ISO text says, for databases that may read it otherwise."""
        try:
            if isinstance(target.kind, types.Time):
                return dt.time.fromisoformat(value)
            return dt.datetime.fromisoformat(value)
        except ValueError as reason:
            raise self.invalid(value, f"its type holds dates or times, and this is no ISO form ({reason})") from None

    def zoned(self, target: Target) -> bool:
        """Return whether the place keeps a UTC offset, or may."""
        if not self.zones or target.untyped:
            return self.zones
        return bool(getattr(target.kind, "timezone", False)) or "TIME ZONE" in (target.stand_in or "").replace(
            "WITHOUT TIME ZONE", ""
        )

    def in_zone(self, value: Moment, target: Target) -> Moment:
        """Return the value with its UTC offset where it goes to a place with one, else without."""
        offset = value.utcoffset()
        if offset is None or self.zoned(target):
            return value
        if not offset:
            return value.replace(tzinfo=None)
        raise self.invalid(value, "its type keeps no UTC offset; convert the value to UTC")

    def date(self, value: dt.date, target: Target) -> str:
        """Return an ISO date."""
        return f"'{iso_date(value)}'"

    def time(self, value: dt.time, target: Target) -> str:
        """Return an ISO time."""
        return f"'{iso_time(value)}'"

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return an ISO date and time with a blank between."""
        return f"'{iso_date(value)} {iso_time(value)}'"

    def timedelta(self, value: dt.timedelta, target: Target) -> str:
        """Return an interval, where the database has a type for it."""
        raise self.invalid(value, "the database has no type for it")

    def uuid(self, value: UUID, target: Target) -> str:
        """Return a UUID, where the database has a type for it; elsewhere Uuid has made text of it."""
        raise self.invalid(value, "the database has no type for it, and none is given that makes text of it")

    def array(self, value: Sequence[object], target: Target) -> str:
        """Return an array, where the database has a type for it."""
        raise self.invalid(value, "the database has no arrays")

    def other(self, value: object, target: Target) -> str:
        """Return the literal of a value of any other class."""
        if isinstance(value, ClauseElement):
            raise self.invalid(value, "it is an SQL expression, not a value")
        if isinstance(value, Enum):
            raise self.invalid(value, "it is a member of an Enum, and its column's type is not that Enum")
        raise self.invalid(value, f"nothing says how a {type(value).__name__} is written")


def iso_date(value: dt.date) -> str:
    """Return ``YYYY-MM-DD``, with four digits for early years too."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def iso_time(value: dt.time | dt.datetime) -> str:
    """Return ``HH:MM:SS``, with six digits of a second where it has a fraction."""
    seconds = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{seconds}.{value.microsecond:06}" if value.microsecond else seconds


def iso_offset(value: dt.time | dt.datetime) -> str:
    """Return ``+HH:MM``, with seconds where the offset has some, or nothing where there is no offset."""
    offset = value.utcoffset()
    if offset is None:
        return ""
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if offset < dt.timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


def digits(value: Decimal) -> tuple[int, int]:
    """Return how many digits a number has before its point, and how many behind that matter."""
    _, figures, exponent = value.as_tuple()
    written = "".join(map(str, figures))
    kept = written.rstrip("0")
    last = int(exponent) + len(written) - len(kept)
    return max(len(kept) + last, 0), max(-last, 0)


def _theirs(type_: TypeEngine[Any], method: str) -> bool:
    """Return whether the method was written by a project, not by SQLAlchemy."""
    kind: type = type(type_)
    return _written_by_project(kind, method)


@lru_cache(maxsize=4096)
def _written_by_project(kind: type, method: str) -> bool:
    owner = next((owner for owner in kind.__mro__ if method in vars(owner)), None)
    return owner is not None and not owner.__module__.startswith("sqlalchemy.")
