"""What a bundle holds, and that it is the same wherever and whenever it is made."""

import hashlib
import json
import subprocess
from importlib.metadata import version

import pytest

from sqlcompile import __version__
from sqlcompile.bundle.reading import read_bundle
from sqlcompile.errors import ConfigError
from tests.bundle.bundles import bundled, contents, proposed, scripts, shop
from tests.projects import DIALECTS, Project


def test_the_names(tmp_path):
    folder = tmp_path / "sql"
    assert bundled(shop(tmp_path / "p"), folder, "postgresql", "sqlite") == []
    names = [
        f"0001_a1_create_the_account_table.{way}.sql" if number == 1 else f"{name}.{way}.sql"
        for number, name in ((1, ""), (2, "0002_b2_add_a_mail"), (3, "0003_c3_index_names"))
        for way in ("down", "up")
    ]
    whole = ["downgrade.sql", "state.sql", "upgrade.sql"]
    expected = ["README.md", "manifest.json", "sqlcompile.sum", "postgresql", "sqlite"]
    expected += [f"{dialect}/{name}" for dialect in ("postgresql", "sqlite") for name in (*names, *whole)]
    assert sorted(contents(folder)) == sorted(expected)


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"mode": "idempotent", "audit_table": "applied", "lock_timeout": 5.0},
        {"mode": "plain", "client": "plain", "transaction": "revision"},
    ],
    ids=["default", "idempotent", "plain"],
)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_scripts_are_those_of_upgrade_and_downgrade(tmp_path, dialect, style):
    project = shop(tmp_path / "p")
    folder = tmp_path / "sql"
    bundled(project, folder, dialect, **style)
    found = contents(folder / dialect)
    for name, range_text, direction in (
        ("upgrade.sql", "base:heads", "upgrade"),
        ("downgrade.sql", "heads:base", "downgrade"),
        ("0001_a1_create_the_account_table.up.sql", "base:a1", "upgrade"),
        ("0002_b2_add_a_mail.up.sql", "a1:b2", "upgrade"),
        ("0003_c3_index_names.up.sql", "b2:c3", "upgrade"),
        ("0001_a1_create_the_account_table.down.sql", "a1:base", "downgrade"),
        ("0002_b2_add_a_mail.down.sql", "b2:a1", "downgrade"),
        ("0003_c3_index_names.down.sql", "c3:b2", "downgrade"),
    ):
        assert found[name].decode() == project.compile(dialect, range_text, direction, **style), name


def test_style_reaches_every_script(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, "postgresql", mode="plain", transaction="revision")
    for path, text in contents(folder / "postgresql").items():
        assert b"The database must be at" not in text, path
    assert b"do not look where the database is" in (folder / "README.md").read_bytes()
    style = json.loads((folder / "manifest.json").read_text())["style"]
    assert (style["mode"], style["transaction"], style["client"]) == ("plain", "revision", None)
    assert set(style) == {"mode", "client", "transaction", "lock_timeout", "statement_timeout", "audit_table"}


def test_the_manifest(tmp_path):
    project = shop(tmp_path / "p")
    folder = tmp_path / "sql"
    bundled(project, folder, "postgresql@14", "mariadb")
    text = (folder / "manifest.json").read_text()
    found = json.loads(text)
    assert text == json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert found["format"] == 1
    assert found["range"] == "base:heads"
    assert found["tool"] == {
        "name": "sqlcompile",
        "version": __version__,
        "sqlalchemy": version("sqlalchemy"),
        "sqlglot": version("sqlglot"),
    }
    assert found["databases"][0] == {
        "folder": "postgresql",
        "dialect": "postgresql",
        "version": "14",
        "from": [],
        "to": ["c3"],
        "version_table": "alembic_version",
    }
    entries = {one["path"]: one for one in found["files"]}
    source = project.folder / "versions" / "b2.py"
    path = "mariadb/0002_b2_add_a_mail.up.sql"
    assert entries[path] == {
        "path": path,
        "kind": "up",
        "dialect": "mariadb",
        "version": "10.11",
        "revision": "b2",
        "position": 2,
        "from": ["a1"],
        "to": ["b2"],
        "statements": 3,  # with the version row, and the commit of what is not in a transaction of its own
        "transactional": False,
        "sha256": hashlib.sha256((folder / path).read_bytes()).hexdigest(),
        "source": "versions/b2.py",
        "source_sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
    }
    first = entries["postgresql/0001_a1_create_the_account_table.up.sql"]
    assert (first["statements"], first["transactional"]) == (3, True)
    down = entries["postgresql/0002_b2_add_a_mail.down.sql"]
    assert (down["from"], down["to"], down["statements"]) == (["b2"], ["a1"], 2)
    whole = entries["postgresql/upgrade.sql"]
    assert (whole["from"], whole["to"], whole["statements"], whole["kind"]) == ([], ["c3"], 7, "upgrade")
    assert "revision" not in whole


