"""What the inspector says offline is what it says on the real server after the same script."""

import pytest
import sqlalchemy as sa

from tests.offline.reflecting import everything
from tests.projects import Project
from tests.servers import on_servers

RICH = """
op.create_table(
    "owner",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(80), nullable=False, unique=True),
    sa.Column("name", sa.Unicode(40), server_default="it's"),
    sa.Column("age", sa.SmallInteger, server_default="0"),
    sa.Column("rate", sa.Numeric(10, 2), server_default=sa.text("1.50")),
    sa.Column("weight", sa.Float, server_default=sa.text("0.5")),
    sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
    sa.Column("hidden", sa.Boolean, server_default=sa.text("false") if MYSQL is False else sa.text("0")),
    sa.Column("born", sa.Date),
    sa.Column("made", sa.DateTime, server_default=sa.func.now()),
    sa.Column("seen", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP")),
    sa.Column("at", sa.Time),
    sa.Column("data", sa.LargeBinary),
    sa.Column("body", sa.Text, comment="the long text"),
    sa.Column("extra", sa.JSON),
    sa.Column("level", sa.Enum("low", "high", name="level"), server_default="low"),
    sa.Column("big", sa.BigInteger, server_default=sa.text("-1")),
    sa.Column("code", sa.CHAR(3)),
    sa.Column("double", sa.Double),
    sa.Column("total", sa.Integer, sa.Computed("age + 1", persisted=True)),
    sa.CheckConstraint("age >= 0", name="age_positive"),
    sa.UniqueConstraint("name", "code", name="uq_name_code"),
    comment="who owns",
)
op.create_index("ix_owner_name", "owner", ["name"])
op.create_index("ix_order", "owner", [sa.text("age DESC"), sa.column("rate").asc()])
op.create_index("ux_owner_born", "owner", ["born", "active"], unique=True)
op.create_table(
    "thing",
    sa.Column("owner_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("parent_owner", sa.Integer),
    sa.Column("parent_number", sa.Integer),
    sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name="fk_owner", ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["parent_owner", "parent_number"], ["thing.owner_id", "thing.number"],
                            onupdate="CASCADE", ondelete="SET NULL"),
    sa.CheckConstraint("number > 0"),
)
op.create_table("plain", sa.Column("a", sa.Integer), sa.Column("b", sa.String(9), sa.ForeignKey("owner.email")))
op.add_column("plain", sa.Column("c", sa.String(5), server_default="x", nullable=False))
op.create_table("named", sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("v", sa.Integer, index=True))
op.alter_column("owner", "code", new_column_name="sign", existing_type=sa.CHAR(3))
op.execute("CREATE VIEW low AS SELECT id, email FROM owner WHERE age = 0")
"""

POSTGRESQL = """
from sqlalchemy.dialects import postgresql as pg
op.execute("CREATE SCHEMA other")
op.execute(sa.schema.CreateSequence(sa.Sequence("counter")))
op.create_table(
    "special",
    sa.Column("id", sa.Integer, sa.Identity(always=True, start=10, increment=2), primary_key=True),
    sa.Column("uid", pg.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()")),
    sa.Column("tags", pg.ARRAY(sa.String(20)), server_default="{}"),
    sa.Column("doc", pg.JSONB, server_default=sa.text("'{}'::jsonb")),
    sa.Column("net", pg.INET),
    sa.Column("span", pg.INTERVAL),
    sa.Column("ts", pg.TIMESTAMP(timezone=True, precision=3)),
    sa.Column("state", sa.Enum("on", "off", name="state", schema="other")),
    sa.Column("real", sa.REAL),
    sa.Column("words", pg.TSVECTOR),
    sa.Column("num", sa.Numeric),
    sa.Column("vc", sa.String),
    sa.Column("seq", sa.Integer, server_default=sa.text("nextval('counter')")),
    sa.ForeignKeyConstraint(["seq"], ["owner.id"], deferrable=True, initially="DEFERRED"),
    schema="other",
)
op.create_index("ix_doc", "special", ["doc"], schema="other", postgresql_using="gin")
op.create_index("ix_part", "special", ["seq"], schema="other", unique=True, postgresql_where=sa.text("seq > 0"))
op.create_index("ix_lower", "owner", [sa.text("lower(body)")])
op.create_index("ix_incl", "owner", ["born"], postgresql_include=["age"])
op.execute("CREATE MATERIALIZED VIEW m AS SELECT id FROM owner")
"""

