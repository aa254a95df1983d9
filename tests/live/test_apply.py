"""``sqlcompile apply``: the reviewed files run in order, what is wrong is refused, and where it stops it says so."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sqlcompile.bundle.reading import read_bundle
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.errors import ApplyStopped
from sqlcompile.live.applying import apply_files, prepare
from sqlcompile.live.connecting import reached
from sqlcompile.live.state import State
from sqlcompile.live.way import target_in, way_up
from tests.live.conftest import ROOT, text
from tests.projects import Project, reflected
from tests.servers import on_servers


def schema(database):
    with database.engine().connect() as connection:
        return reflected(connection)


def version(database):
    return [row[0] for row in database.query("SELECT version_num FROM alembic_version ORDER BY 1")]


@pytest.fixture
def database(server):
    with server.fresh() as database:
        if server.dialect == "sqlite":
            database.run_script("PRAGMA user_version = 1;\n")
        yield database


@pytest.fixture
def bundle(cli, tmp_path, server):
    """Write the bundle of a project for the server's dialect; return its folder."""

    def write(project="shop", *options):
        done = cli("-C", project, "bundle", "-d", server.dialect, "--output-dir", "sql", *options)
        assert done.returncode == 0, done.stderr
        return next(folder for folder in (tmp_path / "sql", tmp_path / project / "sql") if folder.exists())

    return write


def three(folder, second, *, transaction=None):
    """Make a project of three revisions; return it."""
    project = Project(folder, f'transaction = "{transaction}"\n' if transaction else "")
    project.revision(
        "a1", "op.create_table('one', sa.Column('id', sa.Integer, primary_key=True))", "op.drop_table('one')"
    )
    project.revision("b2", second, "op.drop_table('two')")
    project.revision("c3", "op.create_table('three', sa.Column('id', sa.Integer))", None)
    return project


FAILS = "op.create_table('two', sa.Column('id', sa.Integer))\nop.execute('INSERT INTO nowhere VALUES (1)')"


@pytest.mark.parametrize("options", [(), ("--mode", "idempotent"), ("--client", "plain")], ids=" ".join)
def test_a_bundle_goes_up_down_and_up(shop, cli, bundle, server, database, options):
    folder = bundle("shop", *options)
    done = cli("apply", folder, "--yes", "--to", "3c2d", url=database.url)
    assert done.returncode == 0, done.stderr
    assert version(database) == ["3c2d"]
    assert [line for line in done.stdout.splitlines() if line.startswith("done ")] == [
        f"done  {server.dialect}/0001_1f0a_create_the_customer_table.up.sql",
        f"done  {server.dialect}/0002_2b1c_create_products_and_their_categories.up.sql",
        f"done  {server.dialect}/0003_3c2d_create_orders_with_their_state_and.up.sql",
    ]
    done = cli("apply", folder, "--yes", url=database.url)
    assert done.returncode == 0, done.stderr
    assert version(database) == ["ae9f"]
    with server.fresh() as other:
        assert other.run_script(shop.compile(server.dialect)).returncode == 0
        assert schema(database) == schema(other)
    again = cli("apply", folder, "--yes", url=database.url)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("Nothing to do: ")
    assert cli("apply", folder, "--yes", "--down", "--to", "5e4f", url=database.url).returncode == 0
    assert version(database) == ["5e4f"]
    assert cli("apply", folder, "--yes", "--down", "--to", "base", url=database.url).returncode == 0
    assert version(database) == []
    assert set(schema(database)) == {"alembic_version"}
    assert cli("apply", folder, "--yes", url=database.url).returncode == 0
    assert version(database) == ["ae9f"]


