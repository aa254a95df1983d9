"""Types that a database does not have, and what stands for each of them there.

A database's file in ``dialects/`` lists them by the name that a type writes itself with, such as
``JSONB``, in capitals; ``mssql.BIT`` is that of one database alone, by SQLAlchemy's name of it, where
several mean different things by one word. What follows a name may be ``UNSIGNED``, ``VARYING``,
``WITH TIME ZONE``, ``WITH LOCAL TIME ZONE``, ``(MAX)`` or, for a NUMBER of whole numbers, ``(P)``; without it the name
holds for all of them.

What stands for a type is SQL text of the database. ``{length}``, ``{precision}`` and ``{scale}`` are those of
the type, ``{length:255}`` is a length of at most 255, and ``{?length:255}`` asks for one and writes nothing; of texts
that ``|`` separates the first one counts whose places all have a number. An empty text says that nothing can stand
for the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import exc, types
from sqlalchemy.types import TypeEngine

from sqlcompile.errors import UnsupportedOperation

_PLACE = re.compile(r"\{(\??)([^{}:?]*)(?::(\d+))?\}")
_FACTS = ("length", "precision", "scale")
_WORDS = re.compile(r"[A-Z_][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*")
_KEY = re.compile(r"(?:[a-z]+\.)?[A-Z_][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*(?:\((?:MAX|P)\))?")


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands for a type: both as they are written, and the column whose type it is, where that is known."""

    name: str
    text: str
    reason: str
    """Why it is not written as it is, behind the name."""
    table: str = ""
    column: str = ""

    @property
    def alone(self) -> str:
        """What is said of it, without the column."""
        return f"{self.name} {self.reason}, {self.text} stands for it"

    @property
    def place(self) -> str:
        """The column as people write it."""
        return ".".join(part for part in (self.table, self.column) if part)


@dataclass(frozen=True, slots=True)
class TypeMap:
    """What stands for foreign types on one database.

    ``package`` is SQLAlchemy's name of the database's own types, ``defaults`` are those of its file, ``chosen`` those
    of the project, which count for its own types too. ``homonyms`` are names that it has for something else.
    """

    title: str
    package: str
    defaults: Mapping[str, str]
    chosen: Mapping[str, str] = field(default_factory=dict)
    homonyms: frozenset[str] = frozenset()

    def find(self, type_: TypeEngine[Any], dialect: Any) -> StandIn | None:
        """Return what stands for a type; None for a type that is written as it is.

        Raises UnsupportedOperation where nothing can stand for it.
        """
        if getattr(type_, "as_written", False) or _written_by_project(type_, dialect.name):
            return None
        names = names_of(type_)
        if type_.__visit_name__ == "user_defined" and names and names[-1].lower() in dialect.ischema_names:
            return None  # a project's own text, in a word that the database has
        found = next((name for name in names if name in self.chosen), None)
        template = None if found is None else self.chosen[found]
        if found is None:
            own = package_of(type(type_)) == self.package
            found = next((name for name in names if name in self.defaults and ("." in name or not own)), None)
            template = None if found is None else self.defaults[found]
        if template is None:
            return None
        name = names[1].removesuffix("(P)")
        text = filled(template, facts_of(type_))
        if text is None:
            raise UnsupportedOperation(
                self.title,
                f"have a column of the type {name}: nothing stands for it there",
                f'Say what shall, as `"{name}" = "…"` in the table `types` of the settings, '
                "or give the column another type for this database with with_variant().",
            )
        return StandIn(name, text, self._reason(found or ""))

    def find_written(self, text: str, type_: TypeEngine[Any]) -> StandIn | None:
        """Return what the project wants to stand for a type that the database has, and writes as ``text``."""
        said = _WORDS.match(text.upper())
        if said is None or said[0] not in self.chosen or getattr(type_, "as_written", False):
            return None
        made = filled(self.chosen[said[0]], facts_of(type_))
        return None if made is None else StandIn(said[0], made, self._reason(""))

    def _reason(self, key: str) -> str:
        if key not in self.defaults:
            return f"is not wanted on {self.title} by the settings"
        known = "." in key or key in self.homonyms
        return f"is another type on {self.title}" if known else f"is not a type of {self.title}"


