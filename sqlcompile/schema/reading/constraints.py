"""Constraints: a table's own, and those that stand behind a column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.schema.model import (
    Check,
    Constraint,
    Exclude,
    ForeignKey,
    Index,
    PrimaryKey,
    Schema,
    Table,
    Unique,
)
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.expressions import columns_in_tokens, text_of
from sqlcompile.schema.reading.indexes import elements_of, index_options
from sqlcompile.schema.reading.names import column_names, find_table


@dataclass(frozen=True, slots=True)
class Timing:
    """When a constraint is checked."""

    deferrable: bool | None = None
    initially: str | None = None


def read_timing(cursor: Cursor) -> Timing:
    """Go past DEFERRABLE and INITIALLY, in any order, where they come next."""
    timing = Timing()
    while True:
        if cursor.accept("NOT", "DEFERRABLE"):
            timing = replace(timing, deferrable=False)
        elif cursor.accept("DEFERRABLE"):
            timing = replace(timing, deferrable=True)
        elif cursor.accept("INITIALLY"):
            timing = replace(timing, initially=cursor.accept_any("DEFERRED", "IMMEDIATE") or None)
        else:
            return timing


def constraint_name(cursor: Cursor) -> str | None:
    """Go past CONSTRAINT and its name; MySQL lets the name be left out."""
    if not cursor.accept("CONSTRAINT"):
        return None
    if cursor.word() in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK") and cursor.word(1) in ("KEY", "(", "INDEX"):
        return None
    cursor.if_exists()
    return cursor.name()


def read_references(cursor: Cursor, schema: Schema, name: str | None, columns: tuple[str, ...]) -> ForeignKey:
    """Go past what follows REFERENCES and return the foreign key."""
    target = cursor.key()
    known = find_table(cursor.flavor, schema, target)
    target = (target[0], known.name if known else target[1])
    remote = cursor.names() if cursor.word() == "(" else ()
    if known is not None:
        remote = column_names(cursor.flavor, known, remote)
    key = ForeignKey(name, columns=columns, target=target, target_columns=remote or _implied(known))
    while not cursor.done:
        if cursor.accept("MATCH"):
            key = replace(key, match=cursor.accept_any("FULL", "PARTIAL", "SIMPLE") or None)
        elif cursor.accept("ON", "DELETE"):
            key = replace(key, ondelete=_action(cursor))
        elif cursor.accept("ON", "UPDATE"):
            key = replace(key, onupdate=_action(cursor))
        else:
            timing = read_timing(cursor)
            if timing == Timing():
                break
            key = replace(key, deferrable=timing.deferrable, initially=timing.initially)
    return key


def _implied(known: Table | None) -> tuple[str, ...]:
    """Return the columns that a reference without columns means."""
    return known.primary_key.columns if known is not None and known.primary_key is not None else ()


def _action(cursor: Cursor) -> str:
    for words in (("CASCADE",), ("RESTRICT",), ("NO", "ACTION"), ("SET", "NULL"), ("SET", "DEFAULT")):
        if cursor.accept(*words):
            if cursor.word() == "(":  # PostgreSQL's SET NULL (columns)
                return f"{' '.join(words)} ({cursor.group().raw()})"
            return " ".join(words)
    raise Unread("an action")


def completed(constraint: ForeignKey, table: Table) -> ForeignKey:
    """Return a foreign key with its target's columns, where they are the table's own or cannot be known."""
    if constraint.target_columns:
        return constraint
    if constraint.target[1] == table.name and table.primary_key is not None:
        return replace(constraint, target_columns=table.primary_key.columns)
    return replace(constraint, target_columns=constraint.columns)


def read_check(cursor: Cursor, name: str | None, table: Table) -> Check:
    """Go past what follows CHECK and return the constraint."""
    cursor.accept("NOT", "FOR", "REPLICATION")
    group = cursor.group()
    check = Check(name, expression=text_of(group.raw()), columns=columns_in_tokens(group, table.columns))
    cursor.accept("NO", "INHERIT")
    timing = read_timing(cursor)
    return replace(check, deferrable=timing.deferrable, initially=timing.initially)


def begins_constraint(cursor: Cursor) -> bool:
    """Return whether a constraint of the table comes next, rather than a column."""
    word, following = cursor.word(), cursor.word(1)
    if word == "CONSTRAINT":
        return True
    if word in ("PRIMARY", "FOREIGN"):
        return following == "KEY"
    if word == "UNIQUE":
        return following in ("(", "KEY", "INDEX", "CLUSTERED", "NONCLUSTERED", "USING", "NULLS") or (
            cursor.word(2) == "("
        )
    if word == "CHECK":
        return following in ("(", "NOT")
    return word == "EXCLUDE" and following in ("USING", "(")


def read_constraint(cursor: Cursor, schema: Schema, table: Table) -> Constraint | Index:
    """Go past a constraint of the table and return it; raises Unread."""
    name = constraint_name(cursor)
    if cursor.accept("PRIMARY", "KEY"):
        return _primary(cursor, name, table)
    if cursor.accept("UNIQUE"):
        return _unique(cursor, name, table)
    if cursor.accept("FOREIGN", "KEY"):
        if cursor.word() != "(":
            cursor.if_exists()
            name = name or cursor.name()
        columns = column_names(cursor.flavor, table, cursor.names())
        cursor.expect("REFERENCES")
        return read_references(cursor, schema, name, columns)
    if cursor.accept("CHECK"):
        return read_check(cursor, name, table)
    if cursor.accept("EXCLUDE"):
        return _exclude(cursor, name)
    raise Unread("a constraint")


def _key_columns(cursor: Cursor, table: Table) -> tuple[tuple[str, ...], Any]:
    """Go past a key's columns, or take them from the index that USING INDEX names."""
    options: tuple[tuple[str, Any], ...] = ()
    if cursor.accept("USING", "INDEX"):
        wanted = cursor.name()
        index = next((index for index in table.indexes if index.name == wanted), None)
        return (index.column_names if index else ()), ()
    clustered = cursor.accept_any("CLUSTERED", "NONCLUSTERED")
    if clustered:
        options = ((f"{cursor.flavor.option_prefix}_clustered", clustered == "CLUSTERED"),)
    if cursor.accept("USING"):
        cursor.name()  # a method of its index, for which SQLAlchemy has no keyword
    distinct = cursor.accept("NULLS", "NOT", "DISTINCT")
    cursor.accept("NULLS", "DISTINCT")
    columns = column_names(cursor.flavor, table, cursor.names())
    if distinct:
        options += ((f"{cursor.flavor.option_prefix}_nulls_not_distinct", True),)
    if cursor.accept("INCLUDE"):
        options += ((f"{cursor.flavor.option_prefix}_include", list(cursor.names())),)
    if cursor.accept("ON", "CONFLICT"):
        options += ((f"{cursor.flavor.option_prefix}_on_conflict", cursor.name().upper()),)
    return columns, options


