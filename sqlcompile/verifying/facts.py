"""What a database holds, as values: things, each with its properties and what it is known by."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expression:
    """SQL that the database writes back in its own words.

    ``exact`` is the text; ``meaning`` is what of it the database keeps whatever it writes: the columns
    and the values that stand in it, or None where nothing of it can be told.
    """

    exact: str
    meaning: Hashable = None

    def __str__(self) -> str:
        return self.exact


Property = str | bool | tuple[str, ...] | Expression | None
"""A property of a thing; None where it is not told."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A table, or something of one: ``of`` is the table, None for what is of its own.

    ``keys`` are what it is known by, the surest first; a key of None is none. ``shown`` is what people call it.
    """

    kind: str
    shown: str
    keys: tuple[Hashable, ...]
    of: str | None = None
    properties: Mapping[str, Property] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called, with its kind."""
        return f"{self.kind} {self.shown}"


@dataclass(frozen=True, slots=True)
class Described:
    """All things of a database, or of some of its tables.

    ``unknown`` are the tables of which nothing can be told but that they are there.
    """

    things: tuple[Thing, ...]
    unknown: frozenset[str] = frozenset()

    def groups(self) -> dict[tuple[str | None, str], list[Thing]]:
        """Return the things by table and kind."""
        found: dict[tuple[str | None, str], list[Thing]] = {}
        for thing in self.things:
            found.setdefault((thing.of, thing.kind), []).append(thing)
        return found
