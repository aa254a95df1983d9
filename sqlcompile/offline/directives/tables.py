"""Tables, as hooks of env.py see them made, dropped, renamed and commented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sqlcompile import op
from sqlcompile.offline.directives.detaching import detached
from sqlcompile.offline.directives.directive import Directive
from sqlcompile.operations.create_table import CreateTable, make_table
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_table import DropTable
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.convert import options_of


class CreateTableOp(Directive):
    """Makes a table; ``columns`` are its columns, then its constraints, and may be put in another order."""

    names = ("table_name", "columns", "schema", "if_not_exists", "comment", "info", "prefixes", "kw")

    def __init__(
        self,
        table_name: str,
        columns: Sequence[Any],
        *,
        schema: str | None = None,
        if_not_exists: bool | None = None,
        _namespace_metadata: Any = None,
        _constraints_included: bool = False,
        **kw: Any,
    ) -> None:
        """Take the table."""
        self.table_name = table_name
        self.columns = list(columns)
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self.kw = kw

    @classmethod
    def told(cls, operation: CreateTable) -> dict[str, Any]:
        made = operation.made
        return {
            "table_name": made.name,
            "columns": [*made.columns, *made._sorted_constraints],
            "schema": made.schema,
            "if_not_exists": operation.if_not_exists or None,
            "comment": made.comment,
            "prefixes": list(made._prefixes),
            **dict(options_of(made)),
        }

    @classmethod
    def from_table(cls, table: sa.Table, **_: Any) -> CreateTableOp:
        """Return the making of a table of SQLAlchemy's."""
        return cls(**cls.told(CreateTable(table)))

    def to_table(self, migration_context: Any = None) -> sa.Table:
        """Return SQLAlchemy's table."""
        return make_table(self.table_name, *detached(self.columns), schema=self.schema, **self._keywords())

    def record(self) -> None:
        op.create_table(
            self.table_name,
            *detached(self.columns),
            schema=self.schema,
            if_not_exists=self.if_not_exists,
            **self._keywords(),
        )

    def _keywords(self) -> dict[str, Any]:
        return {"comment": self.comment, "prefixes": self.prefixes or [], **self.kw}


class DropTableOp(Directive):
    """Drops a table."""

    names = ("table_name", "schema", "if_exists", "table_kw")

    def __init__(
        self,
        table_name: str,
        *,
        schema: str | None = None,
        if_exists: bool | None = None,
        table_kw: Any = None,
        _reverse: Any = None,
    ) -> None:
        """Take its name."""
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = table_kw or {}

    @classmethod
    def told(cls, operation: DropTable) -> dict[str, Any]:
        return {
            "table_name": operation.table,
            "schema": operation.namespace,
            "if_exists": operation.if_exists or None,
        }

    @classmethod
    def from_table(cls, table: sa.Table, **_: Any) -> DropTableOp:
        """Return the dropping of a table of SQLAlchemy's."""
        return cls(table.name, schema=table.schema)

    def record(self) -> None:
        op.drop_table(self.table_name, schema=self.schema, if_exists=self.if_exists)


class RenameTableOp(Directive):
    """Renames a table."""

    names = ("table_name", "new_table_name", "schema")

    def __init__(self, old_table_name: str, new_table_name: str, *, schema: str | None = None) -> None:
        """Take both names."""
        self.table_name = old_table_name
        self.new_table_name = new_table_name
        self.schema = schema

    @classmethod
    def told(cls, operation: RenameTable) -> dict[str, Any]:
        return {
            "old_table_name": operation.table,
            "new_table_name": operation.new_name,
            "schema": operation.namespace,
        }

    def record(self) -> None:
        op.rename_table(self.table_name, self.new_table_name, schema=self.schema)


class CreateTableCommentOp(Directive):
    """Sets a table's comment."""

    names = ("table_name", "comment", "schema", "existing_comment")

    def __init__(
        self, table_name: str, comment: str | None, *, schema: str | None = None, existing_comment: str | None = None
    ) -> None:
        """Take the comment."""
        self.table_name = table_name
        self.comment = comment
        self.schema = schema
        self.existing_comment = existing_comment

    @classmethod
    def told(cls, operation: CommentTable) -> dict[str, Any]:
        return {"table_name": operation.table, "comment": operation.comment, "schema": operation.namespace}

    def record(self) -> None:
        op.create_table_comment(self.table_name, self.comment, schema=self.schema)


class DropTableCommentOp(Directive):
    """Removes a table's comment."""

    names = ("table_name", "schema", "existing_comment")

    def __init__(self, table_name: str, *, schema: str | None = None, existing_comment: str | None = None) -> None:
        """Take the table."""
        self.table_name = table_name
        self.schema = schema
        self.existing_comment = existing_comment

    @classmethod
    def told(cls, operation: CommentTable) -> dict[str, Any]:
        return {"table_name": operation.table, "schema": operation.namespace}

    def record(self) -> None:
        op.drop_table_comment(self.table_name, schema=self.schema)
