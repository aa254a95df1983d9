"""Reflected constraints whose names are not known: whether a script looks which one it takes."""

from __future__ import annotations

from typing import Any

from sqlcompile.operations.unknown_name import UnknownName


def told(found: dict[str, Any], name: UnknownName) -> dict[str, Any]:
    """Return what reflection found, under a name that learns when anything else of it is looked at."""
    return _Told({**found, "name": name})


class _Told(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        if key != "name":
            self._look()
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        if key != "name":
            self._look()
        return super().get(key, default)

    def _look(self) -> None:
        name = super().__getitem__("name")
        if isinstance(name, UnknownName):
            name.is_told_apart = True
