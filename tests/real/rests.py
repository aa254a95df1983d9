"""Every rest of a script from one compilation: what ``sqlcompile resume`` writes for each of many statements.

``sqlcompile resume`` compiles the history for one statement. Here the history runs once, and the same
objects that write one rest take its steps side by side. This runs in a history's own interpreter.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

Point = tuple[str, int]


def compile_rests(config: Any, job: dict[str, Any], progress: Any) -> None:
    """Write the rests for ``job["points"]`` as JSON: their texts, or the errors that say why there is none."""
    from sqlcompile.scripts.build import build_rest
    from sqlcompile.scripts.style import Style

    points = [(revision, number) for revision, number in job["points"]]
    answers: list[dict[str, Any]] = []
    with _all_of(points, answers):
        build_rest(
            config,
            point="{}:{}".format(*points[0]),
            range_text=job["range"],
            dialects=(job["dialect"],),
            output=Path(job["rests"]),
            style=Style(job["transaction"]),
            progress=progress,
        )
    Path(job["rests"]).write_text(json.dumps(answers), encoding="utf-8")


@contextlib.contextmanager
def _all_of(points: list[Point], answers: list[dict[str, Any]]) -> Iterator[None]:
    """Let a compilation write the rests for all points, where it would write the one that it is asked for."""
    from sqlcompile.scripts import build

    scripts: Any = build.Scripts
    own = scripts.add

    def add(self: Any, compilation: Any, point: Any = None) -> Any:
        (dialect,) = compilation.dialects
        rests = [_Rest(compilation.script(dialect, StringIO()), point) for point in points]
        runs = compilation.runs(self.progress)
        for result in build._results(compilation, runs, self.progress):
            for rest in rests:
                rest.go_on("step", result, result.written[0], result.applied[0])

        def end(elements: tuple[Any, ...]) -> None:
            for rest in rests:
                rest.go_on("after", compilation.executed(dialect, elements))
                rest.go_on("finish")
            answers.extend(rest.answer() for rest in rests)

        return end

    scripts.add = add
    try:
        yield
    finally:
        scripts.add = own


class _Rest:
    """One rest, until it is written or an error ends it."""

    def __init__(self, script: Any, point: Point) -> None:
        from sqlcompile.scripts.resuming import Point as Statement
        from sqlcompile.scripts.resuming import Resumed

        self._script = script
        self._resumed = Resumed(script, Statement(*point))
        self._resumed.begin()
        self._error: Exception | None = None

    def go_on(self, method: str, *arguments: Any) -> None:
        from sqlcompile.errors import SqlcompileError

        if self._error is None:
            try:
                getattr(self._resumed, method)(*arguments)
            except SqlcompileError as error:
                self._error = error

    def answer(self) -> dict[str, Any]:
        if self._error is None:
            return {"text": "".join(self._script.text())}
        return {"error": type(self._error).__name__, "message": str(self._error)}
