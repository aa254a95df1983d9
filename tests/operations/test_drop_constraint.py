"""``op.drop_constraint``."""

from tests.operations.common import PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests

FULL = """
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "account",
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("other_id", sa.Integer),
    sa.Column("email", sa.String(50)),
    sa.PrimaryKeyConstraint("id", name="pk_account"),
    sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
    sa.UniqueConstraint("email", name="uq_email"),
    sa.CheckConstraint("other_id > 0", name="ck_other"),
)
"""
UNNAMED = """
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "account",
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
    sa.Column("email", sa.String(50), unique=True),
    sa.CheckConstraint("other_id > 0"),
)
"""
UNIQUE_INDEX = """
op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
op.create_index("ix_name", "account", ["name"], unique=True)
"""
KINDS = {"foreignkey": "fk_other", "unique": "uq_email", "check": "ck_other", "primary": "pk_account"}

ROWS = [
    *[
        Row(f"{kind}, named", f'op.drop_constraint("{name}", "account", type_="{kind}")', FULL)
        for kind, name in KINDS.items()
        if kind != "primary"
    ],
    *[
        Row(f"{kind}, its kind not said", f'op.drop_constraint("{name}", "account")', FULL)
        for kind, name in KINDS.items()
        if kind != "primary"
    ],
    Row(
        "primary, named",
        'op.drop_constraint("pk_account", "account", type_="primary")',
        FULL.replace('"id", sa.Integer, nullable=False', '"id", sa.Integer, nullable=False, autoincrement=False'),
    ),
    Row(
        "primary, its kind not said",
        'op.drop_constraint("pk_account", "account")',
        FULL.replace('"id", sa.Integer, nullable=False', '"id", sa.Integer, nullable=False, autoincrement=False'),
    ),
    *[Row(f"{kind}, not named", f'op.drop_constraint(None, "account", type_="{kind}")', UNNAMED) for kind in KINDS],
    *[
        Row(
            f"{kind}, of a table that the history does not know",
            f'op.drop_constraint("x", "account", type_="{kind}")',
            not_real=UNKNOWN,
        )
        for kind in KINDS
    ],
    Row(
        "kind not said, of a table that the history does not know",
        'op.drop_constraint("x", "account")',
        not_real=UNKNOWN,
    ),
    Row(
        "not named, of a table that the history does not know",
        'op.drop_constraint(None, "account", type_="foreignkey")',
        not_real=UNKNOWN,
    ),
    Row("of a schema", 'op.drop_constraint("uq", "account", type_="unique", schema="crm")', not_real=UNKNOWN),
    Row(
        "if it is there",
        'op.drop_constraint("uq_email", "account", type_="unique", if_exists=True)',
        FULL,
        why={"mariadb": "MariaDB has IF EXISTS there"},
    ),
    Row(
        "if it is there, and it is not",
        'op.drop_constraint("uq_name", "account", type_="unique", if_exists=True)',
        FULL,
        why={"mariadb": "MariaDB has IF EXISTS there"},
    ),
    Row("a constraint that is not there", 'op.drop_constraint("uq_name", "account", type_="unique")', FULL),
    Row(
        "one of two without names",
        'op.drop_constraint(None, "account", type_="unique")',
        'op.create_table("account", sa.Column("a", sa.Integer, unique=True), sa.Column("b", sa.Integer, unique=True))',
    ),
    Row(
        "the name that the database gave",
        'op.drop_constraint("account_email_key", "account", type_="unique")',
        UNNAMED,
        dialects=("postgresql",),
    ),
    Row(
        "the name that MySQL gave",
        'op.drop_constraint("account_ibfk_1", "account", type_="foreignkey")',
        UNNAMED,
        dialects=("mysql", "mariadb"),
    ),
    Row(
        "the check of a type",
        'op.drop_constraint("ck_mood", "account", type_="check")',
        'op.create_table("account", sa.Column("mood", sa.Enum("a", "b", name="ck_mood", native_enum=False, create_constraint=True)))',
    ),
    Row(
        "a unique index",
        'op.drop_constraint("ix_name", "account", type_="unique")',
        UNIQUE_INDEX,
        dialects=("mysql", "mariadb"),
        down='op.create_index("ix_name", "account", ["name"], unique=True)',
        why="DROP INDEX is ALTER TABLE DROP INDEX",
    ),
    Row(
        "a unique index, if it is there",
        'op.drop_constraint("ix_name", "account", type_="unique", if_exists=True)',
        UNIQUE_INDEX,
        dialects=("mysql", "mariadb"),
        why="DROP INDEX is ALTER TABLE DROP INDEX",
    ),
    Row(
        "a unique index, where it is no constraint",
        'op.drop_constraint("ix_name", "account", type_="unique")',
        UNIQUE_INDEX,
        dialects=("postgresql", "sqlite", "mssql", "oracle"),
    ),
    Row(
        "an index that a foreign key needs",
        'op.drop_constraint("ix_account_id", "line", type_="unique")',
        PAIR
        + 'op.create_index("ix_account_id", "line", ["account_id"], unique=True)\n'
        + 'op.create_foreign_key("fk_account", "line", "account", ["account_id"], ["id"])',
        dialects=("mysql", "mariadb"),
    ),
    Row(
        "by the name that a convention with the script's name in it gives",
        'op.drop_constraint("adult", "account", type_="check")',
        FULL.replace("ck_other", "adult"),
        convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "uq": "uq_%(table_name)s"},
    ),
    Row(
        "by the whole name, with such a convention",
        'op.drop_constraint(op.f("ck_account_adult"), "account", type_="check")',
        FULL.replace("ck_other", "adult"),
        convention={"ck": "ck_%(table_name)s_%(constraint_name)s"},
    ),
    Row(
        "by its own name, with a convention that has no place for it",
        'op.drop_constraint("uq_email", "account", type_="unique")',
        FULL,
        convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "uq": "uq_%(table_name)s"},
    ),
    Row(
        "a long name",
        'op.drop_constraint("u" * 140, "account", type_="unique")',
        not_real="there is no such table",
    ),
]

test_sql, test_peer = table_tests("drop_constraint", ROWS)
