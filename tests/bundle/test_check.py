"""What ``bundle --check`` says, and what ``bundle`` does not overwrite."""

import os

import pytest

from sqlcompile.bundle.comparing import MOST_FILES, MOST_LINES, unified
from sqlcompile.errors import BundleError
from tests.bundle.bundles import bundled, contents, proposed, shop

UP = "sqlite/0002_b2_add_a_mail.up.sql"


@pytest.fixture
def project(tmp_path):
    return shop(tmp_path / "p")


@pytest.fixture
def folder(tmp_path, project):
    bundled(project, tmp_path / "sql")
    return tmp_path / "sql"


def found(project, folder):
    return {one.path: one.kind for one in proposed(project, folder).found}


def test_nothing_there(tmp_path, project):
    kinds = found(project, tmp_path / "none")
    assert set(kinds.values()) == {"new"}
    assert len(kinds) == 12
    assert not (tmp_path / "none").exists()


def test_up_to_date(project, folder):
    assert found(project, folder) == {}


def test_a_new_revision(project, folder):
    project.revision("d4")
    before = contents(folder)
    kinds = found(project, folder)
    assert {path for path, kind in kinds.items() if kind == "new"} == {
        "sqlite/0004_d4_d4.up.sql",
        "sqlite/0004_d4_d4.down.sql",
    }
    assert {path for path, kind in kinds.items() if kind == "changed"} == {
        "README.md", "manifest.json", "sqlcompile.sum", "sqlite/downgrade.sql", "sqlite/state.sql",
        "sqlite/upgrade.sql",
    }  # fmt: skip
    assert contents(folder) == before


def test_a_changed_revision(project, folder):
    project.last = "a1"
    project.revision("b2", 'op.add_column("account", sa.Column("post", sa.String(50)))', message="add a mail")
    proposal = proposed(project, folder)
    assert {one.path: one.kind for one in proposal.found}[UP] == "changed"
    shown = unified(proposal.found)
    assert f"--- {UP} (there)\n+++ {UP} (now)\n" in shown
    assert "-ALTER TABLE account ADD COLUMN mail VARCHAR(50);" in shown
    assert "+ALTER TABLE account ADD COLUMN post VARCHAR(50);" in shown


def test_a_missing_file_is_written_again(project, folder):
    before = contents(folder)
    (folder / UP).unlink()
    assert found(project, folder) == {UP: "missing"}
    bundled(project, folder)
    assert contents(folder) == before


@pytest.mark.parametrize("path", [UP, "README.md", "manifest.json", "sqlite/state.sql"])
def test_a_file_edited_by_hand(project, folder, path):
    before = contents(folder)
    text = (folder / path).read_text()
    (folder / path).write_text(text.replace("sqlcompile", "SQLcompile", 1) if path == "README.md" else text + "\n")
    edited = contents(folder)
    assert found(project, folder) == {path: "edited"}
    with pytest.raises(BundleError, match=r"1 file in .* would be lost. .*edited by hand") as refused:
        bundled(project, folder)
    assert "--force" in refused.value.hint
    assert contents(folder) == edited
    bundled(project, folder, force=True)
    assert contents(folder) == before


def test_an_edited_list_of_hashes(project, folder):
    path = folder / "sqlcompile.sum"
    first, one, two, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first, two, one, *rest]) + "\n")
    assert found(project, folder) == {"sqlcompile.sum": "edited"}
    with pytest.raises(BundleError, match=r"sqlcompile\.sum: edited by hand"):
        bundled(project, folder)


def test_an_edit_and_its_hash(project, folder):
    """Who writes the hash too, but not the chain, has edited the list; nothing is overwritten."""
    from sqlcompile.bundle.sums import digest

    path = folder / UP
    old = digest(path.read_bytes())
    path.write_text("-- mine\n")
    sums = folder / "sqlcompile.sum"
    sums.write_text(sums.read_text().replace(old, digest(path.read_bytes())))
    with pytest.raises(BundleError, match="edited by hand"):
        bundled(project, folder)
    assert path.read_text() == "-- mine\n"


