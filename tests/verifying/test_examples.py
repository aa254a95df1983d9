"""The examples that come along are verified, and README shows what that looks like."""

import re
from pathlib import Path

import pytest

from sqlcompile.cli.run import run
from tests.servers import SERVERS

ROOT = Path(__file__).parents[2]


def _verify(capsys, *arguments):
    capsys.readouterr()
    status = run(["-C", str(ROOT / "examples" / "shop"), "verify", *arguments])
    return status, capsys.readouterr().out


def test_readme_shows_the_proof_of_the_shop(capsys):
    status, out = _verify(capsys, "-d", "sqlite")
    assert status == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"With `sqlcompile -C examples/shop verify -d sqlite`:\n\n```\n(.*?)```", readme, re.DOTALL)
    version = re.compile(r"SQLite [\d.]+")
    assert version.sub("SQLite", out) == version.sub("SQLite", shown[1])


def test_the_shop_on_postgresql(capsys):
    if SERVERS["postgresql"].version() is None:
        pytest.skip(SERVERS["postgresql"].missing())
    status, out = _verify(capsys, "-d", "postgresql", "4d3e:head")
    assert status == 0, out
    assert "postgresql: verified: 6 revisions applied, taken back and applied again" in out


def test_the_shop_on_mariadb(capsys, mariadb_server):
    with mariadb_server.fresh() as database:
        url = database.url.render_as_string(hide_password=False)
        status, out = _verify(capsys, "-d", "mariadb", "--url", f"mariadb={url}")
    assert status == 0, out
    assert "mariadb: verified: 10 revisions applied, taken back and applied again" in out


ENV = """
from alembic import context
for name in ("one", "two"):
    context.configure(dialect_name="sqlite", version_table=f"version_of_{name}")
    context.run_migrations(engine_name=name)
"""
SCRIPT = """
from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None

def upgrade(engine_name):
    op.create_table("of_" + engine_name, sa.Column("id", sa.Integer, primary_key=True))

def downgrade(engine_name):
    if engine_name == "one":
        op.drop_table("of_one")
"""


def test_several_databases_of_an_env_py(tmp_path, capsys, monkeypatch):
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENV)
    (tmp_path / "versions" / "a1.py").write_text(SCRIPT)
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\n')
    monkeypatch.chdir(tmp_path)
    assert run(["verify"]) == 1
    out = capsys.readouterr().out
    assert "one/sqlite: verified: 1 revision applied" in out
    assert "two/sqlite: NOT VERIFIED: 1 of 1 revision is not right." in out
    assert "down: table of_two is there, and is not expected" in out
    place = tmp_path / "two.db"
    assert run(["verify", "--url", f"two=sqlite:///{place}"]) == 1
    assert "down: table of_two" in capsys.readouterr().out


def test_a_url_for_one_of_several_says_nothing_of_the_others(tmp_path, capsys, monkeypatch):
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENV.replace('"sqlite"', '{"one": "oracle", "two": "sqlite"}[name]'))
    (tmp_path / "versions" / "a1.py").write_text(SCRIPT)
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\n')
    monkeypatch.chdir(tmp_path)
    assert run(["verify", "--url", f"two=sqlite:///{tmp_path}/two.db"]) == 1
    out = capsys.readouterr().out
    assert "one/oracle: NOT VERIFIED: there is no scratch database" in out
    assert "down: table of_two" in out
