"""Oracle Database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil, isnan
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.oracle import BINARY_DOUBLE, BINARY_FLOAT

from sqlcompile.dialect.client import Client, directive
from sqlcompile.dialect.contract import Dialect, compiles, expected_of, joined
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import (
    ALL_CHARACTERS,
    BYTES,
    CHARACTERS,
    DIGITS,
    DOUBLE,
    EXACT,
    MICROSECONDS,
    MOMENT,
    NO_ZONE,
    PADDED,
    SINGLE,
    Facts,
    TypeFacts,
)
from sqlcompile.dialect.lines import shield_ends, shield_starts, wrapped
from sqlcompile.dialect.literals import CONTROL, Literals, Target, iso_date, iso_offset, iso_time
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.splitting import split
from sqlcompile.dialect.state import NO_TABLE, State, query, selects
from sqlcompile.dialect.statement import Condition, Need, Statement
from sqlcompile.dialect.told_types import TypeWords
from sqlcompile.errors import SqlcompileError, UnsupportedOperation
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import Check, Column, Constraint, ForeignKey, Index, Schema, Table, columns_in

LINE = 1000
"""Bytes of a literal on one line: SQL*Plus refuses lines of 2,500, and others stand beside it."""


class OracleLiterals(Literals):
    """Literals as in https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/Literals.html.

    Line ends stand outside the quotes: SQL*Plus reads line by line, and inside a string, too, takes
    ``/``, ``.`` or a blank line for the end of a statement, ``;`` at a line's end for its terminator,
    ``-`` for a continuation, and ``@`` and ``#`` for commands. Long strings are joined from pieces,
    and beyond 4,000 bytes from a CLOB. The empty string is NULL in Oracle, with a driver as well.

    Oracle has no TIME type. NUMBER keeps 38 digits exactly.
    """

    name = "Oracle"
    zones = True
    digits = 38
    exponents = True
    apart = re.compile(f"([{CONTROL}\\n]+)")

    def codes(self, characters: str) -> list[str]:
        """Return ``CHR(…)`` for each."""
        return [f"CHR({ord(character)})" for character in characters]

    def text(self, value: str) -> str:
        """Return a string, of pieces that fit on a line where it is long."""
        literal = super().text(value)
        if len(literal.encode()) <= LINE:
            return literal
        pieces: list[str] = []
        for index, run in enumerate(self.apart.split(value)):
            pieces += self.codes(run) if index % 2 else self.split(run)
        if len(value.encode()) > 4000:
            pieces[0] = f"TO_CLOB({pieces[0]})"
        return "(\n" + " ||\n".join(_filled(pieces)) + "\n)"

    def split(self, value: str) -> Iterator[str]:
        """Return quoted pieces of a long string."""
        step = LINE // 8  # four bytes a character, and each may be a quote
        return (self.quoted(value[start : start + step]) for start in range(0, len(value), step))

    def keeps(self, value: Decimal) -> bool:
        """Return whether a NUMBER keeps all digits; zeros at either end do not count."""
        significant = "".join(map(str, value.as_tuple().digits)).strip("0")
        return len(significant) <= 38 and (not value or -130 <= value.adjusted() <= 125)

    def floating(self, value: float, target: Target) -> str:
        """Return a NUMBER, or a BINARY_DOUBLE (suffix d) or BINARY_FLOAT (f) for their types."""
        written = super().floating(value, target)
        if isinstance(target.kind, (BINARY_DOUBLE, BINARY_FLOAT)):
            return written if "BINARY" in written else f"{written}{_suffix(target)}"
        if value and not 1e-130 <= abs(value) < 1e126:
            raise self.invalid(value, "a NUMBER lies between 1e-130 and 1e126")
        return written

    def not_finite(self, value: object, number: float, target: Target) -> str:
        """Return a floating-point condition's literal, for the types that have it."""
        if not isinstance(target.kind, (BINARY_DOUBLE, BINARY_FLOAT)):
            return super().not_finite(value, number, target)
        kind = "DOUBLE" if isinstance(target.kind, BINARY_DOUBLE) else "FLOAT"
        sign = "-" if number < 0 else ""
        return f"{sign}BINARY_{kind}_{'NAN' if isnan(number) else 'INFINITY'}"

    def binary(self, value: bytes, target: Target) -> str:
        """Return a RAW of at most 2,000 bytes, which SQL cannot join to more."""
        if not value and target.binary and target.ddl() == "BLOB":
            return "EMPTY_BLOB()"
        if len(value) > 2000:
            raise self.invalid(value, f"a RAW literal has at most 2,000 bytes, and this has {len(value)}")
        figures = value.hex().upper()
        if len(figures) <= LINE:
            return f"HEXTORAW('{figures}')"
        pieces = (f"'{figures[start : start + LINE]}'" for start in range(0, len(figures), LINE))
        return "HEXTORAW(\n" + " ||\n".join(pieces) + "\n)"

    def json_text(self, value: str, target: Target) -> str:
        """Return JSON as text, or as UTF-8 where the column is a BLOB (before 21c)."""
        return self.binary(value.encode(), target) if target.ddl() == "BLOB" else self.text(value)

    def temporal_text(self, value: str, target: Target) -> str:
        """Return the date that the text says, free of the session's NLS_DATE_FORMAT."""
        return self.moment(self.iso(value, target), target)

    def date(self, value: dt.date, target: Target) -> str:
        """Return a DATE literal, whose format is fixed."""
        return f"DATE '{iso_date(value)}'"

    def time(self, value: dt.time, target: Target) -> str:
        """Refuse it."""
        raise self.invalid(value, "the database has no type for a time of day")

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return a TIMESTAMP literal, whose format is fixed; into a DATE it goes without its fraction."""
        offset = iso_offset(value)
        if len(offset) > len("+00:00"):
            raise self.invalid(value, "its UTC offset has seconds")
        return f"TIMESTAMP '{iso_date(value)} {iso_time(value)}{offset and ' '}{offset}'"

    def zoned(self, target: Target) -> bool:
        """Return whether the type is WITH TIME ZONE: DateTime(timezone=True) is a DATE here."""
        return target.untyped or (target.temporal and "TIME ZONE" in target.ddl())

    def timedelta(self, value: dt.timedelta, target: Target) -> str:
        """Return INTERVAL DAY TO SECOND."""
        seconds, part = divmod(abs(value) // dt.timedelta(microseconds=1), 1_000_000)
        days, seconds = divmod(seconds, 86400)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{part:06}"
        return f"INTERVAL '{'-' if value < dt.timedelta(0) else ''}{days} {clock}' DAY(9) TO SECOND(6)"


def _filled(pieces: list[str]) -> Iterator[str]:
    """Return the pieces of a concatenation in lines, as many on one as fit."""
    line = ""
    for piece in pieces:
        if line and len(line.encode()) + len(piece.encode()) > LINE:
            yield line
            line = piece
        else:
            line = f"{line} || {piece}" if line else piece
    yield line


def _suffix(target: Target) -> str:
    return "d" if isinstance(target.kind, BINARY_DOUBLE) else "f"


class OracleTypes:
    """Types that Oracle does not have, or not as SQLAlchemy writes them."""

    dialect: Any

    def visit_TIME(self, type_: Any, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        """Refuse it: Oracle would say ORA-00902."""
        raise UnsupportedOperation(
            self.dialect.sqlcompile.title,
            "have a column of the type TIME: it has no type for a time of day",
            "Use sa.Interval or sa.DateTime, for Oracle alone with with_variant().",
        )

    def visit_DOUBLE_PRECISION(self, type_: Any, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        """Return it without digits, which it does not take."""
        return "DOUBLE PRECISION"

    def visit_CLOB(self, type_: Any, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        """Refuse a collation, which SQLAlchemy would leave out: a CLOB has none of its own ("CREATE TABLE", COLLATE)."""
        if getattr(type_, "collation", None):
            raise UnsupportedOperation(
                self.dialect.sqlcompile.title,
                "have a column of the type CLOB with a collation",
                "Give Text() no collation, for Oracle alone with with_variant().",
            )
        return "CLOB"

    def _visit_varchar(self, type_: Any, n: str, num: str) -> str:
        if not type_.length or type_.collation:
            what = "a collation" if type_.length else "no length"
            raise UnsupportedOperation(
                self.dialect.sqlcompile.title,
                f"have a column of the type {n}VARCHAR{num} with {what}",
                "Give String() a length of at most 4000 and no collation, for Oracle alone with with_variant().",
            )
        made: str = super()._visit_varchar(type_, n, num)  # type: ignore[misc]
        return made


class OracleDDL:
    """DDL that refuses the one name that no column may have."""

    dialect: Any

    def get_column_specification(self, column: Any, **kw: Any) -> str:
        """Refuse ROWID."""
        self.dialect.sqlcompile.check_column_name(column.name)
        made: str = super().get_column_specification(column, **kw)  # type: ignore[misc]
        return made


_CATALOGS = {
    "tables": "SELECT {o}name AS table_name FROM sc_tables",
    "views": "SELECT {o}name AS view_name FROM sc_views WHERE NOT materialized",
    "tab_columns": (
        "SELECT {o}tname AS table_name, name AS column_name, data_type, CASE WHEN nullable THEN 'Y' ELSE"
        " 'N' END AS nullable, position AS column_id, precision AS data_precision, scale AS data_scale,"
        " length AS char_length FROM sc_columns"
    ),
    "constraints": (
        "SELECT {o}name AS constraint_name, tname AS table_name, CASE kind WHEN 'p' THEN 'P' WHEN 'u'"
        " THEN 'U' WHEN 'f' THEN 'R' ELSE 'C' END AS constraint_type, uconstraint AS r_constraint_name,"
        " CASE WHEN kind = 'f' THEN on_delete END AS delete_rule, generated FROM sc_constraints"
    ),
    "cons_columns": (
        "SELECT {o}cname AS constraint_name, (SELECT c.tname FROM sc_constraints AS c WHERE c.oid ="
        " coid) AS table_name, column_name, position FROM sc_constraint_columns"
    ),
    "indexes": (
        "SELECT {o}name AS index_name, tname AS table_name, CASE WHEN is_unique THEN 'UNIQUE' ELSE"
        " 'NONUNIQUE' END AS uniqueness FROM sc_indexes"
    ),
    "ind_columns": (
        "SELECT {o}iname AS index_name, tname AS table_name, column_name, position AS column_position"
        " FROM sc_index_columns"
    ),
    "sequences": "SELECT {o}name AS sequence_name FROM sc_sequences",
    "triggers": "SELECT {o}name AS trigger_name, tname AS table_name FROM sc_triggers",
    "objects": (
        "SELECT {o}name AS object_name, 'TABLE' AS object_type FROM sc_tables UNION ALL SELECT {o}name,"
        " 'VIEW' FROM sc_views UNION ALL SELECT {o}name, 'INDEX' FROM sc_indexes UNION ALL SELECT"
        " {o}name, 'SEQUENCE' FROM sc_sequences UNION ALL SELECT {o}name, 'TRIGGER' FROM sc_triggers"
    ),
}
"""The data dictionary views, without what their names begin with; {o} is the owner's column."""


