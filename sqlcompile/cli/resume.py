"""``sqlcompile resume``."""

from __future__ import annotations

from typing import Annotated

import typer

from sqlcompile.cli.parameters import (
    AuditTable,
    Baselines,
    ClientOption,
    Dialects,
    LockTimeout,
    ModeOption,
    Output,
    Rows,
    StatementTimeout,
    StrictTypes,
    Tag,
    TransactionOption,
    UpgradeRange,
)


def resume(
    context: typer.Context,
    point: Annotated[
        str, typer.Argument(metavar="REV:N", help="The revision, and the number of the last statement that was done.")
    ],
    revisions: UpgradeRange = "base:heads",
    *,
    dialects: Dialects = None,
    output: Output = None,
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
) -> None:
    """Write the rest of a script that stopped halfway.

    The range is the one in the script's header, up or down. The rest begins after the last commit at or
    before the statement, and its guard asks whether what the catalog can tell of the statements is there.
    """
    from sqlcompile.cli.compile import write_rest

    write_rest(
        context,
        point,
        revisions,
        dialects=dialects,
        output=output,
        baselines=baselines,
        rows=rows,
        tag=tag,
        strict_types=strict_types,
        transaction=transaction,
        mode=mode,
        client=client,
        lock_timeout=lock_timeout,
        statement_timeout=statement_timeout,
        audit_table=audit_table,
    )
