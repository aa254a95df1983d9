"""What SQLite alone does: tables built anew, and what hangs on them."""

import contextlib
import io
import json

import pytest
import sqlalchemy as sa

from sqlcompile.errors import ConstraintNotFound, SqlcompileError, UnsupportedOperation
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts
from sqlcompile.scripts.style import Style
from tests.projects import Project, reflected

TABLES = """
op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10), unique=True))
op.create_table(
    "child",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("pcode", sa.String(10), sa.ForeignKey("parent.code")),
)
"""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def rows(sqlite_server):
    def run(project, *queries):
        with sqlite_server.fresh() as database:
            done = database.run_script(project.compile("sqlite"))
            assert done.returncode == 0, done.stderr
            return [database.query(query) for query in queries]

    return run


def test_a_rename_with_another_change_reaches_other_tables_keys(project, rows):
    project.revision("a1", TABLES)
    project.revision("a2", 'op.alter_column("parent", "code", new_column_name="kode", type_=sa.String(20))')
    (keys,) = rows(project, "SELECT \"to\" FROM pragma_foreign_key_list('child')")
    assert keys == [("kode",)]
    assert project.statements("sqlite")[0] == "ALTER TABLE parent RENAME COLUMN code TO kode"


def test_a_rename_in_a_batch_reaches_views(project, rows):
    project.revision("a1", TABLES + 'op.execute("CREATE VIEW v AS SELECT id, code FROM parent")')
    project.revision(
        "a2",
        """
        with op.batch_alter_table("parent") as batch:
            batch.alter_column("code", new_column_name="kode", nullable=False)
            batch.add_column(sa.Column("size", sa.Integer))
        """,
    )
    (view,) = rows(project, "SELECT * FROM v")
    assert view == []


def test_a_rename_reaches_computed_columns(project, rows):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("Bee", sa.Integer),
                        sa.Column("c", sa.Integer, sa.Computed('"Bee" + 1', persisted=True)))
        op.execute('INSERT INTO t (id, "Bee") VALUES (1, 41)')
        """,
    )
    project.revision("a2", 'op.alter_column("t", "Bee", new_column_name="Cee")')
    project.revision("a3", 'op.alter_column("t", "Cee", nullable=False)')
    (found,) = rows(project, "SELECT c FROM t")
    assert found == [(42,)]


def test_a_rename_reaches_the_trigger_that_is_made_anew(project, rows):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.create_table("log", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
        op.execute("CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO log (n) VALUES (new.b); END")
        """,
    )
    project.revision("a2", 'op.alter_column("t", "b", new_column_name="bb")')
    project.revision("a3", 'op.alter_column("t", "bb", nullable=False)\nop.execute("INSERT INTO t (bb) VALUES (7)")')
    (found,) = rows(project, "SELECT n FROM log")
    assert found == [(7,)]


