"""Every way to name a revision, and what each says where it cannot be."""

from pathlib import Path

import pytest

from sqlcompile.errors import (
    AmbiguousRevision,
    InvalidRange,
    MultipleHeads,
    RevisionError,
    RevisionNotFound,
)
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import bases_of_branch, parse_range, resolve
from sqlcompile.project.revision import Revision


def revision(name, down=(), depends_on=(), labels=()):
    return Revision(name, tuple(down), tuple(depends_on), tuple(labels), Path(f"{name}.py"), name, 1, True)


FORK = RevisionGraph(
    [
        revision("r0"),
        revision("p", ["r0"]),
        revision("a1", ["p"], labels=["billing"]),
        revision("a2", ["a1"]),
        revision("b1", ["p"], labels=["shipping"]),
        revision("b2", ["b1"]),
    ]
)
LINE = RevisionGraph([revision("ae10"), revision("ae20", ["ae10"]), revision("be10", ["ae20"])])
DIAMOND = RevisionGraph(
    [
        revision("r"),
        revision("a", ["r"]),
        revision("b", ["r"]),
        revision("m", ["a", "b"]),
        revision("n", ["m"]),
    ]
)
TWO = RevisionGraph(
    [
        revision("x1", labels=["x"]),
        revision("x2", ["x1"]),
        revision("y1", labels=["y"]),
        revision("y2", ["y1"], ["x1"]),
    ]
)
HYPHENS = RevisionGraph(
    [
        revision("2024-01-a"),
        revision("2024-10", ["2024-01-a"]),
        revision("v1", ["2024-10"]),
        revision("v1-1", ["v1"]),
    ]
)


@pytest.mark.parametrize(
    ("graph", "text", "ids"),
    [
        (LINE, "ae10", ("ae10",)),
        (LINE, "b", ("be10",)),
        (LINE, "head", ("be10",)),
        (LINE, "heads", ("be10",)),
        (LINE, "base", ()),
        (LINE, "head-1", ("ae20",)),
        (LINE, "head-3", ()),
        (LINE, "base+2", ("ae20",)),
        (LINE, "ae10+1", ("ae20",)),
        (LINE, "be-2", ("ae10",)),
        (LINE, "+2", ("ae20",)),
        (LINE, "ae20@head", ("be10",)),
        (LINE, "be10, ae10", ("ae10", "be10")),
        (RevisionGraph([]), "head", ()),
        (FORK, "heads", ("a2", "b2")),
        (FORK, "billing", ("a1",)),
        (FORK, "billing@head", ("a2",)),
        (FORK, "billing@heads", ("a2",)),
        (FORK, "b1@head", ("b2",)),
        (FORK, "r0@heads", ("a2", "b2")),
        (FORK, "billing@base", ()),
        (FORK, "billing@base+3", ("a1",)),
        (FORK, "billing@+3", ("a1",)),
        (FORK, "billing@head-1", ("a1",)),
        (FORK, "billing@p", ("p",)),
        (FORK, "billing@a2", ("a2",)),
        (FORK, "billing@a", None),
        (FORK, "billing+1", ("a2",)),
        (FORK, "r0@p", ("p",)),
        (FORK, "a2-2", ("p",)),
        (FORK, "a2,b1", ("a2", "b1")),
        (DIAMOND, "m-1", ("a", "b")),
        (DIAMOND, "head-2", ("a", "b")),
        (DIAMOND, "a+2", ("n",)),
        (TWO, "x@heads", ("x2",)),
        (TWO, "y@+1", ("y1",)),
        (HYPHENS, "2024-10", ("2024-10",)),
        (HYPHENS, "2024-1", ("2024-10",)),
        (HYPHENS, "v1-1", ("v1-1",)),
        (HYPHENS, "v1-2", ("2024-01-a",)),
        (HYPHENS, "2024-10-1", ("2024-01-a",)),
    ],
)
def test_names(graph, text, ids):
    if ids is None:
        with pytest.raises(AmbiguousRevision):
            resolve(graph, text)
    else:
        assert resolve(graph, text) == ids


@pytest.mark.parametrize(
    ("graph", "state", "text", "ids"),
    [
        (LINE, {"ae20"}, "+1", ("be10",)),
        (LINE, {"ae20"}, "-1", ("ae10",)),
        (LINE, {"ae20"}, "-2", ()),
        (LINE, {"ae20"}, "+0", ("ae20",)),
        (LINE, set(), "+1", ("ae10",)),
        (FORK, {"p"}, "billing@+1", ("a1",)),
        (FORK, {"a1"}, "shipping@+1", ("b1",)),
        (FORK, {"a2", "b1"}, "shipping@+1", ("b2",)),
        (FORK, {"a2", "b2"}, "shipping@-1", ("b1",)),
        (FORK, {"a1"}, "+1", ("a2",)),
        (TWO, {"y2"}, "x@+1", ("x2",)),
        (TWO, {"x2"}, "y@+2", ("y2",)),
    ],
)
def test_counts_from_a_state(graph, state, text, ids):
    assert resolve(graph, text, relative_to=frozenset(state)) == ids


