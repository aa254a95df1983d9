"""Where everything goes: the scripts that are squashed to a folder that nothing reads, the new one to theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.errors import ConfigError, InvalidScript, Location, OutputError
from sqlcompile.project.revision import Revision
from sqlcompile.project.settings import Config
from sqlcompile.squashing.bounds import Bounds

FOLDER = "squashed"


@dataclass(frozen=True, slots=True)
class Places:
    """The archive, where each squashed script goes in it, and the version folder that gets the new one."""

    archive: Path
    moved: Mapping[Path, Path]
    versions: Path


def places(config: Config, bounds: Bounds, new: str, archive: Path | None) -> Places:
    """Return the places of a squash; ``archive`` is a folder that was asked for, else one beside the versions.

    Raises ConfigError for an archive in which scripts would count as revisions still, OutputError where
    something is there already.
    """
    versions = _location(config, bounds.graph[bounds.last])
    folder = archive if archive is not None else versions.parent / FOLDER / new
    _check_unread(config, folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} exists already.", hint="Nothing was written. --archive names another folder.")
    locations = {one.id: _location(config, one) for one in bounds.squashed}
    several = len(set(locations.values())) > 1
    moved: dict[Path, Path] = {}
    for one in bounds.squashed:
        location = locations[one.id]
        below = folder / location.name if several else folder
        moved[one.path] = below / one.path.relative_to(location)
    if len(set(moved.values())) < len(moved):
        raise OutputError(
            "Two version locations have scripts of one name, which would go to one place of the archive.",
            hint="Rename one of the scripts.",
        )
    return Places(folder, moved, versions)


def _location(config: Config, revision: Revision) -> Path:
    for folder in config.version_locations:
        if revision.path.is_relative_to(folder):
            return folder
    raise ConfigError(
        f"{revision.path} is in none of the version locations.", location=Location(revision.path)
    )  # pragma: no cover - the graph is read from them


def _check_unread(config: Config, folder: Path) -> None:
    real = folder.resolve()
    for location in config.version_locations:
        there = location.resolve()
        if real == there or (config.recursive_version_locations and real.is_relative_to(there)):
            raise ConfigError(
                f"{folder} is read for revisions: what is moved there would count still.",
                hint="--archive names a folder outside of the version locations.",
            )


def contents(moved: Mapping[Path, Path]) -> dict[Path, bytes]:
    """Return what the archive gets: the scripts as they are; raises InvalidScript."""
    found = {}
    for old, new in moved.items():
        try:
            found[new] = old.read_bytes()
        except OSError as error:
            raise InvalidScript(f"{old.name} cannot be read: {error.strerror}.", location=Location(old)) from error
    return found


def check_free(paths: Sequence[Path]) -> None:
    """Raise OutputError for a new file that is there already, or two of one place."""
    for path in paths:
        if path.exists():
            raise OutputError(f"{path} exists already.", hint="Nothing was written; choose another name.")
    if len(set(paths)) < len(paths):
        raise OutputError(
            f"{len(paths)} files would go into {len(set(paths))}.",
            hint="Give each its own: -o 'stamp.{dialect}.sql', with {engine} too where env.py has several databases.",
        )
