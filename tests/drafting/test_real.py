"""Scripts on real databases: what they lead to is what Alembic, too, finds nothing to change in."""

from __future__ import annotations

import contextlib
import warnings

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import given, settings

from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.dialect.load import load_dialect
from sqlcompile.drafting.proving import prove
from sqlcompile.project.template import NewRevision
from tests.autogenerate.pairs import pairs
from tests.autogenerate.test_difference import KINDS, POSTGRESQL
from tests.drafting.scripts import between, proved, run_at, written
from tests.drafting.test_any_pair import FURTHER
from tests.servers import on_servers

NOT_SQLITE = ("counted key of several columns", "table with a counted one", "identity")
"""What SQLAlchemy does not make there, or Alembic takes for a default."""


def left(connection, metadata):
    """Return what Alembic finds to change, that it can tell."""
    options = {"compare_type": True, "compare_server_default": tells_defaults(connection.dialect.name, metadata)}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def tells_defaults(dialect, metadata):
    """Return whether Alembic can compare the defaults: on MariaDB it takes some for others, and fails at a quote."""
    columns = [column for table in metadata.tables.values() for column in table.columns]
    texts = [str(getattr(column.server_default, "arg", "")) for column in columns]
    return dialect not in ("mysql", "mariadb") and not any("'" in text for text in texts)


@contextlib.contextmanager
def emptied(engine):
    """Give an engine, and empty its database afterwards."""
    try:
        yield engine
    finally:
        with engine.begin() as connection:
            there = sa.MetaData()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                there.reflect(connection)
                there.drop_all(connection)
            if engine.dialect.name == "postgresql":
                for enum in sa.inspect(connection).get_enums():
                    connection.exec_driver_sql(f'DROP TYPE "{enum["name"]}"')
        engine.dispose()


def by_alembic(engine, text, name):
    """Let Alembic run a function of a script."""
    with engine.begin() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Operations.context(MigrationContext.configure(connection)):
            names = {}
            exec(text, names)
            names[name]()


def as_sql(database, dialect, found, first):
    """Return the SQL of a script's upgrade."""
    text = written(found, Style(dialect))
    run = prove(text, NewRevision("b2", "change", ("a1",)), run_at(found.before, dialect), found)
    statements = [part for one in run.written for part in dialect.separated(one.statement) if part.text]
    return "\n".join(dialect.finish(part) for part in statements)


def check_alembic(database, first, second):
    dialect = load_dialect(database.server.dialect)
    text = proved(first, second, dialect).replace("from sqlcompile import op", "from alembic import op")
    if "op.drop_constraint(None" in text or "batch_op.drop_constraint(None" in text:
        return  # Alembic does not know what that is
    with emptied(database.engine()) as engine:
        first.create_all(engine)
        for name, metadata in (("upgrade", second), ("downgrade", first)):
            try:
                by_alembic(engine, text, name)
            except Exception as error:
                error.add_note(text)
                raise
            with engine.connect() as connection:
                assert not left(connection, metadata), text


@on_servers("postgresql", "mariadb", "sqlite")
def test_alembic_runs_each_change_and_its_inverse(server):
    kinds = {**KINDS, **FURTHER, **(POSTGRESQL if server.dialect == "postgresql" else {})}
    with server.fresh() as database:
        for kind, (first, second) in kinds.items():
            if server.dialect == "sqlite" and kind in NOT_SQLITE:
                continue
            try:
                check_alembic(database, first, second)
                check_alembic(database, second, first)
            except BaseException as error:
                error.add_note(kind)
                raise


@on_servers("postgresql", "mariadb", "sqlite")
def test_any_pair_as_sql(server):
    dialect = load_dialect(server.dialect)
    with server.fresh() as database:

        @settings(max_examples=12)
        @given(pairs(server.dialect))
        def check(pair):
            first, second = pair
            found = between(first, second, dialect)
            with emptied(database.engine()) as engine:
                proved(first, second, dialect)
                sql = as_sql(database, dialect, found, first)
                first.create_all(engine)
                done = database.run_script(sql)
                assert done.returncode == 0, f"{done.stderr}\n{sql}"
                with engine.connect() as connection:
                    assert not left(connection, second), sql

        check()
