"""The databases that env.py runs the migrations for, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlcompile.compiling.environment import in_environment
from sqlcompile.offline.environment import After, Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.places import check_name, check_several


def in_each_database(
    config: Config,
    graph: RevisionGraph,
    ends: Ends,
    choice: Choice,
    compile_one: Callable[[Configured], After],
    *,
    output: Path | None = None,
    folder: bool = True,
    named_only: bool = False,
) -> None:
    """Call ``compile_one`` for each database that env.py runs the migrations for, while its code may run.

    ``output`` and ``folder`` say where scripts go: not those of several databases into one file.
    ``named_only`` leaves out those that ``choice`` does not name, where it names some. Raises SqlcompileError,
    also for a choice for a database that env.py does not name.
    """
    databases: list[str | None] = []
    compiled: list[str | None] = []

    def work(configured: Configured) -> After:
        check_name(configured.database)
        databases.append(configured.database)
        if named_only and choice.by_database and configured.database not in choice.by_database:
            return ignored
        compiled.append(configured.database)
        check_several(compiled, output, folder=folder)
        return compile_one(configured)

    in_environment(config, graph, ends, partial(choice.first, config), work)
    choice.check_databases(databases)


def ignored(elements: Sequence[Any]) -> None:
    """Leave out what env.py executes after the migrations: for that database none of them is written."""