@pytest.mark.usefixtures("shop")
def test_a_dry_run_changes_nothing(cli, bundle, server, database):
    folder = bundle()
    done = cli("apply", folder, "--dry-run", "--to", "2b1c", url=database.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is at base." in done.stdout
    assert "2 files to run, to 2b1c:" in done.stdout
    assert f"  {server.dialect}/0002_2b1c_" in done.stdout
    last = re.findall(r"\[\d+/(\d+)\]", next(Path(folder, server.dialect).glob("0002*.up.sql")).read_text())[-1]
    assert f".up.sql  ({last} statements)" in done.stdout
    assert schema(database) == {}


@on_servers("sqlite")
@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("path", "damage", "said"),
    [
        ("sqlite/0002_2b1c_create_products_and_their_categories.up.sql", lambda text: text + "\n", "changed since"),
        ("sqlite/0009_9d8e_call_a_customer_s_name_full_name.down.sql", lambda _: None, "missing"),
        ("sqlite/evil.sql", lambda _: "DROP TABLE t;\n", "not of this bundle"),
        ("sqlcompile.sum", lambda text: "\n".join(text.split("\n")[:3] + text.split("\n")[4:]), "does not follow"),
        ("manifest.json", lambda text: text.replace('"base:heads"', '"base:head"'), "changed since"),
        ("manifest.json", lambda text: text.replace('"format": 1', '"format": 99'), "format 99"),
        ("manifest.json", lambda text: text[:200], "no whole JSON"),
    ],
)
def test_a_bundle_that_was_changed_is_refused(cli, bundle, database, path, damage, said):
    folder = bundle()
    target = folder / path
    damaged = damage(target.read_text(encoding="utf-8") if target.exists() else "")
    if damaged is None:
        target.unlink()
    else:
        target.write_text(damaged, encoding="utf-8")
    done = cli("apply", folder, "--yes", url=database.url)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert schema(database) == {}


def test_it_stops_at_the_statement_that_fails(tmp_path, cli, bundle, server, database):
    three(tmp_path / "p", FAILS)
    folder = bundle("p")
    done = cli("apply", folder, "--yes", url=database.url)
    assert done.returncode == 1
    assert f"{server.dialect}/0002_b2_b2.up.sql:" in done.stderr
    assert "b2 INSERT INTO nowhere VALUES (1)" in done.stderr
    assert "nowhere" in done.stderr.split("\n")[1]
    assert "1 file done before." in done.stderr
    assert "The version table says a1." in done.stderr
    assert done.stdout.splitlines()[-1] == f"done  {server.dialect}/0001_a1_a1.up.sql"
    assert version(database) == ["a1"]
    if server.dialect == "mariadb":
        assert "b2.up.sql statement 1 and those before it are done, and stay." in done.stderr
        assert "`sqlcompile resume b2:1 a1:b2 -d mariadb`" in done.stderr
        assert set(schema(database)) == {"alembic_version", "one", "two"}
        again = cli("apply", folder, "--yes", url=database.url)
        assert "Nothing of mariadb/0002_b2_b2.up.sql is done." in again.stderr
        assert "Where an earlier run of this file stopped halfway, `sqlcompile resume b2:N`" in again.stderr
        database.run_script("CREATE TABLE nowhere (id int);\n")
        rest = cli("-C", "p", "resume", "b2:1", "a1:b2", "-d", "mariadb")
        assert database.run_script(rest.stdout).returncode == 0
        assert version(database) == ["b2"]
    else:
        assert "Nothing of " in done.stderr
        assert "Run the same command again, when the cause is gone." in done.stderr
        assert set(schema(database)) == {"alembic_version", "one"}
        database.run_script("CREATE TABLE nowhere (id int);\n")
    assert cli("apply", folder, "--yes", url=database.url).returncode == 0
    assert version(database) == ["c3"]
    assert database.query("SELECT id FROM nowhere") == [(1,)]


@on_servers("postgresql")
def test_what_is_committed_before_a_failure_is_told(tmp_path, cli, bundle, database):
    concurrently = "op.create_index('two_id', 'two', ['id'], postgresql_concurrently=True)"
    three(
        tmp_path / "p",
        f"op.create_table('two', sa.Column('id', sa.Integer))\n{concurrently}\n{FAILS.split(chr(10))[1]}",
    )
    done = cli("apply", bundle("p"), "--yes", url=database.url)
    assert done.returncode == 1
    assert "statement 3 and those before it are done, and stay. The version table says a1." in done.stderr
    assert "`sqlcompile resume b2:3 a1:b2 -d postgresql`" in done.stderr


def test_rows_that_are_rolled_back_are_not_done(tmp_path, cli, bundle, database):
    three(tmp_path / "p", "op.execute('INSERT INTO one VALUES (5)')\nop.execute('INSERT INTO nowhere VALUES (1)')")
    done = cli("apply", bundle("p"), "--yes", url=database.url)
    assert done.returncode == 1
    assert "Nothing of " in done.stderr
    assert "Run the same command again, when the cause is gone." in done.stderr
    assert ("stopped halfway" in done.stderr) == (database.server.dialect == "mariadb")
    assert database.query("SELECT * FROM one") == []