@pytest.mark.parametrize(
    ("graph", "text", "error", "message"),
    [
        (LINE, "ae11", RevisionNotFound, 'No revision is named "ae11".'),
        (LINE, "ae", AmbiguousRevision, '"ae" is the beginning of several revisions: ae10, ae20.'),
        (LINE, "current", InvalidRange, '"current" is a question to a database, and here none is asked.'),
        (LINE, "shop@head", RevisionNotFound, 'No revision is named "shop".'),
        (LINE, "@head", RevisionNotFound, 'No revision is named "@head".'),
        (LINE, "ae10@", RevisionNotFound, 'No revision is named "ae10@".'),
        (LINE, "", InvalidRange, 'A revision is missing in "".'),
        (LINE, "ae10,,be10", InvalidRange, 'A revision is missing in "ae10,,be10".'),
        (LINE, "-1", InvalidRange, '"-1" does not say what it counts back from.'),
        (
            LINE,
            "head+1",
            InvalidRange,
            '"head+1" goes too far: after 0 steps on it is at be10, and nothing follows.',
        ),
        (LINE, "+4", InvalidRange, '"+4" goes too far: after 3 steps on it is at be10, and nothing follows.'),
        (
            LINE,
            "ae20-3",
            InvalidRange,
            '"ae20-3" goes too far: after 2 steps back it is at base, and nothing follows.',
        ),
        (
            LINE,
            "base-1",
            InvalidRange,
            '"base-1" goes too far: after 0 steps back it is at base, and nothing follows.',
        ),
        (FORK, "head", MultipleHeads, '"head" means one revision, but there are 2 heads: a2, b2.'),
        (FORK, "p@head", MultipleHeads, '"p@head" means one revision, but there are 2 heads: a2, b2.'),
        (FORK, "head-1", MultipleHeads, '"head-1" means one revision, but there are 2 heads: a2, b2.'),
        (FORK, "heads-1", InvalidRange, '"heads-1" may go several ways: a2, b2.'),
        (FORK, "+3", InvalidRange, '"+3" may go several ways: a1, b1.'),
        (FORK, "p+1", InvalidRange, '"p+1" may go several ways: a1, b1.'),
        (FORK, "billing@b1", RevisionError, "Revision b1 is not of the branch that stands before the @."),
        (DIAMOND, "m-2", InvalidRange, '"m-2" may go several ways: a, b.'),
        (TWO, "+1", InvalidRange, '"+1" may go several ways: x1, y1.'),
    ],
)
def test_names_that_mean_nothing(graph, text, error, message):
    with pytest.raises(error) as caught:
        resolve(graph, text)
    assert caught.value.message == message
    assert caught.value.hint or text.endswith("@") or text.startswith("@")


def test_the_hint_has_close_matches():
    with pytest.raises(RevisionNotFound) as caught:
        resolve(FORK, "biling@head")
    assert caught.value.hint == "Did you mean billing?"


@pytest.mark.parametrize(
    ("graph", "text", "start", "end"),
    [
        (LINE, "head", (), ("be10",)),
        (LINE, "ae20", (), ("ae20",)),
        (LINE, "+2", (), ("ae20",)),
        (LINE, "ae10:+2", ("ae10",), ("be10",)),
        (LINE, "ae10:", ("ae10",), ("be10",)),
        (LINE, ":ae20", (), ("ae20",)),
        (LINE, ":", (), ("be10",)),
        (LINE, " ae10 : head ", ("ae10",), ("be10",)),
        (LINE, "-1:head", ("ae20",), ("be10",)),
        (LINE, "-3:head", (), ("be10",)),
        (LINE, "+1:head", ("ae10",), ("be10",)),
        (LINE, "head-1:head", ("ae20",), ("be10",)),
        (FORK, "a1,b1:heads", ("a1", "b1"), ("a2", "b2")),
        (FORK, "a1:billing@+1", ("a1",), ("a2",)),
        (FORK, "a1,b1:billing@+1,shipping@+1", ("a1", "b1"), ("a2", "b2")),
        (FORK, "billing@-1:billing@head", ("a1",), ("a2",)),
        (FORK, "base:billing@base", (), ()),
    ],
)
def test_upgrade_ranges(graph, text, start, end):
    assert parse_range(graph, text, default_direction="upgrade") == (start, end)


