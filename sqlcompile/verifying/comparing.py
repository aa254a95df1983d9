"""The differences of two descriptions, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlcompile.verifying.facts import Described, Expression, Property, Thing


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: ``table`` is None for what is of none, ``what`` the thing, ``which`` its property.

    ``expected`` and ``found`` are None where the thing itself is not there.
    """

    table: str | None
    what: str
    which: str | None
    expected: str | None
    found: str | None

    def __str__(self) -> str:
        subject = f"table {self.table}: " if self.table is not None else ""
        if self.which is not None:
            what = f"{self.what}, {self.which}" if self.what else self.which
            return f"{subject}{what}: {self.expected} expected, {self.found} found"
        if self.found is None:
            return f"{subject}{self.what} is missing"
        return f"{subject}{self.what} is there, and is not expected"


def differences(expected: Described, found: Described, *, exact: bool, ordered: bool = True) -> list[Difference]:
    """Return how what was found differs from what is expected.

    ``exact`` says that both are of a real database: then every word counts; else only what a database keeps
    of what it was told. ``ordered`` says whether the order of columns counts.
    """
    return list(_Comparing(exact=exact, ordered=ordered).all(expected, found))


@dataclass(frozen=True, slots=True)
class _Comparing:
    exact: bool
    ordered: bool

    def all(self, expected: Described, found: Described) -> Iterator[Difference]:
        unknown = expected.unknown | found.unknown
        mine, its = expected.groups(), found.groups()
        absent = _names(expected) ^ _names(found)
        for group in sorted({*mine, *its}, key=lambda group: (group[0] or "", group[0] is not None, group[1])):
            table, kind = group
            if table is not None and (table in unknown or table in absent):
                continue
            if kind == "order" and not self.ordered:
                continue
            yield from self._things(mine.get(group, []), its.get(group, []))

    def _things(self, expected: list[Thing], found: list[Thing]) -> Iterator[Difference]:
        pairs, missing, others = _matched(expected, found)
        for thing in missing:
            yield Difference(thing.of, thing.name, None, thing.name, None)
        for thing in others:
            yield Difference(thing.of, thing.name, None, None, thing.name)
        for one, other in pairs:
            yield from self._properties(one, other)

    def _properties(self, expected: Thing, found: Thing) -> Iterator[Difference]:
        named = "" if expected.kind == "comment" else expected.name.strip()
        for which in sorted({*expected.properties, *found.properties}):
            one, other = expected.properties.get(which), found.properties.get(which)
            told = which in expected.properties and which in found.properties
            if self._is_same(one, other, which, told=told):
                continue
            if expected.kind == "comment":
                yield Difference(expected.of, "", "comment", _said(one), _said(other))
            elif expected.kind == "order":
                yield Difference(expected.of, "", "order of columns", _said(one), _said(other))
            else:
                yield Difference(expected.of, named, which, _said(one), _said(other))

    def _is_same(self, one: Property, other: Property, which: str, *, told: bool) -> bool:
        if self.exact:
            return one == other
        if which == "name":  # None is a name that only the database knows
            return one is None or other is None or one == other
        if which == "autoincrement" and not (told and isinstance(one, bool) and isinstance(other, bool)):
            return True
        if which == "type" and (one is None or other is None):
            return True
        if isinstance(one, Expression) and isinstance(other, Expression):
            return one.exact == other.exact or (None in (one.meaning, other.meaning)) or one.meaning == other.meaning
        if which in _TOLD_BY_BOTH and not (told and one is not None and other is not None):
            return True
        return one == other


_TOLD_BY_BOTH = frozenset({"definition", "method", "nullable", "labels"})
"""Properties that one side may not know."""


def _matched(expected: list[Thing], found: list[Thing]) -> tuple[list[tuple[Thing, Thing]], list[Thing], list[Thing]]:
    """Return what belongs together, what is only expected, and what is only found."""
    pairs: list[tuple[Thing, Thing]] = []
    left, right = list(expected), list(found)
    for place in range(max((len(thing.keys) for thing in (*left, *right)), default=0)):
        by_key: dict[object, list[Thing]] = {}
        for thing in right:
            key = thing.keys[place] if place < len(thing.keys) else None
            if key is not None:
                by_key.setdefault(key, []).append(thing)
        rest = []
        for thing in left:
            key = thing.keys[place] if place < len(thing.keys) else None
            others = by_key.get(key, []) if key is not None else []
            if others:
                other = others.pop(0)
                right.remove(other)
                pairs.append((thing, other))
            else:
                rest.append(thing)
        left = rest
    return pairs, left, right


def _names(described: Described) -> set[str]:
    return {thing.shown for thing in described.things if thing.kind == "table"}


def _said(value: Property) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(value)})"
    return str(value)