def test_a_trigger_that_may_mean_another_column_is_not_guessed(project):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.create_table("log", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.execute("CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO log (b) VALUES (new.b); END")
        """,
    )
    project.revision("a2", 'op.alter_column("t", "b", new_column_name="bb")')
    project.revision("a3", 'op.alter_column("t", "bb", nullable=False)')
    with pytest.raises(UnsupportedOperation, match='its trigger "tt"') as error:
        project.compile("sqlite")
    assert str(error.value.location).endswith("a3.py:8")


@pytest.mark.parametrize(
    "drop",
    [
        'op.drop_column("t", "b")',
        'with op.batch_alter_table("t", recreate="always") as batch:\n    batch.drop_column("b")',
    ],
)
@pytest.mark.parametrize(
    ("used", "what"),
    [
        ("CREATE VIEW v AS SELECT id, b FROM t", 'view "v"'),
        ("CREATE TRIGGER v AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END", 'trigger "v"'),
    ],
)
def test_a_column_that_something_uses_is_not_dropped(project, drop, used, what):
    project.revision(
        "a1",
        f"""
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))
        op.execute({used!r})
        """,
    )
    project.revision("a2", drop)
    with pytest.raises(UnsupportedOperation, match=f"the {what} uses it"):
        project.compile("sqlite")


def test_a_constraint_that_is_not_there_is_not_dropped(project):
    project.revision("a1", TABLES)
    project.revision("a2", 'op.drop_constraint("parent_code_key", "parent", type_="unique")')
    with pytest.raises(ConstraintNotFound, match='no constraint "parent_code_key"'):
        project.compile("sqlite")


def test_a_counted_key_stays_an_integer(project, rows):
    project.revision("a1", TABLES)
    project.revision(
        "a2",
        """
        op.alter_column("parent", "id", type_=sa.BigInteger())
        op.execute("INSERT INTO parent (code) VALUES ('x')")
        """,
    )
    (found,) = rows(project, "SELECT id FROM parent")
    assert found == [(1,)]


LEGACY = """
op.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, up INTEGER REFERENCES p(id), n TEXT)")
op.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p(id), n TEXT)")
op.execute("CREATE TRIGGER t AFTER INSERT ON p BEGIN UPDATE p SET n = new.n WHERE up = new.id; END")
op.execute("CREATE TRIGGER u AFTER INSERT ON c BEGIN DELETE FROM p WHERE id = new.p_id; END")
"""

LEGACY_SETTINGS = [
    ("ON", False),
    ("= yes", False),
    ("=1;", False),
    ("OFF", True),
    ("= 0", True),
    ("= 256", True),
    ("= other", True),
    ("", True),
]


def _set(setting):
    return f'op.execute("PRAGMA main.legacy_alter_table {"=" if setting[:1].isalpha() else ""}{setting}")\n'


def _same_on_the_server(project, sqlite_server, range_text="base:heads"):
    """Compare the replayed tables, and the triggers, with those of the real database; return the triggers."""
    run = project.run("sqlite", range_text)
    with sqlite_server.fresh() as database:
        done = database.run_script(project.compile("sqlite", range_text))
        assert done.returncode == 0, done.stderr
        triggers = dict(database.query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        with sa.create_engine(database.url, poolclass=sa.NullPool).connect() as connection:
            real = reflected(connection)
    real.pop("alembic_version")
    replayed = reflected(run.bind())
    replayed.pop("alembic_version", None)
    assert replayed == real
    assert {name: text.replace('"', "") for (_, name), text in _texts(run).items()} == {
        name: text.replace('"', "") for name, text in triggers.items()
    }
    return triggers


def _texts(run):
    return {key: trigger.text for key, trigger in run.schema.triggers.items()}


@pytest.mark.parametrize(("setting", "follows"), LEGACY_SETTINGS)
def test_a_rename_reaches_other_objects_as_the_session_says(project, sqlite_server, setting, follows):
    project.revision("a1", LEGACY)
    project.revision("a2", _set(setting) + 'op.rename_table("p", "q")')
    triggers = _same_on_the_server(project, sqlite_server)
    keys = project.run("sqlite").bind()
    (key,) = sa.inspect(keys).get_foreign_keys("c")
    assert key["referred_table"] == ("q" if follows else "p")
    assert ("UPDATE p" in triggers["t"]) is not follows


@pytest.mark.parametrize("rename", ['op.rename_table("p", "q")', 'op.execute("ALTER TABLE p RENAME TO q")'])
def test_the_old_way_of_renaming_ends_with_the_setting(project, sqlite_server, rename):
    project.revision("a1", LEGACY + _set("ON"))
    columns = 'sa.Column("id", sa.Integer, primary_key=True), sa.Column("up", sa.Integer), sa.Column("n", sa.Text)'
    project.revision("a2", f'{rename}\nop.create_table("p", {columns})')
    project.revision("a3", _set("OFF") + 'op.rename_table("p", "r")')
    _same_on_the_server(project, sqlite_server)
    (key,) = sa.inspect(project.run("sqlite").bind()).get_foreign_keys("c")
    assert key["referred_table"] == "r"


def test_a_table_is_built_anew_in_the_old_way_of_renaming(project, sqlite_server):
    project.revision("a1", LEGACY + 'op.execute("CREATE VIEW v AS SELECT n FROM p")\n' + _set("ON"))
    project.revision("a2", 'op.alter_column("p", "n", nullable=False)')
    project.revision("a3", 'op.rename_table("c", "d")\nop.alter_column("d", "n", nullable=False)')
    _same_on_the_server(project, sqlite_server)
    script = project.compile("sqlite")
    assert "legacy_alter_table = OFF" not in script


def test_each_file_is_a_session_of_its_own(project, sqlite_server):
    project.revision("a1", LEGACY + _set("ON"))
    project.revision("a2", 'op.rename_table("p", "q")')
    project.revision("a3", 'print(sa.inspect(op.get_bind()).get_foreign_keys("c")[0]["referred_table"])')
    output = project.folder / "out"
    build_scripts(
        load_config(project.folder),
        range_text="base:heads",
        direction="upgrade",
        dialects=("sqlite",),
        output=None,
        output_dir=output,
        style=Style(),
        progress=Silent(),
    )
    with sqlite_server.fresh() as database:
        for file in sorted((output / "sqlite").iterdir()):
            done = database.run_script(file.read_text(encoding="utf-8"))
            assert done.returncode == 0, done.stderr
        (key,) = database.query("SELECT \"table\" FROM pragma_foreign_key_list('c')")
    assert key == ("q",)
    run = project.run("sqlite", "a1:heads")
    (replayed,) = sa.inspect(run.bind()).get_foreign_keys("c")
    assert replayed["referred_table"] == "q"


def test_a_rename_reaches_the_triggers_of_other_tables(project, sqlite_server):
    project.revision("a1", LEGACY)
    project.revision("a2", 'op.rename_table("p", "q")\nop.alter_column("c", "n", nullable=False)')
    triggers = _same_on_the_server(project, sqlite_server)
    assert "DELETE FROM q" in triggers["u"].replace('"', "")


def test_a_trigger_whose_text_is_not_known_after_a_rename_is_refused(project):
    project.revision("a1", LEGACY + 'op.add_column("c", sa.Column("p", sa.Integer))')
    project.revision("a2", 'op.rename_table("p", "q")\nop.alter_column("c", "n", nullable=False)')
    with pytest.raises(UnsupportedOperation, match='its trigger "u"'):
        project.compile("sqlite")


BATCHED = """
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer),
    sa.Column("b", sa.Integer),
    sa.UniqueConstraint("a", "b", name="uq"),
)
op.create_index("ix_a", "t", ["a"])
op.create_index("ix_b", "t", ["b"])
"""


@pytest.mark.parametrize(
    ("batch", "indexes", "uniques"),
    [
        ('batch.drop_column("a")', ["ix_b"], []),
        ('batch.drop_column("a"); batch.drop_index("ix_a"); batch.drop_constraint("uq")', ["ix_b"], []),
        ('batch.drop_column("a"); batch.add_column(sa.Column("a", sa.Text))', ["ix_a", "ix_b"], ["uq"]),
        ('batch.drop_column("a"); batch.create_index("ix_a", ["b"])', ["ix_a", "ix_b"], []),
        ('batch.drop_column("a"); batch.create_unique_constraint("uq", ["b"])', ["ix_b"], ["uq"]),
    ],
)
def test_what_stands_on_a_dropped_column_is_there_until_the_batch_ends(project, sqlite_server, batch, indexes, uniques):
    project.revision("a1", BATCHED)
    project.revision("a2", f'with op.batch_alter_table("t") as batch:\n    {batch}')
    _same_on_the_server(project, sqlite_server)
    inspector = sa.inspect(project.run("sqlite").bind())
    assert sorted(index["name"] for index in inspector.get_indexes("t")) == indexes
    assert [unique["name"] for unique in inspector.get_unique_constraints("t")] == uniques


def test_the_check_of_the_existing_type_goes_with_it(project, sqlite_server):
    project.revision(
        "a1",
        """
        op.create_table(
            "t", sa.Column("s", sa.String(9)), sa.CheckConstraint("s IN ('x')", name="s"), sa.CheckConstraint("s <> ''")
        )
        """,
    )
    project.revision(
        "a2",
        """
        with op.batch_alter_table("t") as batch:
            batch.alter_column(
                "s",
                existing_type=sa.Enum("x", name="s", native_enum=False, create_constraint=True),
                type_=sa.Enum("x", "y", native_enum=False, create_constraint=True),
            )
        """,
    )
    _same_on_the_server(project, sqlite_server)
    assert "CONSTRAINT s" not in "".join(project.statements("sqlite"))


def test_the_actions_of_foreign_keys_are_reflected_in_capitals(project, sqlite_server):
    project.revision(
        "a1",
        'op.execute("CREATE TABLE t (id INT PRIMARY KEY, u INT, FOREIGN KEY (u) REFERENCES t (id) on delete set null)")',
    )
    _same_on_the_server(project, sqlite_server)
    (key,) = sa.inspect(project.run("sqlite").bind()).get_foreign_keys("t")
    assert key["options"] == {"ondelete": "SET NULL"}


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        ('sa.text("b COLLATE NOCASE")', True),
        ('sa.text("\\"b\\" collate nocase desc")', True),
        ('sa.column("b").collate("NOCASE").desc()', True),
        ('sa.text("lower(b)")', False),
        ('sa.text("b || b COLLATE NOCASE")', False),
    ],
)
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
def test_reflection_leaves_indexes_on_expressions_out(project, sqlite_server, index, shown):
    project.revision("a1", 'op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Text))')
    project.revision("a2", f'op.create_index("ix", "t", ["a", {index}])')
    _same_on_the_server(project, sqlite_server)
    names = [one["column_names"] for one in sa.inspect(project.run("sqlite").bind()).get_indexes("t")]
    assert names == ([["a", "b"]] if shown else [])


INDEXED = [
    "id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT, UNIQUE (b, a), UNIQUE (b)",
    "id TEXT PRIMARY KEY, a TEXT UNIQUE, b TEXT UNIQUE, UNIQUE (a)",
    "a TEXT, b TEXT, PRIMARY KEY (a, b), UNIQUE (a, b)",
]
UNKNOWN = [
    "a TEXT UNIQUE, id TEXT PRIMARY KEY, b TEXT UNIQUE",
    "a TEXT, id TEXT, UNIQUE (a), PRIMARY KEY (id), UNIQUE (id, a)",
    "id TEXT PRIMARY KEY, a TEXT UNIQUE) WITHOUT ROWID --",
]
MADE = [
    *[f'op.execute("CREATE TABLE t ({columns})")' for columns in INDEXED],
    (
        'op.execute("CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT UNIQUE)")\n'
        'op.alter_column("t", "a", nullable=False)\nop.rename_table("t", "u")\nop.rename_table("u", "t")'
    ),
    (
        'op.create_table("t", sa.Column("a", sa.Text, unique=True), sa.Column("id", sa.Text, primary_key=True),'
        ' sa.UniqueConstraint("id", "a"))\n'
        'with op.batch_alter_table("t") as batch: batch.create_unique_constraint("uq", ["a", "id"])'
    ),
]
ASKING = """
import json
found = {}
for index in op.get_bind().exec_driver_sql("PRAGMA index_list('t')").fetchall():
    columns = op.get_bind().exec_driver_sql(f"PRAGMA index_info('{index[1]}')").fetchall()
    found[index[1]] = [index[2:4], [column[2] for column in columns]]
