"""What ``diff`` and ``report`` share: their formats, and where what they show goes."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from sqlcompile.diff.model import Diff

_WIDTH = 120
"""How many characters wide text is where there is no terminal."""


class Format(StrEnum):
    """What SQL beside SQL is written as."""

    TEXT = "text"
    UNIFIED = "unified"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


FormatOption: TypeAlias = Annotated[
    Format | None, typer.Option("--format", help="What it is written as. Default: as FILE's name says, else text.")
]
ReportFormat: TypeAlias = Annotated[
    Format | None,
    typer.Option(
        "--format", help="What it is written as. Default: as FILE's name says, else html; text on a terminal."
    ),
]
OutputFile: TypeAlias = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write, instead of stdout.")
]

_BY_NAME = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".diff": Format.UNIFIED,
    ".patch": Format.UNIFIED,
}


def show(context: typer.Context, diff: Diff, form: Format | None, output: Path | None, usual: Format) -> None:
    """Write it to a file, or to stdout in colours and as wide as the terminal is."""
    from importlib import import_module

    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.diff.model import Look
    from sqlcompile.scripts.output import write_paths, write_stdout

    if form is None:
        form = _BY_NAME.get(output.suffix.lower(), usual) if output is not None else usual
    colours = output is None and sys.stdout is not None and sys.stdout.isatty() and invocation_of(context).color
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if output is None else _WIDTH
    text = import_module(f"sqlcompile.diff.formats.as_{form.value}").render(diff, Look(width, colours))
    ended = text if text.endswith("\n") else f"{text}\n"
    if output is None:
        write_stdout([ended])
    else:
        write_paths({output: [ended]})