MARIADB = """
from sqlalchemy.dialects import mysql
op.create_table(
    "special",
    sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
    sa.Column("tiny", mysql.TINYINT(1), server_default="1"),
    sa.Column("medium", mysql.MEDIUMTEXT),
    sa.Column("kinds", mysql.SET("a", "b")),
    sa.Column("ts", mysql.DATETIME(fsp=6), server_default=sa.text("CURRENT_TIMESTAMP(6)")),
    sa.Column("blob", mysql.LONGBLOB),
    sa.Column("y", mysql.YEAR),
    sa.Column("vb", sa.VARBINARY(16)),
    sa.Column("dec", sa.Numeric),
    sa.Column("f24", sa.Float(24)), sa.Column("f25", sa.Float(25)), sa.Column("f53", sa.Float(53)),
    sa.Column("real", sa.REAL), sa.Column("exact", mysql.FLOAT(10, 2)), sa.Column("double", mysql.DOUBLE(10, 2)),
    sa.Column("changed", mysql.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")),
    mariadb_engine="InnoDB", mariadb_charset="utf8mb4", mariadb_collate="utf8mb4_bin",
)
op.create_index("ix_prefix", "special", ["medium"], mariadb_length={"medium": 10}, mysql_length={"medium": 10})
"""

SPECIAL = {"postgresql": POSTGRESQL, "mariadb": MARIADB, "sqlite": ""}


def _project(folder, dialect):
    project = Project(folder)
    project.revision("a1", f"MYSQL = {dialect == 'mariadb'}\n{RICH}")
    project.revision("b2", SPECIAL[dialect] or "pass")
    return project


def _both(project, server, namespace=None):
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            real = everything(connection, namespace)
    return everything(project.run(server.dialect).bind(), namespace), real


def test_a_rich_schema(tmp_path, server):
    replayed, real = _both(_project(tmp_path, server.dialect), server)
    for name in real:
        assert replayed.get(name) == real[name], name


@on_servers("postgresql")
def test_another_namespace(tmp_path, server):
    replayed, real = _both(_project(tmp_path, server.dialect), server, "other")
    for name in real:
        assert replayed.get(name) == real[name], name


RENAMED = """
from sqlalchemy.dialects.postgresql import ENUM
kind = ENUM("a", "b", name="kind", create_type=False)
kind.create(op.get_bind(), checkfirst=False)
op.execute("CREATE TABLE t (id integer, k text, l public.kind[])")
op.execute("ALTER TABLE t ALTER COLUMN k TYPE public.kind USING k::public.kind")
op.execute("ALTER TYPE kind RENAME TO sort")
op.execute("ALTER TYPE public.sort ADD VALUE 'c'")
"""


def test_a_named_type_that_a_script_makes_is_followed(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision("a1", RENAMED)
    replayed, real = _both(project, postgresql_server)
    assert replayed == real
    assert "sort" in str(real["t"]["columns"])


def test_an_index_on_a_literal_column_is_followed(tmp_path, server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer), sa.Column("a", sa.Integer), sa.Column("b", sa.Integer))
        op.create_index("one", "t", ["a", sa.literal_column("id DESC")])
        op.create_index("two", "t", [sa.literal_column("b DESC")])
        op.alter_column("t", "id", new_column_name="number", existing_type=sa.Integer)
        """,
    )
    project.revision("b2", 'op.drop_index("two", "t")\nop.drop_column("t", "b")')
    replayed, real = _both(project, server)
    assert replayed["t"] == real["t"]
    assert "number" in str(real["t"]["indexes"])


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"])
def test_metadata_is_reflected_and_made_again(tmp_path, dialect):
    project = Project(tmp_path)
    project.revision(
        "a1",
        'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(5)))\n'
        'op.create_table("u", sa.Column("t_id", sa.Integer, sa.ForeignKey("t.id", name="fk")))\n'
        'op.create_index("ix", "t", ["n"])',
    )
    connection = project.run(dialect).bind()
    metadata = sa.MetaData()
    metadata.reflect(connection)
    assert set(metadata.tables) == {"t", "u", "alembic_version"}
    table = sa.Table("t", sa.MetaData(), autoload_with=connection)
    assert [column.name for column in table.primary_key] == ["id"]
    assert [index.name for index in table.indexes] == ["ix"]
    assert metadata.tables["u"].c.t_id.references(metadata.tables["t"].c.id)
