"""call a customer's name full_name"""

from sqlcompile import op

revision = "9d8e"
down_revision = "8c7d"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("customer", "name", new_column_name="full_name")


def downgrade():
    op.alter_column("customer", "full_name", new_column_name="name")
