"""insert the first categories and products"""

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa

from sqlcompile import op

revision = "4d3e"
down_revision = "3c2d"
branch_labels = None
depends_on = None

category = sa.table("category", sa.column("id", sa.Integer), sa.column("name", sa.String))
product = sa.table(
    "product",
    sa.column("category_id", sa.Integer),
    sa.column("title", sa.String),
    sa.column("price", sa.Numeric(8, 2)),
)
customer = sa.table(
    "customer",
    sa.column("email", sa.String),
    sa.column("name", sa.String),
    sa.column("newsletter", sa.Boolean),
    sa.column("joined_at", sa.DateTime),
)


def upgrade():
    op.bulk_insert(category, [{"id": 1, "name": "Books"}, {"id": 2, "name": "Children's toys"}])
    op.bulk_insert(
        product,
        [
            {"category_id": 1, "title": "100% of \\LaTeX; a guide", "price": Decimal("29.90")},
            {"category_id": 2, "title": "Bär", "price": Decimal("12.50")},
        ],
    )
    op.bulk_insert(
        customer,
        [
            {
                "email": "ann@example.com",
                "name": "Ann O'Neil",
                "newsletter": True,
                "joined_at": dt.datetime(2024, 2, 29, 12, 30),
            }
        ],
    )


def downgrade():
    op.execute(customer.delete().where(customer.c.email == "ann@example.com"))
    op.execute(product.delete().where(product.c.category_id.in_([1, 2])))
    op.execute(category.delete().where(category.c.id.in_([1, 2])))
