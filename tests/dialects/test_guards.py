"""The guards, proved on real servers: what is refused changes nothing, whatever the client does."""

import os
import pty
import re
import select
import subprocess
import threading
import time

import pytest
import sqlalchemy as sa

from tests.projects import Project
from tests.servers import on_servers

STOPS = {"stops": True, "goes on": False}


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1", "op.create_table('one', sa.Column('id', sa.Integer, primary_key=True))", "op.drop_table('one')"
    )
    project.revision(
        "b1", "op.create_table('two', sa.Column('id', sa.Integer, primary_key=True))", "op.drop_table('two')"
    )
    project.revision("c1", "op.execute('INSERT INTO one VALUES (1)')", "op.execute('DELETE FROM one')")
    return project


def tables(database):
    with database.engine().connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def rows(database, table="alembic_version"):
    return sorted(database.query(f"SELECT * FROM {table}"))


def without_stop(script):
    """Return a script as a client takes it that knows nothing of psql's variables."""
    return re.sub(r"(?m)^\\set ON_ERROR_STOP on\n", "", script)


def run(database, script, *, stop=True):
    if not stop and database.server.dialect == "postgresql":
        script = without_stop(script)
    return database.run_script(script, stop_on_error=stop)


def apply(database, script):
    done = run(database, script)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done


def state(database):
    """Return what a refused script must leave as it is."""
    found = tables(database)
    return {
        table: rows(database, f'"{table}"' if database.server.dialect != "mariadb" else f"`{table}`") for table in found
    }


@pytest.mark.parametrize("client", STOPS)
@pytest.mark.parametrize("mode", ["all", "revision", "none"])
def test_what_is_refused_changes_nothing(project, server, mode, client):
    if server.dialect == "mariadb" and mode != "all":
        pytest.skip("DDL commits, whatever is chosen")
    scripts = {
        range_: project.compile(server.dialect, range_, direction, transaction=mode)
        for range_, direction in [
            ("base:c1", "upgrade"),
            ("a1:c1", "upgrade"),
            ("b1:c1", "upgrade"),
            ("c1:base", "downgrade"),
            ("b1:a1", "downgrade"),
        ]
    }
    with server.fresh() as database:
        for range_ in ("a1:c1", "b1:c1", "c1:base", "b1:a1"):  # the version table is missing
            before = state(database)
            refused(database, scripts[range_], stop=STOPS[client])
            assert state(database) == before == {}
        apply(database, project.compile(server.dialect, "base:a1", transaction=mode))
        for range_ in ("base:c1", "b1:c1", "c1:base", "b1:a1"):
            before = state(database)
            refused(database, scripts[range_], stop=STOPS[client])
            assert state(database) == before
        apply(database, scripts["a1:c1"])
        assert rows(database) == [("c1",)]
        before = state(database)
        for range_ in ("base:c1", "a1:c1", "b1:c1", "b1:a1"):  # the second run among them
            refused(database, scripts[range_], stop=STOPS[client])
            assert state(database) == before
        apply(database, scripts["c1:base"])
        assert rows(database) == []
        apply(database, scripts["base:c1"])
        assert rows(database) == [("c1",)]


def refused(database, script, *, stop=True):
    done = run(database, script, stop=stop)
    assert "sqlcompile: " in done.stderr
    if stop:
        assert done.returncode != 0
    return done


@pytest.mark.parametrize("client", STOPS)
def test_two_heads(tmp_path, server, client):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision("b1", "op.execute('CREATE TABLE two (id INTEGER)')", down="a1")
    project.revision("c1", "op.execute('CREATE TABLE three (id INTEGER)')", down="a1")
    project.revision("d1", "op.execute('CREATE TABLE four (id INTEGER)')", down=("b1", "c1"))
    with server.fresh() as database:
        apply(database, project.compile(server.dialect, "base:b1"))
        merge = project.compile(server.dialect, "b1,c1:d1")
        refused(database, merge, stop=STOPS[client])
        assert tables(database) == {"alembic_version", "one", "two"}
        apply(database, project.compile(server.dialect, "b1:b1,c1"))
        assert rows(database) == [("b1",), ("c1",)]
        for script in (project.compile(server.dialect, "b1:d1"), project.compile(server.dialect, "c1:d1")):
            refused(database, script, stop=STOPS[client])
        apply(database, merge)
        assert rows(database) == [("d1",)]
        apply(database, project.compile(server.dialect, "d1:base", "downgrade"))
        assert rows(database) == []


