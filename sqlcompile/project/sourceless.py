"""Revisions that are there as compiled files alone, which the setting ``sourceless`` allows."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sqlcompile.project.revision import Evaluate, Revision, revision_of


def compiled_files(locations: Iterable[Path], sources: Iterable[Path], *, recursive: bool = False) -> tuple[Path, ...]:
    """Return the compiled files of these folders, and of their ``__pycache__``, that have no source there."""
    known = {source.with_suffix("") for source in sources}
    files: dict[Path, Path] = {}
    for location in locations:
        for folder in _folders(location, recursive=recursive):
            for path in (*sorted(folder.glob("*.pyc")), *sorted((folder / "__pycache__").glob("*.pyc"))):
                stem, _, tag = path.stem.partition(".")
                if stem != "__init__" and tag in {"", sys.implementation.cache_tag} and folder / stem not in known:
                    files.setdefault(folder / stem, path)
    return tuple(files.values())


def _folders(location: Path, *, recursive: bool) -> Iterator[Path]:
    """Yield a folder and, where that is wanted, those inside it."""
    yield location
    if recursive:
        inside = (path for path in location.rglob("*") if path.is_dir())
        yield from (path for path in sorted(inside) if path.name != "__pycache__" and not path.name.startswith("."))


def read_compiled(path: Path, evaluate: Evaluate) -> Revision | None:
    """Return the revision in a compiled file, or None where it names none. Raises InvalidScript."""
    values = evaluate(path)
    if not isinstance(values.get("revision"), str):
        return None
    found = revision_of(path, values)
    return replace(found, has_downgrade="downgrade" in values)