@on_servers("postgresql")
def test_a_connection_that_is_lost_is_an_error(tmp_path, cli, bundle, database):
    three(tmp_path / "p", "op.execute('SELECT pg_terminate_backend(pg_backend_pid())')")
    done = cli("apply", bundle("p"), "--yes", url=database.url)
    assert done.returncode == 1
    assert "terminating connection" in done.stderr
    assert (
        "1 file done before. Nothing of postgresql/0002_b2_b2.up.sql is done. The version table says a1." in done.stderr
    )
    assert "Traceback" not in done.stderr


def test_an_interrupt_between_two_files(tmp_path, bundle, database):
    class Pressed(Heard):
        def done(self, file):
            raise KeyboardInterrupt

    three(tmp_path / "p", FAILS)
    target, files = prepared(bundle("p"), database)
    with pytest.raises(ApplyStopped) as caught:
        apply_files(target, VersionTable(), files, Pressed())
    assert str(caught.value) == "Interrupted.\n1 file done before. The version table says a1."
    assert caught.value.exit_code == 130


def prepared(folder, database):
    """Return a database that answers, and the files of a bundle that lead it up."""
    found = read_bundle(folder)
    with reached(database.url) as (target, _):
        way = way_up(found, target_in(found, target.dialect.name, None), State(()), None)
    return target, prepare(found, target.dialect, way.entries)


def test_a_refused_guard_is_told(tmp_path, bundle, database):
    three(tmp_path / "p", "op.create_table('two', sa.Column('id', sa.Integer))")
    target, (first, second, third) = prepared(bundle("p"), database)
    heard = Heard()
    with pytest.raises(ApplyStopped, match="sqlcompile") as caught:
        apply_files(target, VersionTable(), (first, third, second), heard)
    assert caught.value.exit_code == 1
    assert "Nothing of " in str(caught.value)
    assert "The version table says a1." in str(caught.value)
    assert heard.files == [first]
    assert "three" not in schema(database)


class Heard:
    def __init__(self):
        self.files = []

    def begins(self, file, command):
        pass

    def done(self, file):
        self.files.append(file)


def test_another_state_is_refused(tmp_path, cli, bundle, database):
    three(tmp_path / "p", "op.create_table('two', sa.Column('id', sa.Integer))")
    folder = bundle("p")
    database.run_script(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\nINSERT INTO alembic_version VALUES ('zz');\n"
    )
    done = cli("apply", folder, "--yes", url=database.url)
    assert done.returncode == 2
    assert "The database is at zz, and no file of the bundle begins there: they lead from base to c3." in done.stderr


@on_servers("sqlite")
def test_what_cannot_be_undone_is_refused_before_anything_runs(tmp_path, cli, bundle, database):
    three(tmp_path / "p", "op.create_table('two', sa.Column('id', sa.Integer))")
    folder = bundle("p")
    assert cli("apply", folder, "--yes", url=database.url).returncode == 0
    done = cli("apply", folder, "--yes", "--down", "--to", "a1", url=database.url)
    assert done.returncode == 2
    assert "c3 cannot be undone" in done.stderr
    assert version(database) == ["c3"]


@on_servers("sqlite")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "nope"), 'The bundle has no revision that "nope" names.'),
        (("--down",), "--down does not say how far to go back."),
        (("--down", "--to", "b2"), "b2 is not applied: the database is at a1."),
        (("--engine", "other"), "The bundle has no scripts for sqlite (other)"),
    ],
)
def test_a_wish_that_cannot_be_is_an_error(tmp_path, cli, bundle, database, options, said):
    three(tmp_path / "p", "op.create_table('two', sa.Column('id', sa.Integer))")
    folder = bundle("p")
    assert cli("apply", folder, "--yes", "--to", "a1", url=database.url).returncode == 0
    done = cli("apply", folder, "--yes", *options, url=database.url)
    assert done.returncode == 2
    assert said in done.stderr
    assert version(database) == ["a1"]


@on_servers("sqlite")
@pytest.mark.usefixtures("shop")
def test_another_kind_of_database_is_refused(cli, tmp_path, database):
    assert cli("-C", "shop", "bundle", "-d", "oracle", "-d", "mysql", "--output-dir", "sql").returncode == 0
    folder = tmp_path / "sql" if (tmp_path / "sql").exists() else tmp_path / "shop" / "sql"
    done = cli("apply", folder, "--yes", url=database.url)
    assert done.returncode == 2
    assert "The bundle has no scripts for sqlite: it is for oracle, mysql." in done.stderr


