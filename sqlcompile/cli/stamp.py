"""``sqlcompile stamp``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import Dialects, NoGuard, Output, Sql, Tag, UpgradeRange


def stamp(
    context: typer.Context,
    revisions: UpgradeRange = "head",
    *,
    dialects: Dialects = None,
    output: Output = None,
    no_guard: NoGuard = False,
    tag: Tag = None,
    sql: Sql = False,
) -> None:
    """Write the SQL that moves the version table alone."""
    from sqlcompile.cli.project import open_config
    from sqlcompile.cli.target import check_output, chosen_dialects, only_one
    from sqlcompile.scripts.build import build_stamp

    config = open_config(context, tag)
    chosen = only_one(chosen_dialects(config, dialects))
    check_output(chosen, output, None)
    build_stamp(config, range_text=revisions, dialects=chosen, output=output, guard=config.guard and not no_guard)