_TEXTS = {"text-comparison": EXACT, "empty-text": "NULL", "text-encoding": ALL_CHARACTERS}
_FILLED = {**_TEXTS, "text-comparison": PADDED, "text-padding": "filled up with spaces"}
_YEARS = {"time-range": "4712 BC to 9999"}
_TYPE_FACTS: TypeFacts = (
    (r"BOOLEAN", {"boolean": "true and false, a type of its own"}),
    (r"SMALLINT|INTEGER|INT", {"integer-range": "whole numbers of 38 digits"}),
    (r"NUMBER\((\d+)\)", {"integer-range": "whole numbers of {1} digits"}),
    (r"(?:NUMERIC|DECIMAL|NUMBER)\((\d+)(?:, ?(-?\d+))?\)", {"number-precision": DIGITS}),
    (r"NUMERIC|DECIMAL", {"number-precision": DIGITS.format("", 38, 0)}),
    (r"NUMBER", {"number-precision": "40 digits, wherever the point is"}),
    (r"FLOAT(?:\(\d+\))?|DOUBLE PRECISION|REAL", {"float-precision": "a decimal number of up to 126 binary digits"}),
    (r"BINARY_DOUBLE", {"float-precision": f"{DOUBLE}, or NaN or infinity"}),
    (r"BINARY_FLOAT", {"float-precision": f"{SINGLE}, or NaN or infinity"}),
    (r"VARCHAR2?\((\d{1,3}|1000) CHAR\)", {"text-length": CHARACTERS, **_TEXTS}),
    (r"VARCHAR2?\((\d+) CHAR\)", {"text-length": f"{CHARACTERS}, and 4,000 bytes at most", **_TEXTS}),
    (r"VARCHAR2?\((\d+)(?: BYTE)?\)", {"text-length": BYTES, **_TEXTS}),
    (r"NVARCHAR2\((\d+)\)", {"text-length": "{1} units of UTF-16", **_TEXTS}),
    (r"CHAR", {"text-length": BYTES.format("", 1), **_FILLED}),
    (r"CHAR\((\d+)(?: BYTE)?\)", {"text-length": BYTES, **_FILLED}),
    (r"CHAR\((\d+) CHAR\)", {"text-length": CHARACTERS, **_FILLED}),
    (r"NCHAR\((\d+)\)", {"text-length": "{1} units of UTF-16", **_FILLED}),
    (r"N?CLOB|LONG", {"text-size": "terabytes, that cannot be compared", **_TEXTS}),
    (r"BLOB", {"binary-size": "terabytes"}),
    (r"RAW\((\d+)\)", {"binary-size": BYTES}),
    (r"DATE", {"time-fraction": "a day with its time, to the second", "time-zone": NO_ZONE, **_YEARS}),
    (r"TIMESTAMP(?:\(6\))?", {"time-fraction": MICROSECONDS, "time-zone": NO_ZONE, **_YEARS}),
    (r"TIMESTAMP(?:\(6\))? WITH TIME ZONE", {"time-fraction": MICROSECONDS, "time-zone": "the zone is kept", **_YEARS}),
    (r"TIMESTAMP(?:\(6\))? WITH LOCAL TIME ZONE", {"time-fraction": MICROSECONDS, "time-zone": MOMENT, **_YEARS}),
    (r"INTERVAL DAY.*", {"interval": "days and fractions of a second"}),
    (r"INTERVAL YEAR.*", {"interval": "months"}),
    (r"JSON", {"json": "parsed"}),
)
"""What the types hold (Oracle's SQL Language Reference, Data Types; NLS_LENGTH_SEMANTICS is BYTE)."""

