"""Any two schemas: the operations give the second from the first, on all databases, and the SQL on real ones."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings

from sqlcompile.autogenerate.difference import difference
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.dialect.load import load_dialect
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.types import RawType
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.describing import Scope, describe
from tests.autogenerate.pairs import made_by, pairs, schema_of
from tests.projects import DIALECTS
from tests.schema.describing import lines
from tests.servers import on_servers


def statements(operations, schema, dialect):
    """Return the statements of operations as a client reads them, and the schema after them."""
    found = []
    for operation in operations:
        written = [*dialect.statements(operation, schema)]
        schema = operation.apply(schema, dialect)
        parts = [part for statement in written for part in dialect.separated(statement)]
        found += [dialect.finish(part) for part in parts if part.text]
    return found, schema


def described(schema: Schema, dialect):
    run = Run(dialect, schema, Surroundings({}, (None, "alembic_version")))
    return describe(run.bind(), dialect, Scope(), schema)


def told(schema: Schema, dialect):
    """Return a schema with the types as the catalog tells them, for two names may be one type."""
    for table in schema.tables.values():
        columns = [
            replace(column, type=RawType(dialect.told_type(dialect.type_sql(column.type)))) for column in table.columns
        ]
        schema = schema.with_table(replace(table, columns=tuple(columns)))
    return schema


def check_replay(first, second, dialect):
    before, after = schema_of(first, dialect), schema_of(second, dialect)
    found = difference(before, after, dialect)
    assert not [note for note in found.notes if not said(note)]
    texts, reached = statements(found.operations, before, dialect)
    if dialect.name == "oracle":  # its types cannot be told by an inspector without a database
        assert sorted(lines(told(reached, dialect), "oracle")) == sorted(lines(told(after, dialect), "oracle")), texts
    else:
        left = differences(described(after, dialect), described(reached, dialect), exact=True, ordered=False)
        assert not left, [str(one) for one in left] + texts
    assert not difference(reached, after, dialect).operations
    return found.operations


def said(note: str) -> bool:
    """Return whether a note is one of what is so, not of what is wrong."""
    words = ("fails where", "another order", "CHECK BEFORE APPLYING", " loses ")
    return any(word in note for word in words)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_operations_give_the_second_schema(dialect):
    @settings(max_examples=80)
    @given(pairs(dialect))
    def check(pair):
        check_replay(*pair, load_dialect(dialect))

    check()


def look(database, dialect):
    engine = database.engine()
    with engine.connect() as connection:
        found = describe(connection, dialect, Scope())
    engine.dispose()
    return found


def script(operations, schema, dialect):
    texts, schema = statements(operations, schema, dialect)
    return "\n".join(texts), schema


class Bench:
    """Two databases of a server, which are emptied after each use, and made anew where that failed."""

    def __init__(self, server, stack):
        self.server = server
        self.dialect = load_dialect(server.dialect)
        self.stack = stack
        self.empty = Schema(self.dialect.default_namespace)
        self.databases = ()

    def check(self, first, second):
        """Check that the database at the first, once changed, is what the second is made as."""
        if not self.databases:
            self.databases = [self.stack.enter_context(self.server.fresh()) for _ in range(2)]
        here, there = self.databases
        self.databases = ()
        before, after = self.made(here, first), self.made(there, second)
        change = self.changed(here, before, after)
        left = differences(look(there, self.dialect), look(here, self.dialect), exact=True, ordered=False)
        assert not left, [str(one) for one in left] + [change]
        for database in (here, there):
            change = self.changed(database, after, self.empty)
            assert not look(database, self.dialect).things, change
        self.databases = (here, there)

    def made(self, database, metadata):
        """Make the tables in a database and return the schema."""
        text, schema = script(made_by(metadata), self.empty, self.dialect)
        database.run_script(text).check_returncode()
        return schema

    def changed(self, database, before, after):
        """Change a database and return the script."""
        text, _ = script(difference(before, after, self.dialect).operations, before, self.dialect)
        done = database.run_script(text)
        assert done.returncode == 0, f"{done.stderr}\n{text}"
        return text


@on_servers("postgresql", "mariadb", "sqlite")
def test_the_sql_makes_the_second_database_of_the_first(server):
    with contextlib.ExitStack() as stack:
        bench = Bench(server, stack)

        @settings(max_examples=25)
        @given(pairs(server.dialect))
        def check(pair):
            bench.check(*pair)

        check()
