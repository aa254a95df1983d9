"""In which order a query gives its rows: an INSERT numbers them so."""

from __future__ import annotations

from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.queries import table_kinds
from sqlcompile.schema.model import Key, Schema, Unique
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.names import find_table, spelled

_MIXING = ("joins", "group", "distinct", "having", "windows", "with_", "with")


def surely_ordered(query: Any, dialect: Dialect, schema: Schema, disturbed: set[Key]) -> bool:
    """Return whether all databases give the rows of a query in the order in which they are here.

    ``disturbed`` are the tables of which rows were changed or deleted, so that others may lie in their place.
    """
    if type(query).__name__ == "Subquery":
        query = query.this
    if type(query).__name__ == "Values":
        return True
    if type(query).__name__ != "Select":
        return False
    source = query.args.get("from_") or query.args.get("from")
    if source is None:
        return True
    if (
        type(source.this).__name__ != "Table"
        or source.this.args.get("joins")
        or any(query.args.get(n) for n in _MIXING)
    ):
        return False
    flavor = flavor_of(dialect.sqlglot_name)
    namespace = flavor.fold(source.this.db) if source.this.db else None
    table = find_table(flavor, schema, (namespace, flavor.fold(source.this.name)))
    if table is None:
        return False
    kinds = table_kinds(table, dialect)
    order = query.args.get("order")
    if order is not None:
        names = [
            spelled(flavor, item.this.name, kinds) for item in order.expressions if type(item.this).__name__ == "Column"
        ]
        return any(name in kinds and kinds[name].unique for name in names)
    key = schema.key(table.name, table.namespace)
    indexed = bool(table.indexes) or any(isinstance(item, Unique) for item in table.constraints)
    return key not in disturbed and (dialect.key_numbers == "own" or not indexed)
