"""``sqlcompile stamp``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import ClientOption, Dialects, ModeOption, Output, Sql, Tag, UpgradeRange


def stamp(
    context: typer.Context,
    revisions: UpgradeRange = "head",
    *,
    dialects: Dialects = None,
    output: Output = None,
    mode: ModeOption = None,
    client: ClientOption = None,
    tag: Tag = None,
    sql: Sql = False,
) -> None:
    """Write the SQL that moves the version table alone."""
    from sqlcompile.cli.project import open_config
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.cli.target import check_output, chosen_dialects, only_one
    from sqlcompile.scripts.build import build_stamp

    config = open_config(context, tag)
    chosen = only_one(chosen_dialects(config, dialects))
    check_output(chosen, output, None)
    style = chosen_style(config, mode=mode, client=client)
    build_stamp(config, range_text=revisions, dialects=chosen, output=output, style=style)
