"""Tables as SQLAlchemy's ``Table`` objects, in Python code."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import dialects

from sqlcompile.autogenerate.columns import nullable
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Exclude,
    ForeignKey,
    Index,
    Key,
    Options,
    PrimaryKey,
    Schema,
    Table,
    Unique,
    given_text,
)
from sqlcompile.showing.describing import column_name
from sqlcompile.showing.python_values import Code, keywords, literal

_IDENTITY = (
    "on_null",
    "start",
    "increment",
    "minvalue",
    "maxvalue",
    "nominvalue",
    "nomaxvalue",
    "cycle",
    "cache",
    "order",
)


@dataclass(slots=True)
class Tables:
    """Writes the tables of a schema, each as a variable."""

    code: Code
    schema: Schema
    forms: Forms
    _taken: set[str] = field(default_factory=lambda: {"sa", "metadata", *dialects.__all__})

    _written: dict[Key, str] = field(default_factory=dict)
    """The variables of the tables so far."""

    def table(self, table: Table) -> Iterator[str]:
        """Yield the lines of a table."""
        variable = self._variable(table.name)
        yield f"{variable} = sa.Table("
        yield f"    {literal(table.name)},"
        yield "    metadata,"
        items = [*(self.column(table, column) for column in table.columns)]
        items += [self._constraint(table, one) for one in table.all_constraints()]
        items += [self.index(index) for index in table.indexes if not self._is_made_anyway(table, index)]
        said: list[tuple[str, Any]] = [("schema", table.namespace), ("comment", table.comment)]
        items += keywords(self.code, [*said, ("prefixes", list(table.prefixes) or None), *table.options])
        yield from (f"    {item}," for item in items)
        yield ")"
        self._written[self.schema.key(table.name, table.namespace)] = variable

    def _is_made_anyway(self, table: Table, index: Index) -> bool:
        """Return whether the database makes an index by itself, under its name."""
        if not index.implicit:
            return False
        left = replace(table, indexes=tuple(other for other in table.indexes if not other.implicit))
        made = self.code.dialect.settled(left).indexes
        return any((other.name, other.column_names) == (index.name, index.column_names) for other in made)

    def _variable(self, name: str) -> str:
        word = re.sub(r"\W", "_", name, flags=re.ASCII).lower() or "_"
        word = f"_{word}" if word[0].isdigit() else word
        word = f"{word}_" if keyword.iskeyword(word) else word
        while word in self._taken:
            word += "_"
        self._taken.add(word)
        return word

    def column(self, table: Table, column: Column) -> str:
        """Return a column; what stands on it is among the table's constraints."""
        items = [literal(column.name), self.code.type(column.type)]
        if column.computed is not None:
            items.append(_call("sa.Computed", self.code.sql(column.computed.sqltext), *_persisted(column.computed)))
        if column.identity is not None:
            items.append(self._identity(column.identity))
        if column.sequence is not None:
            items.append(sequence(self.code, column.sequence))
        if column.default is not None:
            given = column.default
            text = literal(given) if isinstance(given, str) else self.code.text(given)
            items.append(f"server_default={text}")
        items += self._counting(table, column)
        if not nullable(self.forms, table, column) and not _is_key(table, column):
            items.append("nullable=False")
        elif nullable(self.forms, table, column) and (column.identity is not None or _is_key(table, column)):
            items.append("nullable=True")
        return _call("sa.Column", *items, *keywords(self.code, [("comment", column.comment), *column.options]))

    def _counting(self, table: Table, column: Column) -> list[str]:
        """Return what says whether a column of the key is counted, where SQLAlchemy would take it otherwise."""
        if not _is_key(table, column) or column.identity is not None:
            return []
        assert table.primary_key is not None
        refers = any(isinstance(one, ForeignKey) and column.name in one.columns for one in table.constraints)
        numbers = issubclass(column.type._type_affinity or object, sa.Integer | sa.Numeric)
        usual = len(table.primary_key.columns) == 1 and numbers and not refers and column.default is None
        return [] if usual == column.autoincrement else [f"autoincrement={column.autoincrement}"]

    def _identity(self, identity: sa.Identity) -> str:
        given = [(name, getattr(identity, name, None)) for name in _IDENTITY]
        always = ["always=True"] if identity.always else []
        return _call("sa.Identity", *always, *keywords(self.code, given))

    def _name(self, table: Table, item: Constraint) -> list[str]:
        """Return the name as a keyword, where the database would not choose it anyway."""
        if item.name is None or (item.generated and self._chosen(table, item) == item.name):
            return []
        return [f"name={literal(item.name)}"]

    def _chosen(self, table: Table, item: Constraint) -> str | None:
        place = next((at for at, one in enumerate(table.constraints) if one is item), 0)
        primary = None if item is table.primary_key else table.primary_key
        left = replace(table, primary_key=primary, constraints=table.constraints[:place], indexes=())
        return self.code.dialect.constraint_name(self.schema, left, item)

    def _constraint(self, table: Table, item: Constraint) -> str:
        more: list[tuple[str, Any]] = [
            (name, getattr(item, name, None)) for name in ("onupdate", "ondelete", "deferrable", "initially", "match")
        ]
        options: Options = getattr(item, "options", ())
        said = [*self._name(table, item), *keywords(self.code, [*more, *options])]
        if isinstance(item, PrimaryKey | Unique):
            kind = "PrimaryKey" if isinstance(item, PrimaryKey) else "Unique"
            return _call(f"sa.{kind}Constraint", *map(literal, item.columns), *said)
        if isinstance(item, ForeignKey):
            return _call("sa.ForeignKeyConstraint", self.code.value(item.columns), self._targets(item), *said)
        if isinstance(item, Check):
            return _call("sa.CheckConstraint", self.code.sql(item.expression), *said)
        if isinstance(item, Exclude):
            return self._exclude(item, said)
        raise TypeError(item)

    def _targets(self, key: ForeignKey) -> str:
        """Return the columns that a foreign key refers to; names with dots in them only a table can tell apart."""
        namespace, name = key.target
        columns = key.target_columns
        if not columns:
            referred = self.schema.table(name, namespace).primary_key
            columns = referred.columns if referred is not None else ()
        variable = self._written.get(self.schema.key(name, namespace))
        if variable is not None and any("." in part for part in (namespace or "", name, *columns)):
            return f"[{', '.join(f'{variable}.c[{literal(column)}]' for column in columns)}]"
        place = f"{namespace}.{name}" if namespace else name
        return self.code.value([f"{place}.{column}" for column in columns])

    def _exclude(self, item: Exclude, said: list[str]) -> str:
        self.code.packages.add("postgresql")
        pairs = [
            f"({f'sa.column({literal(name)})' if name is not None else self.code.text(one)}, {literal(operator)})"
            for one, operator in item.elements
            for name in [column_name(one)]
        ]
        where = [("using", item.using), ("where", item.where), ("ops", dict(item.ops) or None)]
        return _call("postgresql.ExcludeConstraint", *pairs, *said, *keywords(self.code, where))

    def index(self, index: Index) -> str:
        """Return an index, whose expressions are texts."""
        parts = [
            literal(one) if isinstance(one, str) else self._expression(one, plain)
            for one, plain in zip(index.expressions, index.plain_names, strict=True)
        ]
        unique = ["unique=True"] if index.unique else []
        return _call("sa.Index", literal(index.name), *parts, *unique, *keywords(self.code, index.options))

    def _expression(self, expression: Any, plain: str | None) -> str:
        if plain is not None and given_text(expression) == plain:
            return literal(plain)
        return self.code.text(expression)


def _is_key(table: Table, column: Column) -> bool:
    return table.primary_key is not None and column.name in table.primary_key.columns


def sequence(code: Code, item: sa.Sequence, *more: str) -> str:
    """Return a sequence."""
    given = [(name, getattr(item, name, None)) for name in _IDENTITY if name != "on_null"]
    return _call("sa.Sequence", literal(item.name), *keywords(code, [("schema", item.schema), *given]), *more)


def _persisted(computed: sa.Computed) -> list[str]:
    return [] if computed.persisted is None else [f"persisted={computed.persisted}"]


def _call(function: str, *arguments: str) -> str:
    return f"{function}({', '.join(arguments)})"
