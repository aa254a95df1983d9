"""A revision that cannot be undone has a file that says so, and fails before it changes anything."""

import pytest

from sqlcompile.bundle.reading import read_bundle
from sqlcompile.cli.run import run
from tests.bundle.bundles import bundled
from tests.projects import DIALECTS, Project

TABLE = 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))'
ROWS = """
for (n,) in op.get_bind().execute(sa.text("SELECT n FROM t")).fetchall():
    op.execute(f"INSERT INTO t (id, n) VALUES ({n}, 1)")
"""


def project_with(folder, downgrade, head=""):
    project = Project(folder)
    project.revision("a1", TABLE, 'op.drop_table("t")')
    project.revision("b2", 'op.add_column("t", sa.Column("m", sa.Integer))', downgrade, head=head)
    project.revision("c3", 'op.create_index("ix", "t", ["n"])', 'op.drop_index("ix", "t")')
    return project


REASONS = {
    "none": (None, "The script of revision b2 has no downgrade(). (versions/b2.py:4)"),
    "raises": (
        'raise NotImplementedError("we don\'t go\\n back: 100 % gone 🐘 " + str(object()))',
        "downgrade() of revision b2 raised NotImplementedError: we don't go (versions/b2.py:10)",
    ),
    "bare": ("raise RuntimeError", "downgrade() of revision b2 raised RuntimeError (versions/b2.py:10)"),
    "exits": ("raise SystemExit(3)", "downgrade() of revision b2 raised SystemExit: 3 (versions/b2.py:10)"),
    "rows": (ROWS, "The script reads rows that only the real database has: SELECT n FROM t"),
    "schema": ('op.drop_column("t", "nothing")', 'The table "t" has no column "nothing" at this revision.'),
    "script": ('op.execute("ROLLBACK")', "ROLLBACK would undo or end the transaction that the script is in."),
}


