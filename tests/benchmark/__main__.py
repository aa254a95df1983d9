"""Times sqlcompile against Alembic, whole processes, on generated histories.

    python -m tests.benchmark [--revisions N] [--pairs K] [--only NAME]

The two sides of a case run in turn, pair by pair, the second pair in the other order, and so on; a
ratio belongs to a pair, and the median of the ratios counts. Both sides are run once before, so that
their byte code is there. What is compared is CPU time (user and system), which other work on the
machine disturbs less than the clock does, and the largest resident set. Beside it stands the ratio of
each side's best run: other work makes a run longer, never shorter, so on a busy machine it tells more.
The exit status is 0, whatever the figures: they depend on the machine, and no test stands on them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from tests.benchmark.generate import CHANGES, revision_id, write_history

FIVE = ("postgresql", "mysql", "mariadb", "mssql", "oracle")
"""The databases for which Alembic compiles the whole history; on SQLite it cannot do the batches."""

_SQLCOMPILE = (sys.executable, "-m", "sqlcompile")
_ALEMBIC = (sys.executable, "-m", "alembic")
_MEGABYTE = 1 << 20
_WHICH_CODE = frozenset(("PYTHONPATH", "PYTHONPYCACHEPREFIX"))
"""What says whose code is run, and where its byte code is; other settings would change what it costs."""


@dataclass(frozen=True)
class Cost:
    """What one process took, or several one after the other: seconds of CPU and of the clock, bytes at the largest."""

    cpu: float = 0.0
    memory: int = 0
    clock: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, max(self.memory, other.memory), self.clock + other.clock)


@dataclass(frozen=True)
class Row:
    """A line of the result: the figures of both sides, pair by pair, and the target for their ratio."""

    name: str
    ours: Sequence[float]
    theirs: Sequence[float]
    unit: str
    target: float | None

    @property
    def ratios(self) -> list[float]:
        """The ratio of each pair."""
        return [one / other for one, other in zip(self.ours, self.theirs, strict=True)]

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        ratio = statistics.median(self.ratios)
        met = "" if self.target is None else "yes" if ratio <= self.target else "NO"
        return (
            self.name,
            f"{statistics.median(self.ours):.2f} {self.unit}",
            f"{statistics.median(self.theirs):.2f} {self.unit}",
            f"{ratio:.3f}",
            f"{min(self.ratios):.3f} to {max(self.ratios):.3f}",
            f"{min(self.ours) / min(self.theirs):.3f}",
            "" if self.target is None else f"<= {self.target:.3g}",
            met,
        )


class Projects:
    """The histories, written when they are first asked for, and where results go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.output = folder / "output"
        self.output.mkdir()

    def history(self, revisions: int) -> Path:
        """Return the folder of the project with so many revisions."""
        folder = self._folder / f"history{revisions}"
        if not folder.exists():
            write_history(folder, revisions)
        return folder

    def modelled(self, revisions: int, tables: int) -> Path:
        """Return the folder of the project with so many revisions and tables, whose models differ in a few things."""
        folder = self._folder / f"modelled{revisions}"
        if not folder.exists():
            write_history(folder, revisions, tables=tables)
            models = self.output / "models.py"
            run((*_SQLCOMPILE, "schema", "head", "-d", "postgresql", "--format", "python"), folder, models)
            (folder / "models.py").write_text(models.read_text(encoding="utf-8") + CHANGES, encoding="utf-8")
            with (folder / "sqlcompile.toml").open("a", encoding="utf-8") as settings:
                settings.write('target_metadata = "models:metadata"\nprepend_sys_path = ["."]\n')
        return folder


