"""CREATE TABLE and DROP TABLE."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.types import Integer

from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Schema,
    Table,
    Unique,
)
from sqlcompile.schema.reading.columns import ColumnRead, read_column
from sqlcompile.schema.reading.constraints import (
    begins_constraint,
    completed,
    read_constraint,
    with_constraint,
)
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.expressions import columns_in_text
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.indexes import inline_index
from sqlcompile.schema.reading.names import column_names, find_table, known_key
from sqlcompile.schema.reading.table_options import with_options

_KINDS = (
    "TEMPORARY",
    "TEMP",
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "PRIVATE",
    "OR",
    "REPLACE",
    "FOREIGN",
    "EXTERNAL",
)
_KEYS = ("INDEX", "KEY", "FULLTEXT", "SPATIAL")


def create_table(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after CREATE TABLE, read from behind CREATE."""
    prefixes = []
    while word := cursor.accept_any(*_KINDS):
        prefixes.append(word)
    cursor.expect("TABLE")
    lenient = cursor.if_exists()
    key = cursor.key()
    if lenient and find_table(cursor.flavor, schema, key) is not None:
        return schema
    shown = tuple(prefix for prefix in prefixes if prefix not in ("OR", "REPLACE"))
    table = Table(known_key(cursor.flavor, schema, key, schema.tables)[1], key[0], prefixes=shown)
    if cursor.accept("PARTITION", "OF"):
        parent = cursor.key()
        table = partition_of(table, parent[1], cursor.flavor)
        return schema.with_table(_like(table, find_table(cursor.flavor, schema, parent)))
    if cursor.accept("LIKE"):
        return schema.with_table(_like(table, find_table(cursor.flavor, schema, cursor.key())))
    if cursor.word() == "(" and not _holds_query(cursor):
        table = _filled(cursor.group(), schema, table)
    return schema.with_table(with_options(cursor, schema, table))


def partition_of(table: Table, parent: str, flavor: Flavor) -> Table:
    """Return the table as a partition of another one, which it inherits from."""
    name = f"{flavor.option_prefix}_inherits"
    return replace(table, options=(*(option for option in table.options if option[0] != name), (name, (parent,))))


