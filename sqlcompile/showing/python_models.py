"""Tables as SQLAlchemy's declarative classes, in Python code."""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from sqlcompile.autogenerate.columns import nullable
from sqlcompile.autogenerate.forms import HOW, Forms
from sqlcompile.autogenerate.order import target_of
from sqlcompile.autogenerate.writing.code import Call, Code, Listed, call, laid_out, mapped, quoted, tupled
from sqlcompile.autogenerate.writing.constraints import constraint_code
from sqlcompile.autogenerate.writing.expressions import option_codes
from sqlcompile.autogenerate.writing.items import (
    column_arguments,
    column_code,
    index_columns,
    name_code,
)
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.autogenerate.writing.tables import said_in_table, table_keywords
from sqlcompile.schema.model import Column, Constraint, ForeignKey, Index, Key, Schema, Table
from sqlcompile.showing.python_constraints import Telling
from sqlcompile.showing.python_names import Names, attributes

_INDENT = 4
_ANNOTATIONS: dict[type, str] = {
    bool: "bool",
    bytes: "bytes",
    dt.date: "datetime.date",
    dt.datetime: "datetime.datetime",
    dt.time: "datetime.time",
    dt.timedelta: "datetime.timedelta",
    decimal.Decimal: "decimal.Decimal",
    float: "float",
    int: "int",
    list: "list[Any]",
    str: "str",
    uuid.UUID: "uuid.UUID",
}


@dataclass(slots=True)
class Models:
    """Writes the tables of a schema: as classes, or as ``Table`` objects where they have no key to map them by."""

    style: Style
    schema: Schema
    forms: Forms
    names: Names = field(default_factory=Names)
    _written: dict[Key, str] = field(default_factory=dict)
    """The tables so far, each as an expression."""
    orm: set[str] = field(default_factory=lambda: {"DeclarativeBase"})
    """What is imported from SQLAlchemy's ORM."""

    def table(self, table: Table) -> str:
        """Return the code of a table."""
        key = self.schema.key(table.name, table.namespace)
        table = Telling(self.style, self.schema).table(table, self._written)
        if table.primary_key is None or not table.columns:
            variable = self.names.of_variable(table.name)
            self._written[key] = variable
            return self._variable(variable, table)
        name = self.names.of_class(table.name, table.namespace)
        self._written[key] = f"{name}.__table__"
        return "\n".join([f"class {name}(Base):", *self._class(table)])

    def _variable(self, variable: str, table: Table) -> str:
        said = said_in_table(self.style, table)
        columns = [column_code(self.style, table, column, key=column.name in said.key) for column in said.columns]
        code = call(
            self.style.sa("Table"),
            quoted(table.name),
            "Base.metadata",
            *columns,
            *self._beside(table, said.constraints),
            **table_keywords(self.style, table),
        )
        return f"{variable} = {laid_out(code, 0, around=len(variable) + 3)}"

    def _class(self, table: Table) -> Iterator[str]:
        said = said_in_table(self.style, table)
        yield _assigned("__tablename__", quoted(table.name))
        keywords = {name: code for name, code in table_keywords(self.style, table).items() if code is not None}
        alone = {
            one.columns[0]: one for one in said.constraints if isinstance(one, ForeignKey) and len(one.columns) == 1
        }
        left = tuple(one for one in said.constraints if not any(one is other for other in alone.values()))
        arguments = [*self._beside(table, left), *([mapped(keywords)] if keywords else [])]
        if arguments:
            yield _assigned("__table_args__", tupled(arguments) if len(arguments) > bool(keywords) else arguments[0])
        yield ""
        self.orm |= {"Mapped", "mapped_column"}
        names = attributes([column.name for column in said.columns])
        for column in said.columns:
            reference = self._reference(table, alone.get(column.name))
            yield self._attribute(names[column.name], table, column, reference, key=column.name in said.key)

    def _reference(self, table: Table, item: ForeignKey | None) -> list[Code]:
        """Return a foreign key of one column as the column says it."""
        code = None if item is None else self._constraint(table, item)
        if not isinstance(code, Call):
            return []
        (_, target), *more = code.arguments[1:]
        assert isinstance(target, Listed)
        return [Call(self.style.sa("ForeignKey"), (("", target.items[0]), *more))]

    def _attribute(self, name: str, table: Table, column: Column, reference: list[Code], *, key: bool) -> str:
        """Return a column; whether it may be NULL its annotation says, but where SQLAlchemy would take it otherwise."""
        arguments, keywords = column_arguments(self.style, table, column, key=key)
        arguments += reference
        if keywords["nullable"] == "False":
            del keywords["nullable"]
        own = [] if name == column.name else [quoted(column.name)]
        optional = " | None" if nullable(self.forms, table, column) else ""
        target = f"{name}: Mapped[{self._annotation(column.type)}{optional}]"
        return _assigned(target, call("mapped_column", *own, *arguments, **keywords))

    def _annotation(self, type_: TypeEngine[Any]) -> str:
        """Return the type that a column's values have in Python, Any where SQLAlchemy does not say it."""
        type_ = type_._variant_mapping.get(self.style.dialect.sa.name, type_)
        if isinstance(type_, TypeDecorator):
            type_ = type_.type_engine(self.style.dialect.sa)
        try:
            word = "str" if isinstance(type_, sa.Enum) else _ANNOTATIONS.get(type_.python_type, "Any")
        except NotImplementedError:
            word = "Any"
        if "Any" in word:
            self.style.imports.add("from typing import Any")
        elif "." in word:
            self.style.imports.add(f"import {word.partition('.')[0]}")
        return word

    def _beside(self, table: Table, constraints: tuple[Constraint, ...]) -> list[Code]:
        """Return what stands beside the columns."""
        found = [self._constraint(table, one) for one in constraints]
        return [*found, *(self._index(index) for index in table.indexes if not self._is_made_anyway(table, index))]

    def _constraint(self, table: Table, item: Constraint) -> Code:
        code = constraint_code(self.style, table, item, self._targets(item))
        waits = isinstance(item, ForeignKey) and item.use_alter
        return code.also("use_alter", "True") if waits and isinstance(code, Call) else code

    def _index(self, index: Index) -> Call:
        options = tuple(one for one in index.options if not one[0].endswith(HOW))
        return call(
            self.style.sa("Index"),
            name_code(self.style, "index", index.name) or "None",
            *index_columns(self.style, index.expressions).items,
            unique="True" if index.unique else None,
            **option_codes(self.style, options),
        )

    def _is_made_anyway(self, table: Table, index: Index) -> bool:
        """Return whether the database makes an index by itself, under its name."""
        if not index.implicit:
            return False
        left = replace(table, indexes=tuple(other for other in table.indexes if not other.implicit))
        made = self.style.dialect.settled(left).indexes
        return any((other.name, other.column_names) == (index.name, index.column_names) for other in made)

    def _targets(self, item: Constraint) -> Listed | None:
        """Return the columns that a foreign key refers to where names have dots in them: only a table tells them."""
        if not isinstance(item, ForeignKey):
            return None
        table = self._written.get(target_of(self.schema, item))
        if table is None or not any(
            "." in part for part in (item.target[0] or "", item.target[1], *item.target_columns)
        ):
            return None
        return Listed(tuple(f"{table}.c[{quoted(column)}]" for column in item.target_columns))


def _assigned(target: str, code: Code) -> str:
    """Return an assignment in the body of a class."""
    return f"{' ' * _INDENT}{target} = {laid_out(code, _INDENT, around=len(target) + 3)}"