def run(command: Sequence[str], project: Path, output: Path | None = None, *, finds: bool = False) -> Cost:
    """Run a process and return what it took; its standard output goes to a file.

    ``finds`` says that it may end with status 1, as a check does that finds something.

    The largest resident set of a child counts from before its exec, when it was a copy of this
    process: so this process imports neither SQLAlchemy nor anything else that is large.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON") or name in _WHICH_CODE
    }
    with tempfile.TemporaryFile() as errors, _opened(output) as stdout:
        begun = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=project, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=errors
        )
        _, status, usage = os.wait4(child.pid, 0)
        clock = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in ((0, 1) if finds else (0,)):
            errors.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{errors.read().decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, clock)


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO | int]:
    if path is None:
        yield subprocess.DEVNULL
        return
    with path.open("w", encoding="utf-8") as file:
        yield file


def in_pairs(name: str, pairs: int, ours: Callable[[], Cost], theirs: Callable[[], Cost]) -> list[tuple[Cost, Cost]]:
    """Run two sides in turn after one run of each that does not count."""
    sides = (ours, theirs)
    _say(f"{name}: warming up")
    for side in sides:
        side()
    results = []
    for pair in range(pairs):
        _say(f"{name}: pair {pair + 1} of {pairs}")
        order = (0, 1) if pair % 2 == 0 else (1, 0)
        costs = {index: sides[index]() for index in order}
        results.append((costs[0], costs[1]))
    return results


def _say(text: str) -> None:
    """Say on stderr what is running now; on a terminal in the place of what was said before."""
    sys.stderr.write(f"\r\x1b[K{text}" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def _cpu(name: str, costs: Sequence[tuple[Cost, Cost]], target: float | None) -> Row:
    ours, theirs = ([cost.cpu for cost in side] for side in zip(*costs, strict=True))
    return Row(name, ours, theirs, "s", target)


def _clock(name: str, costs: Sequence[tuple[Cost, Cost]], target: float | None) -> Row:
    ours, theirs = ([cost.clock for cost in side] for side in zip(*costs, strict=True))
    return Row(name, ours, theirs, "s", target)


def _memory(name: str, costs: Sequence[tuple[Cost, Cost]], target: float | None) -> Row:
    ours, theirs = ([cost.memory / _MEGABYTE for cost in side] for side in zip(*costs, strict=True))
    return Row(name, ours, theirs, "MB", target)


# --- what is run ---


def compile_one(projects: Projects, revisions: int) -> Cost:
    """Run sqlcompile for one database."""
    target = projects.output / "ours.sql"
    command = (*_SQLCOMPILE, "upgrade", "base:heads", "-d", "postgresql", "-o", str(target))
    return run(command, projects.history(revisions))


def compile_five(projects: Projects, revisions: int) -> Cost:
    """Run sqlcompile once for five databases."""
    chosen = [part for dialect in FIVE for part in ("-d", dialect)]
    command = (*_SQLCOMPILE, "upgrade", "base:heads", *chosen, "-o", str(projects.output / "{dialect}.sql"))
    return run(command, projects.history(revisions))


def diff_five(projects: Projects, revisions: int) -> Cost:
    """Compare five databases."""
    command = (*_SQLCOMPILE, "diff", *FIVE, "base:heads", "-o", str(projects.output / "diff.txt"))
    return run(command, projects.history(revisions))


def compile_five_by_alembic(projects: Projects, revisions: int) -> Cost:
    """Run Alembic for five databases, one after the other."""
    return sum((compile_by_alembic(projects, revisions, dialect) for dialect in FIVE), Cost())


def compile_by_alembic(projects: Projects, revisions: int, dialect: str = "postgresql") -> Cost:
    """Run Alembic for one database."""
    command = (*_ALEMBIC, "-x", f"dialect={dialect}", "upgrade", "base:heads", "--sql")
    return run(command, projects.history(revisions), projects.output / "theirs.sql")


def replay(projects: Projects, revisions: int, tables: int) -> Cost:
    """Replay a history and write the SQL of its last revision alone: nothing is cheaper and replays all of it."""
    command = (*_SQLCOMPILE, "upgrade", f"{revision_id(revisions - 2)}:heads", "-d", "postgresql")
    return run(command, projects.modelled(revisions, tables))


def autogenerate(projects: Projects, revisions: int, tables: int) -> Cost:
    """Compare the models with the same history, and write and prove the revision; it is taken away again."""
    folder = projects.modelled(revisions, tables)
    cost = run(
        (*_SQLCOMPILE, "revision", "--autogenerate", "-d", "postgresql", "-m", "more", "--rev-id", "more"), folder
    )
    (folder / "migrations" / "versions" / "more_more.py").unlink()
    return cost


def compile_both_ways(projects: Projects, revisions: int, tables: int) -> Cost:
    """Compile the history for five databases, up and down."""
    folder = projects.modelled(revisions, tables)
    chosen = [part for dialect in FIVE for part in ("-d", dialect)]
    output = ("-o", str(projects.output / "{dialect}.sql"))
    ways = (("upgrade", "base:heads"), ("downgrade", "heads:base"))
    return sum((run((*_SQLCOMPILE, *way, *chosen, *output), folder) for way in ways), Cost())


def check(projects: Projects, revisions: int, tables: int) -> Cost:
    """Check the same project on the same databases: a second process compiles them, too."""
    chosen = [part for dialect in FIVE for part in ("-d", dialect)]
    return run((*_SQLCOMPILE, "check", *chosen), projects.modelled(revisions, tables), finds=True)


# --- the cases ---


def one_dialect(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """One database, against Alembic."""
    ours, theirs = partial(compile_one, projects, revisions), partial(compile_by_alembic, projects, revisions)
    costs = in_pairs("one", pairs, ours, theirs)
    yield _cpu(f"one dialect, N = {revisions}", costs, 0.8)
    yield _memory("  its peak memory", costs, 1.0)


def five_dialects(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """Five databases from one command, against Alembic five times."""
    ours = partial(compile_five, projects, revisions)
    costs = in_pairs("five", pairs, ours, partial(compile_five_by_alembic, projects, revisions))
    yield _cpu(f"five dialects, N = {revisions}", costs, 1 / 3)
    yield _memory("  its peak memory", costs, 1.0)


def diff_of_five(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """Five databases compared, against compiling them."""
    ours, theirs = partial(diff_five, projects, revisions), partial(compile_five, projects, revisions)
    costs = in_pairs("diff", pairs, ours, theirs)
    yield _cpu(f"diff of five against compiling them, N = {revisions}", costs, 1.5)
    yield _memory("  its peak memory", costs, None)


def autogenerated(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """``revision --autogenerate`` against the replay that it stands on; both import the models."""
    tables = revisions * 2 // 5
    ours, theirs = partial(autogenerate, projects, revisions, tables), partial(replay, projects, revisions, tables)
    costs = in_pairs("autogenerate", pairs, ours, theirs)
    yield _cpu(f"autogenerate against the replay, N = {revisions}, {tables} tables", costs, 1.3)
    yield _memory("  its peak memory", costs, None)


def checked(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """``check`` on five databases, against compiling them, up and down."""
    tables = revisions * 2 // 5
    ours = partial(check, projects, revisions, tables)
    costs = in_pairs("check", pairs, ours, partial(compile_both_ways, projects, revisions, tables))
    title = f"check of five against compiling them, N = {revisions}, {tables} tables"
    yield _clock(f"{title}, by the clock", costs, 1.5)
    yield _cpu("  its CPU, of two processes", costs, 1.5)
    yield _memory("  its peak memory", costs, None)


def five_times_as_long(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """A history five times as long, against itself."""
    longer, shorter = (partial(compile_one, projects, count) for count in (5 * revisions, revisions))
    costs = in_pairs("growth", pairs, longer, shorter)
    yield _cpu(f"N = {5 * revisions} against N = {revisions}", costs, 5.2)
    yield _memory("  its peak memory", costs, None)


def starting(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """``--help``, against Alembic's."""
    yield from _command(("--help",), projects, revisions, pairs)


