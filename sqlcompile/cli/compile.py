"""What the commands that write scripts share: from the options to the compiler."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import typer

from sqlcompile.cli.console import progress_for
from sqlcompile.cli.invocation import invocation_of
from sqlcompile.cli.located import from_database
from sqlcompile.cli.project import open_config
from sqlcompile.cli.target import check_output, chosen_dialects, named_baselines
from sqlcompile.project.collecting import collect_seldom
from sqlcompile.project.config import Config
from sqlcompile.project.progress import Progress


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
    strict_types: bool = False,
    **style: Any,
) -> None:
    """Compile a range for the databases that were chosen, and write it where it was asked for.

    ``style`` holds the options that ``chosen_style`` takes.
    """
    range_text, dialects = from_database(context, range_text, dialects, url, tag)
    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, dialects)
    check_output(chosen, output, output_dir)
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.scripts.build import build_scripts

    with working(context) as progress:
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


def write_rest(
    context: typer.Context,
    point: str,
    range_text: str,
    *,
    dialects: list[str] | None,
    output: Path | None,
    baselines: list[str] | None,
    rows: str | None,
    tag: str | None,
    strict_types: bool = False,
    **style: Any,
) -> None:
    """Compile what is left of a script after a statement; ``style`` as for ``write_scripts``."""
    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, dialects)
    check_output(chosen, output, None)
    from sqlcompile.cli.style import chosen_style
    from sqlcompile.scripts.build import build_rest

    with working(context) as progress:
        build_rest(
            config,
            point=point,
            range_text=range_text,
            dialects=chosen,
            output=output,
            style=chosen_style(config, **style),
            progress=progress,
        )


def settings(
    context: typer.Context,
    tag: str | None,
    baselines: list[str] | None,
    rows: str | None,
    *,
    strict_types: bool = False,
) -> Config:
    """Return the project's settings with those of the command line."""
    config = open_config(context, tag)
    if rows is not None:
        config = replace(config, rows=rows)
    if baselines:
        config = replace(config, baseline=named_baselines(baselines))
    if strict_types:
        config = replace(config, strict_types=True)
    return config


@contextmanager
def working(context: typer.Context) -> Iterator[Progress]:
    """Yield what hears of the work; what was imported stays, what scripts make from here on is collected."""
    gc.freeze()
    collect_seldom()
    gc.enable()
    with progress_for(invocation_of(context)) as progress:
        yield progress
