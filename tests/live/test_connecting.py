"""URLs, drivers, and what is said of a database that cannot be reached: clear, and never with a password."""

import secrets
import sqlite3
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy.engine import URL, make_url

from sqlcompile.errors import ConfigError
from sqlcompile.live.place import Place
from sqlcompile.live.secrets import server_words, shown, without_secrets
from sqlcompile.live.urls import find_url, url_dialect, with_driver
from tests.live.conftest import text
from tests.servers import on_servers

ODD = "p@ss/w:rd?#[%41]&= '~\"\\"
SPELLINGS = (ODD, quote(ODD, safe=""), quote(ODD), quote_plus(ODD), "p@ss", "p%40ss", "w:rd", "w%3Ard")


def leaked(*texts):
    return [spelled for spelled in SPELLINGS for one in texts if spelled in one]


def test_the_option_comes_before_the_environment_and_the_settings(monkeypatch):
    monkeypatch.setenv("SQLCOMPILE_URL", "mysql://env/b")
    assert find_url("postgresql://option/a", "sqlite:///c").host == "option"
    assert find_url(None, "sqlite:///c").host == "env"
    monkeypatch.delenv("SQLCOMPILE_URL")
    assert find_url(None, "sqlite:///c").database == "c"
    assert find_url(None, None) is None
    assert find_url("postgres://h/a", None).drivername == "postgresql"


def test_a_driver_is_chosen_that_is_installed():
    assert with_driver(make_url("postgresql://h/a")).drivername == "postgresql+psycopg"
    assert with_driver(make_url("postgresql+asyncpg://h/a")).drivername == "postgresql+psycopg"
    assert with_driver(make_url("mysql://h/a")).drivername == "mysql+pymysql"
    assert with_driver(make_url("mariadb+aiomysql://h/a")).drivername == "mariadb+pymysql"
    assert with_driver(make_url("sqlite+aiosqlite:///a")).drivername == "sqlite+pysqlite"


@pytest.mark.parametrize(
    ("url", "install"),
    [
        ("oracle://h/a", "oracledb"),
        ("mssql://h/a", "pyodbc"),
        ("mssql+pymssql://h/a", "pymssql"),
        ("postgresql+psycopg2://h/a", "psycopg2-binary"),
        ("mysql+mysqldb://h/a", "mysqlclient"),
    ],
)
def test_a_driver_that_is_missing_is_named_with_its_package(monkeypatch, url, install):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ConfigError) as caught:
        with_driver(make_url(url))
    assert caught.value.hint == f"Install one: pip install '{install}'"


@pytest.mark.parametrize("url", ["driver://user:pass@localhost/dbname", "db2://h/a"])
def test_another_database_is_named(url):
    with pytest.raises(ConfigError, match="does not know"):
        url_dialect(make_url(url))


