"""The offline connection: everything that a migration does with its bind becomes SQL, or says why not."""

import re

import pytest

from sqlcompile.errors import KeyUnknown, RowsUnknown, ScriptError, ScriptFailed
from tests.projects import Project

HEAD = """
from sqlalchemy.orm import Session, declarative_base, relationship, sessionmaker
Base = declarative_base()

class Person(Base):
    __tablename__ = "person"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40))
    pets = relationship("Pet", back_populates="owner")

class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40))
    person_id = sa.Column(sa.ForeignKey("person.id"))
    owner = relationship("Person", back_populates="pets")

class Tag(Base):
    __tablename__ = "tag"
    name = sa.Column(sa.String(40), primary_key=True)
    size = sa.Column(sa.Integer, default=7)

person = Person.__table__
tag = Tag.__table__
"""
TABLES = """
op.create_table("person", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))
op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)),
                sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id")))
op.create_table("tag", sa.Column("name", sa.String(40), primary_key=True), sa.Column("size", sa.Integer))
"""
ALL = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


@pytest.fixture
def sent(tmp_path):
    """Compile the body of a migration that has ``bind``; returns its statements, on one line each."""

    def compiled(body, dialect="postgresql", head=""):
        project = Project(tmp_path)
        project.revision("a1", TABLES)
        project.revision("b2", "bind = op.get_bind()\n" + body, head=HEAD + head)
        return [re.sub(r"\s+", " ", text) for text in project.statements(dialect)]

    return compiled


@pytest.fixture
def refused(sent, tmp_path):
    """Compile a body that must fail; returns the error and the text of the line that it names."""

    def failing(body, kind, dialect="postgresql", head=""):
        with pytest.raises(kind) as caught:
            sent(body, dialect, head)
        path = tmp_path / "versions" / "b2.py"
        assert caught.value.location.path == path
        line = caught.value.location.line
        return str(caught.value), line and path.read_text().splitlines()[line - 1].strip()

    return failing


CORE = [
    (
        "bind.execute(person.insert(), {'id': 1, 'name': \"it's\"})",
        ["INSERT INTO person (id, name) VALUES (1, 'it''s')"],
    ),
    (
        "bind.execute(person.insert(), [{'id': 1, 'name': 'a'}, {'id': 2, 'name': None}])",
        ["INSERT INTO person (id, name) VALUES (1, 'a')", "INSERT INTO person (id, name) VALUES (2, NULL)"],
    ),
    (
        "bind.execute(person.insert().values([{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}]))",
        ["INSERT INTO person (id, name) VALUES (1, 'a'), (2, 'b')"],
    ),
    (
        "bind.execute(person.insert().from_select(['name'], sa.select(tag.c.name).where(tag.c.size == 3)))",
        ["INSERT INTO person (name) SELECT tag.name FROM tag WHERE tag.size = 3"],
    ),
    ("bind.execute(tag.insert().values(name='x'))", ["INSERT INTO tag (name, size) VALUES ('x', 7)"]),
    (
        "bind.execute(person.update().where(person.c.id.in_([1, 2])).values(name='x'))",
        ["UPDATE person SET name='x' WHERE person.id IN (1, 2)"],
    ),
    (
        "bind.execute(person.update().where(person.c.id == sa.bindparam('i')).values(name=sa.bindparam('n')), [{'i': 1, 'n': 'a'}, {'i': 2, 'n': 'b'}])",
        ["UPDATE person SET name='a' WHERE person.id = 1", "UPDATE person SET name='b' WHERE person.id = 2"],
    ),
    (
        "bind.execute(person.delete().where(person.c.id.in_(sa.select(tag.c.size))))",
        ["DELETE FROM person WHERE person.id IN (SELECT tag.size FROM tag)"],
    ),
    ("bind.execute(person.delete().where(person.c.id.in_([])))", None),
    (
        "bind.execute(sa.text(\"UPDATE person SET name = :n WHERE name = '\\\\:n' AND id::int IN :i\").bindparams(sa.bindparam('i', expanding=True)), {'n': 'x', 'i': [1, 2]})",
        ["UPDATE person SET name = 'x' WHERE name = ':n' AND id::int IN (1, 2)"],
    ),
    (
        "bind.execute(sa.text('INSERT INTO person VALUES (:i)'), [{'i': 1}, {'i': 2}])",
        ["INSERT INTO person VALUES (1)", "INSERT INTO person VALUES (2)"],
    ),
    ("bind.execute(sa.schema.CreateSchema('s'))", ["CREATE SCHEMA s"]),
    ("bind.execute(sa.DDL('DROP TABLE %(t)s', context={'t': 'pet'}))", ["DROP TABLE pet"]),
]


