"""The schema as SQL: what it makes in an empty database is what the history makes."""

from __future__ import annotations

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import UnsupportedOperation
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.contents import contents
from sqlcompile.verifying.describing import Scope, describe
from tests.projects import Project
from tests.servers import on_servers
from tests.showing.histories import rich
from tests.showing.showing import notes_of, text_of

VERSION = frozenset({(None, "alembic_version")})


def look(database, dialect):
    """Return what is in a database, and the names of all of it, routines and triggers too."""
    spaces = (None, "shelf") if dialect.name == "postgresql" else (None,)
    with database.engine().connect() as connection:
        found = describe(connection, dialect, Scope(spaces, without=VERSION))
        names = {(one.kind, one.shown) for one in contents(connection, dialect) if one.name != "alembic_version"}
    return found, names


def check_same(project, server, revision="head"):
    """Check that both ways to a revision give the same database; return the SQL."""
    dialect = load_dialect(server.dialect)
    text = text_of(project, server.dialect, revision, "sql")
    with server.fresh() as made, server.fresh() as grown:
        done = made.run_script(text)
        assert done.returncode == 0, f"{done.stderr}\n{text}"
        grown.run_script(project.compile(server.dialect, f"base:{revision}")).check_returncode()
        (found, names), (wanted, known) = look(made, dialect), look(grown, dialect)
    assert not [str(one) for one in differences(wanted, found, exact=True, ordered=True)], text
    assert names == known
    return text


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("revision", ["1a", "2b", "3c"])
def test_the_sql_makes_what_the_history_makes(tmp_path, server, revision):
    check_same(rich(tmp_path, server.dialect), server, revision)


@on_servers("postgresql", "mariadb", "sqlite")
def test_what_the_baseline_brings_is_made_too(tmp_path, server):
    project = Project(tmp_path)
    start = tmp_path / "start.sql"
    start.write_text("CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(5));\n", encoding="utf-8")
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\nbaseline = "start.sql"\n', encoding="utf-8")
    project.revision("1a", 'op.add_column("old", sa.Column("b", sa.Integer))')
    text = text_of(project, server.dialect, "head", "sql")
    assert "Functions, procedures and extensions of the baseline are not told." in text
    with server.fresh() as made:
        assert made.run_script(text).returncode == 0
        assert made.query("SELECT id, a, b FROM old") == []


def test_what_is_not_known_is_left_out_and_said(project):
    project.revision(
        "1a",
        """
        op.create_table("known", sa.Column("id", sa.Integer, primary_key=True))
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))
        op.create_table("child", sa.Column("t_id", sa.Integer, sa.ForeignKey("t.id", name="fk_t")))
        op.create_table("other", sa.Column("x", sa.Integer, sa.ForeignKey("nowhere.id", name="fk_x")))
        op.execute("CREATE VIEW v AS SELECT id FROM t")
        op.execute("CREATE VIEW w AS SELECT id FROM v")
        op.execute("CREATE VIEW k AS SELECT id FROM known")
        op.execute("CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()")
        op.execute("ALTER TABLE t FROBNICATE")
        """,
    )
    text = text_of(project, "postgresql", "head", "sql")
    said = [
        "The table t is not known as a whole: it is left out.",
        "The foreign key fk_t (t_id) of child refers to t: it is left out.",
        "The foreign key fk_x (x) of other refers to nowhere: it is left out.",
        "The view v asks for what is left out: it is left out too.",
        "The view w asks for what is left out: it is left out too.",
    ]
    notes = notes_of(project, "postgresql", "head", "sql")
    for sentence in said:
        assert f"-- {sentence}\n" in text
        assert f"postgresql: {sentence}" in notes
    body = [line for line in text.splitlines() if not line.startswith("--")]
    made = [line for line in body if line.startswith("CREATE")]
    assert made == [
        "CREATE TABLE known (",
        "CREATE TABLE child (",
        "CREATE TABLE other (",
        "CREATE VIEW k AS SELECT id FROM known;",
    ]
    assert not [line for line in body if "fk_" in line]


