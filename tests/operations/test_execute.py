"""``op.execute``."""

from tests.operations.common import ACCOUNT
from tests.operations.tables import Row, table_tests

T = 't = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))\n'

PLAIN = "a plain string goes out as it is written; Alembic reads it as sa.text(), and changes tabs"

ROWS = [
    Row("a string", """op.execute("UPDATE account SET name = 'a'")""", ACCOUNT),
    Row("percent signs", """op.execute("UPDATE account SET name = '50 % %(x)s %%'")""", ACCOUNT),
    Row("tabs and line ends", """op.execute("UPDATE account\\n\\tSET name = 'a\\tb'")""", ACCOUNT),
    Row("backslashes", """op.execute("UPDATE account SET name = 'a\\\\\\\\b'")""", ACCOUNT),
    Row("a cast", """op.execute("UPDATE account SET age = '5'::integer")""", ACCOUNT, dialects=("postgresql",)),
    Row("a colon, escaped", """op.execute("UPDATE account SET name = '\\\\:x'")""", ACCOUNT),
    Row(
        "a name without a value",
        """op.execute("UPDATE account SET name = ':x'")""",
        ACCOUNT,
        why="a name without a value stays what it is; Alembic writes NULL",
    ),
    Row(
        "a name without a value, bare",
        """op.execute("UPDATE account SET name = :x")""",
        ACCOUNT,
        not_real="it is no SQL",
        why="a name without a value stays what it is; Alembic writes NULL",
    ),
    Row("a comment at the end", """op.execute("DELETE FROM account -- all")""", ACCOUNT),
    Row("a semicolon at the end", """op.execute("DELETE FROM account;")""", ACCOUNT),
    Row("two statements", """op.execute("DELETE FROM account; DELETE FROM account WHERE id = 1;")""", ACCOUNT),
    Row("nothing but a comment", """op.execute("-- nothing to do")""", ACCOUNT),
    Row("nothing", """op.execute("")""", ACCOUNT),
    Row("text", """op.execute(sa.text("UPDATE account SET name = '\\\\:x' WHERE id = 5"))""", ACCOUNT),
    Row(
        "text with values",
        """op.execute(sa.text("UPDATE account SET name = :n, age = :a").bindparams(n="it's :a", a=-5))""",
        ACCOUNT,
    ),
    Row(
        "text with a typed value",
        """op.execute(sa.text("UPDATE account SET name = :n").bindparams(sa.bindparam("n", "x", sa.String)))""",
        ACCOUNT,
    ),
    Row(
        "text with a list",
        """op.execute(sa.text("DELETE FROM account WHERE id IN :ids").bindparams(sa.bindparam("ids", [1, 2], expanding=True)))""",
        ACCOUNT,
    ),
    Row(
        "text with a value that is missing",
        """op.execute(sa.text("UPDATE account SET name = :n"))""",
        ACCOUNT,
    ),
    Row("insert", T + """op.execute(t.insert().values(name="it's", age=None))""", ACCOUNT),
    Row(
        "insert of several rows",
        T + """op.execute(t.insert().values([{"name": "a"}, {"name": "b"}]))""",
        ACCOUNT,
        dialects=("postgresql", "mysql", "mariadb", "sqlite", "mssql"),
    ),
    Row(
        "insert from select",
        T + """op.execute(t.insert().from_select(["name"], sa.select(t.c.name).where(t.c.age > 5)))""",
        ACCOUNT,
    ),
    Row(
        "update",
        T + """op.execute(t.update().where(t.c.name == op.inline_literal("a")).values(age=t.c.age + 1, name="50 %"))""",
        ACCOUNT,
    ),
    Row(
        "delete with a list",
        T + """op.execute(t.delete().where(t.c.id.in_([1, 2, 3]), t.c.name.is_(None)))""",
        ACCOUNT,
    ),
    Row("delete with an empty list", T + """op.execute(t.delete().where(t.c.id.in_([])))""", ACCOUNT),
    Row("negative numbers", T + """op.execute(t.update().values(age=t.c.age - (-5)))""", ACCOUNT),
    Row("a modulo", T + """op.execute(t.update().values(age=t.c.age % 5))""", ACCOUNT),
    Row(
        "CreateTable",
        'op.execute(sa.schema.CreateTable(sa.Table("made", sa.MetaData(), sa.Column("id", sa.Integer))))\nop.add_column("made", sa.Column("x", sa.Integer))',
    ),
    Row("DropTable", 'op.execute(sa.schema.DropTable(sa.Table("account", sa.MetaData())))', ACCOUNT),
    Row(
        "CreateIndex",
        'op.execute(sa.schema.CreateIndex(sa.Index("ix_name", sa.Table("account", sa.MetaData(), sa.Column("name", sa.String(50))).c.name)))',
        ACCOUNT,
    ),
    Row("CreateSequence", 'op.execute(sa.schema.CreateSequence(sa.Sequence("numbers", start=5)))'),
    Row(
        "DropSequence",
        'op.execute(sa.schema.DropSequence(sa.Sequence("numbers")))',
        'op.execute(sa.schema.CreateSequence(sa.Sequence("numbers")))',
        dialects=("postgresql", "mariadb", "mssql", "oracle"),
    ),
    Row(
        "CreateSchema",
        'op.execute(sa.schema.CreateSchema("crm"))',
        not_real="MariaDB's tests have one database",
    ),
    Row(
        "DDL",
        """op.execute(sa.DDL("ALTER TABLE account ADD x INTEGER"))""",
        ACCOUNT,
        dialects=("postgresql", "mysql", "mariadb", "mssql", "oracle"),
    ),
    Row("DDL with percent signs", """op.execute(sa.DDL("UPDATE account SET name = '5 %%'"))""", ACCOUNT),
    Row(
        "raw DDL that the schema follows",
        'op.execute("ALTER TABLE account ADD COLUMN x INTEGER")\nop.alter_column("account", "x", nullable=False)',
        ACCOUNT,
        dialects=("postgresql", "mysql", "mariadb", "sqlite"),
    ),
    Row(
        "a trigger",
        '''op.execute("""CREATE TRIGGER account_age BEFORE INSERT ON account FOR EACH ROW BEGIN SET NEW.age = 1; SET NEW.name = 'a;b'; END""")''',
        ACCOUNT,
        dialects=("mysql", "mariadb"),
    ),
    Row(
        "a function",
        '''op.execute("""CREATE FUNCTION one() RETURNS integer AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;""")''',
        dialects=("postgresql",),
    ),
    Row(
        "a block",
        '''op.execute("""BEGIN\\n  DELETE FROM account;\\n  DELETE FROM account;\\nEND;\\n/""")''',
        ACCOUNT,
        dialects=("oracle",),
    ),
    Row(
        "outside of transactions",
        'with op.get_context().autocommit_block():\n    op.execute("DELETE FROM account")',
        ACCOUNT,
    ),
    Row("VACUUM", 'op.execute("VACUUM account")', ACCOUNT, dialects=("postgresql",)),
]

test_sql, test_peer = table_tests("execute", ROWS)
