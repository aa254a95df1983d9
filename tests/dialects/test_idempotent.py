"""Idempotent scripts, on real servers: each revision where it is missing, nothing where all is done."""

import pytest

from sqlcompile.errors import ConfigError
from tests.dialects.test_guards import CUTS, STOPS, apply, refused, rows, run, state, tables, without_stop
from tests.projects import Project
from tests.servers import on_servers

MODES = {"postgresql": ("all", "revision", "none"), "sqlite": ("all", "revision", "none"), "mariadb": ("all",)}


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        "op.create_table('one', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.String(40)))",
        "op.drop_table('one')",
    )
    project.revision(
        "b1",
        "op.execute(\"INSERT INTO one (id, x) VALUES (1, 'it''s; \\\\ `$sql$ 100% :x')\")\n"
        "op.create_index('ix', 'one', ['x'])\n"
        'op.execute("INSERT INTO one (id) VALUES (2)")',
        "op.execute('DELETE FROM one')\nop.drop_index('ix', 'one')",
    )
    project.revision("c1", "op.add_column('one', sa.Column('y', sa.Integer))", "op.drop_column('one', 'y')", down="a1")
    project.revision("d1", "op.alter_column('one', 'x', nullable=True)", "pass", down=("b1", "c1"))
    project.revision("e1", "op.drop_column('one', 'y')", "op.add_column('one', sa.Column('y', sa.Integer))")
    return project


def fine(done):
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if "NOTICE" not in line]


def modes(server):
    return MODES[server.dialect]


@pytest.mark.parametrize("client", STOPS)
def test_from_every_revision_and_again(project, server, client):
    steps = ["base:a1", "a1:b1", "b1:b1,c1", "b1,c1:d1", "d1:e1"]
    ends = [[], [("a1",)], [("b1",)], [("b1",), ("c1",)], [("d1",)], [("e1",)]]
    for mode in modes(server):
        whole = project.compile(server.dialect, transaction=mode, mode="idempotent")
        with server.fresh() as database:
            apply(database, project.compile(server.dialect))
            there = state(database)
        for count in range(len(steps) + 1):
            with server.fresh() as database:
                for step in steps[:count]:
                    apply(database, project.compile(server.dialect, step))
                assert count == 0 or rows(database) == ends[count]
                for _ in range(2):
                    done = run(database, whole, stop=STOPS[client])
                    fine(done)
                    assert state(database) == there


@pytest.mark.parametrize("client", STOPS)
def test_down_from_every_revision_and_again(project, server, client):
    for mode in modes(server):
        down = project.compile(server.dialect, "e1:a1", "downgrade", transaction=mode, mode="idempotent")
        for start in ("e1", "d1", "b1,c1", "a1"):
            with server.fresh() as database:
                apply(database, project.compile(server.dialect, f"base:{start}"))
                if start == "b1,c1":
                    refused(database, project.compile(server.dialect, "b1:a1", "downgrade"))
                for _ in range(2):
                    done = run(database, down, stop=STOPS[client])
                    fine(done)
                    assert rows(database) == [("a1",)]
                    assert rows(database, "one") == []


@pytest.mark.parametrize("client", STOPS)
def test_another_revision_is_refused(project, server, client):
    for mode in modes(server):
        part = project.compile(server.dialect, "b1,c1:e1", transaction=mode, mode="idempotent")
        with server.fresh() as database:
            refused(database, part, stop=STOPS[client])  # the version table is missing
            assert state(database) == {}
            apply(database, project.compile(server.dialect, "base:a1"))
            for more in ("a1:b1", None):
                before = state(database)
                refused(database, part, stop=STOPS[client])
                assert state(database) == before
                if more:
                    apply(database, project.compile(server.dialect, more))
            run(database, "UPDATE alembic_version SET version_num = 'zz';")
            before = state(database)
            refused(database, part, stop=STOPS[client])
            refused(database, project.compile(server.dialect, mode="idempotent"), stop=STOPS[client])
            assert state(database) == before


@pytest.mark.parametrize("client", STOPS)
def test_nothing_follows_what_failed(tmp_path, server, client):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')")
    project.revision(
        "b1",
        "op.execute('INSERT INTO one VALUES (1)')\nop.execute('INSERT INTO one VALUES (1)')\n"
        "op.execute('INSERT INTO one VALUES (3)')",
    )
    project.revision("c1", "op.execute('CREATE TABLE two (id INTEGER)')\nop.execute('INSERT INTO one VALUES (5)')")
    for style in ({"mode": "idempotent"}, {}):
        for transaction in ("all", "revision"):
            if server.dialect == "mariadb" and transaction == "revision":
                continue
            script = project.compile(server.dialect, transaction=transaction, **style)
            with server.fresh() as database:
                done = run(database, script, stop=STOPS[client])
                assert done.stderr
                if server.dialect == "mariadb" or transaction == "revision":
                    assert rows(database) == [("a1",)]
                    assert rows(database, "one") == []
                    assert tables(database) == {"alembic_version", "one"}
                else:
                    assert state(database) == {}


