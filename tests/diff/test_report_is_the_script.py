"""A report shows the statements that the script has, in their order: nothing is lost, nothing is added."""

import pytest

from tests.diff.comparing import diff_of, rows_of
from tests.projects import DIALECTS, Project

FRAMES = {"BEGIN", "COMMIT", "BEGIN ISOLATION LEVEL READ COMMITTED;", "COMMIT;", "BEGIN IMMEDIATE;"} | {
    "BEGIN TRANSACTION;",
    "COMMIT TRANSACTION;",
    "GO",
}
TABLE = 'op.create_table("t", sa.Column("n", sa.Integer), sa.Column("m", sa.Integer))'


def report_of(project, dialect, range_text="base:heads"):
    """Return the lines of a report's statements."""
    (found,) = [diff_of(project, dialect, range_text=range_text, compare=False)]
    return lines("\n".join(text for part in found.parts for row in part.rows for text in row.cells[0].statements))


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("--")]


def missing(project, dialect, range_text="base:heads", direction="upgrade"):
    """Return what a report lacks of a script but for its transactions and settings, and what it has beside it."""
    script = lines(project.compile(dialect, range_text, direction, mode="plain"))
    shown = report_of(project, dialect, range_text)
    start = script.index(shown[0])
    end = len(script) - script[::-1].index(shown[-1])
    return [line for line in script[start:end] if line not in FRAMES], [line for line in shown if line not in FRAMES]


def with_env(project, body, options=""):
    text = f"from alembic import context\n{body}\n"
    (project.folder / "env.py").write_text(text.replace("OPTIONS", options), encoding="utf-8")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_env_py_executes_is_in_it(tmp_path, dialect):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    with_env(
        project,
        f"context.configure(dialect_name={dialect!r})\n"
        "context.execute('CREATE TABLE before_all (n INTEGER)')\n"
        "context.run_migrations()\n"
        "context.execute('UPDATE t SET n = 1')\n"
        "context.execute('UPDATE t SET n = 2')",
    )
    script, shown = missing(project, dialect)
    assert shown == script
    assert shown[-2:] == ["UPDATE t SET n = 1;", "UPDATE t SET n = 2;"]


def test_what_env_py_executes_is_compared(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    with_env(
        project,
        "context.configure(dialect_name='postgresql')\n"
        "context.execute('UPDATE s SET n = 1')\n"
        "context.run_migrations()\n"
        "context.execute('UPDATE s SET n = 2')",
    )
    found = diff_of(project, "postgresql", "mysql")
    assert rows_of(found) == [
        ("execute UPDATE s SET n = 1", "same"),
        ("create_table t", "same"),
        ("execute UPDATE s SET n = 2", "same"),
    ]
    assert found.parts[0].rows[0].location == "env.py"


def test_what_the_project_does_after_each_step_hides_nothing(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    project.revision("b2", 'op.drop_column("t", "m")')
    with_env(
        project,
        "def noted(ctx, **given):\n"
        "    ctx.execute('INSERT INTO log (n) VALUES (1)')\n"
        "context.configure(dialect_name='postgresql', on_version_apply=noted)\n"
        "context.run_migrations()",
    )
    script, shown = missing(project, "postgresql")
    assert shown == script
    assert shown.count("INSERT INTO log (n) VALUES (1);") == 2
    assert [row[0] for row in rows_of(diff_of(project, "postgresql", "mysql"))] == [
        "create_table t",
        "execute INSERT INTO log (n) VALUES (1)",
        "drop_column t.m",
        "execute INSERT INTO log (n) VALUES (1)",
    ]


def test_a_database_that_begins_later_is_shown_from_there(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    project.revision("b2", 'op.drop_column("t", "m")')
    with_env(project, "context.configure(dialect_name='mysql', starting_rev='a1')\ncontext.run_migrations()")
    script, shown = missing(project, "mysql")
    assert shown == script
    assert shown[0] == "ALTER TABLE t DROP COLUMN m;"


def test_what_a_savepoint_took_back_is_not_in_it(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    project.revision(
        "b2",
        """
        try:
            op.drop_constraint("nothing", "t", type_="unique")
        except Exception:
            op.execute("UPDATE t SET n = 1")
        inside = op.get_bind().begin_nested()
        op.execute("UPDATE t SET n = 2")
        inside.rollback()
        op.execute("UPDATE t SET n = 3")
        """,
    )
    script, shown = missing(project, "postgresql")
    assert shown == script
    assert "UPDATE t SET n = 2;" not in shown


def test_where_a_script_fails_it_goes_the_way_that_it_went(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    project.revision(
        "b2",
        """
        global times
        times += 1
        try:
            op.drop_constraint("nothing", "t", type_="unique")
        except Exception:
            op.execute(f"UPDATE t SET n = {times}")
        op.add_column("t", sa.Column("s", sa.String))
        """,
        head="times = 0",
    )
    found = diff_of(project, "mysql", "postgresql", range_text="a1:b2")
    rows = found.parts[0].rows
    assert [row.title for row in rows] == ["execute UPDATE t SET n = 1", "add_column t.s"]
    assert rows[0].cells[0].statements == rows[0].cells[1].statements == ("UPDATE t SET n = 1;",)
    assert [bool(cell.problem) for cell in rows[1].cells] == [True, False]


def test_what_fails_before_the_range_is_said(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer), sa.Column("s", sa.String))')
    project.revision("b2", 'op.get_bind()\nraise RuntimeError("no")')
    project.revision("c3", 'op.alter_column("t", "n", type_=sa.BigInteger())')
    found = diff_of(project, "postgresql", "mysql", range_text="b2:c3")
    assert [note.partition(" there: ")[0] for note in found.notes] == [
        "PostgreSQL 16 fails before the range, which is compiled as if it had gone on",
        "MySQL 8.0 fails before the range, which is compiled as if it had gone on",
    ]
    assert "versions/b2.py:9 (The script fails: RuntimeError: no)" in found.notes[0]
    assert "versions/a1.py:8 (MySQL cannot express this" in found.notes[1]


def test_what_later_revisions_lack_is_said(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLE)
    project.revision("b2", 'op.get_bind()\nraise RuntimeError("no")')
    project.revision("c3", 'op.drop_column("t", "m")')
    found = diff_of(project, "postgresql", range_text="a1:c3", compare=False)
    said = "PostgreSQL 16 fails, and what comes later is compiled without what was to be done there: versions/b2.py:9."
    assert said in found.notes
