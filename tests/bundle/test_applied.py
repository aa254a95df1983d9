"""The files of a bundle on real servers, in both directions, with state.sql between them."""

from pathlib import Path

import pytest

from sqlcompile.bundle.build import build_bundle
from sqlcompile.bundle.reading import read_bundle
from sqlcompile.project.config import load_config
from sqlcompile.scripts.style import Style
from tests.bundle.bundles import Heard, bundled, shop
from tests.projects import Project, reflected

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The bundle of the example shop: branches, a merge, rows, an index that no transaction may hold."""
    folder = tmp_path_factory.mktemp("shop") / "sql"
    heard = Heard()
    build_bundle(
        load_config(EXAMPLES / "shop"),
        range_text="base:heads",
        dialects=("postgresql", "mariadb", "sqlite"),
        folder=folder,
        style=Style(),
        progress=heard,
    ).write(heard)
    return folder


def applied(database, path):
    done = database.run_script(path.read_text(encoding="utf-8"))
    assert done.returncode == 0, f"{path.name}: {done.stderr}"
    return done.stdout


def schema(database):
    engine = database.engine()
    with engine.connect() as connection:
        found = reflected(connection)
    found.pop("alembic_version", None)
    for table in found.values():
        table["columns"].sort()  # a column that comes back is the last one
    return found


def rows(database):
    return sorted(row[0] for row in database.query("SELECT version_num FROM alembic_version"))


def next_files(database, folder):
    """Return the files that state.sql names."""
    shown = database.run_script((folder / "state.sql").read_text()).stdout
    return [word for line in shown.replace("|", " ").splitlines() for word in line.split() if word.endswith(".sql")]


def test_file_by_file(server, example):
    bundle = read_bundle(example)
    folder = example / server.dialect
    ups, downs = (bundle.entries(kind, server.dialect) for kind in ("up", "down"))
    names = [one.path.rpartition("/")[2] for one in ups]
    with server.fresh() as database, server.fresh() as whole:
        schemas = [schema(database)]
        for number, one in enumerate(ups):
            assert next_files(database, folder) == names[number:]
            applied(database, example / one.path)
            assert rows(database) == sorted(one.end)
            schemas.append(schema(database))
        assert next_files(database, folder) == []
        applied(whole, folder / "upgrade.sql")
        assert schema(whole) == schemas[-1]
        assert rows(whole) == rows(database)
        for one in reversed(downs):
            schemas.pop()
            applied(database, example / one.path)
            assert rows(database) == sorted(one.end)
            assert schema(database) == schemas[-1]
        applied(whole, folder / "downgrade.sql")
        assert (schema(whole), rows(whole)) == ({}, [])
        assert next_files(database, folder) == names


def test_a_file_refuses_another_place(server, tmp_path):
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, server.dialect)
    ups = [folder / one.path for one in read_bundle(folder).entries("up", server.dialect)]
    downs = [folder / one.path for one in read_bundle(folder).entries("down", server.dialect)]
    with server.fresh() as database:
        applied(database, ups[0])
        for path in (ups[0], ups[2], downs[1], downs[2], folder / server.dialect / "upgrade.sql"):
            assert database.run_script(path.read_text()).returncode != 0, path.name
        assert rows(database) == ["a1"]
        assert next_files(database, folder / server.dialect) == [path.name for path in ups[1:]]


def test_odd_names(server, tmp_path):
    project = Project(tmp_path / "p", 'version_table = "select"\n')
    project.revision(
        "a1",
        """
        op.create_table("order", sa.Column("from 'x'", sa.Integer, primary_key=True), sa.Column("🐘"[:0] + "ü", sa.Text))
        op.execute("INSERT INTO " + ('`order`' if op.get_context().dialect.name in ("mysql", "mariadb") else '"order"')
            + " VALUES (1, 'it''s 🐘')")
        """,
        'op.drop_table("order")',
        message="a 'quoted' 🐘 message */ -- with \\\\ marks",
    )
    folder = tmp_path / "sql"
    bundled(project, folder, server.dialect)
    (up,), (down,) = (read_bundle(folder).entries(kind, server.dialect) for kind in ("up", "down"))
    assert up.path == f"{server.dialect}/0001_a1_a_quoted_message_with_marks.up.sql"
    with server.fresh() as database:
        assert next_files(database, folder / server.dialect) == ["0001_a1_a_quoted_message_with_marks.up.sql"]
        applied(database, folder / up.path)
        quote = "`" if server.dialect == "mariadb" else '"'
        assert database.query(f"SELECT ü FROM {quote}order{quote}") == [("it's 🐘",)]
        assert next_files(database, folder / server.dialect) == []
        applied(database, folder / down.path)
        assert database.query(f"SELECT count(*) FROM {quote}select{quote}") == [(0,)]


@pytest.mark.parametrize("count", [1200])
def test_the_state_of_a_long_history(server, tmp_path, count):
    """More states than a compound SELECT of SQLite may have."""
    project = Project(tmp_path / "p")
    for number in range(count):
        project.revision(f"r{number:04}")
    folder = tmp_path / "sql"
    bundled(project, folder, server.dialect)
    with server.fresh() as database:
        assert len(next_files(database, folder / server.dialect)) == count


def test_files_that_apply_what_is_missing(server, tmp_path):
    """In the mode idempotent a second run of each file changes nothing, and the audit table notes the first."""
    folder = tmp_path / "sql"
    bundled(shop(tmp_path / "p"), folder, server.dialect, mode="idempotent", audit_table="applied")
    bundle = read_bundle(folder)
    with server.fresh() as database:
        for one in (*bundle.entries("up", server.dialect), *bundle.entries("upgrade", server.dialect)):
            for _ in range(2):
                applied(database, folder / one.path)
            assert rows(database) == list(one.end)
        assert database.query("SELECT count(*) FROM applied") == [(3,)]
        assert next_files(database, folder / server.dialect) == []
