"""``revision --autogenerate``: the models, or a database, compared with what the migrations give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.aligning import Choice as Compared
from sqlcompile.autogenerate.aligning import aligned
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.models import schema_of
from sqlcompile.autogenerate.writing.style import Style as Writing
from sqlcompile.compiling.run import Run
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.choosing import choice_of, excluded_by, includes_schema
from sqlcompile.drafting.connected import not_heard
from sqlcompile.drafting.doubting import doubts_of, taken_as_known
from sqlcompile.drafting.elsewhere import left_at, misfits
from sqlcompile.drafting.hooking import directed, rendering
from sqlcompile.drafting.importing import check_not_empty, target_metadata
from sqlcompile.drafting.insisting import insisted
from sqlcompile.drafting.proving import prove
from sqlcompile.drafting.reflecting import Live, read_database, schema_at
from sqlcompile.drafting.renaming import Renaming
from sqlcompile.drafting.script import Ways, applied, bodies, check_written, ways
from sqlcompile.errors import ConfigError, SqlcompileError
from sqlcompile.offline.environment import After, Configured, environment_file
from sqlcompile.offline.new_script import MigrationScript
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import plan_between
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.project.template import NewRevision, creation_date, render_script, template_of
from sqlcompile.project.toml_file import read_text
from sqlcompile.schema.model import Key, Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import ignored, in_each_database
from sqlcompile.scripts.style import Style

Describe = Callable[[MigrationScript], NewRevision]
"""Takes what a hook may have changed, and returns the revision, checked."""


@dataclass(slots=True)
class Draft:
    """A new revision: nothing to do where ``is_empty``; ``values`` are what a template gets."""

    script: MigrationScript
    new: NewRevision
    is_empty: bool = True
    is_taken_back: bool = False
    """Whether env.py says that there shall be no script."""
    values: dict[str, Any] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def draft(
    config: Config,
    graph: RevisionGraph,
    script: MigrationScript,
    describe: Describe,
    dialects: Sequence[str],
    renaming: Renaming,
    progress: Progress,
    *,
    write: bool = True,
    url: str | None = None,
) -> Draft:
    """Return the revision that leads from the history to the models, or from the database at a URL.

    The first of the ``dialects`` counts for each database of env.py's; what does not fit on the others is in the
    notes. What is compared with is the history up to its heads; up to what
    the revision follows, where that is no head. With ``write`` it is written as Python, and proved. Raises
    SqlcompileError.
    """
    made: list[Draft] = []
    ends = _compared_with(graph, describe(script))
    plan = plan_between(graph, ends, ends)
    choice = Choice.of(dialects)
    live = None if url is None else read_database(url, _schemas_to_read(config, graph, ends, choice))

    def work(configured: Configured) -> After:
        compilation = Compilation.of(config, graph, plan, choice, Style(), configured)
        alone = replace(compilation, dialects=compilation.dialects[:1])
        if not write or live is not None:
            compilation = alone
        metadata = target_metadata(config, configured)
        # before scripts run, which may import the models and add to their tables
        models, *models_elsewhere = _models_on(compilation.dialects, metadata, excluded_by(config))
        run, *others = _replayed(compilation, alone, progress)
        elsewhere = list(zip(others, models_elsewhere, strict=False))
        drafting = _Drafting(config, configured, graph, script, describe, run, metadata, models, live, elsewhere)
        made.append(drafting.draft(renaming, write=write))
        return ignored

    in_each_database(config, graph, (ends, ends), choice, work, folder=True, named_only=True)
    return _together(made)


def _schemas_to_read(
    config: Config, graph: RevisionGraph, ends: tuple[str, ...], choice: Choice
) -> Callable[[str], bool] | None:
    """Return which schemas of a database env.py wants; it is asked before, for while it runs nothing connects."""
    wanted: list[Callable[[str], bool] | None] = []

    def ask(configured: Configured) -> After:
        wanted.append(includes_schema(configured))
        return ignored

    in_each_database(config, graph, (ends, ends), choice, ask, folder=True, named_only=True)
    return next(iter(wanted), None)


def _models_on(
    dialects: Sequence[Dialect], metadata: Sequence[sa.MetaData], excluded: Callable[[sa.Table], bool]
) -> tuple[Schema, *tuple[Schema | SqlcompileError, ...]]:
    """Return what the models give on each database, on others than the first why they cannot be made there."""
    elsewhere: list[Schema | SqlcompileError] = []
    for dialect in dialects[1:]:
        try:
            elsewhere.append(schema_of(metadata, dialect, excluded))
        except SqlcompileError as error:
            elsewhere.append(error)
    return (schema_of(metadata, dialects[0], excluded), *elsewhere)


def _replayed(compilation: Compilation, alone: Compilation, progress: Progress) -> list[Run]:
    """Return the runs at the end of the history; that of the first database alone where it fails on another one."""
    runs = compilation.runs(progress)
    try:
        for _ in results(compilation, runs, progress):
            pass
    except SqlcompileError as error:
        if len(runs) == 1:
            raise
        runs = _replayed(alone, alone, progress)
        title = runs[0].dialect.title
        progress.note(f"The new revision is proved for {title} alone: elsewhere the history fails. {error}")
        return runs
    for run in runs:
        run.begin_range()
    report(runs[:1], progress)
    return runs


def _together(made: Sequence[Draft]) -> Draft:
    """Return the drafts for all databases of env.py's as one; raises ConfigError where they have no places apart."""
    first = made[0]
    for other in made[1:]:
        if first.values.keys() & other.values.keys() != {"imports"} & first.values.keys():
            raise ConfigError(
                "env.py runs the migrations for several databases, and writes them to one place of the template.",
                hint="Configure `upgrade_token` and `downgrade_token` for each, or name one: `-d engine1=postgresql`.",
            )
        imports = {*first.values.get("imports", "").split("\n"), *other.values.get("imports", "").split("\n")}
        first.values = {**first.values, **other.values, "imports": "\n".join(sorted(filter(None, imports)))}
        first.is_empty = first.is_empty and other.is_empty
        first.is_taken_back = first.is_taken_back and other.is_taken_back
        first.statements += other.statements
        first.notes += other.notes
    return first


