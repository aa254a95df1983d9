"""Programs that are run for a result, and are not left behind."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_PATIENCE = 10.0
"""How many seconds a program has to clean up after itself, once it is told to end."""


def finished(
    command: Sequence[str], folder: Path, surroundings: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, in a session of its own: Ctrl-C comes to us, and we tell it to end.

    ``given`` is what it reads. Raises FileNotFoundError where there is no such program.
    """
    with subprocess.Popen(  # noqa: S603 - git and Python, with arguments of ours
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="backslashreplace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(given)
        except BaseException:
            ended(process)
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def ended(process: subprocess.Popen[str]) -> None:
    """Tell a program to end, and see that it does."""
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
