"""Sessions that are not as a client begins them: the same scripts, the same answers, on real servers."""

import pytest

from tests.dialects.test_guards import apply, rows, state, tables
from tests.projects import Project

SESSIONS = {
    "mariadb": [
        "source {path}\n",
        "SET autocommit = 0;\n{script}",
        "START TRANSACTION;\n{script}",
        "SET SESSION TRANSACTION READ ONLY;\n{script}",
    ],
    "postgresql": [
        "\\i {path}\n",
        "\\set AUTOCOMMIT off\nSELECT 1;\nCOMMIT;\n{script}",
        "\\set ON_ERROR_ROLLBACK on\n{script}",
        "SET default_transaction_isolation = 'serializable';\nSET standard_conforming_strings = off;\n{script}",
        "BEGIN;\n{script}",
    ],
    "sqlite": [".read {path}\n", "PRAGMA foreign_keys = ON;\n.headers on\n.mode json\n.nullvalue x\n{script}"],
}


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')", "op.execute('DROP TABLE one')")
    project.revision("b1", "op.execute('INSERT INTO one VALUES (1)')\nop.execute('INSERT INTO one VALUES (2)')")
    project.revision("c1", "op.execute('CREATE TABLE two (id INTEGER)')\nop.execute('INSERT INTO two VALUES (3)')")
    return project


def in_session(database, session, script):
    path = database.server.folder / "in_session.sql"
    path.write_text(script, encoding="utf-8")
    path.chmod(0o644)
    return database.run_script(session.replace("{path}", str(path)).replace("{script}", script), stop_on_error=False)


@pytest.mark.parametrize("mode", ["strict", "idempotent"])
def test_any_session(project, server, mode):
    for session in SESSIONS[server.dialect]:
        _works_in(session, project, server, mode)


def _works_in(session, project, server, mode):
    whole = project.compile(server.dialect, mode=mode)
    rest = project.compile(server.dialect, "b1:c1", mode=mode)
    with server.fresh() as database:
        done = in_session(database, session, rest)
        assert "sqlcompile: " in done.stderr
        assert state(database) == {}
        apply(database, project.compile(server.dialect, "base:a1"))
        before = state(database)
        done = in_session(database, session, rest)
        assert "sqlcompile: " in done.stderr
        assert state(database) == before
        done = in_session(
            database, session, whole if mode == "idempotent" else project.compile(server.dialect, "a1:c1")
        )
        assert "ERROR" not in done.stderr
        assert tables(database) == {"alembic_version", "one", "two"}
        assert rows(database) == [("c1",)]
        assert rows(database, "one") == [(1,), (2,)]
        before = state(database)
        done = in_session(database, session, whole)
        assert ("sqlcompile: " in done.stderr) is (mode == "strict")
        assert state(database) == before
