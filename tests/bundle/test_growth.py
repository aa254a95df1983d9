"""A new revision adds files and changes none, wherever in the history it stands."""

import pytest

from sqlcompile.errors import BundleError
from tests.bundle.bundles import bundled, contents, proposed, scripts, shop
from tests.projects import DIALECTS, Project


def table(name):
    return f'op.create_table("{name}", sa.Column("id", sa.Integer, primary_key=True))', f'op.drop_table("{name}")'


def branched(folder):
    """A base with one branch; others are added by the tests."""
    project = Project(folder)
    project.revision("a1", *table("a1"))
    project.revision("m5", *table("m5"), down="a1")
    project.revision("n6", *table("n6"), down="m5")
    return project


def grown(project, folder, before, *dialects):
    """Write the bundle; the revisions' files of before are as they were, and no note says otherwise."""
    notes = bundled(project, folder, *dialects)
    after = scripts(folder)
    assert {path: after.get(path) for path in before} == before
    assert notes == []
    return sorted(path.rpartition("/")[2] for path in set(after) - set(before) if path.endswith(".up.sql"))


def test_a_new_head(tmp_path):
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder, *DIALECTS)
    before, sums = scripts(folder), (folder / "sqlcompile.sum").read_text().splitlines()
    project.revision("d4", *table("later"))
    assert grown(project, folder, before, *DIALECTS) == ["0004_d4_d4.up.sql"] * len(DIALECTS)
    released = 1 + len(before)
    assert (folder / "sqlcompile.sum").read_text().splitlines()[:released] == sums[:released]


@pytest.mark.parametrize("name", ["b0", "z9"])
def test_a_new_branch_and_its_merge(tmp_path, name):
    """The graph's own order has the branch b0 before m5, which is released."""
    project, folder = branched(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder, "postgresql", "sqlite")
    before = scripts(folder)
    project.revision(name, *table(name), down="a1")
    assert grown(project, folder, before, "postgresql", "sqlite") == [f"0004_{name}_{name}.up.sql"] * 2
    before = scripts(folder)
    project.revision("o7", *table("o7"), down="n6")
    assert grown(project, folder, before, "postgresql", "sqlite") == ["0005_o7_o7.up.sql"] * 2
    before = scripts(folder)
    project.revision("merge", down=("o7", name))
    assert grown(project, folder, before, "postgresql", "sqlite") == ["0006_merge_merge.up.sql"] * 2
    project.revision("p8", *table("p8"), down="merge")
    before = scripts(folder)
    assert grown(project, folder, before, "postgresql", "sqlite") == ["0007_p8_p8.up.sql"] * 2