_TYPE_WORDS: TypeWords = (
    (r"integer|smallint|(?:numeric|decimal)(?:\(\*\))?", "number(38,0)"),
    (r"(?:numeric|decimal)(\(.+)", r"number\1"),
    (r"number\(\*,(-?\d+)\)", r"number(38,\1)"),
    (r"number\((\d+)\)", r"number(\1,0)"),
    (r"float|double precision", "float(126)"),
    (r"real", "float(63)"),
    (r"(?:character|char) varying(.*)", r"varchar2\1"),
    (r"(?:national (?:character|char)|nchar) varying(.*)", r"nvarchar2\1"),
    (r"national (?:character|char)(.*)", r"nchar\1"),
    (r"n?char", r"\g<0>(1)"),
    (r"(char|varchar2)\((\d+)\)", r"\1(\2 byte)"),
    (r"(timestamp)((?: with.+)?)", r"\1(6)\2"),
    (r"interval year to month", "interval year(2) to month"),
    (r"interval day to (.+)", r"interval day(2) to \1"),
    (r"interval day(.+) to second", r"interval day\1 to second(6)"),
)
"""What USER_TAB_COLUMNS makes of types (SQL Language Reference, Data Types; ANSI, DB2, and SQL/DS Data Types;
NLS_LENGTH_SEMANTICS is BYTE)."""


