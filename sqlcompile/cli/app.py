"""The root of the command line: its name, its options, its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sqlcompile import __version__
from sqlcompile.cli.group import CommandGroup
from sqlcompile.cli.invocation import invocation_of

app = typer.Typer(
    cls=CommandGroup,
    name="sqlcompile",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"sqlcompile {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    directory: Annotated[
        Path | None,
        typer.Option("-C", "--directory", metavar="DIR", help="The project's folder, instead of the current one."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("-c", "--config", metavar="FILE", help="The file with the settings, instead of the one found."),
    ] = None,
    section: Annotated[
        str | None, typer.Option("-n", "--name", metavar="NAME", help="The section of alembic.ini to read.")
    ] = None,
    x_arguments: Annotated[
        list[str] | None, typer.Option("-x", metavar="ARG", help="An argument for env.py; may be repeated.")
    ] = None,
    no_env: Annotated[bool, typer.Option("--no-env", help="Run the revisions alone, without env.py.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours; NO_COLOR does the same.")] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", "--raiseerr", help="Show where an error was raised.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Compile database migrations to SQL files, without a database.

    The options below may also stand after the command.
    """
    invocation_of(context).remember(
        directory=directory,
        file=file,
        section=section,
        x_arguments=x_arguments,
        no_env=no_env,
        verbose=verbose,
        quiet=quiet,
        no_color=no_color,
        traceback=traceback,
    )
