"""``op.create_table``."""

from tests.operations.tables import Row, table_tests

COLUMNS = 'sa.Column("id", sa.Integer, primary_key=True)'

ROWS = [
    Row(
        "columns of the common types",
        """
        op.create_table(
            "account",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String(50), nullable=False),
            sa.Column("note", sa.Text),
            sa.Column("balance", sa.Numeric(10, 2)),
            sa.Column("ratio", sa.Float),
            sa.Column("big", sa.BigInteger),
            sa.Column("small", sa.SmallInteger),
            sa.Column("born", sa.Date),
            sa.Column("seen", sa.DateTime),
            sa.Column("seen_there", sa.DateTime(timezone=True)),
            sa.Column("data", sa.LargeBinary),
            sa.Column("wide", sa.Unicode(20)),
        )
        """,
    ),
    Row(
        "a boolean",
        """op.create_table("account", sa.Column("active", sa.Boolean))""",
    ),
    Row(
        "a boolean with its check",
        """op.create_table("account", sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active")))""",
    ),
    Row(
        "json",
        """op.create_table("account", sa.Column("data", sa.JSON))""",
        why={"oracle": "JSON is a type from Oracle 21 on"},
        needs_new=True,
    ),
    Row("a uuid", """op.create_table("account", sa.Column("id", sa.Uuid, primary_key=True))""", needs_new=True),
    Row("a time of day", """op.create_table("account", sa.Column("at", sa.Time))"""),
    Row("an interval", """op.create_table("account", sa.Column("took", sa.Interval))"""),
    Row("a double", """op.create_table("account", sa.Column("x", sa.Double))"""),
    Row(
        "a string without length",
        """op.create_table("account", sa.Column("name", sa.String))""",
    ),
    Row(
        "a text key",
        """op.create_table("account", sa.Column("name", sa.Text, primary_key=True))""",
    ),
    Row(
        "a text column with a default",
        """op.create_table("account", sa.Column("name", sa.Text, server_default="x"))""",
        why={"mysql": "TEXT takes an expression only"},
    ),
    Row(
        "an index on a text column",
        """op.create_table("account", sa.Column("name", sa.Text, index=True))""",
    ),
    Row(
        "every kind of constraint",
        """
        op.create_table(
            "line",
            sa.Column("account_id", sa.Integer, nullable=False),
            sa.Column("number", sa.Integer, nullable=False),
            sa.Column("price", sa.Integer),
            sa.PrimaryKeyConstraint("account_id", "number", name="pk_line"),
            sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_line_account", ondelete="CASCADE"),
            sa.UniqueConstraint("account_id", "price", name="uq_line"),
            sa.CheckConstraint("price > 0", name="ck_line_price"),
        )
        """,
        first=f"""op.create_table("account", {COLUMNS})""",
    ),
    Row(
        "constraints without names",
        """
        op.create_table(
            "line",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
            sa.Column("code", sa.String(10), unique=True),
            sa.Column("price", sa.Integer),
            sa.CheckConstraint("price > 0"),
            sa.CheckConstraint(sa.column("price") < 100),
        )
        """,
        first=f"""op.create_table("account", {COLUMNS})""",
    ),
    Row(
        "a foreign key to the table itself",
        """
        op.create_table(
            "node",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("parent_id", sa.Integer, sa.ForeignKey("node.id", name="fk_parent")),
        )
        """,
    ),
    Row(
        "on update and deferrable",
        """
        op.create_table(
            "line",
            sa.Column("account_id", sa.Integer),
            sa.ForeignKeyConstraint(
                ["account_id"], ["account.id"], name="fk", onupdate="CASCADE",
                deferrable=True, initially="DEFERRED",
            ),
        )
        """,
        first=f"""op.create_table("account", {COLUMNS})""",
    ),
    Row(
        "deferrable only",
        """
        op.create_table(
            "line",
            sa.Column("account_id", sa.Integer),
            sa.ForeignKeyConstraint(
                ["account_id"], ["account.id"], name="fk", deferrable=True, initially="DEFERRED",
            ),
        )
        """,
        first=f"""op.create_table("account", {COLUMNS})""",
    ),
    Row(
        "a stored computed column",
        """
        op.create_table(
            "square",
            sa.Column("side", sa.Integer),
            sa.Column("area", sa.Integer, sa.Computed("side * side", persisted=True)),
        )
        """,
    ),
    Row(
        "a virtual computed column",
        """
        op.create_table(
            "square",
            sa.Column("side", sa.Integer),
            sa.Column("area", sa.Integer, sa.Computed("side * side", persisted=False)),
        )
        """,
    ),
    Row(
        "a computed column of unsaid kind",
        """
        op.create_table(
            "square",
            sa.Column("side", sa.Integer),
            sa.Column("area", sa.Integer, sa.Computed("side * side")),
        )
        """,
        why={"postgresql": "STORED is needed before PostgreSQL 18"},
    ),
    Row(
        "an identity",
        """
        op.create_table(
            "account", sa.Column("id", sa.Integer, sa.Identity(always=True, start=10, increment=5), primary_key=True)
        )
        """,
    ),
    Row(
        "an identity that is no key",
        """
        op.create_table(
            "account", sa.Column("name", sa.String(5), primary_key=True), sa.Column("number", sa.Integer, sa.Identity())
        )
        """,
    ),
    Row(
        "a key that the database does not count",
        """op.create_table("account", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))""",
    ),
    Row(
        "a big key",
        """op.create_table("account", sa.Column("id", sa.BigInteger, primary_key=True))""",
    ),
    Row(
        "sqlite_autoincrement",
        """op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sqlite_autoincrement=True)""",
    ),
    Row(
        "a sequence",
        """
        op.execute(sa.schema.CreateSequence(sa.Sequence("account_seq")))
        op.create_table("account", sa.Column("id", sa.Integer, sa.Sequence("account_seq"), primary_key=True))
        """,
        why={"mariadb": "MariaDB has sequences since 10.3"},
    ),
    Row(
        "an enum",
        """op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", "it's", name="mood"), nullable=False))""",
    ),
    Row(
        "an enum that is there already",
        """op.create_table("shop", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))""",
        first="""op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))""",
    ),
    Row(
        "an enum that is there with other values",
        """op.create_table("shop", sa.Column("mood", sa.Enum("sad", "great", name="mood")))""",
        first="""op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))""",
    ),
    Row(
        "two columns of one enum",
        """
        mood = sa.Enum("sad", "ok", name="mood")
        op.create_table("account", sa.Column("a", mood), sa.Column("b", mood))
        """,
    ),
    Row(
        "an enum with its check",
        """
        op.create_table(
            "account",
            sa.Column("mood", sa.Enum("sad", "ok", name="ck_mood", native_enum=False, create_constraint=True)),
        )
        """,
    ),
    Row(
        "an enum without a name",
        """op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok")))""",
    ),
    Row(
        "comments",
        """
        op.create_table(
            "account",
            sa.Column("id", sa.Integer, primary_key=True, comment="it's the key"),
            sa.Column("name", sa.String(50), comment="50 % of all: \\\\ %(x)s"),
            comment="who pays",
        )
        """,
    ),
    Row(
        "indexes and unique columns",
        """
        op.create_table(
            "account",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String(50), index=True),
            sa.Column("email", sa.String(50), unique=True),
            sa.Column("code", sa.String(50), unique=True, index=True),
            sa.Index("ix_both", "name", "email"),
        )
        """,
    ),
    Row(
        "in a schema",
        """
        op.create_table(
            "line",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("account_id", sa.Integer, sa.ForeignKey("crm.account.id"), index=True),
            schema="crm",
        )
        """,
        first=f"""
        op.execute("CREATE SCHEMA crm")
        op.create_table("account", {COLUMNS}, schema="crm")
        """,
        not_real={"mariadb sqlite": "a schema is another database there"},
    ),
    Row(
        "prefixes",
        """op.create_table("account", sa.Column("id", sa.Integer), prefixes=["TEMPORARY"])""",
        not_real="a temporary table is gone when it is looked for",
    ),
    Row(
        "options of the databases",
        """
        op.create_table(
            "account",
            sa.Column("id", sa.Integer, primary_key=True),
            mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_row_format="DYNAMIC",
            mariadb_engine="InnoDB", mariadb_charset="utf8mb4",
            postgresql_tablespace="pg_default",
            sqlite_strict=True,
            oracle_compress=True,
        )
        """,
    ),
    Row(
        "a partitioned table",
        """
        op.create_table(
            "event",
            sa.Column("at", sa.Date, nullable=False),
            postgresql_partition_by="RANGE (at)",
            mysql_partition_by="HASH(YEAR(at))", mysql_partitions="4",
        )
        """,
        why={"mariadb": "options for MySQL count on MariaDB where there are none of its own"},
    ),
    Row(
        "if it is not there",
        """op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), if_not_exists=True)""",
    ),
    Row(
        "if it is not there, and it is",
        """op.create_table("account", sa.Column("id", sa.Integer, index=True), if_not_exists=True)""",
        first=f"""op.create_table("account", {COLUMNS})""",
        why={"postgresql mariadb sqlite": "a second run must not fail at the index"},
    ),
    Row(
        "a table that is there",
        f"""op.create_table("account", {COLUMNS})""",
        first=f"""op.create_table("account", {COLUMNS})""",
    ),
    Row(
        "a naming convention",
        """
        op.create_table(
            "line",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
            sa.Column("code", sa.String(10), unique=True),
            sa.Column("name", sa.String(10), index=True),
            sa.CheckConstraint("account_id > 0", name="positive"),
            sa.CheckConstraint("account_id > 1", name=op.f("as_it_is")),
            sa.Column("on_", sa.Boolean(create_constraint=True, name="on_")),
        )
        """,
        first=f"""op.create_table("account", {COLUMNS})""",
        convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        },
    ),
    Row(
        "names that need quotes",
        """
        op.create_table(
            "Order",
            sa.Column("select", sa.Integer, primary_key=True),
            sa.Column("Mixed Case", sa.String(10)),
            sa.Column("ünï", sa.Integer),
            sa.Column('with"quote', sa.Integer),
            sa.Column("with]bracket", sa.Integer),
            sa.Column("per%cent", sa.Integer),
            sa.UniqueConstraint("Mixed Case", name="UQ Mixed"),
        )
        """,
    ),
    Row(
        "server defaults",
        """
        op.create_table(
            "account",
            sa.Column("plain", sa.String(30), server_default="it's 5 % \\\\ :x"),
            sa.Column("number", sa.Integer, server_default="7"),
            sa.Column("number_text", sa.Integer, server_default=sa.text("7")),
            sa.Column("now", sa.DateTime, server_default=sa.func.now()),
            sa.Column("now_text", sa.DateTime, server_default=sa.text("CURRENT_TIMESTAMP")),
            sa.Column("literal", sa.Integer, server_default=sa.literal(3)),
            sa.Column("on_", sa.Boolean, server_default=sa.true()),
            sa.Column("off_", sa.Boolean, server_default=sa.false()),
            sa.Column("empty", sa.String(30), server_default=""),
            sa.Column("nothing", sa.String(30), server_default=sa.null()),
        )
        """,
        why={"sqlite": "NOTHING is a word that SQLite keeps"},
    ),
    Row(
        "a long name of a constraint",
        """
        op.create_table(
            "account", sa.Column("id", sa.Integer), sa.UniqueConstraint("id", name="uq_" + 70 * "x")
        )
        """,
    ),
    Row(
        "a long name of a table",
        """op.create_table("a" * 70, sa.Column("id", sa.Integer))""",
    ),
    Row(
        "a long name of a column",
        """op.create_table("account", sa.Column("c" * 70, sa.Integer))""",
    ),
    Row(
        "long names that differ at their end",
        """
        op.create_table(
            "account", sa.Column("a", sa.Integer, index=True), sa.Column("b", sa.Integer),
            sa.UniqueConstraint("a", name=op.f("u" * 140 + "1")), sa.UniqueConstraint("b", name=op.f("u" * 140 + "2")),
        )
        """,
    ),
    Row(
        "arrays",
        """op.create_table("account", sa.Column("tags", sa.ARRAY(sa.String(10))))""",
    ),
    Row(
        "types of PostgreSQL",
        """
        op.create_table(
            "account",
            sa.Column("data", postgresql.JSONB, nullable=False),
            sa.Column("tags", postgresql.ARRAY(sa.Integer)),
            sa.Column("address", postgresql.INET),
            sa.Column("search", postgresql.TSVECTOR),
        )
        """,
        head="from sqlalchemy.dialects import postgresql",
        needs_new=True,
    ),
    Row(
        "types of MySQL",
        """
        op.create_table(
            "account",
            sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
            sa.Column("flags", mysql.SET("a", "b")),
            sa.Column("long", mysql.LONGTEXT),
        )
        """,
        head="from sqlalchemy.dialects import mysql",
    ),
    Row(
        "a type with variants",
        """
        op.create_table(
            "account",
            sa.Column("data", sa.JSON().with_variant(postgresql.JSONB, "postgresql").with_variant(sa.Text, "oracle")),
        )
        """,
        head="from sqlalchemy.dialects import postgresql",
    ),
    Row(
        "a unique constraint that lets NULL in once",
        """
        op.create_table(
            "account", sa.Column("a", sa.Integer),
            sa.UniqueConstraint("a", name="uq_a", postgresql_nulls_not_distinct=True),
        )
        """,
    ),
    Row(
        "an exclusion",
        """
        op.create_table(
            "booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE),
            postgresql.ExcludeConstraint((sa.column("during"), "&&"), name="no_overlap"),
        )
        """,
        head="from sqlalchemy.dialects import postgresql",
    ),
    Row("a table without columns", """op.create_table("account")"""),
    Row(
        "options of a column",
        """
        op.create_table(
            "account", sa.Column("id", sa.Integer, primary_key=True, sqlite_on_conflict_primary_key="FAIL",
            mssql_identity_start=3)
        )
        """,
    ),
    Row(
        "a collation",
        """op.create_table("account", sa.Column("name", sa.String(10, collation="C")))""",
        not_real="no collation has one name everywhere",
    ),
]

test_sql, test_peer = table_tests("create_table", ROWS)
