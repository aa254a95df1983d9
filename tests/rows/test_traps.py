"""Changes after which a careless copy of the rows would be wrong, compared with the real database."""

import pytest

from tests.rows.both import differences
from tests.servers import on_servers

HEAD = """
meta = sa.MetaData()
W = sa.Table("w", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer), sa.Column("b", sa.String(20)),
    sa.Column("f", sa.Boolean, nullable=False, server_default=sa.false()), sa.Column("x", sa.Numeric(8, 2)),
    sa.Column("j", sa.JSON), sa.Column("u", sa.Uuid), sa.Column("y", sa.LargeBinary), sa.Column("c", sa.CHAR(4)))
C = sa.Table("c", meta, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("w_id", sa.ForeignKey("w.id", ondelete="CASCADE")), sa.Column("code", sa.String(10), unique=True))
G = sa.Table("g", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("c_id", sa.ForeignKey("c.id", ondelete="SET NULL")))
S = sa.Table("s", meta, sa.Column("id", sa.Integer, primary_key=True), sa.Column("up", sa.ForeignKey("s.id", ondelete="CASCADE")))
K = sa.Table("kv", meta, sa.Column("k", sa.String(10), primary_key=True), sa.Column("v", sa.Integer, nullable=False))

def fill():
    meta.create_all(bind)
    run(W.insert(), [{"a": 1, "b": "10", "f": True, "x": decimal.Decimal("1.25"), "j": {"bb": [1, 2.5], "a": "x"},
                      "u": uuid.UUID(int=77), "y": bytes([0, 255]), "c": "ab"},
                     {"a": None, "b": None, "f": False, "x": None, "j": None, "u": None, "y": None, "c": None}])
    run(C.insert(), [{"w_id": 1, "code": "a"}, {"w_id": 2, "code": "b"}, {"w_id": None, "code": None}])
    run(G.insert(), [{"c_id": 1}, {"c_id": 2}, {"c_id": None}])
    for key, up in ((1, None), (2, 1), (3, 2), (4, None)):
        run(S.insert(), {"id": key, "up": up})
    run(K.insert(), [{"k": "x", "v": 1}, {"k": "y", "v": 2}])

def see(*tables):
    for table in tables or ("w", "c", "g", "s", "kv"):
        ask("SELECT * FROM " + table)
"""

PG, MY, LITE = "postgresql", "mariadb", "sqlite"

