"""``op.alter_column``."""

from tests.operations.common import ACCOUNT, PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests


def column(text: str, before: str = "") -> str:
    return f'{before}\nop.create_table("account", sa.Column("id", sa.Integer, primary_key=True), {text})'


RICH = column('sa.Column("name", sa.String(50), nullable=False, server_default="x", comment="c")')

ROWS = [
    Row(
        "the name",
        'op.alter_column("account", "name", new_column_name="title")',
        ACCOUNT,
        down='op.alter_column("account", "title", new_column_name="name")',
    ),
    Row(
        "the name, to one that needs quotes",
        'op.alter_column("account", "name", new_column_name="Order")',
        ACCOUNT,
    ),
    Row(
        "the type",
        'op.alter_column("account", "name", type_=sa.String(80))',
        ACCOUNT,
        down='op.alter_column("account", "name", type_=sa.String(50))',
    ),
    Row(
        "the type, with what exists",
        'op.alter_column("account", "name", type_=sa.String(80), existing_type=sa.String(50), existing_nullable=False)',
        ACCOUNT,
    ),
    Row(
        "the type, of a table that the history does not know",
        'op.alter_column("account", "name", type_=sa.String(80), existing_type=sa.String(50), existing_nullable=False)',
        not_real=UNKNOWN,
    ),
    Row(
        "null",
        'op.alter_column("account", "name", nullable=True)',
        ACCOUNT,
        down='op.alter_column("account", "name", nullable=False)',
    ),
    Row("null, which it is already", 'op.alter_column("account", "age", nullable=True)', ACCOUNT),
    Row(
        "not null",
        'op.alter_column("account", "age", nullable=False)',
        ACCOUNT,
        down='op.alter_column("account", "age", nullable=True)',
    ),
    Row(
        "not null, of a table that the history does not know",
        'op.alter_column("account", "age", nullable=False)',
        not_real=UNKNOWN,
    ),
    Row(
        "not null, with the type that exists",
        'op.alter_column("account", "age", nullable=False, existing_type=sa.Integer)',
        not_real=UNKNOWN,
    ),
    Row(
        "a default",
        'op.alter_column("account", "name", server_default="it\'s")',
        ACCOUNT,
        down='op.alter_column("account", "name", server_default=None)',
    ),
    Row("a default as text", 'op.alter_column("account", "age", server_default=sa.text("1 + 1"))', ACCOUNT),
    Row(
        "a default in the place of another",
        'op.alter_column("account", "name", server_default="y")',
        RICH,
        down='op.alter_column("account", "name", server_default="x")',
    ),
    Row(
        "no default",
        'op.alter_column("account", "name", server_default=None)',
        RICH,
        down='op.alter_column("account", "name", server_default="x")',
    ),
    Row(
        "no default, of a table that the history does not know",
        'op.alter_column("account", "name", server_default=None)',
        not_real=UNKNOWN,
    ),
    Row(
        "the default of the moment",
        'op.alter_column("account", "at", server_default=sa.func.now())',
        column('sa.Column("at", sa.DateTime)'),
    ),
    Row(
        "a comment",
        """op.alter_column("account", "name", comment="it's")""",
        ACCOUNT,
        down='op.alter_column("account", "name", comment=None)',
    ),
    Row("a comment in the place of another", 'op.alter_column("account", "name", comment="d")', RICH),
    Row("no comment", 'op.alter_column("account", "name", comment=None)', RICH),
    Row("a comment of two lines", 'op.alter_column("account", "name", comment="a\\nb")', ACCOUNT),
    Row(
        "the name and the type",
        'op.alter_column("account", "age", new_column_name="years", type_=sa.BigInteger)',
        ACCOUNT,
        why={"oracle": "INTEGER holds as many digits, and no number can get fewer while there are rows"},
    ),
    Row(
        "all at once",
        'op.alter_column("account", "name", new_column_name="title", type_=sa.String(80), nullable=True, server_default="y", comment="d")',
        RICH,
        down='op.alter_column("account", "title", new_column_name="name", type_=sa.String(50), nullable=False, server_default="x", comment="c")',
    ),
    Row(
        "the type of a column that has everything",
        'op.alter_column("account", "name", type_=sa.String(80))',
        RICH,
    ),
    Row("null of a column that has everything", 'op.alter_column("account", "name", nullable=True)', RICH),
    Row(
        "the name of a column that has everything",
        'op.alter_column("account", "name", new_column_name="title")',
        RICH,
    ),
    Row(
        "the type, with USING",
        'op.alter_column("account", "name", type_=sa.Integer, postgresql_using="length(name)")',
        ACCOUNT,
        not_real="MariaDB and SQLite convert by themselves",
    ),
    Row(
        "to an enum",
        'op.alter_column("account", "name", type_=sa.Enum("sad", "ok", name="mood"), postgresql_using="name::mood")',
        ACCOUNT,
    ),
    Row(
        "from an enum with a default",
        'op.alter_column("account", "mood", type_=sa.String(10))',
        column('sa.Column("mood", sa.Enum("sad", "ok", name="mood"), server_default="ok")'),
        why={"postgresql": "an enum's default cannot be cast: it is taken off and set again"},
    ),
    Row(
        "to an enum with a default",
        'op.alter_column("account", "mood", type_=sa.Enum("sad", "ok", name="mood"), postgresql_using="mood::mood")',
        column('sa.Column("mood", sa.String(10), server_default="ok")'),
    ),
    Row(
        "to a boolean with a check",
        'op.alter_column("account", "age", type_=sa.Boolean(create_constraint=True, name="ck_age"), postgresql_using="age::boolean")',
        ACCOUNT,
    ),
    Row(
        "from a boolean with a check",
        'op.alter_column("account", "active", type_=sa.Integer, postgresql_using="active::integer")',
        column('sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active"))'),
        why={"oracle": "the old type's check goes with it"},
    ),
    Row(
        "from an enum whose check was made apart",
        'op.alter_column("account", "mood", type_=sa.Enum("a", "b", "c", name="mood_3", native_enum=False, create_constraint=True), existing_type=sa.Enum("a", "b", name="mood_2", native_enum=False, create_constraint=True))',
        column('sa.Column("mood", sa.String(1)), sa.CheckConstraint("mood IN (\'a\', \'b\')", name="mood_2")'),
    ),
    Row(
        "from an enum with a check to another",
        'op.alter_column("account", "mood", type_=sa.Enum("a", "b", "c", name="ck_mood", native_enum=False, create_constraint=True))',
        column('sa.Column("mood", sa.Enum("a", "b", name="ck_mood", native_enum=False, create_constraint=True))'),
        why={"postgresql oracle": "the old type's check goes with it"},
    ),
    Row(
        "autoincrement",
        'op.alter_column("account", "id", autoincrement=True, existing_type=sa.Integer, existing_nullable=False)',
        'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))',
    ),
    Row(
        "the type of a counted key",
        'op.alter_column("account", "id", type_=sa.BigInteger)',
        ACCOUNT,
        why={
            "postgresql": "the sequence must count as far as the column",
            "oracle": "INTEGER holds as many digits, and no number can get fewer while there are rows",
        },
    ),
    Row(
        "an identity in the place of nothing",
        'op.alter_column("account", "age", server_default=sa.Identity(start=5))',
        column('sa.Column("age", sa.Integer, nullable=False)'),
    ),
    Row(
        "an identity that changes",
        'op.alter_column("account", "number", server_default=sa.Identity(always=True, start=9, increment=3))',
        column('sa.Column("number", sa.Integer, sa.Identity())'),
        dialects=("postgresql", "mssql", "oracle"),
        why={"postgresql": "the replayed schema knows that it is an identity"},
    ),
    Row(
        "no identity",
        'op.alter_column("account", "number", server_default=None)',
        column('sa.Column("number", sa.Integer, sa.Identity())'),
        dialects=("postgresql", "mssql", "oracle"),
        why={"postgresql oracle": "the replayed schema knows that it is an identity"},
    ),
    Row(
        "a default for an identity",
        'op.alter_column("account", "number", server_default="5")',
        column('sa.Column("number", sa.Integer, sa.Identity())'),
        dialects=("postgresql", "mssql", "oracle"),
        why={"postgresql oracle": "the replayed schema knows that it is an identity"},
    ),
    Row(
        "computed in the place of nothing",
        'op.alter_column("account", "age", server_default=sa.Computed("x * 2"))',
        column('sa.Column("x", sa.Integer), sa.Column("age", sa.Integer)'),
    ),
    Row(
        "stored in the place of nothing",
        'op.alter_column("account", "age", server_default=sa.Computed("x * 2", persisted=True))',
        column('sa.Column("x", sa.Integer), sa.Column("age", sa.Integer)'),
    ),
    Row(
        "not computed any more",
        'op.alter_column("account", "twice", server_default=None)',
        column('sa.Column("x", sa.Integer), sa.Column("twice", sa.Integer, sa.Computed("x * 2", persisted=True))'),
        dialects=("postgresql", "mysql", "mariadb", "sqlite", "mssql"),
        why={"postgresql": "the replayed schema knows that it is computed"},
    ),
    Row(
        "a column with an index and keys",
        'op.alter_column("account", "code", type_=sa.String(20), nullable=False)',
        column(
            'sa.Column("code", sa.String(10), index=True), sa.UniqueConstraint("code", name="uq_code"), sa.CheckConstraint("code <> \'\'", name="ck_code")'
        ),
    ),
    Row(
        "the name, in keys, checks and indexes",
        'op.alter_column("account", "code", new_column_name="number")\nop.alter_column("account", "number", type_=sa.String(20))',
        column(
            'sa.Column("code", sa.String(10), index=True), sa.UniqueConstraint("code", name="uq_code"), sa.CheckConstraint("code <> \'code\'", name="ck_code")'
        ),
    ),
    Row(
        "the name of a column that others refer to",
        'op.alter_column("account", "id", new_column_name="key")',
        column('sa.Column("x", sa.Integer)')
        + '\nop.create_table("line", sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", name="fk")))',
    ),
    Row(
        "in a schema",
        'op.alter_column("account", "name", type_=sa.String(80), existing_type=sa.String(50), existing_nullable=True, schema="crm")',
        not_real=UNKNOWN,
    ),
    Row("a column that is not there", 'op.alter_column("account", "size", nullable=True)', ACCOUNT),
    Row("a name that is taken", 'op.alter_column("account", "name", new_column_name="age")', ACCOUNT),
    Row("nothing", 'op.alter_column("account", "name")', ACCOUNT),
    Row(
        "nothing, but the name that it has",
        'op.alter_column("account", "name", new_column_name="name")',
        ACCOUNT,
        why={"postgresql sqlite mssql": "a rename to the same name fails"},
    ),
    Row(
        "null, with a type that the history does not say",
        'op.alter_column("account", "name", nullable=True, existing_type=sa.String(36))',
        ACCOUNT,
    ),
    Row(
        "null, with the type in other words",
        'op.alter_column("account", "age", nullable=False, existing_type=sa.INT())',
        ACCOUNT,
    ),
    Row(
        "the type, with a NOT NULL that the history does not say",
        'op.alter_column("account", "age", type_=sa.SmallInteger, existing_type=sa.Integer, existing_nullable=False)',
        ACCOUNT,
        why={"oracle": "SMALLINT is INTEGER there"},
    ),
    Row(
        "the name, with a type and a NULL that the history does not say",
        'op.alter_column("account", "name", new_column_name="title", existing_type=sa.String(36), existing_nullable=True)',
        ACCOUNT,
    ),
    Row(
        "the type, with a default and a comment that the history does not say",
        'op.alter_column("account", "name", type_=sa.String(80), existing_server_default="y", existing_comment="d")',
        RICH,
    ),
    Row(
        "the type, with no default, which the history does not say",
        'op.alter_column("account", "name", type_=sa.String(80), existing_server_default=None)',
        RICH,
    ),
    Row(
        "the type, with the default and the comment in other words",
        'op.alter_column("account", "name", type_=sa.String(80), existing_server_default=sa.text("\'x\'"), existing_comment="c")',
        RICH,
    ),
    Row(
        "a default alone, with a type that the history does not say",
        'op.alter_column("account", "name", server_default="y", existing_type=sa.String(36), existing_nullable=True)',
        ACCOUNT,
    ),
    Row(
        "a default of a time, with a type that the history does not say",
        'op.alter_column("account", "at", server_default=sa.func.now(), existing_type=sa.DateTime(), existing_nullable=False)',
        column('sa.Column("at", sa.Date)'),
        not_real={"postgresql sqlite": "the column stays a date, and its default is a date and a time"},
    ),
    Row(
        "the comment of a counted key, with what the history does not say",
        'op.alter_column("account", "id", comment="c", existing_type=sa.BigInteger, existing_autoincrement=False, existing_nullable=False)',
        ACCOUNT,
    ),
    Row(
        "null, with a type that a foreign key does not have",
        'op.alter_column("line", "account_id", nullable=False, existing_type=sa.BigInteger)',
        PAIR + 'op.create_foreign_key("fk_account", "line", "account", ["account_id"], ["id"])',
    ),
    Row(
        "null, with a type that the history does not say, under an index and with a default",
        'op.alter_column("account", "code", nullable=False, existing_type=sa.String(20))',
        column('sa.Column("code", sa.String(30), index=True, server_default="x")'),
    ),
    Row(
        "a default named on SQL Server",
        'op.alter_column("account", "name", server_default=None, mssql_drop_default=True)',
        not_real=UNKNOWN,
    ),
]

test_sql, test_peer = table_tests("alter_column", ROWS)
