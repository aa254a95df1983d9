"""drop the newsletter flag, add a phone number"""

import sqlalchemy as sa

from sqlcompile import op

revision = "ae9f"
down_revision = "9d8e"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("customer", "newsletter")
    op.add_column("customer", sa.Column("phone", sa.String(40), nullable=True))
    op.create_check_constraint("quantity", "order_line", "quantity > 0")


def downgrade():
    op.drop_constraint(op.f("ck_order_line_quantity"), "order_line", type_="check")
    op.drop_column("customer", "phone")
    op.add_column("customer", sa.Column("newsletter", sa.Boolean(), nullable=False, server_default=sa.false()))
