"""``alembic.util.Dispatcher``: functions by the type of what they are for."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

_ANY = "default"


class DispatchPriority(IntEnum):
    """When one of several functions for the same is called."""

    FIRST = 50
    MEDIUM = 25
    LAST = 10


class Dispatcher:
    """Functions that a project registers by type, and by the kind of database."""

    def __init__(self, uselist: bool = False) -> None:
        self._lists = uselist
        self._registered: dict[tuple[Any, str], list[Any]] = {}

    def dispatch_for(self, target: Any, qualifier: str = _ANY, replace: bool = False) -> Callable[[Any], Any]:
        """Return a decorator that registers a function; the last one counts, unless all do."""

        def register(function: Any) -> Any:
            before = self._registered.get((target, qualifier), []) if self._lists else []
            self._registered[target, qualifier] = [*before, function]
            return function

        return register

    def dispatch(self, obj: Any, qualifier: str = _ANY) -> Any:
        """Return the function for an object, or for a name; raises ValueError where there is none."""
        names = (obj,) if isinstance(obj, str) else (obj if isinstance(obj, type) else type(obj)).__mro__
        for name in names:
            for kind in dict.fromkeys((qualifier, _ANY)):
                found = self._registered.get((name, kind))
                if found:
                    return _each(found) if self._lists else found[0]
        raise ValueError(f"no function is registered for {obj!r}")

    def branch(self) -> Dispatcher:
        """Return a copy."""
        copy = Dispatcher(self._lists)
        copy._registered.update(self._registered)
        return copy


def _each(functions: list[Any]) -> Callable[..., None]:
    def call(*arguments: Any, **named: Any) -> None:
        for function in functions:
            function(*arguments, **named)

    return call
