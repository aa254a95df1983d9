"""The contract of an operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConstraintNotFound
from sqlcompile.operations.nameless import chosen
from sqlcompile.schema.model import Constraint, Schema, Table, without


@dataclass(frozen=True)
class Operation:
    """A change to a database, as a value.

    ``apply`` returns the schema after it, ``sql`` yields the statements that do it on a database
    whose schema is ``before``. Neither changes anything.
    """

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        """Return the schema after the operation."""
        return schema

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        """Return the form that IF [NOT] EXISTS goes with, such as "drop column", and whether it is needed.

        None where the script gives no such condition. It is needed where ``before`` has, or lacks, the thing.
        """
        return None

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        """Yield its statements, for a database that has the condition or needs none."""
        yield from ()


@dataclass(frozen=True)
class TableOperation(Operation):
    """An operation on one table."""

    table: str
    namespace: str | None

    def target(self, dialect: Dialect) -> str:
        """Return the table's name as it stands in SQL."""
        return dialect.table_name(self.table, self.namespace)

    def known(self, schema: Schema) -> Table:
        """Return the table as far as the history knows it."""
        return schema.find(self.table, self.namespace) or Table(self.table, self.namespace, complete=False)


def add_constraint(table: Table, constraint: Constraint) -> Table:
    """Return the table with the constraint added."""
    if constraint.kind == "primary":
        keys: Any = constraint
        columns = tuple(replace(c, nullable=False) if c.name in keys.columns else c for c in table.columns)
        return replace(table, primary_key=keys, columns=columns)
    return replace(table, constraints=(*table.constraints, constraint))


def remove_constraint(table: Table, name: str | None, kind: str | None) -> Table:
    """Return the table without a constraint."""
    if table.primary_key is not None and (kind == "primary" or (name is not None and table.primary_key.name == name)):
        return replace(table, primary_key=None)
    if name is None:
        return table
    return replace(table, constraints=without(table.constraints, [name]))


def find_constraint(table: Table, name: str | None, kind: str | None, script: str | None = None) -> Constraint | None:
    """Return the constraint that ``drop_constraint`` means, None where the table is not known well enough.

    Raises ConstraintNotFound, and SchemaError where a drop without a name may mean several.
    """
    every = table.all_constraints()
    if name is not None:
        for constraint in every:
            if constraint.name == name:
                return constraint
        if kind == "primary" and table.primary_key is not None:
            return table.primary_key
        nameless = [c for c in every if c.name is None and kind in (None, c.kind) and c.kind != "primary"]
        if table.complete and not nameless:
            raise ConstraintNotFound(table.name, name, "constraint", [str(c.name) for c in every if c.name])
        return None
    of_kind = [constraint for constraint in every if kind in (None, constraint.kind)]
    found = chosen(table, of_kind, script)
    if found is not None:
        return found
    raise ConstraintNotFound(table.name, None, f"{kind or ''} constraint".strip())
