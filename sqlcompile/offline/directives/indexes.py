"""Indexes, as hooks of env.py see them made and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import conv

from sqlcompile import op
from sqlcompile.offline.directives.directive import Directive
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.schema.convert import index_from


class CreateIndexOp(Directive):
    """Makes an index."""

    names = ("index_name", "table_name", "columns", "schema", "unique", "if_not_exists", "kw")

    def __init__(
        self,
        index_name: str | None,
        table_name: str,
        columns: Sequence[Any],
        *,
        schema: str | None = None,
        unique: bool = False,
        if_not_exists: bool | None = None,
        **kw: Any,
    ) -> None:
        """Take what it stands on."""
        self.index_name = index_name
        self.table_name = table_name
        self.columns = list(columns)
        self.schema = schema
        self.unique = unique
        self.if_not_exists = if_not_exists
        self.kw = kw

    @classmethod
    def told(cls, operation: CreateIndex) -> dict[str, Any]:
        index = operation.index
        return {
            "index_name": None if index.name is None else conv(index.name),
            "table_name": operation.table,
            "columns": list(index.expressions),
            "schema": operation.namespace,
            "unique": index.unique,
            "if_not_exists": operation.if_not_exists or None,
            **dict(index.options),
        }

    @classmethod
    def from_index(cls, index: sa.Index) -> CreateIndexOp:
        """Return the making of an index of a table of SQLAlchemy's."""
        table: Any = index.table
        return cls(**cls.told(CreateIndex(table.name, table.schema, index_from(index))))

    def record(self) -> None:
        op.create_index(
            self.index_name,
            self.table_name,
            self.columns,
            schema=self.schema,
            unique=self.unique,
            if_not_exists=self.if_not_exists,
            **self.kw,
        )


class DropIndexOp(Directive):
    """Drops an index."""

    names = ("index_name", "table_name", "schema", "if_exists", "kw")

    def __init__(
        self,
        index_name: str | None,
        table_name: str | None = None,
        *,
        schema: str | None = None,
        if_exists: bool | None = None,
        _reverse: Any = None,
        **kw: Any,
    ) -> None:
        """Take its name."""
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.kw = kw

    @classmethod
    def told(cls, operation: DropIndex) -> dict[str, Any]:
        return {
            "index_name": None if operation.name is None else conv(operation.name),
            "table_name": operation.table,
            "schema": operation.namespace,
            "if_exists": operation.if_exists or None,
            **dict(operation.keywords),
        }

    def record(self) -> None:
        op.drop_index(self.index_name, self.table_name, schema=self.schema, if_exists=self.if_exists, **self.kw)
