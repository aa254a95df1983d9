"""make titles longer and categories required"""

import sqlalchemy as sa

from sqlcompile import op

revision = "8c7d"
down_revision = "7b6c"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("product", "title", type_=sa.String(200))
    op.execute("UPDATE product SET category_id = 1 WHERE category_id IS NULL")
    op.alter_column("product", "category_id", nullable=False)


def downgrade():
    op.alter_column("product", "category_id", nullable=True)
    op.alter_column("product", "title", type_=sa.String(80))
