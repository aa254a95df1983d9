"""PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from itertools import pairwise
from math import isnan
from operator import itemgetter
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.dialects.postgresql import DOMAIN, ENUM, TIME, TIMESTAMP, TSTZMULTIRANGE, TSTZRANGE, Range
from sqlalchemy.dialects.postgresql.named_types import CreateDomainType, CreateEnumType
from sqlalchemy.dialects.postgresql.ranges import AbstractMultiRange, AbstractRange
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.client import Client, directive
from sqlcompile.dialect.contract import Dialect, compiles, expected_of, joined
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import (
    ALL_CHARACTERS,
    BIG,
    CHARACTERS,
    DAY,
    DIGITS,
    DOUBLE,
    EXACT,
    MICROSECONDS,
    MOMENT,
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
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target, iso_date, iso_offset, iso_time
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.parentheses import enclosed, plain_conditions, stripped
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.state import NO_TABLE, State, query, values
from sqlcompile.dialect.statement import Condition, Need, Statement
from sqlcompile.dialect.told_types import TypeWords
from sqlcompile.errors import SchemaError, SqlcompileError, UnsupportedOperation
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import (
    Column,
    Constraint,
    Domain,
    ForeignKey,
    Index,
    Key,
    Options,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
)


class PostgresqlLiterals(Literals):
    r"""Constants as in https://www.postgresql.org/docs/current/sql-syntax-lexical.html.

    Backslashes stand for themselves (4.1.2.1, ``standard_conforming_strings``, the default since 9.1).
    A string with control characters is written ``E'…'`` (4.1.2.2), where they are visible and survive
    any editor. psql replaces ``:name`` in no quoted string.
    """

    name = "PostgreSQL"
    zones = True
    exponents = True
    apart = re.compile(f"[{INVISIBLE}]")

    def text(self, value: str) -> str:
        r"""Return ``'…'``, or ``E'…'`` where the string has control characters."""
        if not self.apart.search(value):
            return self.quoted(value)
        escaped = self.apart.sub(_escape, value.replace("\\", "\\\\"))
        return "E" + self.quoted(escaped)

    def boolean(self, value: bool) -> str:
        """Return TRUE or FALSE (8.6)."""
        return "TRUE" if value else "FALSE"

    def not_finite(self, value: object, number: float, target: Target) -> str:
        """Return a number as 8.1.2 and 8.1.3 of the manual quote it."""
        text = "NaN" if isnan(number) else "Infinity" if number > 0 else "-Infinity"
        exact = isinstance(value, Decimal) and not target.floating
        return f"'{text}'::{'numeric' if exact else 'float8'}"

    def binary(self, value: bytes, target: Target) -> str:
        """Return the hex format of bytea (8.4.1)."""
        return f"'\\x{value.hex()}'::bytea"

    def date(self, value: dt.date, target: Target) -> str:
        """Return a typed constant (8.5.1), which no function call takes for text."""
        return f"DATE '{iso_date(value)}'"

    def time(self, value: dt.time, target: Target) -> str:
        """Return a typed constant (8.5.1)."""
        zone = " WITH TIME ZONE" if value.tzinfo else ""
        return f"TIME{zone} '{iso_time(value)}{iso_offset(value)}'"

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return a typed constant (8.5.1.3): a plain TIMESTAMP would ignore an offset in silence."""
        zone = " WITH TIME ZONE" if value.tzinfo else ""
        return f"TIMESTAMP{zone} '{iso_date(value)} {iso_time(value)}{iso_offset(value)}'"

    def timedelta(self, value: dt.timedelta, target: Target) -> str:
        """Return an interval (8.5.4), each field with its own sign, as some interval styles need it.

        Of one that is assigned to a time (9.9: the cast keeps the time of day), whole days would be lost.
        """
        if isinstance(target.kind, types.Time) and value.days:
            raise self.invalid(value, "a time of day has less than 24 hours and no sign")
        seconds = f"{value.seconds}.{value.microseconds:06}" if value.microseconds else str(value.seconds)
        return f"INTERVAL '{value.days} days {'+' if value.days < 0 else ''}{seconds} seconds'"

    def uuid(self, value: UUID, target: Target) -> str:
        """Return the standard form (8.12)."""
        return f"'{value}'::uuid"

    def array(self, value: Sequence[object], target: Target) -> str:
        """Return an array constructor (4.2.12) with its type, or a multirange (8.17.5)."""
        kind = target.kind
        if isinstance(kind, AbstractMultiRange):
            ranges = ",".join(self.range(one, target) for one in value if isinstance(one, Range))
            return self.text(f"{{{ranges}}}") + self.cast(target)
        if isinstance(kind, types.ARRAY):
            return self.items(value, kind, target.of(kind.item_type), kind.dimensions) + self.cast(target)
        if target.untyped:
            return self.items(value, types.ARRAY(types.NullType()), target, None)
        raise self.invalid(value, "its type is not an array")

    def items(self, value: Sequence[object], kind: types.ARRAY[object], item: Target, depth: int | None) -> str:
        """Return the constructor without its type; lists in it are its further dimensions."""
        if not value:
            return "'{}'"
        nested = isinstance(value[0], (list, tuple)) if depth is None else depth > 1
        if not nested:
            return f"ARRAY[{', '.join(self.typed(one, item) for one in value)}]"
        inner = [one for one in value if isinstance(one, (list, tuple))]
        if len(inner) < len(value):
            raise self.invalid(value, "its items are not all lists")
        if not any(inner):
            return "'{}'"
        deeper = None if depth is None else depth - 1
        return f"ARRAY[{', '.join(self.items(one, kind, item, deeper) for one in inner)}]"

    def cast(self, target: Target) -> str:
        """Return ``::type``."""
        return f"::{target.ddl()}"

    def other(self, value: object, target: Target) -> str:
        """Return a range (8.17.5) or a network address (8.9)."""
        match value:
            case Range():
                known = isinstance(target.kind, AbstractRange)
                return self.text(self.range(value, target)) + (self.cast(target) if known else "")
            case IPv4Network() | IPv6Network():
                return f"'{value}'::cidr"
            case IPv4Address() | IPv6Address() | IPv4Interface() | IPv6Interface():
                return f"'{value}'::inet"
            case _:
                return super().other(value, target)

    def range(self, value: Range[object], target: Target) -> str:
        """Return a range's text."""
        if value.empty:
            return "empty"
        lower, upper = self.bound_text(value.lower, target), self.bound_text(value.upper, target)
        return f"{value.bounds[0]}{lower},{upper}{value.bounds[1]}"

    def bound_text(self, value: object, target: Target) -> str:
        """Return a bound; none is infinite."""
        match value:
            case None:
                return ""
            case dt.datetime():
                value = self.in_zone(value, target)
                return f'"{iso_date(value)} {iso_time(value)}{iso_offset(value)}"'
            case dt.date():
                return iso_date(value)
            case bool() | float():
                raise self.invalid(value, "no range has such a bound")
            case int() | Decimal():
                return str(value)
            case _:
                raise self.invalid(value, "no range has such a bound")

    def zoned(self, target: Target) -> bool:
        """Return whether the type, or a range's bounds, keep an offset."""
        return isinstance(target.kind, (TSTZRANGE, TSTZMULTIRANGE)) or super().zoned(target)


def _escape(found: re.Match[str]) -> str:
    return "\\r" if found[0] == "\r" else f"\\u{ord(found[0]):04x}"


_TEXTS = {"text-comparison": EXACT, "empty-text": TEXT, "text-encoding": ALL_CHARACTERS}
_FILLED = {**_TEXTS, "text-comparison": PADDED, "text-padding": "filled up with spaces"}
_LARGE = {"text-size": BIG, **_TEXTS}
_DAYS = "4713 BC to 5874897, and infinity"
_TIMES = "4713 BC to 294276, and infinity"
_TYPE_FACTS: TypeFacts = (
    (r"BOOL(?:EAN)?", {"boolean": "true and false, a type of its own"}),
    (r"SMALLINT|SMALLSERIAL|INT2", {"integer-range": SIXTEEN}),
    (r"INTEGER|INT|INT4|SERIAL", {"integer-range": THIRTY_TWO}),
    (r"BIGINT|INT8|BIGSERIAL", {"integer-range": SIXTY_FOUR}),
    (r"(?:NUMERIC|DECIMAL)\((\d+)(?:, ?(-?\d+))?\)", {"number-precision": DIGITS}),
    (r"NUMERIC|DECIMAL", {"number-precision": "exactly, all digits"}),
    (r"REAL|FLOAT4|FLOAT\((?:1?\d|2[0-4])\)", {"float-precision": f"{SINGLE}, or NaN or infinity"}),
    (r"DOUBLE PRECISION|FLOAT8|FLOAT(?:\(\d+\))?", {"float-precision": f"{DOUBLE}, or NaN or infinity"}),
    (r"(?:VARCHAR|CHARACTER VARYING)\((\d+)\)", {"text-length": CHARACTERS, **_TEXTS}),
    (r"CHAR|CHARACTER", {"text-length": CHARACTERS.format("", 1), **_FILLED}),
    (r"(?:CHAR|CHARACTER|BPCHAR|NCHAR)\((\d+)\)", {"text-length": CHARACTERS, **_FILLED}),
    (r"TEXT|VARCHAR|CHARACTER VARYING", _LARGE),
    (r"CITEXT", {**_LARGE, "text-comparison": "case does not count"}),
    (r"BYTEA", {"binary-size": BIG}),
    (r"DATE", {"date": DAY, "time-range": _DAYS}),
    (
        r"TIMESTAMP\((\d)\)(?: WITHOUT TIME ZONE)?",
        {"time-fraction": "to {1} digits of a second", "time-zone": NO_ZONE, "time-range": _TIMES},
    ),
    (
        r"TIMESTAMP(?: WITHOUT TIME ZONE)?",
        {"time-fraction": MICROSECONDS, "time-zone": NO_ZONE, "time-range": _TIMES},
    ),
    (
        r"TIMESTAMP\((\d)\) WITH TIME ZONE",
        {"time-fraction": "to {1} digits of a second", "time-zone": MOMENT, "time-range": _TIMES},
    ),
    (
        r"TIMESTAMPTZ|TIMESTAMP WITH TIME ZONE",
        {"time-fraction": MICROSECONDS, "time-zone": MOMENT, "time-range": _TIMES},
    ),
    (r"TIME(?: WITHOUT TIME ZONE)?", {"time-fraction": MICROSECONDS, "time-zone": NO_ZONE, "time-range": "one day"}),
    (r"TIMETZ|TIME WITH TIME ZONE", {"time-fraction": MICROSECONDS, "time-zone": "the offset is kept"}),
    (r"INTERVAL.*", {"interval": "months, days and microseconds"}),
    (r"JSON", {"json": "text, as it was written, if it is JSON"}),
    (r"JSONB", {"json": "parsed: keys are sorted, the last of equal ones stays"}),
    (r"UUID", {"uuid": "16 bytes, sorted from the first on"}),
    (r"COLLATE (?:C|POSIX|ucs_basic)", {"text-comparison": EXACT}),
)
"""What the types hold (PostgreSQL's manual, Data Types; a database's own collation tells all texts apart)."""

