"""``op.drop_index``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import DropIndex as SADropIndex

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConstraintNotFound, SchemaError
from sqlcompile.operations.nameless import choosing, chosen, dropped
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import sa_index, stub_table
from sqlcompile.schema.model import Index, Options, Schema, Table, without


@dataclass(frozen=True)
class DropIndex(Operation):
    """Drops an index; its table is found in the replayed schema where the script does not name it."""

    name: str | None
    table: str | None
    namespace: str | None
    if_exists: bool = False
    keywords: Options = ()

    def on(self, schema: Schema) -> Table | None:
        """Return the table that has the index, None where the history does not know it."""
        if self.table is not None:
            return schema.find(self.table, self.namespace)
        for table in schema.tables.values():
            if any(index.name == self.name for index in table.indexes):
                return table
        return None

    def resolved(self, schema: Schema) -> DropIndex:
        """Return the operation with the index's name, which the replayed schema knows; raises SchemaError."""
        table = self.on(schema)
        if self.name is not None:
            return self
        if table is None:
            raise ConstraintNotFound(self.table or "", None, "index with a known name")
        index = self._resolved(table, schema)
        if index.name is None:
            raise ConstraintNotFound(table.name, None, "index with a known name")
        return replace(self, name=index.name)

    def _resolved(self, table: Table, schema: Schema) -> Index:
        index = chosen(table, [index for index in table.indexes if not index.implicit], schema.script)
        if index is None:
            raise ConstraintNotFound(table.name, None, "index")
        return index

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.on(schema)
        if table is None:
            if self.name is None:
                self.resolved(schema)
            return schema
        if self.name is None:
            index = self._resolved(table, schema)
            left = tuple(other for other in table.indexes if other is not index)
            schema = dropped(schema, table, index)
            return choosing(schema, table, index, table.indexes).with_table(replace(table, indexes=left))
        name = dialect.stored_name(self.name)
        left = without(table.indexes, [name])
        if len(left) < len(table.indexes):
            return schema.with_table(replace(table, indexes=left))
        if dialect.unique_indexes_are_constraints:
            constraints = tuple(c for c in table.constraints if not (c.kind == "unique" and c.name == name))
            if len(constraints) < len(table.constraints):
                return schema.with_table(replace(table, constraints=constraints))
        if table.complete and not self.if_exists and not schema.not_analysed:
            raise ConstraintNotFound(table.name, self.name, "index", [str(index.name) for index in table.indexes])
        return schema

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_exists or self.name is None:
            return None
        table = self.on(before)
        return ("drop index", table is not None and any(index.name == self.name for index in table.indexes))

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        if self.name is None:
            yield from dialect.statements(self.resolved(before), before)
            return
        native = "drop index" in dialect.native_if
        table = self.on(before)
        name = self.table or (table.name if table else None)
        namespace = self.namespace or (table.namespace if table else None)
        stub = stub_table(name or "", namespace, ["x"])
        options = tuple((k, v) for k, v in self.keywords if k in _LASTING)
        index: sa.Index = sa_index(Index(self.name, ("x",), options=options), stub)
        text = dialect.drop_index_sql(SADropIndex(index, if_exists=self.if_exists and native), named=bool(name))
        yield Statement(text, transactional=not dialect.index_is_not_transactional(dict(self.keywords)))


_LASTING = ("postgresql_concurrently",)


def drop_index(
    index_name: str | None,
    table_name: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
    **kw: Any,
) -> None:
    """Drop an index; ``table_name`` may be left out where the history made the index.

    Without a name it is the index of the table that this revision's upgrade() made without a name, or the
    only one. Raises SchemaError where it may be several, and where neither name nor table is given.
    """
    if index_name is None and table_name is None:
        raise SchemaError("This drop names neither an index nor its table.", hint="Give the index's name.")
    current().record(DropIndex(index_name, table_name, schema, bool(if_exists), tuple(kw.items())))
