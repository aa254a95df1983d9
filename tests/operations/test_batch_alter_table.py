"""``op.batch_alter_table``."""

from tests.operations.common import ACCOUNT, CONVENTION, UNKNOWN
from tests.operations.tables import Row, table_tests

RICH = """
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "account",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
    sa.Column("email", sa.String(50), server_default="x"),
    sa.Column("age", sa.Integer),
    sa.UniqueConstraint("email", name="uq_email"),
    sa.CheckConstraint("age > 0", name="ck_age"),
    sa.Index("ix_email", "email", "age"),
)
"""


def batch(*calls: str, options: str = "") -> str:
    lines = "\n".join(f"    batch_op.{call}" for call in calls)
    return f'with op.batch_alter_table("account"{", " + options if options else ""}) as batch_op:\n{lines}'


ROWS = [
    Row(
        "a column",
        batch('add_column(sa.Column("email", sa.String(50)))'),
        ACCOUNT,
        down=batch('drop_column("email")'),
    ),
    Row("a type", batch('alter_column("name", type_=sa.String(80))'), ACCOUNT),
    Row(
        "several changes",
        batch(
            'add_column(sa.Column("size", sa.Integer))',
            'alter_column("email", nullable=False)',
            'drop_column("age")',
            'create_index("ix_size", ["size"])',
        ),
        RICH,
    ),
    Row(
        "a rename, a drop and an addition",
        batch(
            'alter_column("age", new_column_name="years")',
            'drop_column("email")',
            'add_column(sa.Column("email", sa.Integer))',
        ),
        RICH.replace('    sa.CheckConstraint("age > 0", name="ck_age"),\n', ""),
    ),
    Row(
        "names that change places",
        batch(
            'alter_column("name", new_column_name="x")',
            'alter_column("age", new_column_name="name")',
            'alter_column("x", new_column_name="age")',
        ),
        ACCOUNT,
    ),
    Row(
        "a foreign key",
        batch('create_foreign_key("fk_parent", "account", ["age"], ["id"])'),
        ACCOUNT,
        down=batch('drop_constraint("fk_parent", type_="foreignkey")'),
    ),
    Row(
        "constraints",
        batch(
            'create_unique_constraint("uq_name", ["name"])',
            'create_check_constraint("ck_age", "age > 0")',
            'drop_constraint("uq_email", type_="unique")',
            'drop_constraint("fk_other", type_="foreignkey")',
        )
        .replace('["name"]', '["age"]')
        .replace('"ck_age"', '"ck_age2"'),
        RICH,
    ),
    Row(
        "a key",
        batch('drop_constraint("pk", type_="primary")', 'create_primary_key("pk2", ["a", "b"])').replace(
            '"account"', '"bare"'
        ),
        'op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer, nullable=False), sa.PrimaryKeyConstraint("a", name="pk"))'.replace(
            'sa.Column("a", sa.Integer,', 'sa.Column("a", sa.Integer, autoincrement=False,'
        ),
    ),
    Row(
        "always anew",
        batch('add_column(sa.Column("size", sa.Integer))', options='recreate="always"'),
        RICH,
        not_real="",
    ),
    Row("always anew, nothing else", batch("f('x')", options='recreate="always"'), RICH),
    Row("never anew", batch('alter_column("email", type_=sa.String(80))', options='recreate="never"'), RICH),
    Row("nothing", batch("f('x')"), ACCOUNT),
    Row(
        "an index alone",
        batch('create_index("ix_name", ["name"])'),
        ACCOUNT,
        down=batch('drop_index("ix_name")'),
    ),
    Row(
        "an index dropped",
        batch('drop_index("ix_email")', 'alter_column("email", type_=sa.String(80))'),
        RICH,
    ),
    Row(
        "at a place",
        batch(
            'add_column(sa.Column("size", sa.Integer), insert_after="id")',
            'add_column(sa.Column("first", sa.Integer), insert_before="id")',
            options='recreate="always"',
        ),
        ACCOUNT,
    ),
    Row("a column moved", batch('alter_column("age", insert_before="email")', options='recreate="always"'), RICH),
    Row("a column moved, without asking for a new table", batch('alter_column("age", insert_after="id")'), RICH),
    Row(
        "in another order",
        batch('alter_column("email", type_=sa.String(80))', options='partial_reordering=[("age", "email")]'),
        RICH,
    ),
    Row(
        "in another order, all",
        batch("f('x')", options='recreate="always", partial_reordering=[("email", "id"), ("other_id", "age")]'),
        RICH,
    ),
    Row(
        "further constraints",
        batch(
            'alter_column("name", type_=sa.String(80))',
            options='table_args=(sa.UniqueConstraint("name", name="uq_name"), sa.CheckConstraint("age > 1", name="ck_age"))',
        ),
        ACCOUNT,
    ),
    Row(
        "keywords of the table",
        batch('alter_column("name", type_=sa.String(80))', options='table_kwargs={"sqlite_autoincrement": True}'),
        ACCOUNT,
    ),
    Row(
        "a table that is given",
        batch(
            'alter_column("name", type_=sa.String(80))',
            options='copy_from=sa.Table("account", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))',
        ),
        not_real=UNKNOWN,
    ),
    Row("a table that is not known", batch('alter_column("name", type_=sa.String(80))'), not_real=UNKNOWN),
    Row(
        "what reflection is told",
        batch(
            'alter_column("name", type_=sa.String(80))',
            options='reflect_args=[sa.Column("age", sa.Boolean(create_constraint=True, name="ck_bool"))]',
        ),
        ACCOUNT,
    ),
    Row(
        "names by a convention",
        batch(
            'drop_constraint("uq_account_email", type_="unique")',
            options='naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}',
        ),
        'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(50), unique=True))',
        why={"postgresql mysql mariadb oracle": "the database gave another name than the convention would"},
    ),
    Row(
        "names by the project's convention",
        batch(
            'create_unique_constraint(None, ["name"])',
            'create_index(None, ["age"])',
            'create_foreign_key(None, "account", ["age"], ["id"])',
        ),
        ACCOUNT,
        convention=CONVENTION,
    ),
    Row(
        "a default and a comment",
        batch('alter_column("name", server_default="x", comment="c")', 'create_table_comment("t")'),
        ACCOUNT,
    ),
    Row(
        "execute between",
        batch(
            'add_column(sa.Column("size", sa.Integer))',
            'execute("UPDATE account SET size = 1")',
            'alter_column("size", nullable=False)',
        ),
        ACCOUNT,
    ),
    Row(
        "if it is not there",
        batch(
            'add_column(sa.Column("age", sa.Integer), if_not_exists=True)',
            'drop_column("size", if_exists=True)',
        ),
        ACCOUNT,
    ),
    Row(
        "a table that others refer to",
        batch('alter_column("name", type_=sa.String(80))'),
        ACCOUNT
        + 'op.create_table("line", sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", name="fk", ondelete="CASCADE")))',
    ),
    Row(
        "a partial index",
        batch('alter_column("name", type_=sa.String(80))'),
        ACCOUNT
        + 'op.create_index("ix", "account", ["name", sa.text("age DESC")], unique=True, sqlite_where=sa.text("age > 5"), postgresql_where=sa.text("age > 5"))',
    ),
    Row(
        "a computed column",
        batch('alter_column("name", type_=sa.String(80))'),
        'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)), sa.Column("twice", sa.Integer, sa.Computed("id * 2", persisted=True)))',
        dialects=("sqlite", "postgresql", "mssql"),
    ),
    Row(
        "a trigger and a view",
        batch('alter_column("name", type_=sa.String(80))'),
        ACCOUNT
        + """
op.execute("CREATE VIEW v AS SELECT name FROM account")
op.execute("CREATE TRIGGER tr AFTER INSERT ON account BEGIN UPDATE account SET age = 1; END")
""",
        dialects=("sqlite",),
    ),
    Row(
        "in a schema",
        'with op.batch_alter_table("account", schema="crm") as batch_op:\n    batch_op.add_column(sa.Column("a", sa.Integer, index=True))',
        not_real=UNKNOWN,
    ),
    Row(
        "a primary key in the place of another",
        batch('create_primary_key("pk_account", ["id", "age"])'),
        ACCOUNT,
        dialects=("sqlite",),
    ),
    Row(
        "a foreign key in the place of one that the convention alone names",
        batch(
            'create_foreign_key("fk_account_other_id_other", "other", ["other_id"], ["id"], ondelete="CASCADE")',
            options='naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}',
        ),
        RICH.replace(', name="fk_other"', ""),
        dialects=("sqlite",),
    ),
    Row(
        "a foreign key in the place of one of its name",
        batch('create_foreign_key("fk_other", "other", ["other_id"], ["id"], ondelete="CASCADE")'),
        RICH,
        dialects=("sqlite",),
    ),
    Row("an error inside", batch('drop_column("nothing")'), ACCOUNT),
]

test_sql, test_peer = table_tests("batch_alter_table", ROWS)
