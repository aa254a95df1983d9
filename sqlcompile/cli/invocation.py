"""What the options that every command takes have said."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

_PATHS = ("directory", "file")


@dataclass(slots=True)
class Invocation:
    """The common options, wherever on the line they stood; it is the context's object."""

    directory: Path | None = None
    file: Path | None = None
    section: str = "alembic"
    x_arguments: list[str] = field(default_factory=list)
    verbose: bool = False
    quiet: bool = False
    no_color: bool = False
    traceback: bool = False
    no_env: bool = False

    def remember(self, **given: Any) -> None:
        """Take the values of options that were given; what was not given leaves things as they are."""
        for name, value in given.items():
            if name == "x_arguments":
                self.x_arguments.extend(value or ())
            elif value:
                # Some versions of typer make a Path of a value only after this.
                setattr(self, name, Path(value) if name in _PATHS else value)

    @property
    def color(self) -> bool:
        """Whether output may be coloured where it goes to a terminal."""
        return not self.no_color and not os.environ.get("NO_COLOR")


def invocation_of(context: typer.Context) -> Invocation:
    """Return the common options of a command's context.

    While a shell asks for completions no command has run yet: then they come from the parsed line.
    """
    root = context.find_root()
    if not isinstance(root.obj, Invocation):
        root.obj = Invocation()
    if context.resilient_parsing:
        known = Invocation.__dataclass_fields__
        root.obj.remember(**{name: value for name, value in root.params.items() if name in known})
    return root.obj
