"""Limits of time: what a script says of them, and that it keeps them on real servers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from sqlcompile.cli.app import app
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import UnsupportedOperation
from tests.projects import DIALECTS, Project
from tests.servers import Database, Server, on_servers


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))")
    project.revision(
        "b1", "op.create_table('u', sa.Column('id', sa.Integer))\nop.execute('ALTER TABLE t ADD n INTEGER')"
    )
    return project


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Hold a lock on the table t, or on SQLite on the whole database."""
    statements = {
        "postgresql": ("BEGIN", "LOCK TABLE t"),
        "mariadb": ("BEGIN", "SELECT * FROM t"),
        "sqlite": ("BEGIN EXCLUSIVE",),
    }[database.server.dialect]
    engine = database.engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        yield


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine()).get_table_names())


@on_servers("postgresql", "mariadb", "sqlite")
def test_a_script_waits_for_a_lock_no_longer_than_it_says(project: Project, server: Server) -> None:
    script = project.compile(server.dialect, "a1:b1", lock_timeout=0.7)
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect, "base:a1"))
        assert done.returncode == 0, done.stderr
        with locked(database):
            began = time.monotonic()
            failed = database.run_script(script)
            took = time.monotonic() - began
        assert failed.returncode != 0
        assert "lock" in failed.stderr.lower()
        assert 0.7 <= took < 20
        assert database.query("SELECT version_num FROM alembic_version") == [("a1",)]
        # MariaDB commits each CREATE TABLE at once, as the header says
        assert tables(database) == {"t", "alembic_version", *(["u"] if server.dialect == "mariadb" else [])}


@on_servers("postgresql", "mariadb")
def test_a_statement_runs_no_longer_than_the_script_says(project: Project, server: Server) -> None:
    slow = "pg_sleep(60)" if server.dialect == "postgresql" else "SLEEP(60)"
    project.revision("c1", f"op.execute('INSERT INTO t VALUES (1, 1)')\nop.execute('SELECT {slow}')")
    with server.fresh() as database:
        began = time.monotonic()
        failed = database.run_script(project.compile(server.dialect, statement_timeout=0.5))
        took = time.monotonic() - began
        assert failed.returncode != 0
        assert "timeout" in failed.stderr or "max_statement_time" in failed.stderr
        assert 0.5 <= took < 40
        if server.dialect == "postgresql":
            assert tables(database) == set()
        else:
            assert database.query("SELECT version_num FROM alembic_version") == [("b1",)]
            assert database.query("SELECT count(*) FROM t") == [(0,)]


@on_servers("postgresql", "mariadb")
@pytest.mark.parametrize("client", [None, "plain"])
def test_the_session_gets_its_own_limits_back(project: Project, server: Server, client: str | None) -> None:
    asked = {
        "postgresql": "SELECT current_setting('lock_timeout'), current_setting('statement_timeout');",
        "mariadb": "SELECT @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@max_statement_time;",
    }[server.dialect]
    script = project.compile(server.dialect, lock_timeout=7.2, statement_timeout=90, client=client)
    with server.fresh() as database:
        usual = database.run_script(asked)
        after = database.run_script(f"{script}{asked}")
        assert (usual.returncode, after.returncode) == (0, 0), after.stderr
        assert after.stdout.endswith(usual.stdout)
        assert usual.stdout
    with server.fresh() as database:
        within = database.run_script(f"{script.partition('ALTER TABLE')[0]}{asked}")
        assert {"postgresql": "7200ms          | 90s", "mariadb": "8\t8\t90"}[server.dialect] in within.stdout


HEADERS = {
    "postgresql": (
        "SET lock_timeout = '500ms';\nSET statement_timeout = '600000ms';\n",
        "RESET lock_timeout;\nRESET statement_timeout;\n",
    ),
    "mysql": (
        " @sqlcompile_innodb_lock_wait_timeout = @@SESSION.innodb_lock_wait_timeout, SESSION innodb_lock_wait_timeout = 1;",
        "SET SESSION lock_wait_timeout = @sqlcompile_lock_wait_timeout, SESSION innodb_lock_wait_timeout =",
    ),
    "mariadb": ("SESSION max_statement_time = 600;\n", "SET SESSION max_statement_time ="),
    "sqlite": ("\n.timeout 500\n", ""),
    "mssql": ("\nSET LOCK_TIMEOUT 500;\nGO\n", "SET LOCK_TIMEOUT -1;\nGO\n"),
    "oracle": ("\nALTER SESSION SET ddl_lock_timeout = 1;\n", ""),
}
REFUSING = ("mysql", "sqlite", "mssql", "oracle")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_limits_stand_before_the_guard(project: Project, dialect: str) -> None:
    statement = None if dialect in REFUSING else 600.0
    script = project.compile(dialect, lock_timeout=0.5, statement_timeout=statement)
    begin, end = HEADERS[dialect]
    assert begin in script
    assert script.index(begin) < script.index("The database must be at base.")
    assert script.index("The database must be at base.") < script.rindex(end)
    said = "1 s" if dialect in ("mysql", "mariadb", "oracle") else "0.5 s"
    assert any(line.startswith("--") and f" {said}" in line for line in script.split("\n\n")[0].splitlines())
    assert ("longer than 600 s" in script) == (statement is not None)
    assert all(word not in project.compile(dialect) for word in ("timeout", "TIMEOUT", "limit"))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_plain_script_has_no_client_commands(dialect: str) -> None:
    found = load_dialect(dialect).written_for("plain")
    for line in (*found.timeouts(3, None), *found.timeouts_ended(3, None)):
        assert line.endswith(";")
        assert line.startswith(("SET ", "RESET ", "PRAGMA ", "ALTER SESSION "))


@pytest.mark.parametrize("dialect", REFUSING)
def test_a_limit_that_there_is_not_is_refused(project: Project, dialect: str) -> None:
    project.revision("c1", "raise SystemExit('it ran')")
    with pytest.raises(UnsupportedOperation) as refused:
        project.compile(dialect, statement_timeout=2.5)
    assert "--statement-timeout" in str(refused.value.hint)
    assert dialect != "mssql" or "sqlcmd -t 3" in str(refused.value.hint)
    assert not [path for path in project.folder.iterdir() if path.suffix == ".sql"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_limit_beyond_what_the_database_takes_is_refused(dialect: str) -> None:
    found = load_dialect(dialect)
    found.timeouts(found.longest_limit, None)
    with pytest.raises(UnsupportedOperation, match="limit anything to 3596400000 s") as refused:
        found.timeouts(3596400000.0, None)
    assert refused.value.hint


def test_the_command_line_takes_limits(project: Project) -> None:
    command = ["-C", str(project.folder), "upgrade", "-d", "postgresql", "--lock-timeout", "5s"]
    done = CliRunner().invoke(app, [*command, "--statement-timeout", "10min"])
    assert done.exit_code == 0, done.output
    assert "SET lock_timeout = '5000ms';\nSET statement_timeout = '600000ms';\n" in done.stdout
    assert "-- A statement that waits for a lock longer than 5 s fails.\n" in done.stdout
