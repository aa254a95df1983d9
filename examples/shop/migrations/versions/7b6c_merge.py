"""merge billing and search"""

revision = "7b6c"
down_revision = ("5e4f", "6a5b")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
