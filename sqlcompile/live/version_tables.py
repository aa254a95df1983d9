"""The version table of a project: what its env.py says, else the settings."""

from __future__ import annotations

from dataclasses import replace

from sqlcompile.compiling.environment import in_environment
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config
from sqlcompile.scripts.compilation import version_table_of


def version_table_in(
    config: Config, graph: RevisionGraph, dialect: Dialect, database: str | None = None
) -> VersionTable:
    """Return the version table of a project for a database; ``database`` is its name where env.py has several.

    Its env.py is run where it has one, and connects to nothing. Raises ConfigError where env.py runs the
    migrations for several databases with tables of different names, and none is named or it has none of the name.
    """
    found: dict[VersionTable, None] = {}
    names: dict[str, None] = {}

    def work(configured: Configured) -> After:
        if database in (None, configured.database):
            found[version_table_of(config, configured)] = None
        names[configured.database or "one without a name"] = None
        return lambda _: None

    in_environment(replace(config, command="current"), graph, ((), graph.heads), lambda _: dialect, work)
    if not found:
        raise ConfigError(f'env.py has no database "{database}".', hint=f"It has {', '.join(names)}.")
    if len(found) > 1:
        tables = ", ".join(sorted(table.name for table in found))
        raise ConfigError(
            f"env.py has several databases, with version tables of their own: {tables}.",
            hint="`sqlcompile status --engine NAME` asks one of them. Elsewhere `--no-env` leaves env.py out, and "
            "version_table in the settings names the one that is meant.",
        )
    return next(iter(found))
