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