class KeptTypes:
    """A SQLAlchemy dialect that keeps a type which it cannot adapt, as 2.0 cannot another database's ENUM."""

    def type_descriptor(self, typeobj: Any) -> Any:
        """Return the database's form of a type, else the type itself."""
        compiler: Any = super()
        try:
            return compiler.type_descriptor(typeobj)
        except AttributeError:
            return typeobj


class MappedTypes:
    """A type compiler that writes what stands for a type; goes before all others."""

    dialect: Any

    def process(self, type_: Any, **kw: Any) -> str:
        """Return the type as it stands in SQL; raises UnsupportedOperation, and ForeignType where it is strict."""
        compiler: Any = super()
        limits = self.dialect.sqlcompile
        type_ = type_._variant_mapping.get(self.dialect.name, type_)
        own = is_own_everywhere(type_) and not limits.type_map.chosen
        if own or isinstance(type_, types.TypeDecorator):
            return str(compiler.process(type_, **kw))
        found = limits.type_map.find(type_, self.dialect)
        if found is None:
            text = self._written(type_, compiler, kw)
            found = limits.type_map.find_written(text, type_) if limits.type_map.chosen else None
            if found is None:
                return text if " COLLATE " in text else f"{text}{self._collation(type_, compiler, kw)}"
        found = self._collated(found, type_, compiler, kw)
        if found.text == found.name or (" " not in found.name and found.text == self._own(type_, compiler, kw)):
            return str(found.text)  # nothing is other than it says
        limits.substituted(found, kw.get("type_expression"))
        return str(found.text)

    def _collated(self, found: StandIn, type_: Any, compiler: Any, kw: dict[str, Any]) -> StandIn:
        """Return what stands for a type with its collation; that of another database's type is said to be lost."""
        package = package_of(type(type_))
        if package in ("", self.dialect.sqlcompile.type_map.package):
            return replace(found, text=f"{found.text}{self._collation(type_, compiler, kw)}")
        collation = getattr(type_, "collation", None)
        return (
            replace(found, reason=f"{found.reason}, and neither is its collation {collation}") if collation else found
        )

    def _collation(self, type_: Any, compiler: Any, kw: dict[str, Any]) -> str:
        """Return the clause with a type's collation, as it stands behind every type; "" where it has none."""
        collation = getattr(type_, "collation", None)
        if not collation:
            return ""
        _, clause, name = self._written(types.String(1, collation=collation), compiler, kw).partition(" COLLATE ")
        return clause + name

    def _own(self, type_: Any, compiler: Any, kw: dict[str, Any]) -> str | None:
        """Return what SQLAlchemy would write, None where it refuses."""
        try:
            return self._written(type_, compiler, kw)
        except (exc.CompileError, UnsupportedOperation):
            return None

    def _written(self, type_: Any, compiler: Any, kw: dict[str, Any]) -> str:
        try:
            return str(compiler.process(type_, **kw))
        except (AttributeError, TypeError) as error:
            if not type(type_).__module__.startswith("sqlalchemy."):
                raise
            # a type of another database has not what this one's method asks for
            raise exc.CompileError(f"there is no {type(type_).__name__}") from error


def _visited(type_: TypeEngine[Any]) -> str:
    """Return the name that SQLAlchemy's compilers know a type by; those of JSON paths have none, for no column has them."""
    return getattr(type_, "__visit_name__", "")


def is_own_everywhere(type_: TypeEngine[Any]) -> bool:
    """Return whether each database writes the type in its own way, as SQLAlchemy's generic ones."""
    name = _visited(type_)
    return not name.isupper() and name not in ("user_defined", "type_decorator")


def names_of(type_: TypeEngine[Any]) -> tuple[str, ...]:
    """Return the names of a type, the narrowest first; none for one that each database writes in its own way."""
    name = _visited(type_)
    if name == "user_defined":
        said = _WORDS.match(type_.get_col_spec().upper()) if hasattr(type_, "get_col_spec") else None
        name = said[0] if said is not None else ""
    if not name or not name.isupper():
        return ()
    name = name.replace("DOUBLE_PRECISION", "DOUBLE PRECISION")
    package, full = package_of(type(type_)), name + _mark(type_)
    return tuple(dict.fromkeys((f"{package}.{full}", full, f"{package}.{name}", name)))