op.execute("CREATE TABLE found (text TEXT DEFAULT '" + json.dumps(found, sort_keys=True, default=list) + "')")
"""


@pytest.mark.parametrize("made", MADE)
def test_automatic_indexes_are_numbered_as_the_database_does(project, sqlite_server, made):
    project.revision("a1", made)
    project.revision("a2", ASKING)
    with sqlite_server.fresh() as database:
        done = database.run_script(project.compile("sqlite"))
        assert done.returncode == 0, done.stderr
        indexes = {
            name: [
                [unique, origin],
                [column for (column,) in database.query(f"SELECT name FROM pragma_index_info('{name}')")],
            ]
            for name, unique, origin in database.query("SELECT name, \"unique\", origin FROM pragma_index_list('t')")
        }
        ((replayed,),) = database.query("SELECT dflt_value FROM pragma_table_info('found')")
    assert json.loads(replayed.strip("'")) == indexes
    assert any(name.startswith("sqlite_autoindex_t_") for name in indexes)


@pytest.mark.parametrize("columns", UNKNOWN)
def test_the_number_of_an_automatic_index_may_not_be_known(project, columns):
    project.revision("a1", f'op.execute("CREATE TABLE t ({columns}\\n)")')
    project.revision("a2", ASKING)
    with pytest.raises(SqlcompileError, match="index"):
        project.compile("sqlite")


def test_the_setting_for_renames_can_be_asked(project):
    ask = 'print(op.get_bind().exec_driver_sql("PRAGMA legacy_alter_table").scalar(), end="")'
    project.revision("a1", f"{ask}\n{_set('ON')}{ask}\n{_set('OFF')}{ask}")
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        project.run("sqlite")
    assert said.getvalue() == "010"
