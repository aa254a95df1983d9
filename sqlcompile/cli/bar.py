"""The progress bar, drawn by rich."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sqlcompile.cli.console import Notes


class Bar(Notes):
    """A bar on stderr that goes away when it is closed."""

    def __init__(self, *, color: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True, no_color=not color),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def step(self, done: int, total: int, message: str) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done, total=total, description=message[:60])

    def note(self, message: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(f"NOTE  {message}", markup=False, highlight=False)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()
