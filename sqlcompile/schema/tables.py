"""The tables of a schema: an immutable mapping of which a changed copy is cheap.

A history of thousands of tables changes one at a time, so a copy shares what it can: ``_base`` is
never changed, ``_changes`` holds what differs from it and is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Key = tuple[str | None, str]
Value = TypeVar("Value")

_MOST_CHANGES = 64


class Tables(Mapping[Key, Value], Generic[Value]):
    """A mapping that is never changed; ``with_`` and ``without`` return another one.

    ``referrers`` remembers for a table which others had a foreign key to it at some time: a hint
    that only ever grows, so that all copies share it.
    """

    __slots__ = ("_base", "_changes", "_length", "referrers")

    def __init__(self, base: Mapping[Key, Value] | None = None) -> None:
        self._base: Mapping[Key, Value] = dict(base or {})
        self._changes: dict[Key, Value | None] = {}
        self._length = len(self._base)
        self.referrers: dict[Key, dict[Key, None]] = {}

    def _copy(self, key: Key, value: Value | None) -> Tables[Value]:
        made: Tables[Value] = Tables.__new__(Tables)
        made._base = self._base
        made._changes = {**self._changes, key: value}
        made._length = self._length + (value is not None) - (key in self)
        made.referrers = self.referrers
        if len(made._changes) > _MOST_CHANGES:
            made._base = dict(made.items())
            made._changes = {}
        return made

    def with_(self, key: Key, value: Value) -> Tables[Value]:
        """Return the mapping with one more, or one other, table."""
        return self._copy(key, value)

    def without(self, key: Key) -> Tables[Value]:
        """Return the mapping without a table."""
        return self._copy(key, None) if key in self else self

    def changed_since(self, before: Tables[Value]) -> list[Value]:
        """Return the tables that are not the same object as before."""
        keys = self._changes if self._base is before._base else self
        return [value for key in keys if (value := self.get(key)) is not None and value is not before.get(key)]

    def keys_differing(self, before: Tables[Value]) -> set[Key]:
        """Return the keys whose tables are not the same object in both, those that one lacks among them."""
        keys = {*self._changes, *before._changes} if self._base is before._base else {*self, *before}
        return {key for key in keys if self.get(key) is not before.get(key)}

    def __getitem__(self, key: Key) -> Value:
        if key in self._changes:
            value = self._changes[key]
            if value is None:
                raise KeyError(key)
            return value
        return self._base[key]

    def get(self, key: Key, default: Value | None = None) -> Value | None:  # type: ignore[override]
        """Return the table of a key, or the default."""
        if key in self._changes:
            value = self._changes[key]
            return default if value is None else value
        return self._base.get(key, default)

    def __contains__(self, key: object) -> bool:
        return self._changes[key] is not None if key in self._changes else key in self._base

    def __iter__(self) -> Iterator[Key]:
        for key in self._base:
            if key not in self._changes or self._changes[key] is not None:
                yield key
        for key, value in self._changes.items():
            if value is not None and key not in self._base:
                yield key

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"Tables({dict(self)!r})"