def _compared_with(graph: RevisionGraph, new: NewRevision) -> tuple[str, ...]:
    if any(graph.children(parent) for parent in new.down_revisions):
        return new.down_revisions
    return graph.heads


@dataclass(slots=True)
class _Drafting:
    config: Config
    configured: Configured
    graph: RevisionGraph
    script: MigrationScript
    describe: Describe
    run: Run
    metadata: tuple[sa.MetaData, ...]
    models: Schema
    live: Live | None = None
    elsewhere: Sequence[tuple[Run, Schema | SqlcompileError]] = ()
    doubts: Mapping[Key, str] = field(default_factory=dict)

    def draft(self, renaming: Renaming, *, write: bool) -> Draft:
        """Return the draft."""
        dialect = self.run.dialect
        self.doubts = doubts_of(self.run, self.config.root)
        self.run.schema = taken_as_known(self.run.schema, self.doubts)
        check_not_empty(self.metadata, self.configured, self.run)
        found = self._ways(renaming)
        kept = directed(self.config, self.configured, self.graph, self.script, found, self.run) if write else found
        unheard = not_heard(self.configured, environment_file(self.config), self.config.root, dialect)
        draft = Draft(
            self.script, self.describe(self.script), notes=(*unheard, *self.doubts.values(), *(kept or found).notes)
        )
        if kept is None:
            draft.is_taken_back = True
            return draft
        draft.is_empty = kept.is_empty
        if not write:
            draft.statements = check_written(kept.up.operations, kept.before, dialect)
            return draft
        style = self._style()
        up, down = bodies(kept, style)
        draft.values = {
            **self.configured.option("template_args", {}),
            self._place("upgrade"): up,
            self._place("downgrade"): down,
            "imports": "\n".join(sorted(style.imports | self.script.imports)),
        }
        text = None
        if not kept.is_empty:
            text = render_script(self.config, draft.new, creation_date(self.config.timezone), draft.values)
            prove(text, draft.new, self.run, kept)
        draft.notes += tuple(self._misfits(text, draft.new, kept.after))
        return draft

    def _misfits(self, text: str | None, new: NewRevision, after: Schema) -> Iterator[str]:
        """Yield what does not fit on the other databases of the project."""
        if not self.elsewhere:
            return
        expected = left_at(after, self.models, self.run, self._choice(self.run))
        for run, models in self.elsewhere:
            if isinstance(models, SqlcompileError):
                yield f"{run.dialect.name}: {models.message}"
            else:
                yield from misfits(text, new, run, models, self._choice(run), expected, self.config.root)

    def _choice(self, run: Run) -> Compared:
        return choice_of(self.config, self.configured, run, self.metadata)[0]

    def _place(self, way: str) -> str:
        """Return the name under which the template gets the operations of one way.

        Alembic's env.py for several databases configures it only with a connection; without one it is the name
        that its template has for it, such as ``engine1_upgrades``.
        """
        named = self.configured.option(f"{way}_token")
        database = self.configured.database
        if not named and database and f"_{way}s" in read_text(template_of(self.config)):
            return f"{database}_{way}s"
        return str(named or f"{way}s")

    def _ways(self, renaming: Renaming) -> Ways:
        dialect, models = self.run.dialect, self.models
        choice, asked = choice_of(self.config, self.configured, self.run, self.metadata)
        forms = Forms(dialect)
        if self.live is not None:
            models_there = aligned(self.run.schema, models, forms)
            self.run.schema = schema_at(self.live, self.run, (models_there, self.run.schema))
        before = self.run.schema

        last: list[tuple[Schema, Schema]] = []

        def wanted(there: Schema) -> Schema:
            if not last or last[-1][0] is not there:  # what is asked again and again is compared once
                last[:] = [(there, aligned(there, models, forms, choice))]
            return last[-1][1]

        renames = renaming.operations(before, wanted, dialect)
        found = ways(before, wanted(applied(renames, before, dialect)), dialect, renames)
        return insisted(found, asked, dialect)

    def _style(self) -> Writing:
        option = self.configured.option
        style = Writing(
            self.run.dialect,
            several=len(set(self.config.dialects)) > 1,
            as_batch=bool(option("render_as_batch", default=False)),
            convention=self.run.naming_convention,
            sqlalchemy_prefix=option("sqlalchemy_module_prefix", "sa."),
            op_prefix=option("alembic_module_prefix", "op."),
            user_prefix=option("user_module_prefix"),
        )
        style.render_item = rendering(self.configured, style)
        style.doubts = self.doubts
        return style
