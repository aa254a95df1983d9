"""An env.py that runs the migrations for several databases: a script for each."""

import re
import textwrap

import pytest

from sqlcompile.cli.run import run
from sqlcompile.errors import ConfigError
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts, build_stamp
from sqlcompile.scripts.style import Style

ENV = """
from alembic import context
for name in context.config.get_main_option("databases").split(", "):
    with open(f"{name}.sql", "w") as buffer:
        context.configure(
            url=context.config.get_section_option(name, "sqlalchemy.url"),
            output_buffer=buffer,
            version_table=f"version_of_{name}",
        )
        context.execute(f"SELECT 'before {name}'")
        with context.begin_transaction():
            context.run_migrations(engine_name=name)
            context.execute(f"SELECT 'after {name}'")
"""
SCRIPT = """
from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None

def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()

def downgrade(engine_name):
    globals()["downgrade_" + engine_name]()

def upgrade_one():
    op.create_table("books", sa.Column("id", sa.Integer, primary_key=True))
    assert op.get_context().opts["version_table"] == "version_of_one"

def downgrade_one():
    op.drop_table("books")

def upgrade_two():
    op.create_table("events", sa.Column("id", sa.Integer, primary_key=True))
    assert not sa.inspect(op.get_bind()).has_table("books")

def downgrade_two():
    op.drop_table("events")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "migrations" / "versions").mkdir(parents=True)
    (tmp_path / "alembic.ini").write_text(
        "[alembic]\nscript_location = migrations\ndatabases = one, two\n"
        "[one]\nsqlalchemy.url = postgresql://h/one\n[two]\nsqlalchemy.url = sqlite:///two.db\n"
    )
    (tmp_path / "migrations" / "env.py").write_text(ENV)
    (tmp_path / "migrations" / "versions" / "a1.py").write_text(SCRIPT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compiled(folder, output="sql/{engine}.sql", *dialects, output_dir=None, range_text="base:head", **kind):
    build_scripts(
        load_config(folder),
        range_text=range_text,
        direction=kind.get("direction", "upgrade"),
        dialects=dialects,
        output=folder / output if output else None,
        output_dir=output_dir,
        style=Style(),
        progress=Silent(),
    )
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.sql")}


def test_a_script_for_each_with_its_own_version_table_and_kind(folder):
    files = compiled(folder)
    assert sorted(files) == ["sql/one.sql", "sql/two.sql"]
    one, two = files["sql/one.sql"], files["sql/two.sql"]
    assert one.splitlines()[0].endswith("PostgreSQL 16")
    assert one.splitlines()[1] == "-- For the database one"
    assert "INSERT INTO version_of_one" in one
    assert "CREATE TABLE books" in one
    assert "events" not in one
    assert "SQLite" in two.splitlines()[0]
    assert "INSERT INTO version_of_two" in two
    assert "CREATE TABLE events" in two
    assert "books" not in two


def test_what_env_executes_goes_to_its_own_database(folder):
    for name, text in compiled(folder).items():
        database = name[4:7]
        before, table, after = (
            text.index(f"SELECT 'before {database}'"),
            text.index("VALUES ('a1')"),
            text.index(f"SELECT 'after {database}';"),
        )
        assert before < table < after < text.rindex("COMMIT;")
        assert len(re.findall(r"SELECT '(?:before|after)", text)) == 2


def test_the_files_that_env_opens_are_left_alone(folder):
    (folder / "one.sql").write_text("mine")
    assert compiled(folder)["one.sql"] == "mine"
    assert not (folder / "two.sql").exists()


def test_the_scripts_run(folder, sqlite_server, postgresql_server):
    files = compiled(folder)
    down = compiled(folder, "down/{engine}.sql", range_text="head:base", direction="downgrade")
    for server, name in ((postgresql_server, "one"), (sqlite_server, "two")):
        with server.fresh() as database:
            assert database.run_script(files[f"sql/{name}.sql"]).returncode == 0
            assert database.query(f"SELECT version_num FROM version_of_{name}") == [("a1",)]
            done = database.run_script(down[f"down/{name}.sql"])
            assert done.returncode == 0, done.stderr
            assert database.query(f"SELECT version_num FROM version_of_{name}") == []


def test_one_kind_for_all_or_for_one(folder):
    first = {name: text.splitlines()[0] for name, text in compiled(folder, "sql/{engine}.sql", "mysql").items()}
    assert all("MySQL" in line for line in first.values())
    files = compiled(folder, "sql/{engine}.sql", "oracle", "two=mssql@2019")
    assert "Oracle" in files["sql/one.sql"].splitlines()[0]
    assert files["sql/two.sql"].splitlines()[0].endswith("SQL Server 2019")
    files = compiled(folder, "{engine}/{dialect}.sql", "two=mysql", "two=oracle")
    assert {"one/postgresql.sql", "two/mysql.sql", "two/oracle.sql"} <= set(files)


def test_a_file_a_revision(folder):
    with pytest.raises(ConfigError, match="executes statements after the migrations"):
        compiled(folder, None, output_dir=folder / "out")
    assert not (folder / "out").exists()
    kept = [line for line in ENV.splitlines(keepends=True) if "SELECT 'after" not in line]
    (folder / "migrations" / "env.py").write_text("".join(kept))
    files = compiled(folder, None, output_dir=folder / "out")
    assert sorted(files) == ["out/one/postgresql/0001_a1_empty_message.sql", "out/two/sqlite/0001_a1_empty_message.sql"]


def test_a_stamp_of_each(folder):
    build_stamp(load_config(folder), range_text="head", dialects=(), output=folder / "{engine}.stamp", style=Style())
    for name in ("one", "two"):
        text = (folder / f"{name}.stamp").read_text()
        assert f"INSERT INTO version_of_{name}" in text
        assert "CREATE TABLE books" not in text


@pytest.mark.parametrize(
    ("given", "said", "hint"),
    [
        ({"output": None}, "several databases (one, two, …)", "{engine}"),
        ({"output": "all.sql"}, "do not go into one file", "--output-dir"),
        ({"output": "{engine}.sql", "dialects": ["three=mysql"]}, 'no database "three"', "one, two"),
        ({"output": "{engine}.sql", "dialects": ["one=mysql", "one=oracle"]}, "3 scripts would go into 2", "{dialect}"),
        ({"output": "{foo}.sql"}, "no placeholder {foo}", "{engine}"),
        ({"output": "{engine}.sql", "dialects": ["one=postgres"]}, 'no dialect "postgres"', "Did you mean postgresql?"),
    ],
)
def test_what_cannot_be(folder, given, said, hint):
    with pytest.raises(Exception, match=re.escape(said)) as raised:
        compiled(folder, given["output"], *given.get("dialects", ()))
    assert hint in raised.value.hint
    assert list(folder.rglob("*.sql")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("engine_name=name", "engine_name='one'", "does not tell the databases apart"),
        ("engine_name=name", 'engine_name="a/b"', "cannot be a file's name"),
        ("postgresql://h/one", "driver://h/one", 'the URL of one says "driver"'),
        ("sqlalchemy.url = postgresql://h/one", "", "No database is named to compile for of one"),
    ],
)
def test_an_env_that_does_not_say_enough(folder, old, new, said):
    for path in (folder / "migrations" / "env.py", folder / "alembic.ini"):
        path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ConfigError, match=re.escape(said)):
        compiled(folder)


def test_engine_means_nothing_where_env_names_no_database(folder):
    (folder / "migrations" / "env.py").write_text(
        textwrap.dedent("""
        from alembic import context
        context.configure(url="sqlite://")
        context.run_migrations()
        """)
    )
    (folder / "migrations" / "versions" / "a1.py").write_text(
        "revision = 'a1'\ndown_revision = None\ndef upgrade(): pass\n"
    )
    with pytest.raises(ConfigError, match=r"env\.py gives none"):
        compiled(folder)


def test_without_env_the_scripts_lack_their_argument(folder, capsys):
    assert run(["upgrade", "--no-env", "-d", "sqlite"]) == 2
    said = capsys.readouterr().err
    assert "takes engine_name, and nothing gives it" in said
    assert "run_migrations()" in said


def test_the_template_of_alembic_itself(tmp_path, monkeypatch):
    alembic = pytest.importorskip("alembic.command")
    from alembic.config import Config

    monkeypatch.chdir(tmp_path)
    config = Config("alembic.ini")
    alembic.init(config, "migrations", template="multidb")
    ini = tmp_path / "alembic.ini"
    ini.write_text(
        ini.read_text()
        .replace("driver://user:pass@localhost/dbname2", "mysql://u:p@h/two")
        .replace("driver://user:pass@localhost/dbname", "postgresql://u:p@h/one")
    )
    assert run(["revision", "-m", "first", "--rev-id", "a1"]) == 0
    text = (tmp_path / "migrations" / "versions" / "a1_first.py").read_text()
    assert "def upgrade_engine2() -> None:" in text
    assert run(["upgrade", "-q", "-o", "{engine}.{dialect}.sql"]) == 0
    assert "VALUES ('a1')" in (tmp_path / "engine1.postgresql.sql").read_text()
    assert "VALUES ('a1')" in (tmp_path / "engine2.mysql.sql").read_text()