_TYPE_WORDS: TypeWords = (
    (r'(?:"public"|public)\.(.+)', r"\1"),
    (r'"(?!char")([a-z_][a-z0-9_]*)"', r"\1"),
    (r"float\((?:\d|1\d|2[0-4])\)", "real"),
    (r"float(?:\(\d+\))?", "double precision"),
    (r"numeric\((\d+)\)", r"numeric(\1,0)"),
    (r"(character|bit)", r"\1(1)"),
    (r"bpchar(\(\d+\))", r"character\1"),
    (r"(time|timestamp)((?:\(\d\))?)(?: without time zone)?", r"\1\2 without time zone"),
    (r"(time|timestamp) with time zone(\(\d\))", r"\1\2 with time zone"),
)
"""What format_type makes of types (Data Types, 8.1.2, 8.1.3, 8.3, 8.5 and 8.10)."""


class PostgresqlDDL:
    """DDL whose counted columns are of what stands for their types."""

    dialect: Any

    def get_column_specification(self, column: Any, **kw: Any) -> str:
        """Return SMALLSERIAL or BIGSERIAL where SQLAlchemy would count an INTEGER."""
        made: str = super().get_column_specification(column, **kw)  # type: ignore[misc]
        limits = self.dialect.sqlcompile
        found = limits.stand_in(column.type)
        name, serial, rest = made.partition(" SERIAL")
        if not serial or found is None:
            return made
        wanted = {"SMALLINT": "SMALLSERIAL", "INTEGER": "SERIAL"}.get(found.text, "BIGSERIAL")
        limits.substituted(replace(found, text=wanted), column)
        return f"{name} {wanted}{rest}"


