"""``sqlcompile squash``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision
from sqlcompile.cli.parameters import ClientOption, Dialects, Message, RevisionId, Rows, Tag


def squash(
    context: typer.Context,
    revision: Annotated[
        str,
        typer.Argument(metavar="REV", help="The last revision to squash.", autocompletion=complete_revision),
    ],
    *,
    message: Message = "",
    rev_id: RevisionId = None,
    dialects: Dialects = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the stamp for existing databases goes; {dialect} and {engine} may stand in it. "
            "Default: beside the old scripts.",
        ),
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive", metavar="DIR", help="Where the old scripts go. Default: squashed/ID beside the versions."
        ),
    ] = None,
    without_rows: Annotated[
        bool, typer.Option("--without-rows", help="Leave out the rows that the migrations wrote.")
    ] = False,
    keep_raw_sql: Annotated[
        bool,
        typer.Option("--keep-raw-sql", help="Copy raw SQL that no schema holds, such as GRANT, to the end."),
    ] = False,
    without_raw_sql: Annotated[
        bool, typer.Option("--without-raw-sql", help="Leave such raw SQL out; the script says what it was.")
    ] = False,
    rows: Rows = None,
    client: ClientOption = None,
    tag: Tag = None,
) -> None:
    """Put one new base revision in the place of many.

    It makes what the history up to REV makes: that is proved by comparing schemas and rows, for each of the project's databases or for
    those that -d names. The old scripts are moved to a folder of their own. For databases that exist, a script is written that moves
    their version table.
    """
    from sqlcompile.cli.compile import settings, working
    from sqlcompile.cli.squashing import told
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.cli.target import chosen_dialects
    from sqlcompile.errors import ConfigError
    from sqlcompile.squashing.drafting import RawSql
    from sqlcompile.squashing.squash import Asked
    from sqlcompile.squashing.squash import squash as squash_history

    if keep_raw_sql and without_raw_sql:
        raise ConfigError("--keep-raw-sql and --without-raw-sql exclude each other.", hint="Give one of the two.")
    config = settings(context, tag, None, rows)
    chosen = chosen_dialects(config, dialects)
    style = chosen_style(config, mode=None, client=client)
    raw_sql: RawSql = "kept" if keep_raw_sql else "left out" if without_raw_sql else "refused"
    folder = None if archive is None else archive.absolute()
    target = None if output is None else output.absolute()
    asked = Asked(revision, message, rev_id, not without_rows, raw_sql, folder, target)
    with working(context) as progress:
        done = squash_history(config, asked, chosen, style, progress)
        for note in done.notes:
            progress.note(note)
    told(context, done)
