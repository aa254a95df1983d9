"""The operations so far, and the schema that they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.schema.model import Key, Schema


@dataclass(slots=True)
class Steps:
    """A list of operations that grows; ``schema`` is what comes of them.

    Changes of tables are gathered where the database may build a table anew for them: ``settle`` makes a
    batch of those of each table.
    """

    dialect: Dialect
    schema: Schema
    operations: list[Operation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _batches: dict[Key, list[TableOperation]] = field(default_factory=dict)

    def do(self, *operations: Operation) -> None:
        """Add operations."""
        for operation in operations:
            self.schema = operation.apply(self.schema, self.dialect)
            self.operations.append(operation)

    def change(self, *operations: TableOperation) -> None:
        """Add changes of tables, which wait for ``settle`` where they are gathered."""
        if not self.dialect.rebuilds:
            self.do(*operations)
            return
        for operation in operations:
            self.schema = operation.apply(self.schema, self.dialect)
            self._batches.setdefault(self.schema.key(operation.table, operation.namespace), []).append(operation)

    def settle(self) -> None:
        """Add the batches of the changes that were gathered."""
        for gathered in self._batches.values():
            first = gathered[0]
            self.operations.append(BatchAlterTable(first.table, first.namespace, tuple(gathered)))
        self._batches.clear()

    def run(self, texts: Iterable[str]) -> None:
        """Add statements given as text."""
        for text in texts:
            self.do(Execute(text.replace(r"\:", r"\\:")))

    def note(self, text: str) -> None:
        """Say something that the operations do not show."""
        if text not in self.notes:
            self.notes.append(text)
