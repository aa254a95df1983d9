"""What ``upgrade`` and ``downgrade`` share: from the options to the compiler."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import typer

from sqlcompile.cli.console import progress_for
from sqlcompile.cli.invocation import invocation_of
from sqlcompile.cli.located import from_database
from sqlcompile.cli.project import open_config
from sqlcompile.cli.target import check_output, chosen_dialects, named_baselines
from sqlcompile.project.settings import Config


def write_scripts(
    context: typer.Context,
    range_text: str,
    direction: Literal["upgrade", "downgrade"],
    *,
    dialects: list[str] | None,
    url: str | None,
    output: Path | None,
    output_dir: Path | None,
    baselines: list[str] | None,
    rows: str | None,
    tag: str | None,
    **style: Any,
) -> None:
    """Compile a range for the databases that were chosen, and write it where it was asked for.

    ``style`` holds the options that ``chosen_style`` takes.
    """
    range_text, dialects = from_database(context, range_text, dialects, url, tag)
    config, chosen = settings_and_dialects(context, dialects, output, output_dir, baselines, rows, tag)
    from sqlcompile.cli.style import chosen_style
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
            style=chosen_style(config, **style),
            progress=progress,
        )


def settings_and_dialects(
    context: typer.Context,
    dialects: list[str] | None,
    output: Path | None,
    output_dir: Path | None,
    baselines: list[str] | None,
    rows: str | None,
    tag: str | None,
) -> tuple[Config, tuple[str, ...]]:
    """Return the settings with what the options say of them, and the databases to compile for."""
    config = open_config(context, tag)
    chosen = chosen_dialects(config, dialects)
    check_output(chosen, output, output_dir)
    if rows is not None:
        config = replace(config, rows=rows)
    if baselines:
        config = replace(config, baseline=named_baselines(baselines))
    return config, chosen
