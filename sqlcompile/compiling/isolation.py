"""What a script changes of the process, and the next script must not see."""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from sqlcompile.errors import SqlcompileError


@contextmanager
def isolated() -> Iterator[None]:
    """Put the working folder, the environment and the warning filters back after a with block.

    What is printed in it, also by programs that it starts, goes to standard error: standard output is for SQL.
    """
    folder = os.getcwd()  # noqa: PTH109 - a text is enough, and it is done for every script
    # the mapping behind os.environ: a copy of that itself decodes every name and value
    variables: Any = os.environ._data  # type: ignore[attr-defined]
    before = variables.copy()
    with redirect_stdout(sys.stderr), _programs_to_stderr(), warnings.catch_warnings():
        try:
            yield
        finally:
            os.chdir(folder)
            if variables != before:
                kept = {os.environ.decodekey(name): os.environ.decodevalue(value) for name, value in before.items()}
                for name in os.environ.keys() - kept.keys():
                    del os.environ[name]
                os.environ.update(kept)


@contextmanager
def _programs_to_stderr() -> Iterator[None]:
    """Let file descriptor 1 mean standard error, where there are both."""
    real = sys.__stdout__
    if real is not None and not real.closed:
        real.flush()
    try:
        os.fstat(2)
        kept = os.dup(1)
    except OSError:  # one of them is closed
        yield
        return
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def threads_reporting(report: Callable[[SqlcompileError], Any]) -> Iterator[None]:
    """Give the errors of ours that end a thread to ``report``: nobody else sees them."""
    before = threading.excepthook

    def hook(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, SqlcompileError):
            report(args.exc_value)
        else:
            before(args)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = before
