"""MariaDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlcompile.schema.model import Constraint, Table

if TYPE_CHECKING:
    from dialects.mysql import MySQL, MysqlLiterals
else:
    from sqlcompile.dialects.mysql import MySQL, MysqlLiterals

from uuid import UUID

from sqlcompile.dialect.literals import Target


class MariadbLiterals(MysqlLiterals):
    """MySQL's literals, which https://mariadb.com/kb/en/literals/ describes in the same way.

    A DECIMAL has up to 38 digits behind the point (https://mariadb.com/kb/en/decimal/), and there is
    a type for UUIDs (https://mariadb.com/kb/en/uuid-data-type/).
    """

    name = "MariaDB"
    scale = 38

    def uuid(self, value: UUID, target: Target) -> str:
        """Return the text that the UUID type reads."""
        return f"'{value}'"


class MariaDB(MySQL):
    """MariaDB, applied with its own client; what it shares with MySQL is there."""

    name = "mariadb"
    title = "MariaDB"
    default_version = (10, 11)
    oldest_version = (10, 3)
    apply_command = "mariadb --default-character-set=utf8mb4 DATABASE < FILE"
    native_if = frozenset(
        (
            "create table",
            "drop table",
            "create index",
            "drop index",
            "add column",
            "drop column",
            "drop constraint",
        )
    )
    integer_widths: ClassVar[dict[str, int]] = {
        "TINYINT": 4,
        "SMALLINT": 6,
        "MEDIUMINT": 9,
        "INT": 11,
        "INTEGER": 11,
        "BIGINT": 20,
    }
    literals_class = MariadbLiterals
    limits = (
        "DDL commits at once: a script that fails halfway stays halfway.",
        "Partial indexes, expression indexes and deferrable constraints do not exist.",
    )

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect

        return MariaDBDialect

    def prepare(self, dialect: Any) -> None:
        super().prepare(dialect)
        dialect.is_mariadb = True
        dialect.server_version_info = self.version
        dialect.supports_sequences = True
        dialect._support_default_function = True
        dialect._support_float_cast = True
        dialect._requires_alias_for_on_duplicate_key = False
        dialect._allows_uuid_binds = self.version >= (10, 7)

    def drop_words(self, kind: str) -> str:
        """Return what stands between DROP and the name (ALTER TABLE, "DROP CONSTRAINT")."""
        return {"foreignkey": "FOREIGN KEY", "unique": "INDEX", "check": "CONSTRAINT"}[kind]

    def numbered_name(self, table: Table, constraint: Constraint) -> str:
        """Return table_ibfk_1 for a foreign key, CONSTRAINT_1 for a check of a table."""
        if constraint.kind == "foreignkey":
            return super().numbered_name(table, constraint)
        taken = {c.name for c in table.constraints}
        return next(name for number in range(1, 10000) if (name := f"CONSTRAINT_{number}") not in taken)
