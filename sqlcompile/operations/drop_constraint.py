"""``op.drop_constraint``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConstraintNotFound
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.nameless import choosing, dropped
from sqlcompile.operations.operation import TableOperation, find_constraint, remove_constraint
from sqlcompile.operations.recorder import current, refused
from sqlcompile.operations.unknown_name import UnknownName
from sqlcompile.schema.convert import name_of
from sqlcompile.schema.model import Constraint, Schema, Table


@dataclass(frozen=True)
class DropConstraint(TableOperation):
    """Drops a constraint; without a name it is the one that the replayed schema shows."""

    name: str | None
    type: str | None = None
    if_exists: bool = False
    exactly: Constraint | None = field(default=None, compare=False)
    """The constraint without a name that is meant, where something else than a script says so."""

    def found(self, schema: Schema, dialect: Dialect) -> Constraint | None:
        """Return the constraint, None where it is not known (or need not be there)."""
        try:
            if self.exactly is not None:
                return self._same(self.known(schema), self.exactly)
            return find_constraint(self.known(schema), dialect.stored_name(self.name), self.type, schema.script)
        except ConstraintNotFound:
            if self.if_exists:
                return None
            raise

    def _same(self, table: Table, meant: Constraint) -> Constraint:
        """Return the constraint that is meant, or the only one that looks like it; raises ConstraintNotFound."""
        every = table.all_constraints()
        found = [constraint for constraint in every if constraint is meant]
        found = found or [constraint for constraint in every if _looks(constraint) == _looks(meant)]
        if len(found) != 1:
            raise ConstraintNotFound(self.table, None, f"{meant.kind} constraint")
        return found[0]

    def of_index(self, schema: Schema, dialect: Dialect) -> DropIndex | None:
        """Return the drop of the index that is meant, where the database makes no difference to a unique constraint."""
        if not dialect.unique_indexes_are_constraints or self.type != "unique" or self.name is None:
            return None
        table = self.known(schema)
        name = dialect.stored_name(self.name)
        if any(constraint.kind == "unique" and constraint.name == name for constraint in table.constraints):
            return None
        there = any(index.name == name for index in table.indexes)
        return DropIndex(name, self.table, self.namespace, self.if_exists) if there else None

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        index = self.of_index(schema, dialect)
        if index is not None:
            return index.apply(schema, dialect)
        table = self.known(schema)
        found = self.found(schema, dialect)
        if found is None:
            return schema.with_table(remove_constraint(table, self.name, self.type))
        schema = dropped(schema, table, found)
        if self.name is None and self.exactly is None:
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
        if not self.if_exists:
            return None
        there = self.of_index(before, dialect) is not None or self.found(before, dialect) is not None
        return "drop constraint", there

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        name = self.resolved_name(dialect, before)
        if name is None:
            if self.if_exists and self.known(before).complete and self.found(before, dialect) is None:
                return  # it is gone, and without a name no database could be asked
            yield from dialect.drop_unnamed(self, before)
            return
        condition = "IF EXISTS " if self.if_exists and "drop constraint" in dialect.native_if else ""
        yield Statement(f"ALTER TABLE {self.target(dialect)} DROP CONSTRAINT {condition}{dialect.constraint_sql(name)}")


def _looks(constraint: Constraint) -> tuple[object, ...]:
    """Return what tells nameless constraints apart."""
    words = str(getattr(constraint, "expression", ""))
    return (constraint.kind, constraint.name, constraint.column_names, getattr(constraint, "target", None), words)


_KINDS: Mapping[str, Any] = {
    "check": lambda name: sa.CheckConstraint("", name=name),
    "foreignkey": lambda name: sa.ForeignKeyConstraint([], [], name=name),
    "primary": lambda name: sa.PrimaryKeyConstraint(name=name),
    "unique": lambda name: sa.UniqueConstraint(name=name),
}


def _by_convention(name: str, table: str, namespace: str | None, kind: str | None, convention: Any) -> str | None:
    """Return the name that a convention with ``%(constraint_name)s`` in it makes of the script's: it made it so."""
    if not convention or kind is None or kind not in _KINDS:
        return name
    made = _KINDS[kind](name)
    sa.Table(table, sa.MetaData(naming_convention=dict(convention)), made, schema=namespace)
    return name_of(made)


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
    one that was made so. A name that an inspector gave, and that the database alone knows, means the
    constraint that it was given for. Raises ConstraintNotFound where the history knows the table and it has no
    such constraint, SchemaError where a drop without a name may mean several.
    """
    recorder = current()
    if isinstance(constraint_name, UnknownName):
        if not constraint_name.is_told_apart:
            raise refused(constraint_name.refusal())
        meant, kind = constraint_name.constraint, type_ or constraint_name.constraint.kind
        recorder.record(DropConstraint(table_name, schema, None, kind, bool(if_exists), exactly=meant))
        return
    if constraint_name is not None:
        convention = getattr(recorder, "outer", recorder).naming_convention  # a batch's own is for what it finds
        constraint_name = _by_convention(constraint_name, table_name, schema, type_, convention)
    recorder.record(DropConstraint(table_name, schema, constraint_name, type_, bool(if_exists)))