NAMES = ['Odd "Name"; DROP', "it's $sqlcompile$ `x`", "select", "Größe 100%"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", [True, False], ids=["key", "no key"])
def test_odd_names_of_the_version_table(tmp_path, server, name, key):
    name = name.replace(".", "")
    project = Project(tmp_path, f"version_table = {toml(name)}\nversion_table_pk = {str(key).lower()}\n")
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision("b1", "op.execute('CREATE TABLE two (id INTEGER)')")
    script = project.compile(server.dialect)
    with server.fresh() as database:
        apply(database, project.compile(server.dialect, "base:a1"))
        refused(database, script, stop=False)
        assert tables(database) == {name, "one"}
        apply(database, project.compile(server.dialect, "a1:b1"))
        with database.engine().connect() as connection:
            assert bool(sa.inspect(connection).get_pk_constraint(name)["constrained_columns"]) is key
            table = sa.table(name, sa.column("version_num"))
            assert connection.execute(sa.select(table.c.version_num)).all() == [("b1",)]


def toml(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@on_servers("postgresql", "mariadb")
def test_the_version_table_in_a_schema_of_its_own(tmp_path, server):
    with server.fresh() as database:
        schema = f"{database.name}_v"
        project = Project(tmp_path, f'version_table_schema = "{schema}"\n')
        project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
        project.revision("b1", "op.execute('CREATE TABLE two (id INTEGER)')")
        script = project.compile(server.dialect)
        run(database, f"CREATE SCHEMA {schema};")
        try:
            apply(database, project.compile(server.dialect, "base:a1"))
            assert tables(database) == {"one"}
            assert rows(database, f"{schema}.alembic_version") == [("a1",)]
            refused(database, script, stop=False)
            apply(database, project.compile(server.dialect, "a1:b1"))
            assert rows(database, f"{schema}.alembic_version") == [("b1",)]
        finally:
            run(database, f"DROP SCHEMA {schema}{'' if server.dialect == 'mariadb' else ' CASCADE'};")


# --- scripts of several transactions ---

CUTS = {
    "concurrently": "op.create_index('ix', 'one', ['id'], postgresql_concurrently=True)",
    "add value": """op.execute("ALTER TYPE mood ADD VALUE 'new'")""",
    "autocommit": ("with op.get_context().autocommit_block():\n    op.execute('CREATE TABLE cut (id INTEGER)')"),
    "vacuum": "op.execute('VACUUM')",
    "commit": "op.execute('CREATE TABLE cut (id INTEGER)')\nop.execute('COMMIT')",
}


@pytest.fixture(params=CUTS)
def cut(request, tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1", "op.execute(\"CREATE TYPE mood AS ENUM ('old')\")\nop.execute('CREATE TABLE one (id INTEGER)')"
    )
    project.revision(
        "b1",
        f"op.execute('CREATE TABLE two (id INTEGER)')\n{CUTS[request.param]}\n"
        f"op.execute('CREATE TABLE three (id INTEGER)')",
    )
    project.revision("c1", "op.execute('CREATE TABLE four (id INTEGER)')")
    return project


@pytest.mark.parametrize("mode", ["all", "revision"])
@on_servers("postgresql")
def test_a_cut_script_is_refused_as_a_whole(cut, server, mode):
    script = cut.compile("postgresql", transaction=mode)
    assert script.count("COMMIT;") > 1
    with server.fresh() as database:
        apply(database, script)
        everything = state(database)
        assert {"one", "two", "three", "four"} <= set(everything)
        for stop in STOPS.values():
            refused(database, script, stop=stop)
            assert state(database) == everything
        assert database.query("SELECT enumlabel FROM pg_enum WHERE enumlabel = 'new'") in ([], [("new",)])
    with server.fresh() as database:
        apply(database, cut.compile("postgresql", "base:a1"))
        before = state(database)
        for wrong in (cut.compile("postgresql", "b1:c1"), script):
            refused(database, wrong, stop=False)
            assert state(database) == before
        assert database.query("SELECT 1 FROM pg_enum WHERE enumlabel = 'new'") == []
        assert database.query("SELECT 1 FROM pg_class WHERE relname = 'ix'") == []


@pytest.mark.parametrize("mode", ["strict", "idempotent"])
@on_servers("postgresql")
def test_without_transactions_nothing_follows_a_failure(tmp_path, server, mode):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')")
    inserts = [f"op.execute('INSERT INTO one VALUES ({number})')" for number in (1, 1, 3)]
    project.revision("b1", "\n".join(inserts))
    with server.fresh() as database:
        run(database, project.compile("postgresql", transaction="none", mode=mode), stop=False)
        assert rows(database, "one") == [(1,)]
        assert rows(database) == [("a1",)]


FAILING = "op.execute('SELECT 1/0')"


@pytest.mark.parametrize("client", ["psql", "plain"])
@pytest.mark.parametrize("mode", ["all", "revision"])
@pytest.mark.parametrize("place", ["before the cut", "at the cut", "after the cut", "next revision"])
@on_servers("postgresql")
def test_nothing_follows_a_failure(tmp_path, server, mode, place, client):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')\nop.execute('INSERT INTO one VALUES (1), (1)')")
    unique = "op.create_index('ix', 'one', ['id'], unique=True, postgresql_concurrently=True)"
    plain = "op.create_index('ix', 'one', ['id'], postgresql_concurrently=True)"
    parts = [
        FAILING if place == "before the cut" else "pass",
        unique if place == "at the cut" else plain,
        "op.create_index('iy', 'one', ['id'], postgresql_concurrently=True)",
        FAILING if place == "after the cut" else "pass",
        "op.execute('CREATE TABLE two (id INTEGER)')",
    ]
    project.revision("b1", "\n".join(parts))
    project.revision(
        "c1",
        f"{FAILING if place == 'next revision' else 'pass'}\nop.execute('CREATE TABLE three (id INTEGER)')",
    )
    project.revision("d1", "op.create_index('iz', 'one', ['id'], postgresql_concurrently=True)")
    script = project.compile("postgresql", transaction=mode, client=client)
    with server.fresh() as database:
        run(database, script, stop=False)
        names = {
            name for (name,) in database.query("SELECT relname FROM pg_class WHERE relname ~ '^(one|two|three|i.)$'")
        }
        done = {
            "before the cut": {"one"},
            "at the cut": {"one", "ix"},  # an invalid index is what PostgreSQL leaves
            "after the cut": {"one", "ix", "iy"},
            "next revision": {"one", "ix", "iy", "two"} if mode == "revision" else {"one", "ix", "iy"},
        }[place]
        if place == "before the cut" and mode == "all":
            done = set()
        assert names == done
        version = "b1" if place == "next revision" and mode == "revision" else "a1"
        if done:
            assert rows(database) == [(version,)]
        else:
            assert tables(database) == set()


@on_servers("postgresql")
def test_an_interactive_session_with_its_own_settings(cut, server):
    """The marks of an earlier script, a session left read-only, ON_ERROR_ROLLBACK, an aborted transaction."""
    whole, first = cut.compile("postgresql"), cut.compile("postgresql", "base:a1")
    later = cut.compile("postgresql", "a1:c1")
    rest = cut.compile("postgresql", "b1:c1")
    with server.fresh() as database:
        apply(database, "SET default_transaction_isolation = 'serializable';\n" + first)
        before = state(database)
        session = "\\set ON_ERROR_ROLLBACK on\n\\set AUTOCOMMIT off\n" + whole + rest + whole
        refused(database, session, stop=False)
        assert state(database) == before
        refused(database, f"BEGIN;\nSELECT 1/0;\n{whole}", stop=False)
        assert state(database) == before
        apply(database, f"SET default_transaction_read_only = off;\nSET sqlcompile.part = 'base:c1 1';\n{later}")
        assert rows(database) == [("c1",)]
        refused(database, whole, stop=False)


@on_servers("postgresql")
def test_after_a_refusal_the_session_can_run_the_right_script(cut, server):
    whole, first = cut.compile("postgresql"), cut.compile("postgresql", "base:a1")
    right = cut.compile("postgresql", "a1:c1")
    with server.fresh() as database:
        apply(database, first)
        path = server.folder / "whole.sql"
        path.write_text(without_stop(whole), encoding="utf-8")
        refused(database, f"\\i {path}\n{right}CREATE TABLE mine (id INTEGER);\n", stop=False)
        assert {"two", "three", "four", "mine"} <= tables(database)


@on_servers("postgresql")
def test_somebody_moves_the_version_between_two_parts(cut, server):
    script = cut.compile("postgresql", "base:c1")
    parts = re.split(r"(?m)(?<=^COMMIT;\n)", script, maxsplit=1)
    with server.fresh() as database:
        moved = (
            parts[0] + "UPDATE alembic_version SET version_num = 'zz';\n"
            "INSERT INTO alembic_version SELECT 'zz' WHERE NOT EXISTS (SELECT 1 FROM "
            "alembic_version);\n" + parts[1]
        )
        refused(database, moved, stop=False)
        assert rows(database) == [("zz",)]
        assert "four" not in tables(database)


# --- MariaDB's sessions ---


@pytest.mark.parametrize("client", STOPS)
@pytest.mark.parametrize(
    "setting", ["SET autocommit = 0;", "START TRANSACTION;", "SET autocommit = 0;\nSELECT 1 FROM one;"]
)
@on_servers("mariadb")
def test_a_session_inside_a_transaction(tmp_path, server, setting, client):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision("b1", "op.execute('INSERT INTO one VALUES (1)')")
    project.revision("c1", "op.execute('INSERT INTO one VALUES (2)')\nop.execute('CREATE TABLE two (id INTEGER)')")
    with server.fresh() as database:
        apply(database, project.compile("mariadb", "base:a1"))
        refused(database, f"{setting}\n{project.compile('mariadb', 'b1:c1')}", stop=STOPS[client])
        refused(database, f"{setting}\n{project.compile('mariadb')}", stop=STOPS[client])
        assert rows(database, "one") == []
        apply(database, f"{setting}\n{project.compile('mariadb', 'a1:c1')}")
        assert rows(database, "one") == [(1,), (2,)]
        assert rows(database) == [("c1",)]


@on_servers("mariadb")
def test_a_revision_of_rows_is_done_with_its_version_row_or_not_at_all(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')")
    project.revision("b1", "op.execute('INSERT INTO one VALUES (1)')\nop.execute('INSERT INTO one VALUES (1)')")
    with server.fresh() as database:
        done = run(database, project.compile("mariadb"))
        assert done.returncode != 0
        assert rows(database, "one") == []
        assert rows(database) == [("a1",)]


@on_servers("mariadb")
def test_a_session_that_was_refused_can_run_the_right_script(project, server):
    with server.fresh() as database:
        apply(database, project.compile("mariadb", "base:a1"))
        both = project.compile("mariadb", "base:c1") + project.compile("mariadb", "a1:c1") + "SELECT @@autocommit;\n"
        done = run(database, both, stop=False)
        assert "sqlcompile: needs base, is at a1" in done.stderr
        assert rows(database) == [("c1",)]
        assert done.stdout.split()[-1] == "1"


@on_servers("mariadb")
def test_a_client_that_connects_anew(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision(
        "b1",
        "op.execute('INSERT INTO one VALUES (1)')\nop.execute('SELECT SLEEP(60)')\n"
        "op.execute('INSERT INTO one VALUES (3)')\nop.execute('CREATE TABLE two (id INTEGER)')",
    )
    with server.fresh() as database:
        apply(database, project.compile("mariadb", "base:a1"))
        path = server.folder / "source.sql"
        path.write_text(project.compile("mariadb", "a1:b1"), encoding="utf-8")
        said = at_a_terminal(
            server.client(database.name, path, stop_on_error=True),
            f"source {path}\nSELECT CONCAT('the ', 'end');\n",
            end="the end",
            meanwhile=lambda: kill(database, "SELECT SLEEP(60)"),
        )
        assert "Trying to reconnect" in said
        assert rows(database) == [("a1",)]
        assert "two" not in tables(database)


def at_a_terminal(command, typed, *, end, meanwhile):
    """Type into a client that believes in a terminal; return what it says up to ``end``."""
    ours, its = pty.openpty()
    said = ""
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True) as client:
        os.close(its)
        os.write(ours, typed.encode())
        until = time.monotonic() + 30
        while end not in said and time.monotonic() < until:
            if select.select([ours], [], [], 0.2)[0]:
                said += os.read(ours, 65536).decode(errors="replace")
            else:
                meanwhile()
        client.kill()
    os.close(ours)
    return said


def kill(database, statement):
    """Cut the connections that run a statement."""
    with database.engine().connect() as connection:
        asked = sa.text("SELECT id FROM information_schema.processlist WHERE info = :statement")
        for (thread,) in connection.execute(asked, {"statement": statement}).all():
            connection.exec_driver_sql(f"KILL CONNECTION {thread}")


# --- two at once ---


def at_once(database, script, count=3):
    """Run a script in several clients at the same time; return which succeeded."""
    results = []

    def one():
        results.append(run(database, script).returncode == 0)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("start", ["base", "a1"])
def test_only_one_of_several_at_once_is_applied(tmp_path, server, start):
    project = Project(tmp_path, "version_table_pk = false\n")
    project.revision("a1", "op.execute('CREATE TABLE IF NOT EXISTS one (id INTEGER)')")
    project.revision("b1", "op.execute('INSERT INTO one VALUES (1)')\nop.execute('INSERT INTO one SELECT 2')")
    with server.fresh() as database:
        if start == "a1":
            apply(database, project.compile(server.dialect, "base:a1"))
        script = project.compile(server.dialect, f"{start}:b1")
        results = at_once(database, script)
        if server.dialect == "sqlite" and not any(results):  # its client waits for no lock: each may meet another's
            assert "one" not in sa.inspect(database.engine()).get_table_names() or rows(database, "one") == []
            results = [*results[1:], run(database, script).returncode == 0]
        assert sorted(results) == [False, False, True]
        assert rows(database, "one") == [(1,), (2,)]
        assert rows(database) == [("b1",)]


@pytest.mark.parametrize("mode", ["strict", "idempotent"])
@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
@on_servers("postgresql")
def test_nobody_comes_between_two_parts(tmp_path, server, transaction, mode):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision(
        "b1",
        "op.execute('INSERT INTO one VALUES (1)')\nop.execute('SELECT pg_sleep(0.3)')\n"
        "op.create_index('ix', 'one', ['id'], postgresql_concurrently=True)\n"
        "op.execute('INSERT INTO one VALUES (2)')",
    )
    script = project.compile("postgresql", "a1:b1", transaction=transaction, mode=mode)
    with server.fresh() as database:
        apply(database, project.compile("postgresql", "base:a1"))
        assert sorted(at_once(database, script)) == [False, False, True]
        assert rows(database, "one") == [(1,), (2,)]
        assert rows(database) == [("b1",)]
        if mode == "idempotent":
            apply(database, f"{script}\n{script}")
        else:
            refused(database, script)


SLOW = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000000) SELECT count(*) FROM c"


@pytest.mark.parametrize("mode", ["strict", "idempotent"])
@on_servers("sqlite")
def test_nobody_comes_between_two_statements(tmp_path, server, mode):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision(
        "b1",
        f"op.execute('INSERT INTO one VALUES (1)')\nop.execute('{SLOW}')\nop.execute('INSERT INTO one VALUES (2)')",
    )
    script = project.compile("sqlite", "a1:b1", transaction="none", mode=mode)
    with server.fresh() as database:
        apply(database, project.compile("sqlite", "base:a1"))
        assert sorted(at_once(database, script)) == [False, False, True]
        assert rows(database, "one") == [(1,), (2,)]
        assert rows(database) == [("b1",)]


# --- SQLite ---


@pytest.mark.parametrize("arguments", [["-batch"], ["-batch", "-bail"], ["-interactive"]])
@on_servers("sqlite")
def test_the_script_stops_the_shell_by_itself(project, server, arguments):
    with server.fresh() as database:
        if server.version() is None:
            pytest.skip("no sqlite3")
        apply(database, project.compile("sqlite", "base:a1"))
        before = state(database)
        path = server.folder / "refused.sql"
        path.write_text(project.compile("sqlite", "b1:c1"), encoding="utf-8")
        done = subprocess.run(
            ["sqlite3", *arguments, database.url.database],
            input=f".read {path}\n.print after\n",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "sqlcompile: the database is not at b1" in done.stderr
        assert state(database) == before


@on_servers("sqlite")
def test_an_interactive_shell_is_not_left_in_a_transaction(project, server):
    import sqlite3

    with server.fresh() as database:
        apply(database, project.compile("sqlite", "base:a1"))
        script = project.compile("sqlite", "b1:c1").replace(".bail on\n", "")
        connection = sqlite3.connect(database.url.database, isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="sqlcompile: the database is not at b1"):
            connection.executescript(script)
        assert not connection.in_transaction
        connection.close()
