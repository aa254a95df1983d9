"""What SQLite alone does: tables built anew, and what hangs on them."""

import pytest

from sqlcompile.errors import ConstraintNotFound, UnsupportedOperation
from tests.projects import Project

TABLES = """
op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10), unique=True))
op.create_table(
    "child",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("pcode", sa.String(10), sa.ForeignKey("parent.code")),
)
"""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def rows(sqlite_server):
    def run(project, *queries):
        with sqlite_server.fresh() as database:
            done = database.run_script(project.compile("sqlite"))
            assert done.returncode == 0, done.stderr
            return [database.query(query) for query in queries]

    return run


def test_a_rename_with_another_change_reaches_other_tables_keys(project, rows):
    project.revision("a1", TABLES)
    project.revision("a2", 'op.alter_column("parent", "code", new_column_name="kode", type_=sa.String(20))')
    (keys,) = rows(project, "SELECT \"to\" FROM pragma_foreign_key_list('child')")
    assert keys == [("kode",)]
    assert project.statements("sqlite")[0] == "ALTER TABLE parent RENAME COLUMN code TO kode"


def test_a_rename_in_a_batch_reaches_views(project, rows):
    project.revision("a1", TABLES + 'op.execute("CREATE VIEW v AS SELECT id, code FROM parent")')
    project.revision(
        "a2",
        """
        with op.batch_alter_table("parent") as batch:
            batch.alter_column("code", new_column_name="kode", nullable=False)
            batch.add_column(sa.Column("size", sa.Integer))
        """,
    )
    (view,) = rows(project, "SELECT * FROM v")
    assert view == []


def test_a_rename_reaches_computed_columns(project, rows):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("Bee", sa.Integer),
                        sa.Column("c", sa.Integer, sa.Computed('"Bee" + 1', persisted=True)))
        op.execute('INSERT INTO t (id, "Bee") VALUES (1, 41)')
        """,
    )
    project.revision("a2", 'op.alter_column("t", "Bee", new_column_name="Cee")')
    project.revision("a3", 'op.alter_column("t", "Cee", nullable=False)')
    (found,) = rows(project, "SELECT c FROM t")
    assert found == [(42,)]


def test_a_rename_reaches_the_trigger_that_is_made_anew(project, rows):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.create_table("log", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
        op.execute("CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO log (n) VALUES (new.b); END")
        """,
    )
    project.revision("a2", 'op.alter_column("t", "b", new_column_name="bb")')
    project.revision("a3", 'op.alter_column("t", "bb", nullable=False)\nop.execute("INSERT INTO t (bb) VALUES (7)")')
    (found,) = rows(project, "SELECT n FROM log")
    assert found == [(7,)]


def test_a_trigger_that_may_mean_another_column_is_not_guessed(project):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.create_table("log", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.execute("CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO log (b) VALUES (new.b); END")
        """,
    )
    project.revision("a2", 'op.alter_column("t", "b", new_column_name="bb")')
    project.revision("a3", 'op.alter_column("t", "bb", nullable=False)')
    with pytest.raises(UnsupportedOperation, match='its trigger "tt"') as error:
        project.compile("sqlite")
    assert str(error.value.location).endswith("a3.py:8")


@pytest.mark.parametrize(
    "drop",
    [
        'op.drop_column("t", "b")',
        'with op.batch_alter_table("t", recreate="always") as batch:\n    batch.drop_column("b")',
    ],
)
@pytest.mark.parametrize(
    ("used", "what"),
    [
        ("CREATE VIEW v AS SELECT id, b FROM t", 'view "v"'),
        ("CREATE TRIGGER v AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END", 'trigger "v"'),
    ],
)
def test_a_column_that_something_uses_is_not_dropped(project, drop, used, what):
    project.revision(
        "a1",
        f"""
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.execute({used!r})
        """,
    )
    project.revision("a2", drop)
    with pytest.raises(UnsupportedOperation, match=f"the {what} uses it"):
        project.compile("sqlite")


def test_a_constraint_that_is_not_there_is_not_dropped(project):
    project.revision("a1", TABLES)
    project.revision("a2", 'op.drop_constraint("parent_code_key", "parent", type_="unique")')
    with pytest.raises(ConstraintNotFound, match='no constraint "parent_code_key"'):
        project.compile("sqlite")


def test_a_counted_key_stays_an_integer(project, rows):
    project.revision("a1", TABLES)
    project.revision(
        "a2",
        """
        op.alter_column("parent", "id", type_=sa.BigInteger())
        op.execute("INSERT INTO parent (code) VALUES ('x')")
        """,
    )
    (found,) = rows(project, "SELECT id FROM parent")
    assert found == [(1,)]
