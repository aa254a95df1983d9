"""index product titles without blocking writes"""

from sqlcompile import op

revision = "6a5b"
down_revision = "4d3e"
branch_labels = ("search",)
depends_on = None


def upgrade():
    op.create_index("ix_product_title", "product", ["title"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("ix_product_title", table_name="product", postgresql_concurrently=True)
