"""What compiles now against what lies in the folder."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.bundle.paths import SUMS, content, scripts_in
from sqlcompile.bundle.reading import Bundle
from sqlcompile.bundle.sums import broken, digest

MOST_LINES = 60
"""How many lines of a file's difference are shown."""
MOST_FILES = 10
"""How many files' differences are shown."""

WORDS = {
    "new": "new: it is not there yet",
    "missing": "missing: it was written, and is not there",
    "changed": "changed: it compiles to something else now",
    "edited": "edited by hand since it was written",
    "foreign": "not of this bundle, and in the way of a file that is",
    "stale": "no longer part of the bundle",
    "unknown": "not of this bundle",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as it would be written now; ``there`` and ``now`` are what it holds, if anything."""

    path: str
    kind: str
    there: bytes | None = None
    now: bytes | None = None

    def __str__(self) -> str:
        return f"{self.path}: {WORDS[self.kind]}"


def differences(folder: Path, old: Bundle | None, files: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return where a folder differs from the files that it would hold now; ``old`` is the bundle in it.

    Raises BundleError for a link, or something else, in the place of a file or a folder.
    """
    return tuple(_differences(folder, old, files))


def _differences(folder: Path, old: Bundle | None, files: Mapping[str, str]) -> Iterator[Difference]:
    listed = {one.path: one.sha256 for one in old.sums} if old else {}
    for path, text in files.items():
        there, now = content(folder, path), text.encode()
        if path == SUMS and old is not None:
            known = there is not None and not any(broken(old.sums))
            kind = "missing" if there is None else "changed" if known else "edited"
        elif there is None:
            kind = "missing" if path in listed else "new"
        elif path not in listed:
            kind = "foreign"
        else:
            kind = "changed" if digest(there) == listed[path] else "edited"
        if there != now:
            yield Difference(path, kind, there, now)
    for path, sha256 in listed.items():
        if path not in files:
            there = content(folder, path)
            if there is not None:
                yield Difference(path, "stale" if digest(there) == sha256 else "edited", there)
    for path in scripts_in(folder):
        if path not in files and path not in listed:
            yield Difference(path, "unknown")


def unified(found: Sequence[Difference]) -> str:
    """Return how files differ, line by line: at most so many files, and so many lines of each."""
    pieces = []
    both = [one for one in found if one.there is not None and one.now is not None]
    for one in both[:MOST_FILES]:
        lines = list(
            difflib.unified_diff(
                _lines(one.there), _lines(one.now), f"{one.path} (there)", f"{one.path} (now)", lineterm=""
            )
        )
        pieces += lines[:MOST_LINES]
        if len(lines) > MOST_LINES:
            pieces.append(f"… {len(lines) - MOST_LINES} more lines")
    if len(both) > MOST_FILES:
        pieces.append(f"… and {len(both) - MOST_FILES} more files")
    return "\n".join(pieces)


def _lines(text: bytes | None) -> list[str]:
    """Return the lines; a carriage return, and bytes that are no text, stay to be seen."""
    return (text or b"").removesuffix(b"\n").decode(errors="backslashreplace").split("\n")
