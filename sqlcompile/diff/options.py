"""Options of tables, columns, constraints and indexes that are for some databases alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Table

_COLLATIONS = ("collate", "default_collate")
_CHARACTERS = ("charset", "default_charset", "character_set", "default_character_set")
_NEUTRAL = frozenset((("engine", "innodb"), ("using", "btree"), ("with_rowid", "true")))
"""What is so without the option."""
_ELSEWHERE = frozenset((*_COLLATIONS, *_CHARACTERS, "autoincrement", "comment"))
"""Options of a table that the facts of its columns say."""


class Options:
    """Which options are a database's own."""

    def __init__(self, dialect: Dialect) -> None:
        self._prefixes = tuple(f"{name}_" for name in dict.fromkeys((dialect.name, *dialect.sqlalchemy_names)))

    def of(self, options: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """Return the database's own options by their names without its name, in lower case; empty ones are none."""
        found = {}
        for name, value in options:
            own = self._own(name)
            if own is not None and not _is_nothing(value):
                found[own.lower().replace(" ", "_")] = value
        return found

    def shown(self, options: Iterable[tuple[str, Any]]) -> str:
        """Return in words what options make of a thing that it would not be without them."""
        told = {name: value for name, value in self.of(options).items() if name not in _ELSEWHERE}
        return ", ".join(told_of(name, value) for name, value in told.items() if not is_neutral(name, value))

    def text_clauses(self, table: Table) -> tuple[str, str]:
        """Return the clauses that the texts of a table have without saying so: character set and collation."""
        own = self.of(table.options)
        characters = next((f"CHARACTER SET {own[name]}" for name in _CHARACTERS if name in own), "")
        return characters, next((f"COLLATE {own[name]}" for name in _COLLATIONS if name in own), "")

    def _own(self, option: str) -> str | None:
        """Return an option's name without the database's, None for another database's option."""
        for prefix in self._prefixes:
            if option.startswith(prefix):
                return option.removeprefix(prefix)
        return None


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | Mapping | list | tuple) and not value)


def is_neutral(name: str, value: object) -> bool:
    """Return whether an option says what is so without it."""
    return (name, str(value).lower()) in _NEUTRAL


def told_of(name: str, value: Any) -> str:
    """Return an option in words."""
    said = name.replace("_", " ")
    if value is True:
        return said
    if isinstance(value, Mapping):
        return f"{said} {', '.join(f'{key} {one}' for key, one in value.items())}"
    if isinstance(value, list | tuple):
        return f"{said} {', '.join(str(getattr(one, 'name', one)) for one in value)}"
    return f"{said} {getattr(value, 'name', value)}"