@pytest.mark.parametrize(("body", "statements"), CORE, ids=range(len(CORE)))
def test_core_statements(sent, body, statements):
    got = sent(body)
    if statements is None:
        assert len(got) == 1
        assert "POSTCOMPILE" not in got[0]
    else:
        assert got == statements


def test_values_of_every_kind(sent):
    (text,) = sent(
        "t = sa.table('v', sa.column('d', sa.Date), sa.column('b', sa.LargeBinary), sa.column('j', sa.JSON),"
        " sa.column('n', sa.Numeric), sa.column('f', sa.Boolean))\n"
        "import datetime, decimal\n"
        "bind.execute(t.insert(), dict(d=datetime.date(2020, 1, 2), b=b'ab', j={'a': [1, None]},"
        " n=decimal.Decimal('1.50'), f=True))"
    )
    assert text == (
        "INSERT INTO v (d, b, j, n, f) VALUES "
        "(DATE '2020-01-02', '\\x6162'::bytea, '{\"a\": [1, null]}'::JSON, 1.50, TRUE)"
    )


DRIVER = [
    ("'UPDATE t SET a = %s, b = 5 %% 2', ('x',)", "UPDATE t SET a = 'x', b = 5 % 2"),
    ("'UPDATE t SET a = %(a)s', {'a': 'x'}", "UPDATE t SET a = 'x'"),
    ("'UPDATE t SET a = ?', (b'x',)", "UPDATE t SET a = '\\x78'::bytea"),
    ("'UPDATE t SET a = :1, b = :2', (1, None)", "UPDATE t SET a = 1, b = NULL"),
    ("'UPDATE t SET a = $2, b = $1', (1, 2)", "UPDATE t SET a = 2, b = 1"),
    ("'UPDATE t SET a = :a', {'a': 1}", "UPDATE t SET a = 1"),
    ("\"UPDATE t SET a = ':a %s', b = c::int\"", "UPDATE t SET a = ':a %s', b = c::int"),
    (
        "\"UPDATE t SET j = j ? 'k' WHERE a = %s AND b = '%s'\", (1,)",
        "UPDATE t SET j = j ? 'k' WHERE a = 1 AND b = '%s'",
    ),
]


@pytest.mark.parametrize(("arguments", "statement"), DRIVER, ids=range(len(DRIVER)))
def test_driver_sql_in_every_style_of_parameters(sent, arguments, statement):
    assert sent(f"bind.exec_driver_sql({arguments})") == [statement]


def test_a_plain_string_is_driver_sql_as_in_sqlalchemy_1(sent):
    assert sent("bind.execute('UPDATE tag SET size = %s WHERE name = %s', (1, 'a:b'))") == [
        "UPDATE tag SET size = 1 WHERE name = 'a:b'"
    ]


def test_driver_sql_many_times_and_past_sqlalchemy(sent):
    assert sent("bind.exec_driver_sql('DELETE FROM t WHERE a = %s', [(1,), (2,)])") == [
        "DELETE FROM t WHERE a = 1",
        "DELETE FROM t WHERE a = 2",
    ]
    assert sent("c = bind.connection.cursor()\nc.execute('DELETE FROM t WHERE a = %s', [1])\nc.close()") == [
        "DELETE FROM t WHERE a = 1"
    ]


def test_a_parameter_without_a_value(refused):
    _, line = refused("bind.exec_driver_sql('DELETE FROM t WHERE a = %s AND b = %s', (1,))", ScriptFailed)
    assert line.startswith("bind.exec_driver_sql")
    message, _ = refused("bind.execute(sa.text('DELETE FROM t WHERE a = :a'))", ScriptFailed)
    assert "'a'" in message


# --- reads ---

