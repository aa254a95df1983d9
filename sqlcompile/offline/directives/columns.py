"""Columns, as hooks of env.py see them added, dropped and changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sqlcompile import op
from sqlcompile.offline.directives.directive import Directive
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_column import DropColumn


class AddColumnOp(Directive):
    """Adds a column."""

    names = (
        *("table_name", "column", "schema", "if_not_exists", "inline_references", "inline_primary_key"),
        *("insert_before", "insert_after", "kw"),
    )

    def __init__(
        self,
        table_name: str,
        column: sa.Column[Any],
        *,
        schema: str | None = None,
        if_not_exists: bool | None = None,
        inline_references: bool | None = None,
        inline_primary_key: bool | None = None,
        insert_before: str | None = None,
        insert_after: str | None = None,
        **kw: Any,
    ) -> None:
        """Take the column."""
        self.table_name = table_name
        self.column = column
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.insert_before = insert_before
        self.insert_after = insert_after
        self.kw = kw

    @classmethod
    def told(cls, operation: AddColumn) -> dict[str, Any]:
        return {
            "table_name": operation.table,
            "column": operation.column,
            "schema": operation.namespace,
            "if_not_exists": operation.if_not_exists or None,
            "inline_primary_key": operation.inline_primary_key or None,
        }

    @classmethod
    def from_column(cls, column: sa.Column[Any]) -> AddColumnOp:
        """Return the adding of a column to the table that it belongs to."""
        return cls(column.table.name, column, schema=column.table.schema)

    def to_column(self) -> sa.Column[Any]:
        """Return SQLAlchemy's column."""
        return self.column

    def record(self) -> None:
        op.add_column(
            self.table_name,
            self.column,
            schema=self.schema,
            if_not_exists=self.if_not_exists,
            inline_references=self.inline_references,
            inline_primary_key=self.inline_primary_key,
            insert_before=self.insert_before,
            insert_after=self.insert_after,
            **self.kw,
        )


class DropColumnOp(Directive):
    """Drops a column."""

    names = ("table_name", "column_name", "schema", "if_exists", "kw")

    def __init__(
        self,
        table_name: str,
        column_name: str,
        *,
        schema: str | None = None,
        if_exists: bool | None = None,
        _reverse: Any = None,
        **kw: Any,
    ) -> None:
        """Take its name."""
        self.table_name = table_name
        self.column_name = column_name
        self.schema = schema
        self.if_exists = if_exists
        self.kw = kw

    @classmethod
    def told(cls, operation: DropColumn) -> dict[str, Any]:
        return {
            "table_name": operation.table,
            "column_name": operation.column,
            "schema": operation.namespace,
            "if_exists": operation.if_exists or None,
            **dict(operation.keywords),
        }

    def record(self) -> None:
        op.drop_column(self.table_name, self.column_name, schema=self.schema, if_exists=self.if_exists, **self.kw)


class AlterColumnOp(Directive):
    """Changes a column."""

    names = (
        *("table_name", "column_name", "schema", "modify_nullable", "modify_type", "modify_server_default"),
        *("modify_name", "modify_comment", "kw"),
        *("existing_type", "existing_nullable", "existing_server_default", "existing_comment"),
    )

    def __init__(
        self,
        table_name: str,
        column_name: str,
        *,
        schema: str | None = None,
        existing_type: Any = None,
        existing_server_default: Any = False,
        existing_nullable: bool | None = None,
        existing_comment: str | None = None,
        modify_nullable: bool | None = None,
        modify_comment: str | bool | None = False,
        modify_server_default: Any = False,
        modify_name: str | None = None,
        modify_type: Any = None,
        **kw: Any,
    ) -> None:
        """Take the change of a column; what is there the history knows."""
        self.table_name = table_name
        self.column_name = column_name
        self.schema = schema
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    @classmethod
    def told(cls, operation: AlterColumn) -> dict[str, Any]:
        given = {} if operation.autoincrement is None else {"autoincrement": operation.autoincrement}
        return {
            "table_name": operation.table,
            "column_name": operation.column,
            "schema": operation.namespace,
            "modify_nullable": operation.nullable,
            "modify_comment": operation.comment,
            "modify_server_default": operation.server_default,
            "modify_name": operation.new_name,
            "modify_type": operation.type,
            **given,
            **dict(operation.keywords),
        }

    def has_changes(self) -> bool:
        """Return whether it changes anything."""
        kept = (self.modify_server_default, self.modify_comment)
        given = (self.modify_type, self.modify_nullable, self.modify_name)
        return any(one is not False for one in kept) or any(one is not None for one in given)

    def record(self) -> None:
        op.alter_column(
            self.table_name,
            self.column_name,
            schema=self.schema,
            nullable=self.modify_nullable,
            comment=self.modify_comment,
            server_default=self.modify_server_default,
            new_column_name=self.modify_name,
            type_=self.modify_type,
            **self.kw,
        )
