"""What the directives that make a constraint share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint as SAAddConstraint

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError
from sqlcompile.operations.operation import TableOperation, add_constraint
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import name_of, on_columns, sa_constraint, stub_table
from sqlcompile.schema.model import Constraint, ForeignKey, PrimaryKey, Schema, Table, Unique


@dataclass(frozen=True)
class AddConstraint(TableOperation):
    """Adds a constraint to a table."""

    constraint: Constraint
    nameless: bool = False
    """Whether the script gives no name, and the project's naming convention gave it."""

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        constraint = self.constraint
        if constraint.name is not None:
            constraint = replace(constraint, name=dialect.stored_name(constraint.name))
        if table.complete:
            constraint = on_columns(constraint, [column.name for column in table.columns])
            self._check_columns(schema, table)
        if constraint.kind == "primary" and table.primary_key is not None:
            raise SchemaError(
                f'The table "{self.table}" has a primary key already at this revision.',
                hint='Drop it first with op.drop_constraint(None, …, type_="primary").',
            )
        if constraint.name is not None and any(c.name == constraint.name for c in table.all_constraints()):
            raise SchemaError(
                f'The table "{self.table}" has a constraint "{constraint.name}" already at this revision.',
                hint="Drop it first, or give the new one another name.",
            )
        if constraint.name is None:
            name = dialect.constraint_name(schema, table, constraint)
            constraint = replace(constraint, name=name, generated=True)
        if constraint.generated or self.nameless:
            constraint = replace(constraint, made_by=schema.maker)
        else:
            constraint = replace(constraint, named_in=schema.maker)
        after = add_constraint(table, constraint)
        if dialect.nullable_keys:
            after = replace(after, columns=table.columns)  # a key leaves its columns as they are
        return schema.with_table(dialect.settled(after))

    def _check_columns(self, schema: Schema, table: Table) -> None:
        """Raise ColumnNotFound for a column of a key that is not there."""
        constraint = self.constraint
        if not isinstance(constraint, PrimaryKey | Unique | ForeignKey):
            return
        for name in constraint.columns:
            table.column(name)
        if isinstance(constraint, ForeignKey):
            target = schema.find(constraint.target[1], constraint.target[0])
            for name in constraint.target_columns if target is not None and target.complete else ():
                target.column(name)  # type: ignore[union-attr]

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        table = stub_table(self.table, self.namespace, self.constraint.column_names, self.known(before))
        made = sa_constraint(self.constraint, table.metadata, table)
        table.append_constraint(made)
        yield Statement(dialect.ddl(SAAddConstraint(made, isolate_from_table=False)))


def conventional(
    constraint: Constraint, table_name: str, namespace: str | None, convention: Mapping[str, Any]
) -> Constraint:
    """Return the constraint with the name that the project's naming convention gives it."""
    if not convention:
        return constraint
    table = sa.Table(
        table_name,
        sa.MetaData(naming_convention=dict(convention)),
        *[sa.Column(column, sa.types.NullType()) for column in constraint.column_names],
        schema=namespace,
    )
    made = sa_constraint(constraint, table.metadata, table)
    table.append_constraint(made)
    return replace(constraint, name=name_of(made))


def record_constraint(table_name: str, namespace: str | None, constraint: Constraint) -> None:
    """Record a new constraint, named by the convention where it has no name."""
    recorder = current()
    nameless = constraint.name is None
    constraint = conventional(constraint, table_name, namespace, recorder.naming_convention)
    recorder.record(AddConstraint(table_name, namespace, constraint, nameless))
