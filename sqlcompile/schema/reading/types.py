"""Types: from SQL text to SQLAlchemy's objects, so that they compile to the same type again.

A type is made from SQLAlchemy's class of that name. Where what it compiles to is not what was
written, it keeps the text as well: it behaves like the class, and is written as it was read.

The package of a database is imported only where its own types are read: a class is told by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.types import TypeEngine, UserDefinedType

from sqlcompile.schema.model import Key, Schema
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.names import known_key
from sqlcompile.schema.reading.typespec import TypeSpec, aliased, read_spec, spec_of_text
from sqlcompile.schema.reading.words import COLUMN_WORDS


class RawType(UserDefinedType[Any]):
    """A type of which only its text is known."""

    cache_ok = True
    as_written = True
    """It was read from the database's own SQL: no other type stands for it."""

    def __init__(self, spec: str) -> None:
        self.spec = spec

    @staticmethod
    def is_missing(type_: TypeEngine[Any]) -> bool:
        """Return whether a column was written without a type."""
        return isinstance(type_, RawType) and not type_.spec

    def get_col_spec(self, **kw: Any) -> str:
        """Return the text."""
        return self.spec


class Verbatim:
    """Mixed into a class of SQLAlchemy's: such a type is written as the text it was read from."""

    spec: str
    as_written = True

    def get_col_spec(self, **kw: Any) -> str:
        """Return the text."""
        return self.spec

    def copy(self, **kw: Any) -> Any:
        """Return self: it is never changed."""
        return self

    def adapt(self, cls: type[Any], **kw: Any) -> Any:
        """Return another one like it where it is of that class already, else one of that class."""
        if not isinstance(self, cls):
            return super().adapt(cls, **kw)  # type: ignore[misc]
        made: Any = object.__new__(type(self))
        made.__dict__.update(_plain(self))
        return made


def _plain(type_: Any) -> dict[str, Any]:
    """Return what a type was made with, without what SQLAlchemy memoizes on it."""
    memoized = ("_static_cache_key", "dialect_impl")
    return {name: value for name, value in vars(type_).items() if name not in memoized}


@cache
def _verbatim_class(base: Any) -> type[Any]:
    return type(f"Verbatim{base.__name__}", (Verbatim, base), {"__visit_name__": "user_defined", "cache_ok": False})


def verbatim(type_: TypeEngine[Any], spec: str) -> TypeEngine[Any]:
    """Return a type that behaves like ``type_`` and is written as ``spec``."""
    made: Any = object.__new__(_verbatim_class(cast("Any", type(type_))))
    made.__dict__.update(_plain(type_), spec=spec)
    return made  # type: ignore[no-any-return]


def with_collation(type_: TypeEngine[Any], collation: str) -> TypeEngine[Any]:
    """Return the type with a collation, where SQLAlchemy's has one."""
    if not isinstance(type_, sa.String) or isinstance(type_, Verbatim | sa.Enum):
        return type_
    made: Any = type_.copy()
    made.collation = collation
    return made  # type: ignore[no-any-return]


def enum_type(key: Key, values: tuple[str, ...]) -> TypeEngine[Any]:
    """Return the type of a column that uses a named enum which exists already."""
    from sqlalchemy.dialects.postgresql import ENUM  # noqa: PLC0415 - costs its drivers' imports

    return ENUM(*values, name=key[1], schema=key[0], create_type=False)


def read_type(cursor: Cursor, schema: Schema) -> TypeEngine[Any]:
    """Go past a type and return it; an empty RawType where there is none."""
    if cursor.done or cursor.word() in COLUMN_WORDS or cursor.word() == ",":
        return RawType("")
    spec = read_spec(cursor)
    item = _enum(cursor.flavor, schema, spec) or _item(cursor.flavor, spec)
    if not spec.dimensions:
        return item
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 - costs its drivers' imports

    return ARRAY(item, dimensions=spec.dimensions if spec.dimensions > 1 else None)


def _enum(flavor: Flavor, schema: Schema, spec: TypeSpec) -> TypeEngine[Any] | None:
    if not schema.enums or spec.arguments:
        return None
    written = spec.key or (None, spec.words)
    key = known_key(flavor, schema, written, schema.enums)
    known = key in schema.enums and key not in schema.domains
    return enum_type(key, schema.enums[key]) if known else None


def _item(flavor: Flavor, spec: TypeSpec) -> TypeEngine[Any]:
    quoted_builtin = flavor.brackets and spec.key is not None and spec.key[0] in (None, "sys")
    class_ = _class(flavor, spec.words) if spec.key is None or quoted_builtin else None
    if class_ is None:
        return _affine(spec) if flavor.rowid_alias else RawType(spec.item)
    try:
        type_: TypeEngine[Any] = _made(class_, spec)
    except (TypeError, ValueError, exc.ArgumentError):
        return RawType(spec.item)
    if spec.canonical(flavor) == _canonical(flavor, _compiled(flavor, type_)):
        return type_
    return verbatim(type_, spec.item)


def _compiled(flavor: Flavor, type_: TypeEngine[Any]) -> str:
    try:
        return str(flavor.sa.type_compiler_instance.process(type_))
    except (exc.CompileError, NotImplementedError, TypeError):
        return ""


@cache
def _canonical(flavor: Flavor, text: str) -> tuple[str, tuple[str, ...]] | None:
    try:
        return spec_of_text(text, flavor).canonical(flavor)
    except Unread:
        return None