def test_an_edited_file_of_a_revision_that_is_gone(project, folder):
    path = folder / "sqlite" / "0003_c3_index_names.up.sql"
    path.write_text("-- mine\n")
    (project.folder / "versions" / "c3.py").unlink()
    with pytest.raises(BundleError, match=r"0003_c3_index_names\.up\.sql: edited by hand"):
        bundled(project, folder)
    assert path.read_text() == "-- mine\n"
    bundled(project, folder, force=True)
    assert not path.exists()


def test_a_foreign_file_in_the_way(tmp_path, project):
    folder = tmp_path / "other"
    (folder / "sqlite").mkdir(parents=True)
    (folder / UP).write_text("-- mine\n")
    with pytest.raises(BundleError, match="not of this bundle, and in the way"):
        bundled(project, folder)
    assert contents(folder) == {"sqlite": None, UP: b"-- mine\n"}
    bundled(project, folder, force=True)
    assert found(project, folder) == {}


def test_a_file_that_is_none_of_ours_stays_and_is_told(project, folder):
    (folder / "sqlite" / "own.sql").write_text("-- mine\n")
    (folder / "notes.txt").write_text("mine")
    assert found(project, folder) == {"sqlite/own.sql": "unknown"}
    project.revision("d4")
    assert bundled(project, folder) == ["These files are not of this bundle, and stay: sqlite/own.sql"]
    assert (folder / "sqlite" / "own.sql").read_text() == "-- mine\n"


def test_what_compiles_to_the_edited_text_is_no_edit(project, folder):
    """The migration has taken over what was changed by hand in its file."""
    text = (folder / UP).read_text()
    (folder / UP).write_text(text.replace("VARCHAR(50)", "VARCHAR(60)"))
    project.last = "a1"
    path = project.folder / "versions" / "b2.py"
    path.write_text(path.read_text().replace("String(50)", "String(60)"))
    os.utime(path, (path.stat().st_mtime + 5,) * 2)  # Python's cache tells scripts apart by their second and size
    kinds = found(project, folder)
    assert UP not in kinds
    assert set(kinds.values()) == {"changed"}
    bundled(project, folder)
    assert found(project, folder) == {}


def test_the_difference_is_bounded(project, folder):
    for path in folder.rglob("*.sql"):
        path.write_text("\n".join(map(str, range(1000))))
    for number in range(MOST_FILES):
        project.revision(f"x{number}")
    shown = unified(proposed(project, folder).found).splitlines()
    assert len(shown) < (MOST_LINES + 1) * MOST_FILES + 2
    assert any(line.endswith("more lines") for line in shown)
    assert shown[-1].endswith("more files")


@pytest.mark.parametrize("what", [UP, "sqlite", "manifest.json", "sqlcompile.sum"])
def test_a_link_is_never_written_through(tmp_path, project, folder, what):
    kept = tmp_path / "kept"
    (folder / what).rename(kept)
    (folder / what).symlink_to(kept)
    project.revision("d4")
    before = contents(tmp_path)
    for force in (False, True):
        with pytest.raises(BundleError, match="is a link in the place of"):
            bundled(project, folder, force=force)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "damage", ["", '{"format": 1', '{"format": 2, "tool": {"name": "sqlcompile", "version": "9"}}']
)
def test_a_damaged_bundle_is_not_taken_for_none(project, folder, damage):
    (folder / "manifest.json").write_text(damage)
    before = contents(folder)
    with pytest.raises(BundleError, match=r"manifest\.json") as refused:
        bundled(project, folder, force=True)
    assert "remove" in refused.value.hint
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("edit", "said"), [((b"\n", b"\r\n"), "-CREATE TABLE account (\r"), ((b"account", b"acc\xffount"), "acc\\xffount")]
)
def test_edits_that_hide_are_shown(project, folder, edit, said):
    path = next(folder.glob("sqlite/0001*.up.sql"))
    path.write_bytes(path.read_bytes().replace(*edit))
    (difference,) = proposed(project, folder).found
    assert difference.kind == "edited"
    assert said in unified([difference])


def test_the_marks_of_a_merge_conflict_are_told(project, folder):
    path = folder / "manifest.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text() + "=======\n>>>>>>> other\n")
    with pytest.raises(BundleError, match="the marks of a merge conflict") as refused:
        bundled(project, folder)
    assert "git checkout HEAD" in refused.value.hint
