"""ALTER TABLE: one function for each kind of action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.types import NullType

from sqlcompile.schema import edit
from sqlcompile.schema.model import Column, Key, Schema, Table
from sqlcompile.schema.reading.alter_column import alter_column
from sqlcompile.schema.reading.columns import ColumnRead, read_column, read_definition
from sqlcompile.schema.reading.constraints import (
    begins_constraint,
    read_constraint,
    with_constraint,
)
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.drops import drop_column, drop_constraint, drop_key
from sqlcompile.schema.reading.expressions import default_of
from sqlcompile.schema.reading.indexes import inline_index, rename_constraint, rename_index, without_index
from sqlcompile.schema.reading.names import column_name, column_names, find_table, same, table_or_stub
from sqlcompile.schema.reading.tables import settled, with_read


@dataclass
class Alteration:
    """An ALTER TABLE while it is read: the schema so far, and the table's key in it."""

    schema: Schema
    key: Key

    def table(self, cursor: Cursor) -> Table:
        """Return the table as it is by now."""
        return table_or_stub(cursor.flavor, self.schema, self.key)

    def put(self, table: Table) -> None:
        """Put the changed table in its place."""
        self.schema = self.schema.with_table(table)


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
        elif word in _NO_EFFECT:
            continue
        elif verb in (_add, _drop) and item.sees_name():  # SQL Server's ADD a int, b int
            assert verb is not None
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


def placed(item: Cursor, table: Table, read: ColumnRead) -> Table:
    """Return the table with the column in the place that FIRST or AFTER gives it."""
    if read.place is None:
        return table
    others = [column for column in table.columns if column.name != read.column.name]
    names = [column.name for column in others]
    after = column_name(item.flavor, table, read.place)
    at = names.index(after) + 1 if after in names else 0 if read.place == "" else len(names)
    return replace(table, columns=(*others[:at], table.column(read.column.name), *others[at:]))


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
    column = _column(item, table, item.name())
    change.put(_with(table, replace(column, default=default, default_name=name)))


def _column(item: Cursor, table: Table, name: str) -> Column:
    """Return the column of that name, one of which nothing is known where the table does not have it."""
    name = column_name(item.flavor, table, name)
    return table.find_column(name) or Column(name, NullType())


def _with(table: Table, column: Column) -> Table:
    if table.find_column(column.name) is None:
        return replace(table, columns=(*table.columns, column), complete=False)
    return table.with_column(column)


def _drop(item: Cursor, change: Alteration) -> None:
    table = change.table(item)
    if item.sees("PARTITION") or item.sees("PERIOD") or item.sees("SUPPLEMENTAL"):
        return
    if item.accept("CONSTRAINT") or item.accept("CHECK"):
        item.if_exists()
        change.put(drop_constraint(item, table, item.name()))
    elif item.accept("PRIMARY", "KEY"):
        change.put(replace(table, primary_key=None))
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
        cascade = "CASCADE" in {token.word for token in item.tokens[item.at : item.stop]}
        for part in parts:
            change.schema = drop_column(change.schema, part, table.key, part.name(), cascade=cascade)


def _alter(item: Cursor, change: Alteration) -> None:
    if item.accept_any("INDEX", "CHECK", "CONSTRAINT", "KEY"):
        return
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    column = _column(item, table, item.name())
    if (
        item.flavor.routine_takes_rest
        and not item.flavor.modify_is_partial
        and not item.sees("ADD")
        and not item.sees("DROP")
    ):
        _redefine_type(item, change, table, column)
        return
    change.put(_with(table, alter_column(item, change.schema, column)))


def _redefine_type(item: Cursor, change: Alteration, table: Table, column: Column) -> None:
    """Apply SQL Server's ALTER COLUMN, which says the type and whether it may be null, and no more."""
    read = read_definition(item, change.schema, table, column.name)
    change.put(_with(table, replace(column, type=read.column.type, nullable=read.column.nullable)))


def _modify(item: Cursor, change: Alteration) -> None:
    if item.word() in ("CONSTRAINT", "PARTITION", "LOB", "DEFAULT", "NESTED", "PRIMARY", "UNIQUE", "VARRAY"):
        return
    if item.word() == "(":
        for part in item.group().items():
            _modify(part, change)
        return
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    name = column_name(item.flavor, table, item.name())
    _redefine(item, change, _column(item, table, name), name)


def _change(item: Cursor, change: Alteration) -> None:
    item.accept("COLUMN")
    item.if_exists()
    table = change.table(item)
    column = _column(item, table, item.name())
    _redefine(item, change, column, item.name())


def _redefine(item: Cursor, change: Alteration, old: Column, name: str) -> None:
    """Apply MySQL's and Oracle's MODIFY: all of the column is said anew, or (Oracle) what changes."""
    table = change.table(item)
    read = read_definition(item, change.schema, table, old.name)
    column = read.column
    if item.flavor.modify_is_partial:
        kept: dict[str, Any] = {
            clause: getattr(column, clause) for clause in read.said if clause in _PROPERTIES
        }
        column = replace(old, **kept)
    primary = table.primary_key
    if primary is not None and column.name in primary.columns:
        column = replace(column, nullable=False)
    table = _with(table, column)
    for constraint in read.constraints:
        table = with_constraint(table, constraint)
    change.put(settled(item, placed(item, table, read)))
    if name != old.name:
        change.schema = edit.rename_column(change.schema, change.table(item), old.name, name)


_PROPERTIES = ("type", "nullable", "default", "identity", "computed")


