"""The project as it is now against what it was at a git revision.

That state is checked out to a temporary folder and compiled there by a process of its own, with the same Python,
the same packages and the same sqlcompile. The project's own modules come from the checkout: folders of the
repository on ``sys.path`` (``src/``, PYTHONPATH, the ``.pth`` files and the finders of editable installs) mean
those of the checkout there. What cannot be moved: editable installs that import by hooks of their own
(scikit-build-core, meson-python), modules that are built into the working tree and not in git (a ``_version.py``
of setuptools-scm, compiled extensions), and files that the scripts name by absolute paths.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlcompile.bundle.build import Proposal, build_bundle
from sqlcompile.bundle.manifest import Entry, Manifest, parse_manifest
from sqlcompile.bundle.paths import MANIFEST
from sqlcompile.bundle.reading import read_bundle
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.asked import Asked
from sqlcompile.diff.bundles import Side, diff_sides
from sqlcompile.diff.child import finished
from sqlcompile.diff.model import REMOVED, Diff
from sqlcompile.diff.notes import Notes
from sqlcompile.diff.places import Moved
from sqlcompile.diff.rounds import joined, rounds
from sqlcompile.diff.then import START
from sqlcompile.diff.worktree import Repository, repository_of
from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config

NOW = "now"


def diff_against(asked: Asked, revision: str, range_text: str, progress: Progress) -> Diff:
    """Return what compiles to other SQL now than it did at a revision of the project's git repository.

    The range is one of the project as it is now, with what is not committed; revisions that are gone from the
    project are reported whatever the range. Released revisions keep the order that they had then, as a bundle
    lets them. Where the project did not exist then, all is new.

    Raises ConfigError without git, for a folder in no repository, for what is no revision, and with the error
    of that state where it does not compile; SqlcompileError where the project does not compile now.
    """
    config = asked.config()
    repository = repository_of(config.root)
    commit = repository.commit(revision)
    graph = read_graph(config)
    start, _ = parse_range(graph, range_text, default_direction="upgrade")
    chosen = rounds(asked.dialects or config.dialects)
    with repository.at(commit) as there:
        taken = _take_settings(config, Moved(repository.top, there, repository.tracks))
        diffs = [
            _Round(repository, there, revision, number).diff(
                replace(asked, dialects=names) if len(chosen) > 1 else asked, config, graph, start, range_text, progress
            )
            for number, names in enumerate(chosen)
        ]
    diff = joined(diffs, chosen)
    notes = diff.notes
    if taken:
        notes = (f"{revision} has no {taken}: that of now is used for it.", *notes)
    if any(part.kind == REMOVED.name for part in diff.parts) and repository.only_there(commit):
        said = f"{revision} has commits that are not here: what they added counts as removed. "
        way = f"Compare with where the branch began: --against $(git merge-base {revision} HEAD)."
        notes = (*notes, said + way)
    return replace(diff, notes=notes)


def _take_settings(config: Config, moved: Moved) -> str:
    """Take the settings of now where they are newer than the folder with the scripts; return their name then."""
    if config.path is None or not moved.place(config.script_location).is_dir():
        return ""
    place = moved.place(config.path)
    if place == config.path or place.exists():
        return ""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(config.path, place)
    return config.path.name


def proposed(proposal: Proposal) -> Side:
    """Return what a bundle would be now as one of two sides."""
    files = proposal.files

    def read(entry: Entry) -> bytes:
        return files[entry.path].encode()

    return Side(NOW, NOW, parse_manifest(files[MANIFEST].encode()), read)


@dataclass(frozen=True)
class _Round:
    """The project as it was, checked out in a folder ``there``, for databases of which each has its folder."""

    repository: Repository
    there: Path
    revision: str
    number: int = 0

    @property
    def folder(self) -> Path:
        """The folder of its bundle."""
        return self.there.parent / f"bundle{self.number}"

    def diff(
        self,
        asked: Asked,
        config: Config,
        graph: RevisionGraph,
        start: tuple[str, ...],
        range_text: str,
        progress: Progress,
    ) -> Diff:
        """Compile it as it was and as it is now, and return what differs."""
        notes = Notes()
        absent = self.compile(asked, start)
        if absent:
            notes.add(f"There is nothing of the project at {self.revision}, all is new: {absent.rstrip('.')}")
        dialects = asked.dialects or config.dialects
        proposal = build_bundle(
            config,
            range_text=range_text,
            dialects=dialects,
            folder=self.folder,
            style=asked.style_of(config),
            progress=progress,
        )
        now = proposed(proposal)
        old = self.side(now.manifest)
        left_out = {name for name in old.revisions if name in graph} - set(now.revisions)
        return diff_sides(old, now, f"SQL at {self.revision} and {NOW}", left_out, notes, dialects)

    def compile(self, asked: Asked, start: tuple[str, ...]) -> str:
        """Write its bundle; return why it has none, where the project is not there."""
        top, result = self.repository.top, self.there.parent / f"result{self.number}.json"
        self.folder.mkdir()
        moved = Moved(top, self.there, self.repository.tracks)
        job = {
            "path": sys.path,
            "moved": moved.paths(sys.path),
            "top": str(top),
            "there": str(self.there),
            "asked": asked.elsewhere(moved.place).values(),
            "start": list(start),
            "folder": str(self.folder),
            "result": str(result),
        }
        cwd = moved.place(Path.cwd())
        done = finished(
            [sys.executable, "-P", "-c", START],
            cwd if cwd.is_dir() else self.there,
            self._surroundings(moved),
            json.dumps(job),
        )
        if not result.is_file():
            last = done.stderr.strip().rpartition("\n")[2]
            raise ConfigError(
                f"The project as it was at {self.revision} ends the process that compiles it"
                f" (status {done.returncode}){f': {last}' if last else ''}.",
            )
        found = json.loads(result.read_text(encoding="utf-8"))
        if "error" in found:
            raise self._error(found["error"], asked)
        absent: str = found["absent"]
        return absent.replace(f"{self.there}", str(top))

    def _surroundings(self, moved: Moved) -> dict[str, str]:
        """Return the environment; what scripts start imports from the checkout, too."""
        found = dict(os.environ)
        if found.get("PYTHONPATH"):
            found["PYTHONPATH"] = os.pathsep.join(moved.paths(found["PYTHONPATH"].split(os.pathsep)))
        return found

    def _error(self, error: dict[str, Any], asked: Asked) -> ConfigError:
        """Return the error of the old side, its place relative to the project."""
        location = None
        if error["path"] is not None:
            path = Path(error["path"])
            root = Moved(self.repository.top, self.there, self.repository.tracks).place(asked.directory.absolute())
            for folder in (root, self.there):
                if path.is_relative_to(folder):
                    path = path.relative_to(folder)
                    break
            location = Location(path, error["line"])
        message = error["message"].replace(f"{self.there}/", "")
        hint = (error["hint"] or "").replace(f"{self.there}/", "")
        if (self.there / ".gitmodules").is_file():
            hint = f"{hint} Submodules are empty there: does the project need one of them?".strip()
        return ConfigError(
            f"The project as it was at {self.revision} does not compile: {message}",
            hint=hint or None,
            location=location,
        )

    def side(self, now: Manifest) -> Side:
        """Return its scripts; none, for the same databases, where it was not there."""
        if not (self.folder / MANIFEST).is_file():
            nothing = Manifest(now.tool_version, now.libraries, now.range_text, now.style, (), ())
            return Side(self.revision, self.revision, nothing, lambda _: b"")
        bundle = read_bundle(self.folder)
        manifest = replace(bundle.manifest, range_text=now.range_text)  # whose ends it was given by their ids
        return Side(self.revision, self.revision, manifest, bundle.read)
