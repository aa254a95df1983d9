"""What means another thing in SQLite than in the real database is refused, with the reason; no server is needed."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sqlcompile.errors import RowsUnknown, SqlcompileError
from tests.projects import Project
from tests.rows.both import offline

HEAD = """
meta = sa.MetaData()
T = sa.Table("t", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer),
    sa.Column("s", sa.String(10), unique=True), sa.Column("p", sa.Numeric(8, 2)), sa.Column("c", sa.CHAR(4)),
    sa.Column("f", sa.Boolean), sa.Column("day", sa.Date), sa.Column("z", sa.DateTime(timezone=True)),
    sa.Column("made", sa.DateTime, server_default=sa.func.now()), sa.Column("x", sa.Float))
CHILD = sa.Table("child", meta, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("t_id", sa.ForeignKey("t.id", ondelete="CASCADE")))
GRAND = sa.Table("grand", meta, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("child_id", sa.ForeignKey("child.id", ondelete="CASCADE")))

def fill():
    meta.create_all(bind)
    run(T.insert(), [{"id": 1, "n": 7, "s": "Ann", "p": decimal.Decimal("1.25"), "c": "ab", "f": True, "x": 0.5},
                     {"id": 2, "n": 7, "s": "bob", "p": None, "c": None, "f": False, "x": None}])
    run(CHILD.insert(), [{"id": 1, "t_id": 1}])
    run(GRAND.insert(), [{"id": 1, "child_id": 1}])
