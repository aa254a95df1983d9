"""A client killed after any statement: what is left is written, and all ends as if nothing had been."""

import json
import shutil
from pathlib import Path

import pytest

from tests.faults import disturbed, everything, points, rest_of
from tests.projects import Project
from tests.real.killing import Faults

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


def test_the_measurement_of_real_histories_sees_what_is_wrong(tmp_path, sqlite_server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))\nop.execute("INSERT INTO t VALUES (1)")')
    faults = Faults(sqlite_server, (), project.compile("sqlite", transaction="none"), ())
    chosen = faults.chosen(1)
    rests = tmp_path / "rests.json"
    right = rest_of(project, "sqlite", "base:heads", transaction="none")(chosen[0])
    wrong = right.replace("VALUES (1);", "VALUES (1), (1);")
    nothing = {"error": "InvalidRange", "message": "Nothing is left after a1:3."}
    told = {}
    for text in (right, wrong, right.replace("INSERT INTO t", "INSERT INTO x")):
        answers = [{"text": text}, {"error": "ConfigError", "message": "no"}, nothing]
        rests.write_text(json.dumps(answers), encoding="utf-8")
        told[text] = []
        outcome = faults.run(chosen, rests, told[text].append)
        told[text].append(str(outcome))
    assert [lines[-1] for lines in told.values()] == [
        "3: 1 done, 1 refused, 1 resumed; 1 WRONG",
        "3: 1 done, 1 refused, 1 resumed; 2 WRONG",
        "3: 1 done, 1 failed, 1 refused; 2 WRONG",
    ]
    assert told[wrong][0].endswith("rows of t: ['[1]'] | ['[1]', '[1]']")
