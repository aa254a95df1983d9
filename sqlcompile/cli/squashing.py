"""What ``sqlcompile squash`` says when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from sqlcompile.cli.console import say
from sqlcompile.cli.invocation import invocation_of
from sqlcompile.errors import Location
from sqlcompile.squashing.bounds import said
from sqlcompile.squashing.squash import Squashed


def told(context: typer.Context, done: Squashed) -> None:
    """Say what was written, moved and changed, and how to go back."""
    invocation = invocation_of(context)
    for line in _lines(done):
        say(line, invocation)


def _lines(done: Squashed) -> Iterator[str]:
    last, new = done.bounds.last, done.new.id
    yield f"Wrote {_shown(done.script)}: it equals {said(done.bounds)}."
    yield f"Moved their scripts to {_shown(done.places.archive)}."
    for path in done.relinked:
        yield f"Changed {_shown(path)}: it comes after {new} now."
    for path in done.stamps:
        yield f"Wrote {_shown(path)}: apply it to each database that is at {last}."
    back = [f"remove {_shown(done.script)}", f"move the scripts back from {_shown(done.places.archive)}"]
    if done.relinked:
        back.append(f"write {last} for {new} where it stands in {', '.join(map(_shown, done.relinked))}")
    yield f"To go back, {', '.join(back)}."


def _shown(path: Path) -> str:
    return str(Location(path))
