"""The operations of a new revision, both ways, and the Python that says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from sqlcompile.autogenerate.difference import Difference, difference
from sqlcompile.autogenerate.leftovers import SEQUENCES_CALLED
from sqlcompile.autogenerate.nameless import with_names
from sqlcompile.autogenerate.statements import statements_of
from sqlcompile.autogenerate.views import FUNCTIONS_NOT_COMPARED
from sqlcompile.autogenerate.writing.body import body_of
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Ways:
    """The operations of a revision: those that lead to the models, and those that lead back."""

    before: Schema
    after: Schema
    up: Difference
    down: Difference
    end: Schema | None = None
    """What the way back ends in, where it is not what was there before: a hook may leave operations out."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.up.operations and not self.down.operations

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said that the upgrade does not show."""
        return tuple(note for note in self.up.notes if note != FUNCTIONS_NOT_COMPARED)


def ways(before: Schema, wanted: Schema, dialect: Dialect, renames: Sequence[Operation] = ()) -> Ways:
    """Return the operations from what is there to what is wanted, and back.

    Raises SqlcompileError where the database cannot express one of them.
    """
    up = difference(before, wanted, dialect, _in_batches(renames, dialect), ordered=False, names=True)
    check_written(up.operations, before, dialect)
    after = applied(up.operations, before, dialect)
    back = _in_batches([_inverse(one) for one in reversed(renames)], dialect)
    there = with_names(before, up.operations)
    down = difference(after, there, dialect, back, ordered=False, back=True)
    return Ways(before, after, up, down, None if there is before else there)


def applied(operations: Iterable[Operation], schema: Schema, dialect: Dialect) -> Schema:
    """Return the schema after operations."""
    return reduce(lambda before, operation: operation.apply(before, dialect), operations, schema)


def check_written(operations: Iterable[Operation], schema: Schema, dialect: Dialect) -> list[str]:
    """Return the SQL of operations; raises SqlcompileError, with the table's name, for what cannot be written."""
    return [dialect.finish(one) for one in statements_of(operations, schema, dialect) if one.text]


def _in_batches(renames: Iterable[Operation], dialect: Dialect) -> list[Operation]:
    """Return renames, those of columns in batches where tables are built anew: Alembic wants it so."""
    return [
        BatchAlterTable(one.table, one.namespace, (one,)) if dialect.rebuilds and isinstance(one, AlterColumn) else one
        for one in renames
    ]


def _inverse(rename: Operation) -> Operation:
    if isinstance(rename, RenameTable):
        return RenameTable(rename.new_name, rename.namespace, rename.table)
    assert isinstance(rename, AlterColumn)
    assert rename.new_name is not None
    return replace(rename, column=rename.new_name, new_name=rename.column)


_SAID_IN_THE_SCRIPT = (
    *("CHECK BEFORE APPLYING", "fails where", "makes this fail", "not analysed", "not known"),
    SEQUENCES_CALLED,
)


def bodies(ways: Ways, style: Style) -> tuple[str, str]:
    """Return the bodies of ``upgrade()`` and ``downgrade()``; raises Unwritten."""
    return (
        body_of(style, ways.up.operations, ways.before, _comments(ways.up.notes)),
        body_of(style, ways.down.operations, ways.after, _comments(ways.down.notes)),
    )


def _comments(notes: Iterable[str]) -> list[str]:
    return [note for note in notes if any(words in note for words in _SAID_IN_THE_SCRIPT)]
