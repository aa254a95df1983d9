"""``sqlcompile check``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sqlcompile.cli.parameters import Baselines, Dialects, Rows, StrictTypes, Tag


class Format(StrEnum):
    """What the report is."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    context: typer.Context,
    *,
    dialects: Dialects = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHECK", help="Do this check alone; may be repeated.")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="CHECK", help="Leave a check out; may be repeated.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="CHECK:SUBJECT",
            help="Accept what a check finds on a revision or a table; may be repeated.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="REVISION", help="Take what is there in git for released."),
    ] = None,
    bundles: Annotated[
        list[Path] | None,
        typer.Option("--bundle", metavar="DIR", help="The folder of a bundle. Default: those that are in git."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What the report is.")] = Format.TEXT,
    baselines: Baselines = None,
    rows: Rows = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
) -> None:
    """Check that the project is fit to be released, without a database.

    The checks are heads, compile, downgrade, repeatable, models, bundle and released; each finding comes with
    its file and line. The status is 1 where there is one.
    """
    from importlib import import_module

    from sqlcompile.checking.checking import check as checked
    from sqlcompile.checking.wishes import Wishes
    from sqlcompile.cli.comparison import asked_of
    from sqlcompile.cli.compile import settings, working
    from sqlcompile.cli.killed import cleaning_up_when_killed
    from sqlcompile.cli.target import chosen_dialects
    from sqlcompile.scripts.output import write_stdout

    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, dialects)
    wishes = Wishes.of(
        only=only or [],
        skip=[*config.check_skip, *(skip or [])],
        accept=[*config.check_accept, *(accept or [])],
        heads=config.check_heads,
        against=against or config.check_against,
        bundles=bundles,
    )
    asked = asked_of(context, tuple(chosen), baselines=baselines, rows=rows, tag=tag, strict_types=strict_types)
    with working(context) as progress, cleaning_up_when_killed():
        found = checked(asked, wishes, progress)
    write_stdout([import_module(f"sqlcompile.checking.formats.as_{form.value}").render(found, config.root), "\n"])
    if not found.ok:
        raise typer.Exit(1)
