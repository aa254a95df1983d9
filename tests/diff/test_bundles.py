"""Two bundles: which released revisions compile to other SQL, and what differs besides."""

import pytest

from sqlcompile.diff.bundles import diff_bundles
from sqlcompile.errors import BundleError, ConfigError, UnknownDialect
from tests.bundle.bundles import bundled
from tests.diff.changing import DIALECTS, Change, cells, changed, kinds, part_of

MODES = ("strict", "idempotent", "plain")
INSERT = "INSERT INTO account (id, name) VALUES (1, 'ann')"


@pytest.mark.parametrize("mode", MODES)
def test_nothing_changed(tmp_path, mode):
    diff = Change(tmp_path, *DIALECTS, mode=mode).diff()
    assert {part.kind for part in diff.parts} == {"same"}
    assert not any(part.rows for part in diff.parts)
    assert diff.notes == ()
    assert len(diff.parts) == 3 * 2 * 6
    assert diff.summary[0].title == "PostgreSQL 16, upgrade"
    assert diff.summary[0].numbers == {"same": 3, "new": 0, "changed": 0, "removed": 0}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("mode", MODES)
def test_a_statement_of_a_released_revision_changed(tmp_path, dialect, mode):
    change = Change(tmp_path, dialect, mode=mode)
    changed(change.path("a1"), "'ann'", "'o''hara'")
    diff = change.diff()
    assert kinds(diff) == {("a1", "upgrade"): "changed"}
    part = part_of(diff, "a1")
    (row,) = [row for row in part.rows if row.cells[1].kind == "changed"]
    assert row.cells[0].statements == (INSERT,)
    assert row.cells[1].statements == ("INSERT INTO account (id, name) VALUES (1, 'o''hara')",)
    assert (row.title, row.location) == ("INSERT INTO account (id, name) VALUES (1, 'o''hara')", "versions/a1.py")
    assert cells(part) == [("same", "CREATE"), ("changed", "INSERT")]
    assert part.message == "create the account table"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("mode", MODES)
def test_a_statement_more_and_one_less(tmp_path, dialect, mode):
    change = Change(tmp_path, dialect, mode=mode)
    changed(change.path("a1"), f'op.execute("{INSERT}")', 'op.execute("UPDATE account SET id = 2")')
    changed(change.path("c3"), "def downgrade():", "    op.execute('DELETE FROM account')\ndef downgrade():")
    diff = change.diff()
    assert kinds(diff) == {("a1", "upgrade"): "changed", ("c3", "upgrade"): "changed"}
    assert cells(part_of(diff, "a1")) == [("same", "CREATE"), ("removed", "INSERT"), ("new", "UPDATE")]
    assert cells(part_of(diff, "c3")) == [("same", "CREATE"), ("new", "DELETE")]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("before", MODES)
@pytest.mark.parametrize("now", MODES)
def test_another_mode_is_no_change_and_is_said(tmp_path, dialect, before, now):
    if before == now:
        return
    change = Change(tmp_path, dialect, mode=before)
    diff = change.diff(mode=now)
    assert kinds(diff) == {}
    assert f"mode: {before} -> {now}." in diff.notes
    assert "Guards, transactions or settings around the statements differ: a1, b2, c3." in diff.notes


@pytest.mark.parametrize("dialect", DIALECTS)
def test_another_client_is_no_change_and_is_said(tmp_path, dialect):
    diff = Change(tmp_path, dialect).diff(client="plain")
    assert kinds(diff) == {}
    assert "client: not set -> plain." in diff.notes


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_audit_table_is_no_change_and_is_said(tmp_path, dialect):
    change = Change(tmp_path, dialect)
    diff = change.diff(audit_table="audit")
    assert kinds(diff) == {}
    assert "audit table: not set -> audit." in diff.notes
    assert "What is noted in the audit table differs: a1, b2, c3." in diff.notes


@pytest.mark.parametrize("mode", MODES)
def test_the_hash_in_the_audit_table_is_not_looked_at(tmp_path, mode):
    change = Change(tmp_path, *DIALECTS, mode=mode, audit_table="audit")
    changed(change.path("a1"), "create the account table", "create accounts")
    diff = change.diff()
    assert kinds(diff) == {}
    assert not any("audit" in note for note in diff.notes)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("mode", MODES)
def test_a_revision_put_in_between(tmp_path, dialect, mode):
    """The released revision after it begins at other version rows; its SQL is the same."""
    change = Change(tmp_path, dialect, mode=mode)
    change.project.revision("b9", 'op.execute("DELETE FROM account")', down="b2", message="in between")
    changed(change.path("c3"), "down_revision = 'b2'", "down_revision = 'b9'")
    diff = change.diff()
    assert kinds(diff) == {("b9", "upgrade"): "new", ("b9", "downgrade"): "new"}
    assert [part.revision for part in diff.parts][::2] == ["a1", "b2", "b9", "c3"]
    assert cells(part_of(diff, "b9"))[0] == ("new", "DELETE")
    assert "The version rows move b9 -> c3 now, b2 -> c3 before: c3." in diff.notes
    assert not any("Guards" in note for note in diff.notes)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_removed_revision(tmp_path, dialect):
    change = Change(tmp_path, dialect)
    change.path("c3").unlink()
    diff = change.diff()
    assert kinds(diff) == {("c3", "upgrade"): "removed", ("c3", "downgrade"): "removed"}
    part = part_of(diff, "c3")
    assert cells(part)[0] == ("removed", "CREATE")
    assert part.rows[0].cells[0].statements[0].startswith("CREATE INDEX")
    assert part.rows[0].cells[1].statements == ()
    assert part.message == "index names"


