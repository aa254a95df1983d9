"""Operations as a list of directives, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlcompile.errors import ScriptError
from sqlcompile.offline.directives.columns import AddColumnOp, AlterColumnOp, DropColumnOp
from sqlcompile.offline.directives.constraints import (
    AddConstraintOp,
    CreateCheckConstraintOp,
    CreateForeignKeyOp,
    CreatePrimaryKeyOp,
    CreateUniqueConstraintOp,
    DropConstraintOp,
)
from sqlcompile.offline.directives.directive import Directive
from sqlcompile.offline.directives.indexes import CreateIndexOp, DropIndexOp
from sqlcompile.offline.directives.statements import ExecuteSQLOp
from sqlcompile.offline.directives.tables import (
    CreateTableCommentOp,
    CreateTableOp,
    DropTableCommentOp,
    DropTableOp,
    RenameTableOp,
)
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.drop_table import DropTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable


class ModifyTableOps(Directive):
    """The changes of one table that stand together."""

    names = ("table_name", "schema", "ops")

    def __init__(self, table_name: str, ops: Sequence[Any], *, schema: str | None = None) -> None:
        """Take the changes of a table."""
        self.table_name = table_name
        self.schema = schema
        self.ops = list(ops)
        self._batch: BatchAlterTable | None = None

    @classmethod
    def batch(cls, operation: BatchAlterTable, ops: Sequence[Any]) -> ModifyTableOps:
        """Return changes that are one batch."""
        made = cls(operation.table, ops, schema=operation.namespace)
        made._batch = operation
        return made

    @property
    def is_batch(self) -> bool:
        """Whether they are one batch."""
        return self._batch is not None

    def is_empty(self) -> bool:
        """Return whether there are none."""
        return not self.ops

    def operations(self, convention: Mapping[str, Any]) -> Iterator[Operation]:
        """Yield the changes; as one batch where they were one."""
        inner: list[Any] = [*flattened(self.ops, convention)]
        if self._batch is None:
            yield from inner
        elif inner:
            yield replace(self._batch, table=self.table_name, namespace=self.schema, operations=tuple(inner))


_CONSTRAINTS: Mapping[str, type[Directive]] = {
    "primary": CreatePrimaryKeyOp,
    "unique": CreateUniqueConstraintOp,
    "check": CreateCheckConstraintOp,
    "foreignkey": CreateForeignKeyOp,
}
_CLASSES: Mapping[type[Operation], Callable[[Any], type[Directive]]] = {
    CreateTable: lambda _: CreateTableOp,
    DropTable: lambda _: DropTableOp,
    RenameTable: lambda _: RenameTableOp,
    AddColumn: lambda _: AddColumnOp,
    DropColumn: lambda _: DropColumnOp,
    AlterColumn: lambda _: AlterColumnOp,
    AddConstraint: lambda one: _CONSTRAINTS.get(one.constraint.kind, AddConstraintOp),
    DropConstraint: lambda _: DropConstraintOp,
    CreateIndex: lambda _: CreateIndexOp,
    DropIndex: lambda _: DropIndexOp,
    CommentTable: lambda one: DropTableCommentOp if one.comment is None else CreateTableCommentOp,
    Execute: lambda _: ExecuteSQLOp,
}
_OF_TABLES = (AddColumn, DropColumn, AlterColumn, AddConstraint, DropConstraint, CreateIndex, DropIndex, CommentTable)

_ALL: tuple[type[Any], ...] = (
    *(CreateTableOp, DropTableOp, RenameTableOp, AddColumnOp, DropColumnOp, AlterColumnOp, AddConstraintOp),
    *(CreateTableCommentOp, DropTableCommentOp, DropConstraintOp, CreateIndexOp, DropIndexOp, ExecuteSQLOp),
    *(ModifyTableOps, CreatePrimaryKeyOp, CreateUniqueConstraintOp, CreateCheckConstraintOp, CreateForeignKeyOp),
)
DIRECTIVES: Mapping[str, type[Any]] = {one.__name__: one for one in _ALL}
"""The classes by Alembic's names, which ``alembic.operations.ops`` has."""


def directives_of(operations: Iterable[Operation]) -> list[Any]:
    """Return operations as directives, the changes of one table that follow each other together."""
    found: list[Any] = []
    for operation in operations:
        if isinstance(operation, BatchAlterTable):
            inner = [_CLASSES[type(one)](one).of(one) for one in operation.operations]
            found.append(ModifyTableOps.batch(operation, inner))
            continue
        made = _CLASSES[type(operation)](operation).of(operation)
        if not isinstance(operation, _OF_TABLES):
            found.append(made)
            continue
        last = found[-1] if found else None
        place = (operation.table, operation.namespace)
        if isinstance(last, ModifyTableOps) and not last.is_batch and (last.table_name, last.schema) == place:
            last.ops.append(made)
        else:
            found.append(ModifyTableOps(str(operation.table), [made], schema=operation.namespace))
    return found


def flattened(directives: Iterable[Any], convention: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield the operations of directives; raises ScriptError for what is none of ours."""
    for one in directives:
        if not isinstance(one, Directive):
            raise ScriptError(
                f"process_revision_directives of env.py adds a {type(one).__name__}, which sqlcompile does not write.",
                hint="It writes the operations of alembic.operations.ops; `--no-env` leaves env.py out.",
            )
        yield from one.operations(convention)