def create_virtual_table(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after SQLite's CREATE VIRTUAL TABLE: of the table only its name is known."""
    cursor.expect("VIRTUAL", "TABLE")
    cursor.if_exists()
    key = cursor.key()
    if find_table(cursor.flavor, schema, key) is not None:
        return schema
    return schema.with_table(Table(key[1], key[0], complete=False))


def _holds_query(cursor: Cursor) -> bool:
    return cursor.word(1) in ("SELECT", "WITH", "VALUES", "(") and cursor.word(2) != ","


def _like(table: Table, other: Table | None, *, everything: bool = True) -> Table:
    """Return the table with another one's columns; constraints that have a name stay with the other."""
    if other is None:
        return replace(table, complete=False)
    columns = other.columns
    if not everything:
        columns = tuple(replace(c, default=None, computed=None, identity=None, autoincrement=False) for c in columns)
    return replace(
        table,
        columns=(*table.columns, *columns),
        primary_key=replace(other.primary_key, name=None) if other.primary_key and everything else table.primary_key,
        constraints=(
            *table.constraints,
            *(replace(c, name=None) for c in other.constraints if everything and isinstance(c, Unique | Check)),
        ),
        complete=table.complete and other.complete,
    )


def _filled(group: Cursor, schema: Schema, table: Table) -> Table:
    """Return the table with the columns and constraints in the parentheses."""
    later: list[Cursor] = []
    inline: list[Constraint] = []
    for item in group.items():
        if item.accept("LIKE"):
            other = find_table(item.flavor, schema, item.key())
            everything = "ALL" in {token.word for token in item.tokens[item.at : item.stop]}
            table = _like(table, other, everything=everything)
        elif begins_constraint(item) or _begins_index(item) or item.sees("PERIOD", "FOR"):
            later.append(item)
        else:
            read = read_column(item, schema, table)
            table, constraints = with_read(item, table, read)
            inline += constraints
    for constraint in inline:
        table = with_constraint(table, constraint)
    for item in later:
        if _begins_index(item):
            table = with_constraint(table, inline_index(item, table))
        elif not item.sees("PERIOD"):
            table = with_constraint(table, read_constraint(item, schema, table))
    return settled(group, table)


def with_read(cursor: Cursor, table: Table, read: ColumnRead) -> tuple[Table, list[Constraint]]:
    """Return the table with the column that was read, and the constraints that it brings."""
    if read.autoincrement_keyword:
        table = replace(table, options=(*table.options, (f"{cursor.flavor.option_prefix}_autoincrement", True)))
    return replace(table, columns=(*table.columns, read.column)), read.constraints


def _begins_index(item: Cursor) -> bool:
    """Return whether MySQL's or SQL Server's index comes next, rather than a column called key."""
    if item.word() not in _KEYS or not (item.flavor.backslash_escapes or item.flavor.routine_takes_rest):
        return False
    if item.word() in ("FULLTEXT", "SPATIAL") or item.word(1) == "(":
        return True
    return item.word(2) in ("(", "USING", "UNIQUE", "CLUSTERED", "NONCLUSTERED") and not _is_type(item)


def _is_type(item: Cursor) -> bool:
    return item.word(1) in ("VARCHAR", "CHAR", "INT", "DECIMAL", "NVARCHAR", "NUMERIC", "VARBINARY", "BIGINT")


def settled(cursor: Cursor, table: Table) -> Table:
    """Return the table with what its parts say of one another: keys are not null, for one."""
    flavor = cursor.flavor
    primary = table.primary_key
    constraints = tuple(_settled(cursor, table, constraint) for constraint in table.constraints)
    if primary is None:
        return replace(table, constraints=constraints)
    names = column_names(flavor, table, primary.columns)
    rowid = flavor.rowid_alias and len(names) == 1 and _is_integer(table.find_column(names[0]))
    columns = tuple(
        _key_column(column, len(names) == 1, allows_null=flavor.rowid_alias, rowid=rowid)
        if column.name in names
        else column
        for column in table.columns
    )
    return replace(table, columns=columns, primary_key=replace(primary, columns=names), constraints=constraints)


def _is_integer(column: Column | None) -> bool:
    return column is not None and isinstance(column.type, Integer) and type(column.type).__name__ == "INTEGER"


def _key_column(column: Column, alone: bool, *, allows_null: bool, rowid: bool) -> Column:
    if rowid:
        return replace(column, autoincrement=True)
    autoincrement = column.autoincrement or (alone and column.identity is not None)
    return replace(column, nullable=column.nullable and allows_null, autoincrement=autoincrement)


def _settled(cursor: Cursor, table: Table, constraint: Constraint) -> Constraint:
    if isinstance(constraint, ForeignKey):
        constraint = replace(constraint, columns=column_names(cursor.flavor, table, constraint.columns))
        return completed(constraint, table)
    if isinstance(constraint, Unique):
        return replace(constraint, columns=column_names(cursor.flavor, table, constraint.columns))
    if isinstance(constraint, Check):
        return replace(constraint, columns=columns_in_text(cursor.flavor, str(constraint.expression), table.columns))
    return constraint


def drop_tables(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after DROP TABLE, read from behind it."""
    cursor.if_exists()
    for item in cursor.items():
        key = item.key()
        table = find_table(item.flavor, schema, key)
        if table is None:
            continue
        if "CASCADE" in {token.word for token in cursor.tokens[item.at : cursor.stop]}:
            schema = without_references(schema, table)
        schema = schema.without_table(table.name, table.namespace)
    return schema


def without_references(schema: Schema, table: Table, column: str | None = None) -> Schema:
    """Return the schema without the foreign keys that refer to the table, or to one of its columns."""
    for other, key in list(schema.referring(table.name, table.namespace)):
        if column is None or column in key.target_columns:
            current = schema.table(other.name, other.namespace)
            left = tuple(constraint for constraint in current.constraints if constraint is not key)
            schema = schema.with_table(replace(current, constraints=left))
    return schema