@on_servers("sqlite")
@pytest.mark.usefixtures("shop")
def test_a_newer_database_that_it_is_written_for_is_told(cli, tmp_path, database):
    assert cli("-C", "shop", "bundle", "-d", "sqlite@99.1", "--output-dir", "sql").returncode == 0
    folder = tmp_path / "sql" if (tmp_path / "sql").exists() else tmp_path / "shop" / "sql"
    done = cli("apply", folder, "--dry-run", url=database.url)
    assert "written for version 99.1, which is newer than the server" in done.stdout


@pytest.mark.usefixtures("shop")
def test_nobody_is_asked_without_a_terminal(cli, bundle, database):
    done = cli("apply", bundle(), url=database.url, stdin="y\n")
    assert done.returncode == 2
    assert "Nobody is there to be asked." in done.stderr
    assert schema(database) == {}


def on_terminal(folder, url, answer):
    """Run apply on a terminal and answer; return the status and what it showed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SQLCOMPILE_URL": text(url), "COLUMNS": "200"}
    pid, master = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "sqlcompile", "apply", str(folder)], environment)
    shown, answered = b"", False
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if not answered and b"[y/N]" in shown:
            os.write(master, answer.encode())
            answered = True
    os.close(master)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


@pytest.mark.usefixtures("shop")
def test_it_asks_and_names_the_database(bundle, server, database):
    folder = bundle()
    status, shown = on_terminal(folder, database.url, "n\n")
    assert status == 2
    assert f"database {database.url.database} on " in shown
    assert f"{server.dialect}/0010_ae9f_" in shown
    assert "Nothing was run." in shown
    assert schema(database) == {}
    status, shown = on_terminal(folder, database.url, "y\n")
    assert status == 0, shown
    assert version(database) == ["ae9f"]
    assert "is at ae9f." in shown


SLOW = {"postgresql": "SELECT pg_sleep(30)", "mariadb": "DO SLEEP(30)"}


@on_servers("postgresql", "mariadb")
def test_an_interrupt_says_what_is_done(tmp_path, bundle, server, database):
    three(tmp_path / "p", f"op.create_table('two', sa.Column('id', sa.Integer))\nop.execute('{SLOW[server.dialect]}')")
    folder = bundle("p")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SQLCOMPILE_URL": text(database.url)}
    command = [sys.executable, "-m", "sqlcompile", "apply", str(folder), "--yes", "-v"]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL
    ) as work:
        lines = []
        for line in work.stderr:
            lines.append(line)
            if "[2/" in line:
                break
        time.sleep(0.5)
        work.send_signal(signal.SIGINT)
        rest = work.stderr.read()
    assert work.returncode == 130, rest
    assert "Interrupted." in rest
    assert "1 file done before." in rest
    assert "Traceback" not in rest
    if server.dialect == "mariadb":
        assert "statement 1 and those before it are done, and stay." in rest
    else:
        assert "Nothing of " in rest
    assert "The version table says a1." in rest
    assert version(database) == ["a1"]


@on_servers("postgresql", "mariadb")
def test_no_password_is_shown(tmp_path, cli, bundle, server, database):
    secret = "s3cret&%'\"p@ss"
    quoted = secret.replace("'", "''")
    if server.dialect == "postgresql":
        database.run_script(f"CREATE ROLE app LOGIN SUPERUSER PASSWORD '{quoted}';\n")
    else:
        database.run_script(f"CREATE USER app@localhost IDENTIFIED BY '{quoted}'; GRANT ALL ON *.* TO app@localhost;\n")
    url = database.url.set(username="app", password=secret)
    three(tmp_path / "p", FAILS)
    folder = bundle("p")
    try:
        for options in (("--dry-run",), (), ("--yes", "-v"), ("--yes", "--traceback")):
            done = cli("apply", folder, *options, url=url)
            assert "as app" in done.stdout + done.stderr
            for spelled in (secret, "s3cret", "p@ss", "p%40ss"):
                assert spelled not in done.stdout + done.stderr
        assert version(database) == ["a1"]
    finally:
        drop = "DROP OWNED BY app; DROP ROLE app;\n" if server.dialect == "postgresql" else "DROP USER app@localhost;\n"
        database.run_script("REASSIGN OWNED BY app TO postgres;\n" + drop if server.dialect == "postgresql" else drop)
