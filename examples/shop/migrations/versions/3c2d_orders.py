"""create orders with their state and their lines"""

import sqlalchemy as sa

from sqlcompile import op

revision = "3c2d"
down_revision = "2b1c"
branch_labels = None
depends_on = None


def upgrade():
    state = sa.Enum("open", "paid", "shipped", name="order_state")
    op.create_table(
        "customer_order",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customer.id", ondelete="CASCADE"), nullable=False),
        sa.Column("state", state, nullable=False, server_default="open"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "order_line",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("customer_order.id"), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), sa.ForeignKey("product.id"), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("order_id", "position"),
    )
    op.create_table(
        "order_event",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("customer_order.id"), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("order_event")
    op.drop_table("order_line")
    op.drop_table("customer_order")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE order_state")
