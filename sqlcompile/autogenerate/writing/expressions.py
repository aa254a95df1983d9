"""SQL expressions, defaults and options as code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement, TextClause
from sqlalchemy.sql.functions import FunctionElement

from sqlcompile.autogenerate.writing.code import Call, Code, Listed, call, mapped, quoted, value_code
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.schema.model import Column, Options, ServerDefault

_COLON = re.compile(r"\\:|(?<![:\w\\]):(?=[\w$])")
"""What ``sa.text()`` would take for its own escape, or for a parameter, in which SQLAlchemy 2.0 lets ``$`` stand."""


def escaped(text: str) -> str:
    """Return SQL so that ``sa.text()`` gives it back."""
    return _COLON.sub(lambda found: rf"\{found[0]}", text)


def sql_text(style: Style, expression: str | ClauseElement) -> str:
    """Return an expression as the text that ``sa.text()`` takes; a str is one already."""
    if isinstance(expression, str):
        return expression
    if isinstance(expression, TextClause) and not expression._bindparams:
        return str(expression.text)
    return escaped(style.dialect.compile(expression))


def text_code(style: Style, expression: str | ClauseElement) -> Code:
    """Return an expression as a call of ``sa.text``."""
    return call(style.sa("text"), quoted(sql_text(style, expression)))


def default_code(style: Style, column: Column) -> Code | None:
    """Return a column's server default as code, None where it has none."""
    default = column.default
    if default is None:
        return None
    own = style.own("server_default", sa.DefaultClause(default))
    return server_default_code(style, default) if own is None else own


def server_default_code(style: Style, default: ServerDefault) -> Code:
    """Return a default as code: a str is a value, anything else SQL."""
    if isinstance(default, str):
        return quoted(default)
    if isinstance(default, sa.sql.elements.True_ | sa.sql.elements.False_):
        return f"{style.sa(default.__visit_name__)}()"
    if isinstance(default, FunctionElement) and _is_plain(default):
        return f"{style.sa('func')}.{default.name}()"
    return text_code(style, default)


def _is_plain(function: Any) -> bool:
    name = str(getattr(function, "name", ""))
    packages = getattr(function, "packagenames", ())
    return not list(function.clauses) and name.isidentifier() and not packages and hasattr(sa.func, name)


def computed_code(style: Style, computed: sa.Computed) -> Code:
    """Return the computation of a column."""
    persisted = None if computed.persisted is None else repr(computed.persisted)
    return call(style.sa("Computed"), quoted(sql_text(style, computed.sqltext)), persisted=persisted)


_COUNTING = (
    "start",
    "increment",
    "minvalue",
    "maxvalue",
    "nominvalue",
    "nomaxvalue",
    "cycle",
    "cache",
    "order",
    "on_null",
)


def identity_code(style: Style, identity: sa.Identity) -> Code:
    """Return how an identity column counts."""
    always = "True" if identity.always else None
    return call(style.sa("Identity"), always=always, **_counting(identity))


def sequence_code(style: Style, sequence: sa.Sequence) -> Call:
    """Return a sequence."""
    schema = None if sequence.schema is None else quoted(sequence.schema)
    data_type = None if sequence.data_type is None else type_code(style, sequence.data_type)
    return call(style.sa("Sequence"), quoted(sequence.name), **_counting(sequence), schema=schema, data_type=data_type)


def _counting(counted: Any) -> dict[str, Code]:
    given = {name: getattr(counted, name, None) for name in _COUNTING}
    return {name: repr(value) for name, value in given.items() if value is not None and value is not False}


def option_codes(style: Style, options: Options) -> dict[str, Code]:
    """Return dialect keywords that say something."""
    return {name: option_code(style, value) for name, value in options if value is not None and value != {}}


def option_code(style: Style, value: object) -> Code:
    """Return the value of a dialect keyword."""
    if isinstance(value, ClauseElement):
        return text_code(style, value)
    if isinstance(value, list | tuple):
        return Listed(tuple(_plain(style, item) for item in value))
    if isinstance(value, Mapping):
        return mapped({key: _plain(style, item) for key, item in value.items()})
    return value_code(value)


def _plain(style: Style, item: Any) -> Code:
    return quoted(item.name) if isinstance(item, sa.Column) else option_code(style, item)
