"""Each method of the inspector, offline and on the real server, after one and the same script."""

from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector, ObjectKind, ObjectScope

from sqlcompile.errors import ScriptError
from tests.offline.test_reflection import RICH, SPECIAL
from tests.projects import Project
from tests.servers import on_servers

MORE = {
    "postgresql": """
op.execute("CREATE DOMAIN posint AS integer DEFAULT 1 NOT NULL CONSTRAINT pos CHECK (VALUE > 0)")
op.execute("CREATE DOMAIN other.code AS text CHECK (length(VALUE) > 0) CHECK (length(VALUE) < 9)")
op.execute("CREATE DOMAIN gone AS text")
op.execute("ALTER DOMAIN posint ADD CHECK (VALUE < 1000)")
op.execute("DROP DOMAIN gone")
op.create_table("dom", sa.Column("d", postgresql.DOMAIN("made", sa.BigInteger, check="VALUE > 0", not_null=True)))
op.execute("ALTER TABLE dom ADD COLUMN a posint, ADD COLUMN b other.code, ADD COLUMN c posint[]")
op.execute("CREATE VIEW other.joined AS SELECT o.id AS oid, s.num, CAST(o.age AS bigint) AS big "
           "FROM owner o JOIN other.special s ON s.seq = o.id")
op.execute("CREATE VIEW star AS SELECT * FROM plain")
op.execute("CREATE VIEW named_columns (x, y) AS SELECT oid, num FROM other.joined")
op.add_column("plain", sa.Column("later", sa.Integer))
op.execute("CREATE UNIQUE INDEX ix_of_view ON m (id)")
op.execute("COMMENT ON VIEW low IS 'the low'")
op.execute("COMMENT ON MATERIALIZED VIEW m IS 'kept'")
op.execute("CREATE SEQUENCE other.seq2")
op.execute("CREATE TABLE child (z int) INHERITS (plain)")
op.execute("CREATE INDEX ix_pattern ON owner (body text_pattern_ops)")
op.execute("ALTER TABLE named ADD CONSTRAINT uq_named UNIQUE NULLS NOT DISTINCT (v) INCLUDE (id)")
""",
    "mariadb": """
op.execute("CREATE VIEW star AS SELECT * FROM plain")
op.add_column("plain", sa.Column("later", sa.Integer))
op.execute("CREATE VIEW named_columns (x, y) AS SELECT a, c FROM star")
op.execute("CREATE SEQUENCE counter")
op.execute("CREATE FULLTEXT INDEX ix_full ON owner (body)")
""",
    "sqlite": """
op.execute("CREATE VIEW joined AS SELECT o.id AS oid, o.name || 'x' AS nn, p.b FROM owner o JOIN plain p ON p.a = o.id")
op.execute("CREATE VIEW star AS SELECT * FROM plain")
op.execute("CREATE VIEW named_columns (x, y) AS SELECT oid, nn FROM joined")
op.add_column("plain", sa.Column("later", sa.Integer))
op.execute("CREATE INDEX ix_partial ON owner (name) WHERE age > 1")
op.execute("CREATE TABLE flat (k TEXT PRIMARY KEY, v INT) WITHOUT ROWID")
""",
}

VIEW_COLUMNS_HAVE_DEFAULTS = {"mariadb"}
"""Where DESCRIBE tells a view's column the default of the table's column, which we do not."""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Return a project's folder by dialect, made once."""
    made = {}

    def of(dialect):
        if dialect not in made:
            project = Project(tmp_path_factory.mktemp(dialect))
            project.revision("a1", f"MYSQL = {dialect == 'mariadb'}\n{RICH}")
            more = "from sqlalchemy.dialects import postgresql\n" + (SPECIAL[dialect] or "pass") + MORE[dialect]
            project.revision("b2", more)
            made[dialect] = project
        return made[dialect]

    return of


def plain(value, dialect):
    """Return an answer in a form that can be compared."""
    if isinstance(value, sa.types.NullType):
        return "no type"
    if isinstance(value, sa.types.TypeEngine):
        names = ("name", "schema", "enums", "not_null", "constraint_name", "default", "check")
        return type(value).__name__, value.compile(dialect=dialect), [str(getattr(value, name, None)) for name in names]
    if isinstance(value, sa.TextClause):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item, dialect) for key, item in sorted(value.items(), key=str)}
    if isinstance(value, list | tuple):
        return [plain(item, dialect) for item in value]
    return value


