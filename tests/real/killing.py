"""The fault test on a real history: the client is killed after each statement, and the script goes on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcompile.errors import InvalidRange
from tests.faults import At, disturbed, points
from tests.real.contents import Contents, contents, differences
from tests.servers import Database, Server


@dataclass
class Outcome:
    """How the script went on after the statements, and what was other than without a disturbance."""

    ways: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts."""
        ways = ", ".join(f"{count} {way}" for way, count in sorted(self.ways.items()))
        return f"{self.ways.total()}: {ways}" + (f"; {len(self.wrong)} WRONG" if self.wrong else "")


@dataclass(frozen=True, slots=True)
class Faults:
    """What is tried: ``script`` on databases to which the ``before`` scripts have been applied."""

    server: Server
    before: Sequence[str]
    script: str
    varying: Sequence[str]

    def chosen(self, every: int) -> list[At]:
        """Return each ``every``-th of the script's numbered statements, the last one among them."""
        return list(points(self.script))[::-1][::every][::-1]

    def run(self, chosen: Sequence[At], rests: Path, heard: Callable[[str], object]) -> Outcome:
        """Kill the client after the chosen statements; ``rests`` has what is left after them."""
        outcome = Outcome()
        try:
            expected = self._undisturbed()
        except AssertionError as failed:
            outcome.wrong.append(f"undisturbed it fails: {failed}")
            heard(outcome.wrong[-1][:600])
            return outcome
        answers: list[dict[str, Any]] = json.loads(rests.read_text(encoding="utf-8"))
        for at, answer in zip(chosen, answers, strict=True):
            way, found = self._disturbed(at, answer)
            outcome.ways[way.partition(":")[0]] += 1
            lines = differences(expected, found) if found is not None else [way]
            outcome.wrong += [f"after {at} ({way}): undisturbed | disturbed: {line}" for line in lines]
            if lines:
                heard(outcome.wrong[-1][:600])
        return outcome

    def _undisturbed(self) -> Contents:
        with self._database() as database:
            done = database.run_script(self.script)
            if done.returncode:
                raise AssertionError(done.stderr)
            return contents(database, self.varying)

    def _disturbed(self, at: At, answer: dict[str, Any]) -> tuple[str, Contents | None]:
        def rest(_: At) -> str:
            if "error" not in answer:
                return str(answer["text"])
            if answer["error"] == "InvalidRange":
                raise InvalidRange(answer["message"])
            raise Refused(answer["message"])

        with self._database() as database:
            try:
                return disturbed(database, self.script, at, rest), contents(database, self.varying)
            except Refused as refused:
                return f"refused: {refused}", None
            except AssertionError as failed:
                return f"failed: {failed}", None

    @contextmanager
    def _database(self) -> Iterator[Database]:
        with self.server.fresh() as database:
            for text in self.before:
                done = database.run_script(text)
                if done.returncode:
                    raise AssertionError(done.stderr)
            yield database


class Refused(Exception):
    """There is no rest, though something of the script stays."""
