"""The bodies of the new script, from what the history has made on each database."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from sqlcompile.autogenerate.writing.style import Style as Writing
from sqlcompile.compiling.fold import run_script
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.hooking import rendering
from sqlcompile.errors import SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.plan import plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.revision import Revision, read_revision
from sqlcompile.project.settings import Config
from sqlcompile.project.template import NewRevision, creation_date, render_script
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.databases import ignored
from sqlcompile.scripts.places import chosen_for
from sqlcompile.scripts.style import Style
from sqlcompile.squashing.bounds import Bounds, said
from sqlcompile.squashing.pieces import Piece, as_in, body_text, comment, merged
from sqlcompile.squashing.refusing import check_clauses, check_known, check_raw_sql, check_rows, clause_of
from sqlcompile.squashing.replaying import Moments, replay
from sqlcompile.squashing.snapshot import Snapshot, columns_made_anew, differences, schema_differences, snapshot
from sqlcompile.squashing.watching import Past, Unheld, WatchedRun
from sqlcompile.squashing.writing import Written, written

RawSql = Literal["refused", "kept", "left out"]


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of the template for one of env.py's databases, and what the history has made there."""

    database: str | None
    values: Mapping[str, Any]
    imports: frozenset[str]
    moments: tuple[Moments, ...]


@dataclass(slots=True)
class Drafting:
    """Replays the history for each database that env.py runs the migrations for."""

    config: Config
    bounds: Bounds
    new: NewRevision
    choice: Choice
    style: Style
    progress: Progress
    with_rows: bool
    raw_sql: RawSql
    archive: str
    drafts: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    anew: str = ""
    """What is to be said of values that are other ones each time."""

    def take(self, configured: Configured) -> After:
        """Add the draft for one database; raises SqlcompileError where something would be lost."""
        try:
            return self._taken(configured)
        except SqlcompileError as error:
            raise error.at(self.bounds.location)  # noqa: B904 - env.py, where this runs, has no part in it

    def _taken(self, configured: Configured) -> After:
        graph = self.bounds.graph
        plan = plan_upgrade(graph, (), self.bounds.ends, self.bounds.order)
        compilation = Compilation.of(self.config, graph, plan, self.choice, self.style, configured)
        assumed: list[list[str]] = []
        moments = replay(
            compilation,
            len(self.bounds.squashed),
            self.progress,
            lambda _, runs: assumed.extend(list(run.assumed) for run in runs),
        )
        for dialect, one, older in zip(compilation.dialects, moments, assumed, strict=True):
            check_known(one, dialect, older)
            if self.raw_sql == "refused":
                check_raw_sql(one.then.unheld, dialect, self.config.root)
            elif self.raw_sql == "kept":
                check_clauses(one.then.unheld, dialect, self.config.root)
            if self.with_rows:
                check_rows(one, dialect)
        self._look_again(compilation, moments)
        self.drafts.append(self._draft(compilation, configured, moments))
        return ignored

    def _look_again(self, compilation: Compilation, moments: Sequence[Moments]) -> None:
        """Run the squashed scripts once more where they wrote rows: values of clocks, and random ones, show by it."""
        if not self.with_rows or not any(one.then.rows for one in moments):
            return
        plan = plan_upgrade(self.bounds.graph, (), (self.bounds.last,), self.bounds.order)
        again = replay(replace(compilation, plan=plan), len(self.bounds.squashed), self.progress)
        found = {
            name: None
            for one, other in zip(moments, again, strict=True)
            for name in columns_made_anew(one.then, other.then)
        }
        if found:
            self.anew = (
                f"The scripts make other values in {', '.join(found)} each time, by a clock or at random: the new "
                "script has those of now"
            )
            self.notes.append(self.anew)

    def _draft(self, compilation: Compilation, configured: Configured, moments: Sequence[Moments]) -> Draft:
        styles = [_style(compilation, which, configured) for which in range(len(moments))]
        bodies = [
            self._written(one.then, style, dialect.title)
            for one, style, dialect in zip(moments, styles, compilation.dialects, strict=True)
        ]
        tokens = configured.option("upgrade_token", "upgrades"), configured.option("downgrade_token", "downgrades")
        given: dict[str, Any] = {**configured.option("template_args", {})}
        imports = frozenset(name for style in styles for name in style.imports)
        given["imports"] = "\n".join(sorted(imports))
        base = next((at for at, one in enumerate(moments) if one.then.schema.enums), 0)
        prefix = styles[0].op_prefix
        for which in range(len(bodies)):
            if which != base:
                bodies[which] = self._in_words_of(bodies, (which, base), compilation, moments, (tokens, given, prefix))
        heading = self._said(compilation.dialects)
        up = body_text(merged([[*heading, *one.up] for one in bodies]), compilation.dialects, prefix)
        down = body_text(merged([one.down for one in bodies]), compilation.dialects, prefix)
        del given["imports"]
        return Draft(configured.database, {**given, tokens[0]: up, tokens[1]: down}, imports, tuple(moments))

    def _others(self, dialects: Sequence[Dialect]) -> list[str]:
        """Return the databases of the settings that are left out."""
        names = {one.name for one in dialects}
        return [name for name in self.config.dialects if chosen_for(name)[1].partition("@")[0] not in names]

    def _said(self, dialects: Sequence[Dialect]) -> list[Piece]:
        """Return the comments that the script begins with."""
        found = [comment(f"This equals {said(self.bounds)}; their scripts are in {self.archive}.")]
        others = self._others(dialects)
        if others:
            found.append(comment(f"CHECK: what they make on {', '.join(others)} was not looked at."))
            self.notes.append(
                f"The new script is for {', '.join(one.name for one in dialects)} alone: what the history makes on "
                f"{', '.join(others)} was not looked at"
            )
        if self.anew:
            found.append(comment(f"CHECK: {self.anew[0].lower()}{self.anew[1:]}."))
        if not self.with_rows:
            found.append(comment("CHECK: the rows that these revisions wrote are left out."))
        return found

    def _written(self, then: Snapshot, style: Writing, title: str) -> Written:
        kept = then.unheld if self.raw_sql == "kept" else ()
        places = {one: one.location.within(self.config.root) for one in then.unheld}
        try:
            found = written(then, style, kept, places, with_rows=self.with_rows)
        except SqlcompileError as error:
            if title not in error.message:
                error.message = f"{title}: {error.message}"
            raise
        if kept:
            found.down.append(comment("CHECK: what the copied raw SQL has made may be there still."))
        if self.raw_sql == "left out":
            found.up.extend(_left_out(then.unheld, places))
        return found

    def _in_words_of(
        self,
        bodies: Sequence[Written],
        which: tuple[int, int],
        compilation: Compilation,
        moments: Sequence[Moments],
        template: tuple[tuple[str, str], Mapping[str, Any], str],
    ) -> Written:
        """Return the body of one database in the words of another where they do the same, else its own."""
        own, base = bodies[which[0]], bodies[which[1]]
        shared = Written(as_in(own.up, base.up), as_in(own.down, base.down))
        if shared == own:
            return own
        dialect = compilation.dialects[which[0]]
        alone = replace(compilation, dialects=(dialect,))
        (up_token, down_token), given, prefix = template
        values = {
            **given,
            up_token: body_text(merged([shared.up]), (dialect,), prefix),
            down_token: body_text(merged([shared.down]), (dialect,), prefix),
        }
        text = render_script(self.config, self.new, creation_date(self.config.timezone), values)
        return shared if _fits(text, self.new, alone, moments[which[0]].then, with_rows=self.with_rows) else own


