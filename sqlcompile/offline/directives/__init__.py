"""The operations of a new revision as env.py's ``process_revision_directives`` sees them, under Alembic's names."""
