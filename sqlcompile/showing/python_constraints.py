"""What the constraints of models say themselves: their names, where nothing else gives them, and their targets."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.order import target_of
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.schema.convert import name_of, sa_column, sa_constraint, type_checks
from sqlcompile.schema.model import Check, Constraint, ForeignKey, Key, Schema, Table


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what a constraint has to say, under the naming convention of a style."""

    style: Style
    schema: Schema

    def table(self, table: Table, written: Container[Key]) -> Table:
        """Return a table whose constraints are ``generated`` where neither the models nor a person has to name them.

        A foreign key to a table that is not written yet is named: an ALTER TABLE adds it, and drops it.
        """
        known = {self.schema.key(table.name, table.namespace)}
        constraints = [self._constraint(table, one, written, known) for one in table.constraints]
        primary: Any = table.primary_key and self._constraint(table, table.primary_key, written, known)
        return replace(table, constraints=tuple(constraints), primary_key=primary)

    def _constraint(self, table: Table, item: Constraint, written: Container[Key], known: Container[Key]) -> Constraint:
        if isinstance(item, ForeignKey):
            target = target_of(self.schema, item)
            waits = target not in written and target not in known
            key = self.schema.tables[target].primary_key
            columns = item.target_columns or (key.columns if key is not None else ())
            told = replace(item, target_columns=columns, use_alter=waits)
            return self._named(table, item, told, chosen=not waits)
        if isinstance(item, Check) and item.of_type and not self._is_brought(table, item):
            return self._named(table, item, replace(item, of_type=False))
        return self._named(table, item, item)

    def _named(self, table: Table, item: Constraint, told: Constraint, *, chosen: bool = True) -> Constraint:
        """Return what is told of an item without the name that it gets anyway."""
        if self.style.convention and self._is_conventional(table, item):
            return replace(told, name=None, generated=True)
        chosen = chosen and item.generated and self._chosen(table, item) == item.name
        return replace(told, generated=item.name is None or chosen)

    def _chosen(self, table: Table, item: Constraint) -> str | None:
        """Return the name that the database would choose."""
        place = next((at for at, one in enumerate(table.constraints) if one is item), 0)
        primary = None if item is table.primary_key else table.primary_key
        left = replace(table, primary_key=primary, constraints=table.constraints[:place], indexes=())
        return self.style.dialect.constraint_name(self.schema, left, item)

    def _is_conventional(self, table: Table, item: Constraint) -> bool:
        """Return whether the naming convention gives a constraint its name."""
        made = self._made(table, [sa.Column(column.name) for column in table.columns])
        bare = sa_constraint(replace(item, name=None), made.metadata, made)
        try:
            made.append_constraint(bare)
        except sa.exc.InvalidRequestError:  # the convention asks for a name
            return False
        return name_of(bare) == item.name

    def _is_brought(self, table: Table, item: Check) -> bool:
        """Return whether the type of a column brings a check under its name."""
        columns = [sa_column(replace(table.column(name), sequence=None)) for name in item.columns]
        checks = type_checks(self._made(table, columns), self.style.dialect.ddl_compiler)
        return any(item.generated or check.name == item.name for check in checks)

    def _made(self, table: Table, columns: list[sa.Column[Any]]) -> sa.Table:
        metadata = sa.MetaData(naming_convention=dict(self.style.convention) or None)
        return sa.Table(table.name, metadata, *columns, schema=table.namespace)
