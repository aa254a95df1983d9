# What is not in pyproject.toml. Write "%%" for a percent sign.

[alembic]
# For a run of Alembic itself, which connects to it. sqlcompile only reads which database it names.
sqlalchemy.url = ${url}
