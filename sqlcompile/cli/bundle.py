"""``sqlcompile bundle``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sqlcompile.cli.parameters import (
    AuditTable,
    Baselines,
    ClientOption,
    Dialects,
    LockTimeout,
    ModeOption,
    Rows,
    StatementTimeout,
    StrictTypes,
    Tag,
    TransactionOption,
    UpgradeRange,
)


def bundle(
    context: typer.Context,
    revisions: UpgradeRange = "base:heads",
    *,
    dialects: Dialects = None,
    output_dir: Annotated[
        Path | None, typer.Option("--output-dir", metavar="DIR", help="The folder of the bundle.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where the folder is not what compiles now.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Let go what was edited by hand, is in the way, or is of a database not named."),
    ] = False,
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
    """Write a folder of scripts for the DBA, with their hashes.

    It has the scripts of each database, up and down, and says how to check and to apply them. A bundle that is in the folder is brought up to date: a new revision adds files and changes none.
    """
    from sqlcompile.cli.compile import settings, working
    from sqlcompile.cli.console import say
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.target import check_output, chosen_dialects
    from sqlcompile.errors import ConfigError

    if output_dir is None:
        raise ConfigError("No folder is named for the bundle.", hint="Name one: --output-dir sql.")
    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, dialects)
    check_output(chosen, None, output_dir)
    from sqlcompile.bundle.build import build_bundle
    from sqlcompile.bundle.comparing import unified
    from sqlcompile.cli.style import chosen_style

    style = chosen_style(
        config,
        transaction=transaction,
        mode=mode,
        client=client,
        lock_timeout=lock_timeout,
        statement_timeout=statement_timeout,
        audit_table=audit_table,
    )
    with working(context) as progress:
        proposal = build_bundle(
            config, range_text=revisions, dialects=chosen, folder=output_dir, style=style, progress=progress
        )
        if not check:
            proposal.write(progress, force=force)
            return
    invocation = invocation_of(context)
    for one in proposal.found:
        say(str(one), invocation)
    if proposal.found:
        say(unified(proposal.found), invocation)
        raise typer.Exit(1)
