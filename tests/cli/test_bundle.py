"""``bundle`` and ``verify-sum``, from the command line."""

import re

import pytest

from tests.cli.conftest import files


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\ndialects = ["sqlite", "postgresql"]\n')
    (tmp_path / "versions").mkdir()
    revision(tmp_path, "a1", None)
    return tmp_path


def revision(folder, name, below):
    (folder / "versions" / f"{name}.py").write_text(
        f'"""make {name}"""\nimport sqlalchemy as sa\nfrom sqlcompile import op\n'
        f"revision = {name!r}\ndown_revision = {below!r}\n"
        f'def upgrade():\n    op.create_table("{name}", sa.Column("id", sa.Integer, primary_key=True))\n'
        f'def downgrade():\n    op.drop_table("{name}")\n'
    )


def test_a_bundle_is_written_checked_and_brought_up_to_date(call, shop):
    done = call("bundle", "--output-dir", "sql")
    assert (done.status, done.out, done.err) == (0, "", "")
    assert "sql/postgresql/0001_a1_make_a1.up.sql" in files(shop)
    assert call("bundle", "--check", "--output-dir", "sql").status == 0
    revision(shop, "b2", "a1")
    before = files(shop)
    done = call("bundle", "--check", "--output-dir", "sql")
    assert done.status == 1
    assert "sqlite/0002_b2_make_b2.up.sql: new: it is not there yet\n" in done.out
    assert "sqlite/upgrade.sql: changed: it compiles to something else now\n" in done.out
    assert "--- sqlite/upgrade.sql (there)\n" in done.out
    assert "+CREATE TABLE b2 (\n" in done.out
    assert files(shop) == before
    assert call("bundle", "--output-dir", "sql").status == 0
    assert call("bundle", "--check", "--output-dir", "sql").status == 0
    assert call("verify-sum", "sql").status == 0


def test_a_quiet_check_says_it_by_its_status_alone(call, shop):
    done = call("-q", "bundle", "--check", "--output-dir", "sql")
    assert (done.status, done.out, done.err) == (1, "", "")
    assert not (shop / "sql").exists()


def test_a_bundle_of_a_range_in_a_style(call, shop):
    revision(shop, "b2", "a1")
    line = "bundle a1:b2 -d sqlite --mode plain --client plain --output-dir sql"
    assert call(*line.split()).status == 0
    (path,) = (shop / "sql").rglob("*.up.sql")
    assert path.name == "0002_b2_make_b2.up.sql"
    assert '"client": "plain"' in (shop / "sql" / "manifest.json").read_text()


def test_what_was_edited_by_hand_is_not_overwritten(call, shop):
    call("bundle", "--output-dir", "sql")
    path = shop / "sql" / "sqlite" / "upgrade.sql"
    path.write_text("-- mine\n")
    done = call("bundle", "--output-dir", "sql")
    assert done.status == 2
    assert "1 file in sql would be lost. sqlite/upgrade.sql: edited by hand since it was written." in done.err
    assert path.read_text() == "-- mine\n"
    assert call("bundle", "--force", "--output-dir", "sql").status == 0
    assert "CREATE TABLE a1" in path.read_text()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bundle", "No folder is named for the bundle."),
        ("bundle --output-dir sqlcompile.toml", "sqlcompile.toml is a file."),
        ("bundle zz --output-dir sql", 'No revision is named "zz".'),
        ("bundle -d db2 --output-dir sql", 'There is no dialect "db2".'),
        ("bundle -d postgresql --client sqlite3 --output-dir sql", "sqlite3 runs no scripts of PostgreSQL."),
    ],
)
def test_what_cannot_be(call, line, said):
    done = call(*line.split())
    assert done.status == 2
    assert said in done.err


def test_verify_sum_needs_no_project(call, shop, tmp_path_factory, monkeypatch):
    call("bundle", "--output-dir", "sql")
    moved = (shop / "sql").rename(tmp_path_factory.mktemp("dba") / "sql")
    (shop / "sqlcompile.toml").write_text("= broken")
    done = call("verify-sum", str(moved))
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch(
        r".* is as it was written: 12 files\.\nThe last chain, which stands for all of it: [0-9a-f]{64}\n", done.out
    )
    (moved / "README.md").unlink()
    done = call("verify-sum", str(moved))
    assert (done.status, done.out) == (1, "README.md: missing\n")
    monkeypatch.chdir(moved)
    assert call("verify-sum", ".").status == 1
