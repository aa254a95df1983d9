"""A Python module with SQLAlchemy's MetaData: importing it gives the tables of the schema.

The code that is written is run, and what it gives is compared with the schema: where they differ, the module and
a note say in what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.leftovers import leftovers, shown
from sqlcompile.autogenerate.objects import with_their_values
from sqlcompile.autogenerate.order import in_order
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError, UnsupportedOperation
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.project.printable import one_line
from sqlcompile.schema.model import Schema
from sqlcompile.showing.making import told
from sqlcompile.showing.model import Shown
from sqlcompile.showing.python_tables import Tables, sequence
from sqlcompile.showing.python_values import OTHER, Code, named_enum
from sqlcompile.showing.replaying import Note

_INSTEAD = "`--format json` tells the schema to a program, `--format sql` makes it."
_OTHER = f'''
class {OTHER}(sa.types.UserDefinedType):
    """A type by its words in SQL."""

    cache_ok = True

    def __init__(self, words):
        self.words = words

    def get_col_spec(self, **keywords):
        return self.words

'''


def render(shown_: Shown, note: Note) -> str:
    """Return the module; raises SqlcompileError for what the database cannot express."""
    schema, notes = told(with_their_values(shown_.schema))
    code = Code(shown_.dialect)
    tables = Tables(code, schema, Forms(shown_.dialect))
    body = [line for table in in_order(schema, schema.tables.values()) for line in ("", *tables.table(table))]
    objects = [*_objects(code, schema)]
    head = [f'"""{_docstring(shown_.title)}"""', "", "import sqlalchemy as sa"]
    if code.packages:
        head.append(f"from sqlalchemy.dialects import {', '.join(sorted(code.packages))}")
    other = [_OTHER.rstrip("\n"), ""] if code.has_other else []
    lines = [*head, *other, "", "metadata = sa.MetaData()", *objects, *body]
    said = [*notes, *_left_out(schema), *_differences("\n".join(lines), schema, shown_.dialect)]
    for text in said:
        note(text)
    remarks = [f"# {one_line(text)}" for text in (*shown_.notes, *said)]
    return "\n".join([*lines, *(["", *remarks] if remarks else []), ""])


def _objects(code: Code, schema: Schema) -> Iterator[str]:
    """Yield what is of its own: sequences, and the types that no column has."""
    for item in schema.sequences.values():
        yield sequence(code, item, "metadata=metadata")
    types = [column.type for table in schema.tables.values() for column in table.columns]
    used = {schema.key(one.name, one.schema) for one in types if isinstance(one, sa.Enum) and one.name}
    for key, values in schema.enums.items():
        if key not in used and key not in schema.domains:
            yield named_enum(code, key, values)


def _left_out(schema: Schema) -> Iterator[str]:
    for kind, keys in (
        ("view", schema.views),
        ("trigger", [(one.table[0], one.name) for one in schema.triggers.values()]),
    ):
        for key in keys:
            yield f"The {kind} {shown(key)} is left out: MetaData has none."


def _differences(text: str, schema: Schema, dialect: Dialect) -> Iterator[str]:
    """Yield in what the tables of the code differ from those of the schema; raises UnsupportedOperation."""
    names: dict[str, Any] = {}
    found = Schema(schema.default_namespace)
    try:
        exec(compile(text, "<schema>", "exec"), names)  # noqa: S102 - written above: names and texts in it are literals
        for table in names["metadata"].tables.values():
            found = CreateTable(table).apply(found, dialect)
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
