"""Three ways to the end of a history, on real databases: the old one, the new one, and the old one moved to the new."""

from __future__ import annotations

import shutil
import warnings

import sqlalchemy as sa

from sqlcompile.dialect.load import load_dialect
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.contents import contents
from sqlcompile.verifying.describing import Scope, describe
from tests.projects import Project
from tests.servers import on_servers
from tests.showing.histories import COMMON, LATER, OWN

VERSION = frozenset({(None, "alembic_version")})
ROWS = """
op.bulk_insert(
    sa.table("writer", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("score", sa.Numeric)),
    [{"id": 1, "name": "Ann O'Neil: 100%", "score": 1.5}, {"id": 2, "name": "Bär", "score": None}],
)
op.execute("INSERT INTO book (author_id, title, pages) VALUES (1, 'a :title', 10), (2, NULL, 20)")
op.execute("UPDATE book SET pages = pages + 1 WHERE author_id = 2")
op.create_table(
    "kinds",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime), sa.Column("day", sa.Date), sa.Column("yes", sa.Boolean),
    sa.Column("data", sa.LargeBinary), sa.Column("json", sa.JSON), sa.Column("number", sa.Numeric(20, 3)),
    sa.Column("label", sa.String(40), server_default="none"), sa.Column("made", sa.DateTime, server_default=sa.func.now()),
)
import datetime, decimal
kinds = sa.table(
    "kinds", sa.column("at", sa.DateTime), sa.column("day", sa.Date), sa.column("yes", sa.Boolean),
    sa.column("data", sa.LargeBinary), sa.column("json", sa.JSON), sa.column("number", sa.Numeric),
)
op.bulk_insert(kinds, [
    {"at": datetime.datetime(2024, 2, 29, 1, 2, 3), "day": datetime.date(2024, 2, 29), "yes": True,
     "data": b"a'\\x00b", "json": {"a": [1, None, "x'y"]}, "number": decimal.Decimal("12.500")},
    {"at": None, "day": None, "yes": False, "data": b"", "json": [], "number": decimal.Decimal("-3")},
])
op.execute("INSERT INTO kinds (label, json) VALUES ('it''s', NULL)")
op.execute("DELETE FROM tag")
"""
AFTER = """
op.add_column("kinds", sa.Column("more", sa.Integer, server_default="3"))
op.execute("INSERT INTO kinds (label) VALUES ('later')")
"""
BACK = """
op.execute("DELETE FROM kinds WHERE label = 'later'")
with op.batch_alter_table("kinds") as batch:
    batch.drop_column("more")
"""
OWN_ROWS = {
    "postgresql": "op.execute(\"INSERT INTO shelf.place (moods, data) VALUES ('{good,bad}', '{\\\"a\\\": 1}')\")",
    "mariadb": "",
    "sqlite": "op.execute(\"INSERT INTO place (x) VALUES ('one'), ('two')\")\nop.execute('DELETE FROM place WHERE id = 2')",
}


def history(project, dialect):
    """Write a history that uses what a database has, with rows, and that goes on behind what is squashed."""
    project.revision("a1", COMMON)
    project.revision("b2", LATER)
    project.revision("c3", ROWS)
    project.revision("d4", OWN[dialect])
    project.revision("e5", OWN_ROWS[dialect] or "pass")
    project.revision("f6", AFTER, BACK)
    project.revision(
        "g7", "op.create_table('last', sa.Column('id', sa.Integer, primary_key=True))", "op.drop_table('last')"
    )


def look(database, dialect):
    """Return what is in a database, the names of all of it, and all rows but what the clock says."""
    spaces = (None, "shelf") if dialect.name == "postgresql" else (None,)
    rows = {}
    with database.engine().connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = describe(connection, dialect, Scope(spaces, without=VERSION))
        names = {(one.kind, one.shown) for one in contents(connection, dialect)}
        for space in spaces:
            for name in sa.inspect(connection).get_table_names(schema=space):
                table = sa.Table(name, sa.MetaData(), schema=space, autoload_with=connection)
                columns = [sa.cast(column, sa.String) if column.type._isnull else column for column in table.c]
                query = sa.select(*(one for one in columns if getattr(one, "name", "") != "made"))
                rows[space, name] = sorted(map(repr, connection.execute(query)))
    return found, names, rows