@pytest.mark.parametrize("case", REASONS)
def test_the_file_says_why_and_fails(tmp_path, server, case):
    downgrade, reason = REASONS[case]
    project = project_with(tmp_path / "p", downgrade)
    folder = tmp_path / "sql"
    notes = bundled(project, folder, server.dialect)
    told = [note for note in notes if note.startswith("Revision b2 cannot be undone: ")]
    assert len(told) == 1
    assert reason in told[0]
    path = f"{server.dialect}/0002_b2_b2.down.sql"
    text = (folder / path).read_text()
    assert f"-- Revision b2 cannot be undone: {reason}" in text
    (only,) = [one for one in read_bundle(folder).manifest.files if one.path == path]
    assert only.irreversible is not None
    assert reason in only.irreversible
    assert only.statements == 0
    with server.fresh() as database:
        assert database.run_script((folder / server.dialect / "upgrade.sql").read_text()).returncode == 0
        assert database.run_script((folder / server.dialect / "0003_c3_c3.down.sql").read_text()).returncode == 0
        before = database.query("SELECT * FROM t"), database.query("SELECT version_num FROM alembic_version")
        for name, said in (("0002_b2_b2.down.sql", "revision b2 cannot be undone"), ("downgrade.sql", "b2")):
            for stop in (True, False):
                done = database.run_script((folder / server.dialect / name).read_text(), stop_on_error=stop)
                assert said in done.stderr
                assert done.returncode != 0 or not stop
        assert (database.query("SELECT * FROM t"), database.query("SELECT version_num FROM alembic_version")) == before
        assert before[1] == [("b2",)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_whole_way_back_names_the_revisions(tmp_path, dialect):
    project = project_with(tmp_path / "p", None)
    project.revision("d4", "pass", None)
    folder = tmp_path / "sql"
    notes = bundled(project, folder, *DIALECTS)
    assert notes == [
        f"Revision {name} cannot be undone: The script of revision {name} has no downgrade(). (versions/{name}.py:4)"
        for name in ("b2", "d4")
    ]
    text = (folder / dialect / "downgrade.sql").read_text()
    assert "these revisions cannot be undone: b2, d4" in text
    assert "DROP TABLE t;" not in text
    for script in ("downgrade.sql", "0002_b2_b2.down.sql"):
        assert "alembic_version" not in (folder / dialect / script).read_text()
    (whole,) = read_bundle(folder).entries("downgrade", dialect)
    assert whole.irreversible is not None
    assert "Revision d4 cannot be undone: The script of revision d4" in whole.irreversible
    readme = (folder / "README.md").read_text()
    assert f"- `{dialect}/0002_b2_b2.down.sql`: The script of revision b2 has no downgrade()." in readme


def test_only_one_database_cannot(tmp_path):
    """What Oracle cannot express, the others can: their way back is whole."""
    project = project_with(
        tmp_path / "p",
        'op.execute("DROP INDEX ix2") if op.get_context().dialect.name != "oracle" else op.drop_column("t", "x")',
    )
    folder = tmp_path / "sql"
    (note,) = bundled(project, folder, "sqlite", "oracle", "mssql")
    assert note.startswith('Revision b2 on oracle cannot be undone: The table "t" has no column "x"')
    found = {one.path: one.irreversible for one in read_bundle(folder).manifest.files}
    assert [path for path, reason in found.items() if reason] == ["oracle/0002_b2_b2.down.sql", "oracle/downgrade.sql"]
    for dialect in ("sqlite", "mssql"):
        assert "DROP INDEX ix2" in (folder / dialect / "0002_b2_b2.down.sql").read_text()
        assert (folder / dialect / "downgrade.sql").read_text() == project.compile(dialect, "heads:base", "downgrade")


def test_pass_is_a_way_back(tmp_path):
    project = project_with(tmp_path / "p", "pass")
    folder = tmp_path / "sql"
    assert bundled(project, folder) == []
    assert all(one.irreversible is None for one in read_bundle(folder).manifest.files)


def test_an_error_on_the_way_up_is_an_error(tmp_path):
    project = project_with(tmp_path / "p", "pass")
    project.revision("d4", 'raise RuntimeError("up")')
    with pytest.raises(Exception, match=r"upgrade\(\) of revision d4 raised RuntimeError: up"):
        bundled(project, tmp_path / "sql")
    assert not (tmp_path / "sql").exists()


def test_the_rows_of_a_way_back_are_given(tmp_path):
    project = project_with(tmp_path / "p", ROWS)
    answers = tmp_path / "rows.json"
    answers.write_text('{"SELECT n FROM t": [[5]]}')
    folder = tmp_path / "sql"
    line = ["-C", project.folder, "bundle", "-d", "sqlite", "--rows", answers, "--output-dir", folder]
    assert run([str(word) for word in line]) == 0
    text = (folder / "sqlite" / "0002_b2_b2.down.sql").read_text()
    assert "INSERT INTO t (id, n) VALUES (5, 1);" in text
    assert "CHECK BEFORE APPLYING" in text


def test_only_the_whole_range_cannot(tmp_path):
    """Each revision goes back from where it led to; but what the newest makes anew lacks a column then."""
    project = Project(tmp_path / "p")
    project.revision("a1", TABLE, 'op.drop_table("t")')
    project.revision("b2", 'op.add_column("t", sa.Column("m", sa.Integer))', 'op.drop_column("t", "m")')
    project.revision("c3", 'op.drop_table("t")', TABLE)
    folder = tmp_path / "sql"
    reason = 'The table "t" has no column "m" at this revision. (versions/b2.py:10)'
    assert bundled(project, folder, *DIALECTS) == [f"The whole range cannot be undone in one go: {reason}"]
    for one in read_bundle(folder).manifest.files:
        assert (one.irreversible is not None) == (one.kind == "downgrade")
    text = (folder / "postgresql" / "downgrade.sql").read_text()
    assert f"-- The whole range cannot be undone in one go: {reason}\n" in text
    assert f"RAISE EXCEPTION '%', 'sqlcompile: the whole range cannot be undone in one go: {reason}'" in text