def test_a_new_base_and_what_depends_on_it(tmp_path):
    project, folder = branched(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    before = scripts(folder)
    project.revision("0base", *table("other"), down=None)
    project.revision("0next", *table("next"), down="0base", depends_on=("n6",))
    assert grown(project, folder, before) == ["0004_0base_0base.up.sql", "0005_0next_0next.up.sql"]


def test_every_way_back_is_one_of_its_own(tmp_path, sqlite_server):
    """After a branch was added, the files still lead up and down, one by one."""
    project, folder = branched(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    project.revision("b0", *table("b0"), down="a1")
    project.revision("merge", down=("n6", "b0"))
    bundled(project, folder)
    ups = sorted(folder.glob("sqlite/*.up.sql"))
    with sqlite_server.fresh() as database:
        for path in [*ups, *sorted(folder.glob("sqlite/*.down.sql"), reverse=True), folder / "sqlite" / "upgrade.sql"]:
            done = database.run_script(path.read_text())
            assert done.returncode == 0, f"{path.name}: {done.stderr}"
        assert database.query("SELECT version_num FROM alembic_version") == [("merge",)]
        done = database.run_script((folder / "sqlite" / "downgrade.sql").read_text())
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT count(*) FROM alembic_version") == [(0,)]


def test_a_newer_table_does_not_reach_an_older_way_back(tmp_path):
    """The way back of a revision rebuilds a table on SQLite: as it was then, without a later column."""
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    before = scripts(folder)
    project.revision("d4", 'op.add_column("account", sa.Column("later", sa.Integer))')
    project.revision("e5", 'op.rename_table("account", "person")', 'op.rename_table("person", "account")')
    grown(project, folder, before)
    assert b"later" not in before["sqlite/0002_b2_add_a_mail.down.sql"]


def test_a_changed_revision_is_told(tmp_path):
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    project.last = "a1"
    project.revision("b2", 'op.add_column("account", sa.Column("post", sa.String(50)))', message="add a mail")
    notes = bundled(project, folder)
    assert notes == [
        "These files of earlier revisions change: sqlite/0002_b2_add_a_mail.up.sql, sqlite/0002_b2_add_a_mail.down.sql"
    ]


def test_what_no_longer_belongs_is_removed(tmp_path):
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder, "postgresql", "sqlite")
    (folder / "notes.txt").write_text("mine")
    (project.folder / "versions" / "c3.py").unlink()
    before = scripts(folder)
    with pytest.raises(BundleError, match="is for postgresql, too"):
        bundled(project, folder, "sqlite")
    assert scripts(folder) == before
    notes = bundled(project, folder, "sqlite", force=True)
    assert len(notes) == 1
    assert notes[0].startswith("These files are no longer part of the bundle, and were removed: ")
    assert not (folder / "postgresql").exists()
    assert sorted(scripts(folder)) == [
        f"sqlite/{name}.{way}.sql"
        for name in ("0001_a1_create_the_account_table", "0002_b2_add_a_mail")
        for way in ("down", "up")
    ]
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_history_that_was_rewritten(tmp_path):
    """A released revision that now requires a new one comes after it, whatever its number was."""
    project, folder = branched(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    project.revision("k0", *table("k0"), down="a1")
    project.revision("m5", *table("m5"), down="k0")
    bundled(project, folder)
    assert [path for path in scripts(folder) if path.endswith(".up.sql")] == [
        "sqlite/0001_a1_a1.up.sql",
        "sqlite/0002_k0_k0.up.sql",
        "sqlite/0003_m5_m5.up.sql",
        "sqlite/0004_n6_n6.up.sql",
    ]


def test_nothing_new_writes_nothing(tmp_path):
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert proposed(project, folder).found == ()
    assert bundled(project, folder) == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == times


def test_another_version_of_a_library_alone_is_no_difference(tmp_path, monkeypatch):
    project, folder = shop(tmp_path / "p"), tmp_path / "sql"
    bundled(project, folder)
    before = contents(folder)
    monkeypatch.setattr("sqlcompile.bundle.build.version", lambda _: "99")
    assert bundled(project, folder) == []
    assert contents(folder) == before
    project.revision("d4")
    bundled(project, folder)
    assert b'"sqlglot": "99"' in (folder / "manifest.json").read_bytes()


def test_a_setting_of_the_session_lasts_in_one_script_alone(tmp_path):
    """SQLite's legacy_alter_table lasts until the client ends: in upgrade.sql it reaches the next revision."""
    project = Project(tmp_path / "p")
    project.revision(
        "a1",
        """
        op.execute("CREATE TABLE t (id INTEGER)")
        op.execute("CREATE VIEW v AS SELECT id FROM t")
        op.execute("PRAGMA legacy_alter_table = ON")
        """,
    )
    project.revision("b2", 'op.rename_table("t", "u")')
    folder = tmp_path / "sql"
    bundled(project, folder)
    found = contents(folder / "sqlite")
    assert found["upgrade.sql"].decode() == project.compile("sqlite")
    assert found["0002_b2_b2.up.sql"].decode() == project.compile("sqlite", "a1:b2")


def test_a_note_names_some_of_many_files(tmp_path, monkeypatch):
    project = Project(tmp_path / "p")
    for number in range(15):
        project.revision(f"r{number:02}")
    folder = tmp_path / "sql"
    bundled(project, folder)
    monkeypatch.setattr("sqlcompile.scripts.header.__version__", "99")
    (note,) = bundled(project, folder)
    assert note.startswith("These files of earlier revisions change: sqlite/0001_r00_r00.up.sql, ")
    assert note.endswith(", sqlite/0010_r09_r09.down.sql and 10 more")
