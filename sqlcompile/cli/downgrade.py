"""``sqlcompile downgrade``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import (
    Baselines,
    Dialects,
    DowngradeRange,
    NoGuard,
    Output,
    OutputFolder,
    Rows,
    Sql,
    Tag,
    TransactionOption,
)


def downgrade(
    context: typer.Context,
    revisions: DowngradeRange,
    *,
    dialects: Dialects = None,
    output: Output = None,
    output_dir: OutputFolder = None,
    transaction: TransactionOption = None,
    baselines: Baselines = None,
    rows: Rows = None,
    no_guard: NoGuard = False,
    tag: Tag = None,
    sql: Sql = False,
) -> None:
    """Write the SQL that takes a database back.

    The range says from where to where, for nothing asks a database: `head:-1`, `b2:a1`, `heads:base`.
    """
    from sqlcompile.cli.compile import write_scripts

    write_scripts(
        context,
        revisions,
        "downgrade",
        dialects=dialects,
        output=output,
        output_dir=output_dir,
        transaction=transaction,
        baselines=baselines,
        rows=rows,
        no_guard=no_guard,
        tag=tag,
    )
