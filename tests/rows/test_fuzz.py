"""Random histories of rows: what a migration is answered, compared with what the real database answers."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.rows.both import differences
from tests.servers import on_servers

EXAMPLES = int(os.environ.get("ROW_EXAMPLES", "8"))

HEAD = """
meta = sa.MetaData()
A = sa.Table("a", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer),
    sa.Column("s", sa.String(10)), sa.Column("f", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("p", sa.Numeric(8, 2)), sa.Column("d", sa.Date), sa.Column("t", sa.DateTime, server_default=sa.func.now()))
B = sa.Table("b", meta, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a_id", sa.ForeignKey("a.id", ondelete="CASCADE")), sa.Column("k", sa.String(10), unique=True))
C = sa.Table("c", meta, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("b_id", sa.ForeignKey("b.id", ondelete="SET NULL")), sa.Column("v", sa.Integer, nullable=False, server_default="3"))
"""

_strings = st.sampled_from(["", "a", "A", "a ", "b", "ab", "10", "é", "%", "x_y", "Zed", "zoo"])
_numbers = st.integers(-3, 12)
_text = _strings.map("'{}'".format)
_number = _numbers.map(str)


def _maybe(strategy):
    return st.one_of(strategy, strategy, st.just("NULL"))


_int_column = st.sampled_from(["id", "n"])
_int = st.recursive(
    st.one_of(_int_column, _number),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "%"]), inner),
        st.builds("coalesce({}, {})".format, inner, _number),
        st.builds("abs({})".format, inner),
        st.builds("nullif({}, {})".format, inner, inner),
        st.builds("CASE WHEN n > {} THEN {} ELSE {} END".format, _number, inner, inner),
        st.just("length(s)"),
        st.just("CAST(s AS INTEGER)"),
        st.just("(SELECT count(*) FROM b WHERE b.a_id = a.id)"),
        st.just("(SELECT max(b.id) FROM b)"),
    ),
    max_leaves=4,
)
_str = st.one_of(
    st.just("s"),
    _text,
    st.builds("{}(s)".format, st.sampled_from(["upper", "lower", "trim", "ltrim", "rtrim"])),
    st.builds("s || {}".format, _text),
    st.builds("concat(s, {})".format, _text),
    st.builds("substr(s, {}, {})".format, _number, _number),
    st.builds("replace(s, {}, {})".format, _text, _text),
    st.builds("coalesce(s, {})".format, _text),
    st.builds("CASE WHEN f THEN s ELSE {} END".format, _text),
    st.builds("left(s, {})".format, st.sampled_from(["1", "2"])),
    st.builds("CAST({} AS VARCHAR(20))".format, _int_column),
)
_other = st.sampled_from(
    [
        "f",
        "p",
        "d",
        "t",
        "p * 2",
        "p + 1",
        "-p",
        "n > 1",
        "p / 3",
        "round(p)",
        "n / 2.0",
        "t IS NULL",
        "coalesce(p, 0)",
        "p = 1.50",
    ]
)
_condition = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, _int, st.sampled_from(["=", "<>", "<", ">=", "IS NOT DISTINCT FROM"]), _int),
        st.builds("{} {} {}".format, _str, st.sampled_from(["=", "<>", "<", ">"]), _str),
        st.builds("{} IS {}NULL".format, st.one_of(_int, _str), st.sampled_from(["", "NOT "])),
        st.builds(
            "s {}LIKE {}".format,
            st.sampled_from(["", "NOT "]),
            st.sampled_from(["'a%'", "'_'", "'%B%'", "'x\\_y'", "''"]),
        ),
        st.builds("n IN ({}, {})".format, _number, _maybe(_number)),
        st.builds("s IN ({}, {})".format, _text, _text),
        st.builds("n BETWEEN {} AND {}".format, _number, _number),
        st.builds("id {}IN (SELECT a_id FROM b)".format, st.sampled_from(["", "NOT "])),
        st.builds("EXISTS (SELECT 1 FROM b WHERE b.a_id = a.id AND k = {})".format, _text),
        st.sampled_from(
            [
                "f",
                "NOT f",
                "f = true",
                "p > 1",
                "d > '2020-01-15'",
                "d = '2020-02-01'",
                "s = n",
                "n = '3'",
                "p = 1.5",
                "t > '2000-01-01'",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=3,
)
_order = st.sampled_from(
    [
        "id",
        "n, id",
        "s, id",
        "n DESC, id",
        "p, id",
        "f, id DESC",
        "d, id",
        "lower(s), id",
        "-n, id",
        "2, 1",
        "coalesce(n, 0), id",
    ]
)
_query = st.one_of(
    st.builds("SELECT id, {}, {} FROM a WHERE {} ORDER BY id".format, _int, _str, _condition),
    st.builds("SELECT id, {} FROM a WHERE {}".format, _other, _condition),
    st.builds("SELECT id, s FROM a ORDER BY {}".format, _order),
    st.builds("SELECT id, n FROM a ORDER BY {} LIMIT {}".format, _order, st.sampled_from(["1", "2", "9"])),
    st.builds("SELECT id FROM a WHERE {} LIMIT 1".format, _condition),
    st.builds(
        "SELECT {} FROM a WHERE {}".format,
        st.sampled_from(["count(*)", "count(n)", "sum(n)", "max(n), min(s)", "sum(p)", "avg(n)", "max(d)", "count(DISTINCT s)", "sum(n) / 2", "max(p) + 1", "min(t) IS NULL", "coalesce(sum(n), 0)"]),
        _condition,
    ),
    st.builds("SELECT {0}, count(*), max(id) FROM a GROUP BY {0}".format, st.sampled_from(["n", "s", "f", "n, s", "lower(s)", "p"])),
    st.builds("SELECT DISTINCT {} FROM a".format, st.sampled_from(["n", "s", "f", "p", "upper(s)", "n, f"])),
    st.builds("SELECT a.id, b.k FROM a {} b ON b.a_id = a.id WHERE {}".format, st.sampled_from(["JOIN", "LEFT JOIN"]), st.sampled_from(["1 = 1", "b.k IS NULL", "a.s = b.k"])),
    st.sampled_from(
        [
            "SELECT * FROM b", "SELECT * FROM c", "SELECT n FROM a UNION SELECT a_id FROM b", "SELECT s FROM a UNION ALL SELECT k FROM b",
            "SELECT s FROM a EXCEPT SELECT k FROM b", "WITH x AS (SELECT n, s FROM a WHERE n > 0) SELECT count(*), max(n) FROM x",
            "SELECT id, row_number() OVER (ORDER BY id), sum(n) OVER (ORDER BY id) FROM a ORDER BY id",
            "SELECT id, row_number() OVER (PARTITION BY s ORDER BY n) FROM a ORDER BY id", "SELECT q.s FROM (SELECT s, n FROM a) AS q WHERE q.n = 1",
            "SELECT q.c + 1 FROM (SELECT count(*) AS c FROM a GROUP BY n) AS q",
        ]
    ),
)  # fmt: skip
_row = st.builds(
    "({}, {}, {}, {})".format,
    _maybe(_number),
    _maybe(_text),
    st.sampled_from(["1.5", "0.10", "-2", "NULL"]),
    st.sampled_from(["'2020-01-15'", "'2020-02-01'", "NULL"]),
)
_change = st.one_of(
    st.builds("INSERT INTO a (n, s, p, d) VALUES {}".format, st.lists(_row, min_size=1, max_size=3).map(", ".join)),
    st.builds("INSERT INTO a (n, s, p, d) VALUES {}".format, st.lists(_row, min_size=1, max_size=3).map(", ".join)),
    st.builds("INSERT INTO a (id, n) VALUES ({}, {})".format, st.integers(-2, 30).map(str), _maybe(_number)),
    st.builds("INSERT INTO a (n, s) SELECT {}, {} FROM a WHERE {}".format, _int, _str, _condition),
    st.builds("INSERT INTO b (a_id, k) SELECT id, s FROM a WHERE {}".format, _condition),
    st.builds("INSERT INTO b (a_id, k) VALUES ({}, {})".format, _maybe(st.sampled_from(["1", "2"])), _maybe(_text)),
    st.builds("INSERT INTO c (b_id) SELECT id FROM b WHERE k = {}".format, _text),
    st.builds("UPDATE a SET n = {} WHERE {}".format, _int, _condition),
    st.builds("UPDATE a SET s = {}, n = {} WHERE {}".format, _str, _int, _condition),
    st.builds(
        "UPDATE a SET p = {} WHERE {}".format,
        st.sampled_from(["1.25", "p * 2", "p + 0.1", "n", "NULL", "2.005"]),
        _condition,
    ),
    st.builds("UPDATE a SET f = NOT f, t = NULL WHERE {}".format, _condition),
    st.builds("DELETE FROM a WHERE {}".format, _condition),
    st.builds("DELETE FROM b WHERE k = {}".format, _text),
)
_structure = st.sampled_from(
    [
        "op.add_column('a', sa.Column('z', sa.Integer, server_default='4'))",
        "op.add_column('c', sa.Column('w', sa.String(5)))",
        "op.drop_column('a', 'd')\nop.add_column('a', sa.Column('d', sa.Date))",
        "op.execute('ALTER TABLE c RENAME COLUMN v TO v2')",
        "op.execute('ALTER TABLE b ADD COLUMN y INTEGER DEFAULT 7')",
        "op.rename_table('c', 'c2')\nop.rename_table('c2', 'c')",
        "with op.batch_alter_table('a') as batch:\n    batch.alter_column('n', type_=sa.BigInteger, existing_type=sa.Integer)",
        "with op.batch_alter_table('c', recreate='always') as batch:\n    batch.add_column(sa.Column('u', sa.Integer))",
        "op.create_index('ix', 'a', ['n'])",
        "op.execute('CREATE TABLE e AS SELECT id, n, s FROM a')\nask('SELECT * FROM e')",
    ]
)
_step = st.one_of(
    _query.map("ask({!r})".format),
    _query.map("ask({!r})".format),
    _change.map(lambda sql: f"run({sql!r})"),
    _change.map(lambda sql: f"result = run({sql!r})\ntell('count', lambda: int(result.rowcount))"),
)
_body = st.tuples(
    st.lists(_change.filter(lambda sql: "INSERT INTO a (n, s, p, d)" in sql).map(lambda sql: f"run({sql!r})"), min_size=1, max_size=2),
    st.lists(_step, min_size=4, max_size=9),
    st.lists(_structure, max_size=2, unique=True),
    st.lists(_step, min_size=2, max_size=6),
)  # fmt: skip


@on_servers("postgresql", "mariadb", "sqlite")
@settings(max_examples=EXAMPLES, deadline=None, derandomize="ROW_EXAMPLES" not in os.environ, database=None, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(parts=_body)
def test_random_histories(server, parts):
    first, then, structure, last = parts
    lines = ["meta.create_all(bind)", *first, *then, *structure, *last]
    body = "\n".join([*lines, "ask('SELECT * FROM a')", "ask('SELECT * FROM b')", "ask('SELECT * FROM c')"])
    with tempfile.TemporaryDirectory() as folder:
        assert not differences(body, server, Path(folder), HEAD, fails=True), body
