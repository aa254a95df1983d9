"""Engines that a project's code makes: of the database that is migrated, or of another one."""

import pytest
import sqlalchemy as sa

from sqlcompile.errors import ScriptError, ScriptFailed
from sqlcompile.offline.traffic import no_traffic
from tests.projects import Project

TABLE = 'op.create_table("t", sa.Column("a", sa.Integer))\n'
MADE = [
    'sa.create_engine("postgresql+psycopg://u:p@h/d")',
    'sa.engine_from_config({"sqlalchemy.url": "postgresql://u@h/d", "sqlalchemy.echo": "true"})',
    'create_engine("postgresql://", poolclass=sa.pool.NullPool)',
    'later("postgresql://")',
]
HEAD = "from sqlalchemy.engine import create_engine\nfrom sqlalchemy.engine.create import create_engine as later"


@pytest.fixture
def statements(tmp_path):
    def compiled(body):
        project = Project(tmp_path)
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


@pytest.mark.parametrize("made", ['sa.create_engine("sqlite://")', 'sa.create_engine("sqlite:///other.db")'])
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