def test_what_is_one_transaction(tmp_path):
    project = Project(tmp_path / "p")
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))')
    project.revision("b2", 'op.create_index("ix", "t", ["id"], postgresql_concurrently=True)')
    project.revision("c3")
    for number, (transaction, expected) in enumerate(
        {
            None: (True, False, True, False),
            "revision": (True, False, True, False),
            "none": (False, False, False, False),
        }.items()
    ):
        folder = tmp_path / f"sql{number}"
        bundled(project, folder, "postgresql", transaction=transaction)
        entries = {one.path.rpartition("/")[2]: one.transactional for one in read_bundle(folder).manifest.files}
        names = ("0001_a1_a1.up.sql", "0002_b2_b2.up.sql", "0003_c3_c3.up.sql", "upgrade.sql")
        assert tuple(entries[name] for name in names) == expected


def test_the_sum_is_checked_by_the_shell(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, "postgresql", "sqlite")
    check = ["sh", "-c", "cut -d' ' -f2- sqlcompile.sum | sha256sum --strict -c -"]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = [path for path, text in contents(folder).items() if text is not None and path != "sqlcompile.sum"]
    assert sorted(line.rpartition(": ")[0] for line in done.stdout.splitlines()) == sorted(files)
    (folder / "README.md").write_text("other")
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 1


def test_the_chain_is_what_the_documentation_says(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder)
    first, *lines = (folder / "sqlcompile.sum").read_text().splitlines()
    assert first == "#sqlcompile.sum/1"
    before = "0" * 64
    for line in lines:
        chain, rest = line.split(" ", 1)
        assert chain == hashlib.sha256(f"{before} {rest}\n".encode()).hexdigest()
        before = chain
    assert read_bundle(folder).seal == before


def test_the_readme_has_the_commands(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, "postgresql", "oracle")
    text = (folder / "README.md").read_text()
    for command in (
        "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f postgresql/state.sql",
        "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f postgresql/0002_b2_add_a_mail.up.sql",
        "NLS_LANG=.AL32UTF8 sqlplus -L -S USER@DATABASE @oracle/upgrade.sql",
        "sqlcompile verify-sum .",
        "cut -d' ' -f2- sqlcompile.sum | sha256sum -c -",
        "sqlcompile resume",
        "sqlcompile apply . --url URL",
        "sqlcompile apply . --down --to REVISION",
    ):
        assert command in text
    assert "no way back" not in text


def test_a_long_history_is_a_loop_in_the_readme(tmp_path):
    project = Project(tmp_path / "p")
    for number in range(25):
        project.revision(f"r{number:02}")
    folder = tmp_path / "sql"
    bundled(project, folder)
    text = (folder / "README.md").read_text()
    assert 'for file in sqlite/*.up.sql; do sqlite3 -bail DATABASE < "$file" || break; done' in text


def test_a_driver_gets_no_commands(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, client="plain")
    text = (folder / "README.md").read_text()
    assert "sqlite3" not in text
    assert "1. `sqlite/0001_a1_create_the_account_table.up.sql`" in text


