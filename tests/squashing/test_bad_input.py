"""What cannot be squashed: an error that says why, and everything stays as it was."""

from __future__ import annotations

import os

import pytest

from sqlcompile.scripts import output

ACCOUNT = 'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))'


def two(project, **last):
    """Write a base, and a revision behind it."""
    project.revision("a1", ACCOUNT, 'op.drop_table("account")')
    project.revision("b2", 'op.add_column("account", sa.Column("mail", sa.String(50)))', **last)


def test_a_revision_that_is_not_there(project):
    two(project)
    assert 'No revision is named "zz".' in project.refused("zz")


def test_before_the_first_revision(project):
    two(project)
    assert '"base" is before the first revision: there is nothing to squash.' in project.refused("base")


def test_a_base_alone(project):
    two(project)
    assert "a1 is a base already, with nothing before it: there is nothing to squash." in project.refused("a1")


def test_several_heads(project):
    two(project)
    project.revision("x1", down=None)
    assert "there are 2 heads" in project.refused("head")
    assert "2" in project.refused("heads")


def test_a_branch_that_begins_inside(project):
    two(project)
    project.revision("c3", down="a1")
    said = project.refused("b2")
    assert "versions/c3.py:4: c3 follows a1, which would be squashed, but not b2: a branch begins there." in said


def test_a_dependency_on_a_revision_inside(project):
    two(project)
    project.revision("x1", down=None, depends_on="a1")
    said = project.refused("b2")
    assert "x1 depends on a1, which would be squashed" in said
    assert '`depends_on = "b2"`' in said


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('parent = "b2"\ndown_revision = parent', 6),
        ('down_revision = "b" "2".strip()', 5),
        ('down_revision, more = "b2", 1', 5),
        ('down_revision = "b2"\nif True:\n    down_revision = "b2"', 7),
    ],
)
def test_a_script_whose_parent_is_computed(project, written, line):
    two(project)
    path = project.revision("c3")
    path.write_text(path.read_text().replace("down_revision = 'b2'", written))
    said = project.refused("b2")
    assert f"versions/c3.py:{line}: down_revision of c3.py is not one literal" in said


def test_an_id_that_is_taken(project):
    two(project)
    assert 'The name "a1" is taken' in project.refused("b2", "--rev-id", "a1")


def test_an_archive_that_is_there_already(project):
    two(project)
    (project.folder / "old").mkdir()
    (project.folder / "old" / "x").write_text("")
    assert "old exists already." in project.refused("b2", "--archive", project.folder / "old")
    assert "x exists already." in project.refused("b2", "--archive", project.folder / "old" / "x")


def test_an_archive_that_is_read_for_revisions(project):
    two(project)
    assert "is read for revisions" in project.refused("b2", "--archive", project.folder / "versions")
    with (project.folder / "sqlcompile.toml").open("a") as settings:
        settings.write("recursive_version_locations = true\n")
    assert "is read for revisions" in project.refused("b2", "--archive", project.folder / "versions" / "old")


def test_a_stamp_that_is_there_already(project):
    two(project)
    (project.folder / "stamp.sql").write_text("")
    assert "stamp.sql exists already." in project.refused("b2", "-o", project.folder / "stamp.sql")


def test_several_stamps_in_one_file(project):
    two(project)
    said = project.refused("b2", "-o", project.folder / "stamp.sql", dialects=("sqlite", "postgresql"))
    assert "2 files would go into 1." in said
    assert "{dialect}" in said


def test_a_folder_that_cannot_be_written(project):
    two(project)
    (project.folder / "squashed").write_text("a file is in the way")
    assert "squashed" in project.refused("b2")


@pytest.mark.parametrize("failing", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", range(1, 8))
def test_nothing_is_half_done(project, monkeypatch, at, failing):
    two(project)
    project.revision("c3")
    before = project.files()
    real, calls = os.replace, []

    def replace(*places):
        calls.append(places)
        if len(calls) == at:
            raise failing
        return real(*places)

    monkeypatch.setattr(output.os, "replace", replace)
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "sqlite")
    if len(calls) < at:
        assert done.status == 0
        return
    assert done.status != 0
    assert project.files() == before
    assert not list(project.folder.rglob(".sqlcompile*"))


def test_a_template_that_fails(project):
    two(project)
    (project.folder / "script.py.mako").write_text("${1 / 0}")
    assert "The template failed with ZeroDivisionError" in project.refused("b2")


def test_a_template_that_leaves_the_body_out(project):
    two(project)
    (project.folder / "script.py.mako").write_text(
        "revision = ${repr(up_revision)}\ndown_revision = None\ndef upgrade():\n    pass\ndef downgrade():\n    pass\n"
    )
    assert "versions/b2.py:4: The new revision would not equal the history: SQLite: " in project.refused("b2")


def test_a_baseline(project):
    two(project)
    (project.folder / "start.sql").write_text("CREATE TABLE old (id INTEGER);")
    with (project.folder / "sqlcompile.toml").open("a") as settings:
        settings.write('baseline = "start.sql"\n')
    assert "This history starts from a baseline" in project.refused("b2")


def test_compiled_scripts(project):
    two(project)
    with (project.folder / "sqlcompile.toml").open("a") as settings:
        settings.write("sourceless = true\n")
    assert "`sourceless` is set" in project.refused("b2")


