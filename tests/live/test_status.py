"""``sqlcompile status`` and the word ``current``: where a database is, from its version table alone."""

import json

import pytest

from sqlcompile.errors import InvalidRange
from sqlcompile.live.current import asks_current, replaced
from sqlcompile.live.state import State
from tests.projects import Project
from tests.servers import on_servers

MISSING = "there is no table alembic_version"


def at(database, *rows):
    """Make a version table with these rows."""
    values = "".join(f"INSERT INTO alembic_version VALUES ('{row}');\n" for row in rows)
    done = database.run_script(f"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\n{values}")
    assert done.returncode == 0, done.stderr


def made(database):
    """Make an SQLite file, which nothing makes by connecting."""
    if database.server.dialect == "sqlite":
        database.run_script("PRAGMA user_version = 1;\n")
    return database


def test_status_follows_the_database(shop, cli, server):
    with server.fresh() as database:
        made(database)
        done = cli("-C", "shop", "status", url=database.url)
        assert (done.returncode, done.stderr) == (1, "")
        assert MISSING in done.stdout
        assert "pending 10\n        1f0a, create the customer table\n" in done.stdout
        assert database.run_script(shop.compile(server.dialect, "base:9d8e")).returncode == 0
        done = cli("-C", "shop", "status", url=database.url)
        assert done.returncode == 1
        assert "at      9d8e, call a customer's name full_name\n" in done.stdout
        assert done.stdout.endswith("pending 1\n        ae9f, drop the newsletter flag, add a phone number\n")
        assert database.run_script(shop.compile(server.dialect, "9d8e:head")).returncode == 0
        done = cli("-C", "shop", "status", url=database.url)
        assert done.returncode == 0
        assert done.stdout.endswith("pending nothing\n")