def check_same(one, other):
    """Check that two looks show the same."""
    assert not [str(line) for line in differences(one[0], other[0], exact=True, ordered=True)]
    assert one[1:] == other[1:]


@on_servers("postgresql", "mariadb", "sqlite")
def test_all_ways_lead_to_the_same_database(project, tmp_path, server):
    name = server.dialect
    history(project, name)
    old = Project.at(shutil.copytree(project.folder, tmp_path / "old"))
    project.squash("e5", "-o", tmp_path / "stamp.sql", dialects=(name,))
    stamp = (tmp_path / "stamp.sql").read_text(encoding="utf-8")
    dialect = load_dialect(name)
    with server.fresh() as moved, server.fresh() as new, server.fresh() as grown:
        moved.run_script(old.compile(name, "base:e5")).check_returncode()
        at_e5 = look(moved, dialect)
        moved.run_script(stamp).check_returncode()
        assert moved.query("SELECT version_num FROM alembic_version") == [("new",)]
        moved.run_script(project.compile(name, "new:head")).check_returncode()
        done = new.run_script(project.compile(name, "base:new"))
        assert done.returncode == 0, done.stderr
        again = look(new, dialect)
        check_same((at_e5[0], at_e5[1], {**at_e5[2], (None, "alembic_version"): ["('new',)"]}), again)
        new.run_script(project.compile(name, "new:head")).check_returncode()
        grown.run_script(old.compile(name, "base:head")).check_returncode()
        ends = [look(database, dialect) for database in (moved, new, grown)]
        check_same(ends[0], ends[1])
        check_same(ends[1], ends[2])
        new.run_script(project.compile(name, "head:base", "downgrade")).check_returncode()
        left = {name for kind, name in look(new, dialect)[1] if kind != "extension" and "alembic_version" not in name}
        assert not left


@on_servers("postgresql", "mariadb", "sqlite")
def test_the_stamp_refuses_a_database_that_is_elsewhere(project, tmp_path, server):
    for name in ("a1", "b2", "c3", "d4"):
        project.revision(name)
    old = Project.at(shutil.copytree(project.folder, tmp_path / "old"))
    project.squash("c3", "-o", tmp_path / "stamp.sql", dialects=(server.dialect,))
    stamp = (tmp_path / "stamp.sql").read_text(encoding="utf-8")
    for state in ("b2", "d4", None, "new"):
        with server.fresh() as database:
            if state == "new":
                database.run_script(project.compile(server.dialect, "base:new")).check_returncode()
            elif state is not None:
                database.run_script(old.compile(server.dialect, f"base:{state}")).check_returncode()
            done = database.run_script(stamp)
            assert done.returncode != 0, state
            assert "sqlcompile" in done.stdout + done.stderr
            if state is not None:
                assert database.query("SELECT version_num FROM alembic_version") == [(state,)]


@on_servers("postgresql", "mariadb", "sqlite")
def test_other_branches_may_stand_anywhere_for_the_stamp(project, tmp_path, server):
    project.revision("a1", down=None)
    project.revision("a2")
    project.revision("a3")
    project.revision("b1", down=None)
    project.revision("b2")
    old = Project.at(shutil.copytree(project.folder, tmp_path / "old"))
    project.squash("a2", "-o", tmp_path / "stamp.sql", dialects=(server.dialect,))
    stamp = (tmp_path / "stamp.sql").read_text(encoding="utf-8")
    for state, after in (
        ("a2", ["new"]),
        ("a2,b1", ["b1", "new"]),
        ("a2,b2", ["b2", "new"]),
        ("a3,b1", None),
        ("b2", None),
    ):
        with server.fresh() as database:
            database.run_script(old.compile(server.dialect, f"base:{state}")).check_returncode()
            done = database.run_script(stamp)
            assert (done.returncode == 0) == (after is not None), (state, done.stderr)
            found = sorted(row[0] for row in database.query("SELECT version_num FROM alembic_version"))
            assert found == (after or state.split(","))