def _mark(type_: Any) -> str:
    """Return what makes a type another one than its name says."""
    if getattr(type_, "unsigned", False):
        return " UNSIGNED"
    if getattr(type_, "local_timezone", False):
        return " WITH LOCAL TIME ZONE"
    if getattr(type_, "timezone", False):
        return " WITH TIME ZONE"
    if getattr(type_, "varying", False):
        return " VARYING"
    if type_.__visit_name__ == "NUMBER":
        return "(P)" if type_.precision and not type_.scale else ""
    return "(MAX)" if str(getattr(type_, "length", "")).lower() == "max" else ""


def package_of(class_: type) -> str:
    """Return SQLAlchemy's name of the database that a class belongs to, "" for a type of none."""
    module = next((base.__module__ for base in class_.__mro__ if base.__module__.startswith("sqlalchemy.")), "")
    parts = module.split(".")
    return parts[2] if parts[:2] == ["sqlalchemy", "dialects"] else ""


def _written_by_project(type_: Any, name: str) -> bool:
    """Return whether a project says with ``@compiles`` how that database writes the type."""
    said = getattr(type_, "_compiler_dispatcher", None)
    return said is not None and name in said.specs


def facts_of(type_: Any) -> dict[str, int]:
    """Return the numbers of a type, by the names of the places that they fill."""
    if type_.__visit_name__ == "user_defined":
        numbers = [int(number) for number in re.findall(r"\d+", type_.get_col_spec().partition("(")[2])]
        return dict(zip(("precision", "scale"), numbers, strict=False)) | dict(zip(("length",), numbers, strict=False))
    length = getattr(type_, "length", None)
    if type_.__visit_name__ == "SET":
        length = sum(map(len, type_.values)) + len(type_.values) - 1
    elif type_.__visit_name__ == "BIT":
        length = length or 1
    found = {
        "length": length,
        "precision": next(
            (
                number
                for name in ("precision", "fsp", "second_precision")
                if isinstance(number := getattr(type_, name, None), int)
            ),
            None,
        ),
        "scale": getattr(type_, "scale", None),
    }
    return {name: number for name, number in found.items() if isinstance(number, int)}


def filled(template: str, facts: Mapping[str, int]) -> str | None:
    """Return the first text of a template that the facts fill, None where there is none."""
    for choice in template.split("|"):
        places = _PLACE.findall(choice)
        if all(name in facts and (not most or facts[name] <= int(most)) for _, name, most in places):
            return _PLACE.sub(lambda place: "" if place[1] else str(facts[place[2]]), choice).strip() or None
    return None


def samples(template: str) -> list[str]:
    """Return the texts of a template with numbers in its places; raises ValueError with the reason why it is none."""
    made = []
    for choice in template.split("|"):
        if not choice.strip():
            raise ValueError("it is empty" if not template.strip() else "there is nothing at one side of |")
        for _, name, _ in _PLACE.findall(choice):
            if name not in _FACTS:
                raise ValueError(f"it has {{{name}}}, and the places are {{length}}, {{precision}} and {{scale}}")
        made.append(_PLACE.sub(lambda place: "" if place[1] else "1", choice).strip())
    return made


def key_of(text: str) -> str | None:
    """Return the name of a type as maps have it, None for what is no name."""
    package, dot, name = text.strip().rpartition(".")
    words = " ".join(name.upper().split()).replace("DOUBLE_PRECISION", "DOUBLE PRECISION")
    key = f"{package.lower()}{dot}{words}"
    return key if _KEY.fullmatch(key) else None


def remark(found: Iterable[StandIn]) -> str | None:
    """Return the lines that say what stands for what in a statement, None where nothing does."""
    places: dict[str, dict[str, None]] = {}
    for one in found:
        named = places.setdefault(one.alone, {})
        if one.place:
            named[one.place] = None
    lines = [f"{', '.join(named)}{': ' if named else ''}{said}" for said, named in places.items()]
    return "\n".join(lines) or None
