"""What goes to stderr while work goes on."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from sqlcompile.cli.invocation import Invocation, invocation_of
from sqlcompile.project.printable import printable
from sqlcompile.project.progress import Progress, Silent

PATIENCE = 1.0
"""How many seconds work may last before a bar is shown."""


@contextmanager
def progress_for(invocation: Invocation) -> Iterator[Progress]:
    """Yield what hears of the work: log lines with -v, nothing with -q, else a bar on a terminal."""
    with warnings.catch_warnings():
        if invocation.quiet:
            warnings.simplefilter("ignore")
            yield Silent()
        elif invocation.verbose:
            yield Log()
        elif sys.stderr.isatty():
            bar = PatientBar(color=invocation.color)
            try:
                yield bar
            finally:
                bar.close()
        else:
            yield Notes()


def say(text: str, invocation: Invocation) -> None:
    """Print a line on stdout, unless quiet is wanted."""
    if not invocation.quiet:
        print(printable(text))


def say_written(path: Path, invocation: Invocation) -> None:
    """Say which file was written, as it is named from the current folder."""
    here = Path.cwd()
    say(f"Wrote {path.relative_to(here) if path.is_relative_to(here) else path}", invocation)


def say_none(text: str, context: typer.Context) -> None:
    """Say on stderr why a list is empty, unless quiet is wanted."""
    if not invocation_of(context).quiet:
        print(text, file=sys.stderr)


def complain(sentences: Sequence[str]) -> None:
    """Say on stderr why the status is 1."""
    for sentence in sentences:
        print(f"FOUND {sentence}", file=sys.stderr)


class Notes:
    """Prints notes and no steps."""

    def step(self, done: int, total: int, message: str) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Print a line."""
        print(f"NOTE  {printable(message)}", file=sys.stderr)

    def close(self) -> None:
        """Leave nothing behind."""


class Log(Notes):
    """Prints a line for each step too."""

    def step(self, done: int, total: int, message: str) -> None:
        """Print a line."""
        print(f"INFO  {message}", file=sys.stderr)


class PatientBar(Notes):
    """Shows a bar once the work has lasted :data:`PATIENCE` seconds; rich is imported only then."""

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._begun = time.monotonic()
        self._bar: Notes | None = None

    def step(self, done: int, total: int, message: str) -> None:
        """Move the bar, or start it if it is time."""
        if self._bar is None and time.monotonic() - self._begun >= PATIENCE:
            from sqlcompile.cli.bar import Bar

            self._bar = Bar(color=self._color)
        if self._bar is not None:
            self._bar.step(done, total, message)

    def note(self, message: str) -> None:
        """Print a line, above the bar if there is one."""
        if self._bar is None:
            super().note(message)
        else:
            self._bar.note(message)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
