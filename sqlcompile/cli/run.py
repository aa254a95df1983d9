"""Running the command line: where every error ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer.main

from sqlcompile.cli.app import app
from sqlcompile.cli.group import Interrupted
from sqlcompile.cli.invocation import Invocation
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.printable import printable

INTERRUPTED = 130
FAILED = 2
PIPE_CLOSED = 1


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status."""
    named = os.environ.get("ALEMBIC_CONFIG")
    invocation = Invocation(file=Path(named) if named else None)
    command = typer.main.get_command(app)
    try:
        status = _invoke(command, arguments, invocation)
        sys.stdout.flush()
    except (KeyboardInterrupt, Interrupted):
        _complain("Interrupted; nothing was written.", invocation, label=False)
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except SqlcompileError as error:
        return _report(error, invocation)
    except OSError as error:
        _forget_output()
        return _unexpected(error, invocation)
    except Exception as error:  # noqa: BLE001 - the last place: one line instead of a traceback
        return _unexpected(error, invocation)
    return status


def _invoke(command: Any, arguments: Sequence[str] | None, invocation: Invocation) -> int:
    """Let typer parse the line and call the command; it leaves by SystemExit."""
    try:
        command.main(arguments, prog_name="sqlcompile", obj=invocation)
    except SystemExit as leaving:
        if leaving.code is None or isinstance(leaving.code, int):
            return leaving.code or 0
        raise
    return 0


def _report(error: SqlcompileError, invocation: Invocation) -> int:
    """Print an error of ours: its place, its sentence, what to do next."""
    _trace(invocation)
    place = f"{error.location}: " if error.location else ""
    _complain(f"{place}{error}", invocation)
    if error.hint:
        print(f"  {printable(error.hint)}", file=sys.stderr)
    return error.exit_code


def _unexpected(error: Exception, invocation: Invocation) -> int:
    """Print an error that nobody foresaw."""
    _trace(invocation)
    reason = str(error).partition("\n")[0]
    _complain(f"{type(error).__name__}: {reason}" if reason else type(error).__name__, invocation)
    if not invocation.traceback:
        print("  `--traceback` shows where.", file=sys.stderr)
    return FAILED


def _complain(text: str, invocation: Invocation, *, label: bool = True) -> None:
    """Print a line about what went wrong."""
    mark = ""
    if label:
        red = invocation.color and sys.stderr.isatty()
        mark = "\x1b[1;31mError:\x1b[0m " if red else "Error: "
    print(f"{mark}{printable(text)}", file=sys.stderr)


def _trace(invocation: Invocation) -> None:
    """Print the traceback of the error at hand, if it was asked for."""
    if invocation.traceback:
        import traceback

        traceback.print_exc()


def _forget_output() -> None:
    """Let the interpreter leave in peace though what stdout still holds can go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
