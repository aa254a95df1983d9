import re
import subprocess
import sys

import pytest

from tests.cli.conftest import script

HISTORY = """\
b1, d1 -> m1 (net) (head) (mergepoint), make m1
c1 (b1) -> d1, make d1
a1 -> c1, make c1
a1 -> b1 (net), make b1
<base> -> a1 (branchpoint), make a1
"""

NUMBERED = """\
0005 b1, d1 -> m1 (net) (head) (mergepoint), make m1
0004 c1 (b1) -> d1, make d1
0003 a1 -> c1 (no downgrade), make c1
0002 a1 -> b1 (net), make b1
0001 <base> -> a1 (branchpoint) (base), make a1
"""


@pytest.mark.usefixtures("project")
def test_history(call):
    result = call("history")
    assert (result.status, result.err) == (0, "")
    assert result.out == HISTORY


@pytest.mark.usefixtures("project")
def test_history_with_indications(call):
    assert call("history", "-i").out == NUMBERED
    assert call("history", "--indicate-current").out == NUMBERED


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (":c1", ["c1", "a1"]),
        ("c1:", ["m1", "d1", "c1"]),
        ("c1:d1", ["d1", "c1"]),
        ("base:heads", ["m1", "d1", "c1", "b1", "a1"]),
        ("-2:", None),
    ],
)
@pytest.mark.usefixtures("project")
def test_history_of_a_range(call, text, names):
    result = call("history", "-r", text)
    if names is None:
        assert result.status in {0, 2}
        return
    assert re.findall(r"-> (\w+)", result.out) == names


def test_history_of_a_branch_with_a_base_of_its_own(call, project):
    script(project / "migrations" / "versions", "z1", branch_labels="zone")
    script(project / "migrations" / "versions", "z2", ["z1"], depends_on="c1")
    assert re.findall(r"-> (\w+)", call("history", "-r", "zone@base:").out) == ["z2", "z1"]
    assert re.findall(r"-> (\w+)", call("history", "-r", ":zone@head").out) == ["z2", "z1", "c1", "a1"]
    assert re.findall(r"-> (\w+)", call("history", "-r", "net@base:").out) == ["z2", "m1", "d1", "c1", "b1", "a1"]


def test_history_verbose(call, project):
    expected = f"""\
Rev: d1
Parent: c1
Also depends on: b1
Path: {project}/migrations/versions/d1.py

    make d1

"""
    assert call("history", "-v", "-r", "d1:d1").out == expected
    assert call("-v", "history", "-r", "d1:d1").out == expected
    assert call("show", "d1").out == expected


@pytest.mark.usefixtures("project")
def test_show_a_merge_and_a_branch_point(call):
    assert "Merges: b1, d1\nBranch names: net\n" in call("show", "head").out
    assert "Parent: <base>\nBranches into: b1, c1\n" in call("show", "a").out


@pytest.mark.usefixtures("two_heads")
def test_heads(call):
    assert call("heads").out == "b1 (net) (effective head)\nd1 (head)\n"
    assert call("heads", "--resolve-dependencies").out == "d1 (head)\n"
    assert call("heads", "-v").out.startswith("Rev: b1 (effective head)\nParent: a1\nBranch names: net\n")


@pytest.mark.usefixtures("project")
def test_branches(call):
    assert call("branches").out == "a1 (branchpoint)\n   -> b1 (net)\n   -> c1\n\n"
    assert call("branches", "-v").out.endswith("\n   -> b1 (net), make b1\n   -> c1, make c1\n\n")


def test_dialects(call):
    assert "postgresql: PostgreSQL 16" in call("dialects").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["show", "nope"], 'No revision is named "nope"'),
        (["show", "base"], "nothing to show"),
        (["history", "-r", "a:b:c"], "more than one colon"),
        (["history", "-r", "zz:"], "zz"),
    ],
)
@pytest.mark.usefixtures("project")
def test_revisions_that_are_not_there(call, line, said):
    result = call(*line)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


def test_identifiers_that_only_running_the_script_tells(call, project):
    (project / "names.py").write_text("NAME = 'e' + str(1)")
    (project / "migrations" / "versions" / "e1.py").write_text(
        '"""Computed."""\nfrom alembic import op\nimport names\n'
        "revision = names.NAME\ndown_revision = 'm1'\ndef upgrade():\n    op.execute('')\n"
    )
    assert call("heads").out == "e1 (net) (head)\n"
    sys.modules.pop("names", None)


def test_alembic_says_the_same(project, call):
    """Line for line; the order of revisions that nothing orders is each program's own."""
    for line in (["history"], ["heads"], ["branches"], ["history", "-r", "c1:"]):
        peer = subprocess.run(
            [sys.executable, "-m", "alembic", *line], cwd=project, capture_output=True, text=True, check=True
        )
        assert sorted(call(*line).out.splitlines()) == sorted(peer.stdout.splitlines())
