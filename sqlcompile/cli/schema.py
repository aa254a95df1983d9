"""``sqlcompile schema``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision
from sqlcompile.cli.parameters import Baselines, Dialects, Engine, Output, Rows, StrictTypes, Tag


class Format(StrEnum):
    """What the schema is written as."""

    TABLES = "tables"
    SQL = "sql"
    JSON = "json"
    MERMAID = "mermaid"
    SVG = "svg"
    PYTHON = "python"


def schema(
    context: typer.Context,
    revision: Annotated[
        str,
        typer.Argument(
            metavar="REV|A..B",
            help="The revision; or two, to see what changes between them.",
            autocompletion=complete_revision,
        ),
    ] = "heads",
    *,
    dialects: Dialects = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="What it is written as. Default: as FILE's name says, else tables."),
    ] = None,
    output: Output = None,
    engine: Engine = None,
    baselines: Baselines = None,
    rows: Rows = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
) -> None:
    """Show the schema at a revision, or what changes between two.

    It is what the history makes in the project's first database, or in the one that -d names. `--format sql` writes the statements
    that make it in an empty database, `python` SQLAlchemy's models, `mermaid` and `svg` a diagram.
    """
    from sqlcompile.cli.showing import Wanted, write_schema

    wanted = Wanted(revision, form.value if form else None, output, engine)
    write_schema(context, wanted, dialects, baselines=baselines, rows=rows, tag=tag, strict_types=strict_types)