def test_status_for_programs(shop, cli, server):
    with server.fresh() as database:
        at(database, "8c7d")
        done = cli("-C", "shop", "status", "--format", "json", url=database.url)
        said = json.loads(done.stdout)
        assert said["dialect"] == server.dialect
        assert said["database"] == database.url.database
        assert said["rows"] == [
            {"revision": "8c7d", "message": "make titles longer and categories required", "problem": None}
        ]
        assert [one["revision"] for one in said["pending"]] == ["9d8e", "ae9f"]
        assert said["up_to_date"] is False


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("8c7d", "zzz9"), "zzz9: no revision of this project"),
        (("5e4f", "2b1c"), "2b1c: applied already by 5e4f, which requires it"),
        (("ae9f", "ae9f"), "ae9f: there 2 times"),
        (("8C7D",), "8C7D: no revision of this project"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_rows_that_are_not_ours_are_told(cli, server, rows, said):
    with server.fresh() as database:
        at(database, *rows)
        done = cli("-C", "shop", "status", url=database.url)
        assert done.returncode == 1
        assert said in done.stdout
        assert "pending unknown" in done.stdout
        assert json.loads(cli("-C", "shop", "status", "--format", "json", url=database.url).stdout)["pending"] is None
        refused = cli("-C", "shop", "upgrade", "current:head", url=database.url)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "does not fit this project" in refused.stderr


@pytest.mark.usefixtures("shop")
def test_a_row_does_not_steer_the_terminal(cli, sqlite_server):
    with sqlite_server.fresh() as database:
        at(database, "\x1b[2J\u202e")
        for command in ("status", "upgrade", "stamp"):
            done = cli("-C", "shop", command, *(["current:head"] * (command != "status")), url=database.url)
            assert "\\u001b[2J\\u202e" in done.stdout + done.stderr
            assert not {"\x1b", "\u202e"} & {*done.stdout, *done.stderr}


def test_a_range_begins_where_the_database_is(shop, cli, server):
    with server.fresh() as database:
        made(database)
        for to in ("3c2d", "heads"):
            done = cli("-C", "shop", "upgrade", f"current:{to}", url=database.url)
            assert done.returncode == 0, done.stderr
            assert database.run_script(done.stdout).returncode == 0
        assert database.query("SELECT version_num FROM alembic_version") == [("ae9f",)]
        assert "at ae9f" in done.stderr or "at 3c2d" in done.stderr
        nothing = cli("-C", "shop", "upgrade", "current:head", url=database.url)
        assert "the range is empty" in nothing.stderr
        back = cli("-C", "shop", "downgrade", "current:-1", url=database.url)
        assert database.run_script(back.stdout).returncode == 0
        assert database.query("SELECT version_num FROM alembic_version") == [("9d8e",)]
        stamp = cli("-C", "shop", "stamp", "current:ae9f", url=database.url)
        assert database.run_script(stamp.stdout).returncode == 0
        assert database.query("SELECT version_num FROM alembic_version") == [("ae9f",)]


@pytest.mark.usefixtures("shop")
def test_several_rows_are_several_starts(cli, server):
    with server.fresh() as database:
        at(database, "5e4f", "6a5b")
        done = cli("-C", "shop", "upgrade", "current:head", url=database.url)
        assert "5e4f, 6a5b -> ae9f" in done.stdout
        counted = cli("-C", "shop", "upgrade", "current:current+1", url=database.url)
        assert counted.returncode == 2
        assert "counts from several revisions: 5e4f, 6a5b" in counted.stderr


@pytest.mark.usefixtures("shop")
def test_what_is_compiled_for_is_the_server(cli, server):
    titles = {"postgresql": "PostgreSQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
    with server.fresh() as database:
        at(database, "9d8e")
        done = cli("-C", "shop", "upgrade", "current:head", url=database.url)
        assert done.stdout.startswith(f"-- sqlcompile 0.1.0, {titles[server.dialect]} ")
        wrong = cli("-C", "shop", "upgrade", "current:head", "-d", "oracle", url=database.url)
        assert wrong.returncode == 2
        assert "-d oracle is not what the URL leads to" in wrong.stderr
        older = {"postgresql": "postgresql@12", "mariadb": "mariadb@10.5", "sqlite": "sqlite@3.30"}[server.dialect]
        done = cli("-C", "shop", "upgrade", "current:head", "-d", older, url=database.url)
        assert done.stdout.splitlines()[0].endswith(older.rpartition("@")[2])


@on_servers("mariadb")
@pytest.mark.usefixtures("shop")
def test_the_server_says_which_fork_it_is(cli, server):
    with server.fresh() as database:
        at(database, "9d8e")
        url = database.url.set(drivername="mysql")
        assert "MariaDB" in cli("-C", "shop", "status", url=url).stdout
        assert ", MariaDB " in cli("-C", "shop", "upgrade", "current:head", url=url).stdout.splitlines()[0]


def test_the_table_of_env_py_is_read(tmp_path, cli, sqlite_server):
    folder = tmp_path / "there"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(
        "from alembic import context\n"
        "context.configure(dialect_name='sqlite', version_table='moved')\n"
        "with context.begin_transaction():\n    context.run_migrations()\n"
    )
    Project(folder).revision("a1")
    with sqlite_server.fresh() as database:
        database.run_script("CREATE TABLE moved (version_num TEXT); INSERT INTO moved VALUES ('a1');\n")
        assert cli("-C", "there", "status", url=database.url).returncode == 0
        done = cli("-C", "there", "--no-env", "status", url=database.url)
        assert done.returncode == 1
        assert MISSING in done.stdout


def test_one_of_several_databases_of_env_py(tmp_path, cli, sqlite_server):
    folder = tmp_path / "there"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(
        "from alembic import context\n"
        "for name in ('one', 'two'):\n"
        "    context.configure(dialect_name='sqlite', version_table=f'of_{name}')\n"
        "    context.run_migrations(engine_name=name)\n"
    )
    Project(folder).revision("a1")
    with sqlite_server.fresh() as database:
        database.run_script("CREATE TABLE of_two (version_num TEXT); INSERT INTO of_two VALUES ('a1');\n")
        asked = {name: cli("-C", "there", "status", "--engine", name, url=database.url) for name in ("one", "two", "x")}
        assert "there is no table of_one" in asked["one"].stdout
        assert (asked["two"].returncode, asked["x"].returncode) == (0, 2)
        assert 'env.py has no database "x".\n  It has one, two.' in asked["x"].stderr
        assert "status --engine NAME" in cli("-C", "there", "status", url=database.url).stderr


def test_a_table_that_is_no_version_table_is_an_error(shop, cli, server):
    with server.fresh() as database:
        database.run_script("CREATE TABLE alembic_version (a int);\n")
        done = cli("-C", "shop", "status", url=database.url)
        assert done.returncode == 2
        assert 'The version table "alembic_version" cannot be read' in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("current:head", ("a1",), "a1:head"),
        ("current:head", (), "base:head"),
        ("current", ("a1", "b1"), "a1,b1"),
        (" current : +2", ("a1",), " a1 : +2"),
        ("c1,current:heads", ("a1",), "c1,a1:heads"),
        ("current-1:current", ("a1",), "a1-1:a1"),
        ("current2:head", ("a1",), "current2:head"),
        ("mycurrent:head", ("a1",), "mycurrent:head"),
        ("net@current:head", ("a1",), "net@a1:head"),
    ],
)
def test_the_word_is_replaced(text, rows, expected):
    assert asks_current(text) is (text != expected)
    assert replaced(text, State(rows)) == expected


def test_no_count_from_several():
    with pytest.raises(InvalidRange, match="a1, b1"):
        replaced("current+1:head", State(("a1", "b1")))


@pytest.mark.usefixtures("shop")
def test_current_needs_a_url_and_a_url_needs_current(cli):
    done = cli("-C", "shop", "upgrade", "current:head", "-d", "sqlite")
    assert done.returncode == 2
    assert "No database is named to connect to" in done.stderr
    done = cli("-C", "shop", "upgrade", "base:head", "-d", "sqlite", "--url", "sqlite:///x.db")
    assert done.returncode == 2
    assert "does not ask it anything" in done.stderr
    assert cli("-C", "shop", "upgrade", "base:head", "-d", "sqlite", url="sqlite:///x.db").returncode == 0