def test_a_table_that_the_history_has_not_made(project):
    project.revision("a1", 'op.add_column("older", sa.Column("x", sa.Integer))')
    project.revision("b2")
    said = project.refused("b2", dialects=("postgresql",))
    assert "The table older is not known as a whole" in said
    assert "The history has not made older" in said


def test_raw_sql_that_would_be_lost(project):
    two(project)
    project.revision(
        "c3", 'op.execute("GRANT SELECT ON account TO reader")\nop.execute("ALTER TABLE account OWNER TO x")'
    )
    said = project.refused("c3", dialects=("postgresql",))
    assert "versions/c3.py:8: PostgreSQL: raw SQL does what no schema holds, and would be lost: " in said
    assert "versions/c3.py:8: GRANT SELECT ON account TO reader; versions/c3.py:9: ALTER TABLE account OWNER" in said
    assert "--keep-raw-sql" in said


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE POLICY p ON account",
        "CREATE ROLE reader",
        "ALTER TABLE account ENABLE ROW LEVEL SECURITY",
        "SELECT create_hypertable('account', 'id')",
        "COMMENT ON FUNCTION f() IS 'x'",
        "ALTER SEQUENCE account_id_seq OWNED BY NONE",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
        "CREATE RULE r AS ON DELETE TO account DO INSTEAD NOTHING",
        "DO $$ BEGIN CREATE ROLE x; END $$",
        "REVOKE ALL ON account FROM public",
        "ALTER DATABASE d SET x = 1",
        "CREATE TYPE pair AS (a integer, b text)",
        "CREATE TABLE p (id integer) TABLESPACE fast",
        "CREATE TABLE p (id integer) WITH (fillfactor = 70)",
        "ALTER TABLE account ADD COLUMN z text COMPRESSION lz4",
        "CREATE SEQUENCE s OWNED BY account.id",
        "ALTER TABLE account ALTER COLUMN name SET STORAGE EXTERNAL",
        "COMMENT ON INDEX ix IS 'x'",
    ],
)
def test_each_kind_of_raw_sql_that_would_be_lost(project, sql):
    two(project)
    project.revision("c3", f"op.execute({sql!r})")
    assert "versions/c3.py:8: " in project.refused("c3", dialects=("postgresql",))


@pytest.mark.parametrize("sql", ["PRAGMA user_version = 3", "PRAGMA journal_mode=WAL", "ATTACH 'x' AS y"])
def test_what_sqlite_keeps_in_the_file(project, sql):
    two(project)
    project.revision("c3", f"op.execute({sql!r})")
    assert "versions/c3.py:8: " in project.refused("c3")


def test_a_clause_cannot_be_copied_alone(project):
    two(project)
    project.revision("c3", 'op.execute("CREATE TABLE p (id integer) TABLESPACE fast")')
    said = project.refused("c3", "--keep-raw-sql", dialects=("postgresql",))
    assert "versions/c3.py:8: TABLESPACE in CREATE TABLE p (id integer) TABLESPACE fast" in said
    text = project.squash("c3", "--without-raw-sql", dialects=("postgresql",))
    assert "is left out: TABLESPACE in CREATE TABLE p" in " ".join(text.replace("#", "").split())


def test_rows_that_are_not_known(project):
    two(project)
    project.revision("c3", 'op.execute("INSERT INTO account (id, name) SELECT 1, name FROM elsewhere")')
    said = project.refused("c3", dialects=("postgresql",))
    assert "versions/c3.py:8: PostgreSQL: the rows of account are not known: " in said
    assert "--without-rows" in said


def test_keys_that_go_on_nobody_knows_how(project):
    two(project)
    sql = "INSERT INTO account (name) VALUES ('a'); ALTER SEQUENCE account_id_seq INCREMENT 5"
    project.revision("c3", f"op.execute({sql!r})")
    said = project.refused("c3", "--without-raw-sql", dialects=("postgresql",))
    assert "the rows of account are not known: which key comes next is not known" in said


def test_a_value_that_stands_in_two_rows_and_only_the_database_makes(project):
    project.revision(
        "a1",
        """
        op.create_table(
            "t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime, server_default=sa.func.now()),
        )
        op.create_table("u", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime))
        op.execute("INSERT INTO t (id) VALUES (1)")
        op.execute("INSERT INTO u SELECT id, at FROM t")
        """,
    )
    project.revision("b2")
    said = project.refused("b2")
    assert "has a value that only the database makes, and that stands in another place, too." in said


def test_what_comes_after_is_proved_too(project):
    two(project)
    project.revision("c3", 'if op.get_context().get_current_revision() == "b2":\n    op.drop_column("account", "mail")')
    said = project.refused("b2")
    assert "The new revision would not equal the history: SQLite: " in said
    assert "(at the end of the history)" in said


def test_what_comes_after_may_fail_on_it(project):
    two(project)
    project.revision("c3", 'assert op.get_context().get_current_revision() == "b2"')
    said = project.refused("b2")
    assert "versions/c3.py:8: On the new revision this would fail: " in said


def test_two_answers_on_raw_sql(project):
    two(project)
    said = project.refused("b2", "--keep-raw-sql", "--without-raw-sql")
    assert "--keep-raw-sql and --without-raw-sql exclude each other." in said


def test_a_name_that_no_database_gives(project):
    two(project)
    assert "{place}" in project.refused("b2", "-o", "stamp.{place}.sql")
