"""Any two sets of models: the script gives the second from the first, and back, on all databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from sqlcompile.dialect.load import load_dialect
from tests.autogenerate.pairs import pairs
from tests.autogenerate.test_difference import KINDS, POSTGRESQL
from tests.drafting.scripts import proved
from tests.projects import DIALECTS


@pytest.mark.parametrize("as_batch", [False, True], ids=["plain", "batch"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_change_and_its_inverse(kind, dialect, as_batch):
    first, second = KINDS[kind]
    proved(first, second, load_dialect(dialect), as_batch=as_batch)
    proved(second, first, load_dialect(dialect), as_batch=as_batch)


@pytest.mark.parametrize("kind", POSTGRESQL)
def test_each_change_of_postgresql_alone(kind):
    first, second = POSTGRESQL[kind]
    proved(first, second, load_dialect("postgresql"))
    proved(second, first, load_dialect("postgresql"))


def of(*items):
    metadata = sa.MetaData()
    sa.Table("t", metadata, *items)
    return metadata


def column(name="id", type_=sa.Integer, *items, **keywords):
    return sa.Column(name, type_, *items, **keywords)


def key(type_=sa.Integer, *items, **keywords):
    return column("id", type_, *items, primary_key=True, **keywords)


def referring(*items):
    metadata = of(key(), column("a"), column("b"), *items)
    for name in ("p", "q"):
        sa.Table(name, metadata, key())
    return metadata


def to(local, target="p.id", **keywords):
    return sa.ForeignKeyConstraint([local], [target], **keywords)


SOME_ENUM = sa.Enum("a'b", 'c"d', name="e")
CHECKED = sa.Enum("a", "b", name="e", native_enum=False, create_constraint=True)
WIDER = sa.Enum("a", "b", "c", name="e", native_enum=False, create_constraint=True)
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TRICKY = (
    column("x", sa.String(9), server_default=sa.text(r"'a\:b'"), comment="a \"b\" 'c' \n\\d"),
    sa.CheckConstraint(r"x <> 'q\:r'", name="c"),
    sa.CheckConstraint("x LIKE '%z'", name="d"),
)
DEFAULTS = (
    column("a", sa.DateTime, server_default=sa.func.now()),
    column("b", sa.DateTime, server_default=sa.func.current_timestamp()),
    column("c", sa.Date, server_default=sa.func.current_date()),
    column("d", server_default=sa.literal(5)),
)
FURTHER = {
    "counted column": (of(column("a")), of(column("a"), key())),
    "counted key": (of(key(autoincrement=False)), of(key())),
    "counted key of several columns": (of(column("x")), of(key(autoincrement=True), column("b", primary_key=True))),
    "table with a key of several columns": (sa.MetaData(), of(key(), column("b", primary_key=True))),
    "table with a counted one": (sa.MetaData(), of(key(autoincrement=True), column("b", primary_key=True))),
    "identity": (sa.MetaData(), of(key(sa.Integer, sa.Identity(start=3, increment=2)), column("b"))),
    "key that refers": (sa.MetaData(), of(key(sa.Integer, sa.ForeignKey("t.id")), column("b"))),
    "key with a default": (sa.MetaData(), of(key(server_default="3"), column("b"))),
    "sequence": (sa.MetaData(), of(key(sa.Integer, sa.Sequence("s")), column("b"))),
    "bigger key": (of(key()), of(key(sa.BigInteger))),
    "key of text": (of(key()), of(key(sa.String(10)))),
    "colons and quotes": (of(key()), of(key(), *TRICKY)),
    "enum": (of(key()), of(key(), column("e", SOME_ENUM, server_default="a'b"))),
    "checked types": (of(key()), of(key(), column("e", CHECKED), column("f", sa.Boolean(create_constraint=True)))),
    "table of checked types": (sa.MetaData(), of(key(), column("f", sa.Boolean(create_constraint=True)))),
    "values of a checked enum": (of(key(), column("e", CHECKED)), of(key(), column("e", WIDER))),
    "unchecked": (of(column("e", sa.Boolean(create_constraint=True, name="k"))), of(column("e"))),
    "variants": (sa.MetaData(), of(key(BIG), column("j", sa.JSON().with_variant(sa.Text(), "oracle")))),
    "defaults": (sa.MetaData(), of(*DEFAULTS)),
    "one of two uniques": (
        referring(sa.UniqueConstraint("a"), sa.UniqueConstraint("a", "b")),
        referring(sa.UniqueConstraint("a", "b")),
    ),
    "one of two keys": (referring(to("a"), to("b")), referring(to("b"))),
    "one of two keys goes elsewhere": (referring(to("a"), to("b")), referring(to("a", ondelete="CASCADE"), to("b"))),
    "one of two keys on a column": (referring(to("a"), to("a", "q.id")), referring(to("a", "q.id"))),
    "a key beside one with a name": (referring(to("a"), to("b", name="n")), referring(to("b", name="n"))),
}


@pytest.mark.parametrize("as_batch", [False, True], ids=["plain", "batch"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", FURTHER)
def test_further_changes_and_their_inverse(kind, dialect, as_batch):
    first, second = FURTHER[kind]
    proved(first, second, load_dialect(dialect), as_batch=as_batch)
    proved(second, first, load_dialect(dialect), as_batch=as_batch)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_pair(dialect):
    @settings(max_examples=60)
    @given(pairs(dialect))
    def check(pair):
        proved(*pair, load_dialect(dialect))

    check()