class PostgreSQL(Dialect):
    """PostgreSQL, applied with psql."""

    name = "postgresql"
    like_escape = "\\"
    title = "PostgreSQL"
    default_version = (16,)
    oldest_version = (10,)
    sqlglot_name = "postgres"
    run_as_text = re.compile(r"EXECUTE ")
    default_namespace = "public"
    syntax = "postgresql"
    type_facts = _TYPE_FACTS
    type_words = _TYPE_WORDS
    default_words: ClassVar[dict[str, str]] = dict.fromkeys(
        ("now ( )", "transaction_timestamp ( )"), "current_timestamp"
    )
    """They are equivalent (9.9.5)."""
    days_are_midnights = True
    meaning = Meaning(
        truths=True,
        whole_division=True,
        big_integer_sums=False,
        default_scale=None,
        like_escapes=True,
        partitions_are_tables=True,
    )
    identifier_limit = 63
    user_sql = "session_user"
    client_names: ClassVar[tuple[str, ...]] = ("psql",)
    apply_command = "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f FILE"
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
    reserved_words = frozenset(("collation", "concurrently", "lateral", "system_user", "tablesample"))
    table_prefixes = frozenset(
        ("TEMPORARY", "TEMP", "UNLOGGED", "LOCAL TEMPORARY", "LOCAL TEMP", "GLOBAL TEMPORARY", "GLOBAL TEMP")
    )
    empty_tables = True
    deferrable = frozenset(
        ("foreign_key_constraint", "unique_constraint", "primary_key_constraint", "exclude_constraint")
    )
    match_clause = True
    unbounded = re.compile(r"JSON$|XML$")
    unbounded_hint = "Use JSONB, or an index on an expression."
    uniques_are_indexes = True
    own_namespaces = frozenset(("information_schema",))
    literals_class = PostgresqlLiterals
    ddl_mixins = (PostgresqlDDL,)
    counts_integers_only = True
    keeps_line_ends = True
    commit_words = frozenset({"COMMIT", "END"})
    rollback_words = frozenset({"ROLLBACK", "ABORT"})
    lexis = Lexis(dollar_quotes=True, escape_strings=True, nested_comments=True)
    drivers = (
        Driver("psycopg", "psycopg", "sqlcompile[postgresql]"),
        Driver("psycopg2", "psycopg2", "psycopg2-binary"),
        Driver("pg8000", "pg8000", "pg8000"),
    )
    client = Client(
        command_marks="\\",
        inline_commands=True,
        parentheses=True,
        directives=(
            directive(r"\\set (?P<name>\w+) (?P<value>\S+)", "set"),
            directive(r"\\gset", "store"),
            directive(r"\\if :(?P<name>\w+)", "if"),
            directive(r"\\else", "else"),
            directive(r"\\endif", "endif"),
            directive(r"\\q(?:uit)?", "quit"),
        ),
        copies_data=True,
        includes=frozenset((r"\I", r"\IR", r"\INCLUDE", r"\INCLUDE_RELATIVE")),
        connects=frozenset((r"\C", r"\CONNECT")),
    )
    limits = ("CREATE INDEX CONCURRENTLY, ALTER TYPE … ADD VALUE and VACUUM end the transaction before them.",)

    @property
    def facts(self) -> Facts:
        """What the manual says (Constraints; Date/Time Functions, Current Date/Time)."""
        return {**super().facts, "now": "the start of the transaction, in the session's time zone"}

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.postgresql.base import PGDialect

        return PGDialect

    def prepare(self, dialect: Any) -> None:
        dialect._backslash_escapes = False
        dialect.supports_smallserial = True
        dialect.supports_identity_columns = True
        dialect._supports_drop_index_concurrently = True
        dialect._supports_jsonb_subscripting = self.version >= (14,)
        dialect.supports_virtual_generated_columns = self.version >= (18,)

    # --- types of other databases ---

    stand_ins: ClassVar[dict[str, str]] = {
        "TINYTEXT": "TEXT",
        "TEXT": "TEXT",
        "MEDIUMTEXT": "TEXT",
        "LONGTEXT": "TEXT",
        "TINYINT": "SMALLINT",
        "MEDIUMINT": "INTEGER",
        "SMALLINT UNSIGNED": "INTEGER",
        "INTEGER UNSIGNED": "BIGINT",
        "BIGINT UNSIGNED": "BIGINT",
        "YEAR": "SMALLINT",
        "ENUM": "VARCHAR({length})",
        "SET": "VARCHAR({length})",
        "TINYBLOB": "BYTEA",
        "BLOB": "BYTEA",
        "MEDIUMBLOB": "BYTEA",
        "LONGBLOB": "BYTEA",
        "BINARY": "BYTEA",
        "VARBINARY": "BYTEA",
        "mysql.BIT": "BIT({length})",
        "INET4": "INET",
        "INET6": "INET",
        "DATETIME": "TIMESTAMP({precision}) WITHOUT TIME ZONE|TIMESTAMP WITHOUT TIME ZONE",
        "DATETIME WITH TIME ZONE": "TIMESTAMP WITH TIME ZONE",
        "mssql.BIT": "BOOLEAN",
        "mssql.MONEY": "NUMERIC(19, 4)",
        "SMALLMONEY": "NUMERIC(10, 4)",
        "UNIQUEIDENTIFIER": "UUID",
        "DATETIME2": "TIMESTAMP({precision:6}) WITHOUT TIME ZONE|TIMESTAMP WITHOUT TIME ZONE",
        "DATETIMEOFFSET": "TIMESTAMP({precision:6}) WITH TIME ZONE|TIMESTAMP WITH TIME ZONE",
        "SMALLDATETIME": "TIMESTAMP(0) WITHOUT TIME ZONE",
        "mssql.TIME": "TIME({precision:6}) WITHOUT TIME ZONE|TIME WITHOUT TIME ZONE",
        "NTEXT": "TEXT",
        "IMAGE": "BYTEA",
        "XML": "XML",
        "VARCHAR(MAX)": "TEXT",
        "NVARCHAR": "VARCHAR({length})|TEXT",
        "CLOB": "TEXT",
        "NCLOB": "TEXT",
        "LONG": "TEXT",
        "VARCHAR2": "VARCHAR({length})|VARCHAR",
        "RAW": "BYTEA",
        "NUMBER(P)": "BIGINT{?precision:18}|NUMERIC({precision}, 0)",
        "NUMBER": "NUMERIC({precision}, {scale})|NUMERIC({precision}, 0)|NUMERIC",
        "DOUBLE": "DOUBLE PRECISION",
        "BINARY_DOUBLE": "DOUBLE PRECISION",
        "BINARY_FLOAT": "REAL",
        "oracle.DATE": "TIMESTAMP(0) WITHOUT TIME ZONE",
        "TIMESTAMP WITH LOCAL TIME ZONE": "TIMESTAMP WITH TIME ZONE",
        "INTERVAL": "INTERVAL",
        "mssql.TIMESTAMP": "",
        "ROWVERSION": "",
        "SQL_VARIANT": "",
        "BFILE": "",
        "ROWID": "",
        "VECTOR": "",
    }

    # --- operations ---

    def types_to_create(self, types: Iterable[TypeEngine[Any]], before: Schema) -> Iterator[Any]:
        """Yield CREATE TYPE for enums and domains; one named type serves every table (13.8.7)."""
        seen: set[Key] = set()
        for declared in types:
            type_ = self._named_type(declared)
            if type_ is None or not getattr(type_, "create_type", True):
                continue
            key = before.key(type_.name, type_.schema)
            if key in seen:
                continue
            seen.add(key)
            known = before.enums.get(key)
            if known is None:
                yield CreateEnumType(type_) if isinstance(type_, ENUM) else CreateDomainType(type_)
            elif isinstance(type_, ENUM) and known and tuple(type_.enums) != known:
                raise SchemaError(
                    f'The type "{type_.name}" exists at this revision with the values {", ".join(known)}, '
                    f"not {', '.join(type_.enums)}.",
                    hint="Change the type first (ALTER TYPE … ADD VALUE), or give the new one another name.",
                )

    def _named_type(self, declared: TypeEngine[Any]) -> Any:
        if isinstance(declared, sa.ARRAY):
            declared = declared.item_type
        if not isinstance(declared, sa.Enum | ENUM | DOMAIN | sa.types.TypeDecorator):
            return None
        type_: Any = declared.dialect_impl(self.sa)
        while isinstance(type_, sa.types.TypeDecorator):
            type_ = type_.impl_instance.dialect_impl(self.sa)
        if isinstance(type_, sa.ARRAY):
            return self._named_type(type_.item_type)
        return type_ if isinstance(type_, ENUM | DOMAIN) and type_.name else None

    def conversion(self, old: Column, new: Column) -> Options:
        """Return USING with a cast where none is made by itself (ALTER TABLE, "SET DATA TYPE"; pg_cast).

        What has no cast goes through its text, which fails on a row whose text does not fit.
        """
        kinds: tuple[Any, ...] = (sa.Integer | sa.Numeric | sa.Float, sa.Date | sa.DateTime)
        enums = [self._named_type(type_) is not None for type_ in (old.type, new.type)]
        one, other = old.type, new.type
        if not any(enums) and (
            isinstance(other, sa.String)
            or any(isinstance(one, kind) and isinstance(other, kind) for kind in kinds)
            or self._type_name(self.type_sql(one)) == self._type_name(self.type_sql(other))
        ):
            return ()
        counted = isinstance(one, sa.Integer | sa.Boolean) and isinstance(other, sa.Integer | sa.Boolean)
        through = "integer" if counted else "text"
        array = "[]" if isinstance(one, sa.ARRAY) and isinstance(other, sa.ARRAY) else ""
        return (("postgresql_using", f"{self.quote(old.name)}::{through}{array}::{self.type_sql(other)}"),)

    def create_enum(self, key: Key, values: Sequence[str]) -> str:
        """Return CREATE TYPE … AS ENUM."""
        labels = ", ".join(self.literals.text(value) for value in values)
        return f"CREATE TYPE {self.table_name(key[1], key[0])} AS ENUM ({labels})"

    def add_enum_value(self, key: Key, value: str, following: str | None) -> str:
        """Return ALTER TYPE … ADD VALUE."""
        place = "" if following is None else f" BEFORE {self.literals.text(following)}"
        return f"ALTER TYPE {self.table_name(key[1], key[0])} ADD VALUE {self.literals.text(value)}{place}"

    def create_domain(self, key: Key, domain: Domain) -> str:
        """Return CREATE DOMAIN."""
        parts = [f"CREATE DOMAIN {self.table_name(key[1], key[0])} AS {self.type_sql(domain.type)}"]
        parts += [f"COLLATE {self.quote(domain.collation)}"] if domain.collation else []
        parts += [f"DEFAULT {domain.default}"] if domain.default is not None else []
        parts += ["NOT NULL"] if domain.not_null else []
        parts += [f"CONSTRAINT {self.quote(name)} CHECK ({condition})" for name, condition in domain.checks]
        return " ".join(parts)

    def rename_type(self, key: Key, new: str) -> str:
        """Return ALTER TYPE … RENAME TO."""
        return f"ALTER TYPE {self.table_name(key[1], key[0])} RENAME TO {self.quote(new)}"

    def drop_type(self, key: Key, *, domain: bool) -> str:
        """Return DROP TYPE, or DROP DOMAIN."""
        return f"DROP {'DOMAIN' if domain else 'TYPE'} {self.table_name(key[1], key[0])}"

    def drop_trigger(self, trigger: Trigger) -> str:
        """Return DROP TRIGGER … ON, for a trigger is its table's."""
        return f"DROP TRIGGER {self.quote(trigger.name)} ON {self.table_name(trigger.table[1], trigger.table[0])}"

    def default_change(self, head: str, existing: Column | None, default: Any) -> Iterator[Statement]:
        """Yield the change of a default or an identity (ALTER TABLE, "ADD GENERATED", "SET GENERATED")."""
        has_identity = existing is not None and existing.identity is not None
        if isinstance(default, sa.Identity):
            if has_identity:
                for clause in self._identity_changes(default):
                    yield Statement(f"{head} {clause}")
                return
            compiler: Any = self.sa.ddl_compiler(self.sa, None)  # type: ignore[arg-type]
            yield Statement(f"{head} ADD {compiler.process(default)}")
        elif has_identity:
            yield Statement(f"{head} DROP IDENTITY")
            if default is not None:
                yield from super().default_change(head, existing, default)
        elif default is None and existing is not None and existing.computed is not None:
            yield Statement(f"{head} DROP EXPRESSION")
        elif isinstance(default, sa.Computed) and self.version >= (17,):
            yield Statement(f"{head} SET EXPRESSION AS ({self.compile(default.sqltext)})")
        else:
            yield from super().default_change(head, existing, default)

    def _identity_changes(self, identity: sa.Identity) -> Iterator[str]:
        yield f"SET GENERATED {'ALWAYS' if identity.always else 'BY DEFAULT'}"
        compiler: Any = self.sa.ddl_compiler(self.sa, None)  # type: ignore[arg-type]
        options = compiler.get_identity_options(identity)
        if options:
            yield (
                re.sub(
                    r"(START WITH|INCREMENT BY|MINVALUE|MAXVALUE|NO MINVALUE|NO MAXVALUE|CACHE|NO CYCLE|(?<!NO )CYCLE)",
                    r"SET \1",
                    options.replace("NO MINVALUE", "NO_MINVALUE").replace("NO MAXVALUE", "NO_MAXVALUE"),
                )
                .replace("NO_SET ", "NO ")
                .replace("NO_MINVALUE", "SET NO MINVALUE")
                .replace("NO_MAXVALUE", "SET NO MAXVALUE")
            )

    @compiles(AlterColumn)
    def alter_column(self, operation: AlterColumn, before: Schema) -> Iterator[Statement]:
        """Write ALTER COLUMN; a default that does not fit the new type is taken off and set again.

        "Any default … must be dropped first" (ALTER TABLE, SET DATA TYPE … USING): an enum's default
        cannot be cast by itself.
        """
        existing = operation.existing(before)
        head = f"ALTER TABLE {operation.target(self)} ALTER COLUMN {self.quote(operation.column)}"
        again = (
            operation.type is not None
            and existing is not None
            and existing.default is not None
            and (self._named_type(operation.type) is not None or self._named_type(existing.type) is not None)
        )
        if again:
            yield Statement(f"{head} DROP DEFAULT")
        yield from operation.sql(self, before)
        yield from self._longer_sequence(operation, existing)
        if again and operation.server_default is False and existing is not None and existing.default is not None:
            renamed = self.quote(operation.new_name or operation.column)
            yield Statement(
                f"ALTER TABLE {operation.target(self)} ALTER COLUMN {renamed} "
                f"SET DEFAULT {self.default_sql(existing.default)}"
            )

    def _longer_sequence(self, operation: AlterColumn, existing: Column | None) -> Iterator[Statement]:
        """Yield what lets a serial column's sequence count as far as its new type (CREATE SEQUENCE, AS)."""
        if existing is None or existing.identity is not None or not existing.autoincrement:
            return
        if not isinstance(operation.type, sa.BigInteger) or isinstance(existing.type, sa.BigInteger):
            return
        text = self.literals.text
        name = text(str(operation.new_name or operation.column))
        find = f"pg_get_serial_sequence({text(operation.target(self))}, {name})"
        yield Statement(
            "DO $sqlcompile$ BEGIN\n"
            f"  IF {find} IS NOT NULL THEN\n"
            f"    EXECUTE format('ALTER SEQUENCE %s AS bigint', {find});\n"
            "  END IF;\n"
            "END $sqlcompile$",
            procedural=True,
        )

    def index_is_not_transactional(self, options: dict[str, Any]) -> bool:
        """Return whether CONCURRENTLY is asked for (CREATE INDEX, DROP INDEX)."""
        return bool(options.get("postgresql_concurrently"))

    _OUTSIDE = re.compile(
        r"(CREATE (UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|REINDEX .*CONCURRENTLY"
        r"|REINDEX (\(.*\) )?(DATABASE|SYSTEM)"
        r"|VACUUM|(CREATE|DROP) DATABASE|ALTER DATABASE \S+ SET TABLESPACE|(CREATE|DROP) TABLESPACE|ALTER SYSTEM"
        r"|ALTER TYPE .* ADD VALUE|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY"
        r"|(CREATE|DROP) SUBSCRIPTION)\b"
    )

    def text_is_not_transactional(self, text: str) -> bool:
        """Return whether the manual's page of the command forbids it in a transaction block."""
        first = self.lexis.words(text, 1)
        if not first or first[0] not in ("CREATE", "DROP", "REINDEX", "VACUUM", "ALTER"):
            return False
        pieces = [piece.text.upper() for piece in self.lexis.significant(text[:4000]) if piece.kind != "string"]
        return bool(self._OUTSIDE.match(" ".join(pieces)))

    def created(self, table: Table) -> Table:
        """Return the table without a unique constraint that repeats a key of the same CREATE TABLE.

        Its name goes over to a key without one (transformIndexConstraints).
        """
        primary = table.primary_key
        kept: list[Constraint] = []
        for made in table.constraints:
            if isinstance(made, Unique) and primary is not None and _traits(primary) == _traits(made):
                primary = replace(primary, name=primary.name or made.name)
                continue
            same = isinstance(made, Unique) and [
                place for place, c in enumerate(kept) if isinstance(c, Unique) and _traits(c) == _traits(made)
            ]
            if same:
                kept[same[0]] = replace(kept[same[0]], name=kept[same[0]].name or made.name)
            else:
                kept.append(made)
        return replace(table, primary_key=primary, constraints=tuple(kept))

    def constraint_name(self, schema: Schema, table: Table, constraint: Constraint) -> str | None:
        """Return the name that ChooseConstraintName and ChooseIndexName make: table_columns_label.

        It is one that no constraint of the namespace has; of what is an index, no table and no view either.
        """
        labels = {
            "primary": "pkey",
            "unique": "key",
            "foreignkey": "fkey",
            "check": "check",
            "exclude": "excl",
        }
        label = labels[constraint.kind]
        columns = constraint.column_names
        middle = "" if constraint.kind == "primary" else "_".join(columns)
        if constraint.kind == "check" and len(columns) != 1:
            middle = ""
        is_index = constraint.kind in ("primary", "unique", "exclude")
        for number in range(1000):
            name = _object_name(table.name, middle, f"{label}{number or ''}")
            if not _is_taken(schema, table, name, is_index=is_index):
                return name
        return None

    def index_name(self, schema: Schema, table: Table, index: Index) -> str | None:
        """Return the name that ChooseIndexName makes: table_columns_idx."""
        names: list[str] = []
        for plain, expression in zip(index.plain_names, index.expressions, strict=True):
            name = plain or _figured(expression if isinstance(expression, str) else self.compile(expression))
            numbered = [name, *(f"{name}{number}" for number in range(1, 100))]
            names.append(next(one for one in numbered if one not in names))
        for number in range(1000):
            name = _object_name(table.name, "_".join(names), f"idx{number or ''}")
            if not _is_taken(schema, table, name, is_index=True):
                return name
        return None

    # --- dumps ---

    def text_is_procedural(self, text: str) -> bool:
        """Return whether it is a routine with a body in SQL, BEGIN ATOMIC … END (CREATE FUNCTION, sql_body)."""
        if not _ATOMIC.search(text) or self.lexis.words(text, 1) != ["CREATE"]:
            return False
        words = [piece.text.upper() for piece in self.lexis.significant(text) if piece.kind == "word"]
        return ("BEGIN", "ATOMIC") in pairwise(words) and bool({"FUNCTION", "PROCEDURE"} & set(words[:4]))

    def dump_objection(self, text: str) -> tuple[str, str] | None:
        """Return what an old pg_dump does: names in another namespace stand there without it."""
        if self.lexis.words(text, 2) != ["SET", "SEARCH_PATH"]:
            return None
        path = [piece.text.strip("'\"").lower() for piece in self.lexis.significant(text)[2:]]
        first = next((name for name in path if name not in ("=", "to", "", ",", ";")), "public")
        if first in ("public", "$user", "pg_catalog"):
            return None
        return f'The names after this are in "{first}", and do not say so.', "Dump with pg_dump 10.3 or newer."

    def unqualified(self, text: str) -> str:
        """Take the default namespace out of names that are strings, too: ``'public.s'::regclass``."""
        return _REGISTERED.sub(r"'\1'::\2", super().unqualified(text))

    def adopted(self, schema: Schema) -> Schema:
        """Return the schema with what SERIAL makes (8.1.4) as serial columns again."""
        sequences = dict(schema.sequences)
        for table in list(schema.tables.values()):
            columns = tuple(self._serial_again(table, column, sequences) for column in table.columns)
            if columns != table.columns:
                schema = schema.with_table(replace(table, columns=columns))
        return replace(schema, sequences=sequences)

    def _serial_again(self, table: Table, column: Column, sequences: dict[Key, sa.Sequence]) -> Column:
        """Return a column as SERIAL makes it where its default is the sequence that SERIAL would have made."""
        if column.default is None or isinstance(column.default, str) or column.nullable:
            return column
        found = _NEXT.fullmatch(self.compile(column.default))
        name = _object_name(table.name, column.name, "seq")
        key = (table.namespace, name)
        made = sequences.get(key)
        names = [name, self.quote(name)]
        if table.namespace:
            names = [f"{space}.{one}" for space in (table.namespace, self.quote(table.namespace)) for one in names]
        if found is None or found[1].replace("''", "'") not in names or made is None:
            return column
        if made.start not in (None, 1) or made.increment not in (None, 1) or not isinstance(column.type, sa.Integer):
            return column
        del sequences[key]
        return replace(column, default=None, autoincrement=True)

    # --- reflection: as pg_get_expr and format_type write it ---

    def reflected_type(self, type_: TypeEngine[Any], ddl: str) -> TypeEngine[Any] | None:
        """Return the type of the name that format_type gives; a named type is itself."""
        if ddl.endswith("[]"):
            return None
        if ddl == '"char"':
            return sa.String()
        named: TypeEngine[Any] | None = self._named_type(type_)
        if named is not None:
            return named
        name, _, rest = ddl.upper().partition("(")
        numbers = [int(number) for number in re.findall(r"\d+", rest)]
        if name == "VARCHAR":
            return sa.VARCHAR(numbers[0] if numbers else None)
        if name in ("FLOAT", "DOUBLE PRECISION"):
            return sa.REAL() if numbers and numbers[0] < 25 else sa.DOUBLE_PRECISION(53)
        if numbers and name in ("TIMESTAMP", "TIME"):
            made = TIMESTAMP if name == "TIMESTAMP" else TIME
            return made(timezone="WITH TIME ZONE" in rest, precision=numbers[0])
        return None

    def plain_default(self, column: Column, text: str) -> str:
        """Return a default without a cast to the column's own type, with one spelling of truth values (8.6)."""
        text = stripped(self.lexis, text)
        kind = self.told_type(self.type_sql(column.type))
        cast = _CONSTANT_CAST.fullmatch(text)
        if cast is not None and self.told_type(cast[2] or cast[4]) in (kind, self._type_name(kind)):
            text = cast[1] or cast[3]
        if kind == "boolean":
            word = text.strip("'").strip().lower()
            return next((truth for truth, words in _TRUTHS.items() if word and word in words), text)
        return super().plain_default(column, text)

    def _type_name(self, ddl: str) -> str:
        """Return a type's name as format_type writes it, without its length and its collation."""
        return re.sub(r"\([^()]*\)| collate \"[^\"]*\"", "", self.told_type(ddl))

    def reflected_default(self, column: Column) -> str | None:
        """Return a default with the cast that PostgreSQL stores (get_const_expr in ruleutils.c)."""
        text = super().reflected_default(column)
        if text is None:
            return None
        type_ = self._type_name(self.type_sql(column.type))
        type_ = {"character": "bpchar", "character[]": "bpchar[]"}.get(type_, type_)
        string = re.fullmatch(r"'((?:[^']|'')*)'", text)
        if string is not None:
            if type_ == "boolean":
                return string[1].lower()
            if type_ == "integer" and not string[1].startswith("-"):
                return string[1]
            return f"{text}::{type_}"
        if re.fullmatch(r"-\d+", text):
            return f"'{text}'::integer"
        if text.upper() in ("TRUE", "FALSE"):
            return text.lower()
        return re.sub(r"(?i)\bnextval\(('[^']*')\)", r"nextval(\1::regclass)", text)

    def reflected_column(self, found: dict[str, Any], table: Table, column: Column) -> dict[str, Any]:
        """Return a column with the sequence of a serial one, and all options of an identity."""
        if column.identity is not None:
            found["autoincrement"] = True
            highest = {"SMALLINT": 2**15, "BIGINT": 2**63}.get(self.type_sql(column.type), 2**31) - 1
            found["identity"] |= {"minvalue": 1, "maxvalue": highest, "cache": 1, "cycle": False}
        elif _is_serial(column):
            place = table.namespace if table.namespace != self.default_namespace else None
            name = self.table_name(_sequence_name(table, column), place)
            found["default"] = f"nextval('{name}'::regclass)"
        sequence = re.match(r"nextval\('([^']+)'", found["default"] or "")
        if sequence is not None:
            found["autoincrement"] = isinstance(found["type"], sa.Integer)
            if table.namespace and "." not in sequence[1]:
                found["default"] = found["default"].replace("('", f'(\'"{table.namespace}".', 1)
        if isinstance(found["type"], DOMAIN):
            found["nullable"] = found["nullable"] and not found["type"].not_null
            if found["default"] is None and found["type"].default is not None:
                found["default"] = str(found["type"].default)
        if "computed" in found:
            found["computed"]["sqltext"] = self._enclosed(found["computed"]["sqltext"])
        return found

    def _enclosed(self, text: str) -> str:
        """Return an expression as pg_get_expr gives it: in parentheses, unless it is a name or a call."""
        text = stripped(self.lexis, text)
        pieces = self.lexis.significant(text)
        called = len(pieces) > 2 and pieces[1].text == "(" and pieces[0].kind in ("word", "quoted")
        alone = len(pieces) == 1 or (called and enclosed(self.lexis, text[pieces[1].start :]))
        return text if alone else f"({text})"

    def _pretty(self, text: str) -> str:
        """Return an expression as the pretty forms give it, with no parentheses but those that it needs."""
        return _CAST.sub(r"\1::", plain_conditions(self.lexis, text))

    def implied_sequences(self, table: Table) -> Iterator[str]:
        """Yield the sequences of serial and identity columns."""
        for column in table.columns:
            if column.identity is not None or _is_serial(column):
                yield _sequence_name(table, column)

    def reflected_primary_key(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a primary key with what PostgreSQL's has besides."""
        if table.primary_key is None:
            return found
        return {**found, "comment": None, "dialect_options": {"postgresql_include": []}}

    def reflected_foreign_key(self, found: dict[str, Any], key: ForeignKey) -> dict[str, Any]:
        """Return a foreign key without the options that say what holds without them."""
        options = {name: value for name, value in found["options"].items() if value is not False}
        for name, usual in (("onupdate", "NO ACTION"), ("ondelete", "NO ACTION"), ("initially", "IMMEDIATE")):
            if name in options:
                options[name] = options[name].upper()
                if options[name] == usual:
                    del options[name]
        return {**found, "options": options, "comment": None}

    def reflected_index(self, found: dict[str, Any], index: Index) -> dict[str, Any]:
        """Return an index with its columns by INCLUDE, its method and its condition."""
        given = dict(index.options)
        options: dict[str, Any] = {"postgresql_include": list(given.get("postgresql_include") or ())}
        if str(given.get("postgresql_using") or "btree").lower() != "btree":
            options["postgresql_using"] = given["postgresql_using"]
        where = given.get("postgresql_where")
        if where is not None:
            options["postgresql_where"] = self._enclosed(where if isinstance(where, str) else self.compile(where))
        if given.get("postgresql_nulls_not_distinct"):
            options["postgresql_nulls_not_distinct"] = True
        if given.get("postgresql_ops"):
            options["postgresql_ops"] = given["postgresql_ops"]
        if "expressions" in found:
            found["expressions"] = [self._pretty(text) for text in found["expressions"]]
        if _NEW:
            return {**found, "dialect_options": options}
        return {**found, "include_columns": options["postgresql_include"], "dialect_options": options}

    def reflected_unique_index(self, unique: Unique) -> dict[str, Any]:
        """Return the index that a unique constraint is."""
        found = {**super().reflected_unique_index(unique), "duplicates_constraint": unique.name}
        given = dict(unique.options)
        included = list(given.get("postgresql_include") or ())
        options: dict[str, Any] = {"postgresql_include": included}
        if given.get("postgresql_nulls_not_distinct"):
            options["postgresql_nulls_not_distinct"] = True
        found["dialect_options"] = options
        return found if _NEW else {**found, "include_columns": included}

    def reflected_unique(self, found: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        """Return a unique constraint with what PostgreSQL's has besides."""
        more = {
            "postgresql_include": list(options.get("postgresql_include") or ()),
            "postgresql_nulls_not_distinct": bool(options.get("postgresql_nulls_not_distinct")),
        }
        return {**found, "comment": None, "dialect_options": more}

    def reflected_view(self, text: str) -> str:
        """Return the query, as pg_get_viewdef does."""
        from sqlcompile.schema.reading.views import view_query

        return f" {view_query(text, self.sqlglot_name)[1].rstrip().rstrip(';')};"

    def reflected_domain(self, domain: Domain) -> dict[str, Any]:
        """Return a domain's parts; what can be sorted has a collation."""
        ddl = self.type_sql(domain.type)
        collatable = isinstance(domain.type, sa.String) or ddl in ("CITEXT", "NAME")
        return {
            "type": self._type_name(ddl),
            "nullable": not domain.not_null,
            "default": domain.default,
            "constraints": [
                {"name": name, "check": self._pretty(check)} for name, check in sorted(domain.checks, key=itemgetter(0))
            ],
            "collation": domain.collation or ("default" if collatable else None),
            **({"collation_schema": None} if _NEW else {}),
        }

    def reflected_check(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a check with what PostgreSQL's has besides."""
        return {**found, "sqltext": self._pretty(found["sqltext"]), "comment": None}

    def reflected_options(self, table: Table) -> dict[str, Any]:
        """Return the parents of a table, and its storage parameters."""
        if not _NEW:
            return super().reflected_options(table)
        return {name: value for name, value in table.options if name in ("postgresql_inherits", "postgresql_with")}

    # --- catalogs: as the manual's chapters 37 and 53 describe them ---

    standard_catalogs: ClassVar[dict[str, str]] = {
        "catalog": "sqlcompile_database()",
        "match": "'NONE'",
        "columns": (
            ", c.udt_name AS udt_name, CASE WHEN c.identity IS NULL THEN 'NO' ELSE 'YES' END AS is_identity,"
            " c.identity AS identity_generation, CASE WHEN c.computed THEN 'ALWAYS' ELSE 'NEVER' END AS is_generated"
        ),
        "table_constraints": (
            ", CASE WHEN c.may_defer THEN 'YES' ELSE 'NO' END AS is_deferrable,"
            " CASE WHEN c.does_defer THEN 'YES' ELSE 'NO' END AS initially_deferred"
        ),
    }
    catalog_path = "pg_catalog"
    catalog_spaces = ("pg_catalog", "information_schema", "pg_toast")
    catalog_listed_spaces = ("pg_catalog", "information_schema")
    catalog_open = re.compile(
        r"pg_catalog\.(pg_class|pg_index|pg_indexes|pg_tables|pg_views|pg_type|pg_constraint|pg_attribute)"
        r"|information_schema\.(tables|columns|views|table_constraints|key_column_usage|check_constraints"
        r"|constraint_column_usage)"
    )
    catalog_own_names = re.compile(
        r"pg_.*|information_schema|sql_.*|.*_(usage|privileges|grants|constraints|options|mappings|usages|roles)"
        r"|(administrable|applicable|enabled)_roles?.*|attributes|character_sets|collations|columns|constraint_.*"
        r"|domains|element_types|foreign_.*|parameters|role_.*|routines|schemata|sequences|table_.*|tables"
        r"|transforms|triggers|triggered_update_columns|udt_.*|user_defined_types|view_.*|views"
        r"|box|char|name|text|bit|date|time|oid|json|jsonb|uuid|xml|point|line|path|money|inet|cidr|_\w+|\w*int\d?"
        r"|citext|hstore|ltree|lquery|cube|seg|isbn|geometry|geography|raster|vector|halfvec|sparsevec|semver"
    )
    """Its relations and types, and the types of extensions that a history may have made with CREATE EXTENSION."""
    catalog_needs: ClassVar[dict[str, re.Pattern[str]]] = {
        # before version 18 each NOT NULL is listed as a check, under a name of the server's own
        "information_schema.table_constraints": re.compile(
            r"\bconstraint_name\s*(=|IN\b|LIKE\b)|\bconstraint_type\s*(<>|!=)\s*'CHECK'|"
            r"\bconstraint_type\s*(=\s*|IN\s*\((\s*'(PRIMARY KEY|FOREIGN KEY|UNIQUE)'\s*,)*\s*)'(PRIMARY KEY|FOREIGN KEY|UNIQUE)'",
            re.IGNORECASE,
        ),
        "information_schema.check_constraints": re.compile(r"\bconstraint_name\s*(=|IN\b|LIKE\b)", re.IGNORECASE),
        "pg_catalog.pg_attribute": re.compile(
            r"\battname\s*(=|IN\b)|\battnum\s*>\s*0|\bsqlcompile_among|\bANY\b", re.IGNORECASE
        ),
        "pg_catalog.pg_trigger": re.compile(
            r"\btgname\s*(=|IN\b)|\bNOT\b.*\btgisinternal\b|tgisinternal\s*=\s*FALSE", re.IGNORECASE
        ),
    }
    catalog_places: ClassVar[dict[str, frozenset[str]]] = {
        "information_schema.columns": frozenset(("ordinal_position",)),
        "pg_catalog.pg_attribute": frozenset(("attnum",)),
        "pg_catalog.pg_attrdef": frozenset(("adnum",)),
        "pg_catalog.pg_index": frozenset(("indkey",)),
        "pg_catalog.pg_constraint": frozenset(("conkey", "confkey")),
        "pg_catalog.pg_enum": frozenset(("enumsortorder",)),
    }
    catalog_flags = frozenset(
        (
            "indisunique", "indisprimary", "indisvalid", "condeferrable", "condeferred", "attnotnull", "atthasdef",
            "attisdropped", "tgisinternal", "relispartition",
        )
    )  # fmt: skip
    catalog_words: ClassVar[dict[str, str]] = {
        "to_regclass": "sqlcompile_object",
        "to_regtype": "sqlcompile_type",
        "::regclass": "sqlcompile_existing",
        "::regtype": "sqlcompile_type",
        "::regnamespace": "sqlcompile_space",
        "pg_table_is_visible": "sqlcompile_visible",
        "pg_type_is_visible": "sqlcompile_visible",
        "format_type": ".sc_format",
    }
    catalog_base_types = (
        "bool", "bytea", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "varchar", "bpchar", "json",
        "jsonb", "uuid", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "inet", "cidr", "xml",
        "tsvector", "macaddr", "bit", "varbit", "money", "oid",
    )  # fmt: skip
    catalogs: ClassVar[dict[str, str]] = {
        "information_schema.constraint_column_usage": (
            "SELECT sqlcompile_database() AS table_catalog, coalesce(c.uspace, c.space) AS table_schema,"
            " coalesce(c.utable, c.tname) AS table_name, coalesce(k.ucolumn, k.column_name) AS column_name,"
            " sqlcompile_database() AS constraint_catalog, c.space AS constraint_schema, c.name AS constraint_name"
            " FROM sc_constraints AS c JOIN sc_constraint_columns AS k ON k.coid = c.oid"
            " WHERE c.kind IN ('p', 'u', 'f', 'c')"
        ),
        "pg_catalog.pg_namespace": "SELECT oid, space AS nspname FROM sc_spaces",
        "pg_catalog.pg_class": (
            "WITH o AS (SELECT oid, space, name, CASE WHEN partitioned THEN 'p' ELSE 'r' END AS kind FROM sc_tables"
            " UNION ALL SELECT oid, space, name, 'i' FROM sc_indexes"
            " UNION ALL SELECT oid, space, name, 'S' FROM sc_sequences"
            " UNION ALL SELECT oid, space, name, CASE WHEN materialized THEN 'm' ELSE 'v' END FROM sc_views)"
            " SELECT o.oid AS oid, o.name AS relname, n.oid AS relnamespace, o.kind AS relkind"
            " FROM o JOIN sc_spaces AS n ON n.space = o.space"
        ),
        "pg_catalog.pg_tables": "SELECT space AS schemaname, name AS tablename FROM sc_tables",
        "pg_catalog.pg_views": "SELECT space AS schemaname, name AS viewname FROM sc_views WHERE NOT materialized",
        "pg_catalog.pg_matviews": "SELECT space AS schemaname, name AS matviewname FROM sc_views WHERE materialized",
        "pg_catalog.pg_indexes": "SELECT space AS schemaname, tname AS tablename, name AS indexname FROM sc_indexes",
        "pg_catalog.pg_sequences": "SELECT space AS schemaname, name AS sequencename FROM sc_sequences",
        "pg_catalog.pg_index": (
            "SELECT i.oid AS indexrelid, i.toid AS indrelid, i.is_unique AS indisunique, i.is_primary AS indisprimary,"
            " 1 AS indisvalid, (SELECT group_concat(attnum, ',') FROM (SELECT attnum FROM sc_index_columns AS k"
            " WHERE k.ioid = i.oid ORDER BY k.position)) AS indkey FROM sc_indexes AS i"
        ),
        "pg_catalog.pg_type": (
            "SELECT t.oid AS oid, t.name AS typname, n.oid AS typnamespace, t.kind AS typtype, coalesce(t.toid, 0)"
            " AS typrelid FROM sc_types AS t JOIN sc_spaces AS n ON n.space = t.space"
        ),
        "pg_catalog.pg_enum": "SELECT oid AS enumtypid, label AS enumlabel, position AS enumsortorder FROM sc_labels",
        "pg_catalog.pg_constraint": (
            "SELECT c.oid AS oid, c.name AS conname, n.oid AS connamespace, c.kind AS contype, c.toid AS conrelid,"
            " coalesce(c.uoid, 0) AS confrelid, c.may_defer AS condeferrable, c.does_defer AS condeferred,"
            " CASE WHEN c.kind = 'f' THEN CASE c.on_update WHEN 'NO ACTION' THEN 'a' WHEN 'SET NULL' THEN 'n'"
            " WHEN 'SET DEFAULT' THEN 'd' ELSE lower(substr(c.on_update, 1, 1)) END ELSE ' ' END AS confupdtype,"
            " CASE WHEN c.kind = 'f' THEN CASE c.on_delete WHEN 'NO ACTION' THEN 'a' WHEN 'SET NULL' THEN 'n'"
            " WHEN 'SET DEFAULT' THEN 'd' ELSE lower(substr(c.on_delete, 1, 1)) END ELSE ' ' END AS confdeltype,"
            " (SELECT group_concat(attnum, ',') FROM (SELECT attnum FROM sc_constraint_columns AS k"
            " WHERE k.coid = c.oid ORDER BY k.position)) AS conkey,"
            " (SELECT group_concat(uattnum, ',') FROM (SELECT uattnum FROM sc_constraint_columns AS k"
            " WHERE k.coid = c.oid AND c.kind = 'f' ORDER BY k.position)) AS confkey"
            " FROM sc_constraints AS c JOIN sc_spaces AS n ON n.space = c.space"
        ),
        "pg_catalog.pg_attribute": (
            "SELECT toid AS attrelid, name AS attname, position AS attnum, NOT nullable AS attnotnull,"
            " dflt IS NOT NULL OR computed AS atthasdef, 0 AS attisdropped, type_oid AS atttypid,"
            " CASE identity WHEN 'ALWAYS' THEN 'a' WHEN 'BY DEFAULT' THEN 'd' ELSE '' END AS attidentity,"
            " CASE WHEN computed THEN 's' ELSE '' END AS attgenerated, type_text AS sc_format FROM sc_columns"
        ),
        "pg_catalog.pg_attrdef": (
            "SELECT toid AS adrelid, position AS adnum FROM sc_columns WHERE dflt IS NOT NULL OR computed"
        ),
        "pg_catalog.pg_trigger": ("SELECT oid, toid AS tgrelid, name AS tgname, 0 AS tgisinternal FROM sc_triggers"),
    }

    def catalog_not_null(self, table: Table, column: Column) -> str | None:
        """Return the name of a NOT NULL constraint, which is one of pg_constraint since version 18."""
        return _object_name(table.name, column.name, "not_null") if self.version >= (18,) else None

    def catalog_column(self, table: Table, column: Column) -> dict[str, Any]:
        """Return a column's type as format_type and information_schema.columns give it."""
        found: dict[str, Any] = {}
        if column.identity is None and (_is_serial(column) or column.default is not None):
            try:
                given = {"default": self.reflected_default(column), "type": column.type}
                text = self.reflected_column(given, table, column)["default"]
            except SqlcompileError:
                text = None
            if text is not None and _EXACT_DEFAULT.fullmatch(text):
                found["dflt"] = text
        named = self._named_type(column.type)
        if isinstance(named, ENUM) and not isinstance(column.type, sa.ARRAY):
            kind: Any = named
            space = kind.schema if kind.schema != self.default_namespace else None
            return {**found, "data_type": "USER-DEFINED", "udt_name": kind.name, "type_key": (space, kind.name),
                    "type_text": self.table_name(kind.name, space), "length": None, "precision": None,
                    "scale": None, "radix": None, "time_precision": None}  # fmt: skip
        try:
            text = self.told_type(self.type_sql(column.type))
        except SqlcompileError:
            return found
        item = text.removesuffix("[]")
        spelled = re.fullmatch(r"([a-z ]+?)(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?", item)
        written = spelled[1] + (spelled[4] or "") if spelled is not None else ""
        if spelled is None or written not in _CATALOG_TYPES:
            return found
        size, scale = (None if number is None else int(number) for number in spelled.groups()[1:3])
        udt, precision = _CATALOG_TYPES[written]
        if item != text:
            return {**found, "data_type": "ARRAY", "udt_name": f"_{udt}", "type_text": text, "length": None,
                    "precision": None, "scale": None, "radix": None, "time_precision": None}  # fmt: skip
        exact = udt == "numeric"
        times = udt in ("timestamp", "timestamptz", "time", "timetz", "date", "interval")
        return {
            **found,
            "data_type": written,
            "udt_name": udt,
            "type_text": text,
            "length": size if udt in ("varchar", "bpchar") else None,
            "precision": size if exact else precision,
            "scale": scale if exact else (0 if udt in ("int2", "int4", "int8") else None),
            "time_precision": (0 if udt == "date" else 6 if size is None else size) if times else None,
        }

    # --- a scratch database: as chapter 53 of the manual describes the catalogs ---

    scratch = "server"
    around_objects = frozenset(("extension", "schema"))
    own_objects = """
        WITH here AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = current_schema()),
        extended AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
        owned AS (SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype IN ('a', 'i')),
        kinds (letter, kind) AS (VALUES ('r', 'table'), ('p', 'table'), ('f', 'foreign table'), ('v', 'view'),
                                        ('m', 'materialized view'), ('S', 'sequence'))
        SELECT kind, relname::text, format('DROP %s IF EXISTS %I.%I CASCADE', upper(kind), nspname, relname)
          FROM pg_class JOIN here ON here.oid = relnamespace JOIN kinds ON letter = relkind
          WHERE NOT (relkind = 'S' AND pg_class.oid IN (SELECT objid FROM owned))
            AND (('pg_class'::regclass, pg_class.oid) NOT IN (SELECT classid, objid FROM extended))
        UNION ALL
        SELECT CASE WHEN prokind = 'p' THEN 'procedure' ELSE 'function' END,
            format('%s(%s)', proname, pg_get_function_identity_arguments(pg_proc.oid)),
            format('DROP ROUTINE IF EXISTS %I.%I(%s) CASCADE', nspname, proname,
                   pg_get_function_identity_arguments(pg_proc.oid))
          FROM pg_proc JOIN here ON here.oid = pronamespace
          WHERE ('pg_proc'::regclass, pg_proc.oid) NOT IN (SELECT classid, objid FROM extended)
        UNION ALL
        SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, typname::text,
            format('DROP TYPE IF EXISTS %I.%I CASCADE', nspname, typname)
          FROM pg_type JOIN here ON here.oid = typnamespace LEFT JOIN pg_class ON pg_class.oid = typrelid
          WHERE (typtype IN ('e', 'd', 'r') OR (typtype = 'c' AND relkind = 'c'))
            AND ('pg_type'::regclass, pg_type.oid) NOT IN (SELECT classid, objid FROM extended)
        UNION ALL
        SELECT 'trigger', format('%s on %s', tgname, relname),
            format('DROP TRIGGER IF EXISTS %I ON %I.%I', tgname, nspname, relname)
          FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN here ON here.oid = relnamespace
          WHERE NOT tgisinternal
        UNION ALL
        SELECT 'schema', nspname::text, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)
          FROM pg_namespace
          WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', coalesce(current_schema(), ''))
        UNION ALL
        SELECT 'extension', extname::text, format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension
        """

    # --- bundles ---

    def refusal(self, message: str) -> Iterator[Statement]:
        """Raise in a block."""
        body = f"BEGIN\n  RAISE EXCEPTION '%', {self.literals.text(message)};\nEND "
        yield Statement(f"DO {_dollars(body, 'sqlcompile')}", procedural=True)

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Read the version table by ts_stat, which runs a text: one that names a missing table is not run.

        It takes text searches apart (textsearch-features); an array of texts is one, words as they are.
        """
        text = self.literals.text
        name = text(self.table_name(table.name, table.namespace))
        row = "array_to_tsvector(ARRAY[coalesce(nullif(version_num::text, ''), '?')])"
        rows = text(f"SELECT {row} FROM {self.table_name(table.name, table.namespace)}")
        nothing = text("SELECT NULL::tsvector WHERE false")
        found = (
            "(SELECT string_agg(word, ', ' ORDER BY word COLLATE \"C\") FROM ts_stat(\n"
            f"    CASE WHEN to_regclass({name}) IS NULL THEN {nothing}\n"
            f"      ELSE {rows} END))"
        )
        note = f"CASE WHEN to_regclass({name}) IS NULL THEN {text(NO_TABLE)} ELSE '' END AS note"
        listed = f"(VALUES\n{values(states, text)}\n  ) AS s (step, rows_then, script)"
        yield Statement(query(states, text, listed=listed, found=found, note=note))

    # --- effects: by the system catalogs (53), and to_regclass, which resolves a name as a statement does ---

    _CONSTRAINT: ClassVar[str] = "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass({table}) AND "
    _ATTRIBUTE: ClassVar[str] = (
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass({table}) AND attname = {name}"
        " AND attnum > 0 AND NOT attisdropped"
    )
    _CLASS: ClassVar[str] = "SELECT 1 FROM pg_class WHERE oid = to_regclass({path}) AND relkind IN "
    effect_queries: ClassVar[dict[str, str]] = {
        "table": f"{_CLASS}('r', 'p', 'f')",
        "column": _ATTRIBUTE,
        "not null": f"{_ATTRIBUTE} AND attnotnull",
        "nullable": f"{_ATTRIBUTE} AND NOT attnotnull",
        "default": f"{_ATTRIBUTE} AND atthasdef",
        "no default": f"{_ATTRIBUTE} AND NOT atthasdef",
        "primary key": f"{_CONSTRAINT}contype = 'p'",
        **dict.fromkeys(("key name", "unique", "foreign key", "check", "exclude"), f"{_CONSTRAINT}conname = {{name}}"),
        # what CONCURRENTLY leaves behind where it fails is no index (CREATE INDEX); one of ONLY a parent is
        "index": (
            "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indexrelid = to_regclass({path})"
            " AND indrelid = to_regclass({table}) AND (indisvalid OR relkind = 'I')"
        ),
        "no index": f"{_CLASS}('i', 'I')",
        "view": f"{_CLASS}('v', 'm')",
        "sequence": f"{_CLASS}('S')",
        "type": "SELECT 1 WHERE to_regtype({path}) IS NOT NULL",
        "enum value": "SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype({table}) AND enumlabel = {name}",
        "trigger": "SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass({table}) AND tgname = {name}",
        "namespace": "SELECT 1 FROM pg_namespace WHERE nspname = {name}",
    }

    effect_facts: ClassVar[dict[str, str]] = {
        "type_text": "format_type(atttypid, atttypmod)",
        "dflt": (
            "(SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
            " WHERE adrelid = pg_attribute.attrelid AND adnum = pg_attribute.attnum)"
        ),
    }

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return names, and paths with quotes, as literals."""
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
        """Set lock_timeout (runtime-config-client); RESET gives the session its own again."""
        return f"SET lock_timeout = '{round(seconds * 1000)}ms';", "RESET lock_timeout;"

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Set statement_timeout (runtime-config-client), which counts the wait for locks, too."""
        return f"SET statement_timeout = '{round(seconds * 1000)}ms';", "RESET statement_timeout;"

    # --- scripts ---

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what psql would take for a command, or would read the rest of the script for."""
        if "\\" in text and any(piece.text == "\\" for piece in self.lexis.scan(text)):
            said = "psql takes a backslash outside of quotes for a command."
            return said, "Put it into quotes, or leave it out."
        words = self.lexis.words(text, 1)
        if words == ["COPY"] and {"FROM", "STDIN"} <= {w.text.upper() for w in self.lexis.significant(text)}:
            said = "COPY … FROM STDIN would read the rest of the script."
            return said, "Write INSERT, or use op.bulk_insert()."
        return None

    def finish(self, statement: Statement) -> str:
        """Return a statement in which psql finds none of its own variables, such as :USER."""
        text = self.lexis.terminated(statement.text)
        if statement.raw and _VARIABLE.search(text):
            starts = {piece.start for piece in self.lexis.scan(text) if piece.text == ":"}
            for match in reversed(list(_VARIABLE.finditer(text))):
                if match.start() in starts:
                    text = f"{text[: match.start() + 1]} {text[match.start() + 1 :]}"
        return text

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what the script needs of psql and of the session, whoever set it otherwise.

        With ON_ERROR_ROLLBACK the guard's error would be undone alone, with AUTOCOMMIT off nothing
        could run outside of a transaction. The mark of an earlier script's part is taken away. Where there
        are several parts, a lock of the session lets no other script in between them; it is not waited for,
        as CREATE INDEX CONCURRENTLY waits for whoever waits.
        """
        marks = ("SET default_transaction_read_only = on;", "SET sqlcompile.part = '';", _ALONE)
        commands = (r"\set ON_ERROR_STOP on", r"\set ON_ERROR_ROLLBACK off", r"\set AUTOCOMMIT on")
        return (
            *(() if self.bare else commands),
            "SET client_encoding = 'UTF8';",
            "SET standard_conforming_strings = on;",
            *(marks if guard and parts > 1 else ()),
        )

    def closing(self, table: Table, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what gives the session back as it was."""
        return ("RESET default_transaction_read_only;", _ALONE_NO_MORE) if guard and parts > 1 else ()

    def begin(self) -> str:
        """Return BEGIN at the level where the guard, once it has its lock, sees what was committed."""
        return "BEGIN ISOLATION LEVEL READ COMMITTED;"

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Raise inside the transaction: it is aborted then, and a client that goes on changes nothing."""
        yield self._check(table, states, needs=needs)

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        r"""Yield the statements between psql's ``\if`` and ``\endif``, or in a DO block where psql is not the client.

        The variable is false until the query has made it true: in a transaction that was aborted it
        stays so.
        """
        text = self.literals.text
        name = self.table_name(table.name, table.namespace)
        found = f"(SELECT {_ROWS} FROM {name})"
        condition = f"coalesce({found}, 'base') = {text(joined(when.rows))}"
        if when.needed is not None:
            condition += f"\n  AND current_setting('sqlcompile.part', true) = {text(when.needed)}"
        lock = f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE;"
        if self.bare:
            yield from self._block(condition, lock, statements, when.mark)
            return
        yield r"\set sqlcompile_go false"
        if when.inside:
            yield lock
        yield f"SELECT {condition} AS sqlcompile_go \\gset"
        yield r"\if :sqlcompile_go"
        for statement in statements:
            yield from self._commented(statement)
            if statement.text:
                yield self.finish(statement)
                yield from () if when.inside else self.after_outside()
        for statement in self.part_done(when.mark) if when.mark is not None else ():
            yield self.finish(statement)
        yield r"\endif"

    def _block(self, condition: str, lock: str, statements: Sequence[Statement], mark: str | None) -> Iterator[str]:
        """Yield a DO block that runs statements under a condition."""
        lines = ["BEGIN", f"  {lock}", f"  IF {condition} THEN"]
        for statement in statements:
            lines += self._commented(statement, "    ")
            if not statement.text:
                continue
            if not statement.transactional and not _IN_BLOCK.match(statement.text):
                first = statement.text.strip().partition("\n")[0]
                what = f"make a condition for what may not stand in a transaction: {first}"
                raise UnsupportedOperation(self.title, what, "Use --client psql, or --mode strict.")
            lines.append(f"    EXECUTE {_dollars(statement.text.rstrip(' ;'))};")
        if mark is not None:
            lines.append(f"    PERFORM set_config('sqlcompile.part', {self.literals.text(mark)}, false);")
        body = "\n".join([*lines, "  END IF;", "END"])
        yield f"DO {_dollars(body + ' ', 'sqlcompile')};"

    def prepare_session(self, connection: Any, files: dict[str, str]) -> None:
        """Keep psycopg from preparing what it is given several times: each statement goes out as psql sends it."""
        if hasattr(connection, "prepare_threshold"):
            connection.prepare_threshold = None

    def part_done(self, mark: str) -> Iterator[Statement]:
        """Mark the part in its own transaction: a rollback takes the mark back."""
        yield Statement(f"SET sqlcompile.part = {self.literals.text(mark)}")

    def part_guard(
        self, table: Table, rows: Sequence[str], mark: str, *, inside: bool, needs: Sequence[Need] = ()
    ) -> Iterator[Statement]:
        """Refuse unless the part with this mark was committed in this session, and the rows are right.

        Outside of a transaction the session is read-only until both are proved.
        """
        if not inside:
            yield Statement("SET default_transaction_read_only = on")
        yield self._check(table, (rows,), mark, inside=inside, needs=needs)

    def counted_on(self, table: Table, column: Column, last: int | None = None) -> Statement:
        """Set the sequence, which no rollback sets back (functions-sequence)."""
        name, key = self.table_name(table.name, table.namespace), self.quote(column.name)
        sequence = f"pg_get_serial_sequence({self.literals.text(name)}, {self.literals.text(column.name)})"
        if last is not None:
            return Statement(f"SELECT setval({sequence}, {last})")
        return Statement(f"SELECT setval({sequence}, coalesce(max({key}), 0) + 1, false) FROM {name}")

    def after_outside(self) -> tuple[str, ...]:
        """Return what ends the script where psql goes on after errors."""
        return () if self.bare else (r"\if :ERROR", r"  \quit", r"\endif")

    def _check(
        self,
        table: Table,
        states: Sequence[Sequence[str]],
        mark: str | None = None,
        *,
        inside: bool = True,
        needs: Sequence[Need] = (),
    ) -> Statement:
        """Return what raises unless the rows are right, the part with this mark was committed, and the needs are there."""
        text = self.literals.text
        name = self.table_name(table.name, table.namespace)
        known = [text(joined(rows)) for rows in states]
        wrong = f"<> {known[0]}" if len(known) == 1 else f"NOT IN (\n    {', '.join(known)})"
        expected = text(expected_of(states))
        marked = (
            ""
            if mark is None
            else (
                f"  IF current_setting('sqlcompile.part', true) IS DISTINCT FROM {text(mark)} THEN\n"
                "    RAISE EXCEPTION"
                " 'sqlcompile: an earlier part of this script failed, so the rest is not applied';\n"
                "  END IF;\n"
            )
        )
        needed = "".join(
            f"  IF NOT coalesce(({need.condition}), false) THEN\n"
            f"    RAISE EXCEPTION 'sqlcompile: %', {text(need.message)};\n  END IF;\n"
            for need in needs
        )
        lock = f"    LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE;\n"
        proved = "  PERFORM set_config('default_transaction_read_only', 'off', false);\n"
        body = (
            "DECLARE found text;\n"
            "BEGIN\n"
            f"{marked}"
            f"  IF to_regclass({text(name)}) IS NOT NULL THEN\n"
            f"{lock if inside else ''}"
            f"    SELECT {_ROWS} INTO found\n"
            f"      FROM {name};\n"
            "  END IF;\n"
            f"  IF coalesce(found, 'base') {wrong} THEN\n"
            "    RAISE EXCEPTION 'sqlcompile: this script needs the database at %, but it is at %',\n"
            f"      {expected}, coalesce(found, 'base');\n"
            "  END IF;\n"
            f"{needed}"
            f"{'' if inside else proved}"
            "END"
        )
        return Statement(f"DO {_dollars(body + ' ', 'sqlcompile')}", procedural=True)


_ROWS = "string_agg(version_num, ', ' ORDER BY version_num COLLATE \"C\")"
"""The version rows as one text, as ``joined`` writes them."""


def _dollars(text: str, name: str = "sql") -> str:
    """Return a text in dollar quotes, whatever is in it."""
    tag = f"${name}$"
    while tag in text or text.endswith(tag[:-1]):
        tag = f"{tag[:-1]}_$"
    return f"{tag}\n{text}{tag}" if name == "sqlcompile" else f"{tag}{text}{tag}"


_ALONE = """-- One script at a time: none may come between the transactions of another.
DO $sqlcompile$
BEGIN
  IF NOT pg_try_advisory_lock(hashtext('sqlcompile')) THEN
    RAISE EXCEPTION 'sqlcompile: another script is running, or its session is still open';
  END IF;
  PERFORM set_config('default_transaction_read_only', 'off', false);
END $sqlcompile$;"""
_ALONE_NO_MORE = "DO $sqlcompile$ BEGIN PERFORM pg_advisory_unlock(hashtext('sqlcompile')); END $sqlcompile$;"
"""What takes the lock that one session of a database has at a time, and what gives it back (explicit-locking, 13.3.5)."""

_IN_BLOCK = re.compile(r"\s*ALTER\s+TYPE\b", re.IGNORECASE)
"""What ends a transaction for its effect alone: a DO block has one of its own (sql-altertype)."""

_NEW = not sa.__version__.startswith("2.0.")
"""Whether SQLAlchemy is 2.1 or newer, which tells more."""

_ATOMIC = re.compile(r"\bATOMIC\b", re.IGNORECASE)
_REGISTERED = re.compile(r"'(?:public|\"public\")\.((?:[^']|'')*)'::(reg\w+)")
_CAST = re.compile(r"\((\w+|ARRAY\[[^\[\]()]*\])\)::")
_CONSTANT = r"('(?:[^']|'')*'|-?[\d.]+|(?i:true|false))"
_CONSTANT_CAST = re.compile(rf"(?i:CAST)\s*\(\s*{_CONSTANT}\s+(?i:AS)\s+([^']+)\)|{_CONSTANT}\s*::\s*([^':]+)")
_TRUTHS = {
    "true": frozenset(("t", "tr", "tru", "true", "y", "ye", "yes", "on", "1")),
    "false": frozenset(("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0")),
}
_NEXT = re.compile(r"nextval\('((?:[^']|'')*)'(?:::regclass)?\)", re.IGNORECASE)

_VARIABLE = re.compile(r"""(?<!:):(?=["']?[A-Z][A-Z0-9_]*\b)""")
"""What psql replaces where the variable is set; its own are in capitals (app-psql, Variables)."""


_EXACT_DEFAULT = re.compile(
    r"nextval\('[^']*'::regclass\)|-?\d+(\.\d+)?|true|false|'[^']*'::[\w ]+|now\(\)|CURRENT_TIMESTAMP"
)
"""The defaults of which it is sure how PostgreSQL writes them back."""

_CATALOG_TYPES: dict[str, tuple[str, int | None]] = {
    "smallint": ("int2", 16), "integer": ("int4", 32), "bigint": ("int8", 64), "character varying": ("varchar", None),
    "character": ("bpchar", None), "text": ("text", None), "boolean": ("bool", None), "bytea": ("bytea", None),
    "numeric": ("numeric", None), "real": ("float4", 24), "double precision": ("float8", 53),
    "json": ("json", None), "jsonb": ("jsonb", None), "uuid": ("uuid", None), "date": ("date", None),
    "interval": ("interval", None), "time without time zone": ("time", None),
    "time with time zone": ("timetz", None), "timestamp without time zone": ("timestamp", None),
    "timestamp with time zone": ("timestamptz", None), "inet": ("inet", None), "cidr": ("cidr", None),
    "tsvector": ("tsvector", None),
}  # fmt: skip
"""For a type as format_type writes it, without its length: its name in pg_type, and its precision."""


def _traits(key: PrimaryKey | Unique) -> tuple[object, ...]:
    """Return what two keys have in common that are one index."""
    return (key.columns, bool(key.deferrable), str(key.initially or "").upper() == "DEFERRED", key.options)


def _is_serial(column: Column) -> bool:
    """Return whether the column was made as SERIAL."""
    made = column.autoincrement and column.default is None and column.sequence is None
    return made and column.identity is None and column.computed is None


def _sequence_name(table: Table, column: Column) -> str:
    """Return the name of the sequence that came with a column: it stays when they are renamed."""
    return _object_name(*(column.made_as or (table.name, column.name)), "seq")


def _figured(expression: str) -> str:
    """Return what FigureIndexColname calls an expression: its function's name, a cast's column, else "expr"."""
    text = re.sub(r"::\s*[\w ]+(\([\d, ]*\))?\s*$", "", expression.strip())
    while _is_enclosed(text, 0):
        text = re.sub(r"::\s*[\w ]+(\([\d, ]*\))?\s*$", "", text[1:-1].strip())
    name = re.match(r"(?:\w+\.)*(\w+)\s*", text)
    if name is not None and (name.end() == len(text) or _is_enclosed(text, name.end())):
        return name[1].lower()
    return "expr"


def _is_enclosed(text: str, start: int) -> bool:
    """Return whether one pair of parentheses goes from a place to the end."""
    depth = 0
    for place, character in enumerate(text[start:], start):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return place > start and place == len(text) - 1
    return False


def _is_taken(schema: Schema, table: Table, name: str, *, is_index: bool) -> bool:
    """Return whether a constraint of the namespace has a name; for an index, whether any relation has it."""
    others = [other for other in schema.holders(name, table.namespace) if other.key != table.key]
    for other in (table, *others):
        if any(constraint.name == name for constraint in other.all_constraints()):
            return True
        if is_index and any(index.name == name for index in other.indexes):
            return True
    key = schema.key(name, table.namespace)
    return is_index and (key in schema.tables or key in schema.views or key in schema.sequences)


def _object_name(first: str, middle: str, label: str) -> str:
    """Join parts to at most 63 bytes as PostgreSQL's makeObjectName does: the longer part is cut."""
    room = 63 - len(label) - 1 - (1 if middle else 0)
    one, two = first.encode(), middle.encode()
    while len(one) + len(two) > room:
        if len(one) > len(two):
            one = one[:-1]
        else:
            two = two[:-1]
    parts = [one.decode(errors="ignore"), two.decode(errors="ignore"), label]
    return "_".join(part for part in parts if part)
