"""Each kind of change, in both directions, and what is said of what cannot be done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from sqlcompile.autogenerate.difference import difference
from sqlcompile.dialect.load import load_dialect
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.model import Schema, Unique
from tests.autogenerate.pairs import schema_of
from tests.autogenerate.test_any_pair import check_replay, statements
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


def family(type_, *items, target="id"):
    """Return the MetaData of a table with children that refer to it, whose type follows or not."""
    metadata = sa.MetaData()
    parent = sa.Column("id", type_, primary_key=True, autoincrement=False), sa.Column("n", sa.Integer, nullable=False)
    sa.Table("parent", metadata, *parent, *items)
    if target:
        key = sa.ForeignKeyConstraint(["a"], [f"parent.{target}"], name="f")
        sa.Table("child", metadata, sa.Column("a", type_ if target == "id" else sa.Integer), key)
    return metadata


KINDS |= {
    "type of a key that others refer to": (family(sa.Integer), family(sa.BigInteger)),
    "new table for a new key": (
        family(sa.Integer, target=""),
        family(sa.Integer, sa.UniqueConstraint("n", name="u"), target="n"),
    ),
    "name of a key that others refer to": (
        family(sa.Integer, sa.UniqueConstraint("n", name="u"), target="n"),
        family(sa.Integer, sa.UniqueConstraint("n", name="v"), target="n"),
    ),
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


def written(before, after, dialect):
    """Return the statements that lead from one schema to another, and the notes."""
    found = difference(before, after, dialect)
    return statements(found.operations, before, dialect)[0], found.notes


def after_sql(dialect, *texts):
    """Return the schema that raw SQL makes."""
    schema = Schema(dialect.default_namespace)
    for text in texts:
        schema = Execute(text).apply(schema, dialect)
    return schema


def test_a_rename_is_a_drop_and_an_addition_unless_somebody_asks_for_it():
    dialect = load_dialect("postgresql")
    before = schema_of(table(number(comment="c"), name="elder"), dialect)
    after = schema_of(table(sa.Column("b", sa.Integer, comment="c"), name="younger"), dialect)
    guessed, _ = written(before, after, dialect)
    assert [text.split(" (")[0] for text in guessed[:2]] == ["DROP TABLE elder;", "CREATE TABLE younger"]
    first = (RenameTable("elder", None, "younger"), AlterColumn("younger", None, "a", new_name="b"))
    found = difference(before, after, dialect, first)
    assert statements(found.operations, before, dialect)[0] == [
        "ALTER TABLE elder RENAME TO younger;",
        "ALTER TABLE younger RENAME COLUMN a TO b;",
        "ALTER TABLE younger DROP CONSTRAINT elder_pkey;",
        "ALTER TABLE younger ADD PRIMARY KEY (id);",
    ]
    assert not found.notes


def test_a_constraint_keeps_the_name_that_the_database_would_not_give_it_now():
    dialect = load_dialect("postgresql")
    before = schema_of(sa.MetaData(), dialect)
    after = RenameTable("t", None, "new").apply(schema_of(table(number(), sa.UniqueConstraint("a")), dialect), dialect)
    texts, notes = written(before, after, dialect)
    assert "CONSTRAINT t_pkey PRIMARY KEY (id)" in texts[0]
    assert "CONSTRAINT t_a_key UNIQUE (a)" in texts[0]
    assert not notes


def cycle():
    """Return two tables that refer to each other."""
    metadata = sa.MetaData()
    for name, other in (("one", "two"), ("two", "one")):
        key = sa.ForeignKeyConstraint(["o"], [f"{other}.id"], name=f"fk_{name}")
        columns = (sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), sa.Column("o", sa.Integer))
        sa.Table(name, metadata, *columns, key)
    return metadata


@pytest.mark.parametrize("name", DIALECTS)
def test_tables_in_a_cycle(name):
    dialect = load_dialect(name)
    empty = Schema(dialect.default_namespace)
    with pytest.warns(sa.exc.SAWarning, match="unresolvable cycles"):
        after = schema_of(cycle(), dialect)
    made, notes = written(empty, after, dialect)
    assert len(made) == (2 if dialect.rebuilds else 3)
    dropped, more = written(after, empty, dialect)
    assert len(dropped) == (2 if dialect.rebuilds else 3)
    assert (notes, more) == ((), ())


@pytest.mark.parametrize("name", DIALECTS)
def test_nameless_constraints_are_told_apart(name):
    dialect = load_dialect(name)
    both = table(number(), text(), sa.UniqueConstraint("a"), sa.UniqueConstraint("b"))
    for left in ("a", "b"):
        one = table(number(), text(), sa.UniqueConstraint(left))
        check_replay(both, one, dialect)


def test_views_go_and_come_with_the_columns_that_they_show():
    dialect = load_dialect("postgresql")
    table_sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT)"
    views = ("CREATE VIEW v AS SELECT id, a FROM t", "CREATE VIEW w AS SELECT a FROM v")
    before = after_sql(dialect, table_sql, *views)
    after = after_sql(dialect, table_sql.replace("a INTEGER", "a BIGINT"), *views)
    texts, notes = written(before, after, dialect)
    assert texts == [
        "DROP VIEW w;",
        "DROP VIEW v;",
        "ALTER TABLE t ALTER COLUMN a TYPE BIGINT;",
        f"{views[0]};",
        f"{views[1]};",
    ]
    assert not notes


def test_a_view_of_what_was_renamed_since_is_left_alone_with_a_note():
    dialect = load_dialect("postgresql")
    after = after_sql(dialect, "CREATE TABLE t (id INTEGER)", "CREATE VIEW v AS SELECT id FROM t")
    after = RenameTable("t", None, "n").apply(after, dialect)
    texts, notes = written(Schema("public"), after, dialect)
    assert len(texts) == 1
    assert "What the view v says after a rename is not known: it is not made." in notes
    assert "The view v is missing." in notes


def test_triggers_of_a_table_come_back_when_it_is_built_anew():
    dialect = load_dialect("sqlite")
    table_sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)"
    trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1 WHERE id = new.id; END"
    before = after_sql(dialect, table_sql, trigger)
    after = after_sql(dialect, table_sql.replace("a INTEGER", "a TEXT"), trigger)
    texts, notes = written(before, after, dialect)
    assert texts[0] == "DROP TRIGGER g;"
    assert texts[-1] == f"{trigger};"
    assert notes == ("Triggers may call functions, which are not compared.",)
    assert written(after_sql(dialect, table_sql), before, dialect)[0] == [f"{trigger};"]
    assert written(before, after_sql(dialect, table_sql), dialect)[0] == ["DROP TRIGGER g;"]


def test_a_trigger_of_postgresql_is_dropped_on_its_table():
    dialect = load_dialect("postgresql")
    table_sql = "CREATE TABLE t (id INTEGER)"
    trigger = "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"
    there, without = after_sql(dialect, table_sql, trigger), after_sql(dialect, table_sql)
    assert written(there, without, dialect)[0] == ["DROP TRIGGER g ON t;"]
    assert written(without, there, dialect)[0] == [f"{trigger};"]


def test_a_trigger_goes_along_with_its_table_that_is_renamed():
    dialect = load_dialect("postgresql")
    trigger = "CREATE TRIGGER g BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION f()"
    after = after_sql(dialect, "CREATE TABLE first (id INTEGER)", trigger.format("first"))
    after = RenameTable("first", None, "last").apply(after, dialect)
    texts, notes = written(Schema("public"), after, dialect)
    assert texts[1:] == [f"{trigger.format('last')};"]
    assert notes == ("Triggers may call functions, which are not compared.",)


def test_sequences_namespaces_and_domains():
    dialect = load_dialect("postgresql")
    made = after_sql(
        dialect,
        "CREATE SCHEMA s",
        "CREATE SEQUENCE q START WITH 5",
        "CREATE DOMAIN d AS INTEGER CHECK (VALUE > 0)",
        "CREATE TABLE s.t (id d)",
    )
    texts, notes = written(Schema("public"), made, dialect)
    assert texts[:3] == [
        "CREATE SCHEMA s;",
        "CREATE SEQUENCE q START WITH 5;",
        "CREATE DOMAIN d AS INTEGER CONSTRAINT d_check CHECK (VALUE > 0);",
    ]
    assert not notes
    texts, notes = written(made, Schema("public"), dialect)
    assert texts == ["DROP TABLE s.t;", "DROP DOMAIN d;", "DROP SEQUENCE q;", "DROP SCHEMA s;"]
    assert not notes


def test_values_are_added_to_an_enum_at_their_place():
    dialect = load_dialect("postgresql")
    before = after_sql(dialect, "CREATE TYPE e AS ENUM ('a', 'c')")
    after = after_sql(dialect, "CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd')")
    assert written(before, after, dialect)[0] == [
        "ALTER TYPE e ADD VALUE 'b' BEFORE 'c';",
        "ALTER TYPE e ADD VALUE 'd';",
    ]


def test_a_value_that_goes_makes_another_type():
    dialect = load_dialect("postgresql")
    first = table(sa.Column("c", postgresql.ENUM("x", "y", name="e"), server_default="x"))
    second = table(sa.Column("c", postgresql.ENUM("x", name="e"), server_default="x"))
    texts, notes = written(schema_of(first, dialect), schema_of(second, dialect), dialect)
    assert texts == [
        "ALTER TYPE e RENAME TO e_old;",
        "CREATE TYPE e AS ENUM ('x');",
        "ALTER TABLE t ALTER COLUMN c DROP DEFAULT;",
        "ALTER TABLE t ALTER COLUMN c TYPE e USING c::text::e;",
        "ALTER TABLE t ALTER COLUMN c SET DEFAULT 'x';",
        "DROP TYPE e_old;",
    ]
    assert notes == ("The type e loses y: a row that has it makes this fail.",)


def test_what_the_database_cannot_change_in_place_is_dropped_and_added_and_said():
    dialect = load_dialect("mssql")
    first, second = table(number(nullable=False)), table(number(sa.Integer, sa.Identity(), nullable=False))
    texts, notes = written(schema_of(first, dialect), schema_of(second, dialect), dialect)
    assert texts[0].startswith("ALTER TABLE t DROP COLUMN a")
    assert texts[1].startswith("ALTER TABLE t ADD a INTEGER NOT NULL IDENTITY")
    assert any("t.a cannot be changed in place" in note for note in notes)


def test_what_is_not_known_is_said():
    dialect = load_dialect("postgresql")
    table_sql = "CREATE TABLE t (id INTEGER)"
    before = after_sql(dialect, table_sql)
    after = after_sql(dialect, table_sql, "ALTER TABLE t DO SOMETHING STRANGE")
    texts, notes = written(before, after, dialect)
    assert texts == []
    assert "The table t is not known as a whole, and is not compared." in notes
    assert "The history has raw SQL that was not analysed: what it did is not compared." in notes


def test_options_of_a_table_that_differ_are_said():
    dialect = load_dialect("mysql")
    before = schema_of(table(mysql_engine="InnoDB"), dialect)
    texts, notes = written(before, schema_of(table(mysql_engine="MyISAM"), dialect), dialect)
    assert (texts, notes) == ([], ("t: its options differ, and are not changed.",))


def test_a_foreign_key_of_a_table_that_stays_gives_way_to_a_change_of_its_target():
    dialect = load_dialect("mysql")
    before = schema_of(family(sa.Integer, sa.UniqueConstraint("n", name="u"), target="n"), dialect)
    after = DropConstraint("child", None, "f", "foreignkey").apply(before, dialect)
    after = DropConstraint("parent", None, "u", "unique").apply(after, dialect)
    unique = AddConstraint("parent", None, Unique("v", columns=("n",)))
    after = unique.apply(after, dialect).with_table(before.table("child"))
    assert after.table("child") is before.table("child")
    assert written(before, after, dialect)[0] == [
        "ALTER TABLE child DROP FOREIGN KEY f;",
        "ALTER TABLE parent DROP INDEX u;",
        "ALTER TABLE parent ADD CONSTRAINT v UNIQUE (n);",
        "ALTER TABLE child ADD CONSTRAINT f FOREIGN KEY(a) REFERENCES parent (n);",
    ]


def test_an_index_of_a_new_table_is_made_in_the_transaction():
    dialect = load_dialect("postgresql")
    index = sa.Index("i", "a", postgresql_concurrently=True)
    with_index = schema_of(table(number(), index), dialect)
    assert written(Schema("public"), with_index, dialect)[0][1] == "CREATE INDEX i ON t (a);"
    without = schema_of(table(number()), dialect)
    assert written(without, with_index, dialect)[0] == ["CREATE INDEX CONCURRENTLY i ON t (a);"]


def test_the_order_of_columns_stays_and_is_said():
    dialect = load_dialect("postgresql")
    texts, notes = written(
        schema_of(table(number(), text()), dialect), schema_of(table(text(), number()), dialect), dialect
    )
    assert (texts, notes) == ([], ("t: its columns stay in another order: id, a, b, not id, b, a.",))


def test_a_new_column_that_rows_forbid_is_said():
    dialect = load_dialect("postgresql")
    _, notes = written(schema_of(table(), dialect), schema_of(table(number(nullable=False)), dialect), dialect)
    assert notes == ("t.a is NOT NULL and has no default: adding it fails where the table has rows.",)


def test_the_counted_column_of_a_key_that_changes():
    dialect = load_dialect("mysql")

    def keyed(*columns):
        metadata = sa.MetaData()
        sa.Table(
            "t",
            metadata,
            sa.Column("id", sa.Integer, autoincrement=True),
            sa.Column("x", sa.Integer, nullable=False),
            sa.PrimaryKeyConstraint(*columns),
        )
        return metadata

    texts, notes = written(schema_of(keyed("id"), dialect), schema_of(keyed("id", "x"), dialect), dialect)
    assert texts == [
        "ALTER TABLE t MODIFY id INTEGER NOT NULL;",
        "ALTER TABLE t DROP PRIMARY KEY;",
        "ALTER TABLE t ADD PRIMARY KEY (id, x);",
        "ALTER TABLE t MODIFY id INTEGER NOT NULL AUTO_INCREMENT;",
    ]
    assert not notes
