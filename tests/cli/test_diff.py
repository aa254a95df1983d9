"""``diff`` and ``report``, from the command line."""

import json
import subprocess
import sys

import pytest


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\n')
    (tmp_path / "versions").mkdir()
    revision(tmp_path, "a1", None, 'op.create_table("t", sa.Column("n", sa.Integer))')
    revision(tmp_path, "b2", "a1", 'op.add_column("t", sa.Column("s", sa.String(20)))')
    return tmp_path


def revision(folder, name, below, upgrade):
    (folder / "versions" / f"{name}.py").write_text(
        f'"""make {name}"""\nimport sqlalchemy as sa\nfrom sqlcompile import op\n'
        f"revision = {name!r}\ndown_revision = {below!r}\ndef upgrade():\n    {upgrade}\ndef downgrade():\n    pass\n"
    )


def found(done):
    """Return the kinds of all cells after the first, from JSON."""
    diff = json.loads(done.out)
    return [cell["kind"] for part in diff["parts"] for row in part["rows"] for cell in row["cells"][1:]]


def test_two_databases_are_compared(call, shop):
    done = call("diff", "postgresql", "mysql", "--format", "json")
    assert (done.status, done.err) == (0, "")
    assert found(done) == ["same", "meaning"]


def test_a_range_follows_the_databases(call, shop):
    assert found(call("diff", "postgresql", "mysql", "oracle", "base:a1", "--format", "json")) == ["same", "meaning"]
    assert found(call("diff", "a1:b2", "-d", "postgresql", "-d", "mysql", "--format", "json")) == ["meaning"]


def test_the_settings_name_the_databases(call, shop):
    (shop / "sqlcompile.toml").write_text('script_location = "."\ndialects = ["postgresql", "mariadb"]\n')
    assert found(call("diff", "--format", "json")) == ["same", "meaning"]


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [(["impossible"], 0), (["meaning"], 1), (["any"], 1), (["spelling"], 0), (["spelling", "meaning"], 1)],
)
def test_the_status_is_one_for_the_classes_that_fail(call, shop, fail_on, status):
    options = [word for name in fail_on for word in ("--fail-on", name)]
    done = call("diff", "postgresql", "mysql", *options)
    assert done.status == status
    assert "meaning     add_column t.s" in done.out  # what fails is shown all the same


