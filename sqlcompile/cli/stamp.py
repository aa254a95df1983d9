"""``sqlcompile stamp``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import ClientOption, Dialects, ModeOption, Output, Sql, Tag, UpgradeRange, Url


def stamp(
    context: typer.Context,
    revisions: UpgradeRange = "head",
    *,
    dialects: Dialects = None,
    url: Url = None,
    output: Output = None,
    mode: ModeOption = None,
    client: ClientOption = None,
    tag: Tag = None,
    sql: Sql = False,
) -> None:
    """Write the SQL that moves the version table alone.

    In the range, `current` is where the database of --url is.
    """
    from sqlcompile.cli.located import from_database
    from sqlcompile.cli.project import open_config
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.cli.target import check_output, chosen_dialects, only_one
    from sqlcompile.scripts.build import build_stamp

    revisions, dialects = from_database(context, revisions, dialects, url, tag)
    config = open_config(context, tag)
    chosen = only_one(chosen_dialects(config, dialects))
    check_output(chosen, output, None)
    style = chosen_style(config, mode=mode, client=client)
    build_stamp(config, range_text=revisions, dialects=chosen, output=output, style=style)
