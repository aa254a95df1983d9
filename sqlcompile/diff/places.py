"""Where things of a repository are in a checkout of another revision."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Moved:
    """A working tree ``top`` and the checkout ``there``; ``tracks`` tells whether git has files in a place."""

    top: Path
    there: Path
    tracks: Callable[[Path], bool]

    def place(self, path: Path) -> Path:
        """Return where a path of the working tree is in the checkout; any other path stays."""
        real = path.resolve()
        return self.there / real.relative_to(self.top) if real.is_relative_to(self.top) else path

    def paths(self, entries: Iterable[str]) -> list[str]:
        """Return the entries of ``sys.path`` from which the state of the checkout is imported.

        What is installed, and what git has no files of, such as a folder with vendored packages, stays.
        """
        return [self.entry(entry) for entry in entries]

    def entry(self, entry: str) -> str:
        """Return one entry."""
        path = Path(entry or os.curdir).resolve()
        if not path.is_relative_to(self.top) or any(path.is_relative_to(one) for one in _installed()):
            return entry
        moved = self.place(path)
        return str(moved) if moved.exists() or self.tracks(path) else str(path)


def _installed() -> set[Path]:
    """Return where Python and the packages that were installed for it are, unless that is all of the disk."""
    found = {Path(one).resolve() for one in (sys.prefix, sys.exec_prefix, sys.base_prefix)}
    return {one for one in found if len(one.parts) > 2}
