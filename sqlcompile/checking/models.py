"""Whether the models are what the migrations make, for each kind of database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import sqlalchemy as sa

from sqlcompile.autogenerate.aligning import aligned
from sqlcompile.autogenerate.difference import Difference, difference
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.models import schema_of
from sqlcompile.checking.comparing import Changed, changes_between
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.kinds import Kinds
from sqlcompile.checking.model import Finding
from sqlcompile.checking.places import ModelPlaces
from sqlcompile.compiling.run import Run
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.choosing import choice_of, excluded_by
from sqlcompile.drafting.doubting import doubts_of, taken_as_known
from sqlcompile.drafting.hooking import directed
from sqlcompile.drafting.importing import check_not_empty, target_metadata
from sqlcompile.drafting.insisting import Insisted, insisted
from sqlcompile.drafting.script import check_written, ways
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.offline.environment import Configured, environment_file
from sqlcompile.offline.new_script import MigrationScript
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Key, Schema

NAME = "models"
Asked: TypeAlias = Mapping[tuple[Key, str], Insisted]
"""The columns that a hook of env.py calls other ones."""
_SAID = {"added": "is not in the migrations", "removed": "is not in the models", "changed": "in the models"}
_HINT = 'Write the revision with `sqlcompile revision --autogenerate -m "…"`.'


@dataclass(slots=True)
class Models:
    """What is gathered of the models, database by database."""

    config: Config
    graph: RevisionGraph
    found: Gathered = field(default_factory=Gathered)
    doubts: dict[str, None] = field(default_factory=dict)
    compared: dict[str, None] = field(default_factory=dict)
    without: dict[str, None] = field(default_factory=dict)
    """The databases of env.py, "" where it names none, for which nothing says which models are theirs."""
    _metadata: Sequence[sa.MetaData] = ()
    _read: list[tuple[Dialect, Schema]] = field(default_factory=list)
    _kinds: Kinds = field(default_factory=lambda: Kinds(()))
    _places: ModelPlaces | None = None

    def read(self, configured: Configured, dialects: Sequence[Dialect], kinds: Kinds) -> None:
        """Read the models of one of env.py's databases; raises SqlcompileError where they cannot be.

        It is done before scripts run, which may import the models and add to their tables. ``kinds`` has the names
        of the kinds of databases.
        """
        self._metadata, self._read, self._kinds = (), [], kinds
        if configured.option("target_metadata") is None and not self.config.target_metadata:
            self.without[configured.database or ""] = None
            return
        self._metadata = target_metadata(self.config, configured)
        for dialect in dialects:
            try:
                self._read.append((dialect, schema_of(self._metadata, dialect, excluded_by(self.config))))
            except SqlcompileError as error:
                self._add(Finding.of(NAME, error.at(self._named_in())), dialect, configured)

    def compare(self, configured: Configured, runs: Sequence[Run], touched: Mapping[Key, Location]) -> None:
        """Compare the models that were read with what the runs have made.

        ``touched`` says where each table was last changed. Raises SqlcompileError for a hook of env.py that fails.
        """
        for run in runs:
            models = next((schema for dialect, schema in self._read if dialect is run.dialect), None)
            if models is None:
                continue
            doubts = doubts_of(run, self.config.root)
            self.doubts.update(dict.fromkeys(doubts.values()))
            before = run.schema = taken_as_known(run.schema, doubts)
            choice, asked = choice_of(self.config, configured, run, self._metadata)
            try:
                check_not_empty(self._metadata, configured, run)
                wanted = aligned(before, models, Forms(run.dialect), choice)
                found = difference(before, wanted, run.dialect, ordered=False)
                after = self._left(configured, before, found, wanted, (run, asked))
            except SqlcompileError as error:
                self._add(Finding.of(NAME, error.at(self._named_in())), run.dialect, configured)
                continue
            self.compared[self._kinds.of(run.dialect)] = None
            if after is not None:
                items = changes_between(before, after, run.dialect, by_effect=True)
                self._tell(items or changes_between(before, after, run.dialect), run, configured, touched)

    def _left(
        self, configured: Configured, before: Schema, found: Difference, wanted: Schema, on: tuple[Run, Asked]
    ) -> Schema | None:
        """Return the schema that a new revision would lead to, None where there would be nothing to do.

        Raises SqlcompileError where the database cannot have what the models say.
        """
        run, asked = on
        if not found.operations and not asked:
            return None
        check_written(found.operations, before, run.dialect)
        if configured.option("process_revision_directives") is None:
            return wanted
        script = MigrationScript("check")
        there = insisted(ways(before, wanted, run.dialect), asked, run.dialect)
        kept = directed(self.config, configured, self.graph, script, there, run)
        return None if kept is None or kept.is_empty else kept.after

    def _tell(
        self, items: Sequence[Changed], run: Run, configured: Configured, touched: Mapping[Key, Location]
    ) -> None:
        """Add a finding for each table, and for each thing that is on none."""
        if not items:
            message = "The models are not what the migrations make: a new revision would have operations."
            self._add(Finding(NAME, message, self._named_in(), hint=_HINT), run.dialect, configured)
        tables: dict[str, list[Changed]] = {}
        for item in items:
            tables.setdefault(item.table or item.name, []).append(item)
        for name, changed in tables.items():
            first = changed[0]
            whole = first.table is None
            what = "table" if not whole else first.what
            said = _SAID[first.how] if whole and first.how != "changed" else "is another one than the migrations make"
            message = f"The {what} {name} {said}."
            details = () if whole and first.how != "changed" else tuple(one.line(_SAID) for one in changed)
            place = self._place(name, changed, run, touched)
            key = tuple((one.how, one.what, one.table, one.name) for one in changed)
            self._add(Finding(NAME, message, place, name, hint=_HINT), run.dialect, configured, key, details)

    def _add(
        self,
        finding: Finding,
        dialect: Dialect,
        configured: Configured,
        key: object = None,
        details: tuple[str, ...] = (),
    ) -> None:
        self.found.add(finding, self._kinds.of(dialect), configured.database, key=key, details=details)

    def _place(
        self, name: str, changed: Sequence[Changed], run: Run, touched: Mapping[Key, Location]
    ) -> Location | None:
        """Return the line of the model; where there is none, that of the migration that changed the table last."""
        if self._places is None:
            self._places = ModelPlaces(self.config.root, self.config.script_location)
        namespace, _, table = name.rpartition(".")
        first = changed[0]
        column = first.name if first.what == "column" and len(changed) == 1 else None
        migration = touched.get(run.schema.key(table, namespace or None))
        if first.what == "table" and first.how == "removed":
            return migration or self._named_in()
        return self._places.of(table, namespace or None, column) or migration or self._named_in()

    def _named_in(self) -> Location | None:
        """Return what names the models: the settings, or env.py."""
        environment = None if self.config.target_metadata else environment_file(self.config)
        path = environment or self.config.path
        return Location(path) if path else None