def test_facts_are_accepted_by_option_and_setting(call, shop):
    line = ["diff", "postgresql", "mysql", "--fail-on", "meaning"]
    assert call(*line, "--accept", "text-comparison").status == 0
    (shop / "sqlcompile.toml").write_text('script_location = "."\ndiff_accept = ["text-comparison"]\n')
    done = call(*line)
    assert done.status == 0
    assert "Accepted: text-comparison (1 time)." in done.out


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ("diff", "No database is named to compile for.", "-d postgresql"),
        ("diff postgresql", "A diff needs two databases, and only postgresql is named.", "diff --against main"),
        ("diff postgrsql mysql", 'There is no dialect "postgrsql".', "Did you mean postgresql?"),
        ("diff postgresql mysql base:zz", 'No revision is named "zz".', ""),
        ("diff postgresql mysql a1 b2", 'There is no dialect "a1".', ""),
        ("diff postgresql mysql --accept text-comparision", "There is no fact", "Did you mean text-comparison?"),
        ("diff postgresql mysqll", 'There is no dialect "mysqll".', "Did you mean mysql?"),
        ("diff postgresql mysql sqllite", 'There is no dialect "sqllite".', "Did you mean sqlite?"),
        (
            "diff postgresql mysql --fail-on changed",
            'There is no class "changed"',
            "spelling, meaning, impossible, any.",
        ),
        ("diff --against main --fail-on meaning", 'There is no class "meaning"', "new, changed, removed, any."),
        ("diff --against main postgresql", "databases are named with -d", "diff --against main -d postgresql"),
        ("diff old/one new/one", "There is no bundle old/one.", "bundle --output-dir"),
        ("diff a1 b2 --schema -d mysql -d sqlite", "do not go into one file", "-o 'out.{dialect}.sql'"),
        ("diff --against main a b", "With --against there is a range at most", "-d"),
        ("diff a1 --schema -d sqlite", "--schema compares two revisions.", "diff base head --schema"),
        ("diff a1 b2 --schema --against main", "--schema compares two revisions.", ""),
        ("diff versions versions", "versions is a folder, and no bundle.", "bundle --output-dir"),
    ],
)
def test_bad_input_is_an_error_in_words(call, shop, line, said, hint):
    done = call(*line.split())
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert hint in " ".join(done.err.split())
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("comparison", "options"),
    [
        ("diff postgresql mysql", ["--allow-changed all"]),
        ("diff --against HEAD", ["--accept boolean", "--transpile"]),
        ("diff old new", ["--accept boolean", "--transpile", "--rows empty", "--tag x", "--strict-types"]),
        ("diff a1 b2 --schema", ["--format html", "--fail-on any", "--accept boolean", "--transpile"]),
        ("diff a1 b2 --schema", ["--allow-changed all"]),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(call, shop, comparison, options):
    assert call("bundle", "-d", "sqlite", "--output-dir", "old").status == 0
    assert call("bundle", "-d", "sqlite", "--output-dir", "new").status == 0
    for option in options:
        done = call(*comparison.split(), *option.split())
        assert (done.status, done.out) == (2, "")
        assert f"{option.split()[0]} does not go with" in done.err
        assert "It is for" in done.err


def test_what_made_the_status_one_is_said(call, shop):
    line = ["diff", "postgresql", "mysql", "-o", "d.html"]
    assert call(*line).err == ""
    done = call(*line, "--fail-on", "meaning")
    assert (done.status, done.out, done.err) == (1, "", "FOUND --fail-on: 1 of the class meaning.\n")
    assert call("bundle", "-d", "sqlite", "--output-dir", "old").status == 0
    revision(shop, "a1", None, 'op.create_table("t", sa.Column("n", sa.BigInteger))')
    assert call("bundle", "-d", "sqlite", "--output-dir", "new").status == 0
    done = call("diff", "old", "new", "-o", "d.md")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("FOUND Released revisions are of other SQL now, or gone: a1. `--allow-changed")


def test_the_databases_that_are_compared_are_named(call, shop):
    assert call("diff", "postgresql", "mysql").out.startswith("SQL of PostgreSQL 16 beside MySQL 8.0\nbase:heads\n")
    assert "There are no revisions in this range." in call("diff", "postgresql", "mysql", "b2:b2").out


def test_nothing_is_written_where_it_fails(call, shop):
    (shop / "out.html").write_text("before")
    (shop / "versions" / "b2.py").write_text("revision = 'b2'\ndown_revision = 'a1'\ndef broken(:\n")
    assert call("diff", "postgresql", "mysql", "-o", "out.html").status == 2
    assert (shop / "out.html").read_text() == "before"


def test_what_no_database_can_do_is_shown_and_fails(call, shop):
    with (shop / "versions" / "b2.py").open("a") as file:
        file.write("1 / 0\n")
    done = call("diff", "postgresql", "mysql")
    assert done.status == 1
    assert "The script of revision b2 does not import: ZeroDivisionError" in " ".join(done.out.split())
    assert done.err == "FOUND On no database could all be compiled that these revisions do: b2.\n"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("d.html", "<!DOCTYPE html>"), ("d.json", "{"), ("d.md", "#"), ("d.patch", "#"), ("d.txt", "SQL of")],
)
def test_the_name_of_a_file_says_its_format(call, shop, name, begins):
    assert call("diff", "postgresql", "mysql", "-o", name).status == 0
    assert (shop / name).read_text().startswith(begins)


def test_a_report_is_a_page_of_one_or_several_databases(call, shop):
    done = call("report", "-d", "postgresql", "-d", "oracle")
    assert done.status == 0
    assert done.out.startswith("<!DOCTYPE html>")
    done = call("report", "a1:b2", "-d", "oracle", "--format", "text")
    assert "ALTER TABLE t ADD s VARCHAR2(20 CHAR);" in done.out
    assert "UPDATE alembic_version SET version_num = 'b2'" in done.out


