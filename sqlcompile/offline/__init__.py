"""The database without a server: a SQLAlchemy connection that records, over the replayed schema."""
