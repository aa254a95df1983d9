"""Plain text stays plain text.

Typer turns what was typed into values by way of pydantic (since 0.29), whose import takes longer than
most commands do. The values here are text, paths and lists of text: nothing that needs it. A typer
without that step has nothing to spare; what is not plain goes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any


def lightened(options: list[Any]) -> list[Any]:
    """Return options and arguments, spared the way through pydantic where their values are plain."""
    for option in options:
        usual = getattr(option, "get_runtime_param", None)
        if usual is not None and not isinstance(usual, _Plain):
            option.get_runtime_param = _Plain(usual)
    return options


class _Plain:
    """In the place of a method: it returns itself, as what turns text into values."""

    def __init__(self, usual: Callable[[], Any]) -> None:
        self._usual = usual

    def __call__(self) -> _Plain:
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of an option from what was typed."""
        annotation = param.type_descriptor.annotation
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if annotation == list[str] or (isinstance(annotation, type) and isinstance(value, annotation)):
            return value
        if annotation is Path:
            return Path(value)
        if isinstance(annotation, type) and issubclass(annotation, StrEnum) and value in set(annotation):
            return annotation(value)
        return self._usual().coerce(value, param=param, ctx=ctx)
