"""The version table: its shape, and the statements that keep it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.project.plan import VersionMove
from sqlcompile.schema.model import Column, Key, PrimaryKey, Table


@dataclass(frozen=True, slots=True)
class VersionTable:
    """The version table's name, as the settings give it."""

    name: str = "alembic_version"
    namespace: str | None = None
    primary_key: bool = True

    @property
    def key(self) -> Key:
        """Its namespace and name."""
        return (self.namespace, self.name)

    @property
    def value(self) -> Table:
        """The table as a value: one column of 32 characters, as online Alembic makes it."""
        key = PrimaryKey(f"{self.name}_pkc", columns=("version_num",)) if self.primary_key else None
        return Table(
            self.name,
            self.namespace,
            columns=(Column("version_num", sa.String(32), nullable=False),),
            primary_key=key,
        )

    def moved(self, dialect: Dialect, move: VersionMove) -> Iterator[Statement]:
        """Yield the statements of a move."""
        table = dialect.table_name(self.name, self.namespace)
        column = dialect.quote("version_num")
        literal = dialect.literals.text
        for row in move.deleted:
            yield Statement(f"DELETE FROM {table} WHERE {column} = {literal(row)}")
        if move.updated is not None:
            old, new = move.updated
            yield Statement(f"UPDATE {table} SET {column} = {literal(new)} WHERE {column} = {literal(old)}")
        for row in move.inserted:
            yield Statement(f"INSERT INTO {table} ({column}) VALUES ({literal(row)})")
