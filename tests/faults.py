"""Killing a client in the middle of a script, and going on from there as a DBA would.

for point in points(script):
    disturbed(database, script, point, rest)
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sqlcompile.errors import InvalidRange
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_rest
from sqlcompile.scripts.style import Style
from tests.projects import Project, reflected
from tests.servers import Database

KILL = {"postgresql": r"\! kill -9 $PPID", "mariadb": r"\! kill -9 $PPID", "sqlite": ".shell kill -9 $PPID"}
_NUMBER = re.compile(r"^-- \[(\d+)/(\d+)\] (.+)\n", re.MULTILINE)
_REST = re.compile(r"\n(?:COMMIT;\n|-- env\.py executes this after)")
"""What ends all of the script, and is no statement's."""
_OTHERS = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "mariadb": "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()",
}


@dataclass(frozen=True, slots=True)
class At:
    """A numbered statement of a script: what follows it begins at ``end``."""

    revision: str
    number: int
    end: int

    def __str__(self) -> str:
        return f"{self.revision}:{self.number}"


def points(script: str) -> Iterator[At]:
    """Yield the numbered statements of a script, in order."""
    found = list(_NUMBER.finditer(script))
    rest = _REST.search(script, found[-1].end())
    ends = [match.start() for match in found[1:]] + [rest.start() + 1 if rest else len(script)]
    for match, end in zip(found, ends, strict=True):
        yield At(match[3], int(match[1]), end)


def everything(database: Database) -> dict[str, Any]:
    """Return the schema and the rows of a database, those of the version table among them."""
    engine = database.engine()
    with engine.connect() as connection:
        found: dict[str, Any] = {"schema": reflected(connection)}
        for name in sa.inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f"SELECT * FROM {engine.dialect.identifier_preparer.quote(name)}")
            found[name] = sorted(map(repr, rows))
    return found


def disturbed(database: Database, script: str, at: At, rest: Callable[[At], str]) -> str:
    """Kill the client after a statement, then resume where that can be done, else run the script again.

    Returns how it went on: "resumed", "again" or "done". ``rest`` compiles what is left after a
    statement, and raises InvalidRange where nothing stayed or nothing is left.
    """
    killed = f"{script[: at.end]}\n{KILL[database.server.dialect]}\n{script[at.end :]}"
    done = database.run_script(killed)
    assert done.returncode == -9, (str(at), done)
    _wait_until_alone(database)
    try:
        text, way = rest(at), "resumed"
    except InvalidRange as nothing:
        if "Nothing is left" in str(nothing):
            return "done"
        if "Nothing of this script stays" not in str(nothing):
            raise
        text, way = script, "again"
    done = database.run_script(text)
    assert done.returncode == 0, (str(at), way, done.stderr)
    return way


def rest_of(project: Project, dialect: str, range_text: str = "base:heads", **style: Any) -> Callable[[At], str]:
    """Return the function that compiles what is left after a statement."""

    def rest(at: At) -> str:
        output = project.folder / "rest.sql"
        output.unlink(missing_ok=True)
        build_rest(
            load_config(project.folder),
            point=str(at),
            range_text=range_text,
            dialects=(dialect,),
            output=output,
            style=Style(**style),
            progress=Silent(),
        )
        return output.read_text(encoding="utf-8")

    return rest


def _wait_until_alone(database: Database) -> None:
    """Wait until the server has noticed that the client is gone: it rolls back then."""
    query = _OTHERS.get(database.server.dialect)
    deadline = time.monotonic() + 20
    while query is not None and database.query(query) != [(0,)]:
        assert time.monotonic() < deadline, "the server does not let go"
        time.sleep(0.01)
