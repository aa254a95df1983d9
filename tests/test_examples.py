"""The examples: their SQL is in the repository, and does on real servers what it says."""

from pathlib import Path

import pytest

from tests.projects import DIALECTS, Project, reflected

EXAMPLES = Path(__file__).parent.parent / "examples"
SHOP = EXAMPLES / "shop"


def _apply(database, text):
    done = database.run_script(text)
    assert done.returncode == 0, done.stderr
    return done


def _live(database):
    with database.engine().connect() as connection:
        return reflected(connection)


def _replayed(dialect, *args):
    return reflected(Project.at(SHOP).run(dialect, *args).bind())


@pytest.fixture
def shop(tmp_path):
    import shutil

    shutil.copytree(SHOP, tmp_path / "shop")
    return Project.at(tmp_path / "shop")


def test_the_shop_goes_up_down_and_up(shop, server):
    up = shop.compile(server.dialect)
    down = shop.compile(server.dialect, "heads:base", "downgrade")
    with server.fresh() as database:
        _apply(database, up)
        assert database.query("SELECT version_num FROM alembic_version") == [("ae9f",)]
        first = _live(database)
        assert first == _replayed(server.dialect)
        _apply(database, down)
        assert set(_live(database)) == {"alembic_version"}
        assert database.query("SELECT version_num FROM alembic_version") == []
        _apply(database, up)
        assert _live(database) == first


def test_the_shop_keeps_its_rows(shop, server):
    with server.fresh() as database:
        _apply(database, shop.compile(server.dialect))
        titles = [row[0] for row in database.query("SELECT title FROM product ORDER BY price DESC")]
        assert titles == ["100% of \\LaTeX; a guide", "Bär"]
        assert database.query("SELECT full_name FROM customer") == [("Ann O'Neil",)]


def test_a_second_run_is_refused(shop, server):
    up = shop.compile(server.dialect)
    with server.fresh() as database:
        _apply(database, up)
        before = _live(database)
        for stop in (True, False):
            done = database.run_script(up, stop_on_error=stop)
            assert "sqlcompile: " in done.stderr
            assert _live(database) == before


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sql_in_the_repository_is_what_comes_out(dialect, tmp_path, request):
    golden = SHOP / "sql" / f"{dialect}.sql"
    import shutil

    shutil.copytree(SHOP / "migrations", tmp_path / "migrations")
    shutil.copy(SHOP / "sqlcompile.toml", tmp_path)
    text = Project.at(tmp_path).compile(dialect)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="")
    assert golden.read_text(encoding="utf-8") == text
