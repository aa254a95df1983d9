"""What comes after the rows of a squashed history: the next keys; and rows that refer to rows of their own table."""

from __future__ import annotations

import shutil

import pytest

from tests.projects import Project
from tests.servers import on_servers

TABLE = (
    'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.String(9)),'
    " sqlite_autoincrement=True)"
)
TREE = 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("p", sa.Integer, sa.ForeignKey("t.id")))'


@pytest.mark.parametrize(
    "gone",
    ["DELETE FROM t", "DELETE FROM t WHERE id = 3", "DELETE FROM t WHERE id = 1", "UPDATE t SET id = 9 WHERE id = 3"],
)
@on_servers("postgresql", "mariadb", "sqlite")
def test_keys_go_on_behind_rows_that_are_gone(project, tmp_path, server, gone):
    project.revision("a1", TABLE, 'op.drop_table("t")')
    project.revision("b2", f"op.execute(\"INSERT INTO t (x) VALUES ('a'), ('b'), ('c')\")\nop.execute({gone!r})")
    old = Project.at(shutil.copytree(project.folder, tmp_path / "old"))
    project.squash("b2", dialects=(server.dialect,))
    found = []
    for script in (old.compile(server.dialect, "base:b2"), project.compile(server.dialect, "base:new")):
        with server.fresh() as database:
            database.run_script(script).check_returncode()
            database.run_script("INSERT INTO t (x) VALUES ('later');").check_returncode()
            found.append(database.query("SELECT id, x FROM t ORDER BY id"))
    assert found[0] == found[1]


@on_servers("postgresql", "mariadb", "sqlite")
def test_rows_come_after_those_of_their_table_that_they_refer_to(project, server):
    project.revision("a1", TREE, 'op.drop_table("t")')
    project.revision(
        "b2",
        """
        op.execute("INSERT INTO t (id, p) VALUES (1, NULL), (2, 1), (5, NULL), (7, NULL)")
        op.execute("UPDATE t SET p = 5 WHERE id = 1")
        op.execute("UPDATE t SET p = 7 WHERE id = 7")
        """,
    )
    project.revision(
        "c3", 'op.execute("INSERT INTO t (id, p) VALUES (9, 2)")', 'op.execute("DELETE FROM t WHERE id = 9")'
    )
    project.squash("b2", dialects=(server.dialect,))
    with server.fresh() as database:
        database.run_script(project.compile(server.dialect, "base:c3")).check_returncode()
        assert database.query("SELECT id, p FROM t ORDER BY id") == [(1, 5), (2, 1), (5, None), (7, 7), (9, 2)]


def test_rows_of_one_table_that_refer_to_each_other_are_refused(project):
    project.revision("a1", TREE)
    project.revision(
        "b2", 'op.execute("INSERT INTO t (id, p) VALUES (1, NULL), (2, 1)")\nop.execute("UPDATE t SET p = 2")'
    )
    project.revision("c3", 'op.execute("UPDATE t SET p = 1 WHERE id = 2")')
    assert "the rows of t: Some of them refer to each other." in project.refused("c3")


@pytest.mark.parametrize("sql", ["SELECT nextval('s')", "SELECT nextval('s') FROM generate_series(1, 3)"])
def test_a_query_that_takes_a_number_is_refused(project, sql):
    project.revision("a1", 'op.execute("CREATE SEQUENCE s START 10 INCREMENT 5")')
    project.revision("b2", f"op.execute({sql!r})")
    said = project.refused("b2", dialects=("postgresql",))
    assert "versions/b2.py:8: PostgreSQL: raw SQL does what no schema holds, and would be lost: " in said


def test_rows_behind_a_number_that_a_query_took_have_the_keys_that_they_have(project):
    project.revision(
        "a1", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Text))'
    )
    project.revision("b2", "op.execute(\"SELECT nextval('t_id_seq')\")\nop.execute(\"INSERT INTO t (x) VALUES ('a')\")")
    assert '{"id": 2, "x": "a"}' in project.squash("b2", "--without-raw-sql", dialects=("postgresql",))


def test_keys_that_were_set_stay_where_rows_are_left_out(project):
    project.revision("a1", TABLE)
    project.revision("b2", 'op.execute("ALTER TABLE t AUTO_INCREMENT = 500")')
    assert "AUTO_INCREMENT = 500" in project.squash("b2", "--without-rows", dialects=("mariadb",))


def test_a_sequence_goes_on_where_a_query_took_a_number(project):
    project.revision("a1", 'op.execute("CREATE SEQUENCE s START 10 INCREMENT 5")')
    project.revision("b2", "op.execute(\"SELECT nextval('s')\")")
    text = project.squash("b2", "--without-raw-sql", dialects=("postgresql",))
    assert "ALTER SEQUENCE s RESTART WITH 15" in text


def test_a_column_goes_on_where_a_query_took_a_number(project):
    project.revision("a1", TABLE)
    project.revision("b2", "op.execute(\"SELECT nextval('t_id_seq')\")")
    text = project.squash("b2", "--without-raw-sql", dialects=("postgresql",))
    assert "SELECT setval(pg_get_serial_sequence('t', 'id'), 1)" in text


@pytest.mark.parametrize("more", [(), ("--without-rows",)])
def test_truncate_takes_a_counter_back_that_was_set_before(project, more):
    project.revision("a1", TABLE)
    project.revision("b2", 'op.execute("ALTER TABLE t AUTO_INCREMENT = 500")\nop.execute("TRUNCATE TABLE t")')
    assert "500" not in project.squash("b2", *more, dialects=("mariadb",))
