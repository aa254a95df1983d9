"""create invoices (branch billing)"""

import sqlalchemy as sa

from sqlcompile import op

revision = "5e4f"
down_revision = "4d3e"
branch_labels = ("billing",)
depends_on = None


def upgrade():
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("customer_order.id"), nullable=False),
        sa.Column("total", sa.Numeric(10, 2), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        comment="one for each paid order",
    )


def downgrade():
    op.drop_table("invoice")
