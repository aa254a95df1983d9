"""SQL Server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, isfinite
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint as SAAddConstraint
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.client import Client, directive
from sqlcompile.dialect.contract import Dialect, compiles, expected_of, joined
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import (
    ALL_CHARACTERS,
    BYTES,
    DAY,
    DIGITS,
    DOUBLE,
    FINITE,
    NO_ZONE,
    PADDED,
    SINGLE,
    SIXTEEN,
    SIXTY_FOUR,
    TEXT,
    THIRTY_TWO,
    Facts,
    TypeFacts,
)
from sqlcompile.dialect.lines import shield_starts
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target, iso_date, iso_offset, iso_time
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis, Piece
from sqlcompile.dialect.splitting import split
from sqlcompile.dialect.state import NO_TABLE, State, query, values
from sqlcompile.dialect.statement import Condition, Control, Need, Statement
from sqlcompile.dialect.told_types import TypeWords
from sqlcompile.errors import InvalidScript, SqlcompileError, TableNotFound, UnsupportedOperation
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.create_index import create_index_sql
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.operations.sent import Sent
from sqlcompile.schema.convert import sa_column, sa_constraint, stub_table
from sqlcompile.schema.edit import literal_text, rename_in_expression
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    Key,
    PrimaryKey,
    Schema,
    Table,
    columns_in,
)


class MssqlLiterals(Literals):
    """Constants as in https://learn.microsoft.com/sql/t-sql/data-types/constants-transact-sql.

    Strings are always Unicode, ``N'…'``: without the N the database's code page loses characters.
    Line ends stand outside the quotes, because sqlcmd reads line by line and takes a line ``GO``,
    ``:r …`` or ``!! …`` for its own also inside a string, and T-SQL drops a line end after a backslash.
    ``$(`` is broken up, because sqlcmd puts a variable's value there
    (https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-use-scripting-variables).

    Dates are written so that no ``SET LANGUAGE`` or ``SET DATEFORMAT`` turns day and month around.
    """

    name = "SQL Server"
    zones = True
    digits = 38
    apart = re.compile(f"([{INVISIBLE}\\n]+)|(?<=\\$)(?=\\()")

    def quoted(self, value: str) -> str:
        """Return ``N'…'``."""
        return "N" + super().quoted(value)

    def codes(self, characters: str) -> list[str]:
        """Return ``NCHAR(…)`` for each."""
        return [f"NCHAR({ord(character)})" for character in characters]

    def concatenated(self, pieces: list[str], value: str) -> str:
        """Return the sum; beyond 4,000 UTF-16 units it would be cut off, were none of it a MAX type."""
        if len(value.encode("utf-16-le")) > 8000:
            pieces = [f"CAST({pieces[0]} AS NVARCHAR(MAX))", *pieces[1:]]
        return f"({' + '.join(pieces)})"

    def binary(self, value: bytes, target: Target) -> str:
        """Return ``0x…``."""
        return f"0x{value.hex().upper()}"

    def floating(self, value: float, target: Target) -> str:
        """Return a float constant, which has an exponent; without one it is a decimal."""
        written = super().floating(value, target)
        return written if not isfinite(value) or "e" in written or not target.floating else f"{written}e0"

    def temporal_text(self, value: str, target: Target) -> str:
        """Return the date or time that the text says, free of the session's language."""
        return self.moment(self.iso(value, target), target)

    def date(self, value: dt.date, target: Target) -> str:
        """Return a DATE, which always reads year, month, day."""
        return f"CAST('{iso_date(value)}' AS DATE)"

    def time(self, value: dt.time, target: Target) -> str:
        """Return a TIME."""
        return f"CAST('{iso_time(value)}' AS TIME)"

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return a DATETIME2 in ISO 8601, or a DATETIMEOFFSET: a DATETIME takes no text with six digits."""
        offset = iso_offset(value)
        if len(offset) > len("+00:00"):
            raise self.invalid(value, "its UTC offset has seconds")
        kind = "DATETIMEOFFSET" if offset else "DATETIME2"
        return f"CAST('{iso_date(value)}T{iso_time(value)}{offset}' AS {kind})"

    def zoned(self, target: Target) -> bool:
        """Return whether the type is DATETIMEOFFSET, or may be."""
        return target.untyped or (target.temporal and target.ddl().startswith("DATETIMEOFFSET"))

    def uuid(self, value: UUID, target: Target) -> str:
        """Return the text that UNIQUEIDENTIFIER reads."""
        return f"'{value}'"


_SETTINGS = (
    "SET XACT_ABORT, NOCOUNT, QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT,"
    " CONCAT_NULL_YIELDS_NULL ON;\n"
    "SET NUMERIC_ROUNDABORT, IMPLICIT_TRANSACTIONS OFF;"
)

_ALONE = (
    "-- One script at a time: none may come between the transactions of another.\n"
    "EXEC sp_getapplock @Resource = N'sqlcompile', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0;\n"
    "IF APPLOCK_MODE(N'public', N'sqlcompile', N'Session') <> N'Exclusive'\nBEGIN\n"
    "  RAISERROR(N'sqlcompile: another script is running', 16, 1);\n  SET NOEXEC ON;\nEND;"
)
_ALONE_NO_MORE = "EXEC sp_releaseapplock @Resource = N'sqlcompile', @LockOwner = N'Session';"
"""What takes the lock that one session of a database has at a time, and what gives it back (sp_getapplock, APPLOCK_MODE)."""

_YEARS = {2016: 13, 2017: 14, 2019: 15, 2022: 16, 2025: 17}


_CASELESS = "neither case nor spaces at the end count"
_TEXTS = {"text-comparison": _CASELESS, "empty-text": TEXT, "text-encoding": ALL_CHARACTERS}
_CODE_PAGE = {**_TEXTS, "text-encoding": "those of one code page, others are lost"}
_FILLED = {"text-padding": "filled up with spaces"}
_CLOCK = {"time-fraction": "to 100 nanoseconds", "time-zone": NO_ZONE}
_DIGITS = {"time-fraction": "to {1} digits of a second"}
_DATES = "1 to 9999"
_TYPE_FACTS: TypeFacts = (
    (r"BIT", {"boolean": "0 and 1"}),
    (r"TINYINT", {"integer-range": "whole numbers from 0 to 255"}),
    (r"SMALLINT", {"integer-range": SIXTEEN}),
    (r"INTEGER|INT", {"integer-range": THIRTY_TWO}),
    (r"BIGINT", {"integer-range": SIXTY_FOUR}),
    (r"(?:NUMERIC|DECIMAL)\((\d+)(?:, ?(\d+))?\)", {"number-precision": DIGITS}),
    (r"NUMERIC|DECIMAL", {"number-precision": DIGITS.format("", 18, 0)}),
    (r"REAL|FLOAT\((?:1?\d|2[0-4])\)", {"float-precision": f"{SINGLE}{FINITE}"}),
    (r"FLOAT(?:\(\d+\))?|DOUBLE PRECISION", {"float-precision": f"{DOUBLE}{FINITE}"}),
    (r"VARCHAR\((\d+)\)", {"text-length": BYTES, **_CODE_PAGE}),
    (r"CHAR", {"text-length": BYTES.format("", 1), **_CODE_PAGE, **_FILLED}),
    (r"CHAR\((\d+)\)", {"text-length": BYTES, **_CODE_PAGE, **_FILLED}),
    (r"NVARCHAR\((\d+)\)", {"text-length": "{1} units of UTF-16", **_TEXTS}),
    (r"NCHAR\((\d+)\)", {"text-length": "{1} units of UTF-16", **_TEXTS, **_FILLED}),
    (r"VARCHAR\(max\)|TEXT", {"text-size": "2 GB", **_CODE_PAGE}),
    (r"NVARCHAR\(max\)|NTEXT", {"text-size": "2 GB", **_TEXTS}),
    (r"(?:VARBINARY|BINARY)\((\d+)\)", {"binary-size": BYTES}),
    (r"VARBINARY\(max\)|IMAGE", {"binary-size": "2 GB"}),
    (r"DATE", {"date": DAY, "time-range": _DATES}),
    (r"DATETIME", {"time-fraction": "to 1/300 of a second", "time-zone": NO_ZONE, "time-range": "from 1753 on"}),
    (r"SMALLDATETIME", {"time-fraction": "to the minute", "time-zone": NO_ZONE, "time-range": "1900 to 2079"}),
    (r"DATETIME2(?:\(7\))?", {**_CLOCK, "time-range": _DATES}),
    (r"DATETIMEOFFSET(?:\(7\))?", {**_CLOCK, "time-zone": "the offset is kept", "time-range": _DATES}),
    (r"TIME(?:\(7\))?", {**_CLOCK, "time-range": "one day"}),
    (r"DATETIME2\((\d)\)", {**_CLOCK, **_DIGITS, "time-range": _DATES}),
    (r"DATETIMEOFFSET\((\d)\)", {**_CLOCK, **_DIGITS, "time-zone": "the offset is kept", "time-range": _DATES}),
    (r"TIME\((\d)\)", {**_CLOCK, **_DIGITS, "time-range": "one day"}),
    (r"TIMESTAMP|ROWVERSION", {"type": "a number of 8 bytes that each change of a row makes anew: no time"}),
    (r"UNIQUEIDENTIFIER", {"uuid": "16 bytes, sorted by the last six of them first"}),
    (r"COLLATE \w+_BIN2?(?:_UTF8)?", {"text-comparison": PADDED}),
)
"""What the types hold (Transact-SQL reference, Data types; collation SQL_Latin1_General_CP1_CI_AS)."""

_TYPE_WORDS: TypeWords = (
    (r"integer", "int"),
    (r"rowversion", "timestamp"),
    (r"numeric\b(.*)", r"decimal\1"),
    (r"decimal", "decimal(18,0)"),
    (r"decimal\((\d+)\)", r"decimal(\1,0)"),
    (r"float\((?:\d|1\d|2[0-4])\)", "real"),
    (r"(?:float(?:\(\d+\))?|double precision)", "float(53)"),
    (r"n?(?:char|varchar)|binary|varbinary", r"\g<0>(1)"),
    (r"time|datetime2|datetimeoffset", r"\g<0>(7)"),
)
"""What sys.columns makes of types (Transact-SQL reference: decimal and numeric; float and real; char and varchar;
nchar and nvarchar; binary and varbinary; time; datetime2; datetimeoffset; rowversion; Data type synonyms).

The catalog keeps DECIMAL and NUMERIC apart, and the reference calls them synonyms: a column of one holds and does
whatever one of the other does, so they are one type here."""


class MSSQL(Dialect):
    """SQL Server, applied with sqlcmd."""

    name = "mssql"
    title = "SQL Server"
    default_version = (15,)
    oldest_version = (13,)
    ignores_case = True
    like_ignores_case = True
    key_numbers = "moved"
    driver_types = frozenset((sa.DateTime, sa.Date, sa.Time, sa.Numeric, sa.Boolean))
    syntax = "tsql"
    type_facts = _TYPE_FACTS
    type_words = _TYPE_WORDS
    default_words: ClassVar[dict[str, str]] = {"getdate ( )": "current_timestamp"}
    """They are equivalent (Transact-SQL reference, CURRENT_TIMESTAMP)."""
    meaning = Meaning(whole_division=True, truncate_restarts=True)
    sqlglot_name = "tsql"
    run_as_text = re.compile(r"EXEC\(")
    default_namespace = "dbo"
    restated = frozenset(("type", "nullable"))
    identifier_limit = 128
    user_sql = "ORIGINAL_LOGIN()"
    client_names: ClassVar[tuple[str, ...]] = ("sqlcmd",)
    apply_command = "sqlcmd -b -I -f 65001 -d DATABASE -i FILE"
    delete_actions = frozenset(("CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION"))
    update_actions = delete_actions
    unbounded = re.compile(r".*\(max\)|N?TEXT\b|IMAGE\b|XML\b|JSON\b", re.IGNORECASE)
    native_if = frozenset(("drop table", "drop index", "drop column", "drop constraint"))
    add_column_keyword = "ADD"
    literals_class = MssqlLiterals
    counts_integers_only = True
    uniques_are_indexes = True
    names_at_random = True
    nameless_check_hint = (
        "Drop the check by what sys.check_constraints says of it, with op.execute(): that is the server's own wording."
    )
    reflects_checks = False
    lexis = Lexis(brackets=True, nested_comments=True)
    drivers = (Driver("pyodbc", "pyodbc", "pyodbc"), Driver("pymssql", "pymssql", "pymssql"))
    client = Client(
        command_marks=":",
        directives=(directive(r":on error exit"), directive(r":setvar (?P<name>\w+) (?P<value>\S+)", "set")),
        separator=re.compile(r"GO[ \t\r]*(?:\n|\Z)", re.IGNORECASE),
        semicolons=False,
        variables=re.compile(r"\$\((\w+)\)"),
        includes=frozenset((":R",)),
    )
    limits = (
        "Column and table comments are extended properties named MS_Description.",
        "IF NOT EXISTS is decided when the script is compiled.",
        "Versions are numbers (15) or years (2019).",
    )

    @property
    def facts(self) -> Facts:
        """What the reference says (Unique constraints and check constraints; CURRENT_TIMESTAMP; CREATE SEQUENCE)."""
        return {
            **super().facts,
            "unique-nulls": "one row with NULL",
            "unique-nulls-several": "one row for each combination with NULL",
            "now": "the server's clock, in its own time zone",
            "sequence-start": "-9,223,372,036,854,775,808",
        }

    def __init__(self, version: tuple[int, ...] | None = None) -> None:
        if version and version[0] >= 2000:
            if version[0] not in _YEARS:
                raise UnsupportedOperation(
                    self.title,
                    f"be of the year {version[0]}",
                    f"The years are {', '.join(map(str, _YEARS))}.",
                )
            version = (_YEARS[version[0]],)
        super().__init__(version)

    @property
    def versioned_title(self) -> str:
        """The title with the year, which people know; a build has its number."""
        year = next((year for year, number in _YEARS.items() if (number,) == self.version), None)
        return f"{self.title} {year}" if year else super().versioned_title

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.mssql.base import MSDialect

        return MSDialect

    def prepare(self, dialect: Any) -> None:
        dialect._setup_version_attributes()
        dialect._supports_nvarchar_max = True
        dialect.supports_comments = True
        dialect.deprecate_large_types = True
        dialect._supports_offset_fetch = True

    def name_size(self, name: str) -> int:
        """Return the number of UTF-16 units ("Database identifiers": 128 characters of nvarchar)."""
        return len(name.encode("utf-16-le")) // 2

    def index_expression(self, expression: ClauseElement) -> ClauseElement:
        """Refuse what is not a column (CREATE INDEX)."""
        return self.only_columns(expression)

    # --- types of other databases ---

    homonyms = frozenset(("TIMESTAMP",))
    stand_ins: ClassVar[dict[str, str]] = {
        "JSONB": "NVARCHAR(MAX)",
        "ARRAY": "NVARCHAR(MAX)",
        "HSTORE": "NVARCHAR(MAX)",
        "UUID": "UNIQUEIDENTIFIER",
        "CITEXT": "NVARCHAR(MAX)",
        "INET": "VARCHAR(43)",
        "CIDR": "VARCHAR(43)",
        "MACADDR": "CHAR(17)",
        "MACADDR8": "CHAR(23)",
        "TSVECTOR": "NVARCHAR(MAX)",
        "TSQUERY": "NVARCHAR(MAX)",
        "JSONPATH": "NVARCHAR(MAX)",
        "INTERVAL": "VARCHAR(64)",
        "OID": "BIGINT",
        "INT4RANGE": "VARCHAR(100)",
        "INT8RANGE": "VARCHAR(100)",
        "DATERANGE": "VARCHAR(100)",
        "TSRANGE": "VARCHAR(100)",
        "TSTZRANGE": "VARCHAR(100)",
        "NUMRANGE": "NVARCHAR(MAX)",
        "INT4MULTIRANGE": "NVARCHAR(MAX)",
        "INT8MULTIRANGE": "NVARCHAR(MAX)",
        "NUMMULTIRANGE": "NVARCHAR(MAX)",
        "DATEMULTIRANGE": "NVARCHAR(MAX)",
        "TSMULTIRANGE": "NVARCHAR(MAX)",
        "TSTZMULTIRANGE": "NVARCHAR(MAX)",
        "postgresql.BIT": "VARCHAR({length:8000})|VARCHAR(MAX)",
        "BIT VARYING": "VARCHAR({length:8000})|VARCHAR(MAX)",
        "BYTEA": "VARBINARY(MAX)",
        "postgresql.MONEY": "DECIMAL(19, 2)",
        "TIMESTAMP": "DATETIME2({precision})|DATETIME2",
        "TIMESTAMP WITH TIME ZONE": "DATETIMEOFFSET({precision})|DATETIMEOFFSET",
        "TIMESTAMP WITH LOCAL TIME ZONE": "DATETIMEOFFSET",
        "BOOLEAN": "BIT",
        "TEXT": "TEXT",
        "mysql.TEXT": "NVARCHAR(MAX)",
        "TINYTEXT": "NVARCHAR(MAX)",
        "MEDIUMTEXT": "NVARCHAR(MAX)",
        "LONGTEXT": "NVARCHAR(MAX)",
        "mysql.TINYINT": "SMALLINT",
        "mysql.TINYINT UNSIGNED": "TINYINT",
        "MEDIUMINT": "INTEGER",
        "SMALLINT UNSIGNED": "INTEGER",
        "INTEGER UNSIGNED": "BIGINT",
        "BIGINT UNSIGNED": "BIGINT",
        "YEAR": "SMALLINT",
        "ENUM": "NVARCHAR({length})",
        "SET": "NVARCHAR({length:4000})|NVARCHAR(MAX)",
        "TINYBLOB": "VARBINARY(MAX)",
        "BLOB": "VARBINARY(MAX)",
        "MEDIUMBLOB": "VARBINARY(MAX)",
        "LONGBLOB": "VARBINARY(MAX)",
        "mysql.BIT": "DECIMAL(20, 0)",
        "mysql.DATETIME": "DATETIME2({precision})|DATETIME2(0)",
        "INET4": "VARCHAR(15)",
        "INET6": "VARCHAR(39)",
        "CLOB": "NVARCHAR(MAX)",
        "NCLOB": "NVARCHAR(MAX)",
        "LONG": "NVARCHAR(MAX)",
        "VARCHAR2": "NVARCHAR({length:4000})|NVARCHAR(MAX)",
        "RAW": "VARBINARY({length:8000})|VARBINARY(MAX)",
        "NUMBER(P)": "BIGINT{?precision:18}|DECIMAL({precision}, 0)",
        "NUMBER": "DECIMAL({precision}, {scale})|DECIMAL({precision}, 0)|DECIMAL(38, 10)",
        "DOUBLE": "DOUBLE PRECISION",
        "BINARY_DOUBLE": "DOUBLE PRECISION",
        "BINARY_FLOAT": "REAL",
        "oracle.DATE": "DATETIME2(0)",
        "BFILE": "",
        "ROWID": "",
        "VECTOR": "",
        "REGCLASS": "",
        "REGCONFIG": "",
        "DOMAIN": "",
    }

    # --- operations ---

    @compiles(RenameTable)
    def rename_table(self, operation: RenameTable, before: Schema) -> Iterator[Statement]:
        """Write sp_rename, whose new name is a plain string (sp_rename, Transact-SQL)."""
        yield self._renamed(operation.target(self), operation.new_name)

    def _renamed(self, path: str, new: str, kind: str = "") -> Statement:
        text = self.literals.text
        suffix = f", N'{kind}'" if kind else ""
        return Statement(f"EXEC sp_rename {text(path)}, {text(str(new))}{suffix}")

    @compiles(AddConstraint)
    def add_constraint(self, operation: AddConstraint, before: Schema) -> Iterator[Statement]:
        """Make the columns of a new primary key NOT NULL first: it takes no others (error 8111)."""
        if isinstance(operation.constraint, PrimaryKey):
            for name in operation.constraint.columns:
                column = operation.known(before).find_column(name)
                if column is not None and column.nullable:
                    change = AlterColumn(operation.table, operation.namespace, name, nullable=False)
                    yield from self.alter_column(change, before)
        yield from operation.sql(self, before)

    @compiles(AlterColumn)
    def alter_column(self, operation: AlterColumn, before: Schema) -> Iterator[Statement]:
        """Write ALTER COLUMN with type and nullability, which it always needs (ALTER TABLE, Transact-SQL).

        A default is a constraint of its own: it is dropped before a new one and before a new type. What else
        stands on the column is dropped first and made again after (errors 5074 and 4922).
        """
        existing = operation.existing(before)
        self._check_default(operation, existing)
        target = operation.target(self)
        name = self.quote(operation.column)
        renamed = operation.new_name is not None and operation.new_name != operation.column
        redefined = operation.type is not None or operation.nullable is not None
        after = None if existing is None else operation.changed(existing, self)
        retyped = operation.type is not None or (after and existing and after.type is not existing.type)
        has_default = existing is None or existing.default is not None
        again = retyped and operation.server_default is False and existing is not None and existing.default is not None
        if redefined or renamed:
            self._check_computed(operation, before)
        in_the_way = _InTheWay(self, operation, before, existing)
        if (operation.server_default is not False and has_default) or again:
            yield from self.dropped_default(target, operation.column, existing)
        yield from in_the_way.dropped()
        if redefined:
            yield from operation.dropped_checks(self, before)
            if existing is not None:
                yield from operation.contradiction_remarks(existing, self)
            yield self._redefined(operation, after, target)
        default = existing.default if again and existing is not None else operation.server_default
        if default is not False and default is not None:
            value = default.arg if isinstance(default, sa.DefaultClause) else default
            named = (
                f"CONSTRAINT {self.quote(existing.default_name)} "
                if again and existing and existing.default_name
                else ""
            )
            yield Statement(f"ALTER TABLE {target} ADD {named}DEFAULT {self.default_sql(value)} FOR {name}")
        yield from operation.comment_statements(self, before)
        yield from operation.autoincrement_remark(self)
        if renamed:
            yield self._renamed(f"{target}.{name}", str(operation.new_name), "COLUMN")
        yield from in_the_way.added()
        if redefined:
            yield from operation.added_checks(self, operation.new_name or operation.column)

    def _check_computed(self, operation: AlterColumn, before: Schema) -> None:
        """Refuse to change what a computed column is made of (ALTER TABLE: ALTER COLUMN; sp_rename: error 15336)."""
        for column in operation.known(before).columns:
            if column.computed is not None and mentions(column.computed.sqltext, operation.column):
                raise UnsupportedOperation(
                    self.title,
                    f'change "{operation.column}" while the computed column "{column.name}" uses it',
                    f'Drop the computed column "{column.name}" first, and add it again after.',
                )

    def _check_default(self, operation: AlterColumn, existing: Column | None) -> None:
        """Refuse to make or unmake an identity or computed column (ALTER TABLE: ALTER COLUMN)."""
        if operation.server_default is False:
            return
        made = isinstance(operation.server_default, sa.Identity | sa.Computed)
        if made or (existing is not None and (existing.identity or existing.computed or existing.autoincrement)):
            raise UnsupportedOperation(
                self.title,
                "make an existing column an identity or computed column, or make one a plain column",
                "Add a new column, copy what is needed, and drop the old one.",
            )

    def _redefined(self, operation: AlterColumn, after: Column | None, target: str) -> Statement:
        type_ = after.type if after else operation.type
        nullable = after.nullable if after else operation.nullable
        if type_ is None:
            raise TableNotFound(operation.table, f'changing its column "{operation.column}"')
        if nullable is None:
            nullable = True
        sql = self.column_type_sql(Column(operation.column, type_, nullable=nullable))
        return Statement(
            f"ALTER TABLE {target} ALTER COLUMN {self.quote(operation.column)} {sql} {'NULL' if nullable else 'NOT NULL'}"
        )

    def column_type_sql(self, column: Column) -> str:
        """Return a column's type as it stands in its definition."""
        plain = sa_column(Column(column.name, column.type, nullable=column.nullable))
        return self.type_sql(column.type, plain)

    def dropped_index(self, index: Index, target: str) -> Statement:
        """Return DROP INDEX … ON …."""
        return Statement(f"DROP INDEX {self.quote(str(index.name))} ON {target}")

    def dropped_constraint(self, constraint: Constraint, target: str, column: str) -> Statement:
        """Return the drop of a constraint on a column, whose name the script looks up where it has none."""
        if constraint.name is None:
            return self._dropped_unnamed(target, constraint.kind, column, generated=True)
        return Statement(f"ALTER TABLE {target} DROP CONSTRAINT {self.constraint_sql(constraint.name)}")

    def added_constraint(self, constraint: Constraint, table: Table) -> Statement:
        """Return ADD CONSTRAINT, without a name where the database had chosen it."""
        stub = stub_table(table.name, table.namespace, constraint.column_names, table)
        made = sa_constraint(constraint, stub.metadata, stub)
        stub.append_constraint(made)
        return Statement(self.ddl(SAAddConstraint(made, isolate_from_table=False)))

    def dropped_default(self, target: str, column: str, existing: Column | None) -> Iterator[Statement]:
        """Yield the drop of a column's default; the name that the server gave it is looked up by the script."""
        if existing is not None and existing.default_name:
            yield Statement(f"ALTER TABLE {target} DROP CONSTRAINT {self.quote(existing.default_name)}")
            return
        yield self._dropped_by_lookup(
            target,
            "sys.default_constraints",
            f"parent_column_id = COLUMNPROPERTY(OBJECT_ID({self.literals.text(target)}), "
            f"{self.literals.text(column)}, 'ColumnId')",
        )

    def _dropped_by_lookup(self, target: str, catalog: str, condition: str) -> Statement:
        text = self.literals.text
        return Statement(
            "DECLARE @sqlcompile nvarchar(max) = N'';\n"
            f"SELECT @sqlcompile += N'ALTER TABLE {target.replace(chr(39), chr(39) * 2)} DROP CONSTRAINT ' + QUOTENAME(name) + N';'\n"
            f"  FROM {catalog}\n"
            f"  WHERE parent_object_id = OBJECT_ID({text(target)}) AND {condition};\n"
            "EXEC sp_executesql @sqlcompile"
        )

    @compiles(DropColumn)
    def drop_column(self, operation: DropColumn, before: Schema) -> Iterator[Statement]:
        """Drop what stands on the column first: its default, keys, checks and indexes (ALTER TABLE)."""
        table = operation.known(before)
        target = operation.target(self)
        column = table.find_column(operation.column)
        keywords = dict(operation.keywords)
        if column is None or column.default is not None or keywords.get("mssql_drop_default"):
            yield from self.dropped_default(target, operation.column, column)
        for index in table.indexes:
            if index.name and stands_on(index, operation.column):
                yield self.dropped_index(index, target)
        for constraint in table.all_constraints():
            if operation.column in constraint.column_names:
                yield self.dropped_constraint(constraint, target, operation.column)
        if column is None and keywords.get("mssql_drop_foreign_key"):
            yield self._dropped_unnamed(target, "foreignkey", operation.column, generated=False)
        if keywords.get("mssql_drop_check") and not any(
            c.kind == "check" and operation.column in c.column_names for c in table.constraints
        ):
            yield self._dropped_unnamed(target, "check", operation.column, generated=False)
        yield from operation.sql(self, before)

    def drop_column_from(self, table: Table, column: str) -> Table:
        """Return the table without the indexes that include the column or are filtered by it, too."""
        left = tuple(index for index in table.indexes if not stands_on(index, column))
        return super().drop_column_from(replace(table, indexes=left), column)

    def _dropped_unnamed(self, target: str, kind: str, column: str, *, generated: bool) -> Statement:
        """Return the drop of all constraints on a column, whose names the script looks up.

        ``generated`` leaves out those with a name of the user's. A check is the column's where its text
        has the column in brackets (sys.check_constraints).
        """
        text = self.literals.text
        identity = f"COLUMNPROPERTY(OBJECT_ID({text(target)}), {text(column)}, 'ColumnId')"
        condition = "is_system_named = 1 AND " if generated else ""
        if kind == "foreignkey":
            condition += (
                "object_id IN (SELECT constraint_object_id FROM sys.foreign_key_columns\n"
                f"    WHERE parent_object_id = OBJECT_ID({text(target)}) AND parent_column_id = {identity})"
            )
            return self._dropped_by_lookup(target, "sys.foreign_keys", condition)
        if kind == "check":
            return self._dropped_by_lookup(target, "sys.check_constraints", condition + self._says(column))
        condition += f"type = '{'PK' if kind == 'primary' else 'UQ'}'"
        if kind == "unique":
            condition += (
                " AND unique_index_id IN (SELECT index_id FROM sys.index_columns\n"
                f"    WHERE object_id = OBJECT_ID({text(target)}) AND column_id = {identity})"
            )
        return self._dropped_by_lookup(target, "sys.key_constraints", condition)

    def _says(self, column: str) -> str:
        """Return the condition that the text of a check has a column, which is always in brackets there."""
        bracketed = self.literals.text(f"[{column.replace(']', ']]')}]")
        return f"CHARINDEX({bracketed}, definition) > 0"

    def _traits(self, constraint: Constraint) -> tuple[str, list[str]]:
        """Return the catalog of a constraint's kind, and the conditions that its columns and its target make."""
        text = self.literals.text
        names = constraint.column_names
        if constraint.kind == "primary":
            return "sys.key_constraints", ["type = 'PK'"]
        if isinstance(constraint, Check):
            return "sys.check_constraints", ["is_system_named = 1", *map(self._says, names)]
        if isinstance(constraint, ForeignKey):
            target = text(self.table_name(constraint.target[1], constraint.target[0]))
            catalog, conditions = "sys.foreign_keys", [f"referenced_object_id = OBJECT_ID({target})"]
            columns = "sys.foreign_key_columns k WHERE k.constraint_object_id = c.object_id"
            place, column = "k.constraint_column_id", "COL_NAME(k.parent_object_id, k.parent_column_id)"
        else:
            catalog, conditions = "sys.key_constraints", ["type = 'UQ'"]
            columns = (
                "sys.index_columns k WHERE k.object_id = c.parent_object_id AND k.index_id = c.unique_index_id\n"
                "    AND k.key_ordinal > 0"
            )
            place, column = "k.key_ordinal", "COL_NAME(k.object_id, k.column_id)"
        conditions.insert(0, "is_system_named = 1")
        conditions.append(f"(SELECT COUNT(*) FROM {columns}) = {len(names)}")
        conditions += [
            f"EXISTS (SELECT 1 FROM {columns} AND {place} = {number} AND {column} = {text(name)})"
            for number, name in enumerate(names, start=1)
        ]
        return catalog, conditions

    def drop_unnamed(self, operation: DropConstraint, before: Schema) -> Iterator[Statement]:
        """Yield a block that looks the name up: SQL Server's own names end in random digits."""
        found = operation.found(before, self)
        if found is None:
            yield from super().drop_unnamed(operation, before)
            return
        self.check_unnamed(operation.known(before), found)
        text = self.literals.text
        target = operation.target(self)
        catalog, conditions = self._traits(found)
        joined = "\n  AND ".join([f"parent_object_id = OBJECT_ID({text(target)})", *conditions])
        drop = text(f"ALTER TABLE {target} DROP CONSTRAINT ")
        message = text(f"sqlcompile: not one {found.kind} constraint to drop is found on {target}")
        yield Statement(
            "DECLARE @sqlcompile nvarchar(max), @sqlcompile_count int;\n"
            f"SELECT @sqlcompile = {drop} + QUOTENAME(MIN(name)), @sqlcompile_count = COUNT(*)\n"
            f"  FROM {catalog} c\n  WHERE {joined};\n"
            f"IF @sqlcompile_count <> 1 THROW 50000, {message}, 1;\n"
            "EXEC sp_executesql @sqlcompile"
        )

    def table_comment(self, place: Key, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Yield the extended property."""
        yield from self._property(place, "", comment, old)

    def column_comment(self, place: Key, column: str, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Yield the extended property."""
        yield from self._property(place, f", N'column', {self.literals.text(column)}", comment, old)

    def _property(self, place: Key, column: str, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Drop an old property first: sp_addextendedproperty fails on one. Its arguments are no expressions."""
        text = self.literals.text
        target = f"N'schema', {text(place[0] or 'dbo')}, N'table', {text(place[1])}{column}"
        if old is not None:
            yield Statement(f"EXEC sp_dropextendedproperty N'MS_Description', {target}")
        if comment is not None:
            value, declared = text(comment), ""
            if not value.startswith("N'"):
                declared = f"DECLARE @sqlcompile nvarchar(max) = {value};\n"
                value = "@sqlcompile"
            yield Statement(f"{declared}EXEC sp_addextendedproperty N'MS_Description', {value}, {target}")

    def drop_index_sql(self, element: Any, *, named: bool) -> str:
        """Return DROP INDEX … ON …, which must name the table."""
        if not named:
            raise UnsupportedOperation(
                self.title,
                f'drop the index "{element.element.name}" without its table',
                "Give table_name to drop_index().",
            )
        index = element.element
        condition = "IF EXISTS " if element.if_exists else ""
        return f"DROP INDEX {condition}{self.quote(str(index.name))} ON {self.table_name(index.table.name, index.table.schema)}"

    def around_bulk_insert(self, table: Any, rows: Sequence[Any], before: Schema) -> tuple[str, ...]:
        """Return SET IDENTITY_INSERT where the rows give values for an identity column."""
        known = before.find(table.name, table.schema)
        if known is None:
            return ()
        identities = {c.name for c in known.columns if c.autoincrement or c.identity is not None}
        if not any(identities & set(row) for row in rows):
            return ()
        target = self.table_name(table.name, table.schema)
        return (f"SET IDENTITY_INSERT {target} ON", f"SET IDENTITY_INSERT {target} OFF")

    @compiles(Execute, Sent)
    def execute(self, operation: Execute | Sent, before: Schema) -> Iterator[Statement]:
        """Set IDENTITY_INSERT around an insert() that gives a value for an identity column."""
        element: Any = operation.statement if isinstance(operation, Execute) else operation.element
        if not isinstance(element, sa.Insert):
            yield from operation.sql(self, before)
            return
        for statement in operation.sql(self, before):
            found = _INSERTED.match(statement.text)
            names = [name.strip("[]") for name in found[1].split(", ")] if found else []
            around = self.around_bulk_insert(element.table, [names], before)
            yield from (replace(statement, text=text) for text in around[:1])
            yield statement
            yield from (replace(statement, text=text) for text in around[1:])

    def text_is_not_transactional(self, text: str) -> bool:
        """Return whether the statement is one that SQL Server refuses in a transaction."""
        words = self.lexis.words(text, 2)
        return words[:1] in (["BACKUP"], ["RESTORE"], ["RECONFIGURE"]) or (
            words[:1] in (["CREATE"], ["ALTER"], ["DROP"]) and words[1:2] in (["DATABASE"], ["FULLTEXT"])
        )

    # --- catalogs: as the pages on system information schema views and object catalog views describe them ---

    standard_catalogs: ClassVar[dict[str, str]] = {"catalog": "sqlcompile_database()", "match": "'SIMPLE'"}
    catalog_spaces = ("sys", "INFORMATION_SCHEMA", "guest")
    catalog_open = re.compile(r"sys\.(objects|columns|indexes|sysobjects|all_objects)|sysobjects|syscolumns")
    catalog_own_names = re.compile(r"sys\w*|queue_messages.*|filestream.*|filetable.*|plan_persist.*", re.IGNORECASE)
    catalog_objects = ("sequences", "views", "constraints", "triggers", "tables")
    catalog_places: ClassVar[dict[str, frozenset[str]]] = {"sys.columns": frozenset(("column_id",)), "information_schema.columns": frozenset(("ordinal_position",)),
                      "sys.default_constraints": frozenset(("parent_column_id",))}  # fmt: skip
    catalog_words: ClassVar[dict[str, str]] = {
        "object_id": "sqlcompile_object",
        "object_name": "sqlcompile_name",
        "col_length": "sqlcompile_column",
        "schema_id": "sqlcompile_space",
        "schema_name": "sqlcompile_name",
        "db_name": "sqlcompile_database",
    }
    catalog_needs: ClassVar[dict[str, re.Pattern[str]]] = {
        # a table without a clustered index has a row without a name there
        "sys.indexes": re.compile(r"\bname\b|\bis_primary_key\b|\bis_unique", re.IGNORECASE),
    }
    catalogs: ClassVar[dict[str, str]] = {
        "information_schema.constraint_column_usage": (
            "SELECT sqlcompile_database() AS table_catalog, c.space AS table_schema, c.tname AS table_name,"
            " k.column_name AS column_name, c.space AS constraint_schema, c.name AS constraint_name"
            " FROM sc_constraints AS c JOIN sc_constraint_columns AS k ON k.coid = c.oid"
        ),
        "sys.schemas": "SELECT space AS name, oid AS schema_id FROM sc_spaces",
        "sys.tables": (
            "SELECT t.name AS name, t.oid AS object_id, n.oid AS schema_id, 'U ' AS type, 'USER_TABLE' AS type_desc"
            " FROM sc_tables AS t JOIN sc_spaces AS n ON n.space = t.space"
        ),
        "sys.views": "SELECT v.name AS name, v.oid AS object_id, n.oid AS schema_id FROM sc_views AS v JOIN sc_spaces AS n ON n.space = v.space",
        "sys.columns": (
            "SELECT toid AS object_id, name, position AS column_id, nullable AS is_nullable,"
            " identity IS NOT NULL AS is_identity, computed AS is_computed FROM sc_columns"
        ),
        "sys.indexes": (
            "SELECT toid AS object_id, name, is_unique, is_primary AS is_primary_key,"
            " is_constraint AND NOT is_primary AS is_unique_constraint, partial AS has_filter FROM sc_indexes"
        ),
        "sys.objects": (
            "WITH o AS (SELECT oid, space, name, 'U' AS kind, 0 AS parent FROM sc_tables"
            " UNION ALL SELECT oid, space, name, 'V', 0 FROM sc_views"
            " UNION ALL SELECT oid, space, name, 'SO', 0 FROM sc_sequences"
            " UNION ALL SELECT oid, space, name, 'TR', toid FROM sc_triggers"
            " UNION ALL SELECT oid, space, name, CASE kind WHEN 'p' THEN 'PK' WHEN 'u' THEN 'UQ' WHEN 'f' THEN 'F'"
            " ELSE 'C' END, toid FROM sc_constraints"
            " UNION ALL SELECT oid, space, name, 'D', toid FROM sc_defaults)"
            " SELECT o.name AS name, o.oid AS object_id, n.oid AS schema_id, o.kind AS type,"
            " o.parent AS parent_object_id FROM o JOIN sc_spaces AS n ON n.space = o.space"
        ),
        "sys.foreign_keys": (
            "SELECT c.name AS name, c.oid AS object_id, n.oid AS schema_id, c.toid AS parent_object_id,"
            " c.uoid AS referenced_object_id, replace(c.on_delete, ' ', '_') AS delete_referential_action_desc,"
            " replace(c.on_update, ' ', '_') AS update_referential_action_desc"
            " FROM sc_constraints AS c JOIN sc_spaces AS n ON n.space = c.space WHERE c.kind = 'f'"
        ),
        "sys.key_constraints": (
            "SELECT c.name AS name, c.oid AS object_id, n.oid AS schema_id, c.toid AS parent_object_id,"
            " CASE c.kind WHEN 'p' THEN 'PK' ELSE 'UQ' END AS type FROM sc_constraints AS c JOIN sc_spaces AS n ON n.space = c.space"
            " WHERE c.kind IN ('p', 'u')"
        ),
        "sys.check_constraints": (
            "SELECT c.name AS name, c.oid AS object_id, n.oid AS schema_id, c.toid AS parent_object_id"
            " FROM sc_constraints AS c JOIN sc_spaces AS n ON n.space = c.space WHERE c.kind = 'c'"
        ),
        "sys.default_constraints": (
            "SELECT d.name AS name, d.oid AS object_id, n.oid AS schema_id, d.toid AS parent_object_id,"
            " d.position AS parent_column_id FROM sc_defaults AS d JOIN sc_spaces AS n ON n.space = d.space"
        ),
    }

    def catalog_column(self, table: Table, column: Column) -> dict[str, Any]:
        """Return a column's type as information_schema.columns gives it."""
        try:
            text = self.type_sql(column.type).lower()
        except SqlcompileError:
            return {}
        spelled = re.fullmatch(r"([a-z0-9]+)(?:\((\d+|max)(?:, ?(\d+))?\))?", text)
        if spelled is None:
            return {}
        name = {"integer": "int"}.get(spelled[1], spelled[1])
        found: dict[str, Any] = {"data_type": name}
        if name in ("varchar", "nvarchar", "char", "nchar"):
            length = spelled[2] or "1"
            found |= {"length": -1 if length == "max" else int(length), "precision": None, "scale": None}
        elif name in _CATALOG_INTEGERS:
            found |= {"length": None, "precision": _CATALOG_INTEGERS[name], "scale": 0}
        elif name in ("decimal", "numeric"):
            found |= {"length": None, "precision": int(spelled[2] or 18), "scale": int(spelled[3] or 0)}
        return found

    # --- a scratch database: as the pages on system catalog views describe them ---

    own_objects = """
        SELECT kind, name, drop_it FROM (
            SELECT 1 AS place, 'foreign key' AS kind, k.name AS name,
                'ALTER TABLE ' + QUOTENAME(SCHEMA_NAME()) + '.' + QUOTENAME(t.name)
                + ' DROP CONSTRAINT IF EXISTS ' + QUOTENAME(k.name) AS drop_it
              FROM sys.foreign_keys AS k JOIN sys.tables AS t ON t.object_id = k.parent_object_id
              WHERE k.schema_id = SCHEMA_ID()
            UNION ALL
            SELECT CASE o.type WHEN 'V' THEN 2 WHEN 'TR' THEN 3 WHEN 'U' THEN 4 ELSE 5 END, w.kind, o.name,
                'DROP ' + UPPER(w.kind) + ' IF EXISTS ' + QUOTENAME(SCHEMA_NAME()) + '.' + QUOTENAME(o.name)
              FROM sys.objects AS o
              JOIN (VALUES ('V', 'view'), ('TR', 'trigger'), ('U', 'table'), ('P', 'procedure'), ('FN', 'function'),
                           ('IF', 'function'), ('TF', 'function'), ('SN', 'synonym'), ('SO', 'sequence'))
                AS w (letters, kind) ON w.letters = RTRIM(o.type)
              WHERE o.schema_id = SCHEMA_ID() AND o.is_ms_shipped = 0
            UNION ALL
            SELECT 6, 'type', t.name, 'DROP TYPE IF EXISTS ' + QUOTENAME(SCHEMA_NAME()) + '.' + QUOTENAME(t.name)
              FROM sys.types AS t WHERE t.schema_id = SCHEMA_ID() AND t.is_user_defined = 1
        ) AS found ORDER BY place, name
        """

    # --- bundles ---

    def refusal(self, message: str) -> Iterator[Statement]:
        """Raise an error; `:on error exit` ends sqlcmd there."""
        yield Statement(f"RAISERROR(N'%s', 16, 1, {self.literals.text(message[:2000])})")

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Read the version table by sp_executesql, in one batch: a missing one is not read."""
        text = self.literals.text
        name = self.table_name(table.name, table.namespace)
        rows = f"SELECT @found = {_version_rows(name)}"
        listed = (
            f"(SELECT step, rows_then COLLATE Latin1_General_BIN2 AS rows_then, script FROM (VALUES\n"
            f"{values(states, text)}\n  ) v (step, rows_then, script)) s"
        )
        found = "@found COLLATE Latin1_General_BIN2"
        yield Statement(
            "DECLARE @found nvarchar(max), @note nvarchar(100) = N'';\n"
            f"IF OBJECT_ID({text(name)}, N'U') IS NULL\n  SET @note = {text(NO_TABLE)};\nELSE\n"
            f"  EXEC sp_executesql {self.literals.quoted(rows)}, N'@found nvarchar(max) OUTPUT', @found OUTPUT;\n"
            + query(states, text, listed=listed, found=found, note="@note AS note", concatenated="+")
        )

    # --- effects: by the object catalog views, and OBJECT_ID, which resolves a name as a statement does ---

    _OBJECT: ClassVar[str] = "SELECT 1 FROM sys.objects WHERE object_id = OBJECT_ID({path}) AND type "
    _COLUMN: ClassVar[str] = "SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID({table}) AND name = {name}"
    _OF_TABLE: ClassVar[str] = "SELECT 1 FROM sys.objects WHERE parent_object_id = OBJECT_ID({table}) AND type = "
    effect_queries: ClassVar[dict[str, str]] = {
        "table": f"{_OBJECT}= 'U'",
        "column": _COLUMN,
        "not null": f"{_COLUMN} AND is_nullable = 0",
        "nullable": f"{_COLUMN} AND is_nullable = 1",
        "default": f"{_COLUMN} AND default_object_id <> 0",
        "no default": f"{_COLUMN} AND default_object_id = 0",
        "primary key": f"{_OF_TABLE}'PK'",
        "key name": f"{_OF_TABLE}'PK' AND name = {{name}}",
        "unique": f"{_OF_TABLE}'UQ' AND name = {{name}}",
        "foreign key": f"{_OF_TABLE}'F' AND name = {{name}}",
        "check": f"{_OF_TABLE}'C' AND name = {{name}}",
        "index": "SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID({table}) AND name = {name}",
        "view": f"{_OBJECT}= 'V'",
        "sequence": f"{_OBJECT}= 'SO'",
        "type": "SELECT 1 WHERE TYPE_ID({path}) IS NOT NULL",
        "trigger": f"{_OF_TABLE}'TR' AND name = {{name}}",
        "namespace": "SELECT 1 FROM sys.schemas WHERE name = {name}",
    }

    effect_facts: ClassVar[dict[str, str]] = {
        "data_type": "TYPE_NAME(system_type_id)",
        "length": "COLUMNPROPERTY(object_id, name, 'PRECISION')",  # of characters, or -1 for max
        "precision": "precision",
        "scale": "scale",
    }

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return names, and paths with brackets, as literals."""
        text = self.literals.text
        quote = self.sa.identifier_preparer.quote_identifier
        space = f"{quote(effect.namespace)}." if effect.namespace else ""
        return {
            "name": text(effect.name),
            "path": text(space + quote(effect.name)),
            "table": text(space + quote(effect.table or "")),
        }

    # --- limits of time ---

    def lock_limit(self, seconds: float) -> tuple[str, str]:
        """Set LOCK_TIMEOUT; -1 is what a connection begins with (SET LOCK_TIMEOUT)."""
        end = ";" if self.bare else ";\nGO"
        return f"SET LOCK_TIMEOUT {round(seconds * 1000)}{end}", f"SET LOCK_TIMEOUT -1{end}"

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Refuse: only the client can, by its query timeout (sqlcmd utility, -t)."""
        raise UnsupportedOperation(
            self.title,
            "limit a statement's time by SQL",
            f"Leave out --statement-timeout, and run the script with sqlcmd -t {ceil(seconds)}.",
        )

    # --- scripts ---

    def split(self, text: str) -> Iterator[str]:
        """Yield the batches of a raw text: cut at GO, and before what must be the first in its batch."""
        start = 0
        last: Piece | None = None
        for piece in self.lexis.scan(text):
            if piece.kind in ("space", "comment"):
                continue
            new_line = not text[text.rfind("\n", 0, piece.start) + 1 : piece.start].strip()
            cut = None
            if piece.kind == "word" and piece.text.upper() == "GO" and new_line:
                if not _GO.match(text, piece.start):
                    raise InvalidScript("GO with something after it is not repeated.", hint="Leave it out.")
                cut = piece.end
            elif last is not None and last.kind == "semicolon":
                words = " ".join(self.lexis.words(text[piece.start :], 4))
                cut = piece.start if _FIRST_IN_BATCH.match(words) else None
            if cut is not None:
                yield text[start : piece.start].strip("\n")
                start = cut
            last = piece
        yield text[start:].strip("\n")

    def control(self, text: str) -> Control:
        """Return whether a batch does nothing but open or commit a transaction.

        Raises InvalidScript where it would end the transaction that the script is in.
        """
        words = [piece.text.upper() for piece in self.lexis.significant(text) if piece.kind == "word"]
        if not {"COMMIT", "ROLLBACK", "BEGIN"} & set(words) or _FIRST_IN_BATCH.match(" ".join(words[:4])):
            return ""
        opened = sum(1 for one, two in pairwise([*words, ""]) if one == "BEGIN" and two in ("TRAN", "TRANSACTION"))
        committed = words.count("COMMIT")
        if words[0] == "COMMIT" and len(words) <= 2:
            return "commit"
        if words[0] == "BEGIN" and opened == 1 and len(words) <= 3:
            return "begin"
        if opened != committed or "ROLLBACK" in words:
            raise InvalidScript(
                "The batch would end the transaction that the script is in.",
                hint="Leave out ROLLBACK; give COMMIT an execute() of its own, and it ends the transaction.",
            )
        return ""

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what sqlcmd would replace."""
        if "$(" in text:
            return (
                "sqlcmd would put a variable's value in the place of $(…).",
                "Give the value as a parameter of sa.text(): it is written in a form that is safe.",
            )
        return None

    def begin(self) -> str:
        """Return BEGIN TRANSACTION in a batch."""
        return self._batch("BEGIN TRANSACTION;")

    def commit(self) -> str:
        """Return COMMIT TRANSACTION in a batch."""
        return self._batch("COMMIT TRANSACTION;")

    def _batch(self, text: str) -> str:
        """Return a batch of its own; GO is the clients', and no driver knows it."""
        return text if self.bare else f"{text}\nGO"

    def _executed(self, text: str) -> str:
        """Return a batch as text inside of another one; no line of it is a command of sqlcmd's."""
        body = shield_starts(self.lexis, text.strip(), _COMMANDS, "sqlcmd")
        if all(_ENDS_WITH_EXEC.match(one) for one in split(self.lexis, body, lambda _: False)):
            return self.lexis.terminated(body)
        quoted = body.replace("'", "''").replace("$(", "$' + N'(")
        return f"EXEC(N'{quoted}');"

    def finish(self, statement: Statement) -> str:
        """Return a batch in which sqlcmd finds no command of its own; a comment alone is none.

        Where a driver runs the script, each is executed as text, so that all may come as one batch.
        """
        if self.bare:
            return self._executed(statement.text) if self.lexis.significant(statement.text) else statement.text
        text = self.lexis.terminated(shield_starts(self.lexis, statement.text, _COMMANDS, "sqlcmd"))
        if statement.raw and not self.lexis.significant(text):
            return text
        return f"{text}\nGO"

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what stops sqlcmd at the first error and rolls the transaction back there.

        Elsewhere ``:on error exit`` is a syntax error, and nothing would stop: as SQL Server Data Tools
        do, the script looks for a variable that only sqlcmd replaces, and else turns execution off.
        The settings are those that indexes on computed columns and filtered ones need.
        """
        alone = (self._batch(_ALONE),) if guard and parts > 1 else ()
        if self.bare:
            return ("SET NOEXEC OFF;", _SETTINGS, *alone)
        client = (
            ":setvar sqlcompile sqlcmd\nGO\nSET NOEXEC OFF;\nGO\nIF N'$(sqlcompile)' <> N'sqlcmd'\nBEGIN\n"
            "  RAISERROR(N'sqlcompile: run this with sqlcmd or in SQLCMD mode:"
            " elsewhere no error would stop it', 16, 1);\n"
            "  SET NOEXEC ON;\nEND;\n"
            "IF @@TRANCOUNT > 0\nBEGIN\n"
            "  RAISERROR(N'sqlcompile: a transaction is open in this session already', 16, 1);\n"
            "  SET NOEXEC ON;\nEND;\nGO"
        )
        return (":on error exit", client if guard else "GO", f"{_SETTINGS}\nGO", *alone)

    def closing(self, table: Table, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what ends the guard's NOEXEC, and gives back the lock where there are several parts."""
        alone = (self._batch(_ALONE_NO_MORE),) if guard and parts > 1 else ()
        return (*alone, self._batch("SET NOEXEC OFF;")) if guard else ()

    def comment_lines(self, text: str) -> str:
        """Return comments in which sqlcmd finds no variable to replace."""
        return super().comment_lines(text.replace("$(", "$ ("))

    def create_version_table(self, table: Table) -> Statement:
        """Return CREATE TABLE behind a look at the catalog."""
        name = self.table_name(table.name, table.namespace)
        made = self.version_table_ddl(table).replace("\n", "\n  ")
        return Statement(f"IF OBJECT_ID({self.literals.text(name)}, N'U') IS NULL\n  {made}")

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Raise, and turn execution off for all later batches, also in a client that goes on (SET NOEXEC).

        The lock on the table keeps a second script waiting until this transaction ends.
        """
        name = self.table_name(table.name, table.namespace)
        text = self.literals.text
        listed = ", ".join(text(joined(rows)) for rows in states)
        wrong = f"<> {listed} COLLATE Latin1_General_BIN2"
        if len(states) > 1:
            wrong = f"COLLATE Latin1_General_BIN2 NOT IN ({listed})"
        found = f"SELECT @found = {_version_rows(f'{name} {_LOCKED}')}"
        look = (
            "DECLARE @found nvarchar(max);\n"
            f"IF OBJECT_ID({text(name)}, N'U') IS NOT NULL\n"
            f"  EXEC sp_executesql {self.literals.quoted(found)},"
            " N'@found nvarchar(max) OUTPUT', @found OUTPUT;\n"
            "SET @found = ISNULL(@found, N'base');\n"
        )
        expected = text(expected_of(states))
        refused = "  IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;\n  SET NOEXEC ON;\nEND"
        asked = "".join(
            f"\nIF NOT ({need.condition})\nBEGIN\n"
            f"  RAISERROR({self.literals.quoted(f'sqlcompile: {need.message}'.replace('%', '%%'))}, 16, 1);\n{refused}"
            for need in needs
        )
        if not self.bare:
            needed = "N'sqlcompile: this script needs the database at %s, but it is at %s'"
            yield Statement(
                f"{look}IF @found {wrong}\nBEGIN\n  RAISERROR({needed}, 16, 1, {expected}, @found);\n{refused}{asked}"
            )
            return
        yield Statement("EXEC sp_set_session_context N'sqlcompile_right', N'no'")  # an earlier script's yes
        yield Statement(
            f"{look}DECLARE @right nvarchar(3) = IIF(@found {wrong}, N'no', N'yes');\n"
            "EXEC sp_set_session_context N'sqlcompile_right', @right;"  # it takes no nvarchar(max) (sql_variant)
        )
        yield Statement(
            "IF ISNULL(SESSION_CONTEXT(N'sqlcompile_right'), N'no') <> N'yes'\nBEGIN\n"
            f"  RAISERROR(N'sqlcompile: this script needs the database at %s', 16, 1, {expected});\n{refused};{asked}",
            verbatim=True,
        )

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        """Yield one batch that executes each statement as text: it is not even compiled where it is not wanted."""
        name = self.table_name(table.name, table.namespace)
        text = self.literals.text
        condition = f"ISNULL({_version_rows(f'{name} {_LOCKED}')}, N'base') = {text(joined(when.rows))} COLLATE Latin1_General_BIN2"
        if when.needed is not None:
            condition += f"\n  AND SESSION_CONTEXT(N'sqlcompile_part') = {text(when.needed)}"
        lines = [f"IF {condition}", "BEGIN"]
        for statement in statements:
            lines += self._commented(statement, "  ")
            if not statement.text:
                continue
            body = statement.text.strip()
            lines.append(f"  {self._executed(body)}")
            lines += [f"  {line}" for line in self.after_each()]
        if when.mark is not None:
            lines.append(f"  EXEC sp_set_session_context N'sqlcompile_part', {text(when.mark)};")
        yield self._batch("\n".join([*lines, "END;"]))

    def after_each(self) -> tuple[str, ...]:
        """Return what turns execution off after an error, where no sqlcmd stops: what follows would not be undone.

        ``@@ERROR`` is that of the statement before it, also from another batch (@@ERROR, SET XACT_ABORT).
        """
        return ("IF @@ERROR <> 0 BEGIN IF @@TRANCOUNT > 0 ROLLBACK; SET NOEXEC ON; END;",) if self.bare else ()

    def part_guard(
        self, table: Table, rows: Sequence[str], mark: str, *, inside: bool, needs: Sequence[Need] = ()
    ) -> Iterator[Statement]:
        """Ask for the rows again: between two transactions somebody else may have changed them."""
        if inside:
            yield from self.guard(table, (rows,), needs)


_LOCKED = "WITH (TABLOCKX, HOLDLOCK)"


def _version_rows(source: str) -> str:
    """Return the version rows of a table as one text, as ``joined`` writes them."""
    ordered = "ORDER BY version_num COLLATE Latin1_General_BIN2"
    return f"STUFF((SELECT N', ' + version_num FROM {source} {ordered} FOR XML PATH(N'')), 1, 2, N'')"


_GO = re.compile(r"GO[ \t]*;?[ \t]*(?:--[^\n]*)?(?:\n|\Z)", re.IGNORECASE)
_ENDS_WITH_EXEC = re.compile(r"(?:SET\s+(?!@)|USE\s|CREATE\s+TABLE\s+\[?#)", re.IGNORECASE)
"""What would last only as long as the EXEC that it stands in: a setting, a database, a temporary table (EXECUTE)."""
_INSERTED = re.compile(r"INSERT INTO .*? \(([^)]*)\)")
_FIRST_IN_BATCH = re.compile(
    r"(?:CREATE|ALTER|CREATE OR ALTER) (?:VIEW|PROC|PROCEDURE|FUNCTION|TRIGGER|SCHEMA|DEFAULT|RULE)\b",
    re.IGNORECASE,
)
_COMMANDS = re.compile(r"^[ \t]*(?::|!!|(?:GO|RESET|ED|QUIT|EXIT|ON ERROR)(?:[ \t(]|$))", re.MULTILINE | re.IGNORECASE)
"""What sqlcmd looks for at the beginning of a line; its older commands need no colon (sqlcmd-commands)."""


class _InTheWay:
    """What a change of a column must drop first, and make again after it.

    ALTER TABLE, "ALTER COLUMN": the column must not be in an index, a key or a CHECK; but a varying length
    may grow under indexes, UNIQUE and CHECK, and NULL may be allowed. sp_rename fails where a CHECK or a
    filter is bound to the column (error 15336).
    """

    def __init__(self, dialect: MSSQL, operation: AlterColumn, before: Schema, existing: Column | None) -> None:
        self.dialect = dialect
        self.operation = operation
        self.column = operation.column
        self.target = operation.target(dialect)
        self.table = operation.known(before)
        new = operation.new_name
        self.new = new if new != self.column else None
        after = operation.changed(existing, dialect) if existing is not None else None
        redefined = operation.type is not None or operation.nullable is not None
        old_sql = dialect.column_type_sql(existing) if existing is not None and self._type_known() else None
        new_sql = dialect.column_type_sql(after) if after is not None else None
        may_be_null = after is not None and after.nullable
        kept = may_be_null and old_sql == new_sql
        grown = (may_be_null or (existing is not None and not existing.nullable)) and _grows(old_sql, new_sql)
        keys = redefined and not kept
        rest = keys and not grown
        self.changed = self.table.with_column(after) if after is not None else self.table
        self.indexes = [
            index for index in self.table.indexes if index.name and self._is_in_the_way(index, redefined=rest)
        ]
        self.constraints = [
            constraint
            for constraint in self.table.all_constraints()
            if (constraint.kind == "primary" and keys and self.column in constraint.column_names)
            or (constraint.kind == "unique" and rest and self.column in constraint.column_names)
            or (isinstance(constraint, Check) and (rest or self.new is not None) and self._checked_by(constraint))
        ]
        self.foreign_keys = list(self._foreign_keys(before)) if keys else []
        if old_sql != new_sql:
            self._check_types(before, old_sql, new_sql)

    def _type_known(self) -> bool:
        """Return whether the type before is known, not only the one after."""
        found = self.table.find_column(self.column)
        known = found is not None and not isinstance(found.type, sa.types.NullType)
        return known or self.operation.type is None or self.operation.existing_type is not None

    def _is_in_the_way(self, index: Index, *, redefined: bool) -> bool:
        where = dict(index.options).get("mssql_where")
        return (redefined and stands_on(index, self.column)) or (
            self.new is not None and where is not None and mentions(where, self.column)
        )

    def _checked_by(self, check: Check) -> bool:
        """Return whether a CHECK is on the column, and does not go with its old type."""
        if check.of_type and check.columns == (self.column,) and self.operation.type is not None:
            return False
        return self.column in check.columns or mentions(check.expression, self.column)

    def _foreign_keys(self, before: Schema) -> Iterator[tuple[Table, ForeignKey]]:
        """Yield the foreign keys from the column and to it, with the table that each is on."""
        for constraint in self.table.constraints:
            if isinstance(constraint, ForeignKey) and self.column in constraint.columns:
                yield self.table, constraint
        for other, key in before.referring(self.operation.table, self.operation.namespace):
            own = other.key == self.table.key and self.column in key.columns
            if self.column in key.target_columns and not own:
                yield other, key

    def _check_types(self, before: Schema, old: str | None, new: str | None) -> None:
        """Refuse to leave a foreign key between two types: it could not be made again (errors 1753 and 1778)."""
        for other, key in self.foreign_keys:
            target = before.find(key.target[1], key.target[0])
            for name, target_name in zip(key.columns, key.target_columns, strict=False):
                here = (self.table.key, self.column)
                ends = [(table, at) for table, at in ((other, name), (target, target_name)) if table is not None]
                far = [table.find_column(at) for table, at in ends if (table.key, at) != here]
                if len(ends) != 2 or len(far) != 1:
                    continue
                found = far[0]
                if found is not None and self.dialect.column_type_sql(found) == old:
                    called = f' "{key.name}"' if key.name else ""
                    raise UnsupportedOperation(
                        self.dialect.title,
                        f'make "{self.column}" of "{self.table.name}" {new} under the foreign key{called}'
                        f' on "{other.name}", whose other column is {old}',
                        "Drop the foreign key first, change both columns, and create it again.",
                    )

    def dropped(self) -> Iterator[Statement]:
        """Yield the drops: foreign keys before the keys that they refer to, names that are known first."""
        dialect = self.dialect
        statements = []
        for table, key in sorted(self.foreign_keys, key=lambda item: item[1].name is None):
            own = table.key == self.table.key and self.column in key.columns
            column = self.column if own else key.columns[key.target_columns.index(self.column)]
            statements.append(dialect.dropped_constraint(key, dialect.table_name(table.name, table.namespace), column))
        named_first = sorted(self.constraints, key=lambda constraint: constraint.name is None)
        statements += [dialect.dropped_constraint(constraint, self.target, self.column) for constraint in named_first]
        statements += [dialect.dropped_index(index, self.target) for index in self.indexes]
        yield from dict.fromkeys(statements)

    def added(self) -> Iterator[Statement]:
        """Yield what makes it all again, foreign keys last."""
        dialect = self.dialect
        for constraint in self.constraints:
            yield dialect.added_constraint(self._renamed(constraint), self.changed)
        for index in self.indexes:
            yield Statement(create_index_sql(dialect, self._renamed(index), self.changed))
        for table, key in self.foreign_keys:
            own = table.key == self.table.key
            yield dialect.added_constraint(self._renamed(key, own=own), self.changed if own else table)

    def _renamed(self, item: Any, *, own: bool = True) -> Any:
        """Return a constraint or an index under the column's new name."""
        if self.new is None:
            return item
        if isinstance(item, Check):
            expression = rename_in_expression(item.expression, self.column, self.new)
            return replace(item, expression=expression, columns=self._names(item.columns))
        if isinstance(item, Index):
            expressions = tuple(
                self._names((e,))[0] if isinstance(e, str) else rename_in_expression(e, self.column, self.new)
                for e in item.expressions
            )
            return replace(item, expressions=expressions, options=tuple(map(self._option, item.options)))
        if own:
            item = replace(item, columns=self._names(item.columns))
        if isinstance(item, ForeignKey) and item.target[1] == self.table.name:
            item = replace(item, target_columns=self._names(item.target_columns))
        return item

    def _option(self, option: tuple[str, Any]) -> tuple[str, Any]:
        """Return an option of an index under the column's new name."""
        name, value = option
        assert self.new is not None
        if name == "mssql_include":
            return name, [self.new if included == self.column else included for included in value or ()]
        if name == "mssql_where":
            return name, rename_in_expression(value, self.column, self.new)
        return option

    def _names(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.new if name == self.column and self.new is not None else name for name in names)


_VARYING = re.compile(r"(N?VARCHAR|VARBINARY)\((\d+)\)(.*)", re.IGNORECASE | re.DOTALL)


def _grows(old: str | None, new: str | None) -> bool:
    """Return whether a type is the same one with a varying length that is at least as great."""
    one, two = _VARYING.fullmatch(old or ""), _VARYING.fullmatch(new or "")
    return bool(one and two and one[1] == two[1] and one[3] == two[3] and int(one[2]) <= int(two[2]))


def mentions(expression: str | ClauseElement, column: str) -> bool:
    """Return whether an expression uses the column; every word of a text counts."""
    element = literal_text(expression) if isinstance(expression, str) else expression
    if column.lower() in (name.lower() for name in columns_in(element)):
        return True
    return not re.fullmatch(r"\w+", column) and f"[{column}]".lower() in str(element).lower()


def stands_on(index: Index, column: str) -> bool:
    """Return whether an index is on the column, includes it, or is filtered by it (CREATE INDEX)."""
    options = dict(index.options)
    where = options.get("mssql_where")
    included = [getattr(name, "name", name) for name in options.get("mssql_include") or ()]
    return column in index.column_names or column in included or (where is not None and mentions(where, column))


_CATALOG_INTEGERS = {"tinyint": 3, "smallint": 5, "int": 10, "bigint": 19}
"""The digits of the integer types."""
