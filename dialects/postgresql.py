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
from sqlalchemy.dialects.postgresql import DOMAIN, ENUM, TSTZMULTIRANGE, TSTZRANGE, Range
from sqlalchemy.dialects.postgresql.named_types import CreateDomainType, CreateEnumType
from sqlalchemy.dialects.postgresql.ranges import AbstractMultiRange, AbstractRange
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.contract import Dialect, compiles
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target, iso_date, iso_offset, iso_time
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.schema.model import Column, Constraint, Key, Schema, Table


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

    def items(
        self, value: Sequence[object], kind: types.ARRAY[object], item: Target, depth: int | None
    ) -> str:
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
    uniques_are_indexes = True
    literals_class = PostgresqlLiterals
    lexis = Lexis(dollar_quotes=True, escape_strings=True, nested_comments=True)
    limits = (
        "CREATE INDEX CONCURRENTLY, ALTER TYPE … ADD VALUE and VACUUM end the transaction before them.",
    )

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
        if (
            again
            and operation.server_default is False
            and existing is not None
            and existing.default is not None
        ):
            renamed = self.quote(operation.new_name or operation.column)
            yield Statement(
                f"ALTER TABLE {operation.target(self)} ALTER COLUMN {renamed} "
                f"SET DEFAULT {self.default_sql(existing.default)}"
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
        pieces = [
            piece.text.upper() for piece in self.lexis.significant(text[:4000]) if piece.kind != "string"
        ]
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

    # --- scripts ---

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return psql's setting that stops at the first error, and the reset of the parts' mark."""
        marks = ("SET sqlcompile.part = '0';",) if guard and parts > 1 else ()
        return (r"\set ON_ERROR_STOP on", *marks)

    def closing(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what gives the session back as it was."""
        return ("RESET default_transaction_read_only;",) if guard and parts > 1 else ()

    def create_version_table(self, table: Table) -> Statement:
        return self.version_table_if_missing(table)

    def guard(self, table: Table, rows: Sequence[str]) -> Iterator[Statement]:
        """Raise inside the transaction: it is aborted then, and a client that goes on changes nothing."""
        name = self.table_name(table.name, table.namespace)
        expected = self.literals.text(", ".join(sorted(rows)) or "base")
        yield Statement(
            "DO $sqlcompile$\n"
            "DECLARE found text;\n"
            "BEGIN\n"
            f"  IF to_regclass({self.literals.text(name)}) IS NOT NULL THEN\n"
            f"    LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE;\n"
            "    SELECT string_agg(version_num, ', ' ORDER BY version_num COLLATE \"C\") INTO found\n"
            f"      FROM {name};\n"
            "  END IF;\n"
            f"  IF coalesce(found, 'base') <> {expected} THEN\n"
            f"    RAISE EXCEPTION 'sqlcompile: this script needs the database at %, but it is at %',\n"
            f"      {expected}, coalesce(found, 'base');\n"
            "  END IF;\n"
            "END $sqlcompile$",
            procedural=True,
        )

    def part_done(self, part: int) -> Iterator[Statement]:
        """Mark the part in its own transaction: a rollback takes the mark back."""
        yield Statement(f"SET sqlcompile.part = '{part}'")

    def part_guard(self, done: int, *, inside: bool) -> Iterator[Statement]:
        """Refuse unless part ``done`` was committed in this session.

        Outside of a transaction the session becomes read-only, which refuses all but VACUUM.
        """
        if inside:
            yield Statement(
                "DO $sqlcompile$ BEGIN\n"
                f"  IF current_setting('sqlcompile.part', true) IS DISTINCT FROM '{done}' THEN\n"
                "    RAISE EXCEPTION 'sqlcompile: an earlier part of this script failed';\n"
                "  END IF;\n"
                "END $sqlcompile$",
                procedural=True,
            )
            return
        yield Statement(
            "DO $sqlcompile$ BEGIN\n"
            "  PERFORM set_config('default_transaction_read_only',\n"
            f"    CASE WHEN current_setting('sqlcompile.part', true) = '{done}' THEN 'off' ELSE 'on' END, false);\n"
            "END $sqlcompile$",
            procedural=True,
        )


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
