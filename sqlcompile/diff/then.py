"""Compiling a project as it was: this runs in a process of its own, with that state's modules.

The process is given a job on standard input. It writes a bundle, or says why there is none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.dialect.load import dialect_names, load_dialect
from sqlcompile.diff.asked import Asked
from sqlcompile.errors import ConfigError, NoProject, SqlcompileError
from sqlcompile.project.collecting import collect_seldom
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.progress import Silent
from sqlcompile.project.settings import Config

START = (
    "import sys, json; job = json.load(sys.stdin); sys.path[:] = job['path'];"
    " from sqlcompile.diff.then import main; main(job)"
)
"""What Python is given to run: this module, from where it is imported in the process that asks."""


def main(job: Mapping[str, Any]) -> None:
    """Do a job: write the bundle into its ``folder``, and ``result`` with the error that there was, if any."""
    result: dict[str, Any] = {}
    try:
        result["absent"] = _compiled(job)
    except SqlcompileError as error:
        place = error.location
        result["error"] = {
            "message": str(error),
            "hint": error.hint,
            "path": str(place.path) if place else None,
            "line": place.line if place else None,
        }
    Path(job["result"]).write_text(json.dumps(result), encoding="utf-8")


def _compiled(job: Mapping[str, Any]) -> str:
    """Write the bundle; return why there is nothing to write, if so."""
    from sqlcompile.bundle.build import build_bundle  # noqa: PLC0415 - all of ours comes before the paths change

    for name in dialect_names():
        load_dialect(name)
    collect_seldom()
    sys.path[:] = job["moved"]
    _move_editable(Path(job["top"]), Path(job["there"]))
    asked = Asked.of(job["asked"])
    try:
        config = asked.config()
    except NoProject as error:
        return str(error)
    config = _moved_config(config, Path(job["top"]), Path(job["there"]))
    if not any(folder.is_dir() for folder in config.version_locations):
        return "It has no folder with revisions there."  # git keeps no empty ones
    graph = read_graph(config)
    if not graph.revisions:
        return "It has no revisions there."
    proposal = build_bundle(
        config,
        range_text=_range(graph, job["start"]),
        dialects=asked.dialects or config.dialects,
        folder=Path(job["folder"]),
        style=asked.style_of(config),
        progress=Silent(),
    )
    proposal.write(Silent())
    return ""


def _moved_config(config: Config, top: Path, there: Path) -> Config:
    """Return settings without a path to the working tree, as absolute ones are; raises ConfigError for others."""

    def moved(path: Path) -> Path:
        return there / path.relative_to(top) if path.is_relative_to(top) else path

    def all_moved(paths: Iterable[Path]) -> tuple[Path, ...]:
        return tuple(moved(path) for path in paths)

    scripts, versions = moved(config.script_location), all_moved(config.version_locations)
    for path in (scripts, *versions):
        if not path.resolve().is_relative_to(there):
            raise ConfigError(
                f"{path} is not in the repository, so it is not known what was in it.",
                hint="Two bundles can be compared: sqlcompile diff OLD NEW.",
            )
    paths = all_moved(config.prepend_sys_path)
    return replace(config, script_location=scripts, version_locations=versions, prepend_sys_path=paths)


def _range(graph: RevisionGraph, start: list[str]) -> str:
    """Return the range from the same start to all heads; from base where the start is newer."""
    known = all(name in graph for name in start)
    return f"{','.join(start) if known and start else 'base'}:heads"


def _move_editable(top: Path, there: Path) -> None:
    """Let the finders of editable installs find the packages of the checkout.

    Those of setuptools have a MAPPING of packages to folders in their module, those of the package
    ``editables`` (hatch) hold theirs as ``_redirections``.
    """
    for finder in sys.meta_path:
        module = sys.modules.get(getattr(finder, "__module__", ""))
        for mapping in (getattr(module, "MAPPING", None), getattr(finder, "_redirections", None)):
            if isinstance(mapping, dict):
                mapping.update({name: _moved(value, top, there) for name, value in mapping.items()})


def _moved(value: Any, top: Path, there: Path) -> Any:
    if not isinstance(value, str) or not Path(value).is_relative_to(top):
        return value
    return str(there / Path(value).relative_to(top))
