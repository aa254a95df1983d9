"""The measurements: compile a history, apply it to a real server, compare with Alembic online."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.real.contents import dumped
from tests.real.killing import Faults
from tests.real.preparing import Prepared
from tests.servers import SERVERS, Database, Server, running

SERVED = {"mysql": "mariadb"}
"""The database whose server stands in for another one; the history is compiled for it once more."""

_NOWHERE = {
    "postgresql": "postgresql+psycopg://nobody@localhost/nothing",
    "mysql": "mysql+pymysql://nobody@localhost/nothing",
    "mariadb": "mysql+pymysql://nobody@localhost/nothing",
    "sqlite": "sqlite:///nothing.db",
    "mssql": "mssql://nobody@localhost/nothing",
}
"""An address for applications that want one though nothing connects.

MariaDB's is MySQL's: that is the one that these projects support, and that their scripts ask for.
"""

_CHILD = Path(__file__).parent / "child.py"
_TIMEOUT = 1800


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured."""

    down: bool = False
    apply: bool = False
    peer: bool = False
    keep_going: bool = False
    every: int = 0
    """Of the statements of a script, each how many-th the client is killed after; 0 for none."""
    transaction: str | None = None
    preludes: tuple[str, ...] = ()

    @property
    def served(self) -> bool:
        """Whether scripts are run on servers."""
        return self.apply or self.every > 0


@dataclass(slots=True)
class Measured:
    """One line of the result."""

    history: str
    dialect: str
    direction: str
    env: str = "ran"
    """``ran``, or why env.py did not: the history was compiled without it then."""
    reached: int = 0
    total: int = 0
    seconds: float = 0.0
    failures: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applied: str = ""
    peer: str = ""
    faults: str = ""
    differences: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        first = self.failures[0] if self.failures else None
        error = f"{first['revision']}: {first['message']} ({_short(first['place'])})" if first else ""
        env = self.env if self.env == "ran" else "no"
        many = f" ({len(self.failures)} fail)" if len(self.failures) > 1 else ""
        reached = f"{self.reached}/{self.total}{many}"
        cells = (self.history, self.dialect, self.direction, env, reached, f"{self.seconds:.0f} s")
        return (*cells, self.applied, self.peer, self.faults, error.replace("|", "\\|")[:160])

    def as_json(self) -> dict[str, Any]:
        """Return all details."""
        return asdict(self)


HEADINGS = (
    "history",
    "database",
    "direction",
    "env.py",
    "revisions",
    "time",
    "applied",
    "peer",
    "faults",
    "first error",
)


def _short(place: str) -> str:
    return "/".join(place.split("/")[-2:])


def measure(prepared: Prepared, dialect: str, wanted: Wanted, servers: Servers) -> Iterator[Measured]:
    """Yield what came out for one history and database: up, and down where that is wanted."""
    up = _compile(prepared, dialect, "upgrade", wanted)
    down = _compile(prepared, dialect, "downgrade", wanted) if wanted.down else None
    server = servers.of(dialect)
    if server is not None:
        if not up.failures and wanted.apply:
            _apply(prepared, up, down, wanted, server)
        if wanted.peer:
            _peer(prepared, up, wanted, server)
        if wanted.every:
            _faults(prepared, up, down, wanted, server)
    yield up
    if down is not None:
        yield down


def _compile(prepared: Prepared, dialect: str, direction: str, wanted: Wanted) -> Measured:
    """Compile the whole history; where its env.py fails, once more without it."""
    measured = Measured(prepared.history.name, dialect, direction)
    answer = _compilation(prepared, dialect, direction, wanted, env=True)
    first = answer["failures"][0] if answer["failures"] else None
    if first and not answer["reached"] and (first["place"].split(":")[0].endswith("env.py")):
        measured.env = f"{first['message']} ({first['place']})"
        answer = _compilation(prepared, dialect, direction, wanted, env=False)
    excused = prepared.history.excused
    measured.failures = [failure for failure in answer["failures"] if failure["revision"] not in excused]
    measured.reached, measured.total = answer["reached"], answer["total"]
    measured.seconds, measured.notes = answer["seconds"], answer["notes"]
    return measured


def _compilation(prepared: Prepared, dialect: str, direction: str, wanted: Wanted, *, env: bool) -> dict[str, Any]:
    return _child(
        prepared,
        wanted,
        do="compile",
        keep_going=wanted.keep_going,
        sql=str(_out(prepared, dialect, direction, "sql")),
        schema=str(_out(prepared, dialect, direction, "replayed.json")),
        **_compiled(prepared, dialect, direction, wanted, env=env),
    )


