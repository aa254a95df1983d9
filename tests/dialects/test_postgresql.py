"""What is PostgreSQL's alone."""

import pytest

from sqlcompile.errors import InvalidLiteral
from tests.projects import Project, reflected


def test_a_longer_serial_has_a_longer_sequence(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))')
    project.revision("a2", 'op.alter_column("t", "id", type_=sa.BigInteger())')
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT data_type FROM information_schema.sequences") == [("bigint",)]


def test_a_unique_constraint_that_repeats_a_key_of_its_create_table_is_none(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True, unique=True))
op.create_table("named", sa.Column("id", sa.Integer, primary_key=True), sa.UniqueConstraint("id", name="uq_id"))
op.create_table("u", sa.Column("a", sa.Integer, unique=True), sa.UniqueConstraint("a", name="uq_a"))
op.create_table("later", sa.Column("a", sa.Integer), sa.UniqueConstraint("a", deferrable=True), sa.UniqueConstraint("a"))
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_unique_constraint("uq_other", "other", ["id"])
""",
    )
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            assert reflected(project.run("postgresql").bind()) == reflected(connection)


def test_a_duration_that_no_time_of_day_holds_is_refused(tmp_path):
    project = Project(tmp_path)
    head = "import datetime as dt\nfrom sqlalchemy.dialects import mysql"
    body = 'op.bulk_insert(sa.table("t", sa.column("c", mysql.TIME())), [{{"c": dt.timedelta({})}}])'
    project.revision("a1", body.format("hours=23, seconds=5"), head=head)
    assert project.statements("postgresql") == ["INSERT INTO t (c) VALUES (INTERVAL '0 days 82805 seconds')"]
    for more in ("hours=24", "hours=-1"):
        project.revision("b2", body.format(more), head=head, down="a1")
        with pytest.raises(InvalidLiteral, match="less than 24 hours"):
            project.compile("postgresql", "a1:b2")
