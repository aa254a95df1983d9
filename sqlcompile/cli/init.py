"""``sqlcompile init``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Layout(StrEnum):
    """Whose layout a new project has."""

    NATIVE = "native"
    ALEMBIC = "alembic"
    GENERIC = "generic"
    ASYNC = "async"
    PYPROJECT = "pyproject"


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder for the migrations.")] = Path(
        "migrations"
    ),
    *,
    template: Annotated[
        Layout,
        typer.Option("-t", "--template", help="Settings of our own, or one of the layouts that Alembic reads too."),
    ] = Layout.NATIVE,
    package: Annotated[
        bool, typer.Option("--package", help="Write an empty __init__.py into each of the folders, too.")
    ] = False,
) -> None:
    """Start a migrations folder and its settings.

    The settings go to sqlcompile.toml, or into a pyproject.toml that is there. Those that Alembic reads
    too go to alembic.ini, with --template alembic (or generic, the same) and async, for an async driver;
    with --template pyproject they go to pyproject.toml, all but the URL.
    """
    from sqlcompile.cli.console import say, say_written
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.project import starting

    invocation = invocation_of(context)
    root = (invocation.directory or Path.cwd()).absolute()
    start = {
        Layout.NATIVE: starting.start_native,
        Layout.ASYNC: starting.start_async,
        Layout.PYPROJECT: starting.start_pyproject,
    }.get(template, starting.start_alembic)
    for path in start(root, root / folder, package=package):
        say_written(path, invocation)
    say(
        "Next: `sqlcompile revision -m TEXT` adds a revision, `sqlcompile upgrade -d DATABASE` writes its SQL.",
        invocation,
    )