def asked(connection, question):
    """Return an answer, or the name of the error."""
    try:
        return plain(question(), connection.dialect)
    except (sa.exc.SQLAlchemyError, NotImplementedError) as error:
        return type(error).__name__


ALL_OF_THEM = ("get_table_names", "get_view_names", "get_materialized_view_names", "get_sequence_names", "get_enums",
               "get_domains", "get_foreign_table_names")  # fmt: skip
ONE_TABLE = ("has_table", "get_columns", "get_pk_constraint", "get_foreign_keys", "get_indexes",
             "get_unique_constraints", "get_check_constraints", "get_table_comment", "get_table_options")  # fmt: skip
MANY = [f"get_multi_{name}" for name in ("columns", "pk_constraint", "foreign_keys", "indexes", "unique_constraints",
                                         "check_constraints", "table_comment", "table_options")]  # fmt: skip
TABLES = ("owner", "thing", "plain", "named", "special", "dom", "child", "flat", "alembic_version",
          "low", "m", "star", "joined", "named_columns", "nothing")  # fmt: skip


def answers(connection, namespace):
    """Return what the inspector answers, by question."""
    inspector = sa.inspect(connection)
    here = {"schema": namespace}
    questions = {name: partial(getattr(inspector, name), **here) for name in ALL_OF_THEM if hasattr(inspector, name)}
    questions |= {name: getattr(inspector, name) for name in ("get_temp_table_names", "get_temp_view_names")}
    questions["order"] = partial(inspector.get_sorted_table_and_fkc_names, **here)
    for name in ("other", "public", "main", "nowhere"):
        questions[f"has_schema {name}"] = partial(inspector.has_schema, name)
    for name in ("counter", "seq2", "owner_id_seq", "nothing"):
        questions[f"has_sequence {name}"] = partial(inspector.has_sequence, name, **here)
    for table in TABLES:
        for name in ONE_TABLE:
            questions[f"{name} {table}"] = partial(getattr(inspector, name), table, **here)
        for index in ("ix_owner_name", "ix_of_view", "nothing"):
            questions[f"has_index {table} {index}"] = partial(inspector.has_index, table, index, **here)
        questions[f"Table {table}"] = lambda table=table: shown(
            sa.Table(table, sa.MetaData(), autoload_with=connection, **here)
        )
    for name in MANY:
        for kind in ObjectKind:
            for scope in ObjectScope:
                questions[f"{name} {kind} {scope}"] = partial(getattr(inspector, name), kind=kind, scope=scope, **here)
        questions[f"{name} filtered"] = partial(getattr(inspector, name), filter_names=["owner", "nothing"], **here)
    for label, options in {
        "reflect": {},
        "reflect views": {"views": True},
        "reflect only": {"only": ["special"]},
        "reflect by function": {"only": lambda name, _: name.startswith("o")},
        "reflect nothing": {"only": ["nothing"]},
    }.items():
        questions[label] = lambda options=options: all_shown(connection, **options, **here)
    return {label: asked(connection, question) for label, question in questions.items()}


def shown(table):
    return table.key, sorted(table.c.keys()), sorted(str(index.name) for index in table.indexes)


def all_shown(connection, **options):
    metadata = sa.MetaData()
    metadata.reflect(connection, **options)
    return sorted(map(shown, metadata.tables.values()))


def in_order(label, answer):
    """Return a list of names without its order, which a server does not promise."""
    return sorted(answer) if label.startswith("get_") and label.endswith("names") and answer is not None else answer


def without_servers_own(label, answer, dialect):
    """Return an answer without what depends on the server's settings: character sets, views' defaults."""
    if isinstance(answer, dict) and "table_options" in label:
        unknown = ("mariadb_collate", "mariadb_default charset")
        answer = {
            key: without_servers_own(label, value, dialect) for key, value in answer.items() if key not in unknown
        }
    if dialect in VIEW_COLUMNS_HAVE_DEFAULTS and isinstance(answer, list) and label.startswith("get_columns"):
        return [{**column, "default": None} for column in answer] if _is_view(label) else answer
    if dialect in VIEW_COLUMNS_HAVE_DEFAULTS and isinstance(answer, dict) and label.startswith("get_multi_columns"):
        return {
            key: [{**column, "default": None} for column in columns] if _is_view(key) else columns
            for key, columns in answer.items()
        }
    return answer


def _is_view(label):
    return any(name in label for name in ("low", "star", "joined", "named_columns"))


