"""The project that a command works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import typer

from sqlcompile.cli.invocation import invocation_of
from sqlcompile.project.config import Config, load_config
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Evaluate, Revision


def open_config(context: typer.Context) -> Config:
    """Return the settings of the project that the common options name."""
    invocation = invocation_of(context)
    config = load_config(invocation.directory, invocation.file, section=invocation.section)
    return replace(
        config,
        env=config.env and not invocation.no_env,
        x_arguments=tuple(invocation.x_arguments),
    )


def open_graph(config: Config) -> RevisionGraph:
    """Return the revisions of a project."""
    return RevisionGraph.from_folders(
        config.version_locations,
        recursive=config.recursive_version_locations,
        evaluate=evaluation(config),
    )


def evaluation(config: Config) -> Evaluate:
    """Return what imports a script whose identifiers cannot be read from its text."""

    def evaluate(path: Path) -> Mapping[str, object]:
        from sqlcompile.compiling.loading import import_paths, loaded
        from sqlcompile.offline.alembic import alembic_modules

        unread = Revision(path.stem, (), (), (), path, doc="", line=1, has_downgrade=False)
        with alembic_modules(), import_paths(config.prepend_sys_path), loaded(unread) as module:
            return dict(vars(module))

    return evaluate
