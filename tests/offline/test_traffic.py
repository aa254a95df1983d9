"""Engines that a project's code makes: of the database that is migrated, or of another one."""

import importlib
import sys

import pytest
import sqlalchemy as sa

from sqlcompile.errors import ScriptError, ScriptFailed
from sqlcompile.offline.traffic import no_traffic
from tests.projects import Project

TABLE = 'op.create_table("t", sa.Column("a", sa.Integer))\n'
URL = "postgresql+psycopg://u:p@h/d"
MADE = [
    f'sa.create_engine("{URL}")',
    f'sa.engine_from_config({{"sqlalchemy.url": "{URL}", "sqlalchemy.echo": "true"}})',
    f'create_engine("{URL}", poolclass=sa.pool.NullPool)',
    f'later("{URL}")',
]
HEAD = "from sqlalchemy.engine import create_engine\nfrom sqlalchemy.engine.create import create_engine as later"


@pytest.fixture
def statements(tmp_path):
    def compiled(body):
        project = Project(tmp_path)
        script_location = "[alembic]\nscript_location = %(here)s\nversion_locations = %(here)s/versions\n"
        (tmp_path / "sqlcompile.toml").unlink()
        (tmp_path / "alembic.ini").write_text(f"{script_location}sqlalchemy.url = {URL}\n", encoding="utf-8")
        project.revision("a1", TABLE + body, head=HEAD)
        with no_traffic():
            return project.statements("postgresql")[1:]

    return compiled


@pytest.mark.parametrize("made", MADE)
def test_an_engine_of_the_migrated_database_is_the_offline_one(statements, made):
    body = f"""
engine = {made}
if sa.inspect(engine).has_table("t") and not sa.inspect(engine).has_table("other"):
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE t SET a = 1"))
engine.dispose()
"""
    assert statements(body) == ["UPDATE t SET a = 1"]


@pytest.mark.parametrize(
    "made",
    [
        'sa.create_engine("sqlite://")',
        'sa.create_engine("sqlite:///other.db")',
        'sa.create_engine("postgresql+psycopg://u:p@h/other")',
    ],
)
def test_another_database_is_not_reached(statements, made):
    with pytest.raises((ScriptError, ScriptFailed), match="never does"):
        statements(f"{made}.connect()")


def test_what_is_no_url_is_refused_as_ever(statements):
    with pytest.raises(ScriptFailed, match="ArgumentError"):
        statements('sa.create_engine("nonsense")')


def test_outside_of_migrations_engines_are_made_as_ever():
    before = sa.create_engine
    with no_traffic():
        engine = sa.create_engine("sqlite://")
        with pytest.raises(ScriptError):
            engine.connect()
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
    assert sa.create_engine is before
    engine.dispose()


@pytest.mark.parametrize(
    "connects",
    [
        'import psycopg\npsycopg.connect("host=/nowhere")',
        'import psycopg\npsycopg.Connection.connect("host=/nowhere")',
        'from psycopg import AsyncConnection\nAsyncConnection.connect("host=/nowhere")',
        'import pymysql\npymysql.connect(host="127.0.0.1", port=1)',
        'from pymysql.connections import Connection\nConnection(host="127.0.0.1", port=1)',
    ],
)
def test_a_driver_does_not_connect(statements, connects):
    with pytest.raises(ScriptError, match=r"connects to a database .*never does") as caught:
        statements(f"try:\n    {connects.partition(chr(10))[0]}\n    {connects.partition(chr(10))[2]}\nexcept: pass")
    assert str(caught.value.location).endswith("versions/a1.py:12")


@pytest.mark.parametrize("name", ["asyncpg", "oracledb", "pyodbc", "psycopg2"])
def test_a_driver_that_is_imported_later_does_not_connect(tmp_path, monkeypatch, name):
    """It is a file here: which drivers are installed is the machine's business."""
    (tmp_path / f"{name}.py").write_text("def connect(*_):\n    return 'connected'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, name, raising=False)
    with no_traffic():
        driver = importlib.import_module(name)
        assert type(driver.__loader__).exec_module.__get__(driver.__loader__) == driver.__loader__.exec_module
        with pytest.raises(ScriptError, match=rf"connects to a database \({name}\)"):
            driver.connect("anything")
    assert driver.connect("anything") == "connected"
    with no_traffic(), pytest.raises(ScriptError):
        driver.connect("anything")
    assert driver.connect("anything") == "connected"
    del sys.modules[name]


def test_outside_of_migrations_drivers_are_as_ever():
    import psycopg
    import pymysql

    def own():
        attributes = vars(psycopg.Connection)["connect"], vars(pymysql.connections.Connection)["connect"]
        return (psycopg.connect, *attributes)

    before = own()
    with no_traffic(), no_traffic():
        assert own() != before
    assert own() == before
