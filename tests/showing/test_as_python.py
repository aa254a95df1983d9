"""The schema as SQLAlchemy's tables: what is imported is the schema."""

from __future__ import annotations

import ast
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.models import schema_of
from sqlcompile.cli.run import run
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import SqlcompileError, UnsupportedOperation
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.schema.model import Schema, Table
from sqlcompile.showing.describing import describe
from sqlcompile.showing.formats import as_python
from sqlcompile.showing.model import Shown
from sqlcompile.verifying.comparing import differences
from tests.autogenerate.pairs import schema_of as pairs_schema
from tests.autogenerate.pairs import tables
from tests.projects import DIALECTS, Project
from tests.servers import on_servers
from tests.showing.histories import rich
from tests.showing.showing import notes_of, text_of
from tests.showing.test_as_sql import look


def imported(text):
    """Return the classes and tables of a module, by their names; the annotations are no strings in it."""
    names = {"__name__": "models"}
    exec(compile(text, "models.py", "exec", dont_inherit=True), names)
    return names


def changes(project, name):
    """Return the operations on tables that lead from the module to the history, and back."""
    dialect = load_dialect(name)
    history = project.run(name).schema.without_table("alembic_version")
    return between(imported(text_of(project, name, "head", "python")), history, dialect)


def between(names, schema, dialect):
    """Return the operations on tables that lead from a module to a schema, and back."""
    found = schema_of([names["Base"].metadata], dialect)
    operations = []
    for pair in ((found, schema), (schema, found)):
        operations += difference(*pair, dialect).operations
    return [one for one in operations if hasattr(one, "table") or isinstance(one, CreateTable)]


@pytest.mark.parametrize("dialect", DIALECTS)
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
    sa.Column("b", sa.ARRAY(OtherType("geometry(Point, 4326)"))),
    sa.Column("c", sa.String(length=99)),
    sa.Column("d", sa.Enum("x a.B", name="e")),
    sa.Column("f", postgresql.TSVECTOR()),
"""
        in text
    )
    table = imported(text)["Base"].metadata.tables["t"]
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
    text = text_of(project, "postgresql", "head", "python")
    assert len(imported(text)["Base"].metadata.tables) == 10
    assert changes(project, "postgresql") == []


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite", "mariadb"])
def test_texts_that_mean_something_in_python(hostile, dialect):
    text = text_of(hostile, dialect, "head", "python")
    ast.parse(text)
    assert changes(hostile, dialect) == []


def test_names_with_dots(project):
    project.revision("1a", 'op.execute("CREATE TABLE \\"a.b.c\\" (id integer PRIMARY KEY)")')
    project.revision("2b", 'op.execute("CREATE TABLE child (x integer REFERENCES \\"a.b.c\\" (id))")')
    assert 'sa.ForeignKeyConstraint(["x"], [ABC.__table__.c["id"]])' in text_of(project, "postgresql", "head", "python")
    project.revision("3c", 'op.execute("CREATE TABLE keyed (id integer PRIMARY KEY REFERENCES \\"a.b.c\\" (id))")')
    assert 'sa.ForeignKey(ABC.__table__.c["id"])' in text_of(project, "postgresql", "head", "python")
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
        assert between(imported(as_python.render(shown, notes.append)), schema, chosen) == []
        assert notes == []

    check()


KEYWORDS = """
op.create_table(
    "exception",
    *[
        sa.Column(name, sa.Date, primary_key=name == "id", nullable=name == "class")
        for name in (
            "id", "class", "metadata", "registry", "__mapper__", "__x", "_sa_registry", "--", "_", "\\u202e", "datetime",
            "date", "int", "sa", "Mapped", "a b", "a_b", "a-b", "Größe", "ﬁ", "1st", "self", "type",
        )
    ],
)
op.create_table("order_line", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("OrderLine", sa.Column("id", sa.Integer, primary_key=True), schema="shelf")
op.create_table("order-line", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("none", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("Base", sa.Column("id", sa.Integer))
op.create_table("class", sa.Column("id", sa.Integer))
"""


def test_names_that_classes_cannot_have(project):
    project.revision("1a", KEYWORDS)
    text = text_of(project, "postgresql", "head", "python")
    lines = [line.strip().partition(" = ")[0].partition("(")[0] for line in text.splitlines()]
    assert [line for line in lines if line.startswith("class ")] == [
        "class Base",
        "class Exception_",
        "class OrderLine",
        "class ShelfOrderLine",
        "class OrderLine_",
        "class None_",
    ]
    assert [line.partition(":")[0] for line in lines if ": Mapped[datetime.date" in line] == [
        *("id", "class_", "metadata_", "registry_", "mapper_", "x_", "sa_registry_", "column", "column_", "column__"),
        *("datetime_", "date", "int_", "sa_", "Mapped_", "a_b_", "a_b", "a_b__", "Größe", "fi", "_1st", "self", "type"),
    ]
    assert '    class_: Mapped[datetime.date | None] = mapped_column("class", sa.Date())\n' in text
    assert "    type: Mapped[datetime.date] = mapped_column(sa.Date())\n" in text
    assert [line for line in lines if line in ("base", "class_")] == ["base", "class_"]
    assert changes(project, "postgresql") == []


def test_a_table_without_a_key_is_no_class(project):
    project.revision(
        "1a", 'op.create_table("log", sa.Column("at", sa.DateTime), sa.Column("a", sa.Integer, index=True))'
    )
    assert isinstance(imported(text_of(project, "postgresql", "head", "python"))["log"], sa.Table)
    assert changes(project, "postgresql") == []
    project.revision("2b", 'op.execute("CREATE TABLE empty ()")')
    assert isinstance(imported(text_of(project, "postgresql", "head", "python"))["empty"], sa.Table)
    assert notes_of(project, "postgresql", "head", "python") == []


CONVENTION = """naming_convention.pk = "pk_%(table_name)s"
naming_convention.uq = "uq_%(table_name)s_%(column_0_name)s"
naming_convention.ck = "ck_%(table_name)s_%(constraint_name)s"
naming_convention.fk = "fk_%(table_name)s"
"""
UNDER_IT = """
op.create_table(
    "author",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(9), unique=True),
    sa.Column("is_good", sa.Boolean(create_constraint=True, name="good"), nullable=False),
    sa.CheckConstraint("name > 'a'", name="first"),
    sa.CheckConstraint("name > 'b'", name=op.f("other")),
)
"""


def under_convention(folder, more=""):
    project = Project(folder)
    (folder / "sqlcompile.toml").write_text(f'script_location = "."\n{CONVENTION}', encoding="utf-8")
    project.revision("1a", f"{UNDER_IT}\n{more}")
    return project


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_naming_convention_stands_in_the_base(tmp_path, dialect):
    project = under_convention(tmp_path)
    text = text_of(project, dialect, "head", "python")
    assert (
        """
    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s",
        },
    )