@pytest.mark.parametrize("namespace", [None, "other", "public", "main"])
def test_every_answer(compiled, server, namespace):
    if namespace == "main" and server.dialect != "sqlite":
        pytest.skip("SQLite's namespace")
    if namespace in ("other", "public") and server.dialect != "postgresql":
        pytest.skip("PostgreSQL's namespaces")
    project = compiled(server.dialect)
    found = answers(project.run(server.dialect).bind(), namespace)
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            expected = answers(connection, namespace)
    differing = {}
    for label, answer in expected.items():
        ours, theirs = (
            without_servers_own(label, in_order(label, one), server.dialect) for one in (found[label], answer)
        )
        if ours != theirs:
            differing[label] = (ours, theirs)
    assert differing == {}


def test_the_inspector_remembers_until_it_is_cleared(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))')
    run = project.run(server.dialect)
    inspector = sa.inspect(run.bind())
    assert inspector.get_table_names() == ["alembic_version", "t"]
    run.schema = run.schema.without_table("t")
    assert inspector.has_table("t") is False  # as online, this one asks each time
    assert inspector.get_table_names() == ["alembic_version", "t"]
    inspector.clear_cache()
    assert inspector.get_table_names() == ["alembic_version"]


@pytest.mark.filterwarnings("ignore:The from_engine")
def test_the_old_style(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))')
    assert Inspector.from_engine(project.run(server.dialect).bind()).has_table("t")
    assert Inspector.from_engine(project.run(server.dialect).bind().engine).has_table("t")


def test_temporary_tables_are_none_of_the_others(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", 'op.execute("CREATE TEMPORARY TABLE t (id int)")')
    inspector = sa.inspect(project.run(server.dialect).bind())
    with server.fresh() as database, database.engine().connect() as connection:
        connection.exec_driver_sql("CREATE TEMPORARY TABLE t (id int)")
        real = sa.inspect(connection)
        assert inspector.get_table_names() == ["alembic_version", *real.get_table_names()]
        assert inspector.has_table("t") == real.has_table("t")
        if server.dialect != "mariadb":
            assert inspector.get_temp_table_names() == real.get_temp_table_names() == ["t"]


def refused(folder, dialect, body):
    project = Project(folder)
    project.revision("a1", body)
    with pytest.raises(ScriptError) as raised:
        project.compile(dialect)
    return raised.value


def test_a_view_that_does_not_tell_its_types(tmp_path, server):
    body = 'op.create_table("t", sa.Column("id", sa.Integer))\n'
    body += 'op.execute("CREATE VIEW v AS SELECT count(*) AS n FROM t")\nsa.inspect(op.get_bind()).get_columns("v")'
    if server.dialect == "sqlite":  # there it has none
        project = Project(tmp_path)
        project.revision("a1", body)
        project.compile("sqlite")
        return
    error = refused(tmp_path, server.dialect, body)
    assert 'columns of the view "v" are known to the real database only' in error.message
    assert error.location is not None
    assert error.location.line == 10


def test_a_number_of_the_real_database(tmp_path):
    body = 'op.create_table("t", sa.Column("id", sa.Integer))\nsa.inspect(op.get_bind()).get_table_oid("t")'
    assert "is known to the real database only" in refused(tmp_path, "postgresql", body).message


def test_a_domain_that_was_changed_in_a_way_that_is_not_read(tmp_path):
    body = 'op.execute("CREATE DOMAIN d AS int")\nop.execute("ALTER DOMAIN d ADD CONSTRAINT n NOT NULL")\n'
    assert "domain" in refused(tmp_path, "postgresql", f"{body}sa.inspect(op.get_bind()).get_domains()").message


@on_servers("postgresql", "sqlite")
def test_the_definition_of_a_view(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", 'op.execute("CREATE VIEW v AS\\n SELECT 1 AS x")')
    with server.fresh() as database:
        assert database.run_script(project.compile(server.dialect)).returncode == 0
        with database.engine().connect() as connection:
            real = sa.inspect(connection).get_view_definition("v")
    assert sa.inspect(project.run(server.dialect).bind()).get_view_definition("v") == real
    with pytest.raises(sa.exc.NoSuchTableError):
        sa.inspect(project.run(server.dialect).bind()).get_view_definition("nothing")


@on_servers("postgresql")
def test_types_are_found(compiled, server):
    connection = compiled("postgresql").run("postgresql").bind()
    inspector = sa.inspect(connection)
    assert [inspector.has_type(name) for name in ("level", "posint", "made", "gone", "nothing")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert inspector.has_type("state", schema="other")
    assert [enum["name"] for enum in inspector.get_enums(schema="*")] == ["state", "level"]
