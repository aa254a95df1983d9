"""Where the bundles of a project are: the folders below it that git has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.bundle.paths import MANIFEST, SUMS, is_bundle
from sqlcompile.bundle.reading import read_bundle
from sqlcompile.diff.worktree import repository_of
from sqlcompile.errors import BundleError, ConfigError
from sqlcompile.project.config import ALEMBIC_FILE, NATIVE_FILE, PYPROJECT
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config

_NAMED = "`--bundle DIR` names one"
_OURS = b'"sqlcompile"'
"""What every manifest of a bundle has, and those of other programs do not."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The folders with bundles; ``why`` says why there are none; ``notes`` tell of those that are left alone."""

    folders: tuple[Path, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()


def named_bundles(folders: Sequence[Path], config: Config) -> Looked:
    """Return the bundles that the command line names; raises ConfigError for a folder that has none."""
    for folder in folders:
        if not is_bundle(folder):
            raise ConfigError(
                f"There is no bundle in {folder}.", hint="`sqlcompile bundle --output-dir DIR` writes one."
            )
    return Looked(tuple(_placed(folder, config.root) for folder in folders))


def _placed(folder: Path, root: Path) -> Path:
    """Return a folder that is named from the current one, below the project's where it is there."""
    place = Path(os.path.normpath(folder.absolute()))
    real = place.resolve()
    if not place.is_relative_to(root) and real.is_relative_to(root.resolve()):
        return root / real.relative_to(root.resolve())
    return place


def bundles_below(config: Config, graph: RevisionGraph) -> Looked:
    """Return the bundles below the project's folder that are in git; not those of other projects.

    Raises ConfigError where there is a repository that cannot be read, and a bundle on the disk.
    """
    try:
        repository = repository_of(config.root)
    except ConfigError as error:
        found = next(config.root.rglob(SUMS), None) if _has_git(config.root) else None
        if found is None:
            why = error.message.rstrip(".") if _has_git(config.root) else "the project is in no git repository"
            return Looked(why=f"{why}: {_NAMED}")
        raise ConfigError(
            f"Which bundles are in git is not known: {error.message}",
            hint=f"`--bundle {found.parent}` names the one that is there; `--skip bundle --skip released` does without.",
        ) from error
    root = str(config.root)
    listed = repository.git("-C", root, "ls-files", "-z", "--", f":(glob)**/{SUMS}", f":(glob)**/{MANIFEST}")
    folders = sorted({(config.root / name).parent for name in listed.stdout.split("\0") if name})
    return _of_the_project([folder for folder in folders if _is_ours(folder)], config.root, graph)


def _has_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def _is_ours(folder: Path) -> bool:
    """Return whether a folder has a bundle, damaged or not: other programs have a manifest.json, too."""
    if (folder / SUMS).is_file():
        return True
    try:
        return _OURS in (folder / MANIFEST).read_bytes()
    except OSError:
        return False


def _of_the_project(folders: Iterable[Path], root: Path, graph: RevisionGraph) -> Looked:
    """Return the bundles that have a revision of the project, and note those that have none and no project's settings above them."""
    mine, notes = [], []
    for folder in folders:
        if _may_be_of(folder, graph):
            mine.append(folder)
        elif not _in_another_project(folder, root):
            shown = folder.relative_to(root).as_posix()
            notes.append(
                f"The bundle {shown} has no revision of this project, and is taken for another one's: "
                f"`--bundle {shown}` compares it."
            )
    return Looked(tuple(mine), f"no bundle is in git below the project's folder: {_NAMED}", tuple(notes))


def _may_be_of(folder: Path, graph: RevisionGraph) -> bool:
    try:
        entries = read_bundle(folder).manifest.files
    except BundleError:
        return True
    names = {one.revision for one in entries if one.revision is not None}
    return not names or any(name in graph for name in names)


def _in_another_project(folder: Path, root: Path) -> bool:
    between = [one for one in (folder, *folder.parents) if one.is_relative_to(root) and one != root]
    return any((one / name).is_file() for one in between for name in (NATIVE_FILE, ALEMBIC_FILE, PYPROJECT))