def heads(projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    """``heads``, against Alembic's."""
    yield from _command(("heads",), projects, revisions, pairs)


def _command(arguments: tuple[str, ...], projects: Projects, revisions: int, pairs: int) -> Iterator[Row]:
    (name,) = arguments
    folder = projects.history(revisions)
    ours, theirs = (partial(run, (*tool, *arguments), folder) for tool in (_SQLCOMPILE, _ALEMBIC))
    title = name if name == "--help" else f"{name}, N = {revisions}"
    yield _cpu(title, in_pairs(name, pairs, ours, theirs), 0.5)


CASES: dict[str, Callable[[Projects, int, int], Iterator[Row]]] = {
    "one": one_dialect,
    "five": five_dialects,
    "diff": diff_of_five,
    "autogenerate": autogenerated,
    "check": checked,
    "growth": five_times_as_long,
    "help": starting,
    "heads": heads,
}


# --- the command line ---


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    titles = ("", "sqlcompile", "peer", "ratio", "of the pairs", "of the best", "target", "met")
    table = [titles, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(titles))]
    for line in table:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def main() -> None:
    """Run the cases and print their table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__.split("\n\n")[0])
    parser.add_argument("--revisions", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--pairs", type=int, default=5, metavar="K", help="pairs of runs a case; default: 5")
    parser.add_argument(
        "--only", action="append", choices=CASES, metavar="NAME", help=f"{', '.join(CASES)}; may be repeated"
    )
    arguments = parser.parse_args()
    if arguments.revisions < 1 or arguments.pairs < 1:
        parser.error("N and K are at least 1.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="sqlcompile-benchmark-") as folder:
        projects = Projects(Path(folder))
        for name in arguments.only or CASES:
            rows.extend(CASES[name](projects, arguments.revisions, arguments.pairs))
    _say("done")
    packages = ", ".join(f"{name} {version(name)}" for name in ("sqlcompile", "alembic", "SQLAlchemy"))
    python = sys.version.split()[0]
    sys.stdout.write(f"\nPython {python}, {packages}; medians of {arguments.pairs} pairs, CPU time\n\n")
    show(rows)


if __name__ == "__main__":
    main()
