"""What ``sqlcompile apply`` asks before, and shows while it works."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from sqlcompile.cli.console import say
from sqlcompile.cli.invocation import Invocation
from sqlcompile.errors import ConfigError, SqlcompileError
from sqlcompile.live.applying import Observer, Prepared
from sqlcompile.live.connecting import Target
from sqlcompile.live.script_file import Command
from sqlcompile.live.state import State
from sqlcompile.live.way import Way
from sqlcompile.project.plan import named_rows
from sqlcompile.project.printable import printable
from sqlcompile.project.progress import Progress


@dataclass(frozen=True, slots=True)
class Asked:
    """What is about to be done, and to which database."""

    target: Target
    state: State
    way: Way
    files: Sequence[Prepared]
    version: str
    """The version that the scripts are written for."""

    def text(self) -> str:
        """Return it for somebody who has to agree."""
        end = named_rows(self.way.end)
        lines = [f"{self.target.place}, is at {self.state}.", f"{_files(len(self.files))} to run, to {end}:"]
        lines += [f"  {one.entry.path}  ({_statements(one.entry.statements)})" for one in self.files]
        if self.target.dialect.version < _version(self.version):
            lines.append(f"The scripts are written for version {self.version}, which is newer than the server.")
        return "\n".join(lines)


def agree(asked: Asked, invocation: Invocation, *, yes: bool) -> None:
    """Return once somebody agrees; raises ConfigError where nobody can, SqlcompileError where nobody does."""
    if yes:
        say(asked.text(), invocation)
        return
    print(printable(asked.text()), file=sys.stderr)
    if not sys.stdin.isatty():
        raise ConfigError("Nobody is there to be asked.", hint="Give --yes, or --dry-run to look only.")
    print("Run them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise SqlcompileError("Nothing was run.")


def hear(files: Sequence[Prepared], progress: Progress, invocation: Invocation) -> Observer:
    """Return what shows the work: a bar on a terminal, else a line a file."""
    return _Shown(sum(len(one.script.statements) for one in files), progress, invocation)


class _Shown:
    def __init__(self, total: int, progress: Progress, invocation: Invocation) -> None:
        self._total = total
        self._progress = progress
        self._invocation = invocation
        self._sent = 0

    def begins(self, file: Prepared, command: Command) -> None:
        """Move the bar, or say the statement with -v."""
        label = command.label or f"line {command.line}"
        self._total = max(self._total, self._sent + 1)
        self._progress.step(self._sent, self._total, f"{file.entry.path} {label}")
        self._sent += 1

    def done(self, file: Prepared) -> None:
        """Say that a file is applied."""
        if not sys.stderr.isatty():
            say(f"done  {file.entry.path}", self._invocation)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _statements(count: int) -> str:
    return "1 statement" if count == 1 else f"{count} statements"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