@cache
def _class(flavor: Flavor, words: str) -> Any:
    """Return SQLAlchemy's class for the words, or for as many of them as it knows."""
    names = {name.lower(): class_ for name, class_ in flavor.sa.ischema_names.items()} | _further(flavor)
    for candidate in (aliased(flavor, words), words):
        parts = candidate.split()
        for count in range(len(parts), 0, -1):
            found = names.get(" ".join(parts[:count]))
            if found is not None:
                return found
    return None


def _affine(spec: TypeSpec) -> TypeEngine[Any]:
    """Return the type by SQLite's rules of affinity (https://www.sqlite.org/datatype3.html#affname)."""
    text = spec.words.upper()
    for words, type_ in (
        (("INT",), sa.Integer()),
        (("CHAR", "CLOB", "TEXT"), sa.Text()),
        (("BLOB",), sa.LargeBinary()),
        (("REAL", "FLOA", "DOUB"), sa.Float()),
    ):
        if any(word in text for word in words):
            return verbatim(type_, spec.item)
    return verbatim(sa.Numeric(), spec.item)


def _made(class_: Any, spec: TypeSpec) -> Any:
    """Make a type of any class from its arguments."""
    if _is(class_, "mysql", "ENUM", "SET"):
        return class_(*spec.strings)
    if _is(class_, "postgresql", "BIT"):
        return class_(spec.number(), varying="var" in spec.words)
    if _is(class_, "mysql", "BIT"):
        return class_(spec.number())
    if _is(class_, "postgresql", "INTERVAL"):
        return class_(fields=" ".join(spec.words.upper().split()[1:]) or None, precision=spec.number())
    sized = issubclass(class_, sa.String | sa.LargeBinary | sa.BINARY | sa.VARBINARY) or _is(class_, "oracle", "RAW")
    if sized and not _is(class_, "postgresql", "BYTEA"):
        return class_(_length(spec)) if spec.arguments else class_()
    return class_(**_keywords(class_, spec))


def _length(spec: TypeSpec) -> Any:
    return "max" if spec.arguments[0].lower() == "max" else spec.number()


def _keywords(class_: Any, spec: TypeSpec) -> dict[str, Any]:
    """Return the keywords of a number or a time."""
    keywords: dict[str, Any] = {}
    names: Any = class_.__init__.__code__.co_varnames if hasattr(class_.__init__, "__code__") else ()
    if _is(class_, "mysql", *_MYSQL_NUMBERS):
        keywords.update({word: True for word in ("unsigned", "zerofill") if word in spec.words})
    if _is(class_, "mysql", *_MYSQL_INTEGERS) and spec.arguments:
        keywords["display_width"] = spec.number()
    elif issubclass(class_, sa.Numeric | sa.Float) and spec.arguments:
        keywords["precision"] = spec.number()
        if len(spec.arguments) > 1:
            keywords["scale"] = spec.number(1)
    elif issubclass(class_, sa.DateTime | sa.Time):
        if "timezone" in names and ("with time zone" in spec.words or spec.words in ("timestamptz", "timetz")):
            keywords["timezone"] = True
        if "local_timezone" in names and "with local time zone" in spec.words:
            keywords["local_timezone"] = True
        keywords.update({name: spec.number() for name in ("precision", "fsp") if spec.arguments and name in names})
    return keywords


_MYSQL_INTEGERS = ("INTEGER", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT")
_MYSQL_NUMBERS = (*_MYSQL_INTEGERS, "NUMERIC", "DECIMAL", "DOUBLE", "REAL", "FLOAT")


def _is(class_: type[Any], database: str, *names: str) -> bool:
    """Return whether a class is, or comes from, one of these names in a database's package of SQLAlchemy's."""
    package = f"sqlalchemy.dialects.{database}."
    return any(base.__name__ in names and base.__module__.startswith(package) for base in class_.__mro__)


def _further(flavor: Flavor) -> dict[str, Any]:
    """Return the types that SQLAlchemy has and does not list for reflection."""
    made = _FURTHER.get(flavor.name)
    return made() if made is not None else {}


def _mysql() -> dict[str, Any]:
    from sqlalchemy.dialects import mysql  # noqa: PLC0415 - for who reads MySQL's

    return {"bool": mysql.BOOLEAN, "real": mysql.REAL, "national varchar": mysql.NVARCHAR}


def _sqlite() -> dict[str, Any]:
    return {"clob": sa.CLOB, "binary": sa.BINARY, "varbinary": sa.VARBINARY, "uuid": sa.UUID}


def _tsql() -> dict[str, Any]:
    from sqlalchemy.dialects import mssql  # noqa: PLC0415 - for who reads SQL Server's

    return {"integer": mssql.INTEGER, "json": mssql.JSON, "rowversion": mssql.ROWVERSION}


def _oracle() -> dict[str, Any]:
    from sqlalchemy.dialects import oracle  # noqa: PLC0415 - for who reads Oracle's

    return {
        "integer": sa.INTEGER,
        "smallint": sa.SMALLINT,
        "decimal": sa.DECIMAL,
        "numeric": sa.NUMERIC,
        "varchar2": oracle.VARCHAR2,
        "nvarchar2": oracle.NVARCHAR2,
        "interval day": oracle.INTERVAL,
    }


_FURTHER: dict[str, Callable[[], dict[str, Any]]] = {
    "mysql": _mysql,
    "sqlite": _sqlite,
    "tsql": _tsql,
    "oracle": _oracle,
}
