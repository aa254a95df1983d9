"""The difference of the schemas at two revisions, as a script."""

from __future__ import annotations

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.diff.schemas import schema_difference
from sqlcompile.errors import MultipleHeads, RevisionNotFound, UnsupportedOperation
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.describing import Scope, describe
from tests.projects import DIALECTS, Project
from tests.servers import on_servers


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path)
    made.revision("1a", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))')
    made.revision(
        "2b",
        """
        op.add_column("t", sa.Column("a", sa.String(20), server_default="it's"))
        op.create_table(
            "child",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("t_id", sa.Integer, sa.ForeignKey("t.id"), nullable=False),
        )
        op.execute("INSERT INTO t (a) VALUES ('x')")
        """,
    )
    made.revision(
        "3c",
        """
        with op.batch_alter_table("t") as batch:
            batch.alter_column("a", type_=sa.String(40), existing_type=sa.String(20))
            batch.create_unique_constraint("uq_t_a", ["a"])
        op.create_index("ix_child", "child", ["t_id", "id"])
        """,
    )
    return made


def between(project, first, second, *dialects):
    found = schema_difference(load_config(project.folder), first, second, dialects or ("postgresql",), Silent())
    return {script.dialect: script.text for script in found}


def statements(text):
    """Return the lines of a script that are neither comments nor settings, joined."""
    lines = [line for line in text.splitlines() if not line.startswith(("--", "\\", "SET "))]
    return [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]


HEAD = "-- PostgreSQL 16: the schema at {} -> the schema at {}; no rows are moved, no version table is touched\n"


def test_a_script_says_what_it_is(project):
    text = between(project, "2b", "3c")["postgresql"]
    assert text.startswith(HEAD.format("2b", "3c"))
    assert statements(text) == [
        "BEGIN ISOLATION LEVEL READ COMMITTED",
        "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(40)",
        "ALTER TABLE t ADD CONSTRAINT uq_t_a UNIQUE (a)",
        "CREATE INDEX ix_child ON child (t_id, id)",
        "COMMIT",
    ]


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ("base", "head", ("base", "3c")),
        ("head", "base", ("3c", "base")),
        ("1", "+1", ("1a", "2b")),
        ("head-1", "-1", ("2b", "1a")),
        ("-2", "head", ("1a", "3c")),
        ("2", "2b", ("2b", "2b")),
    ],
)
def test_revisions_have_all_their_names(project, first, second, ends):
    text = between(project, first, second)["postgresql"]
    assert text.startswith(HEAD.format(*ends))
    assert ("-- Nothing is to be done.\n" in text) == (ends[0] == ends[1])


def test_rows_and_the_version_table_are_left_alone(project):
    for dialect in DIALECTS:
        for ends in (("base", "head"), ("head", "base")):
            (text,) = between(project, *ends, dialect).values()
            assert "alembic_version" not in text
            assert "'x'" not in text


def test_revisions_of_two_branches(project):
    project.revision("9z", 'op.drop_table("child")', down="2b")
    text = between(project, "3c", "9z")["postgresql"]
    assert statements(text)[1:-1] == [
        "DROP TABLE child",
        "ALTER TABLE t DROP CONSTRAINT uq_t_a",
        "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(20)",
    ]
    with pytest.raises(MultipleHeads):
        between(project, "base", "head")


def test_a_revision_that_is_not_there(project):
    with pytest.raises(RevisionNotFound):
        between(project, "base", "nowhere")


def test_raw_sql_that_was_not_analysed_is_named(project):
    project.revision("4d", 'op.execute("ALTER TABLE child FROBNICATE")')
    text = between(project, "base", "head")["postgresql"]
    assert "-- Raw SQL was not analysed at: versions/4d.py:8\n" in text
    assert "-- The table child is not known as a whole, and is not compared.\n" in text


def test_what_may_not_run_in_a_transaction_lets_none_begin(project):
    project.revision("4d", "op.execute(\"CREATE TYPE e AS ENUM ('a')\")")
    project.revision("5e", "op.execute(\"ALTER TYPE e ADD VALUE 'b'\")")
    text = between(project, "4d", "5e")["postgresql"]
    assert statements(text) == ["ALTER TYPE e ADD VALUE 'b'"]


def test_what_a_database_does_not_have_is_an_error(project):
    project.revision("4d", 'op.create_index("ix", "t", [sa.text("lower(a)")])')
    with pytest.raises(UnsupportedOperation):
        between(project, "base", "head", "mssql")


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("ends", [("base", "head"), ("head", "base"), ("1a", "3c"), ("3c", "2b")])
def test_the_script_makes_the_other_schema(project, server, ends):
    (text,) = between(project, *ends, server.dialect).values()
    dialect = load_dialect(server.dialect)
    with server.fresh() as here, server.fresh() as there:
        for database, revision in zip((here, there), ends, strict=True):
            if revision != "base":
                database.run_script(project.compile(server.dialect, f"base:{revision}")).check_returncode()
        done = here.run_script(text)
        assert done.returncode == 0, done.stderr
        found = []
        for database in (there, here):
            with database.engine().connect() as connection:
                scope = Scope(without=frozenset({(None, "alembic_version")}))
                found.append(describe(connection, dialect, scope))
        assert not [str(one) for one in differences(*found, exact=True, ordered=False)]
