"""The audit table: who applied which revision when, and from which file. It stands beside the version table."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa

from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConfigError
from sqlcompile.schema.model import Column, PrimaryKey, Schema, Table

NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditTable:
    """The audit table's name; it is in the version table's namespace. Raises ConfigError where it is that table."""

    name: str
    namespace: str | None = None

    @classmethod
    def beside(cls, table: VersionTable, name: str) -> AuditTable:
        """Return the audit table of this name beside a version table."""
        if name.lower() == table.name.lower():
            raise ConfigError(
                f"{name} is the version table, which has a row for each head and nothing else.",
                hint="--audit-table takes the name of another table; it is made where it is missing.",
            )
        return cls(name, table.namespace)

    @property
    def value(self) -> Table:
        """The table as a value."""
        return Table(
            self.name,
            self.namespace,
            columns=(
                Column("id", sa.Integer(), nullable=False, identity=sa.Identity()),
                Column("applied_at", sa.DateTime(), nullable=False),
                Column("applied_by", sa.String(128)),
                Column("direction", sa.String(9), nullable=False),
                Column("revision", sa.String(32), nullable=False),
                Column("script_sha256", sa.String(64), nullable=False),
            ),
            primary_key=PrimaryKey(f"{self.name}_pkc", columns=("id",)),
        )

    def check(self, dialect: Dialect, schema: Schema) -> None:
        """Raise ConfigError where the history makes a table of this name, and for a name that is too long."""
        dialect.check_name(f"{self.name}_pkc")
        if schema.find(self.name, self.namespace) is not None:
            raise ConfigError(
                f"The history makes a table {self.name} of its own.",
                hint="--audit-table takes the name of another table; it is made where it is missing.",
            )

    def noted(self, dialect: Dialect, revision: str, direction: str, token: str) -> Statement:
        """Return the statement that notes a revision; ``token`` stands for the script's hash."""
        table = dialect.table_name(self.name, self.namespace)
        literal = dialect.literals.text
        return Statement(
            f"INSERT INTO {table} (applied_at, applied_by, direction, revision, script_sha256)\n"
            f"  VALUES (CURRENT_TIMESTAMP, {dialect.user_sql}, {literal(direction)}, {literal(revision)}, '{token}')"
        )


def hash_token(*parts: str) -> str:
    """Return what stands for a script's hash until it is known: nothing else in the script looks like it."""
    return sha256("\n".join(("sqlcompile audit", *parts)).encode()).hexdigest()
