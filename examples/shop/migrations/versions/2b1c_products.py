"""create products and their categories"""

import sqlalchemy as sa

from sqlcompile import op

revision = "2b1c"
down_revision = "1f0a"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("category_id", sa.Integer(), sa.ForeignKey("category.id"), nullable=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("price", sa.Numeric(8, 2), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("price >= 0", name="price"),
    )
    op.create_index(None, "product", ["category_id"])


def downgrade():
    op.drop_table("product")
    op.drop_table("category")
