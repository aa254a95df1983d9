"""``revision --autogenerate``: the models, or a database, compared with what the migrations give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlcompile.autogenerate.aligning import aligned
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.models import schema_of
from sqlcompile.autogenerate.writing.style import Style as Writing
from sqlcompile.compiling.run import Run
from sqlcompile.drafting.choosing import choice_of
from sqlcompile.drafting.importing import target_metadata
from sqlcompile.drafting.proving import prove
from sqlcompile.drafting.script import Ways, bodies, check_written, ways
from sqlcompile.errors import ConfigError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.operations.operation import Operation
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import plan_between
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.project.template import NewRevision, creation_date, render_script
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.style import Style

Renames = Callable[[Schema, Schema], Sequence[Operation]]
"""Takes what is there and what the models say, and returns the renames that lead from one to the other."""


@dataclass(slots=True)
class Draft:
    """A new revision: nothing to do where ``is_empty``; ``values`` are what a template gets."""

    new: NewRevision
    is_empty: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def draft(
    config: Config,
    graph: RevisionGraph,
    new: NewRevision,
    dialects: Sequence[str],
    renames: Renames,
    progress: Progress,
    *,
    write: bool = True,
) -> Draft:
    """Return the revision that leads from the history to the models.

    The first of the ``dialects`` counts. What is compared with is the history up to its heads; up to what
    the revision follows, where that is no head. With ``write`` it is written as Python, and proved. Raises
    SqlcompileError.
    """
    made: list[Draft] = []
    ends = _compared_with(graph, new)
    plan = plan_between(graph, ends, ends)
    choice = Choice.of(dialects[:1])

    def work(configured: Configured) -> After:
        compilation = Compilation.of(config, graph, plan, choice, Style(), configured)
        compilation = replace(compilation, dialects=compilation.dialects[:1])
        (run,) = compilation.runs(progress)
        for _ in results(compilation, [run], progress):
            pass
        run.begin_range()
        report([run], progress)
        made.append(_Drafting(config, configured, new, run, len(set(config.dialects)) > 1).draft(renames, write=write))
        return _forget

    in_each_database(config, graph, (ends, ends), choice, work, folder=False)
    return made[0]


def _compared_with(graph: RevisionGraph, new: NewRevision) -> tuple[str, ...]:
    if any(graph.children(parent) for parent in new.down_revisions):
        return new.down_revisions
    return graph.heads


def _forget(elements: tuple[Any, ...]) -> None:
    """Leave what env.py executes: nothing is compiled."""


@dataclass(slots=True)
class _Drafting:
    config: Config
    configured: Configured
    new: NewRevision
    run: Run
    several: bool

    def draft(self, renames: Renames, *, write: bool) -> Draft:
        """Return the draft."""
        found = self._ways(renames)
        draft = Draft(self.new, found.is_empty, notes=found.notes)
        if not write:
            draft.statements = check_written(found.up.operations, found.before, self.run.dialect)
            return draft
        style = self._style()
        up, down = bodies(found, style)
        draft.values = {
            **self.configured.option("template_args", {}),
            "upgrades": up,
            "downgrades": down,
            "imports": "\n".join(sorted(style.imports)),
        }
        if not found.is_empty:
            text = render_script(self.config, self.new, creation_date(self.config.timezone), draft.values)
            prove(text, self.new, self.run, found)
        return draft

    def _ways(self, renames: Renames) -> Ways:
        metadata = target_metadata(self.config, self.configured)
        dialect = self.run.dialect
        models = schema_of(metadata, dialect)
        before = self.run.schema
        first = renames(before, models)
        there = before
        for operation in first:
            there = operation.apply(there, dialect)
        choice = choice_of(self.config, self.configured, self.run, metadata)
        return ways(before, aligned(there, models, Forms(dialect), choice), dialect, first)

    def _style(self) -> Writing:
        option = self.configured.option
        return Writing(
            self.run.dialect,
            several=self.several,
            as_batch=bool(option("render_as_batch", default=False)),
            convention=self.run.naming_convention,
            sqlalchemy_prefix=option("sqlalchemy_module_prefix", "sa."),
            op_prefix=option("alembic_module_prefix", "op."),
            user_prefix=option("user_module_prefix"),
        )
