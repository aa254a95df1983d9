r"""``sqlcompile.sum``: the hashes of a bundle's files, each line chained to the one before.

    #sqlcompile.sum/1
    <chain> <sha256>  <path>

``sha256`` is that of the file, in the form of ``sha256sum``. ``chain`` is the SHA-256 of the line without
its own chain, with the chain of the line before in that place and a line feed after it: of
``<chain before> <sha256>  <path>\n`` in UTF-8. Before the first line it is 64 zeros. So a line that is
taken out, put in or moved breaks the chain there, and the last chain stands for the whole folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlcompile.bundle.paths import SUMS, safe_path
from sqlcompile.errors import BundleError

_HEADER = "#sqlcompile.sum/"
_VERSION = 1
_START = "0" * 64
_LINE = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the list: a file, its hash, and the chain up to it."""

    chain: str
    sha256: str
    path: str


def digest(content: bytes) -> str:
    """Return a SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def chained(files: Iterable[tuple[str, str]]) -> Iterator[Sum]:
    """Yield the lines for files, given as path and hash."""
    chain = _START
    for path, sha256 in files:
        chain = _link(chain, sha256, path)
        yield Sum(chain, sha256, path)


def written(sums: Iterable[Sum]) -> str:
    """Return the text of the list."""
    return f"{_HEADER}{_VERSION}\n" + "".join(f"{one.chain} {one.sha256}  {one.path}\n" for one in sums)


def parsed(text: str) -> tuple[Sum, ...]:
    """Return the lines of a list; raises BundleError for what is none, with the line's number."""
    first, _, rest = text.partition("\n")
    if not first.startswith(_HEADER) or not first.removeprefix(_HEADER).isdecimal():
        raise BundleError(f"{SUMS} is not a list of hashes: its first line is not {_HEADER}{_VERSION}.", hint=_HINT)
    if first != f"{_HEADER}{_VERSION}":
        raise BundleError(
            f"{SUMS} is in format {first.removeprefix(_HEADER)}; this version of sqlcompile reads format {_VERSION}.",
            hint="Use the version that wrote the bundle, or a newer one.",
        )
    sums: dict[str, Sum] = {}
    for number, line in enumerate(rest.splitlines(), start=2):
        match = _LINE.fullmatch(line)
        if match is None:
            raise BundleError(f"Line {number} of {SUMS} is not `chain sha256  path`: {line[:80]!r}.", hint=_HINT)
        path = safe_path(match[3], SUMS)
        if path in sums:
            raise BundleError(f"Line {number} of {SUMS} names {path} a second time.", hint=_HINT)
        sums[path] = Sum(match[1], match[2], path)
    if rest and not rest.endswith("\n"):
        raise BundleError(f"{SUMS} ends in the middle of a line.", hint=_HINT)
    return tuple(sums.values())


def broken(sums: Sequence[Sum]) -> Iterator[Sum]:
    """Yield the lines that do not follow from the line before them."""
    before = _START
    for one in sums:
        if one.chain != _link(before, one.sha256, one.path):
            yield one
        before = one.chain


def _link(before: str, sha256: str, path: str) -> str:
    return digest(f"{before} {sha256}  {path}\n".encode())


_HINT = "The file is damaged, or not sqlcompile's; take it from where the bundle was made."
