"""The files that env.py opens for the output of its migrations.

Alembic's template for several databases opens a file for each and lets the migrations be written to
it. Here the command line says where scripts go: what env.py opens for writing is a file only once
something was written to it, so that nothing that is there is emptied.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any


class HeldFile(io.StringIO):
    """A text file that appears when it is closed, if anything was written."""

    def __init__(self, path: Any, encoding: str | None) -> None:
        super().__init__()
        self.name = str(path)
        self._encoding = encoding

    def close(self) -> None:
        """Write the file, if there is anything to write."""
        if not self.closed and self.getvalue():
            Path(self.name).write_text(self.getvalue(), encoding=self._encoding)
        super().close()


def held_open(file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, **options: Any) -> Any:
    """Open a file as the built-in does; one that is to be written anew is held until it is."""
    if mode in {"w", "wt"} and not isinstance(file, int):
        return HeldFile(file, encoding)
    return open(file, mode, buffering, encoding, **options)  # noqa: PTH123 - in the place of the built-in
