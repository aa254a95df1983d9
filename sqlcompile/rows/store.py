"""The rows that a history wrote, and the answers to those who ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.operations.sent import Sent
from sqlcompile.rows.doubts import Doubt
from sqlcompile.rows.events import Answer, Boundary, Event, Outcome, Question, writes_rows
from sqlcompile.schema.model import Key, Schema
from sqlcompile.schema.tables import Tables

if TYPE_CHECKING:
    from sqlcompile.rows.contents import Contents
    from sqlcompile.rows.keeper import Keeper
_TELLING = (AddColumn, AlterColumn, BatchAlterTable, DropColumn, RenameTable)
"""The operations that say more of what they did to rows than the tables before and after."""


class RowStore:
    """A journal of what happened, and the rows made from it when somebody asks for the first time.

    ``initial`` are the tables that are there before the history begins. ``fresh`` says that they, and
    those which existed before the range, are taken to hold what they would hold on a database that
    was made from base. ``database`` is the database's name, where the project's URL tells it.
    """

    def __init__(
        self, dialect: Dialect, initial: Iterable[Key] = (), *, fresh: bool = False, database: str | None = None
    ) -> None:
        self.dialect = dialect
        self.database = database
        self.fresh = fresh
        self.journal: list[Event | Boundary] = []
        self._initial = frozenset(initial)
        self._made: Keeper | None = None
        self._done = 0
        self._outcomes: dict[int, Outcome] = {}

    def note(self, operation: Operation, before: Schema, after: Schema, texts: tuple[str, ...]) -> None:
        """Take an operation down, if it may matter to rows."""
        changes_tables = after is not before and (self.journal or self._initial)
        if writes_rows(operation) or (changes_tables and isinstance(operation, Execute | Sent)):
            self.journal.append(Event(operation, before, after, texts))
        elif changes_tables:
            if isinstance(operation, TableOperation) and not isinstance(operation, RenameTable):
                keys = {before.key(operation.table, operation.namespace)}
            else:
                keys = after.keys_differing(before)
            # only what matters is kept: whole schemas, and SQLAlchemy's tables in operations, are large
            if any(key in before.tables for key in keys):
                kept = operation if isinstance(operation, _TELLING) else Operation()
                self.journal.append(Event(kept, _part(before, keys), _part(after, keys), ()))

    def begin_range(self, schema: Schema, version_table: Key) -> None:
        """Take down that the database has been in use until here."""
        self.journal.append(Boundary(frozenset(schema.tables) - {version_table}))

    def copied(self) -> RowStore:
        """Return another store with the same journal; what either takes down from here on is its own."""
        other = RowStore(self.dialect, self._initial, fresh=self.fresh, database=self.database)
        other.journal = list(self.journal)
        return other

    def restore(self, length: int) -> None:
        """Forget what was taken down since the journal had that length."""
        del self.journal[length:]
        if self._done > length:
            self._made, self._done, self._outcomes = None, 0, {}

    def ask(self, question: Question, schema: Schema, version: tuple[Key, Sequence[str]]) -> tuple[Answer, list[Doubt]]:
        """Return the rows that a SELECT gives, and what they take for granted.

        ``version`` is the version table and its rows. Raises Doubtful where they are not known.
        """
        return self._keeper().ask(question, schema, version)

    def given(self, question: Question, rows: Sequence[Sequence[Any]], schema: Schema) -> Answer:
        """Return rows that somebody gave as the answer to a SELECT; raises Doubtful where they do not fit it."""
        return self._keeper().given(question, rows, schema)

    def contents(self, schema: Schema, left_out: Key) -> Mapping[Key, Contents]:
        """Return the rows of all tables that have some, but for one table; raises TableDoubtful."""
        return self._keeper().contents(schema, left_out) if self.journal or self._initial else {}

    def sequence_numbers(self, schema: Schema) -> Mapping[Key, int]:
        """Return the last numbers of the sequences that stand by themselves and have given some."""
        return self._keeper().sequence_numbers(schema) if self.journal or self._initial else {}

    def doubtful_since(self, key: Key) -> int | None:
        """Return the place in the journal of what made the rows of a table unknown, None where they were from the start.

        The journal is gone through once more: errors ask this, and nothing else.
        """
        from sqlcompile.rows.keeper import Keeper  # noqa: PLC0415 - SQLite is for who asks

        keeper = Keeper(self.dialect, fresh=self.fresh, database=self.database)
        keeper.existing(self._initial)
        since = None
        for place, event in enumerate(self.journal):
            known = keeper.doubt_of(key) is None
            if isinstance(event, Boundary):
                keeper.existing(event.tables)
            else:
                keeper.apply(event)
            if known and keeper.doubt_of(key) is not None:
                since = place
        return since

    def outcome(self, place: int) -> Outcome:
        """Return what the operation at a place of the journal gave."""
        self._keeper()
        return self._outcomes.get(place, Outcome())

    def inserted(self, place: int, column: str | None) -> Any:
        """Return a value of the row that the operation at a place of the journal inserted.

        Without a column it is the key that the database generates. A MadeValue stands for what is not known.
        """
        return self._keeper().inserted(self.outcome(place), column)

    def _keeper(self) -> Keeper:
        """Return the rows after all that is in the journal."""
        if self._made is None:
            from sqlcompile.rows.keeper import Keeper  # noqa: PLC0415 - SQLite is for who asks

            self._made = Keeper(self.dialect, fresh=self.fresh, database=self.database)
            self._made.existing(self._initial)
        while self._done < len(self.journal):
            event = self.journal[self._done]
            if isinstance(event, Boundary):
                self._made.existing(event.tables)
            else:
                self._outcomes[self._done] = self._made.apply(event)
            self._done += 1
        return self._made


def _part(schema: Schema, keys: Iterable[Key]) -> Schema:
    """Return a schema with a few tables of another."""
    tables = {key: table for key in keys if (table := schema.tables.get(key)) is not None}
    return Schema(schema.default_namespace, Tables(tables))