@pytest.mark.parametrize(
    ("graph", "text", "start", "end"),
    [
        (LINE, "head:base", ("be10",), ()),
        (LINE, "head:-1", ("be10",), ("ae20",)),
        (LINE, "heads:-3", ("be10",), ()),
        (LINE, "be10:", ("be10",), ()),
        (LINE, ":ae10", ("be10",), ("ae10",)),
        (LINE, "head:ae20-1", ("be10",), ("ae10",)),
        (FORK, "heads:billing@base", ("a2", "b2"), ()),
        (FORK, "heads:billing@p", ("a2", "b2"), ("billing@p",)),
        (FORK, "heads:billing@a1", ("a2", "b2"), ("a1",)),
        (FORK, "heads:billing@-2", ("a2", "b2"), ("billing@p",)),
        (FORK, "heads:p", ("a2", "b2"), ("p",)),
        (FORK, "a2:-2", ("a2",), ("a2@p",)),
        (TWO, "heads:x@base", ("x2", "y2"), ("x@base",)),
        (TWO, "heads:x2@base", ("x2", "y2"), ("x2@base",)),
        (TWO, "y2:-2", ("y2",), ("y2@base",)),
        (TWO, "heads:y1-1", ("x2", "y2"), ("y1@base",)),
        (TWO, "heads:base", ("x2", "y2"), ()),
        (DIAMOND, "m:-1", ("m",), ("a", "b")),
    ],
)
def test_downgrade_ranges(graph, text, start, end):
    assert parse_range(graph, text, default_direction="downgrade") == (start, end)


@pytest.mark.parametrize(
    ("graph", "text", "direction", "message"),
    [
        (LINE, "a:b:c", "upgrade", '"a:b:c" has more than one colon.'),
        (LINE, "-1:+1", "upgrade", '"-1:+1" counts each end from the other.'),
        (FORK, "heads:-1", "downgrade", '"-1" may go several ways: a2, b2.'),
        (
            LINE,
            "head:-4",
            "downgrade",
            '"-4" goes too far: after 3 steps back it is at base, and nothing follows.',
        ),
        (
            LINE,
            "ae20:+2",
            "upgrade",
            '"+2" goes too far: after 1 step on it is at be10, and nothing follows.',
        ),
    ],
)
def test_ranges_that_cannot_be(graph, text, direction, message):
    with pytest.raises(InvalidRange) as caught:
        parse_range(graph, text, default_direction=direction)
    assert caught.value.message == message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("graph", "text", "bases"),
    [
        (TWO, "y@base", ("y1",)),
        (TWO, "x2@base", ("x1",)),
        (FORK, "billing@base", ("r0",)),
        (FORK, "base", ()),
        (FORK, "billing@head", ()),
    ],
)
def test_where_a_branch_begins(graph, text, bases):
    assert bases_of_branch(graph, text) == bases


@pytest.mark.parametrize("text", ["-1", "-2", "base", "ae10", "ae20-1"])
def test_a_downgrade_without_a_start_is_from_the_newest(text):
    expected = parse_range(LINE, f"heads:{text}", default_direction="downgrade")
    assert parse_range(LINE, text, default_direction="downgrade") == expected


@pytest.mark.parametrize(
    "text",
    [
        *("+1", "+2", "+3", "billing@+1", "billing@+3", "base+1", "base+2", "billing@base+3"),
        *("billing@head", "b1@head", "p@heads", "r0@head", "billing@p", "billing@b1", "billing@base"),
        *("head", "heads", "head-1", "billing@head-1", "billing", "a1+1", "a2-1"),
    ],
)
@pytest.mark.parametrize("rows", [(), ("p",), ("a1",), ("a2", "b1"), ("a2", "b2")])
def test_peer_upgrades_to_the_same_revisions(text, rows):
    from alembic.script.revision import Revision as Theirs
    from alembic.script.revision import RevisionError as TheirError
    from alembic.script.revision import RevisionMap

    peer = RevisionMap(
        lambda: [
            Theirs(one.id, one.down_revisions or None, branch_labels=one.branch_labels or None)
            for one in FORK.revisions
        ]
    )
    try:
        collected, _ = peer._collect_upgrade_revisions(
            text, rows, inclusive=False, implicit_base=True, assert_relative_length=True
        )
        expected = {one.revision for one in collected}
    except TheirError:
        expected = None
    try:
        ids = resolve(FORK, text, relative_to=frozenset(rows))
        found = FORK.ancestors(ids) - FORK.ancestors(rows)
    except RevisionError:
        found = None
    assert found == expected
