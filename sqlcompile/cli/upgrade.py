"""``sqlcompile upgrade``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import (
    Baselines,
    Dialects,
    NoGuard,
    Output,
    OutputFolder,
    Rows,
    Sql,
    Tag,
    TransactionOption,
    UpgradeRange,
)


def upgrade(
    context: typer.Context,
    revisions: UpgradeRange = "head",
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
    """Write the SQL that upgrades a database.

    It goes to stdout, to a file (-o) or to a folder with a file a revision (--output-dir).
    """
    from sqlcompile.cli.compile import write_scripts

    write_scripts(
        context,
        revisions,
        "upgrade",
        dialects=dialects,
        output=output,
        output_dir=output_dir,
        transaction=transaction,
        baselines=baselines,
        rows=rows,
        no_guard=no_guard,
        tag=tag,
    )
