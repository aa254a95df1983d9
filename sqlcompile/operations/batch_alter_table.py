"""``op.batch_alter_table``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError, UnsupportedOperation
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint, conventional
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_operations import BatchOperations, BatchRecorder
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import named
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.listening import heard
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.operations.rebuild import rebuilt
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import column_from, constraint_from, sa_column, table_from, type_checks
from sqlcompile.schema.model import Column, Constraint, Options, PrimaryKey, Schema, Table, Unique


@dataclass(frozen=True)
class BatchAlterTable(TableOperation):
    """Several changes to one table, which a database may do by building the table anew."""

    operations: tuple[Operation, ...]
    recreate: Literal["auto", "always", "never"] = "auto"
    copy_from: sa.Table | None = None
    table_args: tuple[Any, ...] = ()
    table_kwargs: Options = ()
    reflect_args: tuple[Any, ...] = ()
    partial_reordering: tuple[tuple[str, ...], ...] = ()
    naming_convention: Mapping[str, str] = field(default_factory=dict)

    def rebuilds(self, dialect: Dialect, before: Schema) -> bool:
        """Return whether the table is built anew on that database.

        Only a database that needs it does it: elsewhere a new table would lose its place in other
        tables' foreign keys, its sequences and its constraints' names. Raises UnsupportedOperation where
        it must be done and ``recreate`` is "never".
        """
        if not dialect.rebuilds:
            return False
        if self.recreate == "always":
            return True
        schema = before
        needed = False
        for operation in self._indexes_last():
            needed = needed or dialect.needs_rebuild(operation, schema)
            if not needed:
                schema = operation.apply(schema, dialect)
        if needed and self.recreate == "never":
            raise UnsupportedOperation(
                dialect.title,
                f'change the table "{self.table}" in place as this batch does',
                'Leave recreate at "auto", so that the table is built anew.',
            )
        return needed

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        parts = self._parts(dialect)
        alone = parts[0] is self
        if alone and self.rebuilds(dialect, schema):
            return self._rebuilt(schema, dialect)[0]
        if alone:
            schema = self._with_given(schema, dialect)
            parts = self._in_place()
        for part in parts:
            schema = self._resolved(part, schema).apply(schema, dialect)
        return schema

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        parts = self._parts(dialect)
        alone = parts[0] is self
        if alone and self.rebuilds(dialect, before):
            _, old, new, sources = self._rebuilt(before, dialect)
            dialect.check_rebuild(before, old, set(sources.values()))
            yield from self._remarks(dialect)
            yield from rebuilt(dialect, before, old, new, sources)
            return
        schema = before
        if alone:
            yield from self._order_remark(dialect)
            schema = self._with_given(before, dialect)
            parts = self._in_place()
        for part in parts:
            operation = self._resolved(part, schema)
            after = operation.apply(schema, dialect)
            yield from dialect.statements(operation, schema)
            schema = after

    def _parts(self, dialect: Dialect) -> list[Operation]:
        """Return the batch in parts: itself, or batches with what stands between them.

        That is statements, and renames of columns where tables are built anew: a rename in place
        reaches other tables' foreign keys, views and triggers, which a new table does not.
        """
        groups: list[list[Operation]] = [[]]
        between: list[Operation] = []
        for operation in self._unfolded(dialect):
            if isinstance(operation, Execute) or _renames_in_place(operation, dialect):
                groups += [[operation], []]
                between.append(operation)
            else:
                groups[-1].append(operation)
        if not between:
            return [self]
        filled = [group for group in groups if group]
        batches = [group for group in filled if group[0] not in between]
        if not batches and self.recreate == "always":
            batches = [[]]
            filled.append(batches[0])
        parts: list[Operation] = []
        for group in filled:
            if group and group[0] in between:
                parts.append(group[0])
                continue
            part = replace(self, operations=tuple(group))
            if group is not batches[0]:
                part = replace(part, copy_from=None, reflect_args=())
            if group is not batches[-1]:
                part = replace(part, recreate="auto", table_args=(), table_kwargs=(), partial_reordering=())
            parts.append(part)
        return parts

    def _unfolded(self, dialect: Dialect) -> Iterator[Operation]:
        """Yield the operations; where tables are built anew, a rename with other changes becomes two."""
        for operation in self.operations:
            if (
                not isinstance(operation, AlterColumn)
                or operation.new_name in (None, operation.column)
                or not dialect.rebuilds
                or self.copy_from is not None
                or self.reflect_args
            ):
                yield operation
                continue
            assert operation.new_name is not None
            yield AlterColumn(self.table, self.namespace, operation.column, new_name=operation.new_name)
            rest = replace(operation, column=operation.new_name, new_name=None)
            if not rest.changes_nothing or rest.moves:
                yield rest

    def _in_place(self) -> list[Operation]:
        """Return the operations for a database that changes the table in place."""
        further: list[Operation] = [
            AddConstraint(self.table, self.namespace, argument)
            for argument in (self.table_args if self.recreate == "always" else ())
            if isinstance(argument, Constraint)
        ]
        return [*self.operations, *further]

    def _with_given(self, schema: Schema, dialect: Dialect) -> Schema:
        """Return the schema with ``copy_from``, where the history does not know the table."""
        if self.copy_from is None or schema.find(self.table, self.namespace) is not None:
            return schema
        return schema.with_table(named(schema, dialect, self._start(schema, dialect)))

    def _resolved(self, operation: Operation, schema: Schema) -> Operation:
        """Return the drop of an unnamed constraint by the name that the database gave it.

        The script calls it by the name that ``naming_convention`` would give.
        """
        table = schema.find(self.table, self.namespace)
        if not self.naming_convention or not isinstance(operation, DropConstraint) or table is None:
            return operation
        if any(constraint.name == operation.name for constraint in table.all_constraints()):
            return operation
        for constraint in table.all_constraints():
            if constraint.generated and self._named(constraint).name == operation.name:
                return replace(operation, name=constraint.name, type=constraint.kind)
        return operation

    def _remarks(self, dialect: Dialect) -> Iterator[Statement]:
        """Yield the remark that stands for comments that the database does not keep."""
        commented = any(
            isinstance(operation, CommentTable)
            or (isinstance(operation, AlterColumn) and operation.comment is not False)
            or (isinstance(operation, AddColumn) and operation.column.comment is not None)
            for operation in self.operations
        )
        if commented and not dialect.comments:
            yield dialect.no_comments(self.table)

    def _order_remark(self, dialect: Dialect) -> Iterator[Statement]:
        """Yield the remark that stands for an order of columns, which only a new table could have."""
        placed = any(
            isinstance(operation, AddColumn | AlterColumn) and (operation.insert_before or operation.insert_after)
            for operation in self.operations
        )
        if not dialect.rebuilds and (placed or self.partial_reordering):
            text = f"{dialect.title} changes {self.table} in place: its columns stay in their order"
            yield Statement("", comment=text)

    def _rebuilt(self, before: Schema, dialect: Dialect) -> tuple[Schema, Table, Table, dict[str, str]]:
        old = self._start(before, dialect)
        schema = before.with_table(old)
        sources = {column.name: column.name for column in old.columns}
        dropped: set[str] = set()
        for operation in self._indexes_last():
            before = self._with_room(schema, operation, dropped)
            schema = operation.apply(before, dialect)
            if isinstance(operation, DropColumn):
                dropped.add(operation.column)
                schema = self._with_dependents(schema, before)
            sources = _followed(sources, operation)
        new = schema.table(self.table, self.namespace)
        for name in dropped:
            if new.find_column(name) is None:
                new = dialect.drop_column_from(new, name)
        new = dialect.settled(self._finished(new))
        names = {column.name for column in new.columns}
        return (
            schema.with_table(named(schema, dialect, new)),
            old,
            new,
            {name: source for name, source in sources.items() if name in names},
        )

    def _indexes_last(self) -> list[Operation]:
        """Return the operations as a new table has them: its indexes are made when all its columns are there."""
        return sorted(self.operations, key=lambda operation: isinstance(operation, CreateIndex))

    def _with_dependents(self, schema: Schema, before: Schema) -> Schema:
        """Return the schema with the indexes and constraints that a dropped column took along.

        In a table that is built anew they are there until the end of the batch: the script may drop them
        itself, or they stay, where it adds a column of the same name.
        """
        table, old = schema.table(self.table, self.namespace), before.table(self.table, self.namespace)
        return schema.with_table(replace(table, constraints=old.constraints, indexes=old.indexes))

    def _with_room(self, schema: Schema, operation: Operation, dropped: Collection[str]) -> Schema:
        """Return the schema without what something new takes the place of in a table that is built anew.

        For a constraint that is the primary key, which may have no name that a script could drop it by, and
        a constraint of the same name, which may be one that only ``naming_convention`` gives; for an index
        one of the same name, where its columns are dropped.
        """
        table = schema.table(self.table, self.namespace)
        if isinstance(operation, CreateIndex):
            left = tuple(
                index
                for index in table.indexes
                if index.name != operation.index.name or not set(dropped) & set(index.column_names)
            )
            return schema.with_table(replace(table, indexes=left))
        if not isinstance(operation, AddConstraint):
            return schema
        name = operation.constraint.name
        if operation.constraint.kind == "primary":
            columns = table.columns
            if table.primary_key is not None and table.primary_key.columns != operation.constraint.column_names:
                columns = tuple(replace(column, autoincrement=False) for column in columns)  # the old key's
            table = replace(table, primary_key=None, columns=columns)
        elif name is not None:
            table = replace(table, constraints=tuple(c for c in table.constraints if c.name != name))
        return schema.with_table(table)

    def _start(self, before: Schema, dialect: Dialect) -> Table:
        """Return the table before, from ``copy_from`` or the replayed schema, as ``reflect_args`` correct it."""
        if self.copy_from is not None:
            table = replace(table_from(self.copy_from), name=self.table, namespace=self.namespace)
            checks = type_checks(self.copy_from, dialect.ddl_compiler)
            table = replace(table, constraints=(*table.constraints, *checks))
            known = before.find(self.table, self.namespace)
            if known is not None and not table.indexes:
                table = replace(table, indexes=known.indexes)
        else:
            table = before.table(self.table, self.namespace, needed_for="building the table anew")
        for argument in self.reflect_args:
            if isinstance(argument, sa.Column):
                table = _corrected(table, argument, dialect)
            elif isinstance(argument, Constraint):
                table = _with(table, argument)
        if self.naming_convention:
            constraints = tuple(self._named(constraint) for constraint in table.constraints)
            primary: Any = self._named(table.primary_key) if table.primary_key is not None else None
            table = replace(table, constraints=constraints, primary_key=primary)
        return table

    def _named(self, constraint: Constraint) -> Constraint:
        if constraint.name is not None and not constraint.generated:
            return constraint
        unnamed = replace(constraint, name=None, generated=False)
        return conventional(unnamed, self.table, self.namespace, self.naming_convention)

    def _finished(self, table: Table) -> Table:
        """Return the table with ``table_args``, ``table_kwargs`` and the order that the script asks for."""
        for argument in self.table_args:
            if isinstance(argument, sa.Column):
                table = replace(table, columns=(*table.columns, column_from(argument)))
            elif isinstance(argument, Constraint):
                table = _with(table, argument)
        if self.table_kwargs:
            kept = {key: value for key, value in self.table_kwargs if key not in _NOT_OPTIONS}
            table = replace(table, options=tuple({**dict(table.options), **kept}.items()))
        return replace(table, columns=_reordered(table.columns, self.partial_reordering))


_NOT_OPTIONS = ("prefixes", "info", "listeners", "comment")


def _renames_in_place(operation: Operation, dialect: Dialect) -> bool:
    """Return whether it is a rename that ``_unfolded`` made."""
    return (
        dialect.rebuilds
        and isinstance(operation, AlterColumn)
        and operation.new_name is not None
        and operation.changes_nothing_else
    )


def _value(argument: Any) -> Any:
    """Return the value of a constraint that may have no table yet; anything else as it is."""
    if not isinstance(argument, sa.Constraint):
        return argument
    value = constraint_from(argument)
    if isinstance(value, PrimaryKey | Unique) and not value.columns:
        pending: Any = argument
        names = (column if isinstance(column, str) else column.name for column in pending._pending_colargs)
        value = replace(value, columns=tuple(names))
    return value


def _with(table: Table, constraint: Constraint) -> Table:
    if constraint.kind == "primary":
        return replace(table, primary_key=constraint)  # type: ignore[arg-type]
    return replace(table, constraints=(*table.constraints, constraint))


def _corrected(table: Table, made: sa.Column[Any], dialect: Dialect) -> Table:
    """Return the table with a column's type, and the checks of that type, as they are given."""
    column = column_from(made)
    known = table.find_column(column.name)
    if known is None:
        return table
    typed = sa.Table(table.name, sa.MetaData(), sa_column(Column(column.name, column.type)))
    checks = type_checks(typed, dialect.ddl_compiler)
    table = replace(table, constraints=(*table.constraints, *checks))
    return table.with_column(replace(known, type=column.type, default=column.default or known.default))


