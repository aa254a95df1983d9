"""The rows of all tables on real servers: what the SQL makes is what the replayed schema says.

The rows of a table are one script, each in a namespace of its own: that is ten times as fast as a
database a row. SQLite has a database a row.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.operations.tables import OLD, Row
from tests.projects import Project, reflected
from tests.servers import Server

TABLES = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py") if path.stem != "test_real")


def _rows(module: str, dialect: str) -> list[Row]:
    rows = getattr(importlib.import_module(f"tests.operations.{module}"), "ROWS", [])
    return [
        row
        for row in rows
        if row.is_real(dialect)
        and dialect in row.dialects
        and not any(text.startswith("error:") for text in row.outcome(dialect))
        and not (OLD and row.needs_new and dialect == "sqlite")  # 2.0 does not reflect all of their types
    ]


@dataclass
class Place:
    """Where a row is tried: how a script gets there, and what reflection says of it."""

    row: Row
    project: Project
    enter: str
    run: Callable[[str], Any]
    live: Callable[[], dict[str, Any]]


@contextmanager
def places(rows: Sequence[Row], server: Server, folder: Path) -> Iterator[list[Place]]:
    """Give each row its namespace."""
    projects = [row.project(folder / str(number)) for number, row in enumerate(rows)]
    with server.fresh() as database, database.engine().connect() as connection:
        found = []
        for number, (row, project) in enumerate(zip(rows, projects, strict=True)):
            name = f"{database.name}_{number}"
            if server.dialect == "postgresql":
                enter = [f"CREATE SCHEMA IF NOT EXISTS {name}", f"SET search_path = {name}"]
            else:
                enter = [f"CREATE DATABASE IF NOT EXISTS {name}", f"USE {name}"]
            text = "".join(f"{statement};\n" for statement in enter)
            live = partial(_live, connection, enter[1], name)
            found.append(Place(row, project, text, database.run_script, live))
        yield found
        if server.dialect == "mariadb":
            database.run_script("".join(f"DROP DATABASE IF EXISTS {database.name}_{n};\n" for n in range(len(rows))))


def _live(connection: sa.Connection, enter: str, name: str) -> dict[str, Any]:
    """Return what reflection says of a namespace; one connection keeps SQLAlchemy's compiled queries."""
    connection.exec_driver_sql(enter)
    connection.dialect.default_schema_name = name
    found = reflected(connection)
    connection.rollback()
    return found


@contextmanager
def alone(row: Row, server: Server, folder: Path) -> Iterator[list[Place]]:
    """Give one row a database of its own."""
    with server.fresh() as database, database.engine().connect() as connection:

        def live() -> dict[str, Any]:
            found = reflected(connection)
            connection.rollback()
            return found

        yield [Place(row, row.project(folder), "", database.run_script, live)]


def step(found: Sequence[Place], dialect: str, range_text: str, direction: Any = "upgrade") -> None:
    """Run the scripts of a range, and compare what is there then with the replayed schemas."""
    scripts = [place.enter + place.project.compile(dialect, range_text, direction) for place in found]
    if not found:
        return
    done = found[0].run("\n".join(scripts))
    if done.returncode != 0:
        raise AssertionError(done.stderr.strip())
    for place in found:
        replayed = reflected(place.project.run(dialect, range_text, direction).bind())
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            live = place.live()
        try:
            compare(live, replayed, dialect)
        except AssertionError as error:
            raise AssertionError(f"--- {place.row.title}, {range_text}: {error}") from None


def compare(live: dict[str, Any], replayed: dict[str, Any], dialect: str) -> None:
    """Raise AssertionError for what the server and the replayed schema do not say alike."""
    lines = [f"{name}: on the server alone" for name in live if name not in replayed]
    lines += [f"{name}: in the replayed schema alone" for name in replayed if name not in live]
    for name, facts in live.items():
        for kind, value in facts.items() if name in replayed else ():
            expected = replayed[name].get(kind)
            if dialect == "sqlite" and kind == "indexes":  # SQLAlchemy reflects no expressions there
                expected = [index for index in expected if "?" not in index[1]]
            if value != expected:
                lines.append(f"{name} {kind}: {value}\n    replayed: {expected}")
    if lines:
        raise AssertionError("\n".join(lines))


def walk(found: list[Place], dialect: str) -> None:
    """Go up; where a row has a way back, down and up again."""
    step(found, dialect, "base:two")
    back = [place for place in found if place.row.down]
    step(back, dialect, "two:one", "downgrade")
    step(back, dialect, "one:two")


@pytest.mark.parametrize("module", TABLES)
def test_rows(module: str, server: Server, tmp_path: Path) -> None:
    rows = _rows(module, server.dialect)
    if server.dialect != "sqlite":
        try:
            with places(rows, server, tmp_path) as found:
                walk(found, server.dialect)
        except AssertionError:
            pass  # one by one, to say which
        else:
            return
    failed = []
    for number, row in enumerate(rows):
        try:
            with alone(row, server, tmp_path / f"alone{number}") as found:
                walk(found, server.dialect)
        except AssertionError as error:
            failed.append(f"{row.title}: {error}")
    assert not failed, "\n".join(failed)