def _index_taken(cursor: Cursor) -> str | None:
    """Return the index that PostgreSQL's USING INDEX makes a key of: it names a key without a name."""
    return cursor.part(cursor.at + 2, cursor.stop).name() if cursor.sees("USING", "INDEX") else None


def _primary(cursor: Cursor, name: str | None, table: Table) -> PrimaryKey:
    if cursor.sees_name() and cursor.word() not in ("USING", "CLUSTERED", "NONCLUSTERED"):
        cursor.name()  # MySQL's name of an index, which it ignores
    name = name or _index_taken(cursor)
    columns, options = _key_columns(cursor, table)
    timing = read_timing(cursor)
    return PrimaryKey(name, columns=columns, options=options, deferrable=timing.deferrable, initially=timing.initially)


def _unique(cursor: Cursor, name: str | None, table: Table) -> Constraint | Index:
    cursor.accept_any("KEY", "INDEX")
    cursor.if_exists()
    if cursor.sees_name() and cursor.word() not in ("USING", "CLUSTERED", "NONCLUSTERED", "NULLS"):
        name = name or cursor.name()
    at = cursor.at
    if not cursor.sees("USING", "INDEX") and cursor.skip_to("("):
        expressions, options = elements_of(cursor, table)
        if options or not all(isinstance(expression, str) for expression in expressions):
            return Index(name, expressions, unique=True, options=(*options, *index_options(cursor)))
    cursor.at = at
    name = name or _index_taken(cursor)
    columns, keys = _key_columns(cursor, table)
    timing = read_timing(cursor)
    return Unique(name, columns=columns, options=keys, deferrable=timing.deferrable, initially=timing.initially)


def _exclude(cursor: Cursor, name: str | None) -> Exclude:
    using = cursor.name() if cursor.accept("USING") else "gist"
    elements: list[tuple[Any, str]] = []
    for item in cursor.group().items():
        start = item.at
        if not item.skip_to("WITH"):
            raise Unread("WITH")
        plain = item.at == start + 1 and item.part(start, item.at).sees_name()
        expression = item.part(start, item.at).name() if plain else text_of(item.raw(start, item.at))
        elements.append((expression, item.raw(item.at + 1)))
    where = text_of(cursor.group().raw()) if cursor.accept("WHERE") else None
    timing = read_timing(cursor)
    return Exclude(name, elements=tuple(elements), using=using, where=where,
                   deferrable=timing.deferrable, initially=timing.initially)  # fmt: skip


def with_constraint(table: Table, value: Constraint | Index) -> Table:
    """Return the table with a constraint, or an index written as one, in the place of its namesake."""
    if isinstance(value, Index):
        return replace(table, indexes=(*(i for i in table.indexes if i.name != value.name), value))
    if isinstance(value, PrimaryKey):
        follows = sum(isinstance(constraint, Unique) for constraint in table.constraints)
        return replace(table, primary_key=replace(value, follows=follows))
    if isinstance(value, ForeignKey):
        value = completed(value, table)
    others = tuple(c for c in table.constraints if value.name is None or c.name != value.name)
    return replace(table, constraints=(*others, value))
