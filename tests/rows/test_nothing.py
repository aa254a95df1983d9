"""Statements that are not understood, on tables of which it is sure that they are empty."""

import pytest

from sqlcompile.errors import RowsUnknown
from tests.projects import Project

TABLES = """
for name in ("a", "b"):
    op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
bind = op.get_bind()
"""
MOVED = 'op.execute("WITH x AS (INSERT INTO b (n) SELECT n FROM a RETURNING id) UPDATE a SET n = x.id FROM x")\n'
ASKED = 'if bind.scalar(sa.text("SELECT count(*) FROM b")) == 0:\n    op.execute("SELECT \'nothing\'")'


def test_what_moves_no_rows_does_nothing(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLES + MOVED + ASKED)
    assert project.statements("postgresql")[-1] == "SELECT 'nothing'"


@pytest.mark.parametrize(
    "before",
    ["op.execute('INSERT INTO a (n) VALUES (1)')\n", ""],
)
def test_what_may_move_rows_is_not_guessed(tmp_path, before):
    project = Project(tmp_path)
    moved = MOVED if before else MOVED.replace("SELECT n FROM a", "VALUES (1)")
    project.revision("a1", TABLES + before + moved + ASKED)
    with pytest.raises(RowsUnknown):
        project.statements("postgresql")


def test_a_sequence_that_begins_anew(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        TABLES + "op.execute('ALTER SEQUENCE a_id_seq RESTART WITH 7')\nop.execute('INSERT INTO a (n) VALUES (1)')\n"
        "op.execute('ALTER SEQUENCE b_id_seq AS BIGINT')\nop.execute('INSERT INTO b (n) VALUES (1)')\n"
        "found = bind.execute(sa.text('SELECT a.id, b.id FROM a, b')).all()\nop.execute(f'SELECT {found}')",
    )
    assert project.statements("postgresql")[-1] == "SELECT [(7, 1)]"


def test_counts_and_sums_of_nothing(tmp_path):
    project = Project(tmp_path)
    query = "SELECT count(DISTINCT a.n::inet), max(a.n::text::inet) FROM a LEFT JOIN b ON a.n::inet = b.n::inet"
    body = f'op.execute("SELECT " + repr(tuple(bind.execute(sa.text("{query}")).one())))'
    project.revision("a1", TABLES + body)
    assert project.statements("postgresql")[-1] == "SELECT (0, None)"
    project = Project(tmp_path)
    project.revision("a1", TABLES + "op.execute('INSERT INTO a (n) VALUES (1)')\n" + body)
    with pytest.raises(RowsUnknown):
        project.statements("postgresql")