def _left_out(unheld: Sequence[Unheld], places: Mapping[Unheld, str]) -> list[Piece]:
    return [
        comment(f"CHECK: raw SQL of {places[one]} is left out: {clause_of(one)}{' '.join(one.text.split())}")
        for one in unheld
    ]


def _style(compilation: Compilation, which: int, configured: Configured) -> Writing:
    option = configured.option
    run = compilation.runs()[which]
    style = Writing(
        compilation.dialects[which],
        several=len(compilation.dialects) > 1 or len(set(compilation.config.dialects)) > 1,
        as_batch=bool(option("render_as_batch", default=False)),
        convention=run.naming_convention,
        sqlalchemy_prefix=option("sqlalchemy_module_prefix", "sa."),
        op_prefix=option("alembic_module_prefix", "op."),
        user_prefix=option("user_module_prefix"),
    )
    style.render_item = rendering(configured, style)
    return style


def _fits(text: str, new: NewRevision, compilation: Compilation, wanted: Snapshot, *, with_rows: bool) -> bool:
    """Return whether a script gives one database what the history gave it, and takes it away again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{new.id}.py")
        path.write_text(text, encoding="utf-8")
        base = read_revision(path)
        assert base is not None
        (run,) = compilation.runs_of(WatchedRun)
        past = Past(run.dialect)
        try:
            run_script(base, "upgrade", [run], ())
            past.take_written(run)
            return not differences(snapshot(run, past), wanted, run.dialect, with_rows=with_rows) and not taken_back(
                base, run
            )
        except SqlcompileError:
            return False


def taken_back(base: Revision, run: WatchedRun) -> list[str]:
    """Return what is left where the downgrade of a first revision ran; the run goes on from where it was.

    A project's template may make scripts without one: nothing is left then that the script would promise to remove.
    """
    if not base.has_downgrade:
        return []
    down = run.forked()
    run_script(base, "downgrade", [down], (base.id,))
    namespace, name = run.surroundings.version_table
    left = replace(down.schema.without_table(name, namespace), not_analysed=0, script=None)
    return [
        f"{text} (after downgrade())"
        for text in schema_differences(left, Schema(left.default_namespace), run.dialect, ordered=False)
    ]
