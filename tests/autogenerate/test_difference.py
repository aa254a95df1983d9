"""Each kind of change, in both directions, and what is said of what cannot be done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from sqlcompile.autogenerate.difference import difference
from sqlcompile.dialect.load import load_dialect
from tests.autogenerate.pairs import schema_of
from tests.autogenerate.test_any_pair import check_replay
from tests.projects import DIALECTS


def table(*items, name="t", **keywords):
    """Return the MetaData of one table with a key."""
    metadata = sa.MetaData()
    key = () if any(isinstance(item, sa.PrimaryKeyConstraint) for item in items) else (sa.PrimaryKeyConstraint("id"),)
    sa.Table(name, metadata, sa.Column("id", sa.Integer, nullable=False, autoincrement=False), *items, *key, **keywords)
    return metadata


def with_parent(*items):
    """Return the MetaData of a table that may refer to another."""
    metadata = sa.MetaData()
    sa.Table("parent", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))
    columns = [sa.Column(name, sa.Integer) for name in ("a", "b")]
    sa.Table("t", metadata, *columns, *items)
    return metadata


def number(*arguments, **keywords):
    return sa.Column("a", *(arguments or (sa.Integer,)), **keywords)


def text(**keywords):
    return sa.Column("b", sa.String(20), **keywords)


KINDS = {
    "table": (sa.MetaData(), table(number())),
    "column": (table(text()), table(text(), number())),
    "column with a default": (table(text()), table(text(), number(server_default="1", nullable=False))),
    "length": (table(text()), table(sa.Column("b", sa.String(40)))),
    "type": (table(number()), table(number(sa.BigInteger))),
    "null": (table(number()), table(number(nullable=False))),
    "server default": (table(number(server_default="1")), table(number(server_default="2"))),
    "no server default": (table(number()), table(number(server_default=sa.text("3")))),
    "comment": (table(text(comment="one")), table(text(comment="it's two"))),
    "no comment": (table(text()), table(text(comment="two"))),
    "table comment": (table(), table(comment="what it is")),
    "unique": (table(number()), table(number(), sa.UniqueConstraint("a", name="u"))),
    "other unique": (
        table(number(), text(), sa.UniqueConstraint("a", name="u")),
        table(number(), text(), sa.UniqueConstraint("a", "b", name="u")),
    ),
    "nameless unique": (table(number()), table(number(), sa.UniqueConstraint("a"))),
    "check": (table(), table(sa.CheckConstraint("id > 0", name="c"))),
    "check of another text": (
        table(sa.CheckConstraint("id > 0", name="c")),
        table(sa.CheckConstraint("id > 1", name="c")),
    ),
    "check of another name": (
        table(sa.CheckConstraint("id > 0", name="c")),
        table(sa.CheckConstraint("id > 0", name="d")),
    ),
    "nameless check": (table(), table(sa.CheckConstraint("id > 0"))),
    "index": (table(number()), table(number(), sa.Index("i", "a"))),
    "unique index": (table(number(), sa.Index("i", "a")), table(number(), sa.Index("i", "a", unique=True))),
    "index on others": (table(number(), text(), sa.Index("i", "a")), table(number(), text(), sa.Index("i", "b", "a"))),
    "primary key": (
        table(text(nullable=False), sa.PrimaryKeyConstraint("id", name="k")),
        table(text(nullable=False), sa.PrimaryKeyConstraint("id", "b", name="k")),
    ),
    "foreign key": (with_parent(), with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f"))),
    "foreign key that deletes": (
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f")),
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f", ondelete="CASCADE")),
    ),
    "foreign key of another column": (
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f")),
        with_parent(sa.ForeignKeyConstraint(["b"], ["parent.id"], name="f")),
    ),
    "nameless foreign key": (with_parent(), with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"]))),
    "index for a foreign key": (
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f"), sa.Index("i", "a")),
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f")),
    ),
    "all columns": (with_parent(), table(text())),
}
POSTGRESQL = {
    "computed": (table(number()), table(number(), sa.Column("c", sa.Integer, sa.Computed("id * 2", persisted=True)))),
    "other computed": (
        table(sa.Column("c", sa.Integer, sa.Computed("id * 2", persisted=True))),
        table(sa.Column("c", sa.Integer, sa.Computed("id * 3", persisted=True))),
    ),
    "identity": (table(number(nullable=False)), table(number(sa.Integer, sa.Identity(start=5), nullable=False))),
    "deferrable": (
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f")),
        with_parent(sa.ForeignKeyConstraint(["a"], ["parent.id"], name="f", deferrable=True, initially="DEFERRED")),
    ),
    "partial index": (
        table(number(), sa.Index("i", "a", postgresql_where=sa.text("a > 0"))),
        table(number(), sa.Index("i", "a", postgresql_where=sa.text("a > 1"))),
    ),
    "index on an expression": (
        table(text(), sa.Index("i", "b")),
        table(text(), sa.Index("i", sa.text("lower(b)"))),
    ),
    "index method": (
        table(number(), sa.Index("i", "a")),
        table(number(), sa.Index("i", "a", postgresql_using="hash")),
    ),
    "enum": (table(), table(sa.Column("c", postgresql.ENUM("x", "y", name="e")))),
    "enum values": (
        table(sa.Column("c", postgresql.ENUM("x", "y", name="e"), server_default="x")),
        table(sa.Column("c", postgresql.ENUM("w", "x", "between", "y", "z", name="e"), server_default="x")),
    ),
    "array of an enum": (
        table(sa.Column("c", sa.ARRAY(postgresql.ENUM("x", "y", name="e")))),
        table(sa.Column("c", sa.ARRAY(postgresql.ENUM("x", "z", name="e")))),
    ),
    "text to an enum": (
        table(sa.Column("c", sa.String(5), server_default="x")),
        table(sa.Column("c", postgresql.ENUM("x", "y", name="e"), server_default="x")),
    ),
    "type without a cast": (
        table(number(sa.Boolean, server_default=sa.true())),
        table(number(sa.DateTime)),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_change_and_its_inverse(kind, dialect):
    first, second = KINDS[kind]
    there = load_dialect(dialect)
    comments = "comment" in kind and not there.comments
    for one, other in ((first, second), (second, first)):
        assert bool(check_replay(one, other, there)) != comments


@pytest.mark.parametrize("kind", POSTGRESQL)
def test_a_change_and_its_inverse_on_postgresql(kind):
    first, second = POSTGRESQL[kind]
    for one, other in ((first, second), (second, first)):
        check_replay(one, other, load_dialect("postgresql"))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_the_same_needs_nothing(dialect):
    there = load_dialect(dialect)
    for first, second in KINDS.values():
        for metadata in (first, second):
            schema = schema_of(metadata, there)
            found = difference(schema, schema_of(metadata, there), there)
            assert (found.operations, found.notes) == ((), ())
