"""From an execution to SQL texts: literals take the place of the parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlcompile.dialect.compilers import MARK, fill
from sqlcompile.dialect.contract import Dialect
from sqlcompile.offline import dbapi
from sqlcompile.offline.unknown import GeneratedKey

_PIECES = re.compile(
    r"""(?P<other>'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|::)"""
    r"|(?P<percent>%%)|%\((?P<pyformat>\w+)\)s|(?P<format>%s)|(?P<qmark>\?)"
    r"|:(?P<numeric>\d+)\b|(?<!\w):(?P<named>[A-Za-z_]\w*)|\$(?P<dollar>\d+)\b",
    re.DOTALL,
)
_BY_NAME = ("pyformat", "named")
_BY_PLACE = ("format", "qmark", "numeric", "dollar")


def compiled_texts(dialect: Dialect, statement: str, context: Any) -> Iterator[str]:
    """Yield a compiled statement once for each row of its parameters."""
    compiled = context.compiled
    types = {name: bind.type for name, bind in compiled.binds.items()}
    for name, names in (getattr(context, "_expanded_parameters", None) or {}).items():
        types.update(dict.fromkeys(names, types.get(name)))
    escaped = getattr(compiled, "escaped_bind_names", None) or {}
    types.update({escaped[name]: types[name] for name in escaped if name in types})
    for row in context.compiled_parameters or [{}]:
        values = {**row, **{escaped[name]: value for name, value in row.items() if name in escaped}}
        yield fill(_with_keys(statement, values), types, values, dialect.sa)


def _with_keys(statement: str, values: Mapping[str, Any]) -> str:
    """Return a marked statement with the generated keys in it as the SQL that makes them.

    Raises KeyUnknown for one that an earlier statement made.
    """
    if not any(isinstance(value, GeneratedKey) for value in values.values()):
        return statement

    def expression(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        if not isinstance(value, GeneratedKey):
            return match.group(0)
        if value.expression is None:
            value.used()
        made, value.expression = value.expression, None
        return made

    return MARK.sub(expression, statement)


def driver_text(dialect: Dialect, statement: str, parameters: Any) -> str:
    """Return driver SQL with literals in the place of its parameters, whatever their style.

    Raises ProgrammingError where a parameter has no value, as a driver would.
    """
    if not parameters:
        return statement
    style = _style(statement, _BY_NAME if isinstance(parameters, Mapping) else _BY_PLACE)
    positional = iter(()) if isinstance(parameters, Mapping) else iter(parameters)

    def literal(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "percent" and style in ("format", "pyformat"):
            return "%"
        if kind is None or kind != style:
            return match.group(0)
        value = _value(match, kind, parameters, positional)
        if isinstance(value, GeneratedKey):
            value.used()
        return dialect.literals.render(value, None, dialect.sa)

    return _PIECES.sub(literal, statement)


def _style(statement: str, styles: Sequence[str]) -> str | None:
    found = {match.lastgroup for match in _PIECES.finditer(statement)}
    return next((style for style in styles if style in found), None)


def _value(match: re.Match[str], kind: str, parameters: Any, positional: Iterator[Any]) -> Any:
    try:
        if kind in _BY_NAME:
            return parameters[match.group(kind)]
        if kind in ("numeric", "dollar"):
            return parameters[int(match.group(kind)) - 1]
        return next(positional)
    except (KeyError, IndexError, StopIteration):
        raise dbapi.ProgrammingError(f"there is no value for the parameter {match.group(0)}") from None