@pytest.mark.parametrize(
    "given",
    [
        f"postgresql://me:{ODD}@host/db",
        "postgresql://me:p@ss@host/db",
        "postgresql://me:p@ss/w:rd@127.0.0.1:2/x",
        "p@ss/w:rd",
        "postgresql://me:pp@host:port/db",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(given):
    with pytest.raises(ConfigError) as caught:
        find_url(given, None)
    said = f"{caught.value} {caught.value.hint}"
    assert "--url is no URL of a database" in said
    assert not any(part in said for part in ("p@ss", "w:rd", "pp@"))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_nothing_shown_has_a_secret():
    url = URL.create("postgresql", "me", ODD, "db.example.com", 5433, "shop", {"password": ODD, "sslmode": "require"})
    assert leaked(shown(url), str(Place.of(url, "PostgreSQL 16"))) == []
    assert "sslmode=require" in shown(url)
    assert str(Place.of(url, "PostgreSQL 16")) == "PostgreSQL 16, database shop on db.example.com:5433 as me"
    told = " ".join([*SPELLINGS[:4], repr(ODD)])
    assert leaked(without_secrets(told, url)) == []
    assert leaked(server_words(RuntimeError(f"no: {ODD}"), url)) == []


def test_a_password_among_other_settings_is_hidden():
    odbc = f"Driver=x;Server=y;UID=me;PWD={{{ODD}}};Encrypt=yes"
    url = URL.create("mssql+pyodbc", query={"odbc_connect": odbc})
    assert leaked(shown(url), without_secrets(f"login failed: {ODD}", url)) == []


def test_a_socket_is_a_host():
    url = make_url("postgresql://postgres@/t1?host=/run/pg")
    assert str(Place.of(url, "PostgreSQL 18")) == "PostgreSQL 18, database t1 on /run/pg as postgres"


COMMANDS = (
    ("status",),
    ("upgrade", "current:head"),
    ("downgrade", "current:-1"),
    ("stamp", "current:head"),
)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("backend", ["postgresql", "mysql"])
def test_a_server_that_does_not_answer(cli, command, backend):
    url = URL.create(backend, "me", ODD, "127.0.0.1", 1, "shop", {} if backend == "mysql" else {"password": ODD})
    for flags in ((), ("-v", "--traceback")):
        done = cli("-C", "shop", *command, *flags, "--url", text(url))
        assert done.returncode == 2
        assert "me:***@127.0.0.1:1/shop" in done.stderr
        assert "cannot be reached" in done.stderr
        assert leaked(done.stdout, done.stderr) == []
        assert flags or len(done.stderr.splitlines()) == 2


@pytest.fixture
def guarded(server):
    """A database, and the URL of a user with an odd password that really is asked for it."""
    user = f"u{secrets.token_hex(4)}"
    spelled = ODD.replace("\\", "\\\\").replace("'", "''")
    with server.fresh() as database:
        if server.dialect == "postgresql":
            spelled = ODD.replace("'", "''")
            database.run_script(f"CREATE ROLE {user} LOGIN PASSWORD '{spelled}';\n")
            yield database, database.url.set(username=user, password=ODD)
            database.run_script(f"DROP ROLE {user};\n")
        else:
            database.run_script(
                f"CREATE USER {user}@localhost IDENTIFIED BY '{spelled}';\n"
                f"GRANT ALL ON {database.name}.* TO {user}@localhost;\n"
            )
            yield database, database.url.set(username=user, password=ODD)
            database.run_script(f"DROP USER {user}@localhost;\n")


@on_servers("postgresql", "mariadb")
@pytest.mark.usefixtures("shop")
def test_an_odd_password_works_and_is_never_shown(cli, guarded):
    _, url = guarded
    for command in COMMANDS[:2]:
        done = cli("-C", "shop", *command, "-v", "--traceback", url=url)
        assert done.returncode in {0, 1}, done.stderr
        assert "***" not in done.stdout
        assert leaked(done.stdout, done.stderr) == []


@on_servers("mariadb")
@pytest.mark.usefixtures("shop")
def test_a_wrong_password(cli, guarded):
    _, url = guarded
    done = cli("-C", "shop", "status", "-v", "--traceback", url=url.set(password=f"{ODD}x"))
    assert done.returncode == 2
    assert "Access denied" in done.stderr
    assert leaked(done.stdout, done.stderr) == []


@on_servers("postgresql", "mariadb")
@pytest.mark.usefixtures("shop")
def test_an_unknown_database(cli, server):
    with server.fresh() as database:
        done = cli("-C", "shop", "status", url=database.url.set(database="nowhere"))
        assert done.returncode == 2
        assert "nowhere" in done.stderr
        assert len(done.stderr.splitlines()) == 2


@pytest.mark.usefixtures("shop")
def test_a_missing_file_is_not_made(cli, tmp_path):
    done = cli("-C", "shop", "status", url=f"sqlite:///{tmp_path}/new.db")
    assert done.returncode == 2
    assert "There is no file" in done.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("/{folder}/shop.db?mode=ro&uri=true", "becomes a part of its name"),
        ("/file:{folder}/new.db?uri=true", "There is no file"),
        ("/file:{folder}/shop.db?mode=memory&uri=true", "a database in memory"),
        ("", "a database in memory"),
        ("/:memory:", "a database in memory"),
    ],
)
def test_no_sqlite_is_made_by_asking_for_it(cli, tmp_path, rest, said):
    (tmp_path / "shop.db").touch()
    before = sorted(tmp_path.iterdir())
    done = cli("-C", "shop", "status", url=f"sqlite://{rest.format(folder=tmp_path)}")
    assert done.returncode == 2
    assert said in done.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("shop")
def test_a_uri_that_sqlite_takes(cli, tmp_path):
    sqlite3.connect(tmp_path / "shop.db").close()
    done = cli("-C", "shop", "status", url=f"sqlite:///file:{tmp_path}/shop.db?mode=ro&uri=true")
    assert "at      base" in done.stdout


@on_servers("mariadb")
@pytest.mark.usefixtures("shop")
def test_a_server_without_a_database(cli, server):
    with server.fresh() as database:
        done = cli("-C", "shop", "status", url=database.url._replace(database=None))
    assert done.returncode == 2
    assert "no database of it" in done.stderr
