"""``op.drop_constraint``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConstraintNotFound
from sqlcompile.operations.nameless import choosing, dropped
from sqlcompile.operations.operation import TableOperation, find_constraint, remove_constraint
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import name_of
from sqlcompile.schema.model import Constraint, Schema


@dataclass(frozen=True)
class DropConstraint(TableOperation):
    """Drops a constraint; without a name it is the one that the replayed schema shows."""

    name: str | None
    type: str | None = None
    if_exists: bool = False

    def found(self, schema: Schema, dialect: Dialect) -> Constraint | None:
        """Return the constraint, None where it is not known (or need not be there)."""
        try:
            return find_constraint(self.known(schema), dialect.stored_name(self.name), self.type, schema.script)
        except ConstraintNotFound:
            if self.if_exists:
                return None
            raise

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        found = self.found(schema, dialect)
        if found is None:
            return schema.with_table(remove_constraint(table, self.name, self.type))
        schema = dropped(schema, table, found)
        if self.name is None:
            of_kind = [constraint for constraint in table.all_constraints() if self.type in (None, constraint.kind)]
            schema = choosing(schema, table, found, of_kind)
        if found.kind == "primary":
            return schema.with_table(remove_constraint(table, found.name, "primary"))
        left = tuple(constraint for constraint in table.constraints if constraint is not found)
        return schema.with_table(replace(table, constraints=left))

    def kind(self, schema: Schema, dialect: Dialect) -> str | None:
        """Return what kind of constraint it is, from the schema or from the script."""
        found = self.found(schema, dialect)
        return found.kind if found is not None else self.type

    def resolved_name(self, dialect: Dialect, before: Schema) -> str | None:
        """Return its name; None where the database alone knows it."""
        if self.name is not None:
            return self.name
        found = self.found(before, dialect)
        return found.name if found is not None else None

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        return ("drop constraint", self.found(before, dialect) is not None) if self.if_exists else None

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        name = self.resolved_name(dialect, before)
        if name is None:
            yield from dialect.drop_unnamed(self, before)
            return
        condition = "IF EXISTS " if self.if_exists and "drop constraint" in dialect.native_if else ""
        yield Statement(f"ALTER TABLE {self.target(dialect)} DROP CONSTRAINT {condition}{dialect.constraint_sql(name)}")


_MADE: Mapping[str | None, Callable[[str], sa.Constraint]] = MappingProxyType(
    {
        "check": lambda name: sa.CheckConstraint("", name=name),
        "unique": lambda name: sa.UniqueConstraint(name=name),
        "primary": lambda name: sa.PrimaryKeyConstraint(name=name),
        "foreignkey": lambda name: sa.ForeignKeyConstraint([], [], name=name),
    }
)


def _conventional(
    name: str | None, kind: str | None, table: str, namespace: str | None, convention: Mapping[str, Any]
) -> str | None:
    """Return the name that a convention with ``%(constraint_name)s`` made of the script's."""
    made = _MADE.get(kind)
    if name is None or not convention or made is None:
        return name
    constraint = made(name)
    metadata = sa.MetaData(naming_convention=dict(convention))
    sa.Table(table, metadata, schema=namespace).append_constraint(constraint)
    return name_of(constraint)


def drop_constraint(
    constraint_name: str | None,
    table_name: str,
    type_: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
) -> None:
    """Drop a constraint. ``type_`` is foreignkey, primary, unique or check; the name may be None.

    The project's naming convention counts for the name as it did where the constraint was made.
    Without a name it is the last one that this revision's upgrade() made without a name, else the only
    one that was made so. Raises ConstraintNotFound where the history knows the table and it has no such
    constraint, SchemaError where a drop without a name may mean several.
    """
    recorder = current()
    name = _conventional(constraint_name, type_, table_name, schema, recorder.naming_convention)
    recorder.record(DropConstraint(table_name, schema, name, type_, bool(if_exists)))