READS = [
    "bind.execute(sa.select(person))",
    "bind.execute(sa.text('SELECT 1 FROM person')).fetchall()",
    "bind.scalar(sa.select(sa.func.count()).select_from(person))",
    "bind.exec_driver_sql('  /* why */ select 1')",
    "bind.execute(sa.text('WITH x AS (SELECT 1) SELECT * FROM x'))",
    "Session(bind=bind).query(Person).all()",
    "Session(bind=bind).get(Person, 1)",
    "bind.execute(sa.func.now())",
    "bind.connection.cursor().execute('SELECT 1')",
    "bind.execute(person.update().values(name='x')).rowcount == 0",
    "bind.execute(person.insert().values(id=1).returning(person.c.id)).scalar()",
    "bind.execute(sa.text('DELETE FROM person RETURNING id')).fetchall()",
    "bind.execute(sa.text('DELETE FROM person')).rowcount > 0",
]


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize(
    "wrap", ["{}", "try:\n    {}\nexcept Exception:\n    pass", "try:\n    {}\nexcept:\n    bind.rollback()"]
)
def test_rows_are_unknown(refused, read, wrap):
    message, line = refused(wrap.format(read), RowsUnknown)
    assert line == read
    assert message.startswith("The script reads rows that only the real database has: ")


def test_a_read_inside_a_savepoint_or_a_loop_still_comes_out(refused):
    body = "for n in range(3):\n    try:\n        with bind.begin_nested():\n            bind.scalar(sa.select(person.c.id))\n    except Exception:\n        continue"
    _, line = refused(body, RowsUnknown)
    assert line == "bind.scalar(sa.select(person.c.id))"


def test_a_read_in_a_helper_module_names_the_script(refused, tmp_path, monkeypatch):
    (tmp_path / "rowhelper.py").write_text("def read(bind):\n    return bind.exec_driver_sql('SELECT 1')\n")
    monkeypatch.syspath_prepend(tmp_path)
    _, line = refused("import rowhelper\nrowhelper.read(bind)", RowsUnknown)
    assert line == "rowhelper.read(bind)"


def test_rows_of_a_write_need_not_be_looked_at(sent):
    assert sent("print('rows:', bind.execute(person.update().values(name='x')).rowcount)") == [
        "UPDATE person SET name='x'"
    ]
    assert sent("r = bind.execute(sa.text('DELETE FROM person RETURNING id'))") == ["DELETE FROM person RETURNING id"]


# --- transactions ---


def test_a_savepoint_that_is_rolled_back_takes_back_what_it_did(sent):
    assert sent(
        "bind.execute(person.insert().values(id=1))\n"
        "point = bind.begin_nested()\n"
        "op.add_column('tag', sa.Column('gone', sa.Integer))\n"
        "bind.execute(person.insert().values(id=2))\n"
        "point.rollback()\n"
        "assert 'gone' not in [c['name'] for c in sa.inspect(bind).get_columns('tag')]\n"
        "with bind.begin_nested():\n    bind.execute(person.insert().values(id=3))\n"
        "bind.commit()\n"
        "with bind.begin():\n    bind.execute(person.insert().values(id=4))\n"
        "with bind.begin():\n    bind.execute(person.insert().values(id=5))"
    ) == [f"INSERT INTO person (id) VALUES ({number})" for number in (1, 3, 4, 5)]


def test_an_exception_in_a_savepoint_takes_it_back(sent):
    assert (
        sent(
            "try:\n    with bind.begin_nested():\n        bind.execute(person.insert().values(id=2))\n        raise KeyError\n"
            "except KeyError:\n    pass"
        )
        == []
    )


def test_there_is_no_way_back(refused):
    message, line = refused("bind.execute(person.insert().values(id=1))\nbind.rollback()", ScriptError)
    assert (message, line) == ("The script rolls back what it did.", "bind.rollback()")
    message, line = refused(
        "s = Session(bind=bind)\ntry:\n    s.add(Tag(name='x')); s.flush()\n    1 / 0\nexcept ZeroDivisionError:\n    s.rollback()",
        ScriptError,
    )
    assert message == "The script rolls back what it did, after ZeroDivisionError: division by zero"
    assert line == "s.rollback()"


