"""Runs the migrations: with a connection when Alembic has one, and as SQL when it has not."""

from alembic import context
from models import Base
from sqlalchemy import create_engine, pool

config = context.config

# The MetaData of the models, so that they can be compared with the migrations.
target_metadata = Base.metadata


def run_offline() -> None:
    """Write the SQL of the migrations; nothing connects."""
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run the migrations in the database."""
    engine = create_engine(config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