def test_the_same_bytes_everywhere(tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "elsewhere" / "two"
    for folder in (one, two):
        project = shop(folder)
        project.revision("d4", "pass", 'raise RuntimeError(f"{object()} {__file__}")')
        monkeypatch.chdir(folder)
        bundled(project, folder / "sql", *DIALECTS)
    assert contents(one / "sql") == contents(two / "sql")
    assert str(tmp_path).encode() not in b"".join(text or b"" for text in contents(one / "sql").values())
    assert proposed(project, two / "sql", *DIALECTS).found == ()


def test_a_range_in_the_middle_keeps_its_numbers(tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, range_text="a1:heads")
    assert [path for path in scripts(folder) if path.endswith(".up.sql")] == [
        "sqlite/0002_b2_add_a_mail.up.sql",
        "sqlite/0003_c3_index_names.up.sql",
    ]
    assert "(1, 'a1', '')" in (folder / "sqlite" / "state.sql").read_text()


def test_nothing_to_do_is_a_bundle_too(tmp_path):
    folder = tmp_path / "sql"
    notes = bundled(Project(tmp_path / "p"), folder)
    assert notes == ["There is nothing to do: the range is empty."]
    assert read_bundle(folder).verify() == ()


def test_odd_names(tmp_path):
    project = Project(tmp_path / "p", 'version_table = "select"\n')
    project.revision(
        "a-1.x",
        'op.create_table("order", sa.Column("from", sa.Integer, primary_key=True))',
        'op.drop_table("order")',
        message='Größe: the "emoji" 🐘 isn\'t ../../etc',
    )
    project.revision("b2", message="🐘")
    folder = tmp_path / "sql"
    bundled(project, folder, *DIALECTS)
    assert [path for path in scripts(folder) if path.startswith("sqlite") and "up" in path] == [
        "sqlite/0001_a-1.x_groe_the_emoji_isn_t_etc.up.sql",
        "sqlite/0002_b2.up.sql",
    ]
    bundle = read_bundle(folder)
    assert bundle.verify() == ()
    assert bundle.manifest.targets[0].version_table == "select"


ENV = """
from alembic import context
for name in ("one", "two"):
    context.configure(url="postgresql://h/" + name, version_table="version_of_" + name)
    context.run_migrations(engine_name=name)
"""


def test_several_databases(tmp_path):
    project = Project(tmp_path / "p")
    path = project.revision("a1")
    path.write_text(
        path.read_text()
        .replace(
            "upgrade():\n", 'upgrade(engine_name):\n    op.create_table(engine_name, sa.Column("id", sa.Integer))\n'
        )
        .replace("downgrade():\n", "downgrade(engine_name):\n    op.drop_table(engine_name)\n")
    )
    (project.folder / "env.py").write_text(ENV)
    folder = tmp_path / "sql"
    bundled(project, folder, "postgresql", "two=mysql")
    assert sorted(scripts(folder)) == [
        "one/postgresql/0001_a1_a1.down.sql",
        "one/postgresql/0001_a1_a1.up.sql",
        "two/mysql/0001_a1_a1.down.sql",
        "two/mysql/0001_a1_a1.up.sql",
    ]
    bundle = read_bundle(folder)
    assert bundle.verify() == ()
    assert [(one.folder, one.database, one.version_table) for one in bundle.manifest.targets] == [
        ("one/postgresql", "one", "version_of_one"),
        ("two/mysql", "two", "version_of_two"),
    ]
    assert [one.path for one in bundle.entries("up", "mysql", "two")] == ["two/mysql/0001_a1_a1.up.sql"]
    assert "version_of_two" in (folder / "two" / "mysql" / "state.sql").read_text()
    assert proposed(project, folder, "postgresql", "two=mysql").found == ()


def test_a_setting_of_env_py_stands_before_the_state(tmp_path):
    project = shop(tmp_path / "p")
    (project.folder / "env.py").write_text(
        "from alembic import context\n"
        "context.configure()\n"
        "context.execute('SET search_path TO app')\n"
        "context.execute('CREATE TABLE never ()')\n"
        "context.run_migrations()\n"
    )
    folder = tmp_path / "sql"
    bundled(project, folder, "postgresql")
    text = (folder / "postgresql" / "state.sql").read_text()
    assert "SET search_path TO app;\nSELECT" in text
    assert "never" not in text


def test_two_versions_of_one_database_have_one_place(tmp_path):
    with pytest.raises(ConfigError, match="Two databases would have the folder postgresql: PostgreSQL 16 and"):
        proposed(shop(tmp_path / "p"), tmp_path / "sql", "postgresql@14", "postgresql@16")
