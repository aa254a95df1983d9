"""``sqlcompile verify``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sqlcompile.cli.parameters import (
    AuditTable,
    Baselines,
    Dialects,
    ModeOption,
    Rows,
    StrictTypes,
    Tag,
    TransactionOption,
    UpgradeRange,
)


class Format(StrEnum):
    """What a proof is reported as."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


def verify(
    context: typer.Context,
    revisions: UpgradeRange = "heads",
    *,
    dialects: Dialects = None,
    urls: Annotated[
        list[str] | None,
        typer.Option(
            "--url",
            metavar="[NAME=]URL",
            help="An empty database to try the scripts on; may be repeated. NAME is the kind, or env.py's name of it.",
        ),
    ] = None,
    scratch: Annotated[
        bool, typer.Option("--scratch", help="Drop all that stands in the databases of --url first.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="What the report is.")] = Format.TEXT,
    transaction: TransactionOption = None,
    baselines: Baselines = None,
    rows: Rows = None,
    mode: ModeOption = None,
    audit_table: AuditTable = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
) -> None:
    """Prove the scripts on scratch databases: up, down and up again.

    They are compiled, a file a revision, and run on SQLite, on a private PostgreSQL (of the package
    sqlcompile[postgresql]), or on the empty database that --url names. After each one the database is
    compared with the schema that was compiled for. The status is 1 where something is not right, or was
    not proved.
    """
    from importlib import import_module

    from sqlcompile.cli.compile import settings, working
    from sqlcompile.cli.killed import cleaning_up_when_killed
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.cli.target import chosen_dialects
    from sqlcompile.verifying.proof import dialects_of_urls
    from sqlcompile.verifying.proof import verify as prove

    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = tuple(dialects or config.dialects or dialects_of_urls(urls or [])) or chosen_dialects(config, None)
    style = chosen_style(config, transaction=transaction, mode=mode, audit_table=audit_table)
    with working(context) as progress, cleaning_up_when_killed():
        report = prove(
            config,
            range_text=revisions,
            dialects=chosen,
            urls=urls or [],
            may_empty=scratch,
            style=style,
            progress=progress,
        )
    print(import_module(f"sqlcompile.verifying.formats.as_{form.value}").render(report))
    if not report.ok:
        raise typer.Exit(1)