"""
        in text
    )
    assert (
        """
    __table_args__ = (
        sa.CheckConstraint("name > 'a'", name=sa.schema.conv("ck_author_first")),
        sa.CheckConstraint("name > 'b'", name=sa.schema.conv("other")),
        sa.UniqueConstraint("name"),
    )

    id: Mapped[int] = mapped_column(sa.Integer(), primary_key=True)
"""
        in text
    )
    assert changes(project, dialect) == []


@pytest.mark.parametrize("said", ["UNIQUE", "CHECK (b > 0)"])
def test_no_convention_names_what_has_no_name(tmp_path, said):
    project = under_convention(tmp_path, f'op.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER {said})")')
    assert "naming_convention" not in text_of(project, "sqlite", "head", "python")
    assert changes(project, "sqlite") == []


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("revision", ["1a", "3c"])
def test_create_all_makes_the_tables_of_the_history(tmp_path, server, revision):
    """Views and triggers are no part of it, nor what calls a function, which the history has to make first."""
    project = rich(tmp_path, server.dialect)
    dialect = load_dialect(server.dialect)
    metadata = imported(text_of(project, server.dialect, revision, "python"))["Base"].metadata
    with server.fresh() as made, server.fresh() as grown:
        history = project.compile(server.dialect, f"base:{revision}")
        grown.run_script(history).check_returncode()
        if server.dialect == "postgresql" and revision == "3c":
            made.run_script(FIRST).check_returncode()
        engine = made.engine()
        metadata.create_all(engine)
        (found, _), (wanted, _) = look(made, dialect), look(grown, dialect)
        left = differences(tables_of(wanted), tables_of(found), exact=True, ordered=True)
        renamed = ("writer_id_seq", "author_id_seq")
        assert not [str(one) for one in left if not any(name in str(one) for name in renamed)]
        metadata.drop_all(engine)
        assert not [one for one in look(made, dialect)[0].things if one.kind == "table"]
        engine.dispose()


FIRST = """CREATE SCHEMA shelf;
CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT x * 2 $$;
"""


def tables_of(described):
    views = {one.shown for one in described.things if one.kind in ("view", "materialized view")}
    kept = [one for one in described.things if one.shown not in views and one.of not in views]
    return replace(described, things=tuple(kept))


def test_the_modules_are_as_formatters_and_type_checkers_want_them(tmp_path):
    paths = []
    for dialect in DIALECTS:
        text = text_of(rich(tmp_path / dialect, dialect), dialect, "head", "python")
        assert max(map(len, text.splitlines())) <= 120
        paths.append(tmp_path / f"models_{dialect}.py")
        paths[-1].write_text(text, encoding="utf-8")
    for tool in (
        ("ruff", "format", "--isolated", "--check", "--no-cache"),
        ("ruff", "check", "--isolated", "--select", "E,F,I,N,W,B,UP", "--no-cache"),
        # SQLAlchemy 2.0 says no types of ExcludeConstraint
        ("mypy", "--strict", "--allow-untyped-calls", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"),
    ):
        done = subprocess.run([sys.executable, "-m", *tool, *paths], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("make", [rich, under_convention])
def test_autogenerate_finds_nothing_to_do_for_the_models(tmp_path, capsys, dialect, make):
    if make is rich:
        project, settings = rich(tmp_path, dialect), ""
    else:
        project, settings = under_convention(tmp_path), CONVENTION
    module = f"models_of_{make.__name__}_{dialect}"
    written = run(("-C", str(tmp_path), "schema", "-d", dialect, "-o", str(tmp_path / f"{module}.py")))
    assert written == 0
    (tmp_path / "sqlcompile.toml").write_text(
        f'script_location = "."\ndialects = ["{dialect}"]\ntarget_metadata = "{module}:Base.metadata"\n{settings}'
    )
    capsys.readouterr()
    assert run(("-C", str(tmp_path), "revision", "--autogenerate", "-m", "more")) == 0
    assert "the migrations give the models. Nothing was written." in "".join(capsys.readouterr())
    assert len([*(project.folder / "versions").glob("*.py")]) == (3 if make is rich else 1)


def every_type(dialect):
    """Return a type of each class that SQLAlchemy has for a database, made in each of a few ways, and some more."""
    package = import_module(f"sqlalchemy.dialects.{dialect.sa.name}")
    classes = {name: found for module in (sa.types, package) for name, found in vars(module).items()}
    made = [sa.String(7), sa.Numeric(7, 3), sa.Enum("a", "it's", name="e", native_enum=False), sa.Text(collation="C")]
    made += [sa.DateTime(timezone=True), sa.Float(5), sa.JSON(none_as_null=True), sa.Numeric(5, asdecimal=False)]
    for name in sorted(classes):
        found = classes[name]
        if isinstance(found, type) and issubclass(found, sa.types.TypeEngine):
            ways = {"ARRAY": [(sa.String(3),)], "DOMAIN": [("d", sa.Integer())]}.get(name, [(), (5,), ("a", "b")])
            for arguments in ways:
                with suppress(Exception):
                    made.append(found(*arguments))
    return [*filter(partial(is_of, dialect), made)]


def is_of(dialect, type_):
    with suppress(Exception):
        return bool(dialect.type_sql(type_)) and not isinstance(type_, sa.types.NullType)
    return False


@pytest.mark.parametrize("name", DIALECTS)
def test_every_type_of_a_database(name):
    dialect = load_dialect(name)
    types = every_type(dialect)
    assert len(types) > 30
    metadata, schema, kept = sa.MetaData(), None, 0
    for number, type_ in enumerate(types):
        with suppress(SqlcompileError):  # such as a second column that is counted by the database
            table = sa.Table(
                f"t{number}", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", type_)
            )
            schema = CreateTable(table).apply(schema or Schema(dialect.default_namespace), dialect)
            kept += 1
    assert kept > 30
    notes = []
    text = as_python.render(
        Shown(dialect, schema, describe(schema, dialect), Table("alembic_version"), ("1a",)), notes.append
    )
    assert notes == []
    assert "OtherType" not in text
    assert between(imported(text), schema, dialect) == []


@on_servers("postgresql", "mariadb", "sqlite")
def test_create_all_makes_any_tables(server):
    dialect = load_dialect(server.dialect)

    @settings(max_examples=12)
    @given(tables(server.dialect))
    def check(metadata):
        schema = pairs_schema(metadata, dialect)
        shown = Shown(dialect, schema, describe(schema, dialect), Table("alembic_version"), ("1a",))
        models = imported(as_python.render(shown, [].append))["Base"].metadata
        found = []
        for each, database in zip((metadata, models), databases, strict=True):
            engine = database.engine()
            each.create_all(engine)
            found.append(look(database, dialect)[0])
            each.drop_all(engine)
            engine.dispose()
        assert [str(one) for one in differences(*found, exact=True, ordered=True)] == []

    with server.fresh() as one, server.fresh() as other:
        databases = (one, other)
        check()