def _compiled(prepared: Prepared, dialect: str, direction: str, wanted: Wanted, *, env: bool) -> dict[str, Any]:
    """Return what a job compiles."""
    target = prepared.history.target
    return {
        "dialect": dialect,
        "direction": direction,
        "range": f"base:{target}" if direction == "upgrade" else f"{target}:base",
        "env": env,
        "settings": str(prepared.settings),
        "initial": prepared.history.initial,
        "transaction": wanted.transaction,
    }


def _out(prepared: Prepared, *parts: str) -> Path:
    return prepared.folder / ".".join(parts)


def _child(prepared: Prepared, wanted: Wanted, *, do: str, url: str = "", **job: Any) -> dict[str, Any]:
    """Run a job in the history's interpreter and return its answer; a process that died is a failure."""
    result = prepared.folder / f"{do}.result.json"
    result.unlink(missing_ok=True)
    file = prepared.folder / f"{do}.job.json"
    url = url or _NOWHERE[job["dialect"]]
    prepared.write_settings(url)
    common = {
        "do": do,
        "url": url,
        "setup": str(prepared.setup or ""),
        "x": [text.replace("{url}", url) for text in prepared.history.x],
        "preludes": list(wanted.preludes),
    }
    file.write_text(json.dumps({**common, "result": str(result), **job}), encoding="utf-8")
    command = [str(prepared.python), str(_CHILD), str(file)]
    log = prepared.folder / f"{do}.log"
    try:
        with log.open("w", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                check=False,
                cwd=prepared.folder,
                env=prepared.environment(url),
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=_TIMEOUT,
            ).returncode
    except subprocess.TimeoutExpired:
        done = -1
    if result.is_file():
        answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return answer
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or [""]
    failure = {"revision": "", "type": "Died", "message": f"exit {done}: {last[0]}", "hint": None, "place": str(log)}
    return {"failures": [failure], "reached": 0, "total": 0, "seconds": 0, "notes": []}


class Servers:
    """The servers of this machine, each started when it is first needed."""

    def __init__(self, started: dict[str, Server]) -> None:
        self._started = started

    def of(self, dialect: str) -> Server | None:
        """Return the server that runs scripts of a database, if there is one."""
        return self._started.get(dialect)


@contextmanager
def servers(dialects: Sequence[str]) -> Iterator[Servers]:
    """Give running servers for these databases, where this machine has them."""
    with ExitStack() as stack:
        there = [name for name in SERVERS if name in dialects and SERVERS[name].version() is not None]
        yield Servers({name: stack.enter_context(running(name)) for name in there})


def _apply(prepared: Prepared, up: Measured, down: Measured | None, wanted: Wanted, server: Server) -> None:
    """Run the script, and Alembic beside it; compare what is in the databases then."""
    dialect = up.dialect
    with server.fresh() as database:
        _create(prepared, wanted, database)
        done = database.run_script(_out(prepared, dialect, "upgrade", "sql").read_text(encoding="utf-8"))
        if done.returncode or "Error" in done.stderr:
            up.applied = f"fails: {_complaint(done.stderr)}"
            return
        _look(prepared, wanted, database, dialect, "script")
        differences = _compare(
            _read(prepared, dialect, "upgrade", "replayed.json"), _read(prepared, dialect, "script", "schema.json")
        )
        up.applied = "as replayed" if not differences else f"{len(differences)} differences"
        up.differences += [f"replayed | real: {text}" for text in differences]
        if down is not None and not down.failures:
            done = database.run_script(_out(prepared, dialect, "downgrade", "sql").read_text(encoding="utf-8"))
            if done.returncode:
                down.applied = f"fails: {_complaint(done.stderr)}"
                return
            _look(prepared, wanted, database, dialect, "down")
            differences = _compare(
                _read(prepared, dialect, "downgrade", "replayed.json"), _read(prepared, dialect, "down", "schema.json")
            )
            down.applied = "as replayed" if not differences else f"{len(differences)} differences"
            down.differences += [f"replayed | real: {text}" for text in differences]


