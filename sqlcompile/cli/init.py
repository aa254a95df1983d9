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


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder for the migrations.")] = Path(
        "migrations"
    ),
    *,
    template: Annotated[
        Layout,
        typer.Option("-t", "--template", help="Settings of our own, or a project that Alembic reads too."),
    ] = Layout.NATIVE,
) -> None:
    """Start a migrations folder and its settings.

    The settings go to sqlcompile.toml, or into a pyproject.toml that is there; with
    --template alembic to alembic.ini.
    """
    from sqlcompile.cli.console import say, say_written
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.project.starting import start_alembic, start_native

    invocation = invocation_of(context)
    root = (invocation.directory or Path.cwd()).absolute()
    start = start_native if template is Layout.NATIVE else start_alembic
    for path in start(root, root / folder):
        say_written(path, invocation)
    say(
        "Next: `sqlcompile revision -m TEXT` adds a revision, `sqlcompile upgrade -d DATABASE` writes its SQL.",
        invocation,
    )
