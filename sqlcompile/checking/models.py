"""Whether the models are what the migrations make, for each kind of database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

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
from sqlcompile.drafting.choosing import choice_of
from sqlcompile.drafting.doubting import doubts_of, taken_as_known
from sqlcompile.drafting.hooking import directed
from sqlcompile.drafting.importing import target_metadata
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
    _kinds: Kinds = field(default_factory=lambda: Kinds(()))
    _places: ModelPlaces | None = None

    def compare(
        self, configured: Configured, runs: Sequence[Run], kinds: Kinds, touched: Mapping[Key, Location]
    ) -> None:
        """Compare the models with what the runs have made; raises SqlcompileError for models that cannot be read.

        ``kinds`` has the names of the kinds of databases; ``touched`` says where each table was last changed.
        """
        if configured.option("target_metadata") is None and not self.config.target_metadata:
            self.without[configured.database or ""] = None
            return
        self._kinds = kinds
        metadata = target_metadata(self.config, configured)
        for run in runs:
            doubts = doubts_of(run, self.config.root)
            self.doubts.update(dict.fromkeys(doubts.values()))
            before = run.schema = taken_as_known(run.schema, doubts)
            forms = Forms(run.dialect)
            choice, asked = choice_of(self.config, configured, run, metadata)
            try:
                wanted = aligned(before, schema_of(metadata, run.dialect), forms, choice)
                found = difference(before, wanted, run.dialect, ordered=False)
                after = self._left(configured, before, found, wanted, (run, asked))
            except SqlcompileError as error:
                self._add(Finding.of(NAME, error.at(self._named_in())), run, configured)
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
            self._add(Finding(NAME, message, self._named_in(), hint=_HINT), run, configured)
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
            self._add(Finding(NAME, message, place, name, hint=_HINT), run, configured, key, details)

    def _add(
        self, finding: Finding, run: Run, configured: Configured, key: object = None, details: tuple[str, ...] = ()
    ) -> None:
        self.found.add(finding, self._kinds.of(run.dialect), configured.database, key=key, details=details)

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
        """Return what names the models: env.py, or the settings."""
        path = environment_file(self.config) if self.config.env else None
        path = path or self.config.path
        return Location(path) if path else None
