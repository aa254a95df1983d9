"""What ``upgrade`` and ``downgrade`` share: from the options to the compiler."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Literal

import typer

from sqlcompile.cli.console import progress_for
from sqlcompile.cli.invocation import invocation_of
from sqlcompile.cli.parameters import Transaction
from sqlcompile.cli.project import open_config
from sqlcompile.cli.target import check_output, chosen_dialects, named_baselines


def write_scripts(
    context: typer.Context,
    range_text: str,
    direction: Literal["upgrade", "downgrade"],
    *,
    dialects: list[str] | None,
    output: Path | None,
    output_dir: Path | None,
    transaction: Transaction | None,
    baselines: list[str] | None,
    rows: str | None,
    no_guard: bool,
    tag: str | None,
) -> None:
    """Compile a range for the databases that were chosen, and write it where it was asked for."""
    config = open_config(context, tag)
    chosen = chosen_dialects(config, dialects)
    check_output(chosen, output, output_dir)
    if rows is not None:
        config = replace(config, rows=rows)
    if baselines:
        config = replace(config, baseline=named_baselines(baselines))
    from sqlcompile.scripts.build import build_scripts

    gc.freeze()  # what was imported stays; what scripts make from here on is collected
    gc.enable()
    with progress_for(invocation_of(context)) as progress:
        build_scripts(
            config,
            range_text=range_text,
            direction=direction,
            dialects=chosen,
            output=output,
            output_dir=output_dir,
            transaction=transaction.value if transaction else config.transaction,
            guard=config.guard and not no_guard,
            progress=progress,
        )
