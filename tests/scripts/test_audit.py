"""The audit table: what a script notes of itself, on real servers."""

from hashlib import sha256

import pytest

from sqlcompile.errors import ConfigError, UnsupportedOperation
from tests.projects import DIALECTS, Project


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')", "op.execute('DROP TABLE one')")
    project.revision("b1", f'op.execute("INSERT INTO one VALUES (1) -- {"0" * 64}")', "op.execute('DELETE FROM one')")
    return project


def noted(database):
    return database.query("SELECT direction, revision, script_sha256 FROM applied ORDER BY id")


def hash_of(script):
    """Return the hash that a DBA finds: with zeros in its own place."""
    (found,) = {word for word in script.replace("'", " ").split() if len(word) == 64 and word != "0" * 64}
    assert sha256(script.replace(found, "0" * 64).encode()).hexdigest() == found
    return found


@pytest.mark.parametrize("mode", ["strict", "idempotent", "plain"])
def test_what_was_applied_is_noted(project, server, mode):
    up = project.compile(server.dialect, mode=mode, audit_table="applied")
    down = project.compile(server.dialect, "b1:base", "downgrade", mode=mode, audit_table="applied")
    expected = [("upgrade", "a1", hash_of(up)), ("upgrade", "b1", hash_of(up))]
    expected += [("downgrade", "b1", hash_of(down)), ("downgrade", "a1", hash_of(down))]
    with server.fresh() as database:
        for script in (up, up, down) if mode == "idempotent" else (up, down):
            assert database.run_script(script).returncode == 0
        assert noted(database) == expected
        (row,) = database.query("SELECT DISTINCT applied_by FROM applied")
        assert row == (None,) if server.dialect == "sqlite" else row[0]
        assert database.query("SELECT count(*) FROM applied WHERE applied_at IS NULL") == [(0,)]
        assert database.query("SELECT * FROM alembic_version") == []


def test_what_failed_is_not_noted(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')")
    project.revision("b1", "op.execute('INSERT INTO one VALUES (1), (1)')")
    with server.fresh() as database:
        script = project.compile(server.dialect, "base:a1", audit_table="applied")
        assert database.run_script(script).returncode == 0
        rest = project.compile(server.dialect, "a1:b1", audit_table="applied")
        for stop in (True, False):
            database.run_script(rest, stop_on_error=stop)
            assert noted(database) == [("upgrade", "a1", hash_of(script))]
            assert database.query("SELECT * FROM alembic_version") == [("a1",)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_names_that_it_may_not_have(project, dialect):
    for name, said in (("alembic_VERSION", "is the version table"), ("one", "makes a table one of its own")):
        with pytest.raises(ConfigError, match=said):
            project.compile(dialect, audit_table=name)
        assert not (project.folder / f"out.{dialect}.sql").exists()
    if dialect != "sqlite":  # which has no limit
        with pytest.raises(UnsupportedOperation, match="keep "):
            project.compile(dialect, audit_table="a" * 200)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_hash_is_another_where_anything_is_another(project, dialect):
    first = hash_of(project.compile(dialect, audit_table="applied"))
    assert hash_of(project.compile(dialect, audit_table="applied")) == first
    assert hash_of(project.compile(dialect, audit_table="applied2")) != first
    assert hash_of(project.compile(dialect, "base:a1", audit_table="applied")) != first
