"""What ``existing_*`` arguments say against the history: the scripts make what an online Alembic makes of it."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.projects import Project, reflected
from tests.servers import on_servers

MADE = """
op.create_table(
    "{table}",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(50), nullable=False, server_default="x", comment="c"),
    sa.Column("plain", sa.String(50), nullable=False),
    sa.Column("age", sa.Integer),
    sa.Column("at", sa.Date),
    sa.Column("word", sa.String(20, collation="utf8mb4_bin")),
)
"""
NAME = 'existing_nullable=False, existing_server_default="x", existing_comment="c"'

SAME = {
    "a shorter type": '"plain", nullable=True, existing_type=sa.String(36)',
    "a longer type": '"plain", nullable=True, existing_type=sa.String(255)',
    "a type under another name": '"plain", new_column_name="other", existing_type=sa.Text, existing_nullable=False',
    "another type for a comment": '"age", comment="c", existing_type=sa.BigInteger, existing_nullable=False',
    "NULL": '"plain", type_=sa.String(60), existing_nullable=True',
    "NOT NULL": '"age", type_=sa.BigInteger, existing_nullable=False',
    "a default": '"name", type_=sa.String(60), existing_nullable=True, existing_server_default="y", existing_comment="c"',
    "no default": '"name", nullable=True, existing_type=sa.String(50), existing_server_default=None, existing_comment="c"',
    "a comment": '"name", type_=sa.String(60), existing_nullable=False, existing_server_default="x", existing_comment="d"',
    "no counting": '"id", comment="c", existing_type=sa.BigInteger, existing_nullable=False, existing_autoincrement=False',
    "NULL of a key": '"id", type_=sa.BigInteger, existing_nullable=True, existing_autoincrement=True',
    "a default alone": '"plain", server_default="y", existing_type=sa.String(36), existing_nullable=True',
    "a default of a time": '"at", server_default=sa.func.now(), existing_type=sa.DateTime(), existing_nullable=False',
    "a time that nothing changes": '"at", existing_type=sa.DateTime(), existing_nullable=False',
    "nothing changes": '"plain", existing_type=sa.String(36), existing_nullable=True',
    "what the history says, too": f'"name", type_=sa.String(60), existing_type=sa.VARCHAR(50), {NAME}',
    "a new type over an old one": f'"name", type_=sa.String(60), existing_type=sa.String(7), {NAME}',
    "a collation": '"word", nullable=False, existing_type=sa.String(20, collation="utf8mb4_unicode_ci")',
}
KEPT = {
    "NOT NULL and the rest": ('"name", type_=sa.String(60)', "name"),
    "counting": ('"id", type_=sa.BigInteger', "id"),
}
"""What the script does not mention: Alembic loses it, the history knows it."""


def project(folder: Any, calls: list[str]) -> tuple[Project, str, str]:
    """Return a project with a table for each call, and the bodies of its revisions."""
    made = "\n".join(MADE.format(table=f"t{number}") for number in range(len(calls)))
    changed = "\n".join(f'op.alter_column("t{number}", {call})' for number, call in enumerate(calls))
    project = Project(folder)
    project.revision("one", made)
    project.revision("two", changed)
    return project, made, changed


def both(server: Any, folder: Any, calls: list[str]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return what is there after a script of ours, after Alembic, and after the replay."""
    made_by, made, changed = project(folder, calls)
    with server.fresh() as mine, server.fresh() as theirs:
        done = mine.run_script(made_by.compile("mariadb"))
        assert done.returncode == 0, done.stderr
        with warnings.catch_warnings(), theirs.engine().begin() as connection:
            warnings.simplefilter("ignore")
            operations = Operations(MigrationContext.configure(connection))
            exec(f"{made}\n{changed}", {"op": operations, "sa": sa})
        with mine.engine().connect() as one, theirs.engine().connect() as other:
            found = [_described(connection) for connection in (one, other)]
    return found[0], found[1], _described(made_by.run("mariadb").bind())


def _described(connection: Any) -> dict[str, Any]:
    """Return what reflection says, with character sets and defaults."""
    found = reflected(connection)
    found.pop("alembic_version", None)
    for table in found:
        columns = sa.inspect(connection).get_columns(table)
        found[table]["more"] = [
            (c["name"], str(c["default"]), getattr(c["type"], "collation", None), c.get("autoincrement", False))
            for c in columns
        ]
    return found


@on_servers("mariadb")
def test_what_the_script_says_is_done_as_it_is_online(tmp_path, server):
    ours, theirs, replayed = both(server, tmp_path, list(SAME.values()))
    for number, title in enumerate(SAME):
        table = f"t{number}"
        assert ours[table] == theirs[table], title
        assert {**ours[table], "more": 0} == {**replayed[table], "more": 0}, title


@on_servers("mariadb")
def test_what_the_script_does_not_mention_is_kept(tmp_path, server):
    ours, theirs, replayed = both(server, tmp_path, [call for call, _ in KEPT.values()])
    for number, (title, (_, column)) in enumerate(KEPT.items()):
        table = f"t{number}"
        mine, its, known = (
            [row for part in ("columns", "more") for row in found[table][part] if row[0] == column]
            for found in (ours, theirs, replayed)
        )
        assert mine[0] == known[0], title
        assert mine != its, title


def test_a_collation_that_the_script_does_not_mention_is_kept(tmp_path):
    calls = [
        '"word", nullable=False, existing_type=sa.String(20)',
        '"word", nullable=False, existing_type=sa.String(10)',
    ]
    made_by, _, _ = project(tmp_path, calls)
    assert made_by.statements("mysql") == [
        "ALTER TABLE t0 MODIFY word VARCHAR(20) COLLATE utf8mb4_bin NOT NULL",
        "",
        "ALTER TABLE t1 MODIFY word VARCHAR(10) COLLATE utf8mb4_bin NOT NULL",
    ]


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_it_counts_for_nothing_where_the_column_is_not_restated(tmp_path, dialect):
    made_by, _, _ = project(tmp_path, ['"plain", nullable=True, existing_type=sa.String(36)'])
    column = made_by.run(dialect).schema.table("t0").column("plain")
    assert column.type.length == 50


def test_a_type_of_no_length_says_nothing(tmp_path):
    made_by, _, _ = project(tmp_path, ['"plain", nullable=True, existing_type=sa.String()'])
    assert made_by.statements("mysql") == ["ALTER TABLE t0 MODIFY plain VARCHAR(50)"]