def test_a_report_on_a_terminal_is_text(call, shop, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    done = call("report", "a1:b2", "-d", "oracle", "--no-color")
    assert done.out.startswith("SQL to be applied on Oracle 19\na1:b2\n")
    assert done.out.count("Oracle") == 1  # where there is one database, it is not named above each statement
    assert call("report", "-d", "oracle", "--format", "html").out.startswith("<!DOCTYPE html>")


def test_a_report_says_first_what_cannot_be_written(call, shop):
    upgrade = (
        "from sqlalchemy.dialects.postgresql import JSONB; op.create_table('u', sa.Column('j', JSONB, index=True))"
    )
    revision(shop, "c3", "b2", upgrade)
    assert call("report", "-d", "postgresql", "-o", "sql.html").status == 0
    done = call("report", "-d", "postgresql", "-d", "mysql", "-o", "sql.txt", "--format", "text")
    assert (done.status, done.out) == (1, "")
    assert done.err == "FOUND Not all of it can be written for MySQL 8.0: the report says why.\n"
    text = " ".join((shop / "sql.txt").read_text().split())
    said = (
        "Notes MySQL 8.0: 1 operation cannot be written, the first in revision c3; no script of this range can be made"
    )
    assert text.startswith(f"SQL to be applied on PostgreSQL 16, MySQL 8.0 base:heads {said}")


def test_transpiling_is_only_offered(call, shop):
    revision(shop, "c3", "b2", """op.execute("UPDATE t SET s = s || 'x' WHERE n::text = '1'")""")
    done = call("diff", "postgresql", "mysql", "b2:c3", "--transpile", "--format", "json")
    (cell,) = (row["cells"][1] for row in json.loads(done.out)["parts"][0]["rows"])
    assert cell["proposals"] == ["UPDATE t SET s = CONCAT(s, 'x') WHERE CAST(n AS CHAR) = '1'"]
    assert "CONCAT(s" not in call("upgrade", "b2:c3", "-d", "mysql").out


def test_changes_since_a_git_revision(call, shop):
    git(shop, "init", "-q")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "one")
    line = ["diff", "--against", "HEAD", "-d", "postgresql", "--format", "json"]
    assert call(*line).status == 0
    revision(shop, "a1", None, 'op.create_table("t", sa.Column("n", sa.BigInteger))')
    revision(shop, "c3", "b2", 'op.drop_table("t")')
    done = call(*line)
    assert done.status == 1
    kinds = {(part["revision"], part["kind"]) for part in json.loads(done.out)["parts"]}
    assert {("a1", "changed"), ("c3", "new")} <= kinds
    assert call(*line, "--allow-changed", "a1").status == 0
    assert call(*line, "--allow-changed", "a1", "--fail-on", "new").status == 1
    assert call("diff", "--against", "nothing", "-d", "postgresql").status == 2


def test_strict_types_hold_for_both_sides_of_a_change(call, shop):
    upgrade = "from sqlalchemy.dialects.postgresql import JSONB; op.add_column('t', sa.Column('j', JSONB))"
    revision(shop, "c3", "b2", upgrade)
    git(shop, "init", "-q")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "one")
    assert call("diff", "--against", "HEAD", "-d", "mysql").status == 0
    done = call("diff", "--against", "HEAD", "-d", "mysql", "--strict-types")
    assert done.status == 2
    assert "JSONB" in done.err


def test_two_bundles(call, shop):
    assert call("bundle", "-d", "sqlite", "--output-dir", "old").status == 0
    revision(shop, "a1", None, 'op.create_table("t", sa.Column("n", sa.BigInteger))')
    assert call("bundle", "-d", "sqlite", "--output-dir", "new").status == 0
    done = call("diff", "old", "new")
    assert done.status == 1
    assert "changed" in done.out
    assert call("diff", "old", "old").status == 0


def test_the_ddl_between_two_revisions(call, shop):
    done = call("diff", "a1", "b2", "--schema", "-d", "postgresql")
    assert done.status == 0
    assert "ALTER TABLE t ADD COLUMN s VARCHAR(20);\n" in done.out
    assert call("diff", "b2", "base", "--schema", "-d", "postgresql", "-o", "out.sql").status == 0
    assert "DROP TABLE t;\n" in (shop / "out.sql").read_text()
    line = ["diff", "a1", "b2", "--schema", "-d", "mysql@8.0", "-d", "oracle", "-o", "{dialect}.sql"]
    assert call(*line).status == 0
    assert "ADD COLUMN s VARCHAR(20);\n" in (shop / "mysql.sql").read_text()
    assert "ADD s VARCHAR2(20 CHAR);\n" in (shop / "oracle.sql").read_text()
    line = ["diff", "a1", "b2", "--schema", "-d", "mysql@5.7", "-d", "mysql@8.0", "-o", "again.{dialect}.sql"]
    done = call(*line)
    assert done.status == 2
    assert "Two scripts would be written to one file, again.mysql.sql." in done.err
    assert not (shop / "again.mysql.sql").exists()


def git(folder, *arguments):
    """Run git with an author."""
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True)


def test_strict_types_hold_against_git_too(call, shop):
    kind = 'sa.Column("u", __import__("sqlalchemy.dialects.postgresql").dialects.postgresql.JSONB)'
    revision(shop, "c3", "b2", f'op.add_column("t", {kind})')
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=shop, check=True)
    assert call("diff", "--against", "HEAD", "-d", "mysql").status == 0
    done = call("diff", "--against", "HEAD", "-d", "mysql", "--strict-types")
    assert done.status == 2
    assert "under --strict-types" in done.err


def test_standard_output_that_is_closed_is_said(shop):
    command = [sys.executable, "-m", "sqlcompile", "report", "-d", "mysql"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command], cwd=shop, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: Standard output is closed.")
