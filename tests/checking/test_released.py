"""``check``: bundles that are up to date, and released revisions that compile to other SQL."""

import shutil

import pytest

from tests.checking.conftest import TABLE


@pytest.fixture
def released(project):
    """A project whose bundle is committed."""
    project.revision("a1", TABLE, 'op.drop_table("account")')
    assert project.call("bundle", "--output-dir", str(project.folder / "sql")).status == 0
    project.git("init")
    project.git("add", "-A")
    project.git("commit", "-m", "one")
    return project


def change(project):
    path = project.folder / "versions/a1.py"
    path.write_text(path.read_text().replace("40", "41"))


def test_a_bundle_in_git_is_found_and_is_what_compiles_now(released):
    done = released.check()
    assert done["ok"]
    assert [one["check"] for one in done["checks"] if one["done"]] == [
        "heads",
        "compile",
        "downgrade",
        "repeatable",
        "bundle",
        "released",
    ]


def test_a_new_revision_makes_the_bundle_old_and_changes_nothing_released(released):
    released.revision("a2", 'op.add_column("account", sa.Column("x", sa.Integer))', 'op.drop_column("account", "x")')
    (found,) = released.check()["findings"]
    assert (found["check"], found["file"], found["line"]) == ("bundle", "sql/manifest.json", 1)
    assert found["hint"] == "Write it anew: sqlcompile bundle --output-dir sql"
    assert "mysql/0002_a2_a2.up.sql: new: it is not there yet" in found["details"]


def test_a_released_revision_that_compiles_to_other_sql_is_found(released):
    change(released)
    bundle, revision = released.check()["findings"]
    assert bundle["check"] == "bundle"
    assert bundle["hint"] == "It would change what was released: see below."
    assert (revision["check"], revision["file"], revision["line"]) == ("released", "versions/a1.py", 4)
    assert revision["message"] == "upgrade() of revision a1 compiles to other SQL than in the bundle sql."
    assert ["VARCHAR(40)" in revision["details"][0], "VARCHAR(41)" in revision["details"][1]] == [True, True]


def test_a_released_revision_may_be_accepted(released):
    change(released)
    found = released.check("--accept", "released:a1")
    assert [one["check"] for one in found["findings"]] == ["bundle"]
    assert found["notes"] == []
    released.settings('check_accept = ["released:a1", "bundle:sql", "models:gone", "downgrade:a1"]')
    found = released.check()
    assert found["findings"] == []
    assert found["notes"] == ["downgrade:a1 is accepted, and was not found."]


def test_a_revision_that_is_gone_is_found(released):
    released.revision("a2")
    released.call("bundle", "--output-dir", str(released.folder / "sql"))
    (released.folder / "versions/a2.py").unlink()
    found = [one for one in released.check()["findings"] if one["check"] == "released"]
    assert {one["message"] for one in found} == {"Revision a2, released in the bundle sql, is gone."}
    assert {one["file"] for one in found} == {"sql/manifest.json"}


def test_a_bundle_that_was_edited_by_hand_is_found(released):
    path = released.folder / "sql/mysql/0001_a1_a1.up.sql"
    path.write_text(path.read_text() + "-- mine\n")
    (found,) = released.check()["findings"]
    assert found["details"] == ["mysql/0001_a1_a1.up.sql: edited by hand since it was written"]


def test_a_damaged_bundle_is_found(released):
    (released.folder / "sql/manifest.json").write_text("{")
    (found,) = released.check()["findings"]
    assert (found["check"], found["file"]) == ("bundle", "sql/manifest.json")


def test_a_bundle_is_compiled_as_it_was_written(released):
    shutil.rmtree(released.folder / "sql")
    folder = str(released.folder / "other")
    assert released.call("bundle", "--output-dir", folder, "-d", "sqlite", "--mode", "plain").status == 0
    released.git("add", "-A")
    assert released.check()["ok"]


def test_a_bundle_that_is_not_in_git_is_named(project):
    project.revision("a1", TABLE, 'op.drop_table("account")')
    project.call("bundle", "--output-dir", str(project.folder / "sql"))
    assert project.check()["checks"][5]["done"] is False
    change(project)
    assert [one["check"] for one in project.check("--bundle", "sql")["findings"]] == ["bundle", "released"]


def test_the_bundle_of_another_project_below_is_left_alone(released):
    other = released.folder / "inner"
    shutil.copytree(released.folder / "sql", other / "sql")
    text = (other / "sql/manifest.json").read_text()
    (other / "sql/manifest.json").write_text(text.replace('"revision": "a1"', '"revision": "zz"'))
    released.git("add", "-A")
    assert released.check()["ok"]


def test_what_a_revision_of_git_has_is_released(project):
    project.revision("a1", TABLE, 'op.drop_table("account")')
    project.git("init")
    project.git("add", "-A")
    project.git("commit", "-m", "one")
    project.settings('check_against = "HEAD"')
    assert project.check()["ok"]
    change(project)
    (found,) = project.findings()
    assert found[:4] == (
        "released",
        "versions/a1.py",
        4,
        "upgrade() of revision a1 compiles to other SQL than in HEAD.",
    )


def test_a_state_of_git_that_does_not_compile_is_found(project):
    path = project.revision("a1", "op.drop_colum('x')", None)
    project.git("init")
    project.git("add", "-A")
    project.git("commit", "-m", "one")
    path.write_text(path.read_text().replace("op.drop_colum('x')", "pass"))
    (found,) = project.check("--against", "HEAD")["findings"]
    assert (found["check"], found["file"]) == ("released", "versions/a1.py")
    assert found["message"].startswith("The project as it was at HEAD does not compile: ")
