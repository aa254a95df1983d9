"""The operations of a new revision as env.py's ``process_revision_directives`` sees them, under Alembic's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.errors import ScriptError
from sqlcompile.offline.operations import MigrateOperation
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


class Directive(MigrateOperation):
    """One operation; it can be asked, left out and put elsewhere, but not changed."""

    reads: Mapping[str, str] = {}
    """Alembic's names of its attributes, and ours."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        raise ScriptError(
            f"sqlcompile does not take an {type(self).__name__} that env.py makes.",
            hint="It takes ExecuteSQLOp and AlterColumnOp; `--no-env` leaves env.py out.",
        )

    @classmethod
    def of(cls, operation: Operation) -> Any:
        """Return the directive of an operation."""
        made = object.__new__(cls)
        made.__dict__["operation"] = operation
        return made

    def operations(self) -> Iterator[Operation]:
        """Yield what it is made of."""
        # anew, for a hook may have changed SQLAlchemy's objects in it
        yield replace(self.__dict__["operation"])

    def __getattr__(self, name: str) -> Any:
        operation = self.__dict__["operation"]
        if name in self.reads:
            found: Any = operation
            for part in self.reads[name].split("."):
                found = getattr(found, part)
            return found
        common = {"table_name": "table", "schema": "namespace"}
        if name in common:
            return getattr(operation, common[name])
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise ScriptError(
            f"sqlcompile does not follow a change of {type(self).__name__}.{name}.",
            hint="Leave the operation out, or put an AlterColumnOp or an ExecuteSQLOp in its place.",
        )


class CreateTableOp(Directive):
    """Makes a table."""

    reads = {"table_name": "made.name", "schema": "made.schema", "comment": "made.comment"}  # noqa: RUF012

    @property
    def columns(self) -> list[Any]:
        """Its columns and constraints."""
        made = self.__dict__["operation"].made
        return [*made.columns, *made.constraints]

    def to_table(self, migration_context: Any = None) -> sa.Table:
        """Return SQLAlchemy's table."""
        made: sa.Table = self.__dict__["operation"].made
        return made


class DropTableOp(Directive):
    """Drops a table."""


class RenameTableOp(Directive):
    """Renames a table."""

    reads = {"new_table_name": "new_name"}  # noqa: RUF012


class AddColumnOp(Directive):
    """Adds a column."""

    reads = {"column": "column"}  # noqa: RUF012


class DropColumnOp(Directive):
    """Drops a column."""

    reads = {"column_name": "column"}  # noqa: RUF012


class AlterColumnOp(Directive):
    """Changes a column."""

    reads = {  # noqa: RUF012
        "column_name": "column",
        "modify_nullable": "nullable",
        "modify_type": "type",
        "modify_server_default": "server_default",
        "modify_name": "new_name",
        "modify_comment": "comment",
        "existing_type": "existing_type",
        "existing_nullable": "existing_nullable",
        "existing_server_default": "existing_server_default",
        "existing_comment": "existing_comment",
    }

    def __init__(
        self,
        table_name: str,
        column_name: str,
        *,
        schema: str | None = None,
        modify_nullable: bool | None = None,
        modify_comment: str | bool | None = False,
        modify_server_default: Any = False,
        modify_name: str | None = None,
        modify_type: Any = None,
        **existing: Any,
    ) -> None:
        """Take the change of a column; what is there the history knows."""
        self.__dict__["operation"] = AlterColumn(
            table_name,
            schema,
            column_name,
            nullable=modify_nullable,
            comment=modify_comment,
            server_default=modify_server_default,
            new_name=modify_name,
            type=None if modify_type is None else sa.types.to_instance(modify_type),
        )


class AddConstraintOp(Directive):
    """Adds a constraint."""

    reads = {"constraint_name": "constraint.name"}  # noqa: RUF012


class CreatePrimaryKeyOp(AddConstraintOp):
    """Adds a primary key."""


class CreateUniqueConstraintOp(AddConstraintOp):
    """Adds a unique constraint."""


class CreateCheckConstraintOp(AddConstraintOp):
    """Adds a check constraint."""


class CreateForeignKeyOp(AddConstraintOp):
    """Adds a foreign key."""

    reads = {"constraint_name": "constraint.name", "source_table": "table"}  # noqa: RUF012

    @property
    def referent_table(self) -> str:
        """The table that it refers to."""
        return str(self.__dict__["operation"].constraint.target[1])


class DropConstraintOp(Directive):
    """Drops a constraint."""

    reads = {"constraint_name": "name", "constraint_type": "type"}  # noqa: RUF012


class CreateIndexOp(Directive):
    """Makes an index."""

    reads = {"index_name": "index.name", "columns": "index.expressions", "unique": "index.unique"}  # noqa: RUF012


class DropIndexOp(Directive):
    """Drops an index."""

    reads = {"index_name": "name"}  # noqa: RUF012


class CreateTableCommentOp(Directive):
    """Sets a table's comment."""

    reads = {"comment": "comment"}  # noqa: RUF012


class DropTableCommentOp(Directive):
    """Removes a table's comment."""


class ExecuteSQLOp(Directive):
    """Executes a statement."""

    reads = {"sqltext": "statement"}  # noqa: RUF012

    def __init__(self, sqltext: Any, *, execution_options: Any = None) -> None:
        """Take the statement."""
        self.__dict__["operation"] = Execute(sqltext)


class ModifyTableOps(Directive):
    """The changes of one table that stand together."""

    def __init__(self, table_name: str, ops: Sequence[Any], *, schema: str | None = None) -> None:
        """Take the changes of a table."""
        self.__dict__.update(table_name=table_name, schema=schema, ops=list(ops), batch=False)

    def is_empty(self) -> bool:
        """Return whether there are none."""
        return not self.__dict__["ops"]

    def operations(self) -> Iterator[Operation]:
        """Yield the changes; as one batch where they were one."""
        inner = [*flattened(self.__dict__["ops"])]
        if not self.__dict__["batch"]:
            yield from inner
        elif inner:
            yield BatchAlterTable(self.table_name, self.schema, tuple(inner))

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = list(value) if name == "ops" else value


_CONSTRAINTS: Mapping[str, type[AddConstraintOp]] = {
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
            block = ModifyTableOps(operation.table, directives_of(operation.operations), schema=operation.namespace)
            inner = [one for part in block.ops for one in (part.ops if isinstance(part, ModifyTableOps) else [part])]
            block.__dict__.update(ops=inner, batch=True)
            found.append(block)
            continue
        made = _CLASSES[type(operation)](operation).of(operation)
        if not isinstance(operation, _OF_TABLES):
            found.append(made)
            continue
        last = found[-1] if found else None
        place = (operation.table, operation.namespace)
        if isinstance(last, ModifyTableOps) and not last.batch and (last.table_name, last.schema) == place:
            last.ops.append(made)
        else:
            found.append(ModifyTableOps(str(operation.table), [made], schema=operation.namespace))
    return found


def flattened(directives: Iterable[Any]) -> Iterator[Operation]:
    """Yield the operations of directives; raises ScriptError for what is none of ours."""
    for one in directives:
        if not isinstance(one, Directive):
            raise ScriptError(
                f"process_revision_directives of env.py adds a {type(one).__name__}, which sqlcompile does not write.",
                hint="It writes ExecuteSQLOp and AlterColumnOp; `--no-env` leaves env.py out.",
            )
        yield from one.operations()