EVERYWHERE = {
    "values of all types": "ask(sa.select(W).order_by(W.c.id))",
    "cascades": "result = run('DELETE FROM w WHERE id = 1')\ntell('count', lambda: int(result.rowcount))",
    "a table that refers to itself": "run('DELETE FROM s WHERE id = 1')",
    "keys after a given one": "run('INSERT INTO g (id) VALUES (10)')\nrun('INSERT INTO g (c_id) VALUES (NULL)')",
    "keys after negative ones": "run('INSERT INTO g (id) VALUES (-5)')\nrun('INSERT INTO g (c_id) VALUES (NULL)')",
    "keys after the last row went": "run('DELETE FROM g WHERE id = 3')\nr = run(G.insert().values(c_id=None))\n"
    "tell('key', lambda: int(r.inserted_primary_key[0]))",
    "keys after INSERT SELECT": "run('INSERT INTO c (code) SELECT b FROM w')\nrun('INSERT INTO c (code) VALUES (NULL)')",
    "a correlated update": "run('UPDATE w SET a = (SELECT count(*) FROM c WHERE c.w_id = w.id)')",
    "numbers given as text": "run(\"UPDATE w SET a = '12' WHERE id = 1\")",
    "a column taken away and made anew": "op.drop_column('w', 'a')\nop.add_column('w', sa.Column('a', sa.Integer))",
    "the same in one batch": "with op.batch_alter_table('w') as batch:\n    batch.drop_column('a')\n"
    "    batch.add_column(sa.Column('a', sa.Integer, server_default='9'))",
    "columns that change names": "op.alter_column('w', 'a', new_column_name='t', existing_type=sa.Integer)\n"
    "op.alter_column('w', 'b', new_column_name='a', existing_type=sa.String(20))\n"
    "op.alter_column('w', 't', new_column_name='b', existing_type=sa.Integer)",
    "a renamed column in raw SQL": "op.execute('ALTER TABLE w RENAME COLUMN a TO aa')",
    "a table made anew": "op.drop_table('g')\nG.create(bind)\nrun('INSERT INTO g (c_id) VALUES (NULL)')",
    "a computed column": "op.execute('CREATE TABLE e (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED)')\n"
    "run('INSERT INTO e (a) VALUES (3)')\nask('SELECT a FROM e')\nask('SELECT a FROM e WHERE b > 100')\n"
    "ask('SELECT sum(b) FROM e')\nask('SELECT q.x + 1 FROM (SELECT b AS x FROM e) q')\nask('SELECT count(DISTINCT b) FROM e')",
    "a partial unique index": "op.create_index('uq', 'w', ['a'], unique=True, postgresql_where=sa.text('a > 100'),"
    " sqlite_where=sa.text('a > 100'))",
    "a temporary table that hides another": "op.execute('CREATE TEMPORARY TABLE kv (k VARCHAR(5), v INTEGER)')",
    "a view that is written": "op.execute('CREATE VIEW seen AS SELECT id, a FROM w')\n"
    "DIALECT == 'sqlite' or run('UPDATE seen SET a = 5')\nask('SELECT count(*) FROM seen')",
}

