"""``on_version_apply``: what a project does after each step, in the step's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from sqlcompile.compiling.loading import line_of
from sqlcompile.compiling.run import Run, Written
from sqlcompile.errors import ScriptError, SqlcompileError
from sqlcompile.offline.migration_info import MigrationInfo
from sqlcompile.offline.script_directory import ScriptDirectory
from sqlcompile.project.plan import Step


def version_applied(run: Run, step: Step, after: tuple[str, ...]) -> tuple[Written, ...]:
    """Return what the project writes after a step; ``after`` are the version rows then."""
    if not callbacks(run):
        return ()
    revision = step.revision
    down = tuple(dict.fromkeys((*revision.down_revisions, *revision.depends_on)))
    return told(run, (revision.id,), down, after, is_upgrade=step.upgrade)


def told(
    run: Run, up: tuple[str, ...], down: tuple[str, ...], after: tuple[str, ...], **kind: bool
) -> tuple[Written, ...]:
    """Call ``on_version_apply`` and return what it wrote. Raises SqlcompileError with its own line."""
    config = run.surroundings.config
    assert config is not None
    info = MigrationInfo(ScriptDirectory.from_config(config), up, down, **kind)
    arguments = dict(run.surroundings.arguments)
    written: list[Written] = []
    for callback in callbacks(run):
        place = Path(getattr(getattr(callback, "__code__", None), "co_filename", config.settings.script_location))
        run.begin_applied(place, after)
        call = partial(callback, ctx=run.context(), step=info, heads=set(after), run_args=arguments)
        try:
            run.call_with(call)
        except SqlcompileError as error:
            raise error.at(line_of(error, place)) from error
        except Exception as error:
            raise ScriptError(
                f"on_version_apply raised {type(error).__name__}: {error}",
                hint="`--no-env` leaves env.py out.",
                location=line_of(error, place),
            ) from error
        written += run.written
    return tuple(written)


def callbacks(run: Run) -> tuple[Callable[..., Any], ...]:
    """Return the functions that env.py configured."""
    given: Callable[..., Any] | Iterable[Callable[..., Any]] = run.surroundings.options.get("on_version_apply") or ()
    return (given,) if callable(given) else tuple(given)
