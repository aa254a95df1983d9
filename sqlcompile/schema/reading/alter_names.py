"""ALTER TABLE … RENAME and SET SCHEMA."""

from __future__ import annotations

from dataclasses import replace

from sqlcompile.schema import edit
from sqlcompile.schema.model import Schema, Table
from sqlcompile.schema.reading.alteration import Alteration
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.drops import drop_column
from sqlcompile.schema.reading.indexes import rename_constraint, rename_index
from sqlcompile.schema.reading.names import column_name, find_table, same


def rename(item: Cursor, change: Alteration) -> None:
    """Apply RENAME: of the table, a column, a constraint or an index."""
    table = change.table(item)
    kind = item.word() if item.token(1) is not None and item.word(1) != "TO" else ""
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
    schema = replace(schema.without_table(table.name, table.namespace), triggers=triggers)
    return schema.with_table(replace(current, namespace=namespace))


def set_(item: Cursor, change: Alteration) -> None:
    """Apply SET SCHEMA and SET UNUSED; other settings change nothing."""
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
