"""``op.create_index``."""

from tests.operations.common import ACCOUNT, CONVENTION, UNKNOWN
from tests.operations.tables import Row, table_tests

DROP = 'op.drop_index("ix_name", "account")'

ROWS = [
    Row("a column", 'op.create_index("ix_name", "account", ["name"])', ACCOUNT, down=DROP),
    Row("unique", 'op.create_index("ix_name", "account", ["name", "age"], unique=True)', ACCOUNT, down=DROP),
    Row("in a schema", 'op.create_index("ix_name", "account", ["name"], schema="crm")', not_real=UNKNOWN),
    Row(
        "an expression",
        'op.create_index("ix_name", "account", [sa.text("lower(name)")])',
        ACCOUNT,
        down=DROP,
        why={"mysql": "MySQL takes an expression in parentheses"},
    ),
    Row(
        "an expression of SQLAlchemy's",
        'op.create_index("ix_name", "account", [sa.func.lower(sa.column("name")), "age"])',
        ACCOUNT,
    ),
    Row(
        "descending",
        'op.create_index("ix_name", "account", [sa.column("name").desc(), sa.text("age DESC")])',
        ACCOUNT,
    ),
    Row(
        "on the columns of a table",
        't = sa.Table("account", sa.MetaData(), sa.Column("name", sa.String(9)), sa.Column("age", sa.Integer))\nop.create_index("ix_name", "account", [t.c.name.desc(), "age"])',
        ACCOUNT,
    ),
    Row(
        "partial",
        'op.create_index("ix_name", "account", ["name"], postgresql_where=sa.text("age > 5"), sqlite_where=sa.text("age > 5"), mssql_where=sa.text("age > 5"))',
        ACCOUNT,
    ),
    Row(
        "partial with an expression",
        'op.create_index("ix_name", "account", ["name"], unique=True, postgresql_where=sa.column("age") > 5, sqlite_where=sa.column("age") > 5)',
        ACCOUNT,
    ),
    Row(
        "the method",
        'op.create_index("ix_name", "account", ["name"], postgresql_using="hash", mysql_using="hash", mariadb_using="hash")',
        ACCOUNT,
    ),
    Row(
        "included columns",
        'op.create_index("ix_name", "account", ["name"], postgresql_include=["age"], mssql_include=["age"])',
        ACCOUNT,
    ),
    Row(
        "an operator class",
        'op.create_index("ix_name", "account", ["name"], postgresql_ops={"name": "varchar_pattern_ops"}, postgresql_with={"fillfactor": 50})',
        ACCOUNT,
    ),
    Row(
        "concurrently",
        'op.create_index("ix_name", "account", ["name"], postgresql_concurrently=True)',
        ACCOUNT,
    ),
    Row(
        "a length",
        'op.create_index("ix_name", "account", ["name", "age"], mysql_length={"name": 10}, mariadb_length={"name": 10})',
        ACCOUNT,
    ),
    Row(
        "a prefix",
        'op.create_index("ix_name", "account", ["note"], mysql_prefix="FULLTEXT", mariadb_prefix="FULLTEXT")',
        'op.create_table("account", sa.Column("note", sa.Text))',
        dialects=("postgresql", "mysql", "mariadb", "sqlite"),
    ),
    Row("clustered", 'op.create_index("ix_name", "account", ["name"], mssql_clustered=False)', ACCOUNT),
    Row(
        "bitmap and compressed",
        'op.create_index("ix_name", "account", ["name"], oracle_bitmap=True, oracle_compress=1)',
        ACCOUNT,
    ),
    Row(
        "text",
        'op.create_index("ix_note", "account", ["note"])',
        'op.create_table("account", sa.Column("note", sa.Text))',
    ),
    Row(
        "text with a length",
        'op.create_index("ix_note", "account", ["note"], mysql_length=100, mariadb_length=100)',
        'op.create_table("account", sa.Column("note", sa.Text))',
        dialects=("postgresql", "mysql", "mariadb", "sqlite"),
    ),
    Row("if it is not there", 'op.create_index("ix_name", "account", ["name"], if_not_exists=True)', ACCOUNT),
    Row(
        "if it is not there, and it is",
        'op.create_index("ix_name", "account", ["name"], if_not_exists=True)',
        ACCOUNT + 'op.create_index("ix_name", "account", ["name"])',
    ),
    Row(
        "an index that is there",
        'op.create_index("ix_name", "account", ["name"])',
        ACCOUNT + 'op.create_index("ix_name", "account", ["name"])',
    ),
    Row(
        "a name that another table's index has",
        'op.create_index("ix_name", "account", ["name"])',
        ACCOUNT + 'op.create_table("other", sa.Column("a", sa.Integer))\nop.create_index("ix_name", "other", ["a"])',
        not_real="PostgreSQL and SQLite have the name once",
    ),
    Row(
        "a name by the convention",
        'op.create_index(None, "account", ["name"])',
        ACCOUNT,
        convention=CONVENTION,
    ),
    Row(
        "a given name despite the convention",
        'op.create_index(op.f("i"), "account", ["name"])',
        ACCOUNT,
        convention=CONVENTION,
    ),
    Row("no name", 'op.create_index(None, "account", ["name"])', ACCOUNT),
    Row(
        "names that need quotes",
        'op.create_index("IX Order", "Order", ["Mixed Case"])',
        'op.create_table("Order", sa.Column("Mixed Case", sa.Integer))',
    ),
    Row("a column that is not there", 'op.create_index("ix", "account", ["size"])', ACCOUNT),
    Row(
        "a table that the history does not know",
        'op.create_index("ix", "account", ["name"])',
        not_real=UNKNOWN,
    ),
    Row(
        "json",
        'op.create_index("ix", "account", ["data"])',
        'op.create_table("account", sa.Column("data", sa.JSON))',
        needs_new=True,
    ),
    Row(
        "a function of text",
        'op.create_index("ix_name", "account", [sa.text("coalesce(name, \'a:b\')")])',
        ACCOUNT,
        why={"mysql": "MySQL takes an expression in parentheses"},
    ),
]

test_sql, test_peer = table_tests("create_index", ROWS)