def test_the_error_before_a_rollback_is_the_one_to_see(refused):
    _, line = refused(
        "s = Session(bind=bind)\ntry:\n    s.add(Tag(name='x')); s.flush()\n    s.query(Tag).all()\nexcept:\n    s.rollback()\n    raise",
        RowsUnknown,
    )
    assert line == "s.query(Tag).all()"


def test_other_connections_of_the_engine_record_too(sent):
    assert sent(
        "with bind.engine.begin() as one:\n    one.execute(person.insert().values(id=1))\n"
        "with bind.engine.connect() as two:\n    two.execute(person.insert().values(id=2)); two.commit()\n"
        "with bind.engine.connect() as three:\n    three.execute(person.insert().values(id=3)); three.rollback()\n"
        "with bind.engine.connect() as four:\n    assert sa.inspect(four).has_table('person')\n"
        "with bind.engine.connect().execution_options(isolation_level='AUTOCOMMIT') as five:\n"
        "    five.execute(sa.text('CREATE INDEX CONCURRENTLY i ON person (name)'))\n"
        "sa.inspect(bind.engine).get_table_names()\n"
        "with Session(bind.engine) as s, s.begin():\n    s.add(Person(id=6))"
    ) == [
        "INSERT INTO person (id) VALUES (1)",
        "INSERT INTO person (id) VALUES (2)",
        "CREATE INDEX CONCURRENTLY i ON person (name)",
        "INSERT INTO person (id, name) VALUES (6, NULL)",
    ]


def test_work_that_is_not_committed_elsewhere(refused, sent):
    assert sent("with bind.engine.connect() as one:\n    one.execute(person.insert().values(id=1))") == []
    message, _ = refused("one = bind.engine.connect()\none.execute(person.insert().values(id=1))", ScriptError)
    assert "does not commit" in message