def test_routines_come_out_as_the_history_leaves_them(project):
    project.revision(
        "1a",
        """
        op.execute("CREATE EXTENSION IF NOT EXISTS citext")
        op.execute("CREATE EXTENSION gone")
        op.execute("CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'")
        op.execute("CREATE OR REPLACE FUNCTION F(x int) RETURNS int LANGUAGE sql AS 'SELECT 2'")
        op.execute("CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 3'")
        op.execute("CREATE FUNCTION g(x text) RETURNS int LANGUAGE sql AS 'SELECT 4'")
        op.execute("ALTER FUNCTION g(x text) STABLE; DROP EXTENSION IF EXISTS gone")
        op.create_table("t", sa.Column("a", sa.Integer))
        op.execute("CREATE PROCEDURE p() LANGUAGE sql AS 'DELETE FROM t'")
        op.execute("CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT 5'; DROP FUNCTION h()")
        """,
    )
    text = text_of(project, "postgresql", "head", "sql")
    made = [line for line in text.splitlines() if line.startswith(("CREATE", "ALTER"))]
    assert made == [
        "CREATE EXTENSION IF NOT EXISTS citext;",
        "CREATE OR REPLACE FUNCTION F(x int) RETURNS int LANGUAGE sql AS 'SELECT 2';",
        "CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 3';",
        "CREATE FUNCTION g(x text) RETURNS int LANGUAGE sql AS 'SELECT 4';",
        "ALTER FUNCTION g(x text) STABLE;",
        "CREATE TABLE t (",
        "CREATE PROCEDURE p() LANGUAGE sql AS 'DELETE FROM t';",
    ]


def test_a_sequence_whose_name_is_taken_anew(project):
    project.revision("1a", 'op.create_table("a", sa.Column("id", sa.Integer, primary_key=True))')
    project.revision("2b", 'op.rename_table("a", "b")')
    assert "ALTER SEQUENCE b_id_seq RENAME TO a_id_seq;" in text_of(project, "postgresql", "head", "sql")
    project.revision("3c", 'op.create_table("a", sa.Column("id", sa.Integer, primary_key=True))')
    text = text_of(project, "postgresql", "head", "sql")
    assert "ALTER SEQUENCE" not in text
    assert "-- b: the sequences of its columns are called b_id_seq, not a_id_seq.\n" in text


@pytest.mark.parametrize("dialect", ["postgresql", "oracle", "sqlite"])
def test_a_namespace_that_the_history_does_not_make(project, dialect):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer), schema="shelf")')
    said = f"{dialect}: The history does not make the namespace shelf: it must be there."
    assert notes_of(project, dialect, "head", "sql") == [said]


def test_nothing_is_said_where_all_is_told(postgresql):
    assert notes_of(postgresql, "postgresql", "head", "sql") == []


def test_what_changes(postgresql):
    text = text_of(postgresql, "postgresql", "1a:2b", "sql")
    assert text.startswith("-- PostgreSQL 16: what changes from 1a to 2b\n")
    assert "CREATE TABLE tag (" in text
    assert "Nothing is to be done." in text_of(postgresql, "postgresql", "2b:2b", "sql")


@pytest.mark.parametrize("dialect", ["mssql", "mysql"])
def test_other_databases(tmp_path, dialect):
    text = text_of(rich(tmp_path, dialect), dialect, "head", "sql")
    assert text.index("CREATE TABLE book") < text.index("fk_favourite") < text.index("CREATE VIEW titles")


def test_what_the_database_does_not_have_is_an_error(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer))')
    project.revision("2b", 'op.create_index("ix", "t", [sa.text("lower(a)")])')
    with pytest.raises(UnsupportedOperation):
        text_of(project, "mssql", "head", "sql")


def test_the_same_history_gives_the_same_bytes(postgresql):
    for form in ("sql", "tables", "json", "mermaid", "python"):
        first, second = (text_of(postgresql, "postgresql", "head", form) for _ in range(2))
        assert first == second
