"""From a project's settings to a bundle in a folder: what ``bundle`` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from sqlcompile import __version__
from sqlcompile.bundle.comparing import Difference, differences
from sqlcompile.bundle.compiling import Composer
from sqlcompile.bundle.kind import Made
from sqlcompile.bundle.manifest import KINDS, Manifest, Target
from sqlcompile.bundle.order import released_first
from sqlcompile.bundle.paths import MANIFEST, README, SUMS
from sqlcompile.bundle.reading import Bundle, read_bundle
from sqlcompile.bundle.readme import readme
from sqlcompile.bundle.sums import chained, digest, written
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import BundleError, ConfigError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range, resolve
from sqlcompile.project.plan import Plan, plan_upgrade
from sqlcompile.project.printable import listed
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.scripts.build import nothing_after
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.output import write_files
from sqlcompile.scripts.style import Style

_MOST = 20
"""How many files a note names."""


def build_bundle(
    config: Config, *, range_text: str, dialects: Sequence[str], folder: Path, style: Style, progress: Progress
) -> Proposal:
    """Compile a range of revisions; return what the folder would hold, and where it differs from it now.

    Revisions that a bundle in the folder has already keep their order and their numbers. Raises
    SqlcompileError; nothing is written here.
    """
    config = replace(config, command="upgrade", range_text=range_text)
    old = bundle_there(folder)
    graph = read_graph(config)
    work = _Work(config, graph, range_text, Choice.of(dialects), style, old, progress)
    in_each_database(config, graph, work.ends, work.choice, work.compile_one)
    files = work.files()
    return Proposal(folder, old, files, differences(folder, old, files))


def bundle_there(folder: Path) -> Bundle | None:
    """Return the bundle that lies in a folder, None where there is none; raises BundleError for a damaged one."""
    if not any((folder / name).is_symlink() or (folder / name).exists() for name in (MANIFEST, SUMS)):
        return None
    try:
        return read_bundle(folder)
    except BundleError as error:
        error.hint = f"{error.hint or ''} To begin anew, remove {folder} or name another folder.".strip()
        raise


@dataclass(frozen=True)
class Proposal:
    """What a folder would hold, and where it differs from what lies there."""

    folder: Path
    old: Bundle | None
    files: Mapping[str, str]
    found: tuple[Difference, ...]

    def write(self, progress: Progress, *, force: bool = False) -> None:
        """Write what differs and remove what is no longer part of the bundle: all of it, or nothing.

        Raises BundleError for files that somebody edited by hand, that are not the bundle's and in its way, or
        of a database that is not compiled for any more, unless ``force`` says that they may go; OutputError
        where nothing can be written.
        """
        kept = [one for one in self.found if one.kind in ("edited", "foreign")]
        if kept and not force:
            named = "; ".join(str(one) for one in kept[:5]) + ("; …" if len(kept) > 5 else "")
            raise BundleError(
                f"{len(kept)} file{'s' * (len(kept) > 1)} in {self.folder} would be lost. {named}.",
                hint="`--check` shows the difference. Bring it into the migrations, or overwrite it with --force.",
            )
        gone = (
            [one.folder for one in self.old.manifest.targets if f"{one.folder}/state.sql" not in self.files]
            if self.old
            else []
        )
        if gone and not force:
            raise BundleError(
                f"The bundle in {self.folder} is for {', '.join(gone)}, too, and these files would be removed.",
                hint="Name all of its databases with -d, or let the files go with --force.",
            )
        texts = {one.path: [self.files[one.path]] for one in self.found if one.now is not None}
        removed = [one.path for one in self.found if one.now is None and one.there is not None]
        if texts or removed:
            write_files(self.folder, texts, removed)
        self._tell(progress)

    def _tell(self, progress: Progress) -> None:
        """Say what becomes of files that were released."""
        released = {one.path for one in self.old.manifest.files if one.revision is not None} if self.old else set()
        changed = [one.path for one in self.found if one.path in released and one.kind in ("changed", "edited")]
        removed = [one.path for one in self.found if one.now is None and one.there is not None]
        unknown = [one.path for one in self.found if one.kind == "unknown"]
        for paths, said in (
            ([path for path in changed if path not in removed], "These files of earlier revisions change"),
            (removed, "These files are no longer part of the bundle, and were removed"),
            (unknown, "These files are not of this bundle, and stay"),
        ):
            if paths:
                progress.note(f"{said}: {listed(paths, _MOST)}")


@dataclass
class _Work:
    """What is gathered while env.py runs the migrations, once for each of its databases."""

    config: Config
    graph: RevisionGraph
    range_text: str
    choice: Choice
    style: Style
    old: Bundle | None
    progress: Progress
    made: list[Made] = field(default_factory=list)
    targets: list[tuple[Target, Dialect]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ends = parse_range(self.graph, self.range_text, default_direction="upgrade")

    def compile_one(self, configured: Configured) -> After:
        """Compile the scripts of one database."""
        plan = self._plan(configured)
        compilation = Compilation.of(self.config, self.graph, plan, self.choice, self.style, configured)
        composer = Composer(compilation, self.progress)
        self.targets += zip(composer.compile(), compilation.dialects, strict=True)
        self.made += composer.made
        return nothing_after

    def _plan(self, configured: Configured) -> Plan:
        starting = configured.options.get("starting_rev")
        start = resolve(self.graph, starting) if starting else self.ends[0]
        plan = plan_upgrade(self.graph, start, self.ends[1], released_first(self.graph, self._released(configured)))
        if not plan.steps:
            self.progress.note("There is nothing to do: the range is empty.")
        return plan

    def _released(self, configured: Configured) -> list[str]:
        """Return the revisions of the bundle that is there, in its order."""
        entries = self.old.manifest.files if self.old else ()
        ups = [one for one in entries if one.kind == "up" and one.database == configured.database]
        ups.sort(key=lambda one: one.position or 0)
        return list(dict.fromkeys(one.revision for one in ups if one.revision is not None))

    def files(self) -> dict[str, str]:
        """Return all files of the bundle by their paths, in the order of the list of hashes.

        It begins with the revisions, each with all of its files, so that a new one adds lines after them.
        """
        self._check_places()
        made = sorted(self.made, key=_order)
        files = {one.entry.path: one.text for one in made}
        entries = tuple(one.entry for one in made)
        files[README] = readme(self.targets, entries, self.range_text, self.style.mode, self.style.client)
        manifest = Manifest(
            __version__,
            {name: version(name) for name in ("sqlalchemy", "sqlglot")},
            self.range_text,
            asdict(self.style),
            tuple(target for target, _ in self.targets),
            entries,
        )
        files[MANIFEST] = self._as_before(manifest).text()
        files[SUMS] = written(chained((path, digest(text.encode())) for path, text in files.items()))
        return files

    def _check_places(self) -> None:
        """Raise ConfigError where two kinds of database have one folder, on some system at least."""
        seen: dict[str, Target] = {}
        for target, dialect in self.targets:
            other = seen.setdefault(target.folder.lower(), target)
            if other is not target:
                raise ConfigError(
                    f"Two databases would have the folder {target.folder}: {dialect.title} {target.version} and "
                    f"{other.dialect} {other.version}.",
                    hint="Write a bundle for each, with another --output-dir.",
                )

    def _as_before(self, manifest: Manifest) -> Manifest:
        """Return a manifest with the versions of the one that is there, where nothing but them differs."""
        if self.old is None:
            return manifest
        same = replace(manifest, libraries=self.old.manifest.libraries)
        return same if same == self.old.manifest else manifest


def _order(made: Made) -> tuple[bool, int, str, str, int]:
    entry = made.entry
    whole = entry.revision is None
    return (whole, entry.position or 0, entry.database or "", entry.dialect, KINDS.index(entry.kind))