def _peer(prepared: Prepared, up: Measured, wanted: Wanted, server: Server) -> None:
    """Let Alembic upgrade a second database, and compare it with the one that the script made, if it did."""
    history = prepared.history
    with server.fresh() as database:
        _create(prepared, wanted, database)
        answer = _child(
            prepared,
            wanted,
            do="upgrade",
            before=history.peer_before,
            url=_address(database),
            folder=str(prepared.folder),
            keywords=history.peer,
            imports=list(history.peer_imports),
            ini=str(prepared.ini) if history.peer_env else "",
            scripts=str(prepared.scripts),
            versions=[str(path) for path in prepared.versions],
            recursive="recursive_version_locations" in history.settings,
            target=history.target,
        )
        if answer["failures"]:
            first = answer["failures"][0]
            up.peer = f"fails: {first['type']}: {first['message'][:120]}"
            return
        _look(prepared, wanted, database, up.dialect, "peer")
    rows = sum(len(of_table) for of_table in _read(prepared, up.dialect, "peer", "rows.json").values())
    if not up.applied or up.applied.startswith("fails"):
        up.peer = f"runs ({rows} rows)"
        return
    differences = []
    for what in ("schema.json", "rows.json"):
        ours, theirs = (_read(prepared, up.dialect, side, what) for side in ("script", "peer"))
        differences += _compare(ours, theirs)
    up.peer = f"same ({rows} rows)" if not differences else f"{len(differences)} differences"
    up.differences += [f"script | Alembic: {text}" for text in differences]


def _faults(prepared: Prepared, up: Measured, down: Measured | None, wanted: Wanted, server: Server) -> None:
    """Kill the client in the middle of the scripts, and go on; a downgrade starts where the upgrade ends."""
    with server.fresh() as database:
        _create(prepared, wanted, database)
        before = [f"{first};\n" for first in (prepared.history.database.get(server.dialect),) if first]
        before += [dumped(database)] if prepared.history.initial else []
    for measured in (up, down):
        if measured is None or measured.failures:
            return
        script = _out(prepared, up.dialect, measured.direction, "sql").read_text(encoding="utf-8")
        faults = Faults(server, before, script, prepared.history.varying)
        chosen = faults.chosen(wanted.every)
        rests = _out(prepared, up.dialect, measured.direction, "rests.json")
        job = _compiled(prepared, up.dialect, measured.direction, wanted, env=measured.env == "ran")
        where = [(at.revision, at.number) for at in chosen]
        answer = _child(prepared, wanted, do="rests", points=where, rests=str(rests), **job)
        if answer["failures"]:
            measured.faults = f"fails: {answer['failures'][0]['message']}"
            return
        outcome = faults.run(chosen, rests, lambda line: sys.stderr.write(f"{line}\n"))
        measured.faults = str(outcome)
        measured.differences += outcome.wrong
        before.append(script)


def _create(prepared: Prepared, wanted: Wanted, database: Database) -> None:
    """Prepare the database, and create the tables that are older than the history."""
    first = prepared.history.database.get(database.server.dialect)
    if first is not None:
        database.run_script(f"{first};\n")
    if prepared.history.initial:
        _child(
            prepared,
            wanted,
            do="create",
            url=_address(database),
            initial=prepared.history.initial,
        )


def _address(database: Database) -> str:
    url = database.url
    if url.drivername == "mariadb+pymysql":
        url = url.set(drivername="mysql+pymysql")
    return url.render_as_string(hide_password=False)


def _look(prepared: Prepared, wanted: Wanted, database: Database, dialect: str, side: str) -> None:
    """Write what a database holds."""
    _child(
        prepared,
        wanted,
        do="reflect",
        url=_address(database),
        schema=str(_out(prepared, dialect, side, "schema.json")),
        rows=str(_out(prepared, dialect, side, "rows.json")),
        varying=list(prepared.history.varying),
    )


def _read(prepared: Prepared, *parts: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_out(prepared, *parts).read_text(encoding="utf-8"))
    return found


def _complaint(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if "rror" in line] or stderr.splitlines() or [""]
    return lines[0][-200:]


def _compare(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return a line for each difference of two descriptions, table by table."""
    lines = []
    for table in sorted({*one, *other}):
        if table not in one or table not in other:
            lines.append(f"{table}: only {'left' if table in one else 'right'}")
            continue
        mine, its = one[table], other[table]
        if isinstance(mine, list):
            mine, its = {"rows": mine}, {"rows": its}
        for part in sorted({*mine, *its}):
            left, right = mine.get(part), its.get(part)
            if left == right:
                continue
            if isinstance(left, list) and isinstance(right, list):
                only = [item for item in left if item not in right], [item for item in right if item not in left]
                left, right = only if any(only) else (left, right)
            lines.append(f"{table} {part}: {str(left)[:600]} | {str(right)[:600]}")
    return lines
