"""The places of a bundle's files: what a manifest or a list of hashes may name, and what may lie there."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from sqlcompile.errors import BundleError

MANIFEST = "manifest.json"
SUMS = "sqlcompile.sum"
README = "README.md"

_PART = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f\ud800-\udfff]+")


def is_bundle(folder: Path) -> bool:
    """Return whether a folder has what makes it a bundle, damaged or not."""
    return folder.is_dir() and any((folder / name).exists() for name in (MANIFEST, SUMS))


def safe_path(path: object, named_by: str) -> str:
    """Return a path that stays inside of the bundle, on every system; raises BundleError for any other."""
    parts = path.split("/") if isinstance(path, str) else []
    if not isinstance(path, str) or not all(_PART.fullmatch(part) and part not in (".", "..") for part in parts):
        raise BundleError(
            f"{named_by} names the file {path!r}, which is no place in this folder.",
            hint="Paths in a bundle are relative, with `/` between names, and do not leave it. Ask where it comes from.",
        )
    return path


def check_place(folder: Path, path: str) -> bool:
    """Return whether a file is there; raises BundleError for a link or anything else in its place or above it."""
    place = str(folder)
    parts = path.split("/")
    for number, part in enumerate(parts, start=1):
        place = f"{place}/{part}"
        try:
            mode = os.lstat(place).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise BundleError(f"{place} cannot be read: {error.strerror or error}.") from error
        wanted, kind = (stat.S_ISREG, "a file") if number == len(parts) else (stat.S_ISDIR, "a folder")
        if not wanted(mode):
            found = "a link" if stat.S_ISLNK(mode) else "something else"
            raise BundleError(
                f"{place} is {found} in the place of {kind}.",
                hint="A bundle is made of plain files and folders; take it from where it was made.",
            )
    return True


def content(folder: Path, path: str) -> bytes | None:
    """Return what a file of the folder holds, None where there is none; raises BundleError."""
    if not check_place(folder, path):
        return None
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise BundleError(f"{folder / path} cannot be read: {error.strerror or error}.") from error


def scripts_in(folder: Path) -> tuple[str, ...]:
    """Return the paths of all ``.sql`` files below a folder, links too, sorted."""
    found = []
    for above, _, names in os.walk(folder):
        below = Path(above).relative_to(folder)
        found += [(below / name).as_posix() for name in names if name.lower().endswith(".sql")]
    return tuple(sorted(found))
