"""create account table

Revision ID: b5f586d58141
Revises: base
Create Date: 2024-11-03 09:12:40.418203
"""

import sqlalchemy as sa
from alembic import op

revision = "b5f586d58141"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("description", sa.Unicode(200)),
    )


def downgrade() -> None:
    op.drop_table("account")
