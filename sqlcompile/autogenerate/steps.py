"""The operations so far, and the schema that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlcompile.autogenerate.nameless import batch_of
from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.schema.model import Key, Schema, Table

T = TypeVar("T")

FIRST, MAIN, LAST = range(3)
"""The waves of batches: foreign keys may have to go before other tables change, or to come after."""


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
    back: bool = False
    """Whether they lead back: then what may be done in any order is done in the reverse one."""
    order: Sequence[Key] = ()
    """The tables that change, in the order of their batches; those of new tables come after."""
    names: bool = False
    """Whether batches may name constraints that have no name, to drop one of several."""
    _waves: list[dict[Key, list[TableOperation]]] = field(default_factory=lambda: [{}, {}, {}])
    _starts: dict[Key, Table] = field(default_factory=dict)

    def in_turn(self, things: Iterable[T]) -> list[T]:
        """Return what may be done in any order, in the order in which it is to be done."""
        found = list(things)
        return found[::-1] if self.back else found

    def do(self, *operations: Operation) -> None:
        """Add operations."""
        for operation in operations:
            self.schema = operation.apply(self.schema, self.dialect)
            self.operations.append(operation)

    def change(self, *operations: TableOperation, wave: int = MAIN) -> None:
        """Add changes of tables, which wait for ``settle`` where they are gathered.

        What is of another wave comes before, or after, the batches of all tables.
        """
        if not self.dialect.rebuilds:
            self.do(*operations)
            return
        for operation in operations:
            key = self.schema.key(operation.table, operation.namespace)
            self._starts.setdefault(key, self.schema.tables[key])
            self.schema = operation.apply(self.schema, self.dialect)
            self._waves[wave].setdefault(key, []).append(operation)

    def settle(self) -> None:
        """Add the batches of the changes that were gathered."""
        places = {key: place for place, key in enumerate(self.order)}
        for wave in self._waves:
            for key in sorted(wave, key=lambda key: places.get(key, len(places))):
                gathered = wave[key]
                first = gathered[0]
                plain = BatchAlterTable(first.table, first.namespace, tuple(gathered))
                self.operations.append(batch_of(self._starts[key], gathered) if self.names else plain)
            wave.clear()

    def run(self, texts: Iterable[str]) -> None:
        """Add statements given as text."""
        for text in texts:
            self.do(Execute(text.replace(r"\:", r"\\:")))

    def note(self, text: str) -> None:
        """Say something that the operations do not show."""
        if text not in self.notes:
            self.notes.append(text)