def _rename(item: Cursor, change: Alteration) -> None:
    table = change.table(item)
    kind = item.word() if item.word(1) not in ("TO", "") else ""
    if kind in ("CONSTRAINT", "INDEX", "KEY"):
        item.at += 1
        item.if_exists()
        old = item.name()
        item.expect("TO")
        if kind == "CONSTRAINT":
            change.put(rename_constraint(item, table, old, item.name()))
        else:
            change.schema = _rename_index(item, change, table, old, item.name())
    elif kind not in ("", "TO", "AS") or item.word(1) == "TO":
        item.accept("COLUMN") if item.word(1) != "TO" else None
        item.if_exists()
        old = column_name(item.flavor, table, item.name())
        item.expect("TO")
        new = item.name()
        if item.token() is None:
            change.schema = edit.rename_column(change.schema, table, old, new)
    else:
        _rename_table(item, change, table)


def _rename_index(item: Cursor, change: Alteration, table: Table, old: str, new: str) -> Schema:
    for index in table.indexes:
        if same(item.flavor, index.name, old):
            indexes = tuple(replace(i, name=new) if i is index else i for i in table.indexes)
            return change.schema.with_table(replace(table, indexes=indexes))
    return rename_index(change.schema, item, (None, old), new)


def _rename_table(item: Cursor, change: Alteration, table: Table) -> None:
    item.accept_any("TO", "AS")
    namespace, new = item.key()
    if find_table(item.flavor, change.schema, change.key) is not None:
        change.schema = edit.rename_table(change.schema, table, new)
        if namespace is not None and namespace != table.namespace:
            change.schema = moved(change.schema, change.schema.table(new, table.namespace), namespace)
    elif change.schema.key(change.key[1], change.key[0]) not in change.schema.views:
        change.schema = change.schema.with_table(replace(table, name=new))
    change.key = (namespace or change.key[0], new)


def moved(schema: Schema, table: Table, namespace: str) -> Schema:
    """Return the schema with a table in another namespace, the foreign keys to it included."""
    for other, key in list(schema.referring(table.name, table.namespace)):
        target = replace(key, target=(namespace, table.name))
        current = schema.table(other.name, other.namespace)
        constraints = tuple(target if constraint is key else constraint for constraint in current.constraints)
        schema = schema.with_table(replace(current, constraints=constraints))
    current = schema.table(table.name, table.namespace)
    old, new = schema.key(table.name, table.namespace), schema.key(table.name, namespace)
    triggers = {k: replace(t, table=new) if t.table == old else t for k, t in schema.triggers.items()}
    tables = {k: t for k, t in schema.tables.items() if k != old}
    return replace(schema, tables=tables, triggers=triggers).with_table(replace(current, namespace=namespace))


def _set(item: Cursor, change: Alteration) -> None:
    if item.accept("SCHEMA"):
        namespace = item.name()
        table = find_table(item.flavor, change.schema, change.key)
        if table is not None:
            change.schema = moved(change.schema, table, namespace)
            change.key = (namespace, table.name)
    elif item.accept("UNUSED"):
        item.accept("COLUMN")
        for part in list(item.group().items()) if item.word() == "(" else [item]:
            table = change.table(item)
            change.schema = drop_column(change.schema, part, table.key, part.name(), cascade=True)


def _comment(item: Cursor, change: Alteration) -> None:
    item.accept("=")
    change.put(replace(change.table(item), comment=item.string() or None))


_ACTIONS: dict[str, Callable[[Cursor, Alteration], None]] = {
    "ADD": _add,
    "DROP": _drop,
    "ALTER": _alter,
    "MODIFY": _modify,
    "CHANGE": _change,
    "RENAME": _rename,
    "SET": _set,
    "COMMENT": _comment,
}

_NO_EFFECT = frozenset(
    [
        "OWNER",
        "ENABLE",
        "DISABLE",
        "FORCE",
        "NO",
        "NOT",
        "INHERIT",
        "VALIDATE",
        "CLUSTER",
        "RESET",
        "REPLICA",
        "ATTACH",
        "DETACH",
        "ENGINE",
        "AUTO_INCREMENT",
        "CONVERT",
        "DEFAULT",
        "CHARACTER",
        "CHARSET",
        "COLLATE",
        "ORDER",
        "ALGORITHM",
        "LOCK",
        "ROW_FORMAT",
        "CHECK",
        "NOCHECK",
        "SWITCH",
        "REBUILD",
        "MOVE",
        "LOGGING",
        "NOLOGGING",
        "PARALLEL",
        "NOPARALLEL",
        "TRUNCATE",
        "EXCHANGE",
        "REORGANIZE",
        "COALESCE",
        "PARTITION",
        "SPLIT",
        "MERGE",
        "KEEP",
        "INMEMORY",
        "READ",
        "CACHE",
        "NOCACHE",
        "OF",
        "WITHOUT",
        "STATS_PERSISTENT",
        "KEY_BLOCK_SIZE",
        "SHRINK",
        "COMPRESS",
        "NOCOMPRESS",
        "PCTFREE",
        "INITRANS",
        "DISCARD",
        "IMPORT",
        "ANALYZE",
        "OPTIMIZE",
        "REMOVE",
        "UPGRADE",
        "DEPENDS",
        "AVG_ROW_LENGTH",
        "MAX_ROWS",
        "MIN_ROWS",
        "TABLESPACE",
        "ROW",
        "WAIT",
        "NOWAIT",
        "PAGE_COMPRESSED",
        "CHECKSUM",
        "DATA",
    ]
)
