"""The schema as immutable values, and their conversion from and to SQLAlchemy's."""
