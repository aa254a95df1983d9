"""Raw SQL of one database, given to others as sqlglot writes it where the settings say so."""

import pytest

from sqlcompile.errors import UnsupportedOperation
from tests.projects import Project

_SQL = """op.execute("UPDATE t SET a = a || 'x' WHERE b::text = '1:2'")"""


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path, 'transpile = "postgresql"\n')
    project.revision("a1", 'op.create_table("t", sa.Column("a", sa.Text), sa.Column("b", sa.Integer))')
    return project


@pytest.mark.parametrize("form", ["{}", "op.execute(sa.text({}))"])
def test_other_databases_get_what_sqlglot_writes_with_a_warning(project, form):
    text = """ "UPDATE t SET a = a || 'x' WHERE CAST(b AS text) = '1\\\\:2'" """.strip()
    project.revision("b2", _SQL if form == "{}" else form.format(text))
    script = project.compile("mysql", "a1:b2")
    assert "UPDATE t SET a = CONCAT(a, 'x') WHERE CAST(b AS CHAR) = '1:2';\n" in script
    assert "-- CHECK BEFORE APPLYING: sqlglot wrote this, from SQL for PostgreSQL.\n" in script


def test_the_database_itself_gets_it_as_it_was_written(project):
    project.revision("b2", _SQL)
    script = project.compile("postgresql", "a1:b2")
    assert "UPDATE t SET a = a || 'x' WHERE b::text = '1:2';\n" in script
    assert "CHECK BEFORE" not in script


def test_without_the_setting_everybody_gets_it_as_it_was_written(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", _SQL)
    assert "b::text" in project.compile("mysql")


def test_the_schema_follows_what_was_written(project):
    project.revision("b2", 'op.execute("ALTER TABLE t ALTER COLUMN b TYPE bigint")')
    script = project.compile("mysql", "a1:b2")
    assert "ALTER TABLE t MODIFY COLUMN b BIGINT;\n" in script
    column = project.run("mysql").schema.tables[None, "t"].column("b")
    assert type(column.type).__name__ == "BIGINT"


def test_what_sqlglot_cannot_write_is_an_error_with_its_line(project):
    project.revision("b2", 'op.execute("CREATE EXTENSION hstore")')
    with pytest.raises(UnsupportedOperation, match="sqlglot cannot write it") as caught:
        project.compile("mysql", "a1:b2")
    assert caught.value.location.line == 8
    assert "op.get_bind().execute()" in caught.value.hint


def test_what_the_hint_says_is_a_way(project):
    project.revision(
        "b2",
        """
        if op.get_bind().dialect.name == "mysql":
            op.get_bind().execute(sa.text("UPDATE `t` SET a = CONCAT('x', a)"))
        else:
            op.execute("CREATE EXTENSION hstore")
        """,
    )
    assert project.statements("mysql", "a1:b2") == ["UPDATE `t` SET a = CONCAT('x', a)"]


def test_parameters_stay_in_their_places(project):
    text = """op.execute(sa.text("UPDATE t SET a = :x || 'z:1' || :y WHERE b::int = 1").bindparams(x="it's", y=":x"))"""
    project.revision("b2", text)
    assert project.statements("mysql", "a1:b2") == [
        "UPDATE t SET a = CONCAT('it''s', 'z:1', ':x') WHERE CAST(b AS SIGNED) = 1"
    ]


def test_a_routine_is_never_rewritten(project):
    project.revision("b2", 'op.execute("CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql")')
    with pytest.raises(UnsupportedOperation, match="sqlglot cannot write it"):
        project.compile("mysql", "a1:b2")


def test_a_remark_alone_is_no_sql(project):
    project.revision("b2", 'op.execute("-- nothing to do")')
    assert "-- nothing to do" in project.compile("mysql", "a1:b2")