class Oracle(Dialect):
    """Oracle Database, applied with SQL*Plus."""

    name = "oracle"
    title = "Oracle"
    default_version = (19,)
    oldest_version = (12, 2)
    driver_types = frozenset((sa.DateTime, sa.Date, sa.Numeric))
    type_facts = _TYPE_FACTS
    type_words = _TYPE_WORDS
    meaning = Meaning(default_scale=None, empty_is_null=True)
    sqlglot_name = "oracle"
    run_as_text = re.compile(r"EXECUTE IMMEDIATE ")
    transactional_ddl = False
    identifier_limit = 128
    names_at_random = True
    user_sql = "SYS_CONTEXT('USERENV', 'SESSION_USER')"
    client_names: ClassVar[tuple[str, ...]] = ("sqlplus",)
    apply_command = "NLS_LANG=.AL32UTF8 sqlplus -L -S USER@DATABASE @FILE"
    add_column_keyword = "ADD"
    table_prefixes = frozenset(("GLOBAL TEMPORARY", "PRIVATE TEMPORARY", "SHARDED", "DUPLICATED"))
    delete_actions = frozenset(("CASCADE", "SET NULL"))
    update_actions = frozenset()
    deferrable = frozenset(
        (
            "foreign_key_constraint",
            "unique_constraint",
            "primary_key_constraint",
            "check_constraint",
            "column_check_constraint",
        )
    )
    unbounded = re.compile(r"N?CLOB\b|BLOB\b|LONG\b|BFILE\b|JSON\b|XMLTYPE\b")
    creates_namespaces = False
    reserved_words = frozenset(
        """
        access add audit column column_value file immediate increment initial maxextents mlslabel modify
        nested_table_id noaudit offline online row rownum rows session successful sysdate validate whenever
        """.split()  # noqa: SIM905 - as the manual has them
    )
    ddl_mixins = (OracleDDL,)
    type_mixins = (OracleTypes,)
    literals_class = OracleLiterals
    lexis = Lexis(q_quotes=True)
    drivers = (Driver("oracledb", "oracledb", "oracledb"), Driver("cx_oracle", "cx_Oracle", "cx_Oracle"))
    client = Client(
        directives=(
            directive(r"WHENEVER (?:OS|SQL)ERROR EXIT FAILURE ROLLBACK"),
            directive(r"SET (?:DEFINE|ESCAPE|CMDSEP|AUTOCOMMIT|BLOCKTERMINATOR) OFF"),
            directive(r"SET (?:SQLBLANKLINES|SQLTERMINATOR) ON"),
        ),
        separator=re.compile(r"/[ \t\r]*(?:\n|\Z)"),
        autocommits=False,
    )
    limits = (
        "DDL commits at once: a script that fails halfway stays halfway.",
        "The empty string is NULL.",
        "ON UPDATE does not exist; BOOLEAN exists from version 23 on.",
        "IF [NOT] EXISTS is decided when the script is compiled.",
    )

    @property
    def facts(self) -> Facts:
        """What the reference says (constraint, Unique Constraints; CURRENT_TIMESTAMP)."""
        return {
            **super().facts,
            "unique-nulls-several": "one row for each combination with NULL, any number with nothing else",
            "now": "the start of the statement, in the session's time zone",
            "namespace": "another user",
        }

    def generates_key(self, table: Table, column: Column) -> bool:
        """Return whether it is an identity: nothing else counts by itself (CREATE TABLE, identity_clause)."""
        return column.identity is not None

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.oracle.base import OracleDialect

        return OracleDialect

    def prepare(self, dialect: Any) -> None:
        dialect._supports_oracle_json = self.version >= (21,)
        dialect.supports_native_boolean = self.version >= (23,)
        dialect.supports_identity_columns = True
        dialect._supports_offset_fetch = True
        dialect.max_identifier_length = self.identifier_limit

    # --- types of other databases ---

    stand_ins: ClassVar[dict[str, str]] = {
        "JSONB": "JSON",
        "ARRAY": "JSON",
        "HSTORE": "JSON",
        "UUID": "CHAR(32)",
        "CITEXT": "CLOB",
        "INET": "VARCHAR2(43)",
        "CIDR": "VARCHAR2(43)",
        "MACADDR": "CHAR(17)",
        "MACADDR8": "CHAR(23)",
        "TSVECTOR": "CLOB",
        "TSQUERY": "CLOB",
        "JSONPATH": "CLOB",
        "INTERVAL": "INTERVAL DAY(9) TO SECOND(6)",
        "OID": "NUMBER(10)",
        "INT4RANGE": "VARCHAR2(100)",
        "INT8RANGE": "VARCHAR2(100)",
        "DATERANGE": "VARCHAR2(100)",
        "TSRANGE": "VARCHAR2(100)",
        "TSTZRANGE": "VARCHAR2(100)",
        "NUMRANGE": "CLOB",
        "INT4MULTIRANGE": "CLOB",
        "INT8MULTIRANGE": "CLOB",
        "NUMMULTIRANGE": "CLOB",
        "DATEMULTIRANGE": "CLOB",
        "TSMULTIRANGE": "CLOB",
        "TSTZMULTIRANGE": "CLOB",
        "postgresql.BIT": "VARCHAR2({length:4000})|CLOB",
        "BIT VARYING": "VARCHAR2({length:4000})|CLOB",
        "BYTEA": "BLOB",
        "MONEY": "NUMBER(21, 4)",
        "SMALLMONEY": "NUMBER(10, 4)",
        "BIGINT": "NUMBER(19)",
        "BIGINT UNSIGNED": "NUMBER(20)",
        "TEXT": "CLOB",
        "TINYTEXT": "CLOB",
        "MEDIUMTEXT": "CLOB",
        "LONGTEXT": "CLOB",
        "TINYINT": "SMALLINT",
        "MEDIUMINT": "INTEGER",
        "YEAR": "SMALLINT",
        "ENUM": "VARCHAR2({length:1000} CHAR)|CLOB",
        "SET": "VARCHAR2({length:1000} CHAR)|CLOB",
        "TINYBLOB": "BLOB",
        "MEDIUMBLOB": "BLOB",
        "LONGBLOB": "BLOB",
        "BINARY": "RAW({length:2000})|BLOB",
        "VARBINARY": "RAW({length:2000})|BLOB",
        "mysql.BIT": "NUMBER(20)",
        "INET4": "VARCHAR2(15)",
        "INET6": "VARCHAR2(39)",
        "DATETIME": "TIMESTAMP({precision})|TIMESTAMP",
        "DATETIME WITH TIME ZONE": "TIMESTAMP WITH TIME ZONE",
        "DATETIME2": "TIMESTAMP({precision})|TIMESTAMP(7)",
        "DATETIMEOFFSET": "TIMESTAMP({precision}) WITH TIME ZONE|TIMESTAMP(7) WITH TIME ZONE",
        "SMALLDATETIME": "DATE",
        "UNIQUEIDENTIFIER": "CHAR(32)",
        "mssql.BIT": "SMALLINT",
        "NTEXT": "NCLOB",
        "IMAGE": "BLOB",
        "XML": "XMLTYPE",
        "VARCHAR(MAX)": "CLOB",
        "NVARCHAR": "NVARCHAR2({length:2000})|NCLOB",
        "DOUBLE": "DOUBLE PRECISION",
        "mssql.TIMESTAMP": "",
        "ROWVERSION": "",
        "SQL_VARIANT": "",
        "REGCLASS": "",
        "REGCONFIG": "",
        "DOMAIN": "",
    }
    older_stand_ins: ClassVar[dict[tuple[int, ...], dict[str, str]]] = {
        (21,): {"JSON": "BLOB", "JSONB": "BLOB", "ARRAY": "CLOB", "HSTORE": "CLOB"},
        (23,): {"BOOLEAN": "SMALLINT"},
    }

    # --- operations ---

    @compiles(AlterColumn)
    def alter_column(self, operation: AlterColumn, before: Schema) -> Iterator[Statement]:
        """Write MODIFY with what changes only: NOT NULL on a column that has it is error ORA-01442."""
        existing = operation.existing(before)
        self._check_change(operation, existing, before)
        known = operation.known(before).find_column(operation.column)
        target = operation.target(self)
        name = self.quote(operation.column)
        yield from operation.dropped_checks(self, before)
        default = operation.server_default
        counted = existing is not None and existing.identity is not None
        if counted and default is not False and not isinstance(default, sa.Identity):
            yield Statement(f"ALTER TABLE {target} MODIFY {name} DROP IDENTITY")
            default = False if default is None else default
        changes = []
        if operation.type is not None:
            old, new = self._old_type(existing), self.type_sql(operation.type)
            if self.told_type(old or "") == "number(38,0)" and isinstance(operation.type, sa.Integer):
                remark = f"{operation.table}.{operation.column} stays {old}: it holds 38 digits, and {new} no more"
                yield Statement("", comment=remark)
            elif old != new or not _LOB.match(new):  # also the same one is error ORA-22859
                changes.append(new)
        if default is not False:
            changes.append(self._default(default, existing))
        nullable = operation.nullable
        before_nullable = known.nullable if known is not None else operation.existing_nullable
        if nullable is not None and nullable != before_nullable:
            changes.append("NULL" if nullable else "NOT NULL")
        if changes:
            yield Statement(f"ALTER TABLE {target} MODIFY {name} {' '.join(changes)}")
        yield from operation.added_checks(self, operation.column)
        yield from operation.comment_statements(self, before)
        yield from operation.autoincrement_remark(self)
        yield from operation.rename_statements(self)

    def _check_change(self, operation: AlterColumn, existing: Column | None, before: Schema) -> None:
        """Refuse what is error ORA-22858 or ORA-22859, and what a computed column forbids (54032, 54033)."""
        named = f'"{operation.column}" of "{operation.table}"'
        new = None if operation.type is None else self.type_sql(operation.type)
        old = None if new is None else self._old_type(existing)
        renamed = operation.new_name is not None and operation.new_name != operation.column
        if new is not None and old is not None and old != new:
            moved = (old, new) in (("LONG", "CLOB"), ("LONG", "NCLOB"), ("LONG RAW", "BLOB"))
            if (_LOB.match(old) or _LOB.match(new)) and not moved:
                raise UnsupportedOperation(
                    self.title,
                    f"change the type of {named} from {old} to {new}",
                    "Add a new column, copy the values with an UPDATE, drop the old column, and rename the new one.",
                )
        if renamed:
            self.check_column_name(str(operation.new_name))
        if renamed or (new is not None and old != new):
            what = "rename the column" if renamed else "change the type of"
            self._check_computed(operation.known(before), operation.column, f"{what} {named}")

    def _old_type(self, existing: Column | None) -> str | None:
        """Return the type before as it stands in DDL, None where it is not known well enough."""
        try:
            return None if existing is None else self.type_sql(existing.type)
        except UnsupportedOperation:  # such as existing_type=sa.String()
            return None

    def _check_computed(self, table: Table, name: str, what: str) -> None:
        """Refuse a change of a column that a computed one mentions."""
        for column in table.columns:
            words = () if column.computed is None else columns_in(column.computed.sqltext)
            if column.name != name and name.lower() in (word.lower() for word in words):
                raise UnsupportedOperation(
                    self.title,
                    f'{what}: the computed column "{column.name}" mentions it',
                    "Drop the computed column first, and add it anew after.",
                )

    def check_column_name(self, name: str) -> None:
        """Refuse ROWID, which names each row's address (Database Object Naming Rules, 3)."""
        if name.upper() == "ROWID":
            raise UnsupportedOperation(
                self.title, f'name a column "{name}": it has that for the address of each row', "Give it another name."
            )

    @compiles(CreateIndex)
    def create_index(self, operation: CreateIndex, before: Schema) -> Iterator[Statement]:
        """Refuse a second index of the same columns, error ORA-01408."""
        there = operation.known(before)
        if not (operation.if_not_exists and any(index.name == operation.index.name for index in there.indexes)):
            self._check_index(operation.index, there)
        yield from operation.sql(self, before)

    @compiles(CreateTable)
    def create_table(self, operation: CreateTable, before: Schema) -> Iterator[Statement]:
        """Refuse two indexes of the same columns."""
        table = operation.value
        for position, index in enumerate(table.indexes):
            self._check_index(index, replace(table, indexes=table.indexes[:position]))
        yield from operation.sql(self, before)

    def _check_index(self, index: Index, table: Table) -> None:
        keys = [constraint for constraint in table.all_constraints() if constraint.kind in ("primary", "unique")]
        there = [
            ("the primary key" if key.kind == "primary" else "a unique constraint", key.column_names) for key in keys
        ]
        there += [(f'the index "{other.name}"', other.expressions) for other in table.indexes]  # type: ignore[misc]
        for place, columns in there:
            if all(isinstance(part, str) for part in (*index.expressions, *columns)) and index.expressions == columns:
                raise UnsupportedOperation(
                    self.title,
                    f'make the index "{index.name}" of "{table.name}": {place} has an index of the same columns already',
                    "Leave it out for Oracle: branch on op.get_bind().dialect.name in the migration.",
                )

    def check_name(self, name: str) -> None:
        """Refuse double quotes, too, which no name may have (Database Object Naming Rules, 4)."""
        super().check_name(name)
        if '"' in name:
            raise UnsupportedOperation(
                self.title, f"have a double quote in a name, as in {name}", "Give it another name."
            )

    def comment_on(self, target: str, comment: str | None) -> Statement:
        """Return COMMENT ON, in a block where the text is no single literal; an empty comment is none."""
        text = self.literals.text(comment or "")
        if text.startswith("'"):
            return Statement(f"COMMENT ON {target} IS {text}")
        command = self.literals.text(f"COMMENT ON {target} IS {self.literals.quoted(comment or '')}")
        return Statement(f"BEGIN\n  EXECUTE IMMEDIATE {command};\nEND;", procedural=True)

    def _default(self, default: Any, existing: Column | None) -> str:
        was_identity = existing is not None and existing.identity is not None
        if isinstance(default, sa.Identity) and was_identity:
            return str(self.ddl_compiler.process(default))
        if isinstance(default, sa.Identity | sa.Computed) or (existing is not None and existing.computed):
            raise UnsupportedOperation(
                self.title,
                "make an existing column an identity or computed column, or make a computed one plain",
                "Add a new column, copy what is needed, and drop the old one.",
            )
        if default is None:
            return "DEFAULT NULL"
        value = default.arg if isinstance(default, sa.DefaultClause) else default
        return f"DEFAULT {self.default_sql(value)}"

    @compiles(DropColumn)
    def drop_column(self, operation: DropColumn, before: Schema) -> Iterator[Statement]:
        """Drop with CASCADE CONSTRAINTS where a constraint of several columns, or another table, needs it."""
        table = operation.known(before)
        self._check_computed(table, operation.column, f'drop the column "{operation.column}" of "{operation.table}"')
        wide = any(operation.column in c.column_names and len(c.column_names) > 1 for c in table.all_constraints())
        referred = any(
            operation.column in key.target_columns for _, key in before.referring(operation.table, operation.namespace)
        )
        cascade = " CASCADE CONSTRAINTS" if wide or referred else ""
        yield Statement(f"ALTER TABLE {operation.target(self)} DROP COLUMN {self.quote(operation.column)}{cascade}")

    @compiles(DropConstraint)
    def drop_constraint(self, operation: DropConstraint, before: Schema) -> Iterator[Statement]:
        """Drop by name, or PRIMARY KEY and UNIQUE (columns), for which Oracle needs none."""
        name = operation.resolved_name(self, before)
        head = f"ALTER TABLE {operation.target(self)} DROP"
        if name is not None:
            yield Statement(f"{head} CONSTRAINT {self.constraint_sql(name)}")
            return
        found = operation.found(before, self)
        if found is not None:
            self.check_unnamed(operation.known(before), found)
        if found is not None and found.kind == "primary":
            yield Statement(f"{head} PRIMARY KEY")
        elif found is not None and found.kind == "unique":
            columns = ", ".join(self.quote(column) for column in found.column_names)
            yield Statement(f"{head} UNIQUE ({columns})")
        elif found is not None and found.column_names:
            yield self._dropped_by_lookup(operation, found, before)
        else:
            yield from self.drop_unnamed(operation, before)

    def _text_where_needed(self, table: Table, found: Constraint) -> list[str]:
        """Return the condition that it is the check of this text, where another one is on its columns too."""
        if not isinstance(found, Check):
            return []
        others = [one for one in table.constraints if isinstance(one, Check) and one is not found and one.name is None]
        on_its_columns = super().checks_look_alike
        if not any(on_its_columns(found, other) for other in others):
            return []
        return [f"TRIM(c.search_condition_vc) = {self.literals.text(self._condition(found))}"]

    def _dropped_by_lookup(self, operation: DropConstraint, found: Constraint, before: Schema) -> Statement:
        """Return a block that looks up the SYS_C… name of a foreign key or a check; it fails unless there is one."""
        text = self.literals.text
        views = "all" if operation.namespace else "user"
        is_key = isinstance(found, ForeignKey)
        columns = (
            f"SELECT %s FROM {views}_cons_columns k WHERE k.owner = c.owner AND k.constraint_name = c.constraint_name"
        )
        conditions = [
            f"c.table_name = {text(self._stored(operation.table))}",
            *([f"c.owner = {text(self._stored(operation.namespace))}"] if operation.namespace else []),
            "c.generated = 'GENERATED NAME'",
            f"c.constraint_type = '{'R' if is_key else 'C'}'",
            *([] if is_key else ["c.search_condition_vc NOT LIKE '%IS NOT NULL'"]),
            *self._text_where_needed(operation.known(before), found),
            *([f"({columns % 'COUNT(*)'}) = {len(found.column_names)}"] if is_key else []),
        ]
        for number, name in enumerate(found.column_names, start=1):
            place = f" AND k.position = {number}" if is_key else ""
            conditions.append(f"EXISTS ({columns % '1'}\n    AND k.column_name = {text(self._stored(name))}{place})")
        if isinstance(found, ForeignKey):
            conditions.append(
                f"EXISTS (SELECT 1 FROM all_constraints r WHERE r.owner = c.r_owner\n    "
                f"AND r.constraint_name = c.r_constraint_name AND r.table_name = {text(self._stored(found.target[1]))})"
            )
        where = "\n    AND ".join(conditions)
        target = operation.target(self).replace("'", "''")
        return Statement(
            "DECLARE\n  l_name VARCHAR2(128);\nBEGIN\n"
            f"  SELECT c.constraint_name INTO l_name FROM {views}_constraints c\n"
            f"    WHERE {where};\n"
            f"  EXECUTE IMMEDIATE 'ALTER TABLE {target} DROP CONSTRAINT \"' || l_name || '\"';\n"
            "END;",
            procedural=True,
        )

    def checks_look_alike(self, check: Any, other: Any) -> bool:
        """Return whether the texts are equal: ALL_CONSTRAINTS keeps what the statement said, as SEARCH_CONDITION_VC."""
        return self._condition(check) == self._condition(other)

    def _condition(self, check: Check) -> str:
        text = check.expression
        return (text if isinstance(text, str) else self.compile(text)).strip()

    def _stored(self, name: str) -> str:
        """Return a name as the catalog has it: upper case unless it is quoted."""
        return name if not name or self.quote(name).startswith('"') else name.upper()

    def text_is_procedural(self, text: str) -> bool:
        """Return whether it ends with a slash of its own: PL/SQL blocks and stored code (SQL*Plus, 5)."""
        return _PROCEDURAL.match(" ".join(self.lexis.words(text, 6))) is not None

    def reflected_view(self, text: str) -> str:
        """Return the query, as ALL_VIEWS has it."""
        from sqlcompile.schema.reading.views import view_query

        return view_query(text, self.sqlglot_name)[1]

    # --- catalogs: as the Database Reference describes the static data dictionary views ---

    catalog_open = re.compile(r"(all|dba)_.*")
    catalog_own_names = re.compile(r"SYS.*|.*\$.*|DUAL|HELP|.*_(PRIVS|MAP|ACTIONS)|(ALL|DBA|USER)_.*|OL\$?.*|AUDIT_.*")
    catalog_objects = ("sequences", "views", "tables")
    catalog_needs: ClassVar[dict[str, re.Pattern[str]]] = {
        # identity columns have sequences with names of the database's own
        name: re.compile(r"\bsequence_name\s*(=|IN\b)", re.IGNORECASE)
        for name in ("user_sequences", "all_sequences", "dba_sequences")
    }
    catalogs: ClassVar[dict[str, str]] = {
        "dual": "SELECT 'X' AS dummy",
        **{f"user_{name}": query.format(o="") for name, query in _CATALOGS.items()},
        **{
            f"{which}_{name}": query.format(o="space AS owner, ")
            for which in ("all", "dba")
            for name, query in _CATALOGS.items()
            if name in ("tables", "views", "tab_columns", "constraints", "indexes", "triggers")
        },
    }

    def catalog_name(self, name: str) -> str:
        """Return a name as the catalog has it: upper case unless it is quoted."""
        return self._stored(name)

    def catalog_not_null(self, table: Table, column: Column) -> str | None:
        """Return that NOT NULL is a check whose name only the database knows; in a primary key it is none."""
        keys = table.primary_key.columns if table.primary_key else ()
        return None if column.name in keys else ""

    def catalog_column(self, table: Table, column: Column) -> dict[str, Any]:
        """Return a column's type as USER_TAB_COLUMNS gives it."""
        try:
            text = self.type_sql(column.type)
        except SqlcompileError:
            return {}
        spelled = re.fullmatch(r"([A-Z0-9]+)(?:\((\d+)(?: CHAR| BYTE)?(?:, ?(\d+))?\))?", text)
        if spelled is None:
            return {}
        name, size, scale = spelled.groups()
        name = "VARCHAR2" if name == "VARCHAR" else name
        if name == "INTEGER":
            return {"data_type": "NUMBER", "precision": None, "scale": 0, "length": 0}
        if name in ("NUMBER", "NUMERIC", "DECIMAL"):
            places = int(scale or 0) if size else None
            return {"data_type": "NUMBER", "precision": int(size) if size else None, "scale": places, "length": 0}
        if name in ("VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR") and size:
            return {"data_type": name, "precision": None, "scale": None}
        if name in ("CLOB", "NCLOB", "BLOB", "DATE", "RAW"):
            return {"data_type": name, "precision": None, "scale": None}
        return {}

    # --- a scratch database: as the Database Reference describes USER_OBJECTS ---

    own_objects = """
        SELECT lower(object_type), object_name,
            'DROP ' || object_type || ' "' || object_name || '"'
            || CASE object_type WHEN 'TABLE' THEN ' CASCADE CONSTRAINTS PURGE' WHEN 'TYPE' THEN ' FORCE' END
          FROM user_objects
          WHERE object_type IN ('TRIGGER', 'MATERIALIZED VIEW', 'VIEW', 'TABLE', 'SEQUENCE', 'SYNONYM', 'PROCEDURE',
                                'FUNCTION', 'PACKAGE', 'TYPE')
            AND secondary = 'N' AND object_name NOT LIKE 'ISEQ$$%' AND object_name NOT LIKE 'BIN$%'
            AND NOT (object_type = 'TABLE' AND object_name IN (SELECT mview_name FROM user_mviews))
          ORDER BY CASE object_type WHEN 'TRIGGER' THEN 1 WHEN 'MATERIALIZED VIEW' THEN 2 WHEN 'VIEW' THEN 3
                                    WHEN 'TABLE' THEN 4 ELSE 5 END, object_name
        """

    # --- bundles ---

    def refusal(self, message: str) -> Iterator[Statement]:
        """Raise in a block; a message has 2048 bytes at most (RAISE_APPLICATION_ERROR)."""
        text = self.literals.text(message[:500])
        yield Statement(f"BEGIN\n  RAISE_APPLICATION_ERROR(-20003, {text});\nEND;", procedural=True)

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Read the version table by DBMS_XMLGEN, which runs a text, once for the table where it is there."""
        text = self.literals.text
        owner = text(self.catalog_name(table.namespace)) if table.namespace else _CURRENT_SCHEMA
        there = f"FROM all_tables WHERE owner = {owner} AND table_name = {text(self.catalog_name(table.name))}"
        rows = text(f"SELECT {_ROWS} AS found FROM {self.table_name(table.name, table.namespace)}")
        found = f"(SELECT EXTRACTVALUE(XMLTYPE(DBMS_XMLGEN.GETXML(\n    {rows}\n    )), '/ROWSET/ROW/FOUND') {there})"
        note = f"(SELECT DECODE(COUNT(*), 0, {text(NO_TABLE)}) {there}) AS note FROM dual"
        listed = f"(\n{selects(states, text, ' FROM dual')}\n  ) s"
        yield Statement(query(states, text, listed=listed, found=found, note=note))

    # --- effects: by the static data dictionary views (Database Reference) ---

    _COLUMN: ClassVar[str] = (
        "SELECT 1 FROM {views}_tab_columns WHERE table_name = {table} AND column_name = {name}{owner}"
    )
    _KEY: ClassVar[str] = "SELECT 1 FROM {views}_constraints WHERE table_name = {table}{owner} AND constraint_type = "
    effect_queries: ClassVar[dict[str, str]] = {
        "table": "SELECT 1 FROM {views}_tables WHERE table_name = {name}{owner}",
        "column": _COLUMN,
        "not null": f"{_COLUMN} AND nullable = 'N'",
        "nullable": f"{_COLUMN} AND nullable = 'Y'",
        "primary key": f"{_KEY}'P'",
        "key name": f"{_KEY}'P' AND constraint_name = {{name}}",
        "unique": f"{_KEY}'U' AND constraint_name = {{name}}",
        "foreign key": f"{_KEY}'R' AND constraint_name = {{name}}",
        "check": f"{_KEY}'C' AND constraint_name = {{name}}",
        "index": "SELECT 1 FROM {views}_indexes WHERE table_name = {table} AND index_name = {name}{owner}",
        "view": "SELECT 1 FROM {views}_objects WHERE object_name = {name} AND object_type LIKE '%VIEW'{owner}",
        "sequence": "SELECT 1 FROM {views}_sequences WHERE sequence_name = {name}{sequence_owner}",
        "type": "SELECT 1 FROM {views}_types WHERE type_name = {name}{owner}",
        "trigger": "SELECT 1 FROM {views}_triggers WHERE table_name = {table} AND trigger_name = {name}{owner}",
        "namespace": "SELECT 1 FROM all_users WHERE username = {name}",
    }
    """None asks for a default: one that was taken off is still there, as NULL (ALTER TABLE, modify_col_properties)."""

    effect_facts: ClassVar[dict[str, str]] = {
        "data_type": "data_type",
        "characters": "char_length",
        "precision": "data_precision",
        "scale": "data_scale",
    }

    def column_facts(self, table: Table, column: Column) -> dict[str, Any]:
        """Return what USER_TAB_COLUMNS says of a column, CHAR_LENGTH included."""
        found = self.catalog_column(table, column)
        if found.get("data_type") in ("VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR"):
            size = re.search(r"\d+(?= ?(?:CHAR|BYTE)?\))", self.type_sql(column.type))
            found["characters"] = int(size[0]) if size else None
        return found

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return names as they are stored, as literals."""
        text, stored, space = self.literals.text, self._stored, effect.namespace
        owner = f"owner = {text(stored(space))}" if space else ""
        return {
            "name": text(stored(effect.name)),
            "table": text(stored(effect.table or "")),
            "views": "all" if space else "user",
            "owner": f" AND {owner}" if owner else "",
            "sequence_owner": f" AND sequence_{owner}" if owner else "",
        }

    # --- limits of time ---

    limit_step = 1
    longest_limit = 999999  # a million seconds is for ever
    limited_waits = "DDL that waits for a lock longer than {time} fails; changes of rows wait without a limit."

    def lock_limit(self, seconds: float) -> tuple[str, str]:
        """Set DDL_LOCK_TIMEOUT, which is for DDL alone (Database Reference); nothing tells what it was before."""
        return f"ALTER SESSION SET ddl_lock_timeout = {ceil(seconds)};", ""

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Refuse: only a resource plan or a profile can (Resource Manager, SWITCH_ELAPSED_TIME)."""
        raise UnsupportedOperation(
            self.title,
            "limit a statement's time by a setting of the session",
            "Leave out --statement-timeout; a plan of the Resource Manager can have such a limit.",
        )

    # --- scripts ---

    rule = "=" * 70  # SQL*Plus would join a line that ends in "-" with the next

    def split(self, text: str) -> Iterator[str]:
        """Yield the statements of a raw text, cut at lines with a slash, too."""
        yield from split(self.lexis, text, self.text_is_procedural, slash=True)

    def separated(self, statement: Statement, *, outside: bool = False) -> Iterator[Statement]:
        """Add to stored code a look for its errors: for SQL*Plus they are a warning only."""
        for one in super().separated(statement, outside=outside):
            yield one
            if one.raw and one.procedural:
                yield from self._errors(one.text)

    def _errors(self, text: str) -> Iterator[Statement]:
        """Yield a block that raises the first error of the stored code that a text makes."""
        parts = [piece.text for piece in self.lexis.significant(text)[:20]]
        words = [part.upper() for part in parts]
        start = next((i for i, word in enumerate(words[:6]) if word in _STORED), None)
        if words[:1] != ["CREATE"] or start is None:
            return
        kind, place = words[start], start + 1
        if words[place : place + 1] == ["BODY"]:
            kind, place = f"{kind} BODY", place + 1
        if words[place : place + 3] == ["IF", "NOT", "EXISTS"]:
            place += 3
        names = parts[place : place + 1]
        if words[place + 1 : place + 2] == ["."]:
            names += parts[place + 2 : place + 3]
        if not names:
            return
        stored = [name[1:-1] if name.startswith('"') else name.upper() for name in names]
        literal = self.literals.text
        owner = f"owner = {literal(stored[0])} AND " if len(stored) == 2 else ""
        yield Statement(
            "BEGIN\n"
            f"  FOR e IN (SELECT line, text FROM {'all' if owner else 'user'}_errors\n"
            f"    WHERE {owner}name = {literal(stored[-1])} AND type = {literal(kind)}\n"
            "    AND attribute = 'ERROR' ORDER BY sequence) LOOP\n"
            f"    RAISE_APPLICATION_ERROR(-20002, {literal(f'sqlcompile: {kind} {stored[-1]}, line ')} ||\n"
            "      e.line || ': ' || SUBSTR(e.text, 1, 400));\n"
            "  END LOOP;\nEND;",
            procedural=True,
        )

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what SQL*Plus would take for a command of its own, by the shortest form of each."""
        first = next((piece.text.upper() for piece in self.lexis.significant(text)), "")
        words = self.lexis.words(text, 2)
        if first == "SET" and words[1:] and words[1] in ("ROLE", "TRANSACTION", "CONSTRAINT", "CONSTRAINTS"):
            return None
        if first in ("@", "!", "$") or any(
            full.startswith(first) and first.startswith(short) for short, full in _COMMANDS if first
        ):
            said = f"SQL*Plus takes {first} for a command of its own."
            return said, "Write the SQL or PL/SQL that it stands for."
        return None

    def is_command(self, line: str) -> bool:
        """Return whether SQL*Plus keeps a line to itself: its commands have no mark."""
        return self.objection(line) is not None

    def begin(self) -> str:
        """Return nothing: a transaction begins by itself."""
        return ""

    def finish(self, statement: Statement) -> str:
        """Return a statement as SQL*Plus reads it: line by line, whatever quotes are open.

        Comments at its end go before it, where a terminator must not follow them.
        """
        text = wrapped(self.lexis, self._readable(statement), LINE_LIMIT, "SQL*Plus")
        return self._ended(text) if statement.procedural else self.lexis.terminated(text)

    def _readable(self, statement: Statement) -> str:
        """Return a text of which SQL*Plus takes no line for its own."""
        text = statement.text.strip()
        if statement.raw:
            text = self._comments_first(text)
            text = shield_starts(self.lexis, text, _STARTS, "SQL*Plus")
            text = shield_ends(self.lexis, text, _HYPHENS, "SQL*Plus")
            if not statement.procedural:
                text = shield_ends(self.lexis, text.rstrip("; \t\n"), _SEMICOLONS, "SQL*Plus")
        return text

    def _ended(self, text: str) -> str:
        """Return PL/SQL with the slash that runs it."""
        text = text.rstrip()
        while text.endswith("/"):
            text = text[:-1].rstrip()
        return f"{text if text.endswith(';') else text + ';'}\n/"

    def _comments_first(self, text: str) -> str:
        """Return a text with the comments that follow its last piece before its first one."""
        significant = self.lexis.significant(text)
        if not significant:
            return shield_ends(self.lexis, text, _SEMICOLONS, "SQL*Plus")
        end = significant[-1].end
        comments = shield_ends(self.lexis, text[end:].strip(), _SEMICOLONS, "SQL*Plus")
        return f"{comments}\n{text[:end]}" if comments else text

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return SQL*Plus's settings: stop at errors, replace nothing, end a statement at ``;`` and ``/``."""
        if self.bare:
            return ()
        return (
            "WHENEVER OSERROR EXIT FAILURE ROLLBACK",
            "WHENEVER SQLERROR EXIT FAILURE ROLLBACK",
            "SET DEFINE OFF",
            "SET ESCAPE OFF",
            "SET CMDSEP OFF",
            "SET AUTOCOMMIT OFF",
            "SET SQLBLANKLINES ON",
            "SET SQLTERMINATOR ON",
            "SET BLOCKTERMINATOR OFF",
        )

    def comment_lines(self, text: str) -> str:
        """Return comments that SQL*Plus does not take for something else at their end, none too long."""
        lines: list[str] = []
        for line in super().comment_lines(text).split("\n"):
            rest = line
            while len(rest) > 600:  # four bytes a character
                lines.append(rest[:600])
                rest = f"-- {rest[600:]}"
            lines.append(rest)
        return "\n".join(f"{line}." if line.endswith((";", "-")) and line != "--" else line for line in lines)

    def create_version_table(self, table: Table) -> Statement:
        """Return a block that makes the table where it is missing: ORA-00955 says that it is there."""
        made = self.version_table_ddl(table).replace("'", "''")
        return Statement(
            f"BEGIN\n  EXECUTE IMMEDIATE '{made}';\nEXCEPTION\n  WHEN OTHERS THEN\n"
            "    IF SQLCODE <> -955 THEN RAISE; END IF;\nEND;",
            procedural=True,
        )

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Raise in a block; ``WHENEVER SQLERROR EXIT`` ends the client there."""
        name = self.table_name(table.name, table.namespace)
        expected = self.literals.text(expected_of(states))
        listed = ", ".join(self.literals.text(joined(rows)) for rows in states)
        wrong = f"<> {listed}" if len(states) == 1 else f"NOT IN ({listed})"
        asked = "".join(
            "  DECLARE\n    l_there NUMBER;\n  BEGIN\n"
            f"    SELECT CASE WHEN {need.condition} THEN 1 ELSE 0 END INTO l_there FROM dual;\n"
            "    IF l_there = 0 THEN\n"
            f"      RAISE_APPLICATION_ERROR(-20001, {self.literals.text(f'sqlcompile: {need.message}')});\n"
            "    END IF;\n  END;\n"
            for need in needs
        )
        query = f"SELECT {_ROWS} FROM {name}".replace("'", "''")
        yield Statement(
            "DECLARE\n  l_found VARCHAR2(4000);\nBEGIN\n"
            "  BEGIN\n"
            f"    EXECUTE IMMEDIATE '{query}' INTO l_found;\n"
            "  EXCEPTION\n    WHEN OTHERS THEN\n"
            "      IF SQLCODE <> -942 THEN RAISE; END IF;\n"
            "  END;\n"
            f"  IF NVL(l_found, 'base') {wrong} THEN\n"
            "    RAISE_APPLICATION_ERROR(-20001, 'sqlcompile: this script needs the database at ' ||\n"
            f"      {expected} || ', but it is at ' || NVL(l_found, 'base'));\n"
            f"  END IF;\n{asked}END;",
            procedural=True,
        )

    def restarted(self, sequence: str, number: int) -> str:
        """Let it begin anew, as 18c can (SQL Language Reference, ALTER SEQUENCE)."""
        return f"ALTER SEQUENCE {sequence} RESTART START WITH {number}"

    def counted_on(self, table: Table, column: Column, last: int | None = None) -> Statement | None:
        """Let the identity begin anew after the largest value (SQL Language Reference, identity_options)."""
        if column.identity is None:
            return None
        kind = "ALWAYS" if column.identity.always else "BY DEFAULT"
        name, key = self.table_name(table.name, table.namespace), self.quote(column.name)
        start = "LIMIT VALUE" if last is None else last + (column.identity.increment or 1)
        counted = f"GENERATED {kind} AS IDENTITY (START WITH {start})"
        return Statement(f"ALTER TABLE {name} MODIFY ({key} {counted})")

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        """Yield one block that executes each statement as text; it ends at the first that fails."""
        name = self.table_name(table.name, table.namespace)
        lines = [
            "DECLARE",
            "  l_found VARCHAR2(4000);",
            "BEGIN",
            f"  SELECT {_ROWS}",
            f"    INTO l_found FROM {name};",
            f"  IF NVL(l_found, 'base') = {self.literals.text(joined(when.rows))} THEN",
        ]
        for statement in statements:
            lines += self._commented(statement, "    ")
            if statement.control == "commit":
                lines.append("    COMMIT;")
            elif statement.text:
                lines.append(f"    EXECUTE IMMEDIATE {self._quoted(self._fetched(statement))};")
        yield self._ended("\n".join([*lines, "    NULL;", "  END IF;", "END;"]))

    def _fetched(self, statement: Statement) -> Statement:
        """Return a query as a block that fetches its rows: alone it would never run (EXECUTE IMMEDIATE)."""
        if not statement.raw or self.lexis.words(statement.text, 1) not in (["SELECT"], ["WITH"]):
            return statement
        query = self._readable(statement).rstrip("; \n\t")
        return Statement(f"BEGIN FOR r IN (\n{query}\n) LOOP NULL; END LOOP; END", procedural=True)

    def _quoted(self, statement: Statement) -> str:
        """Return a statement as a literal of PL/SQL, which has at most 32,767 bytes (PL/SQL Language Reference, Literals)."""
        body = self._readable(statement)
        body = f"{body.rstrip('; ')};" if statement.procedural else body.rstrip("; \n\t")
        quoted = "'" + body.replace("'", "''") + "'"
        if len(quoted.encode()) > 32767:
            what = f"make a condition for a statement of {len(body)} characters"
            raise UnsupportedOperation(self.title, what, "Use --mode strict.")
        return wrapped(self.lexis, quoted, LINE_LIMIT - 100, "SQL*Plus")


_LOB = re.compile(r"N?CLOB\b|BLOB\b|BFILE\b|LONG\b|JSON\b|XMLTYPE\b")
"""The types into and out of which no column can be changed."""

_CURRENT_SCHEMA = "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')"
_STORED = frozenset(("TRIGGER", "PROCEDURE", "FUNCTION", "PACKAGE", "TYPE"))
_ROWS = "LISTAGG(version_num, ', ') WITHIN GROUP (ORDER BY NLSSORT(version_num, 'NLS_SORT=BINARY'))"
"""The version rows as one text, as ``joined`` writes them."""

_PROCEDURAL = re.compile(
    rf"(?:BEGIN|DECLARE|CREATE (?:OR REPLACE )?(?:(?:NON)?EDITIONABLE )?(?:{'|'.join(sorted(_STORED))}))\b"
)
"""The first words of what has semicolons of its own; any of them may be a name further on."""

LINE_LIMIT = 2499
"""How many bytes a line may have in SQL*Plus."""

_STARTS = re.compile(r"^[ \t]*(?:@|#|/[ \t]*$|\.[ \t]*$)", re.MULTILINE)
_HYPHENS = re.compile(r"-(?=[ \t]*$)", re.MULTILINE)
_SEMICOLONS = re.compile(r";(?=[ \t]*$)", re.MULTILINE)

_COMMANDS = tuple(
    (word.partition("(")[0], word.replace("(", "").replace(")", ""))
    for word in """
        ACC(EPT) A(PPEND) ARCHIVE ATTR(IBUTE) BRE(AK) BTI(TLE) C(HANGE) CL(EAR) COL(UMN) COMP(UTE)
        CONN(ECT) COPY DEF(INE) DEL DESC(RIBE) DISC(ONNECT) ED(IT) EXEC(UTE) EXIT QUIT GET HELP HIST(ORY)
        HO(ST) I(NPUT) L(IST) PASSW(ORD) PAU(SE) PRI(NT) PRO(MPT) RECOVER REM(ARK) REPF(OOTER) REPH(EADER)
        R(UN) SAV(E) SET SHO(W) SHUTDOWN SPO(OL) STA(RT) STARTUP STORE TIMI(NG) TTI(TLE) UNDEF(INE)
        VAR(IABLE) WHENEVER XQUERY
    """.split()  # noqa: SIM905 - as the manual has them
)
"""The commands of SQL*Plus, each with its shortest form (SQL*Plus User's Guide, 12)."""
