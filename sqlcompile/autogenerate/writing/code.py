"""Python code as a tree, laid out in lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

WIDTH = 88
"""How long a line of a script may be, where it can be broken."""
_STEP = 4


@dataclass(frozen=True, slots=True)
class Call:
    """A call; the name of an argument is empty where it goes by its place."""

    name: str
    arguments: tuple[tuple[str, Code], ...] = ()

    def also(self, name: str, value: Code) -> Call:
        """Return the call with one more keyword."""
        return Call(self.name, (*self.arguments, (name, value)))


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, or what has other brackets around it; each item stands behind a prefix, such as a key and a colon."""

    items: tuple[Code, ...]
    brackets: str = "[]"
    prefixes: tuple[str, ...] = ()


Code: TypeAlias = "str | Call | Listed"


def call(name: str, /, *arguments: Code, **keywords: Code | None) -> Call:
    """Return a call; keywords whose value is None are left out."""
    named = ((keyword, value) for keyword, value in keywords.items() if value is not None)
    return Call(name, (*(("", value) for value in arguments), *named))


def strings(names: Iterable[str]) -> Listed:
    """Return a list of strings."""
    return Listed(tuple(quoted(name) for name in names))


def quoted(text: str) -> str:
    """Return a string as a literal: in double quotes, unless it has some and no others."""
    literal = repr(str(text))
    if literal[0] == "'" and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def value_code(value: object) -> Code:
    """Return a plain value as code."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return Listed(tuple(map(value_code, value)))
    if isinstance(value, tuple):
        return tupled([value_code(item) for item in value])
    if isinstance(value, Mapping):
        return mapped({key: value_code(item) for key, item in value.items()})
    return repr(value)


def tupled(items: Iterable[Code]) -> Listed:
    """Return a tuple."""
    return Listed(tuple(items), "()")


def mapped(items: Mapping[Any, Code]) -> Listed:
    """Return a dict whose keys are plain values."""
    return Listed(tuple(items.values()), "{}", tuple(f"{flat(value_code(key))}: " for key in items))


def flat(code: Code) -> str:
    """Return code on one line."""
    if isinstance(code, str):
        return code
    first, parts, last = _parts(code)
    comma = "," if first == "(" and len(parts) == 1 else ""
    return f"{first}{', '.join(prefix + flat(part) for prefix, part in parts)}{comma}{last}"


def laid_out(code: Code, indent: int, *, around: int = 0) -> str:
    """Return code whose first line stands at ``indent``, broken where it does not fit.

    ``around`` is how many characters the first line has beside it.
    """
    line = flat(code)
    if isinstance(code, str) or indent + around + len(line) <= WIDTH:
        return line
    first, parts, last = _parts(code)
    if not parts:
        return line
    inner = indent + _STEP
    lines = [f"{' ' * inner}{prefix}{laid_out(part, inner, around=len(prefix) + 1)}," for prefix, part in parts]
    return "\n".join([first, *lines, " " * indent + last])


def comment(text: str, indent: int) -> list[str]:
    """Return the lines of a comment that stands at ``indent``, without what is before them."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - indent - 2, break_on_hyphens=False)]


def _parts(code: Call | Listed) -> tuple[str, list[tuple[str, Code]], str]:
    """Return how code begins, its parts with what stands before each, and how it ends."""
    if isinstance(code, Call):
        return f"{code.name}(", [(f"{name}=" if name else "", value) for name, value in code.arguments], ")"
    return (
        code.brackets[0],
        list(zip(code.prefixes or [""] * len(code.items), code.items, strict=True)),
        code.brackets[1],
    )
