"""``sqlcompile report``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import Baselines, Dialects, Rows, StrictTypes, Tag, UpgradeRange
from sqlcompile.cli.shown import OutputFile, ReportFormat


def report(
    context: typer.Context,
    revisions: UpgradeRange = "base:heads",
    *,
    dialects: Dialects = None,
    form: ReportFormat = None,
    output: OutputFile = None,
    baselines: Baselines = None,
    rows: Rows = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
) -> None:
    """Write the SQL as a page to read before it is applied.

    It is one HTML file, unless --format says otherwise: revision by revision, for one database or several
    beside each other, with what the compiler has to say. The status is 1 where an operation cannot be written.
    """
    import sys

    from sqlcompile.cli.compile import settings, working
    from sqlcompile.cli.console import complain
    from sqlcompile.cli.shown import Format, show
    from sqlcompile.cli.target import chosen_dialects
    from sqlcompile.diff.comparing import Wishes
    from sqlcompile.diff.compiling import diff_dialects

    usual = Format.TEXT if output is None and sys.stdout is not None and sys.stdout.isatty() else Format.HTML
    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, dialects)
    with working(context) as progress:
        found = diff_dialects(
            config, range_text=revisions, dialects=chosen, wishes=Wishes(compare=False), progress=progress
        )
        show(context, found, form, output, usual)
    columns = enumerate(found.columns)
    failed = [
        one.title for at, one in columns if any(row.cells[at].problem for part in found.parts for row in part.rows)
    ]
    if failed:
        complain([f"Not all of it can be written for {', '.join(failed)}: the report says why."])
        raise typer.Exit(1)
