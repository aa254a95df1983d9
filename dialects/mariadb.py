"""MariaDB."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import JSON, LONGTEXT, YEAR
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.schema.model import Check, Column, Constraint, Index, Schema, Table

if TYPE_CHECKING:
    from dialects.mysql import MySQL, MysqlLiterals
else:
    from sqlcompile.dialects.mysql import MySQL, MysqlLiterals

from uuid import UUID

from sqlcompile.dialect.facts import EXACT, OWN, Facts
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
    sqlalchemy_names = ("mysql", "mariadb")
    default_version = (10, 11)
    oldest_version = (10, 3)
    meaning = replace(MySQL.meaning, sorts_json=False)
    type_facts = (
        ("JSON", {"json": OWN}),
        ("UUID", {"uuid": "16 bytes, sorted from the last of them on"}),
        ("INET6", {"type": "an address of IPv6, 16 bytes"}),
        (r"COLLATE \w+_nopad_bin", {"text-comparison": EXACT}),
        *MySQL.type_facts,
    )
    type_words = (
        ("json", "longtext character set utf8mb4 collate utf8mb4_bin"),
        *MySQL.type_words,
        ("year", "year(4)"),
    )
    """What SHOW CREATE TABLE tells (kb: JSON Data Type; YEAR); further as MySQL's."""
    shows_widths = True
    collations: ClassVar[dict[str, str]] = {**MySQL.collations, "utf8mb4": "utf8mb4_general_ci"}
    run_as_text = re.compile(r"EXECUTE IMMEDIATE IF\(@sqlcompile_go, ")
    client_names: ClassVar[tuple[str, ...]] = ("mariadb", "mysql")
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
    reserved_words = frozenset(
        ("delete_domain_id", "master_demote_to_replica", "master_demote_to_slave", "portion", "vector")
    )
    table_prefixes = frozenset(("TEMPORARY", "OR REPLACE", "OR REPLACE TEMPORARY"))
    literal_text_defaults = True
    column_constraints = False
    changes_to_computed = False
    renames_used_columns = True
    keys_let_strings_grow = False
    whole_keys = frozenset(("primary",))
    catalog_upper = False

    @property
    def facts(self) -> Facts:
        """What is other than on MySQL (kb: JSON Data Type; AUTO_INCREMENT; Descending Indexes; CONSTRAINT, CHECK)."""
        written = "text, as it was written"
        return {**super().facts, "json": f"{written}, if it is JSON" if self.version >= (10, 4, 3) else written}

    def generates_key(self, table: Table, column: Column) -> bool:
        """Return whether it has AUTO_INCREMENT: one with a sequence has not (kb: CREATE SEQUENCE)."""
        return super().generates_key(table, column) and column.sequence is None

    @property
    def _counts_spaces(self) -> bool:
        """Whether a new database's collation pads nothing: none does (kb: Supported Character Sets and Collations)."""
        return False

    @property
    def _keeps_counters(self) -> bool:
        """Since 10.2.4."""
        return True

    @property
    def _sorts_down(self) -> bool:
        """Whether it has descending indexes: since 10.8."""
        return self.version >= (10, 8)

    @property
    def _forgets_checks(self) -> bool:
        """None is older than 10.2.1."""
        return False

    @property
    def read_only(self) -> str:
        """The variable that says whether the session may change anything; from 11.1 on it has another name, too."""
        return "tx_read_only"

    def _executed(self, text: str) -> tuple[str, ...]:
        return (f"EXECUTE IMMEDIATE {text};",)

    def _check_prepared(self, text: str) -> None:
        """Let everything pass from 10.6 on (https://mariadb.com/kb/en/prepare-statement/, Permitted Statements)."""
        if self.version < (10, 6):
            super()._check_prepared(text)

    standard_catalogs: ClassVar[dict[str, str]] = {
        **MySQL.standard_catalogs,
        "default": "CASE WHEN c.dflt IS NULL AND c.nullable THEN 'NULL' ELSE c.dflt END",
    }
    catalog_no_action = "RESTRICT"
    effect_queries: ClassVar[dict[str, str]] = {
        **MySQL.effect_queries,
        # literals have quotes there: NULL without is what a nullable column has anyway (COLUMNS Table)
        "default": f"{MySQL._COLUMN} AND column_default <> 'NULL'",
        "no default": f"{MySQL._COLUMN} AND coalesce(column_default, 'NULL') = 'NULL'",
        "sequence": MySQL.effect_queries["table"].replace("NOT IN ('VIEW', 'SEQUENCE')", "= 'SEQUENCE'"),
    }
    literals_class = MariadbLiterals
    limits = (
        "DDL commits at once: a script that fails halfway stays halfway.",
        "Partial indexes, expression indexes and deferrable constraints do not exist.",
    )

    # --- types of other databases ---

    stand_ins: ClassVar[dict[str, str]] = {
        **{name: text for name, text in MySQL.stand_ins.items() if name not in ("UUID", "mysql.INET4", "mysql.INET6")},
        "UNIQUEIDENTIFIER": "UUID",
    }
    cast_words: ClassVar[dict[str, str]] = {**MySQL.cast_words, "JSON": "CHAR"}
    older_stand_ins: ClassVar[dict[tuple[int, ...], dict[str, str]]] = {
        (10, 5): {"mysql.INET6": "VARCHAR(39)"},
        (10, 7): {"UUID": "CHAR(32)", "UNIQUEIDENTIFIER": "CHAR(32)"},
        (10, 10): {"mysql.INET4": "VARCHAR(15)"},
    }

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect

        return MariaDBDialect

    def prepare(self, dialect: Any) -> None:
        super().prepare(dialect)
        dialect.is_mariadb = True
        dialect.server_version_info = self.version
        dialect.supports_sequences = True
        type(dialect)._support_default_function = True
        type(dialect)._support_float_cast = True
        dialect._requires_alias_for_on_duplicate_key = False
        dialect._allows_uuid_binds = self.version >= (10, 7)

    def runs_comment(self, mark: str, version: int) -> bool:
        """Return whether the server runs it (kb/en/comment-syntax): not what is for MySQL 5.7 and newer alone."""
        return version <= self._release and (bool(mark) or not 50700 <= version <= 99999)

    def ddl(self, element: Any) -> str:
        """Return DDL; its options count under MariaDB's name, and under MySQL's where there are no others."""
        options = getattr(getattr(element, "element", None), "kwargs", ())
        dialect: Any = self.sa
        own = dialect.name
        for name in ("mariadb", "mysql"):
            if any(option.startswith(f"{name}_") for option in options):
                dialect.name = name
                break
        try:
            return super().ddl(element)
        finally:
            dialect.name = own

    def index_expression(self, expression: ClauseElement) -> ClauseElement:
        """Refuse what is not a column: MariaDB has no indexes on expressions."""
        return self.only_columns(expression)

    def is_in_the_way(self, constraint: Constraint) -> bool:
        """Add keys of several columns: error 1072, where MySQL leaves a shorter key."""
        return super().is_in_the_way(constraint) or (
            constraint.kind in ("primary", "unique") and len(constraint.column_names) > 1
        )

    def index_is_in_the_way(self, index: Index) -> bool:
        """Return whether it is a unique one of several columns: error 1072."""
        return index.unique and len(index.expressions) > 1

    def drop_words(self, kind: str) -> str:
        """Return what stands between DROP and the name (ALTER TABLE, "DROP CONSTRAINT")."""
        return {"foreignkey": "FOREIGN KEY", "unique": "INDEX", "check": "CONSTRAINT"}[kind]

    numbered_words = ("ibfk",)

    def numbered_name(self, table: Table, constraint: Constraint) -> str:
        """Return table_ibfk_1 for a foreign key, CONSTRAINT_1 for a check of a table."""
        if constraint.kind == "foreignkey":
            return super().numbered_name(table, constraint)
        if isinstance(constraint, Check) and constraint.inline:
            return constraint.columns[0] if len(constraint.columns) == 1 else ""
        taken = {c.name for c in table.constraints}
        return next(name for number in range(1, 10000) if (name := f"CONSTRAINT_{number}") not in taken)

    def shows_check(self, check: Check) -> bool:
        """Return whether SHOW CREATE TABLE gives the check a line: one in a column's definition has none."""
        return not check.inline

    def adopted(self, schema: Schema) -> Schema:
        """Return the schema with LONGTEXT columns of JSON as JSON (kb/en/json): the check is part of the type."""
        for table in list(schema.tables.values()):
            found = {
                c.columns[0]: c
                for c in table.constraints
                if isinstance(c, Check) and c.inline and _VALID_JSON.fullmatch(str(c.expression))
            }
            if found:
                columns = tuple(replace(c, type=JSON()) if c.name in found else c for c in table.columns)
                left = tuple(c for c in table.constraints if c not in found.values())
                schema = schema.with_table(replace(table, columns=columns, constraints=left))
        return schema

    current_time = "current_timestamp"

    def reflected_default(self, column: Column) -> str | None:
        """Return a default as SHOW CREATE TABLE writes it: numbers without quotes."""
        text = super().reflected_default(column)
        number = re.fullmatch(r"'(-?[\d.]+)'", text or "")
        numeric = isinstance(column.type, sa.Integer | sa.Numeric | sa.Float | sa.Boolean)
        return number[1] if number and numeric else text

    def reflected_type(self, type_: Any, ddl: str) -> Any:
        """Return what SHOW CREATE TABLE gives: JSON is a LONGTEXT with a check of its own."""
        if ddl == "JSON":
            return LONGTEXT(charset="utf8mb4", collation="utf8mb4_bin")
        return YEAR(display_width=4) if ddl == "YEAR" else super().reflected_type(type_, ddl)

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Set max_statement_time, which takes parts of seconds (kb: Aborting Statements)."""
        kept = "@sqlcompile_max_statement_time"
        return (
            f"SET {kept} = @@SESSION.max_statement_time, SESSION max_statement_time = {seconds:.15g};",
            f"SET SESSION max_statement_time = {kept};",
        )


_VALID_JSON = re.compile(r"json_valid\(`?(?:[^`]|``)+`?\)", re.IGNORECASE)
