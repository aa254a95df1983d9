"""Views, sequences, enums, namespaces, triggers and comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.schema.model import BY_HAND, Column, Domain, Key, Schema, Trigger, View
from sqlcompile.schema.reading.columns import sequence_options
from sqlcompile.schema.reading.constraints import constraint_name
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.expressions import default_of
from sqlcompile.schema.reading.names import column_name, find_table, known_key, same
from sqlcompile.schema.reading.types import enum_type, read_type


def _without(mapping: Mapping[Key, Any], key: Key) -> dict[Key, Any]:
    return {other: value for other, value in mapping.items() if other != key}


def create_view(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE … VIEW or ALTER VIEW … AS; the view keeps the whole text."""
    cursor.skip_to("VIEW")
    cursor.expect("VIEW")
    cursor.if_exists()
    key = known_key(cursor.flavor, schema, cursor.key(), schema.views)
    return replace(schema, views={**schema.views, key: View(cursor.raw(0, cursor.stop), schema)})


def drop_views(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP VIEW, read from behind it."""
    cursor.if_exists()
    for item in cursor.items():
        schema = replace(schema, views=_without(schema.views, known_key(item.flavor, schema, item.key(), schema.views)))
    return schema


def alter_view(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER VIEW, read from behind it."""
    start = cursor.at
    cursor.if_exists()
    key = known_key(cursor.flavor, schema, cursor.key(), schema.views)
    new: Key | None = None
    if cursor.accept("RENAME", "TO"):
        new = (key[0], cursor.name())
    elif cursor.accept("SET", "SCHEMA"):
        new = schema.key(key[1], cursor.name())
    if new is not None:
        view = schema.views.get(key)
        views = _without(schema.views, key)
        return schema if view is None else replace(schema, views={**views, new: view})
    if cursor.skip_to("AS"):
        return create_view(schema, cursor.part(start - 1, cursor.stop))
    return schema


def create_sequence(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE SEQUENCE, read from behind CREATE."""
    cursor.skip_to("SEQUENCE")
    cursor.expect("SEQUENCE")
    cursor.if_exists()
    written = cursor.key()
    if cursor.accept("AS"):
        cursor.skip()
    sequence = sa.Sequence(written[1], schema=written[0], **sequence_options(cursor))
    sequence.info[BY_HAND] = True
    return replace(schema, sequences={**schema.sequences, schema.key(written[1], written[0]): sequence})


def drop_sequences(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP SEQUENCE, read from behind it."""
    cursor.if_exists()
    for item in cursor.items():
        key = known_key(item.flavor, schema, item.key(), schema.sequences)
        schema = replace(schema, sequences=_without(schema.sequences, key))
    return schema


def alter_sequence(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER SEQUENCE, read from behind it: only a new name is kept."""
    cursor.if_exists()
    key = known_key(cursor.flavor, schema, cursor.key(), schema.sequences)
    if not cursor.accept("RENAME", "TO") or key not in schema.sequences:
        return schema
    name = cursor.name()
    made = sa.Sequence(name, schema=key[0])
    made.info.update(schema.sequences[key].info)
    return replace(schema, sequences={**_without(schema.sequences, key), (key[0], name): made})


def create_type(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE TYPE, read from behind it; only enums are kept."""
    key = cursor.key()
    if not cursor.accept("AS", "ENUM"):
        return schema
    values = tuple(item.string() for item in cursor.group().items())
    return replace(schema, enums={**schema.enums, schema.key(key[1], key[0]): values})


def drop_types(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP TYPE, read from behind it."""
    cursor.if_exists()
    for item in cursor.items():
        key = known_key(item.flavor, schema, item.key(), schema.enums)
        schema = replace(schema, enums=_without(schema.enums, key), domains=_without(schema.domains, key))
    return schema


def create_domain(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE DOMAIN, read from behind it."""
    name = cursor.key()
    key = schema.key(name[1], name[0])
    cursor.accept("AS")
    domain = Domain(read_type(cursor, schema))
    while not cursor.done:
        named = constraint_name(cursor)
        if cursor.accept("NOT", "NULL"):
            domain = replace(domain, not_null=True)
        elif cursor.accept("CHECK"):
            domain = _checked(domain, key[1], named, cursor.group().raw())
        elif cursor.accept("DEFAULT"):
            start = cursor.at
            default_of(cursor)
            domain = replace(domain, default=cursor.raw(start, cursor.at))
        elif cursor.accept("COLLATE"):
            domain = replace(domain, collation=cursor.parts()[-1])
        else:
            cursor.expect("NULL")
    return replace(schema, enums={**schema.enums, key: ()}, domains={**schema.domains, key: domain})


def _checked(domain: Domain, name: str, named: str | None, condition: str) -> Domain:
    """Return a domain with a check, named as ChooseConstraintName names one without a name."""
    taken = {other for other, _ in domain.checks}
    number = next(n for n in range(len(taken) + 1) if f"{name}_check{n or ''}" not in taken)
    return replace(domain, checks=(*domain.checks, (named or f"{name}_check{number or ''}", condition)))


def alter_domain(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER DOMAIN, read from behind it: of what it is made is not known any more."""
    key = known_key(cursor.flavor, schema, cursor.key(), schema.domains)
    domain = schema.domains.get(key)
    if key not in schema.domains or cursor.accept("OWNER") or cursor.accept("VALIDATE"):
        return schema
    new = key
    if cursor.accept("RENAME", "TO"):
        new = (key[0], cursor.name())
    elif cursor.accept("SET", "SCHEMA"):
        new = schema.key(key[1], cursor.name())
    elif domain is not None:
        domain = _altered(domain, key[1], cursor)
    enums = {**_without(schema.enums, key), new: ()}
    return replace(schema, enums=enums, domains={**_without(schema.domains, key), new: domain})


def _altered(domain: Domain, name: str, cursor: Cursor) -> Domain | None:
    if cursor.accept("SET", "NOT", "NULL"):
        return replace(domain, not_null=True)
    if cursor.accept("DROP", "NOT", "NULL"):
        return replace(domain, not_null=False)
    if cursor.accept("SET", "DEFAULT"):
        return replace(domain, default=cursor.raw())
    if cursor.accept("DROP", "DEFAULT"):
        return replace(domain, default=None)
    if cursor.accept("DROP", "CONSTRAINT"):
        cursor.if_exists()
        gone = cursor.name()
        return replace(domain, checks=tuple(check for check in domain.checks if check[0] != gone))
    if cursor.accept("ADD"):
        named = constraint_name(cursor)
        if cursor.accept("CHECK"):
            return _checked(domain, name, named, cursor.group().raw())
    return None


def alter_type(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER TYPE, read from behind it."""
    key = known_key(cursor.flavor, schema, cursor.key(), schema.enums)
    values = schema.enums.get(key)
    if values is None:
        return schema
    new = key
    if cursor.accept("ADD", "VALUE"):
        cursor.if_exists()
        values = _with_value(cursor, values, cursor.string())
    elif cursor.accept("RENAME", "VALUE"):
        old = cursor.string()
        cursor.expect("TO")
        renamed = cursor.string()
        values = tuple(renamed if value == old else value for value in values)
    elif cursor.accept("RENAME", "TO"):
        new = (key[0], cursor.name())
    elif cursor.accept("SET", "SCHEMA"):
        new = schema.key(key[1], cursor.name())
    else:
        return schema
    return _enum_changed(replace(schema, enums={**_without(schema.enums, key), new: values}), key, new, values)


def _with_value(cursor: Cursor, values: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value in values:
        return values
    place = cursor.accept_any("BEFORE", "AFTER")
    neighbour = cursor.string() if place else ""
    if neighbour not in values:
        return (*values, value)
    at = values.index(neighbour) + (place == "AFTER")
    return (*values[:at], value, *values[at:])


def _enum_changed(schema: Schema, old: Key, new: Key, values: tuple[str, ...]) -> Schema:
    """Return the schema with the enum's new values and name in the columns that have it."""

    def changed(column: Column) -> Column:
        type_ = column.type
        item = type_.item_type if isinstance(type_, sa.ARRAY) else type_
        if not (isinstance(item, sa.Enum) and item.name and schema.key(item.name, item.schema) == old):
            return column
        made: Any = enum_type(new, values)
        if isinstance(type_, sa.ARRAY):
            made = type(type_)(made, dimensions=type_.dimensions)
        return replace(column, type=made)

    for table in list(schema.tables.values()):
        columns = tuple(changed(column) for column in table.columns)
        if any(after is not before for after, before in zip(columns, table.columns, strict=True)):
            schema = schema.with_table(replace(table, columns=columns))
    return schema


def create_schema(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE SCHEMA, read from behind it."""
    cursor.if_exists()
    if cursor.accept("AUTHORIZATION"):
        return schema
    name = cursor.name()
    if name in schema.namespaces:
        return schema
    return replace(schema, namespaces=(*schema.namespaces, name))


def drop_schemas(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP SCHEMA, read from behind it, with what was in it gone as well."""
    cursor.if_exists()
    for item in cursor.items():
        name = item.name()
        gone = schema.key("", name)[0]
        schema = replace(schema, namespaces=tuple(other for other in schema.namespaces if other != name))
        if gone is None and item.done:
            continue
        for key in [key for key in schema.tables if key[0] == gone]:
            schema = schema.without_table(key[1], key[0])
        schema = replace(
            schema,
            enums={k: v for k, v in schema.enums.items() if k[0] != gone},
            domains={k: v for k, v in schema.domains.items() if k[0] != gone},
            views={k: v for k, v in schema.views.items() if k[0] != gone},
            sequences={k: v for k, v in schema.sequences.items() if k[0] != gone},
        )
    return schema


def create_trigger(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE … TRIGGER; the trigger keeps the whole text."""
    cursor.skip_to("TRIGGER")
    cursor.expect("TRIGGER")
    cursor.if_exists()
    written = cursor.key()
    if not cursor.skip_to("ON"):
        raise Unread("ON")
    cursor.skip()
    target = cursor.key()
    table = find_table(cursor.flavor, schema, target)
    key = schema.key(table.name, table.namespace) if table is not None else schema.key(target[1], target[0])
    trigger = Trigger(written[1], key, cursor.raw(0, cursor.stop))
    return replace(schema, triggers={**schema.triggers, _trigger_key(cursor, schema, written, key): trigger})


def _trigger_key(cursor: Cursor, schema: Schema, written: Key, table: Key) -> Key:
    """Return a trigger's key; where triggers are named for each table, the table is part of it."""
    if cursor.flavor.triggers_belong_to_tables:
        return (table[0], f"{table[1]}.{written[1]}")
    return schema.key(written[1], written[0])


def drop_trigger(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP TRIGGER, read from behind it."""
    cursor.if_exists()
    for item in cursor.items():
        name = item.key()[1]
        target = item.key() if item.accept("ON") and item.sees_name() else None
        key = known_key(item.flavor, schema, target, schema.tables) if target is not None else None
        triggers = {
            k: trigger
            for k, trigger in schema.triggers.items()
            if not (same(item.flavor, trigger.name, name) and key in (None, trigger.table))
        }
        schema = replace(schema, triggers=triggers)
    return schema


def comment_on(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after COMMENT ON, read from behind it; only tables, views and columns keep theirs."""
    cursor.accept("MATERIALIZED")
    kind = cursor.accept_any("TABLE", "COLUMN", "VIEW")
    if not kind:
        return schema
    parts = cursor.parts()
    cursor.expect("IS")
    comment = None if cursor.accept("NULL") else cursor.string() or None
    name = parts.pop() if kind == "COLUMN" else ""
    if not parts:
        raise Unread("a table")
    place = (parts[-2] if len(parts) > 1 else None, parts[-1])
    table = find_table(cursor.flavor, schema, place)
    view = schema.views.get(schema.key(place[1], place[0]))
    if kind != "COLUMN" and view is not None:
        views = {**schema.views, schema.key(place[1], place[0]): replace(view, comment=comment)}
        return replace(schema, views=views)
    if table is None or kind == "VIEW":
        return schema
    if kind == "TABLE":
        return schema.with_table(replace(table, comment=comment))
    column = table.find_column(column_name(cursor.flavor, table, name))
    return schema if column is None else schema.with_table(table.with_column(replace(column, comment=comment)))
