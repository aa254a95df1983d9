"""A Python module with SQLAlchemy's models: their MetaData is the schema.

The code that is written is run, and what it gives is compared with the schema: where they differ, the module and
a note say in what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.aligning import enums_in
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.leftovers import leftovers, shown
from sqlcompile.autogenerate.objects import with_their_values
from sqlcompile.autogenerate.order import in_order
from sqlcompile.autogenerate.writing.code import Call, call, comment, laid_out, value_code
from sqlcompile.autogenerate.writing.expressions import sequence_code
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.types import type_code
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError, UnsupportedOperation
from sqlcompile.operations.create_table import table_created
from sqlcompile.project.printable import one_line
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.types import enum_type
from sqlcompile.showing.making import told
from sqlcompile.showing.model import Shown
from sqlcompile.showing.python_models import Models
from sqlcompile.showing.replaying import Note

_INSTEAD = "`--format json` tells the schema to a program, `--format sql` makes it."


class OtherType(sa.types.UserDefinedType[Any]):
    """A type by its words in SQL, as the module defines it for what SQLAlchemy has no class for."""

    cache_ok = True

    def __init__(self, words: str) -> None:
        self.words = words

    def get_col_spec(self, **keywords: Any) -> str:
        """Return the words."""
        return self.words


_OTHER = '''class OtherType(sa.types.UserDefinedType[Any]):
    """A type by its words in SQL."""

    cache_ok = True

    def __init__(self, words: str) -> None:
        self.words = words

    def get_col_spec(self, **keywords: Any) -> str:
        return self.words'''


def render(shown_: Shown, note: Note) -> str:
    """Return the module; raises SqlcompileError for what the database cannot express."""
    schema, notes = told(with_their_values(shown_.schema))
    text, differences = _best(shown_, schema)
    said = [*notes, *_left_out(schema), *differences]
    for sentence in said:
        note(sentence)
    remarks = [line for sentence in (*shown_.notes, *said) for line in comment(one_line(sentence), 0)]
    return "\n".join([text, *(["", *remarks, ""] if remarks else [])])


def _best(shown_: Shown, schema: Schema) -> tuple[str, list[str]]:
    """Return the text of the module, and in what it differs from the schema.

    The naming convention of the migrations is in it, unless that gives, or wants, a name that the database does not have.
    """
    found: list[tuple[str, list[str]]] = []
    for convention in _conventions(shown_):
        try:
            found.append(_module(shown_, schema, convention))
        except UnsupportedOperation:
            if not convention:
                raise
        else:
            if not found[-1][1]:
                break
    return min(found, key=lambda module: len(module[1]))


def _conventions(shown_: Shown) -> Iterator[Mapping[str, str]]:
    """Yield the naming convention of the migrations, where it is one and can be written, and none."""
    convention = shown_.convention
    plain = all(isinstance(part, str) for pair in convention.items() for part in pair)
    if convention and plain and convention != sa.MetaData().naming_convention:
        yield convention
    yield {}


def _module(shown_: Shown, schema: Schema, convention: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the text of a module, and in what it differs from the schema."""
    style = Style(shown_.dialect, convention=convention, final_name="sa.schema.conv", other_type=OtherType)
    models = Models(style, schema, Forms(shown_.dialect))
    tables = [models.table(table) for table in in_order(schema, schema.tables.values())]
    objects = [laid_out(item, 0) for item in _objects(style, schema)]
    parts = [_base(convention), *(["\n".join(objects)] if objects else []), *tables]
    if style.has_other_type:
        style.imports.add("from typing import Any")
        parts.insert(0, _OTHER)
    head = f'"""{_docstring(shown_.title)}"""\n\n{_imports(style, models)}'
    text = "\n\n\n".join([head, *parts]) + "\n"
    return text, [*_differences(text, schema, shown_.dialect)]


def _imports(style: Style, models: Models) -> str:
    """Return the imports: those of Python first."""
    start = "from sqlalchemy.dialects import "
    packages = sorted(line.removeprefix(start) for line in style.imports if line.startswith(start))
    own = sorted((line for line in style.imports if not line.startswith(start)), key=lambda line: line.split())
    lines = ["import sqlalchemy as sa", *([f"{start}{', '.join(packages)}"] if packages else [])]
    lines.append(f"from sqlalchemy.orm import {', '.join(sorted(models.orm))}")
    return "\n".join([*sorted(own, key=lambda line: line.startswith("from")), *([""] if own else []), *lines])


def _base(convention: Mapping[str, str]) -> str:
    lines = ["class Base(DeclarativeBase):", '    """What all models have in common."""']
    if convention:
        code = call("sa.MetaData", naming_convention=value_code(convention))
        lines += ["", f"    metadata = {laid_out(code, 4, around=len('metadata = '))}"]
    return "\n".join(lines)


def _objects(style: Style, schema: Schema) -> Iterator[Call]:
    """Yield what is of its own: sequences, and the types that no column has."""
    for item in schema.sequences.values():
        yield sequence_code(style, item).also("metadata", "Base.metadata")
    used = {*enums_in(schema, schema.tables.values())}
    for key, values in schema.enums.items():
        if key not in used and key not in schema.domains:
            code = type_code(style, enum_type(key, values))
            assert isinstance(code, Call)
            yield code.also("metadata", "Base.metadata")


def _left_out(schema: Schema) -> Iterator[str]:
    for kind, keys in (
        ("view", schema.views),
        ("trigger", [(one.table[0], one.name) for one in schema.triggers.values()]),
    ):
        for key in keys:
            yield f"The {kind} {shown(key)} is left out: MetaData has none."


def _differences(text: str, schema: Schema, dialect: Dialect) -> Iterator[str]:
    """Yield in what the tables of the code differ from those of the schema; raises UnsupportedOperation."""
    names: dict[str, Any] = {"__name__": "models"}
    found = Schema(schema.default_namespace)
    try:
        exec(compile(text, "<schema>", "exec", dont_inherit=True), names)  # noqa: S102 - texts in it are literals
        for table in names["Base"].metadata.tables.values():
            found = table_created(found, dialect, table)
    except SqlcompileError:
        raise
    except Exception as error:  # whatever SQLAlchemy raises: there are names that it cannot refer to
        reason = str(error).partition("\n")[0].rstrip(".")
        raise UnsupportedOperation("SQLAlchemy", f"express this schema: {reason}", _INSTEAD) from error
    wanted = replace(schema, views={}, triggers={}, namespaces=(), sequences={}, enums={}, domains={})
    bare = replace(found, views={}, triggers={}, namespaces=(), sequences={}, enums={}, domains={})
    for sentence in leftovers(Forms(dialect), bare, wanted):
        yield f"The code differs from the schema: {sentence}"


def _docstring(text: str) -> str:
    return one_line(text).replace("\\", "/").replace('"', "'")
