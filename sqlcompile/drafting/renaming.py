"""Renames: those that somebody says there are, and questions for those that there may be. None is ever guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.leftovers import is_compared, shown
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.model import Key, Schema, Table

Wanted = Callable[[Schema], Schema]
"""Takes what is there, and returns what is wanted in its place."""
Ask = Callable[[str, str], bool]
"""Takes a question, and the ``old:new`` that says the same; returns the answer."""

_HOW = "A table is renamed with `--rename old:new`, a column with `--rename table.old:new`."


def never(question: str, rename: str) -> bool:
    """Return False: nobody is there to be asked."""
    return False


@dataclass(slots=True)
class Renaming:
    """The renames of a command line, and who can be asked for more."""

    texts: Sequence[str] = ()
    ask: Ask = never
    _operations: list[Operation] = field(default_factory=list)

    def operations(self, before: Schema, wanted: Wanted, dialect: Dialect) -> list[Operation]:
        """Return the renames that lead from what is there towards what is wanted.

        Raises ConfigError for a rename of what is not there, or to what is not wanted.
        """
        self._operations = []
        schema = before
        given = [_parsed(text, before) for text in self.texts]
        for table, column, new, text in given:
            if column is None:
                schema = self._add(_table_renamed(schema, wanted(schema), table, new, text), schema, dialect)
        for old, other in list(_tables_alike(schema, wanted(schema))):
            if self._is_free(schema, wanted(schema), old, other) and self.ask(
                f"Was the table {shown(old)} renamed to {other[1]}?", f"{shown(old)}:{other[1]}"
            ):
                schema = self._add(RenameTable(old[1], old[0], other[1]), schema, dialect)
        for table, column, new, text in given:
            if column is not None:
                schema = self._add(
                    self._column_renamed(schema, wanted(schema), (table, column, new), text), schema, dialect
                )
        for key, name, other_name in list(_columns_alike(schema, wanted(schema), Forms(dialect))):
            known = schema.tables[key]
            gone = known.find_column(name) is None or known.find_column(other_name) is not None
            if not gone and self.ask(
                f"Was the column {shown(key)}.{name} renamed to {other_name}?", f"{shown(key)}.{name}:{other_name}"
            ):
                schema = self._add(AlterColumn(key[1], key[0], name, new_name=other_name), schema, dialect)
        return list(self._operations)

    def _add(self, operation: Operation, schema: Schema, dialect: Dialect) -> Schema:
        self._operations.append(operation)
        return operation.apply(schema, dialect)

    def _is_free(self, schema: Schema, wanted: Schema, old: Key, new: Key) -> bool:
        return old in schema.tables and old not in wanted.tables and new not in schema.tables

    def _column_renamed(self, schema: Schema, wanted: Schema, rename: tuple[Key, str, str], text: str) -> Operation:
        key, column, new = rename
        if key not in schema.tables:  # the table may be called by its old name
            key = next(
                (
                    (one.namespace, one.new_name)
                    for one in self._operations
                    if isinstance(one, RenameTable) and (one.namespace, one.table) == key
                ),
                key,
            )
        there, models = schema.tables.get(key), wanted.tables.get(key)
        if there is None or there.find_column(column) is None:
            raise _refused(text, f"there is no column {shown(key)}.{column} at this revision")
        if models is None or models.find_column(new) is None:
            raise _refused(text, f"the models have no column {shown(key)}.{new}")
        if models.find_column(column) is not None:
            raise _refused(text, f"the models have {shown(key)}.{column} still")
        if there.find_column(new) is not None:
            raise _refused(text, f"there is a column {shown(key)}.{new} already at this revision")
        return AlterColumn(key[1], key[0], column, new_name=new)


def _refused(text: str, reason: str) -> ConfigError:
    return ConfigError(f"--rename {text}: {reason}.", hint=_HOW)


def _parsed(text: str, before: Schema) -> tuple[Key, str | None, str, str]:
    """Return the table, the column where it is one, the new name and the text of ``old:new``."""
    old, separator, new = text.partition(":")
    if not separator or not old or not new:
        raise ConfigError(f'"{text}" is no rename.', hint=_HOW)
    if before.find(old) is not None:
        return before.key(old), None, new, text
    first, dot, last = old.rpartition(".")
    if not dot or before.find(last, first) is not None:
        return before.key(last, first or None), None, new.rpartition(".")[2], text
    namespace, _, table = first.rpartition(".")
    return before.key(table, namespace or None), last, new, text


def _table_renamed(schema: Schema, wanted: Schema, old: Key, name: str, text: str) -> Operation:
    new = (old[0], name)
    if old not in schema.tables:
        raise _refused(text, f"there is no table {shown(old)} at this revision")
    if new not in wanted.tables:
        raise _refused(text, f"the models have no table {shown(new)}")
    if old in wanted.tables:
        raise _refused(text, f"the models have {shown(old)} still, or it is left out")
    if new in schema.tables:
        raise _refused(text, f"there is a table {shown(new)} already at this revision")
    return RenameTable(old[1], old[0], name)


def _tables_alike(before: Schema, wanted: Schema) -> Iterator[tuple[Key, Key]]:
    """Yield the pairs of a table that goes and one that comes that have most of their columns in common."""
    gone = [key for key, table in before.tables.items() if key not in wanted.tables and is_compared(table)]
    new = [key for key in wanted.tables if key not in before.tables]
    for old in gone:
        for other in new:
            if old[0] == other[0] and _alike(before.tables[old], wanted.tables[other]):
                yield old, other


def _alike(one: Table, other: Table) -> bool:
    names, others = ({column.name for column in table.columns} for table in (one, other))
    return 2 * len(names & others) > len(names | others)


def _columns_alike(before: Schema, wanted: Schema, forms: Forms) -> Iterator[tuple[Key, str, str]]:
    """Yield the pairs of a column that goes and one that comes, of one table and one type."""
    for key, table in before.tables.items():
        models = wanted.tables.get(key)
        if models is None or models is table or not is_compared(table):
            continue
        gone = [column for column in table.columns if models.find_column(column.name) is None]
        new = [column for column in models.columns if table.find_column(column.name) is None]
        for old in gone:
            for other in new:
                if forms.same_type(old.type, other.type) and (old.computed is None) == (other.computed is None):
                    yield key, old.name, other.name
