"""``manifest.json``: what each script of a bundle is, from where to where it leads, and what it is made from."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlcompile.bundle.paths import MANIFEST, safe_path
from sqlcompile.errors import BundleError

FORMAT = 1
TOOL = "sqlcompile"
KINDS = ("up", "down", "upgrade", "downgrade", "state")
"""A revision's two files, and the three of the whole range."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A script; ``start`` and ``end`` are the version rows before it and after it.

    ``statements`` counts those that have a number in it, ``transactional`` says whether all of it is one transaction,
    ``irreversible`` why there is no way back: the script only refuses then.
    """

    path: str
    kind: str
    dialect: str
    version: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    statements: int
    transactional: bool
    sha256: str
    database: str | None = None
    revision: str | None = None
    position: int | None = None
    source: str | None = None
    source_sha256: str | None = None
    irreversible: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A database that the bundle is for: its folder, and its version table."""

    folder: str
    dialect: str
    version: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    version_table: str
    version_table_schema: str | None = None
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it; ``style`` is how the scripts were asked to look."""

    tool_version: str
    libraries: Mapping[str, str]
    range_text: str
    style: Mapping[str, Any]
    targets: tuple[Target, ...]
    files: tuple[Entry, ...]
    format: int = field(default=FORMAT)

    def text(self) -> str:
        """Return the JSON: the same bytes for the same bundle."""
        value = {
            "format": self.format,
            "tool": {"name": TOOL, "version": self.tool_version, **self.libraries},
            "range": self.range_text,
            "style": dict(self.style),
            "databases": [_object(one) for one in self.targets],
            "files": [_object(one) for one in self.files],
        }
        return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


_NAMES = {"start": "from", "end": "to"}


def _object(value: Entry | Target) -> dict[str, Any]:
    """Return the fields of a value that it has."""
    fields = {_NAMES.get(name, name): getattr(value, name) for name in value.__dataclass_fields__}
    return {name: one for name, one in fields.items() if one is not None}


def parse_manifest(content: bytes) -> Manifest:
    """Return what a manifest says; raises BundleError where it is damaged, not ours or of a newer format."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        if _CONFLICT.search(content):
            raise BundleError(f"{MANIFEST} has the marks of a merge conflict.", hint=_ONE_SIDE) from None
        raise BundleError(f"{MANIFEST} is no whole JSON text: {error}.", hint=_DAMAGED) from error
    tool = value.get("tool") if isinstance(value, dict) else None
    if not isinstance(tool, dict) or tool.get("name") != TOOL or "format" not in value:
        raise BundleError(f"{MANIFEST} is not one of sqlcompile's.", hint="Is it another program's folder?")
    number = value["format"]
    if type(number) is not int or number < 1:
        raise _malformed("format")
    if number > FORMAT:
        raise BundleError(
            f"{MANIFEST} has format {number}; this version of sqlcompile reads formats up to {FORMAT}.",
            hint=f"It was written by sqlcompile {tool.get('version')}: use that version, or a newer one.",
        )
    style = value.get("style")
    if not isinstance(style, dict):
        raise _malformed("style")
    files = tuple(_entry(one) for one in _list(value, "files"))
    twice = [path for path, times in Counter(one.path for one in files).items() if times > 1]
    if twice:
        raise BundleError(f"{MANIFEST} names {twice[0]} twice.", hint=_DAMAGED)
    return Manifest(
        _text(tool, "version"),
        {name: _text(tool, name) for name in tool if name not in ("name", "version")},
        _text(value, "range"),
        style,
        tuple(_target(one) for one in _list(value, "databases")),
        files,
    )


def _entry(value: Any) -> Entry:
    if not isinstance(value, dict):
        raise _malformed("files")
    kind = _text(value, "kind")
    path = safe_path(_text(value, "path"), MANIFEST)
    if kind not in KINDS or not path.endswith(".sql"):
        raise _malformed("kind")
    of_one = kind in ("up", "down")
    entry = Entry(
        path,
        kind,
        _text(value, "dialect"),
        _text(value, "version"),
        _rows(value, "from"),
        _rows(value, "to"),
        _number(value, "statements"),
        _truth(value, "transactional"),
        _text(value, "sha256"),
        _maybe_text(value, "database"),
        _text(value, "revision") if of_one else None,
        _number(value, "position") if of_one else None,
        _maybe_text(value, "source"),
        _maybe_text(value, "source_sha256"),
        _maybe_text(value, "irreversible"),
    )
    _check_rest(value, entry)
    return entry


def _target(value: Any) -> Target:
    if not isinstance(value, dict):
        raise _malformed("databases")
    target = Target(
        safe_path(_text(value, "folder"), MANIFEST),
        _text(value, "dialect"),
        _text(value, "version"),
        _rows(value, "from"),
        _rows(value, "to"),
        _text(value, "version_table"),
        _maybe_text(value, "version_table_schema"),
        _maybe_text(value, "database"),
    )
    _check_rest(value, target)
    return target


def _check_rest(value: Mapping[str, Any], read: Entry | Target) -> None:
    """Raise BundleError for what this format does not have: it may mean something."""
    for name in sorted(set(value) - set(_object(read))):
        raise _malformed(name)


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    if not isinstance(found, list):
        raise _malformed(name)
    return found


def _rows(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _list(value, name)
    if not all(isinstance(one, str) for one in found):
        raise _malformed(name)
    return tuple(found)


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found:
        raise _malformed(name)
    return found


def _maybe_text(value: Mapping[str, Any], name: str) -> str | None:
    return _text(value, name) if name in value else None


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if type(found) is not int or found < 0:
        raise _malformed(name)
    return found


def _truth(value: Mapping[str, Any], name: str) -> bool:
    found = value.get(name)
    if not isinstance(found, bool):
        raise _malformed(name)
    return found


def _malformed(name: str) -> BundleError:
    return BundleError(f'{MANIFEST} does not say, or does not say rightly, what "{name}" is.', hint=_DAMAGED)


_CONFLICT = re.compile(rb"^<{7} ", re.MULTILINE)
_ONE_SIDE = (
    "Take the whole folder as one of the branches has it, without the other one's files, and run `sqlcompile bundle` "
    "again: rm -r DIR; git checkout HEAD -- DIR."
)
_DAMAGED = "The file is damaged or was edited; take it from where the bundle was made."
