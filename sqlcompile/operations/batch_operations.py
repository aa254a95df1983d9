"""What ``with op.batch_alter_table(…) as batch_op`` gives a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.add_column import add_column
from sqlcompile.operations.alter_column import alter_column
from sqlcompile.operations.create_check_constraint import create_check_constraint
from sqlcompile.operations.create_exclude_constraint import create_exclude_constraint
from sqlcompile.operations.create_foreign_key import create_foreign_key
from sqlcompile.operations.create_index import create_index
from sqlcompile.operations.create_primary_key import create_primary_key
from sqlcompile.operations.create_table_comment import create_table_comment
from sqlcompile.operations.create_unique_constraint import create_unique_constraint
from sqlcompile.operations.drop_column import drop_column
from sqlcompile.operations.drop_constraint import drop_constraint
from sqlcompile.operations.drop_index import drop_index
from sqlcompile.operations.drop_table_comment import drop_table_comment
from sqlcompile.operations.execute import execute
from sqlcompile.operations.f import f
from sqlcompile.operations.invoke import (
    Registry,
    directive_of,
    implementation_for,
    invoke,
    register_batch_operation,
)
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import Recorder, recording


class BatchRecorder:
    """Takes the operations of one batch; asks everything else of the recorder around it."""

    def __init__(self, outer: Recorder, naming_convention: Mapping[str, str]) -> None:
        self.outer = outer
        self.recorded: list[Operation] = []
        self._naming_convention = naming_convention

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The batch's own convention, else the project's."""
        return self._naming_convention or self.outer.naming_convention

    def record(self, operation: Operation) -> None:
        """Take one operation."""
        self.recorded.append(operation)

    def operations(self) -> Any:
        """Return the object form of ``op``."""
        return self.outer.operations()

    def bind(self) -> Any:
        """Return the offline connection."""
        return self.outer.bind()

    def context(self) -> Any:
        """Return the migration context."""
        return self.outer.context()

    def is_offline(self) -> bool:
        """Return what the script is told when it asks."""
        return self.outer.is_offline()

    def refuse(self, error: SqlcompileError) -> SqlcompileError:
        """Remember an error that the script must not hide."""
        return self.outer.refuse(error)


class BatchOperations:
    """What ``with batch_alter_table(…) as batch_op`` gives: the directives, without the table's name."""

    def __init__(self, recorder: BatchRecorder, table: str, namespace: str | None) -> None:
        self._recorder = recorder
        self._table = table
        self._namespace = namespace

    register_operation = staticmethod(register_batch_operation)
    implementation_for = staticmethod(implementation_for)

    @property
    def impl(self) -> SimpleNamespace:
        """What an operation of the project's own asks of a batch: its table."""
        return SimpleNamespace(table_name=self._table, schema=self._namespace)

    def invoke(self, operation: Any) -> Any:
        """Run an operation of the project's own; what it does to the table is part of the batch."""
        with recording(self._recorder):
            return invoke(operation, self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        known = [one for one in dir(type(self)) if not one.startswith("_")]
        return partial(directive_of(name, Registry.batch_directives, known, "batch_alter_table"), self)

    def _call(self, directive: Callable[..., Any], *args: Any, **kw: Any) -> None:
        with recording(self._recorder):
            directive(*args, **kw)

    def add_column(self, column: sa.Column[Any], **kw: Any) -> None:
        """Add a column; see ``op.add_column``."""
        self._call(add_column, self._table, column, schema=self._namespace, **kw)

    def drop_column(self, column_name: str, **kw: Any) -> None:
        """Drop a column; see ``op.drop_column``."""
        self._call(drop_column, self._table, column_name, schema=self._namespace, **kw)

    def alter_column(self, column_name: str, **kw: Any) -> None:
        """Change a column; see ``op.alter_column``."""
        self._call(alter_column, self._table, column_name, schema=self._namespace, **kw)

    def create_primary_key(self, constraint_name: str | None, columns: Sequence[str]) -> None:
        """Make a primary key; see ``op.create_primary_key``."""
        self._call(create_primary_key, constraint_name, self._table, columns, schema=self._namespace)

    def create_foreign_key(
        self,
        constraint_name: str | None,
        referent_table: str,
        local_cols: Sequence[str],
        remote_cols: Sequence[str],
        **kw: Any,
    ) -> None:
        """Make a foreign key; see ``op.create_foreign_key``."""
        self._call(
            create_foreign_key,
            constraint_name,
            self._table,
            referent_table,
            local_cols,
            remote_cols,
            source_schema=self._namespace,
            **kw,
        )

    def create_unique_constraint(self, constraint_name: str | None, columns: Sequence[str], **kw: Any) -> None:
        """Make a unique constraint; see ``op.create_unique_constraint``."""
        self._call(create_unique_constraint, constraint_name, self._table, columns, schema=self._namespace, **kw)

    def create_check_constraint(self, constraint_name: str | None, condition: Any, **kw: Any) -> None:
        """Make a check constraint; see ``op.create_check_constraint``."""
        self._call(create_check_constraint, constraint_name, self._table, condition, schema=self._namespace, **kw)

    def create_exclude_constraint(self, constraint_name: str | None, *elements: Any, **kw: Any) -> None:
        """Make an exclusion constraint; see ``op.create_exclude_constraint``."""
        self._call(create_exclude_constraint, constraint_name, self._table, *elements, schema=self._namespace, **kw)

    def drop_constraint(self, constraint_name: str | None, type_: str | None = None, **kw: Any) -> None:
        """Drop a constraint; see ``op.drop_constraint``."""
        self._call(drop_constraint, constraint_name, self._table, type_, schema=self._namespace, **kw)

    def create_index(self, index_name: str | None, columns: Sequence[Any], **kw: Any) -> None:
        """Make an index; see ``op.create_index``."""
        self._call(create_index, index_name, self._table, columns, schema=self._namespace, **kw)

    def drop_index(self, index_name: str, **kw: Any) -> None:
        """Drop an index; see ``op.drop_index``."""
        self._call(drop_index, index_name, self._table, schema=self._namespace, **kw)

    def create_table_comment(self, comment: str | None, **kw: Any) -> None:
        """Set the table's comment; see ``op.create_table_comment``."""
        self._call(create_table_comment, self._table, comment, schema=self._namespace, **kw)

    def drop_table_comment(self, **kw: Any) -> None:
        """Remove the table's comment; see ``op.drop_table_comment``."""
        self._call(drop_table_comment, self._table, schema=self._namespace, **kw)

    def execute(self, sqltext: Any, **kw: Any) -> None:
        """Write a statement at its place in the batch; see ``op.execute``."""
        self._call(execute, sqltext, **kw)

    def f(self, name: str) -> Any:
        """Return a name to which no naming convention is applied any more."""
        return f(name)

    def get_bind(self) -> Any:
        """Return the offline connection."""
        return self._recorder.bind()

    def get_context(self) -> Any:
        """Return the migration context."""
        return self._recorder.context()

    @property
    def migration_context(self) -> Any:
        """The migration context."""
        return self._recorder.context()
