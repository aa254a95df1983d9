"""Added columns.

Revision ID: 8f3c2e61a7d0
Revises: b5f586d58141
Create Date: 2024-11-05 17:30:05.120954
"""

import sqlalchemy as sa
from alembic import op

revision = "8f3c2e61a7d0"
down_revision = "b5f586d58141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.now(),
        ),
    )
    op.add_column("account", sa.Column("updated_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("account", "updated_at")
    op.drop_column("account", "created_at")