SOME = {
    "upsert": ((PG, LITE), "run(\"INSERT INTO kv VALUES ('x', 9), ('z', 3) ON CONFLICT (k) DO UPDATE SET v = excluded.v + kv.v\")"),
    "upsert counted": ((MY,), ("r = run(\"INSERT INTO kv VALUES ('x', 9), ('z', 3) ON DUPLICATE KEY UPDATE v = VALUES(v)\")\n"
                              "tell('count', lambda: int(r.rowcount))")),
    "REPLACE and its cascades": ((MY,), "run('REPLACE INTO w (id, a) VALUES (1, 2)')"),
    "REPLACE": ((MY, LITE), "r = run(\"REPLACE INTO kv VALUES ('x', 9)\")\ntell('count', lambda: int(r.rowcount))"),
    "IGNORE with NULL": ((MY,), "run(\"INSERT IGNORE INTO kv VALUES ('x', 9), ('z', NULL)\")"),
    "IGNORE with a check": ((LITE,), ("op.execute('CREATE TABLE e (a INTEGER CHECK (a > 0))')\n"
                                     "run('INSERT OR IGNORE INTO e VALUES (-1)')\nask('SELECT count(*) FROM e')")),
    "0 for a key": ((MY,), "run('INSERT INTO g (id) VALUES (0)')"),
    "assignments in order": ((MY,), "run('UPDATE w SET a = id + 5, x = a')"),
    "a truth value of 2": ((MY,), "run('UPDATE w SET f = 2')"),
    "rounded": ((PG, MY), "run('UPDATE w SET x = 1.005')"),
    "a whole number of a fraction": ((PG, MY), "run('UPDATE w SET a = 2.5')"),
    "truth values in words": ((PG,), "run(\"UPDATE w SET f = 't'\")"),
    "a sequence that begins where it says": ((PG,), ("op.execute('CREATE SEQUENCE sq START 100 INCREMENT 5')\n"
        "op.execute(\"CREATE TABLE sg (id INTEGER PRIMARY KEY, n INTEGER DEFAULT nextval('sq'))\")\n"
        "run('INSERT INTO sg (id) VALUES (1)')\nrun('INSERT INTO sg (id) VALUES (2)')\nask('SELECT * FROM sg')\n"
        "op.execute('ALTER SEQUENCE sq RESTART WITH 300')\nrun('INSERT INTO sg (id) VALUES (3)')\nask('SELECT * FROM sg')")),
    "a sequence that gets another name": ((PG,), "op.execute('ALTER SEQUENCE g_id_seq RENAME TO other')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "a type whose value reads like a verb": ((PG,), "op.execute(\"CREATE TYPE tv AS ENUM ('a')\")\nop.execute(\"ALTER TYPE tv ADD VALUE 'Import-x'\")"),
    "an update that joins an empty table": ((MY,), ("op.execute('CREATE TABLE em (id INTEGER, a INTEGER)')\n"
        "run('UPDATE em LEFT JOIN w ON em.id = w.id SET em.a = 1 WHERE w.id IS NULL')\nask('SELECT * FROM em')")),
    "TRUNCATE": ((PG, MY), "op.execute('TRUNCATE TABLE g')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "TRUNCATE RESTART": ((PG,), "op.execute('TRUNCATE TABLE g RESTART IDENTITY')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "TRUNCATE CASCADE": ((PG,), "op.execute('TRUNCATE TABLE w CASCADE')"),
    "rows written in WITH": ((PG,), "op.execute('WITH gone AS (DELETE FROM kv RETURNING v) INSERT INTO g (c_id) SELECT NULL FROM gone')"),
    "RETURNING in raw SQL": ((PG,), "ask('UPDATE w SET x = 1.5 WHERE id = 1 RETURNING x, f, c')"),
    "a rule": ((PG,), "op.execute('CREATE RULE r AS ON INSERT TO g DO ALSO DELETE FROM kv')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "a function that writes": ((PG,), ("op.execute('CREATE FUNCTION ff() RETURNS int AS $$ DELETE FROM kv; SELECT 1 $$ LANGUAGE sql')\n"
                                      "op.execute('SELECT ff()')")),
    "inherited rows": ((PG,), "op.execute('CREATE TABLE kv2 (z int) INHERITS (kv)')\nrun(\"INSERT INTO kv2 VALUES ('i', 1, 2)\")"),
    "parts": ((PG,), ("op.execute('CREATE TABLE e (id int) PARTITION BY RANGE (id)')\n"
                     "op.execute('CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (0) TO (10)')\n"
                     "run('INSERT INTO e VALUES (1)')\nask('SELECT count(*) FROM e1')\nop.execute('TRUNCATE e1')\nask('SELECT count(*) FROM e')")),
    "MERGE": ((PG,), "op.execute(\"MERGE INTO kv USING (SELECT 'x' AS k) q ON q.k = kv.k WHEN MATCHED THEN UPDATE SET v = 7\")"),
    "ADD and DROP in one": ((PG, MY), "op.execute('ALTER TABLE w DROP COLUMN a, ADD COLUMN a INTEGER')"),
    "CHANGE": ((MY,), "op.execute('ALTER TABLE w CHANGE a aa BIGINT, CHANGE b a VARCHAR(20)')"),
    "USING": ((PG,), "op.execute('ALTER TABLE w ALTER COLUMN a TYPE INTEGER USING b::integer')"),
    "USING the column itself": ((PG,), "op.execute('ALTER TABLE w ALTER COLUMN b TYPE INTEGER USING b::integer')"),
    "a narrower type": ((PG, MY), "op.alter_column('w', 'x', type_=sa.Numeric(8, 1), existing_type=sa.Numeric(8, 2))"),
    "an integer as text": ((PG, MY), "op.alter_column('w', 'a', type_=sa.String(9), existing_type=sa.Integer)"),
    "a sequence that begins anew": ((PG,), "op.execute('ALTER SEQUENCE g_id_seq RESTART WITH 50')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "setval": ((PG,), "op.execute(\"SELECT setval('g_id_seq', 50)\")\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "AUTO_INCREMENT": ((MY,), "op.execute('ALTER TABLE g AUTO_INCREMENT = 100')\nrun('INSERT INTO g (c_id) VALUES (NULL)')"),
    "an identity's start": ((PG, MY), ("op.create_table('e', sa.Column('id', sa.Integer, sa.Identity(start=10, increment=5), primary_key=True),"
                                      " sa.Column('v', sa.Integer))\nrun('INSERT INTO e (v) VALUES (1), (2)')\nask('SELECT * FROM e')")),
    "CREATE TABLE LIKE": ((PG,), "op.execute('CREATE TABLE e (LIKE g INCLUDING ALL)')\nrun('INSERT INTO e (c_id) VALUES (1)')\nask('SELECT * FROM e')"),
    "a search path": ((PG,), "op.execute('CREATE SCHEMA s2; CREATE TABLE s2.kv (k int, v int); SET search_path TO s2')\nask('SELECT * FROM kv')\nop.execute('SET search_path TO public')"),
    "names exchanged": ((MY,), "op.execute('RENAME TABLE kv TO kvx, g TO kv, kvx TO g')"),
    "a binary collation": ((MY,), ("op.execute('CREATE TABLE e (s VARCHAR(9)) COLLATE utf8mb4_bin')\n"
                                  "run(\"INSERT INTO e VALUES ('a'), ('A')\")\nask(\"SELECT count(*) FROM e WHERE s = 'a'\")")),
    "NOCASE": ((LITE,), ("op.execute('CREATE TABLE e (s VARCHAR(9) COLLATE NOCASE)')\n"
                        "run(\"INSERT INTO e VALUES ('a'), ('A')\")\nask(\"SELECT count(*) FROM e WHERE s = 'a'\")")),
    "a rebuilt table": ((PG, LITE), ("run('DELETE FROM g WHERE id = 3')\nwith op.batch_alter_table('g', recreate='always') as batch:\n"
                                        "    batch.add_column(sa.Column('n', sa.Integer))\nDIALECT == 'postgresql' or run('INSERT INTO g (c_id) VALUES (NULL)')")),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERYWHERE)
def test_everywhere(name, server, tmp_path):
    assert not differences(f"fill()\n{EVERYWHERE[name]}\nsee()", server, tmp_path, HEAD)


@on_servers(PG, MY, LITE)
def test_where_it_matters(server, tmp_path):
    for place, (name, (dialects, body)) in enumerate(SOME.items()):
        if server.dialect in dialects:
            assert not differences(f"fill()\n{body}\nsee()", server, tmp_path / str(place), HEAD), name


EXPRESSIONS = """n/2|n%2|n*1.0/2|p/3|p*2|p*p|p+f|-p|s||'x'|abs(n)|round(p)|round(f)|floor(p)|length(s)|char_length(s)|upper(s)|lower(s)|trim(s)
substr(s,2)|substr(s,0)|substr(s,-2)|left(s,2)|right(s,2)|concat(s,n)|concat(p,'x')|s||p|s||f|s||b|replace(s,'A','x')|coalesce(p,0)
coalesce(s,'?')|coalesce(n,0)|nullif(s,'ANN')|mod(n,2)|cast(n as varchar(20))|cast(p as varchar(10))|cast(p as integer)|cast(txt as integer)
cast(s as char(2))|cast(n as numeric(8,2))|s='ANN'|s='bob'|s='bob  '|s='ea'|c='ab'|c='ab  '|s<'b'|s>'Z'|s like 'a%'|txt like 'a\\_%'|c like 'ab'
s in ('ANN','bob')|s between 'a' and 'c'|txt='ss'|txt<n|txt='10.0'|n='7'|n='x'|n=7.0|p=10.25|f=0.1|p+0.2=0.3|not b|b=true|b=1|b='t'|d='2020-01-02'
d>'2020-01-01'|ts='2020-01-02'|ts>d|n in (1,2,null)|n not in (3,null)|(n,k) in ((3,0),(7,2))|n<<1|~n|case when n>3 then 1 else 2.5 end
true|1=1|1.50|1/2|7%3|-7/2|'1'+1|'a'='A'|'a '='a'|1='1'|5 between '4' and '6'|d+1|sum(n) over (order by id)|sum(p) over ()|max(s) over ()
exists (select 1 from t where n>100)|n in (select k from t)|(select max(n) from t)|row_number() over (order by id)|row_number() over (order by n)"""
AGGREGATES = """count(*)|count(n)|count(distinct s)|sum(n)|sum(p)|sum(f)|sum(b)|sum(big)|avg(n)|min(s)|max(d)|min(b)|max(txt)|min(c)|sum(n)/2|avg(n)+1
max(n)-min(n)|count(*)>1|sum(case when b then 1 else 0 end)|coalesce(sum(p),0)|max(p)|min(f)|group_concat(s)|string_agg(s,',')"""
ORDERS = "n|n desc|s|c|txt|p|f|b|d|ts|lower(s)|-n|k, n desc"

TABLE = """
T = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer), sa.Column("k", sa.Integer),
    sa.Column("s", sa.String(20)), sa.Column("p", sa.Numeric(8, 2)), sa.Column("f", sa.Float), sa.Column("b", sa.Boolean),
    sa.Column("d", sa.Date), sa.Column("ts", sa.DateTime), sa.Column("big", sa.BigInteger), sa.Column("c", sa.CHAR(5)), sa.Column("txt", sa.Text))

def fill():
    T.create(bind)
    day, time = dt.date(2020, 1, 2), dt.datetime(2020, 1, 2, 3, 4, 5)
    rows = [(1, 7, 2, "Ann", "10.25", 0.1, True, day, time, 10**12, "ab", "x"),
            (2, -7, 2, "ann", "0.10", 0.2, False, dt.date(2021, 12, 31), dt.datetime(2020, 1, 2), -5, "ab", ""),
            (3, None, 3, "bob ", "0.20", None, None, None, None, None, None, None),
            (4, 5, None, "bob", "2.50", 2.5, True, day, None, 0, "zz", "10"),
            (5, 3, 0, "éa", None, 3.5, False, None, None, 1, "", "9"),
            (6, 3, 0, "ea", "3.50", -1.5, False, None, None, 1, "B", "a_b%c"),
            (7, 0, 0, None, "-3.55", 1e20, None, None, None, 1, None, "ß")]
    names = [column.name for column in T.c]
    run(T.insert(), [dict(zip(names, (*r[:4], None if r[4] is None else decimal.Decimal(r[4]), *r[5:]))) for r in rows])
"""


def _parts(text):
    return [part.strip() for line in text.split("\n") for part in line.replace("||", "\0").split("|")]


@on_servers(PG, MY, LITE)
def test_what_expressions_mean(server, tmp_path):
    expressions = [part.replace("\0", "||") for part in _parts(EXPRESSIONS)]
    queries = [f"SELECT id, {part} FROM t ORDER BY id" for part in expressions]
    queries += [f"SELECT id FROM t WHERE {part}" for part in expressions if any(sign in part for sign in "=<>")]
    for part in _parts(AGGREGATES):
        queries += [f"SELECT {part} FROM t WHERE {where}" for where in ("id > 0", "id > 100")]
        queries += [f"SELECT {by}, {part} FROM t GROUP BY {by}" for by in ("b", "s")]
    queries += [f"SELECT id, n FROM t ORDER BY {part}, id" for part in ORDERS.split("|")]
    # one that the real database refuses would end the transaction: it counts for nothing
    body = "fill()\n" + "\n".join(f"careful({query!r})" for query in queries)
    assert not differences(body, server, tmp_path, TABLE + CAREFUL)


CAREFUL = """
def careful(query):
    def answer():
        try:
            with bind.begin_nested():
                return shown([tuple(row) for row in bind.execution_options(no_parameters=True).exec_driver_sql(query)], "ORDER BY" in query)
        except sa.exc.SQLAlchemyError as error:
            return error
    tell(query, answer)
"""
