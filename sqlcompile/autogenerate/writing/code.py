"""Python code as a tree, laid out in lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 88
"""How long a line of a script may be, where it can be broken."""
_STEP = 4


@dataclass(frozen=True, slots=True)
class Call:
    """A call; the name of an argument is empty where it goes by its place."""

    name: str
    arguments: tuple[tuple[str, Code], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list."""

    items: tuple[Code, ...]


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
        return Listed(tuple(value_code(item) for item in value))
    if isinstance(value, tuple):
        items = ", ".join(flat(value_code(item)) for item in value)
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flat(value_code(k))}: {flat(value_code(v))}" for k, v in value.items()) + "}"
    return repr(value)


def flat(code: Code) -> str:
    """Return code on one line."""
    if isinstance(code, str):
        return code
    if isinstance(code, Listed):
        return f"[{', '.join(map(flat, code.items))}]"
    return f"{code.name}({', '.join(_given(name) + flat(value) for name, value in code.arguments)})"


def laid_out(code: Code, indent: int, *, around: int = 0) -> str:
    """Return code whose first line stands at ``indent``, broken where it does not fit.

    ``around`` is how many characters the first line has beside it.
    """
    line = flat(code)
    if isinstance(code, str) or indent + around + len(line) <= WIDTH:
        return line
    parts = code.arguments if isinstance(code, Call) else tuple(("", item) for item in code.items)
    first, last = (f"{code.name}(", ")") if isinstance(code, Call) else ("[", "]")
    if not parts:
        return line
    inner = indent + _STEP
    lines = [
        f"{' ' * inner}{_given(name)}{laid_out(part, inner, around=len(_given(name)) + 1)}," for name, part in parts
    ]
    return "\n".join([first, *lines, " " * indent + last])


def _given(name: str) -> str:
    return f"{name}=" if name else ""
