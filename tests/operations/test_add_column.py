"""``op.add_column``."""

from tests.operations.common import ACCOUNT, CONVENTION, PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "a plain column",
        'op.add_column("account", sa.Column("email", sa.String(50)))',
        ACCOUNT,
        down='op.drop_column("account", "email")',
    ),
    Row(
        "in a schema",
        'op.add_column("account", sa.Column("email", sa.String(50)), schema="crm")',
        not_real=UNKNOWN,
    ),
    Row(
        "not null with a default",
        'op.add_column("account", sa.Column("email", sa.String(50), nullable=False, server_default="none"))',
        ACCOUNT,
        down='op.drop_column("account", "email")',
    ),
    Row(
        "not null without a default",
        'op.add_column("account", sa.Column("email", sa.String(50), nullable=False))',
        ACCOUNT,
    ),
    Row(
        "a default of the moment",
        'op.add_column("account", sa.Column("at", sa.DateTime, server_default=sa.func.now()))',
        ACCOUNT,
    ),
    Row(
        "a boolean default",
        'op.add_column("account", sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False))',
        ACCOUNT,
    ),
    Row(
        "a foreign key",
        'op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other", ondelete="SET NULL")))',
        PAIR,
        down='op.drop_column("line", "other_id")',
    ),
    Row(
        "a foreign key without a name",
        'op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id")))',
        PAIR,
        down='op.drop_column("line", "other_id")',
    ),
    Row(
        "a foreign key inline",
        'op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other")), inline_references=True)',
        PAIR,
        not_real={"sqlite": "reflection does not tell the name of an inline one"},
        why={
            "postgresql mssql oracle": "the name is kept, and no key is lost",
            "sqlite": "the name is kept",
            "mysql mariadb": "MySQL reads REFERENCES in a column and does nothing",
        },
    ),
    Row(
        "a foreign key to the same table",
        'op.add_column("account", sa.Column("parent_id", sa.Integer, sa.ForeignKey("account.id", name="fk_parent")))',
        PAIR,
    ),
    Row(
        "a foreign key with a default",
        'op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other"), server_default="1"))',
        PAIR,
    ),
    Row(
        "an index",
        'op.add_column("account", sa.Column("email", sa.String(50), index=True))',
        ACCOUNT,
        down='op.drop_column("account", "email")',
    ),
    Row(
        "a unique column",
        'op.add_column("account", sa.Column("email", sa.String(50), unique=True))',
        ACCOUNT,
        down='op.drop_column("account", "email")',
    ),
    Row(
        "a unique index",
        'op.add_column("account", sa.Column("email", sa.String(50), unique=True, index=True))',
        ACCOUNT,
    ),
    Row(
        "by a naming convention",
        'op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id"), unique=True))',
        PAIR,
        convention=CONVENTION,
    ),
    Row(
        "a comment",
        """op.add_column("account", sa.Column("email", sa.String(50), comment="it's 5 % \\\\ a\\nb"))""",
        ACCOUNT,
    ),
    Row(
        "an identity",
        'op.add_column("account", sa.Column("number", sa.Integer, sa.Identity(start=5)))',
        ACCOUNT,
    ),
    Row(
        "a stored computed column",
        'op.add_column("account", sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=True)))',
        ACCOUNT,
    ),
    Row(
        "a virtual computed column",
        'op.add_column("account", sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=False)))',
        ACCOUNT,
    ),
    Row("an enum", 'op.add_column("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))', ACCOUNT),
    Row(
        "an enum with its check",
        'op.add_column("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood", native_enum=False, create_constraint=True)))',
        ACCOUNT,
        down='op.drop_column("account", "mood")',
    ),
    Row(
        "a boolean with its check",
        'op.add_column("account", sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active")))',
        ACCOUNT,
    ),
    Row(
        "a check of its own",
        'op.add_column("account", sa.Column("size", sa.Integer, sa.CheckConstraint("size > 0", name="ck_size")))',
        ACCOUNT,
        why={"mariadb": "MariaDB takes no name in a column", "mssql oracle": "the check is not lost"},
    ),
    Row(
        "if it is not there",
        'op.add_column("account", sa.Column("email", sa.String(50)), if_not_exists=True)',
        ACCOUNT,
    ),
    Row(
        "if it is not there, and it is",
        'op.add_column("account", sa.Column("age", sa.Integer, index=True), if_not_exists=True)',
        ACCOUNT,
        why={"postgresql mariadb": "the column is there, and its index is the business of whoever made it"},
    ),
    Row("a column that is there", 'op.add_column("account", sa.Column("age", sa.Integer))', ACCOUNT),
    Row(
        "an inline key",
        'op.add_column("bare", sa.Column("id", sa.Integer, primary_key=True), inline_primary_key=True)',
        'op.create_table("bare", sa.Column("a", sa.Integer))',
        why={"mssql oracle": "the key is not lost"},
    ),
    Row(
        "a column that is marked as a key",
        'op.add_column("bare", sa.Column("id", sa.Integer, primary_key=True))',
        'op.create_table("bare", sa.Column("a", sa.Integer))',
    ),
    Row(
        "a name that needs quotes",
        'op.add_column("Order", sa.Column("Mixed Case", sa.Integer, index=True))',
        'op.create_table("Order", sa.Column("a", sa.Integer))',
    ),
    Row(
        "a table that the history does not know",
        'op.add_column("account", sa.Column("email", sa.String(50)))',
        not_real=UNKNOWN,
    ),
    Row(
        "at a place",
        'op.add_column("account", sa.Column("email", sa.String(50)), insert_after="id")',
        ACCOUNT,
    ),
    Row(
        "a text column with a default",
        'op.add_column("account", sa.Column("note", sa.Text, nullable=False, server_default=""))',
        ACCOUNT,
        why={"mysql": "TEXT takes an expression only"},
    ),
]

test_sql, test_peer = table_tests("add_column", ROWS)
