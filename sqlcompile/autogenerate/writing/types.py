"""Types as code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from sqlcompile.autogenerate.writing.code import Call, Code, call, flat, quoted, value_code
from sqlcompile.autogenerate.writing.style import OtherType, Style
from sqlcompile.errors import SqlcompileError, Unwritten
from sqlcompile.offline.catalog import type_by_name
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.types import RawType, Verbatim, enum_type

_DIALECTS = "sqlalchemy.dialects."
_USUAL = ("astext_type=Text()",)
"""What types say of themselves that is so without it."""


def type_code(style: Style, type_: TypeEngine[Any]) -> Code:
    """Return a type as code; raises Unwritten for one of which only the SQL is known.

    In a module that stands by itself none is: what is not SQLAlchemy's is written as its words.
    """
    own = style.own("type", type_)
    if own is not None:
        return own
    if style.other_type is not None:
        return _alone(style, style.other_type, type_)
    if isinstance(type_, RawType | Verbatim):
        return type_code(style, _told(style, type_))
    if isinstance(type_, sa.Enum) and (made := _made_before(style, type_)):
        return made
    if isinstance(type_, TypeDecorator) and not _is_made_again(style, type_):
        return type_code(style, type_.impl_instance)
    code: Code = _call(style, type_)
    for name, variant in sorted(type_._variant_mapping.items()):
        code = call(f"{flat(code)}.with_variant", type_code(style, variant), quoted(name))
    return code


def _alone(style: Style, other: OtherType, type_: TypeEngine[Any]) -> Code:
    """Return the type that the database gets: SQLAlchemy's where its code gives the same words, else those words."""
    type_ = type_._variant_mapping.get(style.dialect.sa.name, type_)
    if isinstance(type_, TypeDecorator):
        type_ = type_.type_engine(style.dialect.sa)
    if isinstance(type_, NullType):
        return style.sa("types.NullType()")
    imports, words = set(style.imports), _words(style, type_)
    try:
        code = _call(style, _told(style, type_) if isinstance(type_, RawType | Verbatim) else type_)
        if _words(style, _made(style, other, code)) == words:
            return code
    except (SqlcompileError, SQLAlchemyError, AttributeError, TypeError, ValueError):
        style.imports.intersection_update(imports)
    style.has_other_type = True
    return call(other.__name__, quoted(words))


def _words(style: Style, type_: TypeEngine[Any]) -> str:
    with style.dialect.noting():
        return style.dialect.type_sql(type_)


def _made(style: Style, other: OtherType, code: Code) -> Any:
    """Return what code makes; it is ours, and the values in it are literals."""
    start = f"from {_DIALECTS[:-1]} import "
    packages = [line.removeprefix(start) for line in style.imports if line.startswith(start)]
    names = {name: import_module(f"{_DIALECTS}{name}") for name in packages}
    return eval(flat(code), {"sa": sa, other.__name__: other, **names})  # noqa: S307 - see above


def _made_before(style: Style, type_: sa.Enum) -> Code | None:
    """Return the code for an enum that is a thing of its own in the database, and is there already."""
    schema = Schema(style.dialect.default_namespace)
    if next(iter(style.dialect.types_to_create([type_], schema)), None) is None:
        return None
    key = schema.key(str(type_.name), type_.schema)
    if key in style.made_with_tables:
        return None
    code = _call(style, enum_type(key, tuple(type_.enums)))
    if not style.several:
        return code
    anywhere = _call(style, sa.Enum(*type_.enums, name=type_.name, schema=type_.schema))
    return call(f"{flat(anywhere)}.with_variant", code, quoted(code.name.partition(".")[0]))


def _told(style: Style, type_: Any) -> TypeEngine[Any]:
    """Return a type of SQLAlchemy's that is the same to the database."""
    dialect = style.dialect
    found = None
    if type_.spec:
        found = dialect.reflected_type(type_, type_.spec) or type_by_name(dialect.sa, type_.spec)
    if found is None or isinstance(found, RawType | Verbatim) or dialect.type_sql(found) != dialect.type_sql(type_):
        raise Unwritten(f'the type "{type_.spec}"', "It came from raw SQL.")
    return found


def _is_made_again(style: Style, type_: TypeDecorator[Any]) -> bool:
    """Return whether the code for a project's own type makes the same type: its constructor may want other values."""
    try:
        made = _evaluated(type_)
        return isinstance(made, TypeEngine) and style.dialect.type_sql(made) == style.dialect.type_sql(type_)
    except SqlcompileError:
        return True
    except Exception:  # noqa: BLE001 - whatever the project's constructor raises: then it is not the same
        return False


def _evaluated(type_: TypeEngine[Any]) -> Any:
    names = {type(part).__name__: type(part) for part in (type_, *_inside(type_))}
    return eval(repr(type_), {"__builtins__": {}}, {**vars(sa), **names})  # noqa: S307 - what SQLAlchemy says of a type


def _call(style: Style, type_: TypeEngine[Any]) -> Call:
    """Return the call that makes a type, from what SQLAlchemy says of it."""
    inside = {type(part).__name__: part for part in _inside(type_)}
    try:
        tree: Any = ast.parse(repr(type_), mode="eval").body
    except SyntaxError:
        raise Unwritten(f"the type {type_!r}", "It does not say how it is made.") from None
    if not isinstance(tree, ast.Call):
        raise Unwritten(f"the type {type_!r}", "It does not say how it is made.")
    positional = [_argument(style, inside, argument) for argument in tree.args]
    keywords = {
        str(keyword.arg): _argument(style, inside, keyword.value)
        for keyword in tree.keywords
        if f"{keyword.arg}={ast.unparse(keyword.value)}" not in _USUAL
    }
    if style.other_type is not None:
        keywords.pop("create_type", None)  # nothing else makes it
    elif getattr(type_, "create_type", True) is False:
        keywords["create_type"] = "False"  # SQLAlchemy 2.0 does not say it
    return call(_name(style, type_), *positional, **keywords)


def _argument(style: Style, inside: dict[str, TypeEngine[Any]], node: ast.expr) -> Code:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in inside:
        return type_code(style, inside[node.func.id])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and hasattr(sa, node.func.id):
        return style.sa(ast.unparse(node))
    try:
        return value_code(ast.literal_eval(node))
    except ValueError:
        return ast.unparse(node)


def _inside(type_: TypeEngine[Any]) -> Iterator[TypeEngine[Any]]:
    """Yield the types that a type is made of."""
    for name, value in vars(type_).items():
        if isinstance(value, TypeEngine) and name not in ("impl", "dispatch") and not isinstance(value, NullType):
            yield value


def _name(style: Style, type_: TypeEngine[Any]) -> str:
    class_ = type(type_)
    module, name = class_.__module__, class_.__name__
    if module.startswith(_DIALECTS):
        return style.of_dialect(module.removeprefix(_DIALECTS).partition(".")[0], name)
    if module.partition(".")[0] == "sqlalchemy":
        return style.sa(name) if getattr(sa, name, None) is class_ else style.sa(f"types.{name}")
    if style.other_type is not None:
        raise Unwritten(f"the type {type_!r}", "It is not SQLAlchemy's.")
    if style.user_prefix is not None:
        return f"{style.user_prefix}{name}"
    style.imports.add(f"import {module}")
    return f"{module}.{class_.__qualname__}"