def _followed(sources: dict[str, str], operation: Operation) -> dict[str, str]:
    """Return where new columns take their values from, after one more operation."""
    if isinstance(operation, AlterColumn) and operation.new_name:
        return {operation.new_name if new == operation.column else new: old for new, old in sources.items()}
    if isinstance(operation, DropColumn):
        return {new: old for new, old in sources.items() if new != operation.column}
    if isinstance(operation, AddColumn):
        return {new: old for new, old in sources.items() if new != operation.column.name}
    return sources


def _reordered(columns: tuple[Column, ...], wanted: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """Return the columns so that those of each tuple follow one another in its order.

    First come, in their order, all that follow no other; then those that follow one of these; and so on:
    it is what an online migration makes of it. Raises SchemaError for orders that contradict each other.
    """
    if not wanted:
        return columns
    by_name = {column.name: column for column in columns}
    follows: dict[str, set[str]] = {}
    for first, second in (pair for group in wanted for pair in pairwise(group)):
        if first in by_name and second in by_name and first != second:
            follows.setdefault(second, set()).add(first)
    order: list[str] = []
    left = list(by_name)
    while left:
        ready = [name for name in left if follows.get(name, set()).isdisjoint(left)]
        if not ready:
            raise SchemaError(
                f"partial_reordering contradicts itself about {', '.join(left)}.",
                hint="Give each pair of columns one order.",
            )
        order += ready
        left = [name for name in left if name not in ready]
    return tuple(by_name[name] for name in order)


@contextmanager
def batch_alter_table(
    table_name: str,
    schema: str | None = None,
    recreate: Literal["auto", "always", "never"] = "auto",
    partial_reordering: Sequence[Sequence[str]] | None = None,
    copy_from: sa.Table | None = None,
    table_args: Sequence[Any] = (),
    table_kwargs: Mapping[str, Any] | None = None,
    reflect_args: Sequence[Any] = (),
    reflect_kwargs: Mapping[str, Any] | None = None,
    naming_convention: Mapping[str, str] | None = None,
) -> Iterator[BatchOperations]:
    """Gather changes to one table, which are done at the end of the with block.

    ``recreate`` is "auto" (build the table anew where the database cannot change it in place),
    "always" or "never". ``copy_from`` gives the table as it is, where the history does not know it;
    ``reflect_args`` and the listeners of ``reflect_kwargs`` correct what reflection says of it.
    """
    outer = current()
    recorder = BatchRecorder(outer, naming_convention or {})
    if reflect_kwargs and copy_from is None:
        reflect_args = (*reflect_args, *heard(outer.bind(), table_name, schema, reflect_args, dict(reflect_kwargs)))
    yield BatchOperations(recorder, table_name, schema)
    outer.record(
        BatchAlterTable(
            table_name,
            schema,
            tuple(recorder.recorded),
            recreate=recreate,
            copy_from=copy_from,
            table_args=tuple(_value(argument) for argument in table_args),
            table_kwargs=tuple((table_kwargs or {}).items()),
            reflect_args=tuple(_value(argument) for argument in reflect_args),
            partial_reordering=tuple(tuple(group) for group in partial_reordering or ()),
            naming_convention=dict(naming_convention or {}),
        )
    )