"""

ALL = ("postgresql", "mysql", "mariadb", "mssql", "oracle")


def _answers(body, dialect, tmp_path):
    return offline("fill()\n" + textwrap.dedent(body), dialect, tmp_path, HEAD)


@pytest.mark.parametrize(
    ("sql", "dialects"),
    [
        ("SELECT n / 2 FROM t", ("mysql", "mariadb", "oracle")),
        ("SELECT n / n FROM t", ALL),
        ("SELECT p / 3 FROM t", ALL),
        ("SELECT round(p) FROM t", ALL),
        ("SELECT avg(n) FROM t", ALL),
        ("SELECT s || 'x' FROM t", ("mysql", "mariadb", "oracle")),
        ("SELECT id FROM t WHERE s = 5", ALL),
        ("SELECT id FROM t WHERE n = 'x'", ALL),
        ("SELECT id FROM t WHERE p + 0.1 = 1.35", ALL),
        ("SELECT id FROM t WHERE x = 0.5", ALL),
        ("SELECT substr(s, -2) FROM t", ALL),
        ("SELECT n, s FROM t GROUP BY n", ALL),
        ("SELECT count(DISTINCT n, s) FROM t", ("postgresql", "mysql", "mariadb")),
        ("SELECT id FROM t WHERE s LIKE 'a\\_%'", ("postgresql", "mysql", "mariadb")),
        ("SELECT id, row_number() OVER (ORDER BY n) FROM t", ALL),
        ("SELECT extract(year FROM day) FROM t", ALL),
        ("SELECT id FROM t WHERE made > '2000-01-01'", ALL),
        ("SELECT id FROM t ORDER BY made", ALL),
        ("SELECT CAST(s AS CHAR(1)) FROM t", ALL),
        ("SELECT DISTINCT made FROM t", ALL),
        ("SELECT q.m FROM (SELECT made AS m FROM t) q WHERE q.m IS NOT NULL", ALL),
        ("SELECT CAST(p AS INTEGER) FROM t", ALL),
        ("SELECT group_concat(s) FROM t", ("mysql", "mariadb")),
        ("SELECT string_agg(s, ',') FROM t", ("postgresql", "mssql")),
    ],
)
def test_a_select_that_may_mean_something_else(sql, dialects, tmp_path):
    for dialect in dialects:
        ((_, answer),) = _answers(f"ask({sql!r})", dialect, tmp_path / dialect)
        assert isinstance(answer, RowsUnknown), (dialect, answer)


@pytest.mark.parametrize("dialect", [*ALL, "sqlite"])
def test_some_of_the_rows_as_the_database_likes(dialect, tmp_path):
    body = """
    ask(sa.select(T.c.id).limit(1))
    ask(sa.select(T.c.id).order_by(T.c.id).limit(1))
    ask(sa.select(T.c.id).where(T.c.s == "bob").limit(1))
    """
    (_, some), (_, first), (_, one) = _answers(body, dialect, tmp_path)
    assert isinstance(some, RowsUnknown)
    assert (first, one) == ([("int 1",)], [("int 2",)])


@pytest.mark.parametrize(
    ("change", "dialects"),
    [
        ("run('UPDATE t SET n = n + 1, p = n')", ("mysql", "mariadb")),
        ("run(\"UPDATE t SET s = 'much too long for it' WHERE id = 1\")", ALL),
        ("run('UPDATE t SET p = 1.005 WHERE id = 1')", ALL),
        ("run('UPDATE t SET n = 2.5 WHERE id = 1')", ALL),
        ("run(\"INSERT INTO t (id, s) VALUES (9, 'Ann')\")", ALL),
        ("run(\"INSERT INTO t (id, s) VALUES (9, 'ANN')\")", ("mysql", "mariadb", "mssql")),
        ("run(\"INSERT INTO t (id, s) VALUES (9, '')\")", ("oracle",)),
        ("run(T.insert().values(id=0))", ("mysql", "mariadb")),
        ("run(T.insert().values(id=-1))", ("mysql", "mariadb")),
        ("run(\"DELETE FROM t WHERE s IN ('Ann ', 'bob ')\")", ("mysql", "mariadb", "mssql")),
        ("run('INSERT INTO t (n) SELECT n FROM t')\nrun('INSERT INTO t (n) VALUES (1)')", ("mysql", "mariadb")),
        ("op.execute('ALTER SEQUENCE t_id_seq INCREMENT 9')\nrun('INSERT INTO t (n) VALUES (1)')", ("postgresql",)),
        ("op.execute('CREATE RULE r AS ON INSERT TO child DO ALSO DELETE FROM t')", ("postgresql",)),
        ("op.execute('CREATE TABLE part (q INTEGER) INHERITS (t)')", ("postgresql",)),
        ("op.execute('CREATE TEMPORARY TABLE t (id INTEGER)')", ("postgresql", "mysql", "mariadb", "sqlite")),
        ("op.execute('SET search_path TO other')", ("postgresql",)),
        ("op.execute('WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone')", ("postgresql",)),
        ("op.execute('CREATE VIEW v AS SELECT id, n FROM t')\nrun('UPDATE v SET n = 1')", ("postgresql", "mysql")),
        (("op.execute('CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM t; SELECT 1 $$')\n"
         "op.execute('SELECT f()')"), ("postgresql",)),
        ("op.execute('ALTER TABLE t ALTER COLUMN n TYPE INTEGER USING id')", ("postgresql",)),
    ],
)  # fmt: skip
def test_a_change_that_the_rows_here_cannot_follow(change, dialects, tmp_path):
    for dialect in dialects:
        ((_, answer),) = _answers(f"{change}\nask('SELECT id, n FROM t')", dialect, tmp_path / dialect)
        assert isinstance(answer, RowsUnknown), (dialect, answer)


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb", "mssql", "oracle"])
def test_doubts_go_on_to_the_rows_that_go_along(dialect, tmp_path):
    body = "run('DELETE FROM t WHERE n / n = 3')\nask('SELECT count(*) FROM grand')"
    ((_, answer),) = _answers(body, dialect, tmp_path)
    assert isinstance(answer, RowsUnknown)


def test_the_trigger_of_a_known_function_casts_doubt_on_what_it_names_alone(tmp_path):
    body = """
    op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE child SET t_id = 1; RETURN NEW; END $$")
    op.execute("CREATE TRIGGER touching AFTER INSERT ON grand FOR EACH ROW EXECUTE FUNCTION touch()")
    run("INSERT INTO grand (id) VALUES (5)")
    ask("SELECT count(*) FROM child")
    ask("SELECT count(*) FROM t")
    """
    (_, touched), (_, other) = _answers(body, "postgresql", tmp_path)
    assert isinstance(touched, RowsUnknown)
    assert other == [("int 2",)]


def test_collations_matter_where_they_decide(tmp_path):
    body = """
    ask("SELECT s FROM t ORDER BY s")
    run("INSERT INTO t (id, s) VALUES (3, 'Zoe')")
    ask("SELECT s FROM t ORDER BY s")
    ask("SELECT id FROM t WHERE s = 'bob'")
    """
    for dialect, order in (("postgresql", RowsUnknown), ("mysql", list)):
        (_, plain), (_, mixed), (_, found) = _answers(body, dialect, tmp_path / dialect)
        assert plain == [("str 'Ann'",), ("str 'bob'",)]
        assert isinstance(mixed, order)
        assert found == [("int 2",)]


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite", "mysql"])
def test_the_same_statement_with_another_list(dialect, tmp_path):
    body = """
    for ids in ([1, 2], [], [2]):
        ask(sa.select(T.c.id).where(T.c.id.in_(ids)).order_by(T.c.id))
    ids = sa.select(T.c.id).where(T.c.id.in_(sa.bindparam("ids", expanding=True)))
    for given in ([1], [2]):
        ask(ids, {"ids": given})
    run(GRAND.delete().where(GRAND.c.id.in_([7])))
    run(GRAND.delete().where(GRAND.c.id.in_([1])))
    ask(sa.select(sa.func.count()).select_from(GRAND))
    """
    found = [answer for _, answer in _answers(body, dialect, tmp_path)]
    assert found == [[("int 1",), ("int 2",)], [], [("int 2",)], [("int 1",)], [("int 2",)], [("int 0",)]]


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite", "mysql"])
def test_a_key_is_that_of_its_row_whenever_it_is_asked_for(dialect, tmp_path):
    body = """
    k = op.create_table("k", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
    made = [run(k.insert().values(n=1)) for _ in range(3)]
    run("UPDATE k SET id = id + 100 WHERE id = 3")
    op.add_column("k", sa.Column("more", sa.Integer))
    run(k.delete().where(k.c.id == 2))
    tell("keys", lambda: [result.inserted_primary_key[0] for result in made])
    """
    assert _answers(body, dialect, tmp_path) == [("keys", [1, 2, 3])]


def test_a_counter_that_meets_a_given_key(tmp_path):
    body = "run(CHILD.insert().values(t_id=1))\nask('SELECT * FROM child')"
    ((_, answer),) = _answers(body, "postgresql", tmp_path)
    assert isinstance(answer, RowsUnknown)


def test_who_asks_nothing_pays_nothing(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n"
                     "bind = op.get_bind()\nfor _ in range(3):\n    bind.execute(t.insert())\n"
                     "bind.execute(t.delete())\nop.add_column('t', sa.Column('n', sa.Integer))")  # fmt: skip
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from pathlib import Path\nfrom tests.projects import Project\n"
        f"Project.at(Path({str(tmp_path)!r})).statements('postgresql')\n"
        "print([name for name in ('sqlite3', 'sqlglot', 'sqlcompile.rows.keeper') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"


def test_the_reason_is_told(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('t', sa.Column('n', sa.Integer))\n"
                     "bind = op.get_bind()\nbind.execute(sa.text('INSERT INTO t VALUES (1)'))\n"
                     "bind.scalar(sa.text('SELECT n / 2 FROM t'))")  # fmt: skip
    with pytest.raises(SqlcompileError, match=r"n / 2 may give something else in the real database") as caught:
        project.statements("mysql")
    assert caught.value.location.line
