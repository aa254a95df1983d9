"""The replay of a history, with what it has made at one of its steps and at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlcompile.compiling.fold import StepResult
from sqlcompile.errors import Location
from sqlcompile.project.progress import Progress
from sqlcompile.scripts.compilation import Compilation, results
from sqlcompile.squashing.snapshot import Snapshot, snapshot
from sqlcompile.squashing.watching import Past, WatchedRun


@dataclass(frozen=True, slots=True)
class Moments:
    """What one database has after the squashed revisions, and at the end; the place after which rows are not known."""

    then: Snapshot
    end: Snapshot
    doubted_at: Location | None = None


Watch = Callable[[StepResult, Sequence[WatchedRun]], None]


def replay(compilation: Compilation, count: int, progress: Progress, watch: Watch | None = None) -> list[Moments]:
    """Return what each database has after ``count`` steps and at the end; raises SqlcompileError.

    ``watch`` is called after that step, before the next.
    """
    runs = compilation.runs_of(WatchedRun, progress)
    pasts = [Past(run.dialect) for run in runs]
    thens: list[Snapshot] = []
    places: list[Location | None] = []
    for number, result in enumerate(results(compilation, runs, progress), start=1):
        for which, (run, past) in enumerate(zip(runs, pasts, strict=True)):
            past.take(result, run, which)
        if number == count:
            thens = _snapshots(runs, pasts)
            places = [_doubted_at(run, then) for run, then in zip(runs, thens, strict=True)]
            if watch is not None:
                watch(result, runs)
    ends = _snapshots(runs, pasts)
    return [Moments(*each) for each in zip(thens, ends, places, strict=True)]


def _snapshots(runs: Sequence[WatchedRun], pasts: Sequence[Past]) -> list[Snapshot]:
    return [snapshot(run, past) for run, past in zip(runs, pasts, strict=True)]


def _doubted_at(run: WatchedRun, then: Snapshot) -> Location | None:
    """Return the place that made rows unknown, where some are."""
    if then.doubt is None:
        return None
    since = run.row_store.doubtful_since(then.doubt.key)
    return None if since is None else run.places.get(since)
