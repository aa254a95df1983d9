"""From the replayed schema to the words of one database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import NullType, TypeEngine

from sqlcompile.autogenerate.columns import nullable
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.objects import with_their_values
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema import model as schemas
from sqlcompile.schema.model import Key, Options, Schema, column_name
from sqlcompile.showing.model import (
    Column,
    Constraint,
    Described,
    Index,
    Routine,
    Sequence,
    Table,
    Target,
    Trigger,
    Type,
    View,
)

KINDS: Mapping[str, str] = {
    "primary": "primary key",
    "unique": "unique",
    "foreignkey": "foreign key",
    "check": "check",
    "exclude": "exclusion",
}
"""What people call the kinds of constraints."""
_TIMING = ("onupdate", "ondelete", "match", "deferrable", "initially")


def describe(schema: Schema, dialect: Dialect, routines: Iterable[Routine] = ()) -> Described:
    """Return a schema in the words of a database.

    What the database cannot express, such as a type that it does not have, is as SQLAlchemy shows it: nothing is
    raised, for this is to be looked at.
    """
    return _Describing(dialect, Forms(dialect), with_their_values(schema)).all(tuple(routines))


@dataclass(frozen=True, slots=True)
class _Describing:
    dialect: Dialect
    forms: Forms
    schema: Schema

    def all(self, routines: tuple[Routine, ...]) -> Described:
        schema = self.schema
        return Described(
            tuple(sorted(schema.namespaces)),
            tuple(self._type(key) for key in _sorted(schema.enums)),
            tuple(_sequence(key, schema.sequences[key]) for key in _sorted(schema.sequences)),
            tuple(self.table(table) for table in schema.tables.values()),
            tuple(self._view(key, schema.views[key]) for key in _sorted(schema.views)),
            tuple(
                Trigger(one.table[0], one.table[1], one.name, one.text)
                for one in sorted(
                    schema.triggers.values(), key=lambda one: (one.table[0] or "", one.table[1], one.name)
                )
            ),
            routines,
        )

    # --- tables ---

    def table(self, table: schemas.Table) -> Table:
        return Table(
            table.namespace,
            table.name,
            table.comment,
            table.complete,
            tuple(self._column(table, column) for column in table.columns),
            tuple(map(self._constraint, table.all_constraints())),
            tuple(map(self._index, table.indexes)),
            {**({"prefixes": " ".join(table.prefixes)} if table.prefixes else {}), **self._options(table.options)},
        )

    def _column(self, table: schemas.Table, column: schemas.Column) -> Column:
        computed = self.forms.computed(column)
        identity = self.forms.identity(column)
        return Column(
            column.name,
            self._type_text(column.type),
            nullable(self.forms, table, column),
            self.forms.default(column)[0],
            None if column.computed is None else self._text(column.computed.sqltext),
            bool(computed and computed[-1]),
            None if identity is None else "always" if identity[0] else "by default",
            self._counts(table, column),
            column.comment,
        )

    def _counts(self, table: schemas.Table, column: schemas.Column) -> bool:
        """Return whether the database counts a column otherwise than as an identity, which it may not have."""
        if column.identity is not None and not self.dialect.identities:
            column = replace(column, identity=None, autoincrement=True)
        return self.forms.counts(table, column)

    def _type_text(self, type_: TypeEngine[Any]) -> str | None:
        return None if isinstance(type_, NullType) else self.forms.type_text(type_)

    def _text(self, expression: str | ClauseElement) -> str:
        if isinstance(expression, str):
            return expression
        try:
            return self.dialect.compile(expression)
        except SqlcompileError:
            return str(expression)

    def _constraint(self, item: schemas.Constraint) -> Constraint:
        options = {name: _word(value) for name in _TIMING if (value := getattr(item, name, None)) not in (None, False)}
        target = None
        expression = None
        if isinstance(item, schemas.ForeignKey):
            namespace, name = self.schema.key(item.target[1], item.target[0])
            target = Target(namespace, name, item.target_columns)
        elif isinstance(item, schemas.Check):
            expression = self._text(item.expression)
        elif isinstance(item, schemas.Exclude):
            elements = ", ".join(
                f"{column_name(element) or self._text(element)} WITH {operator}" for element, operator in item.elements
            )
            expression = f"USING {item.using} ({elements})"
            if item.where is not None:
                expression += f" WHERE ({self._text(item.where)})"
        columns = item.column_names
        options |= self._options(getattr(item, "options", ()))
        return Constraint(KINDS[item.kind], item.name, item.generated, columns, target, expression, options)

    def _index(self, index: schemas.Index) -> Index:
        expressions = tuple(map(self._text, index.expressions))
        return Index(index.name, expressions, index.unique, index.implicit, self._options(index.options))

    def _options(self, options: Options) -> dict[str, str]:
        """Return the keywords that are for this database and say something."""
        said = {name for name, _ in self.forms.options(options)}
        found = {keyword.partition("_")[2]: value for keyword, value in options}
        return {name: self._value(found[name]) for name in sorted(said)}

    def _value(self, value: Any) -> str:
        if isinstance(value, ClauseElement):
            return self._text(value)
        if isinstance(value, Mapping):
            return ", ".join(f"{key} {self._value(value[key])}" for key in sorted(value, key=str))
        if isinstance(value, list | tuple):
            return ", ".join(map(self._value, value))
        return _word(value)

    # --- what is of its own ---

    def _view(self, key: Key, view: schemas.View) -> View:
        return View(*key, view.materialized, view.text.strip(), view.comment, tuple(map(self._index, view.indexes)))

    def _type(self, key: Key) -> Type:
        if key not in self.schema.domains:
            return Type(*key, self.schema.enums[key])
        domain = self.schema.domains[key]
        if domain is None:  # the history has changed it in a way that is not followed
            return Type(*key, None)
        return Type(*key, None, self.forms.type_text(domain.type), tuple(condition for _, condition in domain.checks))


def _sequence(key: Key, sequence: sa.Sequence) -> Sequence:
    return Sequence(*key, sequence.start, sequence.increment)


def _sorted(keys: Iterable[Key]) -> list[Key]:
    return sorted(keys, key=lambda key: (key[0] or "", key[1]))


def _word(value: Any) -> str:
    if value is True:
        return "yes"
    return getattr(value, "name", None) or str(value)