def test_a_message_changed(tmp_path):
    change = Change(tmp_path, *DIALECTS)
    changed(change.path("a1"), "create the account table", "create accounts")
    diff = change.diff()
    assert kinds(diff) == {}
    assert part_of(diff, "a1", scope="oracle").message == "create accounts"
    assert diff.notes == (
        "The migration's file was edited, with or without an effect on its SQL: a1.",
        "The message, or a comment beside the statements, differs: a1.",
    )


@pytest.mark.parametrize("mode", MODES)
def test_a_comment_changed_in_a_statement(tmp_path, mode):
    change = Change(tmp_path, *DIALECTS, mode=mode)
    changed(change.path("a1"), "INSERT INTO account", "INSERT /* the first */ INTO  account")
    diff = change.diff()
    assert kinds(diff) == {}
    (row,) = part_of(diff, "a1", scope="mysql").rows
    assert row.cells[1].kind == "same"
    assert row.cells[1].notes == ("Only comments or white space differ.",)
    assert row.cells[0].statements != row.cells[1].statements


@pytest.mark.parametrize("mode", MODES)
def test_a_comment_before_a_statement(tmp_path, mode):
    change = Change(tmp_path, *DIALECTS, mode=mode)
    bundled(change.project, tmp_path / "old", *DIALECTS, mode=mode)
    changed(change.path("a1"), "INSERT INTO account", "/* the first */ INSERT INTO account")
    diff = change.diff()
    assert kinds(diff) == {}
    said = "A comment, or white space between statements, differs: a1." in diff.notes
    assert said or part_of(diff, "a1", scope="mysql").rows


def test_a_hint_is_no_comment(tmp_path):
    change = Change(tmp_path, "oracle")
    changed(change.path("a1"), "INSERT INTO account", "INSERT /*+ APPEND */ INTO account")
    assert kinds(change.diff()) == {("a1", "upgrade"): "changed"}


def test_a_comment_in_a_routine_is_kept_by_the_database(tmp_path):
    change = Change(tmp_path, "mysql")
    body = "CREATE PROCEDURE p() BEGIN /* one */ DELETE FROM account; UPDATE account SET id = 1; END"
    change.project.revision("d4", f'op.execute("{body}")')
    bundled(change.project, tmp_path / "old", "mysql")
    changed(change.path("d4"), "/* one */", "/* two */")
    assert kinds(change.diff()) == {("d4", "upgrade"): "changed"}


def test_a_renamed_file(tmp_path):
    change = Change(tmp_path)
    change.path("b2").rename(change.path("b2_mail"))
    diff = change.diff()
    assert kinds(diff) == {}
    assert diff.notes == ("Renamed from versions/b2.py to versions/b2_mail.py: b2.",)


def test_a_new_merge(tmp_path):
    change = Change(tmp_path, *DIALECTS)
    change.project.revision("x1", 'op.execute("DELETE FROM account")', down="b2")
    change.project.revision("m1", down=("c3", "x1"), message="merge")
    diff = change.diff()
    assert {revision for revision, _ in kinds(diff)} == {"x1", "m1"}
    assert set(kinds(diff).values()) == {"new"}


def test_merged_branches_in_another_order(tmp_path):
    change = Change(tmp_path)
    change.project.revision("x1", 'op.execute("DELETE FROM account")', down="b2")
    bundled(change.project, tmp_path / "old", "sqlite")
    changed(change.path("c3"), "down_revision = 'b2'", "down_revision = 'x1'")
    diff = change.diff()
    assert kinds(diff) == {}
    assert any(note.startswith("The version rows move") for note in diff.notes)


def test_the_order_of_released_revisions(tmp_path):
    change = Change(tmp_path)
    changed(change.path("b2"), "down_revision = 'a1'", "down_revision = 'c3'")
    changed(change.path("c3"), "down_revision = 'b2'", "down_revision = 'a1'")
    diff = change.diff()
    assert "released revisions come in another order now, from c3 on." in diff.notes
    assert [part.revision for part in diff.parts][::2] == ["a1", "c3", "b2"]


