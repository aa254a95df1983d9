"""``op.drop_column``."""

from tests.operations.common import ACCOUNT, UNKNOWN
from tests.operations.tables import Row, table_tests


def table(*items: str, before: str = "") -> str:
    columns = ",\n    ".join(('sa.Column("id", sa.Integer, primary_key=True)', *items))
    return f'{before}\nop.create_table("account",\n    {columns},\n)'


OTHER = 'op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))'

ROWS = [
    Row(
        "a plain column",
        'op.drop_column("account", "age")',
        ACCOUNT,
        down='op.add_column("account", sa.Column("age", sa.Integer))',
    ),
    Row("of a schema", 'op.drop_column("Order", "Mixed", schema="crm")', not_real=UNKNOWN),
    Row(
        "with a default",
        'op.drop_column("account", "age")',
        table('sa.Column("age", sa.Integer, server_default="5")'),
        down='op.add_column("account", sa.Column("age", sa.Integer, server_default="5"))',
    ),
    Row(
        "with an index",
        'op.drop_column("account", "age")',
        table('sa.Column("age", sa.Integer, index=True)'),
        down='op.add_column("account", sa.Column("age", sa.Integer, index=True))',
    ),
    Row(
        "with an index on several columns",
        'op.drop_column("account", "age")',
        table(
            'sa.Column("age", sa.Integer)',
            'sa.Column("size", sa.Integer)',
            'sa.Index("ix_both", "age", "size")',
        ),
    ),
    Row(
        "with a foreign key",
        'op.drop_column("account", "other_id")',
        table('sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other"))', before=OTHER),
        down='op.add_column("account", sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")))',
    ),
    Row(
        "with a foreign key without a name",
        'op.drop_column("account", "other_id")',
        table('sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id"))', before=OTHER),
    ),
    Row(
        "with a unique constraint",
        'op.drop_column("account", "email")',
        table('sa.Column("email", sa.String(50))', 'sa.UniqueConstraint("email", name="uq_email")'),
        down="""
        op.add_column("account", sa.Column("email", sa.String(50)))
        op.create_unique_constraint("uq_email", "account", ["email"])
        """,
    ),
    Row(
        "with a unique constraint without a name",
        'op.drop_column("account", "email")',
        table('sa.Column("email", sa.String(50), unique=True)'),
    ),
    Row(
        "with a unique constraint on several columns",
        'op.drop_column("account", "a")',
        table(
            'sa.Column("a", sa.Integer)',
            'sa.Column("b", sa.Integer)',
            'sa.UniqueConstraint("a", "b", name="uq_ab")',
        ),
    ),
    Row(
        "with a check",
        'op.drop_column("account", "age")',
        table('sa.Column("age", sa.Integer)', 'sa.CheckConstraint(sa.column("age") > 0, name="ck_age")'),
    ),
    Row(
        "with a check that is text",
        'op.drop_column("account", "age")',
        table('sa.Column("age", sa.Integer)', 'sa.CheckConstraint("age > 0", name="ck_age")'),
    ),
    Row(
        "with a check of two columns",
        'op.drop_column("account", "a")',
        table(
            'sa.Column("a", sa.Integer)',
            'sa.Column("b", sa.Integer)',
            'sa.CheckConstraint("a > b", name="ck_ab")',
        ),
    ),
    Row(
        "with the check of its type",
        'op.drop_column("account", "active")',
        table('sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active"))'),
    ),
    Row(
        "of the primary key",
        'op.drop_column("pair", "b")',
        'op.create_table("pair", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))',
    ),
    Row(
        "that a foreign key refers to",
        'op.drop_column("other", "code")',
        """
        op.create_table("other", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.Integer, unique=True))
        op.create_table("account", sa.Column("code", sa.Integer, sa.ForeignKey("other.code", name="fk_code")))
        """,
        not_real="PostgreSQL and MariaDB refuse it, as Alembic's SQL would be",
    ),
    Row(
        "that a computed column needs",
        'op.drop_column("account", "double_age")\nop.drop_column("account", "age")',
        table(
            'sa.Column("age", sa.Integer)',
            'sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=True))',
        ),
        dialects=("postgresql", "mysql", "mariadb", "sqlite", "mssql"),
    ),
    Row("if it is there", 'op.drop_column("account", "age", if_exists=True)', ACCOUNT),
    Row("if it is there, and it is not", 'op.drop_column("account", "size", if_exists=True)', ACCOUNT),
    Row("a column that is not there", 'op.drop_column("account", "size")', ACCOUNT),
    Row("a table that the history does not know", 'op.drop_column("account", "age")', not_real=UNKNOWN),
    Row(
        "what SQL Server must be told, on a table that the history does not know",
        'op.drop_column("account", "age", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True)',
        not_real=UNKNOWN,
    ),
    Row(
        "what SQL Server must be told",
        'op.drop_column("account", "age", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True)',
        table('sa.Column("age", sa.Integer, server_default="5")', 'sa.CheckConstraint("age > 0", name="ck_age")'),
    ),
    Row(
        "with a comment, and again",
        'op.drop_column("account", "age")\nop.add_column("account", sa.Column("age", sa.Integer))',
        table('sa.Column("age", sa.Integer, comment="years")'),
    ),
]

test_sql, test_peer = table_tests("drop_column", ROWS)
