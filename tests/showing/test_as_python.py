"""The schema as SQLAlchemy's tables: what is imported is the schema."""

from __future__ import annotations

import ast

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from sqlcompile.autogenerate.difference import difference
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import UnsupportedOperation
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.schema.model import Schema, Table
from sqlcompile.showing.describing import describe
from sqlcompile.showing.formats import as_python
from sqlcompile.showing.model import Shown
from tests.autogenerate.pairs import schema_of as pairs_schema
from tests.autogenerate.pairs import tables
from tests.projects import DIALECTS
from tests.showing.histories import rich
from tests.showing.showing import notes_of, text_of


def imported(text):
    names = {}
    exec(compile(text, "models.py", "exec"), names)
    return names["metadata"]


def schema_of(metadata, dialect):
    schema = Schema(dialect.default_namespace)
    for table in metadata.tables.values():
        schema = CreateTable(table).apply(schema, dialect)
    return schema


def changes(project, name):
    """Return the operations on tables that lead from the module to the history, and back."""
    dialect = load_dialect(name)
    history = project.run(name).schema.without_table("alembic_version")
    found = schema_of(imported(text_of(project, name, "head", "python")), dialect)
    operations = []
    for pair in ((found, history), (history, found)):
        operations += difference(*pair, dialect).operations
    return [one for one in operations if hasattr(one, "table") or isinstance(one, CreateTable)]


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name != "oracle"])
def test_the_module_has_the_tables_of_the_history(tmp_path, dialect):
    project = rich(tmp_path, dialect)
    assert changes(project, dialect) == []
    said = [note for note in notes_of(project, dialect, "head", "python") if "differs" in note]
    assert said == (
        [
            "postgresql: The code differs from the schema: writer: the sequences of its columns are called writer_id_seq, not author_id_seq."
        ]
        if dialect == "postgresql"
        else []
    )


def test_a_type_that_no_class_stands_for_is_written_in_its_words(project):
    project.revision(
        "1a",
        """
        class Point(sa.types.UserDefinedType):
            def get_col_spec(self, **kw):
                return "geometry(Point, 4326)"
        class Email(sa.types.TypeDecorator):
            impl = sa.String(99)
        op.create_table(
            "t",
            sa.Column("a", Point()),
            sa.Column("b", sa.ARRAY(Point())),
            sa.Column("c", Email()),
            sa.Column("d", sa.Enum("x a.B", name="e")),
        )
        op.execute("ALTER TABLE t ADD COLUMN f tsvector")
        """,
    )
    text = text_of(project, "postgresql", "head", "python")
    assert (
        """    sa.Column("a", OtherType("geometry(Point, 4326)")),
    sa.Column("b", sa.ARRAY(item_type=OtherType("geometry(Point, 4326)"))),
    sa.Column("c", sa.String(length=99)),
    sa.Column("d", sa.Enum("x a.B", name="e")),
    sa.Column("f", postgresql.TSVECTOR()),
"""
        in text
    )
    table = imported(text).tables["t"]
    written = str(sa.schema.CreateTable(table).compile(dialect=load_dialect("postgresql").sa))
    assert "b geometry(Point, 4326)[]" in written
    assert changes(project, "postgresql") == []


def test_names_that_mean_something_in_python(project):
    project.revision(
        "1a",
        """
        from sqlalchemy.dialects import postgresql
        for name in ("postgresql", "PostgreSQL", "othertype", "class", "sa", "metadata", "1st", "a b", "a-b", "Größe"):
            op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", postgresql.JSONB))
        """,
    )
    metadata = imported(text_of(project, "postgresql", "head", "python"))
    assert len(metadata.tables) == 10
    assert changes(project, "postgresql") == []


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite", "mariadb"])
def test_texts_that_mean_something_in_python(hostile, dialect):
    text = text_of(hostile, dialect, "head", "python")
    ast.parse(text)
    assert changes(hostile, dialect) == []


def test_names_with_dots(project):
    project.revision("1a", 'op.execute("CREATE TABLE \\"a.b.c\\" (id integer PRIMARY KEY)")')
    project.revision("2b", 'op.execute("CREATE TABLE child (x integer REFERENCES \\"a.b.c\\" (id))")')
    assert 'sa.ForeignKeyConstraint(["x"], [a_b_c.c["id"]])' in text_of(project, "postgresql", "head", "python")
    assert changes(project, "postgresql") == []


def test_what_sqlalchemy_cannot_express(project):
    project.revision("1a", 'op.execute("CREATE TABLE t (id integer); CREATE INDEX i ON t (ctid)")')
    with pytest.raises(UnsupportedOperation, match="SQLAlchemy cannot express this schema") as error:
        text_of(project, "postgresql", "head", "python")
    assert "--format json" in error.value.hint
    assert '"ctid"' in text_of(project, "postgresql", "head", "json")


def test_what_metadata_does_not_have_is_said(postgresql):
    notes = notes_of(postgresql, "postgresql", "head", "python")
    assert "postgresql: The view titles is left out: MetaData has none." in notes
    assert "\n# The trigger watching is left out: MetaData has none.\n" in text_of(
        postgresql, "postgresql", "head", "python"
    )


def test_the_difference_that_is_left_is_said(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer))')
    project.revision("2b", 'op.execute("ALTER TABLE t ADD COLUMN b serial")')
    assert any(
        "The code differs from the schema: t: the column b" in note
        for note in notes_of(project, "postgresql", "head", "python")
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_tables(dialect):
    chosen = load_dialect(dialect)

    @settings(max_examples=40)
    @given(tables(dialect))
    def check(metadata):
        schema = pairs_schema(metadata, chosen)
        shown = Shown(chosen, schema, describe(schema, chosen), Table("alembic_version"), ("1a",))
        notes = []
        found = schema_of(imported(as_python.render(shown, notes.append)), chosen)
        assert notes == []
        for pair in ((found, schema), (schema, found)):
            assert difference(*pair, chosen).operations == ()

    check()
