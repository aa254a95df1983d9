"""What two manifests say differently of how their scripts were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlcompile.bundle.manifest import Manifest
from sqlcompile.project.plan import named_rows


def said_of(old: Manifest, new: Manifest) -> Iterator[str]:
    """Yield a sentence, without its full stop, for each setting, version and end that differs."""
    if old.tool_version != new.tool_version:
        yield f"Compiled by sqlcompile {old.tool_version} before, by {new.tool_version} now"
    yield from _values("with ", old.libraries, new.libraries)
    if old.range_text != new.range_text:
        yield f"The range was {old.range_text} before, it is {new.range_text} now"
    yield from _values("", old.style, new.style)
    targets = {one.folder: one for one in old.targets}
    for now in new.targets:
        before = targets.get(now.folder)
        if before is None:
            continue
        if before.version != now.version:
            yield f"{now.folder}: compiled for version {before.version} before, for {now.version} now"
        tables = [".".join(filter(None, (one.version_table_schema, one.version_table))) for one in (before, now)]
        if tables[0] != tables[1]:
            yield f"{now.folder}: the version table was {tables[0]}, it is {tables[1]} now"
        if before.start != now.start:
            starts = [named_rows(one.start) for one in (before, now)]
            yield f"{now.folder}: the scripts began at {starts[0]}, they begin at {starts[1]} now"


def _values(verb: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        before, now = (_shown(values.get(name)) for values in (old, new))
        if before != now:
            yield f"{verb}{name.replace('_', ' ')}: {before} -> {now}"


def _shown(value: Any) -> str:
    return "not set" if value is None else str(value)
