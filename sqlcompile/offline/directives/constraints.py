"""Constraints, as hooks of env.py see them added and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy.sql.elements import conv

from sqlcompile import op
from sqlcompile.errors import ScriptError
from sqlcompile.offline.directives.directive import HINT, Directive
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.schema.model import Check, Exclude, ForeignKey, PrimaryKey, Unique


def _name(name: str | None) -> str | None:
    """Return a name that is as it stands, whatever the project's convention."""
    return None if name is None else conv(name)


def _timing(item: Check | Exclude | ForeignKey | PrimaryKey | Unique) -> dict[str, Any]:
    given = {"deferrable": item.deferrable, "initially": item.initially}
    return {name: value for name, value in given.items() if value is not None}


class AddConstraintOp(Directive):
    """Adds a constraint; one of PostgreSQL's exclusion constraints can be left out, but not changed."""

    names: ClassVar[tuple[str, ...]] = ("constraint_name", "table_name", "schema")

    def __init__(self, constraint_name: str | None, table_name: str, *, schema: str | None = None) -> None:
        """Take its name and its table."""
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.schema = schema

    @classmethod
    def told(cls, operation: AddConstraint) -> dict[str, Any]:
        return {
            "constraint_name": _name(operation.constraint.name),
            "table_name": operation.table,
            "schema": operation.namespace,
        }

    def record(self) -> None:
        raise ScriptError(f"sqlcompile does not follow a change of an {type(self).__name__}.", hint=HINT)


class _OfColumns(AddConstraintOp):
    names = ("constraint_name", "table_name", "columns", "schema", "kw")

    def __init__(
        self,
        constraint_name: str | None,
        table_name: str,
        columns: Sequence[str],
        *,
        schema: str | None = None,
        **kw: Any,
    ) -> None:
        """Take its columns."""
        super().__init__(constraint_name, table_name, schema=schema)
        self.columns = list(columns)
        self.kw = kw

    @classmethod
    def told(cls, operation: AddConstraint) -> dict[str, Any]:
        item: Any = operation.constraint
        return {**super().told(operation), "columns": list(item.columns), **_timing(item), **dict(item.options)}


class CreatePrimaryKeyOp(_OfColumns):
    """Adds a primary key."""

    def record(self) -> None:
        op.create_primary_key(self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw)


class CreateUniqueConstraintOp(_OfColumns):
    """Adds a unique constraint."""

    def record(self) -> None:
        op.create_unique_constraint(self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw)


class CreateCheckConstraintOp(AddConstraintOp):
    """Adds a check constraint."""

    names = ("constraint_name", "table_name", "condition", "schema", "kw")

    def __init__(
        self, constraint_name: str | None, table_name: str, condition: Any, *, schema: str | None = None, **kw: Any
    ) -> None:
        """Take its condition."""
        super().__init__(constraint_name, table_name, schema=schema)
        self.condition = condition
        self.kw = kw

    @classmethod
    def told(cls, operation: AddConstraint) -> dict[str, Any]:
        item: Any = operation.constraint
        return {**super().told(operation), "condition": item.expression, **_timing(item), **dict(item.options)}

    def record(self) -> None:
        op.create_check_constraint(self.constraint_name, self.table_name, self.condition, schema=self.schema, **self.kw)


class CreateForeignKeyOp(Directive):
    """Adds a foreign key; ``kw`` has its schemas, its actions and the rest."""

    names = ("constraint_name", "source_table", "referent_table", "local_cols", "remote_cols", "kw")

    def __init__(
        self,
        constraint_name: str | None,
        source_table: str,
        referent_table: str,
        local_cols: Sequence[str],
        remote_cols: Sequence[str],
        **kw: Any,
    ) -> None:
        """Take its columns and those that it refers to."""
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = list(local_cols)
        self.remote_cols = list(remote_cols)
        self.kw = kw

    @property
    def table_name(self) -> str:
        """The table that it is on."""
        return self.source_table

    @property
    def schema(self) -> str | None:
        """The namespace of that table."""
        found: str | None = self.kw.get("source_schema")
        return found

    @classmethod
    def told(cls, operation: AddConstraint) -> dict[str, Any]:
        item: Any = operation.constraint
        given = {
            "source_schema": operation.namespace,
            "referent_schema": item.target[0],
            "onupdate": item.onupdate,
            "ondelete": item.ondelete,
            "match": item.match,
        }
        return {
            "constraint_name": _name(item.name),
            "source_table": operation.table,
            "referent_table": item.target[1],
            "local_cols": list(item.columns),
            "remote_cols": list(item.target_columns),
            **{name: value for name, value in given.items() if value is not None},
            **_timing(item),
            **dict(item.options),
        }

    def record(self) -> None:
        op.create_foreign_key(
            self.constraint_name, self.source_table, self.referent_table, self.local_cols, self.remote_cols, **self.kw
        )


class DropConstraintOp(Directive):
    """Drops a constraint."""

    names = ("constraint_name", "table_name", "constraint_type", "schema", "if_exists")

    def __init__(
        self,
        constraint_name: str | None,
        table_name: str,
        type_: str | None = None,
        *,
        schema: str | None = None,
        if_exists: bool | None = None,
        _reverse: Any = None,
    ) -> None:
        """Take its name."""
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists

    @classmethod
    def told(cls, operation: DropConstraint) -> dict[str, Any]:
        return {
            "constraint_name": _name(operation.name),
            "table_name": operation.table,
            "type_": operation.type,
            "schema": operation.namespace,
            "if_exists": operation.if_exists or None,
        }

    def record(self) -> None:
        op.drop_constraint(
            self.constraint_name, self.table_name, self.constraint_type, schema=self.schema, if_exists=self.if_exists
        )
