"""The history compiled by a second process: what depends on the clock, on chance or on the order of a set differs.

That process has another seed for the hashes of strings (Python's manual, PYTHONHASHSEED), and it runs beside
this one. It writes what it compiled into a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.history import plan_of
from sqlcompile.checking.model import Finding
from sqlcompile.checking.walking import Walk, Way
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.asked import Asked
from sqlcompile.diff.child import ended
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.collecting import collect_seldom
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.databases import ignored, in_each_database
from sqlcompile.scripts.style import Style

_START = (
    "import sys, json; job = json.load(open(sys.argv[1], encoding='utf-8')); sys.path[:] = job['path'];"
    " from sqlcompile.checking.again import main; main(job)"
)
_SEEDS = ("1", "2")

NAME = "repeatable"
_HINT = "Does it use the clock, chance, or the order of a set? Write the value into the script."

Key = tuple[str, str, str, str]
"""env.py's name of the database or "", the kind of database, the revision, the function."""


@dataclass(slots=True)
class First:
    """What this process compiled: the texts of each way, with their places."""

    _kept: dict[Key, tuple[list[str], list[Location]]] = field(default_factory=dict)

    def take(self, way: Way, database: str | None) -> None:
        """Keep what a way came to."""
        places = [one.entry.location for one in way.written]
        self._kept[_key(database, way)] = (_texts(way), [*places, way.revision.location])

    def differing(self, second: Mapping[Key, list[str]]) -> Gathered:
        """Return where the second process compiled other texts."""
        gathered = Gathered()
        for key, (mine, places) in self._kept.items():
            texts = second.get(key, [])
            if mine == texts:
                continue
            database, dialect, revision, name = key
            pairs = enumerate(zip(mine, texts, strict=False))
            number = next((n for n, (one, other) in pairs if one != other), min(len(mine), len(texts)))
            message = f"{name}() of revision {revision} compiles to other SQL in a second process."
            place = places[min(number, len(places) - 1)]
            details = tuple(
                f"{which}: {' '.join(side[number].split()) if number < len(side) else 'nothing'}"
                for which, side in (("first", mine), ("second", texts))
            )
            finding = Finding(NAME, message, place, revision, hint=_HINT)
            gathered.add(finding, dialect, database or None, details=details)
        return gathered


def _key(database: str | None, way: Way) -> Key:
    return (database or "", way.kind, way.revision.id, way.name)


def _texts(way: Way) -> list[str]:
    """Return what a way came to, as texts: its statements with their comments, or its error."""
    if way.error is not None:
        return [str(way.error)]
    return [
        "\n".join(filter(None, (one.statement.comment, one.statement.text, "" if one.statement.transactional else "-")))
        for one in way.written
    ]


@dataclass(frozen=True, slots=True)
class Second:
    """The second process, while it works."""

    process: subprocess.Popen[str]
    result: Path

    def texts(self) -> Mapping[Key, list[str]]:
        """Wait for its end; return the texts of all ways. Raises ConfigError where it failed."""
        self.process.wait()
        if not self.result.is_file():
            said = self.result.with_name("stderr").read_text(encoding="utf-8", errors="replace").strip()
            last = said.rpartition("\n")[2]
            raise ConfigError(
                f"The second process that compiles the project ended (status {self.process.returncode})"
                f"{f': {last}' if last else ''}.",
                hint="`--skip repeatable` leaves it out.",
            )
        found = json.loads(self.result.read_text(encoding="utf-8"))
        if "error" in found:
            raise ConfigError(f"A second process cannot compile the project: {found['error']}", hint=found["hint"])
        return {tuple(key): texts for key, texts in found["ways"]}


@contextmanager
def compiled_again(asked: Asked) -> Iterator[Second]:
    """Start the second process; it is ended with the with block."""
    seed = next(one for one in _SEEDS if one != os.environ.get("PYTHONHASHSEED"))
    with tempfile.TemporaryDirectory(prefix="sqlcompile-") as folder:
        job, result = Path(folder, "job.json"), Path(folder, "result.json")
        job.write_text(json.dumps({"path": sys.path, "asked": asked.values(), "result": str(result)}), encoding="utf-8")
        with (
            Path(folder, "stderr").open("w", encoding="utf-8") as heard,
            subprocess.Popen(  # noqa: S603 - Python, with arguments of ours
                [sys.executable, "-P", "-c", _START, str(job)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=heard,
                text=True,
                start_new_session=True,
            ) as process,
        ):
            try:
                yield Second(process, result)
            finally:
                if process.poll() is None:
                    ended(process)


def main(job: Mapping[str, Any]) -> None:
    """Do a job in the second process: compile the project, and write the ``result``."""
    collect_seldom()
    asked = Asked.of(job["asked"])
    found: dict[str, Any]
    try:
        found = {"ways": list(_ways(asked))}
    except SqlcompileError as error:
        found = {"error": str(error), "hint": error.hint}
    place = Path(job["result"])
    made = place.with_suffix(".part")
    made.write_text(json.dumps(found), encoding="utf-8")
    made.rename(place)


def _ways(asked: Asked) -> Iterator[tuple[Key, list[str]]]:
    config = asked.config()
    graph = read_graph(config)
    choice = Choice.of(asked.dialects or config.dialects)
    found: list[tuple[Key, list[str]]] = []

    def work(configured: Configured) -> After:
        plan = plan_of(graph, configured)
        compilation = Compilation.of(config, graph, plan, choice, Style.of(config), configured)
        found.extend((_key(configured.database, way), _texts(way)) for way in Walk(compilation, Silent()).ways())
        return ignored

    in_each_database(config, graph, ((), graph.heads), choice, work, named_only=True)
    return iter(found)
