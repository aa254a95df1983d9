"""``sqlcompile upgrade``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import (
    AuditTable,
    Baselines,
    ClientOption,
    Dialects,
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
    UpgradeRange,
    Url,
)


def upgrade(
    context: typer.Context,
    revisions: UpgradeRange = "head",
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
    """Write the SQL that upgrades a database.

    It goes to stdout, to a file (-o) or to a folder with a file a revision (--output-dir).
    In the range, `current` is where the database of --url is; only its version table is read.
    """
    from sqlcompile.cli.compile import write_scripts

    write_scripts(
        context,
        revisions,
        "upgrade",
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
