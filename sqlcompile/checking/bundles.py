"""Whether the bundles of a repository are what compiles now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlcompile.bundle.build import build_bundle
from sqlcompile.bundle.paths import MANIFEST, SUMS, is_bundle
from sqlcompile.bundle.reading import read_bundle
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.model import Finding
from sqlcompile.checking.released import add_released
from sqlcompile.diff.against import proposed
from sqlcompile.diff.bundles import Side, diff_sides
from sqlcompile.diff.worktree import repository_of
from sqlcompile.errors import BundleError, ConfigError, Location, SqlcompileError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.progress import Silent
from sqlcompile.project.settings import Config

NAME = "bundle"
_MOST = 10
"""How many files of a bundle are named."""


def bundles_of(config: Config, graph: RevisionGraph) -> list[Path]:
    """Return the folders below the project's that hold a bundle and are in git; not those of other projects."""
    try:
        repository = repository_of(config.root)
    except ConfigError:
        return []
    root = str(config.root)
    listed = repository.git("-C", root, "ls-files", "-z", "--", f":(glob)**/{SUMS}", f":(glob)**/{MANIFEST}")
    folders = sorted({(config.root / name).parent for name in listed.stdout.split("\0") if name})
    return [folder for folder in folders if is_bundle(folder) and _may_be_of(folder, graph)]


def _may_be_of(folder: Path, graph: RevisionGraph) -> bool:
    try:
        entries = read_bundle(folder).manifest.files
    except BundleError:
        return True
    names = {one.revision for one in entries if one.revision is not None}
    return not names or any(name in graph for name in names)


@dataclass(slots=True)
class Bundles:
    """What is gathered of bundles; ``released`` are the findings on the revisions in them."""

    config: Config
    graph: RevisionGraph
    found: Gathered = field(default_factory=Gathered)
    released: Gathered = field(default_factory=Gathered)

    def check(self, folders: Sequence[Path]) -> None:
        """Compare each bundle with what compiles now, written as the bundle is."""
        for folder in folders:
            place = Location(folder / MANIFEST, 1)
            try:
                self._check(folder, place)
            except BundleError as error:
                self.found.add(Finding.of(NAME, error.at(place), self._shown(folder)), "", None)
            except SqlcompileError as error:
                message = f"The bundle {self._shown(folder)} cannot be compiled again: {error.message}"
                finding = Finding(NAME, message, error.location or place, self._shown(folder), hint=error.hint)
                self.found.add(finding, "", None)

    def _check(self, folder: Path, place: Location) -> None:
        bundle = read_bundle(folder)
        manifest = bundle.manifest
        old = Side("bundle", str(folder), manifest, bundle.read)
        names = [
            f"{one.database}={one.dialect}@{one.version}" if one.database else f"{one.dialect}@{one.version}"
            for one in manifest.targets
        ]
        proposal = build_bundle(
            self.config,
            range_text=manifest.range_text,
            dialects=names,
            folder=folder,
            style=old.style,
            progress=Silent(),
        )
        if not proposal.found:
            return
        shown = self._shown(folder)
        if not bundle.verify():
            diff = diff_sides(old, proposed(proposal), "")
            add_released(self.released, diff, self.config, self.graph, f"the bundle {shown}", place)
        lines = [str(one) for one in proposal.found]
        more = (f"and {len(lines) - _MOST} more",) if len(lines) > _MOST else ()
        message = f"The bundle {shown} is not what compiles now: {len(lines)} file{'s' * (len(lines) > 1)}."
        hint = f"Write it anew: sqlcompile bundle --output-dir {shown}"
        if self.released.findings():
            hint = "It would change what was released: see below."
        self.found.add(Finding(NAME, message, place, shown, hint=hint), "", None, details=(*lines[:_MOST], *more))

    def _shown(self, folder: Path) -> str:
        return Location(folder).within(self.config.root)
