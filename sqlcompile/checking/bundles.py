"""Whether the bundles of a repository are what compiles now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

from sqlcompile.bundle.build import Proposal, build_bundle
from sqlcompile.bundle.manifest import Manifest
from sqlcompile.bundle.paths import MANIFEST
from sqlcompile.bundle.reading import Bundle, read_bundle
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.model import Finding
from sqlcompile.checking.released import NAME as RELEASED
from sqlcompile.checking.released import add_released
from sqlcompile.dialect.load import load_dialect
from sqlcompile.diff.against import proposed
from sqlcompile.diff.bundles import Side, diff_sides
from sqlcompile.errors import BundleError, Location, SqlcompileError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.progress import Silent
from sqlcompile.project.settings import Config
from sqlcompile.scripts.places import chosen_for

NAME = "bundle"
_MOST = 10
"""How many files of a bundle are named."""
_ALL = "base:heads"


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
                self._not_compared(folder, error)
            except SqlcompileError as error:
                message = f"The bundle {self._shown(folder)} cannot be compiled again: {error.message}"
                finding = Finding(NAME, message, error.location or place, self._shown(folder), hint=error.hint)
                self.found.add(finding, "", None)
                self._not_compared(folder, error)

    def _check(self, folder: Path, place: Location) -> None:
        bundle = read_bundle(folder)
        old = Side("bundle", str(folder), bundle.manifest, bundle.read)
        names = _names(bundle.manifest)
        proposal = build_bundle(
            self.config,
            range_text=bundle.manifest.range_text,
            dialects=names,
            folder=folder,
            style=old.style,
            progress=Silent(),
        )
        if not proposal.found:
            return
        shown = self._shown(folder)
        changed = self._changed(bundle, old, proposal, place)
        lines = [str(one) for one in proposal.found]
        more = (f"and {len(lines) - _MOST} more",) if len(lines) > _MOST else ()
        message = f"The bundle {shown} is not what compiles now: {len(lines)} file{'s' * (len(lines) > 1)}."
        hint = f"Write it anew: {self._command(bundle, old, names)}"
        if changed:
            hint = "It would change what was released: see below."
        self.found.add(Finding(NAME, message, place, shown, hint=hint), "", None, details=(*lines[:_MOST], *more))

    def _changed(self, bundle: Bundle, old: Side, proposal: Proposal, place: Location) -> bool:
        """Gather the released revisions that changed; return whether there are any, or it is not known."""
        before = len(self.released.findings())
        try:
            diff = diff_sides(old, proposed(proposal), "")
        except BundleError as error:
            self._not_compared(bundle.folder, error)
        else:
            kinds = {one.folder: (one.dialect, one.database) for one in bundle.manifest.targets}
            shown = f"the bundle {self._shown(bundle.folder)}"
            add_released(self.released, diff, kinds, self.config, self.graph, shown, place)
        return len(self.released.findings()) > before

    def _not_compared(self, folder: Path, error: SqlcompileError) -> None:
        shown = self._shown(folder)
        message = f"What was released in the bundle {shown} cannot be compared: {error.message}"
        self.released.add(
            Finding(RELEASED, message, error.location or Location(folder / MANIFEST, 1), shown, hint=error.hint),
            "",
            None,
        )

    def _command(self, bundle: Bundle, old: Side, names: Sequence[str]) -> str:
        """Return the command that writes a bundle as it is."""
        manifest = bundle.manifest
        range_ = "" if manifest.range_text == _ALL else f" {manifest.range_text}"
        usual = [_versioned(name) for name in self.config.dialects]
        chosen = "" if [_versioned(name) for name in names] == usual else "".join(f" -d {name}" for name in names)
        return (
            f"sqlcompile bundle{range_}{chosen} --output-dir {quote(str(Location(bundle.folder)))}{old.style.options()}"
        )

    def _shown(self, folder: Path) -> str:
        return Location(folder).within(self.config.root)


def _versioned(name: str) -> tuple[str | None, str, tuple[int, ...]]:
    database, chosen = chosen_for(name)
    dialect = load_dialect(chosen)
    return database, dialect.name, dialect.version


def _names(manifest: Manifest) -> list[str]:
    """Return the databases of a bundle as ``-d`` names them."""
    return [
        f"{one.database}={one.dialect}@{one.version}" if one.database else f"{one.dialect}@{one.version}"
        for one in manifest.targets
    ]
