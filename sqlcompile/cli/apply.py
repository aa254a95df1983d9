"""``sqlcompile apply``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sqlcompile.cli.parameters import Engine, Url


def apply(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `sqlcompile bundle` wrote.")],
    *,
    url: Url = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="REV", help="The last revision to apply; with --down, where to stop.")
    ] = None,
    down: Annotated[bool, typer.Option("--down", help="Go back, with the files for that; needs --to.")] = False,
    engine: Engine = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say which files would run; only the version table is read.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
) -> None:
    """Run the files of a bundle on a database.

    The hashes are compared first, and a bundle that was changed is refused. Then the files that the
    database lacks run in order, each with its guard, and the first statement that fails stops all. The exit
    status is 1 where one fails, 2 where nothing was run.
    """
    from sqlcompile.cli.applying import Asked, agree, hear
    from sqlcompile.cli.console import progress_for, say
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.compiling.version_table import VersionTable
    from sqlcompile.live.applying import apply_files, prepare
    from sqlcompile.live.connecting import reached
    from sqlcompile.live.state import read_state
    from sqlcompile.live.way import target_in, way_down, way_up

    invocation = invocation_of(context)
    bundle = _checked(folder)
    with reached(_address(context, url)) as (target, connection):
        database = target_in(bundle, target.dialect.name, engine)
        table = VersionTable(database.version_table, database.version_table_schema)
        state = read_state(connection, table)
    way = (way_down if down else way_up)(bundle, database, state, to)
    files = prepare(bundle, target.dialect, way.entries)
    if not files:
        say(f"Nothing to do: {target.place} is at {state}.", invocation)
        return
    asked = Asked(target, state, way, files, database.version)
    if dry_run:
        say(asked.text(), invocation)
        return
    agree(asked, invocation, yes=yes)
    with progress_for(invocation) as progress:
        apply_files(target, table, files, hear(files, progress, invocation))
    say(f"Done: {target.place} is at {', '.join(way.end) or 'base'}.", invocation)


def _checked(folder: Path) -> Any:
    """Return a bundle that is as it was written; raises BundleError for any other."""
    from sqlcompile.bundle.reading import read_bundle
    from sqlcompile.errors import BundleError

    bundle = read_bundle(folder)
    findings = bundle.verify()
    if findings:
        more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
        raise BundleError(
            f"{folder} is not as it was written: {findings[0]}{more}.",
            hint=f"`sqlcompile verify-sum {folder}` names all that was changed. Nothing was run.",
        )
    return bundle


def _address(context: typer.Context, given: str | None) -> Any:
    """Return the URL; the settings are looked for only where neither the option nor the environment has one."""
    from sqlcompile.cli.project import open_config
    from sqlcompile.errors import ConfigError
    from sqlcompile.live.urls import find_url, need_url

    url = find_url(given, None)
    if url is not None:
        return url
    try:
        settings = open_config(context).sqlalchemy_url
    except ConfigError:
        settings = None  # a bundle needs no project beside it
    return need_url(None, settings)
