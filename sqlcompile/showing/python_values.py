"""Values, SQL texts and types as Python code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import NullType, TypeEngine

from sqlcompile.autogenerate.forms import HOW
from sqlcompile.autogenerate.writing.code import quoted
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema.reading.types import enum_type

_PARAMETER = re.compile(r"(?<![:\w$\\]):(?=[\w$])")
"""What ``sa.text()`` takes for a bound parameter."""
_DIALECT = re.compile(r"sqlalchemy\.dialects\.(\w+)")
_NEVER = frozenset(("self", "create_constraint", "create_type", "_create_events"))
"""Arguments of types that say what is made beside them: a check is among those of the table."""


class OtherType(sa.types.UserDefinedType[Any]):
    """A type by its words in SQL, as the module defines it for what SQLAlchemy has no class for."""

    cache_ok = True

    def __init__(self, words: str) -> None:
        self.words = words

    def get_col_spec(self, **keywords: Any) -> str:
        """Return the words."""
        return self.words


OTHER = OtherType.__name__


@dataclass(slots=True)
class Code:
    """Writes for one database, and remembers what the module has to import."""

    dialect: Dialect
    packages: set[str] = field(default_factory=set)
    """The packages of SQLAlchemy's databases that are named."""
    has_other: bool = False
    """Whether :data:`OTHER` is named."""

    def value(self, value: Any) -> str:
        """Return a keyword's value."""
        if isinstance(value, TypeEngine):
            return self.type(value)
        if isinstance(value, ClauseElement):
            return self.text(value)
        if isinstance(value, Mapping):
            return f"{{{', '.join(f'{literal(key)}: {self.value(one)}' for key, one in value.items())}}}"
        if isinstance(value, list | tuple):
            return f"[{', '.join(map(self.value, value))}]"
        return literal(value)

    def text(self, expression: str | ClauseElement) -> str:
        """Return an SQL expression as ``sa.text()``."""
        return f"sa.text({self.sql(expression)})"

    def sql(self, expression: str | ClauseElement) -> str:
        """Return an SQL expression as a string that ``sa.text()`` takes."""
        written = expression if isinstance(expression, str) else self.dialect.compile(expression)
        return literal(_PARAMETER.sub(r"\\:", written))

    # --- types ---

    def type(self, type_: TypeEngine[Any]) -> str:
        """Return a type; one that code cannot say again is written as its words in SQL."""
        type_ = type_._variant_mapping.get(self.dialect.sa.name, type_)
        if isinstance(type_, sa.types.TypeDecorator):
            type_ = type_.type_engine(self.dialect.sa)
        if isinstance(type_, NullType):
            return "sa.types.NullType()"
        wanted = self._words(type_)
        package = self._package(type_)
        if package is not None:
            code = self._constructed(type_, package)
            if self._is_said(code, package, wanted):
                self.packages |= {package} - {"sa"}
                return code
        self.has_other = True
        return f"{OTHER}({literal(wanted)})"

    def _words(self, type_: TypeEngine[Any]) -> str:
        with self.dialect.noting():
            return self.dialect.type_sql(type_)

    def _package(self, type_: TypeEngine[Any]) -> str | None:
        """Return the name under which the module imports what has the type's class; None for another's."""
        cls = type(type_)
        found = _DIALECT.match(cls.__module__)
        if found:
            public = import_module(f"sqlalchemy.dialects.{found[1]}")
            return found[1] if getattr(public, cls.__name__, None) is cls else None
        return "sa" if getattr(sa, cls.__name__, None) is cls else None

    def _constructed(self, type_: TypeEngine[Any], package: str) -> str:
        arguments = [*_enum(type_)] if isinstance(type_, sa.Enum) else [*self._arguments(type_)]
        return f"{package}.{type(type_).__name__}({', '.join(arguments)})"

    def _arguments(self, type_: TypeEngine[Any]) -> Iterator[str]:
        """Yield the arguments that a type was made with, as far as its attributes tell: see ``_is_said``."""
        seen: set[str] = set()
        for cls in type(type_).__mro__:
            if "__init__" not in vars(cls):
                continue
            for name, parameter in inspect.signature(vars(cls)["__init__"]).parameters.items():
                value = getattr(type_, name, parameter.default)
                plain = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
                if name in _NEVER or name in seen or not plain or value is parameter.default:
                    continue
                seen.add(name)
                if value != parameter.default and _is_plain(value):
                    yield f"{name}={self.value(value)}"
            if cls.__module__.startswith("sqlalchemy.") and not _passes_on(cls):
                return

    def _is_said(self, code: str, package: str, wanted: str) -> bool:
        """Return whether code gives a type of these words; the code is ours, its values are literals."""
        packages = {name: import_module(f"sqlalchemy.dialects.{name}") for name in {*self.packages, package} - {"sa"}}
        names = {"sa": sa, OTHER: OtherType, **packages}
        try:
            return self._words(eval(code, names)) == wanted  # noqa: S307 - see above
        except (SqlcompileError, SQLAlchemyError, TypeError, ValueError):
            return False


def _passes_on(cls: type) -> bool:
    """Return whether a class's own ``__init__`` takes keywords for those of its bases."""
    parameters = inspect.signature(vars(cls)["__init__"]).parameters.values()
    return any(one.kind is one.VAR_KEYWORD for one in parameters)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float | TypeEngine)


def literal(value: Any) -> str:
    """Return a literal; a string in double quotes, where that needs no escapes, and what is no literal as a string."""
    plain = value is None or type(value) in (bool, int, float, bytes)
    return repr(value) if plain else quoted(value)


def _enum(type_: sa.Enum) -> Iterator[str]:
    yield from map(literal, type_.enums)
    for name in ("name", "schema"):
        value = getattr(type_, name, None)
        if value is not None:
            yield f"{name}={literal(str(value))}"
    if type(type_) is sa.Enum and not type_.native_enum:
        yield "native_enum=False"


def keywords(code: Code, given: Iterable[tuple[str, Any]]) -> list[str]:
    """Return keyword arguments: those that say something, and what a thing is, not how it is made."""
    return [
        f"{name}={code.value(value)}"
        for name, value in given
        if value is not None and value is not False and not name.endswith(HOW)
    ]


def named_enum(code: Code, key: tuple[str | None, str], values: tuple[str, ...]) -> str:
    """Return a named type that belongs to the MetaData alone."""
    type_ = code.type(enum_type(key, values))
    return f"{type_[:-1]}, metadata=metadata)"