@pytest.mark.parametrize("mode", MODES)
def test_irreversible_revisions(tmp_path, mode):
    change = Change(tmp_path, "sqlite", "mssql", mode=mode)
    refusing = "raise NotImplementedError('no mails')"
    text = change.path("b2").read_text(encoding="utf-8")
    change.path("b2").write_text(text[: text.index("def downgrade")] + f"def downgrade():\n    {refusing}\n")
    part = part_of(change.diff(), "b2", "downgrade", scope="sqlite")
    assert part.kind == "changed"
    (row,) = part.rows
    assert row.cells[0].statements
    assert "no mails" in row.cells[1].problem

    bundled(change.project, tmp_path / "old", *change.dialects, mode=mode)
    changed(change.path("b2"), "def upgrade", "\n\ndef upgrade")  # the line of the reason is another one
    assert kinds(change.diff()) == {}
    changed(change.path("b2"), "no mails", "no letters")
    assert kinds(change.diff()) == {("b2", "downgrade"): "changed"}
    changed(change.path("b2"), refusing.replace("mails", "letters"), "pass")
    assert kinds(change.diff()) == {("b2", "downgrade"): "changed"}


ENV = """
from alembic import context
context.configure(dialect_name="postgresql")
with context.begin_transaction():
    context.execute("SET ROLE owner")
    context.run_migrations()
"""


@pytest.mark.parametrize("mode", ["strict", "plain", "idempotent"])
@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb"])
def test_what_env_py_executes_counts(tmp_path, mode, dialect):
    change = Change(tmp_path, dialect, mode=mode)
    env = change.project.folder / "env.py"
    env.write_text(ENV)
    bundled(change.project, tmp_path / "old", dialect, mode=mode)
    changed(env, "SET ROLE owner", "SET ROLE nobody")
    diff = change.diff()
    assert set(kinds(diff).values()) == {"changed"}
    assert len(kinds(diff)) == 6
    row = part_of(diff, "b2").rows[0]
    assert (row.title, row.location, row.cells[1].kind) == ("SET ROLE nobody", "env.py", "changed")
    assert not any("Guards" in note for note in diff.notes)


def test_statements_outside_of_the_transaction(tmp_path):
    """Where it is committed is no SQL of the revision, and said."""
    change = Change(tmp_path, "postgresql")
    changed(
        change.path("c3"),
        '    op.create_index("ix',
        '    with op.get_context().autocommit_block():\n        op.create_index("ix',
    )
    diff = change.diff()
    assert kinds(diff) == {}
    assert "It is committed at other places: c3." in diff.notes
    assert "Guards, transactions or settings around the statements differ: c3." in diff.notes


def test_another_version_of_the_server(tmp_path):
    diff = Change(tmp_path, "mysql@8.0").diff("mysql@5.7")
    assert "mysql: compiled for version 8.0 before, for 5.7 now." in diff.notes
    assert kinds(diff) == {}


def test_databases_that_only_one_has(tmp_path):
    diff = Change(tmp_path, "sqlite", "mysql").diff("mysql", "oracle")
    assert {part.scope for part in diff.parts} == {""}
    assert f"Only {tmp_path / 'old'} has scripts for sqlite: not compared." in diff.notes
    assert f"Only {tmp_path / 'new'} has scripts for oracle: not compared." in diff.notes


def test_no_database_in_common(tmp_path):
    change = Change(tmp_path, "sqlite")
    with pytest.raises(ConfigError, match="no database that both sides have: sqlite before, mysql now"):
        change.diff("mysql")


def test_a_bundle_that_was_edited_is_an_error(tmp_path):
    change = Change(tmp_path)
    change.diff()
    path = next((tmp_path / "old" / "sqlite").glob("0001*.up.sql"))
    changed(path, "'ann'", "'bob'")
    with pytest.raises(BundleError, match="is not as it was written") as raised:
        diff_bundles(tmp_path / "old", tmp_path / "new")
    assert "verify-sum" in raised.value.hint


def test_a_folder_that_is_no_bundle(tmp_path):
    with pytest.raises(BundleError, match="is no folder"):
        diff_bundles(tmp_path / "old", tmp_path / "new")


def test_a_clients_command_of_env_py_does_not_stop_it(tmp_path):
    change = Change(tmp_path, "postgresql")
    env = change.project.folder / "env.py"
    env.write_text(
        ENV.replace('context.execute("SET ROLE owner")', r'context.get_context().impl.static_output("\\echo one")')
    )
    try:
        bundled(change.project, tmp_path / "old", "postgresql")
    except Exception as error:  # noqa: BLE001
        pytest.fail(str(error))
    changed(env, "one", "two")
    assert set(kinds(change.diff()).values()) == {"changed"}


def test_a_dialect_of_ones_own(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("from sqlcompile.dialects.sqlite import SQLite\n\n\nclass Mine(SQLite):\n    name = 'mine'\n")
    change = Change(tmp_path, str(file))
    changed(change.path("a1"), "'ann'", "'bob'")
    bundled(change.project, tmp_path / "new", str(file))
    diff = diff_bundles(tmp_path / "old", tmp_path / "new", [str(file)])
    assert kinds(diff) == {("a1", "upgrade"): "changed"}
    with pytest.raises(UnknownDialect):
        diff_bundles(tmp_path / "old", tmp_path / "new")
