"""Columns: a name, a type, and what follows them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.schema.model import Column, Constraint, ForeignKey, PrimaryKey, Schema, Table, Unique
from sqlcompile.schema.reading.constraints import (
    constraint_name,
    read_check,
    read_references,
    read_timing,
)
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.expressions import default_of, text_of
from sqlcompile.schema.reading.types import RawType, read_type, with_collation


@dataclass
class ColumnRead:
    """A column with the constraints that were written behind it; ``said`` are the clauses it had."""

    column: Column
    constraints: list[Constraint] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    place: str | None = None
    """Behind which column it goes; an empty text for the first place."""
    autoincrement_keyword: bool = False

    def change(self, clause: str, **changes: Any) -> None:
        """Change the column, and remember that this clause was there."""
        self.said.add(clause)
        self.column = replace(self.column, **changes)


def read_column(cursor: Cursor, schema: Schema, table: Table) -> ColumnRead:
    """Go past a column's definition and return it; raises Unread."""
    return read_definition(cursor, schema, table, cursor.name())


def read_definition(cursor: Cursor, schema: Schema, table: Table, name: str) -> ColumnRead:
    """Go past what follows a column's name and return the column; raises Unread."""
    serial = cursor.flavor.serials.get(cursor.word().lower())
    if serial is not None and cursor.word(1) != ".":
        cursor.at += 1
        read = ColumnRead(Column(name, _serial_type(serial)))
        read.change("type", nullable=False, autoincrement=True)
        if cursor.flavor.backslash_escapes:  # MySQL's SERIAL is unique as well
            read.constraints.append(Unique(None, columns=(name,)))
    else:
        read = ColumnRead(Column(name, read_type(cursor, schema)))
        if not RawType.is_missing(read.column.type):
            read.said.add("type")
    while not cursor.done:
        _clause(cursor, schema, table, read)
    if read.column.identity is not None or (read.column.autoincrement and not cursor.flavor.rowid_alias):
        read.column = replace(read.column, nullable=False)
    return read


def _serial_type(name: str) -> sa.types.TypeEngine[Any]:
    simple = {"integer": sa.INTEGER, "bigint": sa.BIGINT, "smallint": sa.SMALLINT}.get(name)
    if simple is not None:
        return simple()
    from sqlalchemy.dialects.mysql import BIGINT  # noqa: PLC0415 - for who reads MySQL's

    return BIGINT(unsigned=True)


def _clause(cursor: Cursor, schema: Schema, table: Table, read: ColumnRead) -> None:
    """Go past one clause behind a column's type."""
    name = constraint_name(cursor)
    word = cursor.word()
    if word in _KEYS:
        _key_clause(cursor, schema, table, read, name)
    elif cursor.accept("NOT", "NULL"):
        read.change("nullable", nullable=False)
        if cursor.accept("ON", "CONFLICT"):
            option = (f"{cursor.flavor.option_prefix}_on_conflict_not_null", cursor.name().upper())
            read.change("nullable", options=(*read.column.options, option))
    elif cursor.accept("NULL"):
        read.change("nullable", nullable=True)
    elif cursor.accept("DEFAULT"):
        read.change("default", default=default_of(cursor), default_name=name)
    elif cursor.accept("WITH", "DEFAULT") or cursor.accept("ON", "UPDATE"):
        _on_update(cursor, read)
    elif word in ("GENERATED", "AS", "IDENTITY", "AUTO_INCREMENT", "AUTOINCREMENT"):
        _generated(cursor, read)
    elif cursor.accept("COLLATE"):
        read.change("collation", type=with_collation(read.column.type, ".".join(cursor.parts())))
    elif cursor.accept("COMMENT"):
        read.change("comment", comment=cursor.string())
    elif cursor.accept("FIRST"):
        read.place = ""
    elif cursor.accept("AFTER"):
        read.place = cursor.name()
    else:
        cursor.skip()


_KEYS = ("PRIMARY", "KEY", "UNIQUE", "CHECK", "REFERENCES", "FOREIGN")


def _on_update(cursor: Cursor, read: ColumnRead) -> None:
    """Add MySQL's ON UPDATE to the default, as SQLAlchemy lets it be written."""
    if cursor.tokens[cursor.at - 1].word != "UPDATE":
        return
    start = cursor.at
    default_of(cursor)
    update = f"ON UPDATE {cursor.raw(start, cursor.at)}"
    before = read.column.default
    if isinstance(before, str):
        return
    first = "" if before is None else f"{before} "
    if before is None:
        first = "NULL " if read.column.nullable else ""
    if first:
        read.change("default", default=text_of(first + update))


