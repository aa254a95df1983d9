"""The project that a command works on."""

from __future__ import annotations

from dataclasses import replace

import typer

from sqlcompile.cli.invocation import invocation_of
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.project.config import Config, load_config
from sqlcompile.project.graph import RevisionGraph


def open_config(context: typer.Context, tag: str | None = None) -> Config:
    """Return the settings of the project that the common options name."""
    invocation = invocation_of(context)
    config = load_config(invocation.directory, invocation.file, section=invocation.section)
    return replace(
        config,
        env=config.env and not invocation.no_env,
        x_arguments=tuple(invocation.x_arguments),
        tag=tag,
    )


def open_graph(config: Config) -> RevisionGraph:
    """Return the revisions of a project."""
    return read_graph(config)