ENV = """
import sqlalchemy as sa
from alembic import context

def applied(ctx, **told):
    ctx.connection.execute(sa.text("-- this is noted"))
    ctx.connection.execute(sa.text("INSERT INTO noted VALUES (7)"))

context.configure(url="DATABASE://", on_version_apply=applied)
with context.begin_transaction():
    context.run_migrations()
"""


@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
def test_what_on_version_apply_does_is_done_or_refused(tmp_path, server, transaction):
    (tmp_path / "env.py").write_text(ENV.replace("DATABASE", server.dialect), encoding="utf-8")
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE noted (id INTEGER)')")
    project.revision("b1", down="a1")
    project.revision("c1", down="a1")
    script = project.compile(server.dialect, transaction=transaction, mode="idempotent")
    with server.fresh() as database:
        for _ in range(2):
            fine(run(database, script))
            assert rows(database, "noted") == [(7,), (7,), (7,)]
    project.revision("d1", down=("b1", "c1"))
    if transaction == "none" and server.dialect != "mariadb":  # the two moves of a merge are one transaction
        with pytest.raises(ConfigError, match="on_version_apply"):
            project.compile(server.dialect, transaction=transaction, mode="idempotent")
        return
    with server.fresh() as database:
        fine(run(database, project.compile(server.dialect, transaction=transaction, mode="idempotent")))
        assert rows(database, "noted") == [(7,)] * 4


@pytest.mark.parametrize("mode", ["all", "revision"])
@pytest.mark.parametrize("kind", CUTS)
@on_servers("postgresql")
def test_what_may_not_stand_in_a_transaction(tmp_path, server, kind, mode):
    project = Project(tmp_path)
    project.revision(
        "a1", "op.execute(\"CREATE TYPE mood AS ENUM ('old')\")\nop.execute('CREATE TABLE one (id INTEGER)')"
    )
    project.revision(
        "b1",
        f"op.execute('CREATE TABLE two (id INTEGER)')\n{CUTS[kind]}\nop.execute('CREATE TABLE three (id INTEGER)')",
    )
    project.revision("c1", "op.execute('CREATE TABLE four (id INTEGER)')")
    script = project.compile("postgresql", transaction=mode, mode="idempotent")
    for start in (None, "a1", "b1", "c1"):
        with server.fresh() as database:
            if start:
                apply(database, project.compile("postgresql", f"base:{start}"))
            for stop in (True, False, False):
                done = run(database, script, stop=stop)
                fine(done)
                assert rows(database) == [("c1",)]
                assert {"one", "two", "three", "four"} <= tables(database)


@pytest.mark.parametrize("mode", ["all", "revision"])
@on_servers("postgresql")
def test_nothing_follows_a_failure_outside_of_a_transaction(tmp_path, server, mode):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')\nop.execute('INSERT INTO one VALUES (1), (1)')")
    project.revision(
        "b1",
        "op.create_index('ix', 'one', ['id'], unique=True, postgresql_concurrently=True)\n"
        "op.execute('CREATE TABLE two (id INTEGER)')",
    )
    project.revision("c1", "op.execute('CREATE TABLE three (id INTEGER)')")
    script = project.compile("postgresql", transaction=mode, mode="idempotent")
    with server.fresh() as database:
        for _ in range(2):
            done = database.run_script(without_stop(script), stop_on_error=False)
            assert "ERROR" in done.stderr
            assert rows(database) == [("a1",)]
            assert tables(database) == {"alembic_version", "one"}


@on_servers("postgresql")
def test_without_psql_a_block_does_it(project, server):
    whole = project.compile("postgresql", mode="idempotent", client="plain")
    assert "\\" not in whole.replace("it''s; \\", "").replace("it's; \\", "")
    for start in (None, "a1", "b1", "b1,c1"):
        with server.fresh() as database:
            if start:
                apply(database, project.compile("postgresql", f"base:{start}"))
            for stop in (True, False):
                done = database.run_script(whole, stop_on_error=stop)
                fine(done)
                assert rows(database) == [("e1",)]
                assert [row[1] for row in rows(database, "one")] == ["it's; \\ `$sql$ 100% :x", None]