def _key_clause(cursor: Cursor, schema: Schema, table: Table, read: ColumnRead, name: str | None) -> None:
    columns = (read.column.name,)
    if cursor.accept("PRIMARY", "KEY") or cursor.accept("KEY"):
        key = PrimaryKey(name, columns=columns, options=_after_key(cursor))
        read.constraints.append(key)
    elif cursor.accept("UNIQUE"):
        cursor.accept("KEY")
        options = _after_key(cursor)
        if cursor.accept("NULLS", "NOT", "DISTINCT"):
            options = (*options, (f"{cursor.flavor.option_prefix}_nulls_not_distinct", True))
        timing = read_timing(cursor)
        read.constraints.append(
            Unique(
                name,
                columns=columns,
                options=options,
                deferrable=timing.deferrable,
                initially=timing.initially,
            )
        )
    elif cursor.accept("CHECK"):
        check = read_check(cursor, name, replace(table, columns=(*table.columns, read.column)))
        read.constraints.append(replace(check, inline=name is None))
    elif cursor.accept("REFERENCES") or cursor.accept("FOREIGN", "KEY", "REFERENCES"):
        constraint: ForeignKey = read_references(cursor, schema, name, columns)
        read.constraints.append(constraint)
    else:
        raise Unread("a key")


def _after_key(cursor: Cursor) -> tuple[tuple[str, Any], ...]:
    prefix = cursor.flavor.option_prefix
    cursor.accept_any("ASC", "DESC")
    options: tuple[tuple[str, Any], ...] = ()
    clustered = cursor.accept_any("CLUSTERED", "NONCLUSTERED")
    if clustered:
        options = ((f"{prefix}_clustered", clustered == "CLUSTERED"),)
    if cursor.accept("ON", "CONFLICT"):
        options = ((f"{prefix}_on_conflict", cursor.name().upper()),)
    return options


def _generated(cursor: Cursor, read: ColumnRead) -> None:
    """Go past GENERATED …, AS (…), IDENTITY or AUTO_INCREMENT."""
    if cursor.accept_any("AUTO_INCREMENT", "AUTOINCREMENT"):
        read.autoincrement_keyword = cursor.tokens[cursor.at - 1].word == "AUTOINCREMENT"
        read.change("autoincrement", autoincrement=True)
        return
    if cursor.accept("IDENTITY"):
        read.change("autoincrement", autoincrement=True)
        if cursor.word() == "(":
            numbers = [item.number() for item in cursor.group().items()]
            if len(numbers) != 2 or None in numbers:
                raise Unread("IDENTITY")
            read.change("identity", identity=sa.Identity(start=numbers[0], increment=numbers[1]))
        cursor.accept("NOT", "FOR", "REPLICATION")
        return
    identity = read_identity(cursor)
    if identity is not None:
        read.change("identity", identity=identity)
        return
    cursor.accept("GENERATED", "ALWAYS")
    cursor.expect("AS")
    if cursor.accept("ROW"):  # a system-versioned table's period
        return
    start = cursor.at
    if cursor.word() == "(":
        expression = cursor.group().raw()
    else:
        cursor.skip_to("PERSISTED")
        expression = cursor.raw(start, cursor.at)
    stored = cursor.accept_any("STORED", "PERSISTED", "PERSISTENT", "VIRTUAL")
    persisted = None if not stored else stored != "VIRTUAL"
    read.change("computed", computed=sa.Computed(text_of(expression), persisted=persisted))


def read_identity(cursor: Cursor) -> sa.Identity | None:
    """Go past GENERATED … AS IDENTITY with its options and return it, None where it does not come next."""
    at = cursor.at
    always, on_null = False, None
    cursor.accept("GENERATED")
    if cursor.accept("BY", "DEFAULT"):
        on_null = True if cursor.accept("ON", "NULL") else None
    else:
        always = cursor.accept("ALWAYS")
    if not cursor.accept("AS", "IDENTITY"):
        cursor.at = at
        return None
    options = sequence_options(cursor.group()) if cursor.word() == "(" else sequence_options(cursor)
    if on_null:
        options[f"{_ORACLE}on_null"] = True
    return sa.Identity(always=always, **options)


def sequence_options(cursor: Cursor) -> dict[str, Any]:
    """Go past the options of a sequence and return them as SQLAlchemy's keywords."""
    options: dict[str, Any] = {}
    if cursor.accept("SEQUENCE", "NAME"):
        cursor.key()  # the identity's own sequence
    while not cursor.done:
        negative = cursor.accept("NO")
        word = cursor.word()
        if word not in _SEQUENCE:
            if negative:
                cursor.at -= 1
            break
        cursor.skip()
        keyword, value = _SEQUENCE[word]
        cursor.accept_any("WITH", "BY", "=")
        if value is not None:
            options[keyword] = value and not negative
        elif negative:
            options[f"no{keyword}"] = True
        else:
            number = cursor.number()
            if number is not None:
                options[keyword] = number
    options.pop("nocache", None)
    if "order" in options:
        options[f"{_ORACLE}order"] = options.pop("order")
    return options


_ORACLE = "" if sa.__version__.startswith("2.0.") else "oracle_"
"""What SQLAlchemy puts before the keywords that only Oracle has."""


_SEQUENCE: dict[str, tuple[str, bool | None]] = {
    "START": ("start", None),
    "INCREMENT": ("increment", None),
    "MINVALUE": ("minvalue", None),
    "MAXVALUE": ("maxvalue", None),
    "CACHE": ("cache", None),
    "NOMINVALUE": ("nominvalue", True),
    "NOMAXVALUE": ("nomaxvalue", True),
    "NOCACHE": ("nocache", True),
    "CYCLE": ("cycle", True),
    "NOCYCLE": ("cycle", False),
    "ORDER": ("order", True),
    "NOORDER": ("order", False),
}
