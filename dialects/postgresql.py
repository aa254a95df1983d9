"""PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from math import isnan
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.dialects.postgresql import DOMAIN, ENUM, TIME, TIMESTAMP, TSTZMULTIRANGE, TSTZRANGE, Range
from sqlalchemy.dialects.postgresql.named_types import CreateDomainType, CreateEnumType
from sqlalchemy.dialects.postgresql.ranges import AbstractMultiRange, AbstractRange
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.contract import Dialect, compiles
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target, iso_date, iso_offset, iso_time
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.schema.model import Column, Constraint, ForeignKey, Index, Key, Schema, Table, Unique


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
        """Return an interval (8.5.4), each field with its own sign, as some interval styles need it."""
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


class PostgreSQL(Dialect):
    """PostgreSQL, applied with psql."""

    name = "postgresql"
    title = "PostgreSQL"
    default_version = (16,)
    oldest_version = (10,)
    sqlglot_name = "postgres"
    default_namespace = "public"
    meaning = Meaning(
        truths=True,
        whole_division=True,
        big_integer_sums=False,
        default_scale=None,
        like_escapes=True,
        partitions_are_tables=True,
    )
    identifier_limit = 63
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
    literals_class = PostgresqlLiterals
    keeps_line_ends = True
    commit_words = frozenset({"COMMIT", "END"})
    rollback_words = frozenset({"ROLLBACK", "ABORT"})
    lexis = Lexis(dollar_quotes=True, escape_strings=True, nested_comments=True)
    limits = ("CREATE INDEX CONCURRENTLY, ALTER TYPE … ADD VALUE and VACUUM end the transaction before them.",)

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

    def constraint_name(self, schema: Schema, table: Table, constraint: Constraint) -> str | None:
        """Return the name that ChooseConstraintName and ChooseIndexName make: table_columns_label."""
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
        taken = {c.name for c in table.all_constraints()} | {index.name for index in table.indexes}
        for number in range(1000):
            name = _object_name(table.name, middle, f"{label}{number or ''}")
            if name not in taken:
                return name
        return None

    # --- reflection: as pg_get_expr and format_type write it ---

    def reflected_type(self, type_: TypeEngine[Any], ddl: str) -> TypeEngine[Any] | None:
        """Return the type of the name that format_type gives; a named type is itself."""
        if ddl.endswith("[]"):
            return None
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

    def reflected_default(self, column: Column) -> str | None:
        """Return a default with the cast that PostgreSQL stores (get_const_expr in ruleutils.c)."""
        text = super().reflected_default(column)
        if text is None:
            return None
        type_ = _stored_type(self.type_sql(column.type))
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
            highest = {"SMALLINT": 2**15, "BIGINT": 2**63}.get(self.type_sql(column.type), 2**31) - 1
            found["identity"] |= {"minvalue": 1, "maxvalue": highest, "cache": 1, "cycle": False}
        elif _is_serial(column):
            found["default"] = f"nextval('{self.quote(_object_name(table.name, column.name, 'seq'))}'::regclass)"
        sequence = re.match(r"nextval\('([^']+)'", found["default"] or "")
        if sequence is not None:
            found["autoincrement"] = isinstance(found["type"], sa.Integer)
            if table.namespace and "." not in sequence[1]:
                found["default"] = found["default"].replace("('", f'(\'"{table.namespace}".', 1)
        if "computed" in found:
            found["computed"]["sqltext"] = f"({found['computed']['sqltext']})"
        return found

    def implied_sequences(self, table: Table) -> Iterator[str]:
        """Yield the sequences of serial and identity columns."""
        for column in table.columns:
            if column.identity is not None or _is_serial(column):
                yield _object_name(table.name, column.name, "seq")

    def reflected_primary_key(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a primary key with what PostgreSQL's has besides."""
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
            options["postgresql_where"] = f"({where if isinstance(where, str) else self.compile(where)})"
        if given.get("postgresql_nulls_not_distinct"):
            options["postgresql_nulls_not_distinct"] = True
        return {**found, "include_columns": options["postgresql_include"], "dialect_options": options}

    def reflected_unique_index(self, unique: Unique) -> dict[str, Any]:
        """Return the index that a unique constraint is."""
        found = {**super().reflected_unique_index(unique), "duplicates_constraint": unique.name}
        return {**found, "include_columns": [], "dialect_options": {"postgresql_include": []}}

    def reflected_unique(self, found: dict[str, Any]) -> dict[str, Any]:
        """Return a unique constraint with what PostgreSQL's has besides."""
        return {**found, "comment": None}

    def reflected_check(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a check with what PostgreSQL's has besides."""
        return {**found, "comment": None}

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
        could run outside of a transaction. The mark of an earlier script's part is taken away.
        """
        marks = ("RESET default_transaction_read_only;", "SET sqlcompile.part = '';")
        return (
            r"\set ON_ERROR_STOP on",
            r"\set ON_ERROR_ROLLBACK off",
            r"\set AUTOCOMMIT on",
            "SET client_encoding = 'UTF8';",
            "SET standard_conforming_strings = on;",
            *(marks if guard and parts > 1 else ()),
        )

    def closing(self, table: Table, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what gives the session back as it was."""
        return ("RESET default_transaction_read_only;",) if guard and parts > 1 else ()

    def begin(self) -> str:
        """Return BEGIN at the level where the guard, once it has its lock, sees what was committed."""
        return "BEGIN ISOLATION LEVEL READ COMMITTED;"

    def guard(self, table: Table, rows: Sequence[str]) -> Iterator[Statement]:
        """Raise inside the transaction: it is aborted then, and a client that goes on changes nothing."""
        yield self._check(table, rows)

    def part_done(self, mark: str) -> Iterator[Statement]:
        """Mark the part in its own transaction: a rollback takes the mark back."""
        yield Statement(f"SET sqlcompile.part = {self.literals.text(mark)}")

    def part_guard(self, table: Table, rows: Sequence[str], mark: str, *, inside: bool) -> Iterator[Statement]:
        """Refuse unless the part with this mark was committed in this session, and the rows are right.

        Outside of a transaction the session is read-only until both are proved.
        """
        if not inside:
            yield Statement("SET default_transaction_read_only = on")
        yield self._check(table, rows, mark, inside=inside)

    def after_outside(self) -> tuple[str, ...]:
        """Return what ends the script where psql goes on after errors."""
        return (r"\if :ERROR", r"  \quit", r"\endif")

    def _check(self, table: Table, rows: Sequence[str], mark: str | None = None, *, inside: bool = True) -> Statement:
        """Return what raises unless the rows are right and the part with this mark was committed."""
        text = self.literals.text
        name = self.table_name(table.name, table.namespace)
        expected = text(", ".join(sorted(rows)) or "base")
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
        lock = f"    LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE;\n"
        proved = "  PERFORM set_config('default_transaction_read_only', 'off', false);\n"
        body = (
            "DECLARE found text;\n"
            "BEGIN\n"
            f"{marked}"
            f"  IF to_regclass({text(name)}) IS NOT NULL THEN\n"
            f"{lock if inside else ''}"
            "    SELECT string_agg(version_num, ', ' ORDER BY version_num COLLATE \"C\") INTO found\n"
            f"      FROM {name};\n"
            "  END IF;\n"
            f"  IF coalesce(found, 'base') <> {expected} THEN\n"
            "    RAISE EXCEPTION 'sqlcompile: this script needs the database at %, but it is at %',\n"
            f"      {expected}, coalesce(found, 'base');\n"
            "  END IF;\n"
            f"{'' if inside else proved}"
            "END"
        )
        tag = next(tag for tag in ("$sqlcompile$", "$sqlcompile_$", "$sqlcompile__$") if tag not in body)
        return Statement(f"DO {tag}\n{body} {tag}", procedural=True)


_VARIABLE = re.compile(r"""(?<!:):(?=["']?[A-Z][A-Z0-9_]*\b)""")
"""What psql replaces where the variable is set; its own are in capitals (app-psql, Variables)."""


_STORED = {
    "VARCHAR": "character varying",
    "CHAR": "bpchar",
    "CHARACTER": "bpchar",
    "FLOAT": "double precision",
    "DECIMAL": "numeric",
    "TIMESTAMP": "timestamp without time zone",
    "TIME": "time without time zone",
    "INT": "integer",
}


def _stored_type(ddl: str) -> str:
    """Return a type's name as format_type writes it, without its length."""
    dimensions = "[]" if ddl.endswith("[]") else ""
    plain = re.sub(r"\s*\([^()]*\)", "", ddl.removesuffix(dimensions))
    return (_STORED.get(plain.upper()) or (plain.lower() if plain.isupper() else plain)) + dimensions


def _is_serial(column: Column) -> bool:
    """Return whether the column was made as SERIAL."""
    made = column.autoincrement and column.default is None and column.sequence is None
    return made and column.identity is None and column.computed is None


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
