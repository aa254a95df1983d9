"""A replay that remembers what no schema holds: raw SQL beside tables and rows, and where rows were written."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Entry, Run, Written
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import Location
from sqlcompile.offline.host import Mark
from sqlcompile.operations.drop_table import DropTable
from sqlcompile.operations.execute import read_as
from sqlcompile.rows.counting import CALLED_ANEW
from sqlcompile.schema.model import Key, Schema
from sqlcompile.showing.model import Routine
from sqlcompile.showing.routines import Routines
from sqlcompile.squashing.leaving import counted_sequence, counted_table, left_behind, object_named


@dataclass(frozen=True, slots=True)
class Around:
    """An entry with the schemas before and after it."""

    entry: Entry
    before: Schema
    after: Schema


@dataclass(frozen=True, slots=True)
class Unheld:
    """A statement of raw SQL whose result is in no schema and in no row, and the place that wrote it."""

    text: str
    location: Location
    clause: str = ""
    """The clause of it that is meant, where the rest of it is in the schema."""


class WatchedRun(Run):
    """A run that knows the schemas around each entry, and the places that wrote rows."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.around: dict[int, Around] = {}
        """By the identity of the entry, which it keeps."""
        self.places: dict[int, Location] = {}
        """Where the events of the journal of rows come from."""

    def begin_script(self, path: Path, rows: tuple[str, ...], *, upgrading: bool = True) -> None:
        """Forget the script before."""
        super().begin_script(path, rows, upgrading=upgrading)
        self.around = {}

    def play(self, entry: Entry) -> None:
        """Compile one operation, and remember what was there around it."""
        before, noted = self.schema, len(self.row_store.journal)
        super().play(entry)
        self.around[id(entry)] = Around(entry, before, self.schema)
        for place in range(noted, len(self.row_store.journal)):
            self.places[place] = entry.location

    def restore(self, mark: Mark) -> None:
        """Take back what was recorded since a moment."""
        super().restore(mark)
        noted = len(self.row_store.journal)
        self.places = {place: location for place, location in self.places.items() if place < noted}


@dataclass(slots=True)
class Past:
    """What one database's replay leaves behind that no schema and no row holds."""

    dialect: Dialect
    _routines: Routines = field(init=False)
    renamed: dict[str, str] = field(default_factory=dict)
    """The sequences that were given another name, by the one that they were made with."""
    _unheld: list[Unheld] = field(default_factory=list)
    _counters: list[Unheld] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._routines = Routines(self.dialect)

    @property
    def routines(self) -> tuple[Routine, ...]:
        """The functions, procedures and extensions."""
        return self._routines.all()

    def counters(self, schema: Schema) -> tuple[Unheld, ...]:
        """Return the statements that set the next keys of tables that are there, and do nothing else."""
        names = {name.lower() for _, name in schema.tables}
        return tuple(one for one in self._unheld if counted_table(one.text) in names)

    def sequence_counters(self, schema: Schema, filled: Collection[Key]) -> tuple[Unheld, ...]:
        """Return the statements that set the sequences of tables which have no rows: with rows they are counted on."""
        names = {
            name.lower()
            for key, table in schema.tables.items()
            if key not in filled
            for name in self.dialect.implied_sequences(table)
        }
        last = {counted_sequence(one.text): one for one in self._counters}
        return tuple(one for name, one in last.items() if name in names)

    @property
    def unheld(self) -> tuple[Unheld, ...]:
        """The other statements, in their order."""
        return tuple(self._unheld)

    def take(self, result: StepResult, run: WatchedRun, which: int) -> None:
        """Look at what a step wrote; ``which`` is the place of the run in its results."""
        self._routines.take_written(result.written[which])
        self._look_at(result.written[which], run)

    def take_written(self, run: WatchedRun) -> None:
        """Look at what the script that ran last wrote."""
        self._routines.take_written(run.written)
        self._look_at(run.written, run)

    def _look_at(self, statements: Sequence[Written], run: WatchedRun) -> None:
        for written in statements:
            if isinstance(written.entry.operation, DropTable):
                self._forget("TABLE", written.entry.operation.table)
            around = run.around.get(id(written.entry))
            if around is not None and written.statement.raw:
                self._look(around, [part.text.strip() for part in self.dialect.separated(written.statement)])

    def _look(self, around: Around, texts: list[str]) -> None:
        schema = around.before
        for text in texts:
            after = around.after if len(texts) == 1 else read_as(self.dialect, schema, text)
            sequence = CALLED_ANEW.match(text)
            verb, kind, name = object_named(self.dialect, text)
            if verb == "TRUNCATE" and self.dialect.meaning.truncate_restarts:
                self._restart(name if kind == "TABLE" else kind)
            if verb == "DROP":
                self._forget(kind, name)
            elif sequence is not None and not _differ(schema, after):
                old, new = (_bare(name) for name in sequence.groups())
                first = next((one for one, name in self.renamed.items() if name == old), old)
                self.renamed = {**self.renamed, first: new}
            elif counted_sequence(text) is not None:
                self._counters.append(Unheld(text, around.entry.location))
            else:
                clause = left_behind(self.dialect, text, schema, after)
                if clause is not None:
                    self._unheld.append(Unheld(text, around.entry.location, clause))
            schema = after

    def _restart(self, table: str) -> None:
        """Leave out what set the next key of a table that begins anew."""
        gone = _plain(table)
        self._unheld = [one for one in self._unheld if _plain(counted_table(one.text) or "") != gone]

    def _forget(self, kind: str, name: str) -> None:
        """Leave out what was done to an object that is gone."""
        gone = (kind, _plain(name))
        self._unheld = [one for one in self._unheld if not name or self._about(one) != gone]

    def _about(self, one: Unheld) -> tuple[str, str]:
        _, kind, name = object_named(self.dialect, one.text)
        return kind, _plain(name)


def _plain(name: str) -> str:
    """Return a name as it is compared: without namespace and quotes, in capitals."""
    return re.sub(r"[`\"\[\]]", "", name).rpartition(".")[2].upper()


def _bare(name: str) -> str:
    return name.rpartition(".")[2].strip('"')


def _differ(before: Schema, after: Schema) -> bool:
    return before.sequences != after.sequences
