"""ALTER TABLE: one function for each kind of action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlcompile.schema.model import Schema, Table
from sqlcompile.schema.reading.alter_column import alter_column
from sqlcompile.schema.reading.alter_definition import change_column, modify_column, redefine_type
from sqlcompile.schema.reading.alter_names import rename, set_
from sqlcompile.schema.reading.alteration import Alteration, column_or_stub, placed, with_column
from sqlcompile.schema.reading.columns import ColumnRead, read_column
from sqlcompile.schema.reading.constraints import (
    begins_constraint,
    read_constraint,
    with_constraint,
)
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.drops import drop_column, drop_constraint, drop_key, without_dependents
from sqlcompile.schema.reading.expressions import default_of
from sqlcompile.schema.reading.indexes import inline_index, without_index
from sqlcompile.schema.reading.names import column_name, column_names, find_table
from sqlcompile.schema.reading.tables import settled, with_read
from sqlcompile.schema.reading.words import STORAGE_ACTIONS


def alter_table(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER TABLE, read from behind it."""
    cursor.if_exists()
    cursor.accept("ONLY")
    key = cursor.key()
    cursor.accept("*")
    if cursor.accept("WITH", "CHECK") or cursor.accept("WITH", "NOCHECK"):
        pass
    found = find_table(cursor.flavor, schema, key)
    change = Alteration(schema, (key[0], found.name) if found else key)
    verb: Callable[[Cursor, Alteration], None] | None = None
    for item in cursor.items():
        word = item.word()
        action = _ACTIONS.get(word)
        if action is not None and not (verb in (_add, _drop) and item.token(1) is None):
            item.at += 1
            verb = action
            action(item, change)
        elif word in STORAGE_ACTIONS:
            continue
        elif verb is not None and verb in (_add, _drop) and item.sees_name():  # SQL Server's ADD a int, b int
            verb(item, change)
        else:
            raise Unread(word)
    return change.schema


def _add(item: Cursor, change: Alteration) -> None:
    table = change.table(item)
    if item.sees("PARTITION") or item.sees("PERIOD") or item.sees("SUPPLEMENTAL"):
        return
    if item.word() == "(":
        for part in item.group().items():
            _add(part, change)
    elif item.word() == "CONSTRAINT" and _default_for(item, change):
        return
    elif item.sees("DEFAULT"):
        _set_default_for(item, change, None)
    elif begins_constraint(item):
        _add_constraint(item, change, table)
    elif item.word() in ("INDEX", "KEY", "FULLTEXT", "SPATIAL") and item.flavor.backslash_escapes:
        change.put(with_constraint(table, inline_index(item, table)))
    else:
        item.accept("COLUMN")
        lenient = item.if_exists()
        if item.word() == "(":
            for part in item.group().items():
                _add(part, change)
            return
        _add_column(item, change, read_column(item, change.schema, table), lenient=lenient)


def _add_constraint(item: Cursor, change: Alteration, table: Table) -> None:
    taken = item.part(item.at, item.stop)
    value = read_constraint(item, change.schema, table)
    table = settled(item, with_constraint(table, value))
    if taken.skip_to("USING") and taken.accept("USING", "INDEX"):
        name = taken.name()
        table = replace(table, indexes=tuple(index for index in table.indexes if index.name != name))
    change.put(table)


def _add_column(item: Cursor, change: Alteration, read: ColumnRead, *, lenient: bool) -> None:
    table = change.table(item)
    name = column_name(item.flavor, table, read.column.name)
    if table.find_column(name) is not None:
        if lenient:
            return
        table = replace(table, columns=tuple(c for c in table.columns if c.name != name))
    table, constraints = with_read(item, table, read)
    for constraint in constraints:
        table = with_constraint(table, constraint)
    change.put(settled(item, placed(item, table, read)))


def _default_for(item: Cursor, change: Alteration) -> bool:
    """Go past SQL Server's CONSTRAINT name DEFAULT x FOR column; return whether it was there."""
    if item.word(2) != "DEFAULT":
        return False
    item.expect("CONSTRAINT")
    _set_default_for(item, change, item.name())
    return True


def _set_default_for(item: Cursor, change: Alteration, name: str | None) -> None:
    item.expect("DEFAULT")
    default = default_of(item)
    item.expect("FOR")
    table = change.table(item)
    column = column_or_stub(item, table, item.name())
    change.put(with_column(table, replace(column, default=default, default_name=name)))


def _drop(item: Cursor, change: Alteration) -> None:
    table = change.table(item)
    if item.sees("PARTITION") or item.sees("PERIOD") or item.sees("SUPPLEMENTAL"):
        return
    cascade = "CASCADE" in {token.word for token in item.tokens[item.at : item.stop]}
    if item.accept("CONSTRAINT") or item.accept("CHECK"):
        item.if_exists()
        _drop_key(change, table, drop_constraint(item, table, item.name()), cascade=cascade)
    elif item.accept("PRIMARY", "KEY"):
        _drop_key(change, table, replace(table, primary_key=None), cascade=cascade)
    elif item.accept("FOREIGN", "KEY"):
        item.if_exists()
        change.put(drop_constraint(item, table, item.name()))
    elif item.accept("UNIQUE"):
        change.put(drop_key(table, column_names(item.flavor, table, item.names())))
    elif item.flavor.backslash_escapes and item.accept_any("INDEX", "KEY"):
        item.if_exists()
        change.schema = without_index(change.schema, item, table.key, item.name())
    else:
        item.accept("COLUMN")
        item.if_exists()
        parts = list(item.group().items()) if item.word() == "(" else [item]
        for part in parts:
            change.schema = drop_column(change.schema, part, table.key, part.name(), cascade=cascade)


def _drop_key(change: Alteration, before: Table, after: Table, *, cascade: bool) -> None:
    change.put(after)
    if cascade:
        change.schema = without_dependents(change.schema, before, after)


def _alter(item: Cursor, change: Alteration) -> None:
    if item.accept_any("INDEX", "CHECK", "CONSTRAINT", "KEY"):
        return
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    column = column_or_stub(item, table, item.name())
    if (
        item.flavor.routine_takes_rest
        and not item.flavor.modify_is_partial
        and not item.sees("ADD")
        and not item.sees("DROP")
    ):
        redefine_type(item, change, table, column)
        return
    change.put(with_column(table, alter_column(item, change.schema, column)))


def _comment(item: Cursor, change: Alteration) -> None:
    item.accept("=")
    change.put(replace(change.table(item), comment=item.string() or None))


_ACTIONS: dict[str, Callable[[Cursor, Alteration], None]] = {
    "ADD": _add,
    "DROP": _drop,
    "ALTER": _alter,
    "MODIFY": modify_column,
    "CHANGE": change_column,
    "RENAME": rename,
    "SET": set_,
    "COMMENT": _comment,
}
