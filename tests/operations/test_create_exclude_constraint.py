"""``op.create_exclude_constraint``."""

from tests.operations.common import UNKNOWN
from tests.operations.tables import Row, table_tests

BOOKING = """
op.create_table("booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE().with_variant(sa.String(50), "mysql", "mariadb", "sqlite", "mssql", "oracle")))
"""
HEAD = "from sqlalchemy.dialects import postgresql"

ROWS = [
    Row(
        "a range",
        'op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"))',
        BOOKING,
        head=HEAD,
        down='op.drop_constraint("no_overlap", "booking")',
    ),
    Row(
        "with a condition",
        'op.create_exclude_constraint("no_overlap", "booking", (sa.column("during"), "&&"), where=sa.text("room > 5"), using="gist")',
        BOOKING,
        head=HEAD,
    ),
    Row(
        "with a condition as text",
        'op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"), where="room > 5", deferrable=True)',
        BOOKING,
        head=HEAD,
    ),
    Row("no name", 'op.create_exclude_constraint(None, "booking", ("during", "&&"))', BOOKING, head=HEAD),
    Row(
        "in a schema",
        'op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"), schema="crm")',
        head=HEAD,
        not_real=UNKNOWN,
    ),
]

test_sql, test_peer = table_tests("create_exclude_constraint", ROWS)
