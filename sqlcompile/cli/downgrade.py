"""``sqlcompile downgrade``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import (
    AuditTable,
    Baselines,
    ClientOption,
    Dialects,
    DowngradeRange,
    LockTimeout,
    ModeOption,
    Output,
    OutputFolder,
    Rows,
    Sql,
    StatementTimeout,
    StrictTypes,
    Tag,
    TransactionOption,
    Url,
)


def downgrade(
    context: typer.Context,
    revisions: DowngradeRange,
    *,
    dialects: Dialects = None,
    url: Url = None,
    output: Output = None,
    output_dir: OutputFolder = None,
    transaction: TransactionOption = None,
    baselines: Baselines = None,
    rows: Rows = None,
    mode: ModeOption = None,
    client: ClientOption = None,
    lock_timeout: LockTimeout = None,
    statement_timeout: StatementTimeout = None,
    audit_table: AuditTable = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
    sql: Sql = False,
) -> None:
    """Write the SQL that takes a database back.

    The range says from where to where: `head:-1`, `b2:a1`; `base` and `-1` alone are from the heads. With
    --url also `current:-1`, from where that database is, of which only the version table is read.
    """
    from sqlcompile.cli.compile import write_scripts

    write_scripts(
        context,
        revisions,
        "downgrade",
        dialects=dialects,
        url=url,
        output=output,
        output_dir=output_dir,
        transaction=transaction,
        baselines=baselines,
        rows=rows,
        mode=mode,
        client=client,
        lock_timeout=lock_timeout,
        statement_timeout=statement_timeout,
        audit_table=audit_table,
        tag=tag,
        strict_types=strict_types,
    )
