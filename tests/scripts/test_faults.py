"""A client killed after any statement: what is left is written, and all ends as if nothing had been."""

import shutil
from pathlib import Path

import pytest

from tests.faults import disturbed, everything, points, rest_of
from tests.projects import Project

SHOP = Path(__file__).parents[2] / "examples" / "shop"


@pytest.fixture
def shop(tmp_path):
    shutil.copytree(SHOP, tmp_path / "shop")
    return Project.at(tmp_path / "shop")


WAYS = [
    ("base:ae9f", "upgrade", "all"),
    ("base:ae9f", "upgrade", "revision"),
    ("base:ae9f", "upgrade", "none"),
    ("ae9f:base", "downgrade", "all"),
]


@pytest.mark.parametrize(
    ("range_text", "direction", "transaction"), WAYS, ids=["up", "up, revision", "up, none", "down"]
)
def test_the_shop(shop, server, range_text, direction, transaction):
    if server.dialect == "mariadb" and transaction != "all":
        pytest.skip("DDL commits, whatever is chosen")
    script = shop.compile(server.dialect, range_text, direction, transaction=transaction)
    before = shop.compile(server.dialect) if direction == "downgrade" else ""
    with server.fresh() as database:
        assert database.run_script(before).returncode == 0
        assert database.run_script(script).returncode == 0
        expected = everything(database)
    ways = set()
    rest = rest_of(shop, server.dialect, range_text, transaction=transaction)
    for at in points(script):
        with server.fresh() as database:
            assert database.run_script(before).returncode == 0
            ways.add(disturbed(database, script, at, rest))
            assert everything(database) == expected, str(at)
    assert (
        ways
        == {
            ("mariadb", "all"): {"resumed", "done"},
            ("sqlite", "all"): {"again"},
            ("postgresql", "all"): {"again", "resumed"},
            ("postgresql", "revision"): {"again", "resumed", "done"},
            ("sqlite", "revision"): {"again", "resumed", "done"},
            ("postgresql", "none"): {"resumed", "done"},
            ("sqlite", "none"): {"resumed", "done"},
        }[server.dialect, transaction]
    )
