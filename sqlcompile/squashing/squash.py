"""``squash``: the replay of the history, the new script, its proof, and the writing of all of it or nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.errors import ConfigError, Location, OutputError, SqlcompileError
from sqlcompile.project.new_revision import describe_revision
from sqlcompile.project.progress import Progress
from sqlcompile.project.revision import read_revision
from sqlcompile.project.settings import Config
from sqlcompile.project.template import NewRevision, creation_date, render_script, script_path
from sqlcompile.project.write_hooks import run_hooks
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.output import change_paths
from sqlcompile.scripts.places import check_placeholders, place
from sqlcompile.scripts.style import Style
from sqlcompile.squashing.bounds import Bounds, bounds, check_settings
from sqlcompile.squashing.drafting import Draft, Drafting, RawSql
from sqlcompile.squashing.moving import Places, check_free, contents, places
from sqlcompile.squashing.proving import Proving
from sqlcompile.squashing.relinking import relinked

_STAMP = "stamp.{dialect}.sql"
_STAMP_OF_SEVERAL = "stamp.{engine}.{dialect}.sql"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    revision: str
    message: str = ""
    rev_id: str | None = None
    with_rows: bool = True
    raw_sql: RawSql = "refused"
    archive: Path | None = None
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class Squashed:
    """What was done: the new revision, its script, what was moved, what follows it now, and the stamps."""

    new: NewRevision
    bounds: Bounds
    script: Path
    places: Places
    relinked: tuple[Path, ...]
    stamps: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    config: Config
    asked: Asked
    choice: Choice
    style: Style
    progress: Progress
    notes: list[str] = field(default_factory=list)

    def squash(self) -> Squashed:
        """Do it; raises SqlcompileError, and nothing is written then."""
        config = self.config
        check_settings(config)
        check_placeholders(self.asked.output)
        graph = read_graph(config)
        found = bounds(graph, self.asked.revision)
        message = self.asked.message or f"squashed up to {found.last}"
        new = describe_revision(
            graph, message=message, parents=(), revision_id=self.asked.rev_id, branch_label=None, depends_on=None
        )
        new = replace(new, branch_labels=found.labels)
        where = places(config, found, new.id, self.asked.archive)
        path = script_path(config, where.versions, new, creation_date(config.timezone))
        changed = self._relinked(found, new)
        drafts = self._drafts(found, new, where)
        text = self._text(new, drafts)
        stamps = self._proved(found, new, text, where, drafts)
        check_free([path, *where.moved.values(), *stamps])
        everything: dict[Path, Any] = {**contents(where.moved), **changed, path: _encoded(config, text)}
        everything |= {name: [script] for name, script in stamps.items()}
        change_paths(everything, list(where.moved))
        try:
            run_hooks(config.hooks, path)
        except SqlcompileError as error:
            error.hint = f"The squash is done, the old scripts are in {where.archive}. {error.hint or ''}".strip()
            raise
        return Squashed(new, found, path, where, tuple(changed), tuple(stamps), tuple(dict.fromkeys(self.notes)))

    def _relinked(self, found: Bounds, new: NewRevision) -> dict[Path, bytes]:
        """Return the scripts that follow, or depend on, the new revision."""
        changed = {}
        for revision in found.rest:
            wanted = found.renamed(revision, new.id)
            if wanted != revision:
                changed[revision.path] = relinked(revision, wanted, found.last)
        return changed

    def _drafts(self, found: Bounds, new: NewRevision, where: Places) -> list[Draft]:
        asked = self.asked
        config = replace(self.config, command="upgrade", range_text=",".join(found.ends))
        archive = Location(where.archive).within(config.root)
        common = (config, found, new, self.choice, self.style, self.progress)
        drafting = Drafting(*common, asked.with_rows, asked.raw_sql, archive)
        in_each_database(config, found.graph, ((), found.ends), self.choice, drafting.take)
        self.notes += drafting.notes
        return drafting.drafts

    def _text(self, new: NewRevision, drafts: Sequence[Draft]) -> str:
        """Return the new script."""
        values: dict[str, Any] = {}
        imports: set[str] = set()
        for draft in drafts:
            clash = values.keys() & draft.values.keys()
            if clash and any(values[name] != draft.values[name] for name in clash):
                raise ConfigError(
                    "env.py runs the migrations for several databases, and writes them to one place of the template.",
                    hint="Configure `upgrade_token` and `downgrade_token` for each, or name one: `-d engine1=postgresql`.",
                )
            values |= draft.values
            imports |= draft.imports
        bodies = "\n".join(str(value) for value in values.values())
        values["imports"] = "\n".join(sorted(one for one in imports if _is_used(one, bodies)))
        return render_script(self.config, new, creation_date(self.config.timezone), values)

    def _proved(
        self, found: Bounds, new: NewRevision, text: str, where: Places, drafts: Sequence[Draft]
    ) -> dict[Path, str]:
        """Return the stamps, by their places, once all is proved."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{new.id}.py")
            path.write_text(text, encoding="utf-8")
            base = read_revision(path)
            assert base is not None
            graph = found.over(base)
            ends = tuple(base.id if name == found.last else name for name in found.ends)
            config = replace(self.config, command="upgrade", range_text=",".join(ends))
            common = (config, found, base, graph, ends, self.choice, self.style, self.progress)
            proving = Proving(*common, {one.database: one for one in drafts}, self.asked.with_rows)
            in_each_database(config, graph, ((), ends), self.choice, proving.take)
        if not base.has_downgrade:
            self.notes.append("The project's template has no downgrade(): the new script has none.")
        self.notes += proving.notes
        several = any(database for database, _, _ in proving.stamps)
        default = where.archive / (_STAMP_OF_SEVERAL if several else _STAMP)
        stamps: dict[Path, str] = {}
        check_free([place(self.asked.output or default, name, database) for database, name, _ in proving.stamps])
        for database, name, script in proving.stamps:
            stamps[place(self.asked.output or default, name, database)] = script
        return stamps


def squash(config: Config, asked: Asked, dialects: Sequence[str], style: Style, progress: Progress) -> Squashed:
    """Put one new base revision in the place of the history up to a revision, and write the stamps.

    It is proved for the ``dialects``, and written whole or not at all. Raises SqlcompileError: for a revision
    that names none or several, for a history whose result is not known, for what would be lost, and where the
    new history does not give what the old one gave.
    """
    return _Work(config, asked, Choice.of(dialects), style, progress).squash()


def _is_used(line: str, text: str) -> bool:
    """Return whether the name that an import binds stands in a text."""
    name = line.split()[1] if line.startswith("import ") else line.rsplit(maxsplit=1)[-1]
    return re.search(rf"\b{re.escape(name)}\.", text) is not None


def _encoded(config: Config, text: str) -> bytes:
    try:
        return text.encode(config.output_encoding)
    except (LookupError, UnicodeEncodeError) as error:
        raise OutputError(
            f"The new script cannot be written in the encoding {config.output_encoding}.",
            hint="Set `output_encoding` to utf-8.",
        ) from error