def test_autocommit_is_outside_of_the_transaction(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", TABLES)
    project.revision(
        "b2",
        "bind = op.get_bind().execution_options(isolation_level='AUTOCOMMIT')\nbind.execute(sa.text('ANALYZE person'))\n"
        "bind.execution_options(isolation_level='READ COMMITTED', stream_results=True, yield_per=10)\n"
        "bind.execute(sa.text('UPDATE person SET name = 1'))",
    )
    (result,) = project._results("postgresql", "base:heads", "upgrade")[1:]
    assert [(item.statement.text, item.statement.transactional) for item in result] == [
        ("ANALYZE person", False),
        ("UPDATE person SET name = 1", True),
    ]


@pytest.mark.filterwarnings("ignore:The from_engine:sqlalchemy.exc.SADeprecationWarning")
def test_what_scripts_ask_of_their_bind(sent):
    assert sent(
        "assert bind.dialect.name == bind.engine.name == bind.engine.dialect.name == 'postgresql'\n"
        "assert str(bind.engine.url) == 'postgresql://' and bind.engine.url.get_backend_name() == 'postgresql'\n"
        "assert bind.engine.url.database is None and bind.engine.url.drivername == 'postgresql'\n"
        "assert bind.dialect.server_version_info[0] >= 10\n"
        "assert bind.engine.driver == bind.dialect.driver == 'sqlcompile'\n"
        "assert bind.dialect.has_table(bind, 'person') and not bind.dialect.has_table(bind, 'nobody')\n"
        "assert bind.engine.dialect.has_table(bind, 'person')\n"
        "assert bind.dialect.default_schema_name == 'public'\n"
        "assert bind.in_transaction() and not bind.closed and not bind.invalidated\n"
        "assert isinstance(bind, sa.engine.Connection) and isinstance(bind.engine, sa.engine.Engine)\n"
        "from sqlalchemy.engine.reflection import Inspector\n"
        "assert Inspector.from_engine(bind).get_pk_constraint('person')['constrained_columns'] == ['id']\n"
        "i = sa.inspect(bind); op.drop_table('tag'); i.clear_cache(); assert not i.has_table('tag')\n"
        "assert sa.Table('person', sa.MetaData(), autoload_with=bind).c.name.type.length == 40"
    ) == ["DROP TABLE tag"]


# --- metadata ---


def test_metadata_is_created_and_dropped(sent):
    body = (
        "m = sa.MetaData()\n"
        "t = sa.Table('one', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('k', sa.Integer, index=True))\n"
        "sa.Table('person', m, sa.Column('id', sa.Integer))\n"
        "m.create_all(bind)\n"
        "m.create_all(bind)\n"
        "assert sa.inspect(bind).has_table('one')\n"
        "t.drop(bind)\n"
        "t.create(bind, checkfirst=True)\n"
        "m.drop_all(bind, tables=[t])\n"
        "m.drop_all(bind, tables=[t])"
    )
    made = [
        "CREATE TABLE one ( id SERIAL NOT NULL, k INTEGER, PRIMARY KEY (id) )",
        "CREATE INDEX ix_one_k ON one (k)",
    ]
    assert sent(body) == [*made, "DROP TABLE one", *made, "DROP TABLE one"]


def test_types_and_sequences_are_made_once(sent):
    assert sent(
        "e = sa.Enum('a', 'b', name='kind')\n"
        "e.create(bind, checkfirst=True)\ne.create(bind, checkfirst=True)\n"
        "op.create_table('one', sa.Column('k', e))\n"
        "op.drop_table('one')\n"
        "e.drop(bind, checkfirst=True)\ne.drop(bind, checkfirst=True)\n"
        "q = sa.Sequence('q')\nq.create(bind, checkfirst=True)\nq.create(bind, checkfirst=True)\nq.drop(bind)"
    ) == [
        "CREATE TYPE kind AS ENUM ('a', 'b')",
        "CREATE TABLE one ( k kind )",
        "DROP TABLE one",
        "DROP TYPE kind",
        "CREATE SEQUENCE q",
        "DROP SEQUENCE q",
    ]


# --- the ORM ---


@pytest.mark.parametrize("dialect", ALL)
def test_a_session_writes(sent, dialect):
    statements = sent(
        "s = Session(bind=bind)\n"
        "s.add(Tag(name='a'))\ns.flush()\n"
        "s.add_all([Tag(name='b', size=1), Tag(name='c')])\ns.commit()\n"
        "s.bulk_insert_mappings(Tag, [{'name': 'd'}, {'name': 'e', 'size': 2}])\n"
        "s.bulk_save_objects([Tag(name='f')])\n"
        "s.execute(sa.insert(Tag), [{'name': 'g', 'size': 3}])\n"
        "s.query(Tag).filter(Tag.name == 'a').update({'size': 9})\n"
        "s.query(Tag).filter(sa.func.lower(Tag.name) == 'b').update({'size': 9}, synchronize_session='fetch')\n"
        "s.query(Tag).filter(Tag.name == 'g').delete()\n"
        "t = Tag(name='h')\ns.add(t)\ns.flush()\nt.size = 4\ns.flush()\ns.delete(t)\ns.commit()\ns.close()\n"
        "sessionmaker(bind=bind)().execute(sa.text('DELETE FROM tag'))",
        dialect,
    )
    assert [text.partition(" ")[0] for text in statements] == ["INSERT"] * 7 + ["UPDATE"] * 2 + ["DELETE"] + [
        "INSERT",
        "UPDATE",
        "DELETE",
        "DELETE",
    ]
    assert all("tag" in text for text in statements)


@pytest.mark.parametrize("dialect", ALL)
def test_rows_with_generated_keys(sent, dialect):
    statements = sent(
        "s = Session(bind=bind)\n"
        "one, two = Person(name='a'), Person(name='b')\n"
        "s.add_all([one, two])\ns.add(Pet(name='c', person_id=4))\ns.commit()\n"
        "bind.execute(person.insert().values(name='d'))\n"
        "r = bind.execute(person.insert(), {'name': 'e'}); r.inserted_primary_key; r.lastrowid",
        dialect,
    )
    assert [re.sub(r".*\((.*)\)$", r"\1", text).replace("N'", "'") for text in statements] == [
        "'a'",
        "'b'",
        "'c', 4",
        "'d'",
        "'e'",
    ]


KEYS = [
    ("s.add(Person(name='a', pets=[Pet(name='b')]))\ns.flush()", "s.flush()"),
    ("p = Person(name='a')\ns.add(p)\ns.flush()\ns.add(Pet(person_id=p.id))\ns.flush()", "s.flush()"),
    ("p = Person(name='a')\ns.add(p)\ns.flush()\nop.execute(f'UPDATE pet SET person_id = {p.id}')", None),
    ("p = Person(name='a')\ns.add(p)\ns.flush()\np.name = 'b'\ns.flush()", "s.flush()"),
    (
        "k = bind.execute(person.insert().values(name='a')).inserted_primary_key[0]\nif k == 1: pass",
        "if k == 1: pass",
    ),
    ("k = bind.execute(sa.text('INSERT INTO person (name) VALUES (1)')).lastrowid\nint(k)", "int(k)"),
    (
        "k = bind.execute(person.insert().values(name='a')).inserted_primary_key[0]\nbind.exec_driver_sql('x %s', (k,))",
        None,
    ),
]


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb", "mssql"])
@pytest.mark.parametrize(("body", "place"), KEYS, ids=range(len(KEYS)))
def test_a_generated_key_that_is_used(refused, dialect, body, place):
    message, line = refused(f"s = Session(bind=bind)\n{body}", KeyUnknown, dialect)
    assert message.startswith("The script uses the key that the database will generate for a new row")
    assert place is None or line == place


def test_a_key_with_sql_of_its_own(sent):
    assert sent(
        "t = sa.Table('t', sa.MetaData(), sa.Column('id', sa.Integer, sa.Sequence('q'), primary_key=True), sa.Column('n', sa.Integer))\n"
        "u = sa.Table('u', sa.MetaData(), sa.Column('id', sa.String, server_default=sa.text('gen()'), primary_key=True), sa.Column('n', sa.Integer))\n"
        "v = sa.Table('v', sa.MetaData(), sa.Column('id', sa.String, default=sa.func.gen(), primary_key=True), sa.Column('n', sa.Integer))\n"
        "for x in (t, u, v): bind.execute(x.insert().values(n=1))"
    ) == [
        "INSERT INTO t (id, n) VALUES (nextval('q'), 1)",
        "INSERT INTO u (n) VALUES (1)",
        "INSERT INTO v (id, n) VALUES (gen(), 1)",
    ]


def test_an_asynchronous_migration(sent):
    pytest.importorskip("greenlet")
    assert sent(
        "async def work(c):\n    await c.execute(sa.text('DELETE FROM tag'))\n    await c.run_sync(lambda d: d.execute(sa.text('DELETE FROM pet')))\n"
        "op.run_async(work)"
    ) == ["DELETE FROM tag", "DELETE FROM pet"]


def test_values_as_the_application_types_make_them(sent):
    head = """
class Upper(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return value.upper()
"""
    assert sent("t = sa.table('t', sa.column('a', Upper()))\nbind.execute(t.insert().values(a='x'))", head=head) == [
        "INSERT INTO t (a) VALUES ('X')"
    ]


def test_tables_that_refer_to_each_other(sent):
    assert sent(
        "m = sa.MetaData()\n"
        "sa.Table('x', m, sa.Column('id', sa.Integer, sa.ForeignKey('y.id', name='xy'), primary_key=True), sa.Column('k', sa.Integer, index=True))\n"
        "sa.Table('y', m, sa.Column('id', sa.Integer, sa.ForeignKey('x.id', name='yx', use_alter=True), primary_key=True, autoincrement=False))\n"
        "m.create_all(bind)\n"
        "i = sa.inspect(bind)\n"
        "assert [k['name'] for t in ('x', 'y') for k in i.get_foreign_keys(t)] == ['xy', 'yx']\n"
        "assert [k['name'] for k in i.get_indexes('x')] == ['ix_x_k']\n"
        "m.drop_all(bind)\n"
        "op.execute(sa.schema.CreateTable(m.tables['x']))\n"
        "assert sa.inspect(bind).get_indexes('x') == []"
    )[-1].startswith("CREATE TABLE x")


def test_a_foreign_key_for_an_alter_table_of_its_own(sent):
    assert sent(
        "op.create_table('x', sa.Column('id', sa.Integer), sa.ForeignKeyConstraint(['id'], ['person.id'], name='f', use_alter=True))\n"
        "op.create_foreign_key('f', 'x', 'person', ['id'], ['id'])"
    ) == [
        "CREATE TABLE x ( id INTEGER )",
        "ALTER TABLE x ADD CONSTRAINT f FOREIGN KEY(id) REFERENCES person (id)",
    ]
