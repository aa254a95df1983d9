"""Ranges that begin where a database is."""

from __future__ import annotations

import sys
from typing import Any

import typer

from sqlcompile.cli.invocation import invocation_of
from sqlcompile.cli.project import open_config, open_graph
from sqlcompile.errors import ConfigError
from sqlcompile.project.settings import Config
from sqlcompile.scripts.places import chosen_for


def from_database(
    context: typer.Context, range_text: str, dialects: list[str] | None, url: str | None, tag: str | None
) -> tuple[str, list[str] | None]:
    """Return a range with what a database says in the place of ``current``, and what to compile for.

    A range without that word comes back as it is, and nothing connects. Raises ConfigError for a
    dialect that is not the database's.
    """
    if "current" not in range_text:
        if url is not None:
            raise ConfigError(
                "--url names a database, and the range does not ask it anything.",
                hint="`current` in a range is where that database is, as in `current:head`.",
            )
        return range_text, dialects
    from sqlcompile.live.current import asks_current, locate, replaced
    from sqlcompile.live.urls import need_url

    if not asks_current(range_text):
        return range_text, dialects
    config = open_config(context, tag)
    found = locate(config, open_graph(config), need_url(url, config.sqlalchemy_url))
    if not invocation_of(context).quiet:
        print(f"NOTE  {found.target.place}: at {found.state}", file=sys.stderr)
    return replaced(range_text, found.state), _compiled_for(config, dialects, found.target.dialect)


def _compiled_for(config: Config, given: list[str] | None, answering: Any) -> list[str]:
    """Return the dialects that were chosen, if all are the database's; else the database's own."""
    from sqlcompile.dialect.contract import dotted

    other = [name for name in given or () if _kind(name) != answering.name]
    if other:
        raise ConfigError(
            f"-d {other[0]} is not what the URL leads to: {answering.versioned_title}.", hint="Leave -d out."
        )
    chosen = given or [name for name in config.dialects if _kind(name) == answering.name]
    return chosen or [f"{answering.name}@{dotted(answering.version)}"]


def _kind(name: str) -> str:
    return chosen_for(name)[1].partition("@")[0]
