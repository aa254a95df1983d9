"""Reading a bundle that somebody handed over: nothing of it is believed before it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlcompile.bundle.manifest import Entry, Manifest, parse_manifest
from sqlcompile.bundle.paths import MANIFEST, SUMS, check_place, content, scripts_in
from sqlcompile.bundle.sums import Sum, broken, digest, parsed
from sqlcompile.errors import BundleError


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a bundle that is not as it was written."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in a folder: what its manifest says, and its list of hashes."""

    folder: Path
    manifest: Manifest
    sums: tuple[Sum, ...]

    @property
    def seal(self) -> str:
        """The last chain of the list, which stands for the whole folder; empty where there is none."""
        return self.sums[-1].chain if self.sums else ""

    def entries(self, kind: str, dialect: str, database: str | None = None) -> tuple[Entry, ...]:
        """Return the scripts of a kind for one database, in their order."""
        return tuple(
            one for one in self.manifest.files if (one.kind, one.dialect, one.database) == (kind, dialect, database)
        )

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a script; raises BundleError where they are not those that the manifest has."""
        found = content(self.folder, entry.path)
        if found is None or digest(found) != entry.sha256:
            raise BundleError(
                f"{entry.path} is {'missing' if found is None else 'not as it was written'}.",
                hint=f"`sqlcompile verify-sum {self.folder}` names all that was changed.",
            )
        return found

    def verify(self) -> tuple[Finding, ...]:
        """Return what is not as it was written: files, their order, and what the two lists say of them.

        Raises BundleError for a file that cannot be read.
        """
        return (*self._chain(), *self._hashes(), *self._lists(), *self._gaps(), *self._extra())

    def _chain(self) -> Iterator[Finding]:
        for one in broken(self.sums):
            said = "this line does not follow from the line before it: a line was added, taken out, moved or edited"
            yield Finding(f"{SUMS}, {one.path}", said)

    def _hashes(self) -> Iterator[Finding]:
        for one in self.sums:
            found = content(self.folder, one.path)
            if found is None:
                yield Finding(one.path, "missing")
            elif digest(found) != one.sha256:
                yield Finding(one.path, "changed since it was written")

    def _lists(self) -> Iterator[Finding]:
        """Yield where the manifest and the list of hashes do not say the same."""
        summed = {one.path: one.sha256 for one in self.sums}
        named = {one.path: one.sha256 for one in self.manifest.files}
        if MANIFEST not in summed:
            yield Finding(MANIFEST, f"not in {SUMS}")
        for path, sha256 in named.items():
            if path not in summed:
                yield Finding(path, f"not in {SUMS}")
            elif summed[path] != sha256:
                yield Finding(path, f"{MANIFEST} and {SUMS} have different hashes of it")
        for path in summed:
            if path.endswith(".sql") and path not in named:
                yield Finding(path, f"not in {MANIFEST}")
        common = [path for path in summed if path in named]
        for one, other in zip(common, (path for path in named if path in summed), strict=True):
            if one != other:
                yield Finding(one, f"{MANIFEST} has another order: {other} is there")
                return

    def _gaps(self) -> Iterator[Finding]:
        """Yield the places where a database's scripts do not follow from each other."""
        ups = sorted((one for one in self.manifest.files if one.kind == "up"), key=_of)
        for _, group in groupby(ups, key=lambda one: _of(one)[:2]):
            before: Entry | None = None
            for one in group:
                follows = before is None or (one.position == (before.position or 0) + 1 and one.start == before.end)
                if not follows and before is not None:
                    yield Finding(one.path, f"does not follow {before.path}: one between them is missing")
                before = one

    def _extra(self) -> Iterator[Finding]:
        summed = {one.path for one in self.sums}
        for path in scripts_in(self.folder):
            if path not in summed:
                yield Finding(path, "not of this bundle")


def _of(entry: Entry) -> tuple[str, str, int]:
    return (entry.database or "", entry.dialect, entry.position or 0)


def read_bundle(folder: Path) -> Bundle:
    """Return the bundle in a folder, its hashes not yet compared.

    Raises BundleError for a folder that is none, a manifest that is damaged, not ours or newer, a name that
    leaves the folder, and a link in the place of a file or a folder.
    """
    if not folder.is_dir():
        raise BundleError(f"{folder} is no folder.", hint="Name the folder that `sqlcompile bundle` wrote.")
    manifest = parse_manifest(_needed(folder, MANIFEST))
    try:
        sums = parsed(_needed(folder, SUMS).decode())
    except UnicodeDecodeError as error:
        raise BundleError(f"{SUMS} is not a text in UTF-8.", hint="It is damaged.") from error
    for path in {*(one.path for one in manifest.files), *(one.path for one in sums)}:
        check_place(folder, path)
    return Bundle(folder, manifest, sums)


def _needed(folder: Path, name: str) -> bytes:
    found = content(folder, name)
    if found is None:
        raise BundleError(
            f"{folder} is not a whole bundle: there is no {name}.",
            hint="Name the folder that `sqlcompile bundle` wrote, with all that is in it.",
        )
    return found
