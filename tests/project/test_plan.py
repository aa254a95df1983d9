"""The plan's steps and version rows, by table, by property, and beside online Alembic."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sqlcompile.errors import InvalidRange
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import VersionMove, plan_downgrade, plan_stamp, plan_upgrade
from sqlcompile.project.revision import Revision


def revision(name, down=(), depends_on=(), labels=()):
    return Revision(name, tuple(down), tuple(depends_on), tuple(labels), Path(f"{name}.py"), name, 1, True)


FORK = RevisionGraph(
    [
        revision("r0"),
        revision("p", ["r0"]),
        revision("a1", ["p"], labels=["A"]),
        revision("a2", ["a1"]),
        revision("b1", ["p"], labels=["B"]),
        revision("b2", ["b1"]),
    ]
)
DIAMOND = RevisionGraph(
    [
        revision("r"),
        revision("a", ["r"]),
        revision("b", ["r"]),
        revision("b2", ["b"]),
        revision("m", ["a", "b2"]),
        revision("n", ["m"]),
    ]
)
DEPENDENT = RevisionGraph(
    [
        revision("a1", labels=["A"]),
        revision("a2", ["a1"]),
        revision("a3", ["a2"]),
        revision("b1", labels=["B"]),
        revision("b2", ["b1"], ["a2"]),
        revision("b3", ["b2"]),
    ]
)
REDUNDANT = RevisionGraph(
    [
        revision("base0"),
        revision("a", ["base0"]),
        revision("b", ["base0"], ["a"]),
        revision("c", ["base0"]),
        revision("m", ["a", "b", "c"]),
    ]
)


def upgrade(graph, text):
    return plan_upgrade(graph, *parse_range(graph, text, default_direction="upgrade"))


def downgrade(graph, text):
    return plan_downgrade(graph, *parse_range(graph, text, default_direction="downgrade"))


def names(plan):
    return [step.revision.id for step in plan.steps]


@pytest.mark.parametrize(
    ("graph", "text", "steps", "end"),
    [
        (FORK, "heads", ["r0", "p", "a1", "a2", "b1", "b2"], ("a2", "b2")),
        (FORK, "A@head", ["r0", "p", "a1", "a2"], ("a2",)),
        (FORK, "a1:heads", ["a2", "b1", "b2"], ("a2", "b2")),
        (FORK, "a1,b1:heads", ["a2", "b2"], ("a2", "b2")),
        (FORK, "a1,b1:a2", ["a2"], ("a2", "b1")),
        (FORK, "a1:a1,b1", ["b1"], ("a1", "b1")),
        (FORK, "a2:a2", [], ("a2",)),
        (FORK, "base:base", [], ()),
        (FORK, "heads:a2", [], ("a2", "b2")),
        (FORK, "a2,a1:heads", ["b1", "b2"], ("a2", "b2")),
        (DIAMOND, "head", ["r", "a", "b", "b2", "m", "n"], ("n",)),
        (DIAMOND, "a:m", ["b", "b2", "m"], ("m",)),
        (DIAMOND, "m-1", ["r", "a", "b", "b2"], ("a", "b2")),
        (DEPENDENT, "B@head", ["a1", "a2", "b1", "b2", "b3"], ("b3",)),
        (DEPENDENT, "b3:heads", ["a3"], ("a3", "b3")),
        (DEPENDENT, "b3:A@+1", ["a3"], ("a3", "b3")),
        (DEPENDENT, "a3:heads", ["b1", "b2", "b3"], ("a3", "b3")),
        (RevisionGraph([]), "head", [], ()),
    ],
)
def test_upgrade(graph, text, steps, end):
    plan = upgrade(graph, text)
    assert (names(plan), plan.end) == (steps, end)
    assert all(step.upgrade for step in plan.steps)


@pytest.mark.parametrize(
    ("graph", "text", "steps", "end"),
    [
        (FORK, "heads:base", ["b2", "b1", "a2", "a1", "p", "r0"], ()),
        (FORK, "heads:A@base", ["b2", "b1", "a2", "a1", "p", "r0"], ()),
        (FORK, "heads:p", ["b2", "b1", "a2", "a1"], ("p",)),
        (FORK, "heads:A@p", ["a2", "a1"], ("b2",)),
        (FORK, "heads:A@-2", ["a2", "a1"], ("b2",)),
        (FORK, "heads:a1", ["a2"], ("a1", "b2")),
        (FORK, "heads:a1,b1", ["b2", "a2"], ("a1", "b1")),
        (FORK, "heads:a2-2", ["b2", "b1", "a2", "a1"], ("p",)),
        (FORK, "a2:-2", ["a2", "a1"], ("p",)),
        (FORK, "a2:a2", [], ("a2",)),
        (FORK, "heads:a2", [], ("a2", "b2")),
        (FORK, "base:base", [], ()),
        (DIAMOND, "head:-1", ["n"], ("m",)),
        (DIAMOND, "m:-1", ["m"], ("a", "b2")),
        (DIAMOND, "head:a", ["n", "m"], ("a", "b2")),
        (DIAMOND, "head:b", ["n", "m", "b2"], ("a", "b")),
        (DEPENDENT, "heads:a2", ["a3"], ("b3",)),
        (DEPENDENT, "heads:a1", ["b3", "b2", "a3", "a2"], ("a1", "b1")),
        (DEPENDENT, "heads:A@base", ["b3", "b2", "a3", "a2", "a1"], ("b1",)),
        (DEPENDENT, "heads:B@base", ["b3", "b2", "b1"], ("a3",)),
        (DEPENDENT, "b3:-3", ["b3", "b2", "b1"], ("a2",)),
        (DEPENDENT, "heads:b1-1", ["b3", "b2", "b1"], ("a3",)),
    ],
)
def test_downgrade(graph, text, steps, end):
    plan = downgrade(graph, text)
    assert (names(plan), plan.end) == (steps, end)
    assert not any(step.upgrade for step in plan.steps)


def test_the_replay_is_what_is_there_before_the_first_step():
    assert [one.id for one in upgrade(FORK, "a1:a2").replay] == ["r0", "p", "a1"]
    assert [one.id for one in downgrade(FORK, "a2:p").replay] == ["r0", "p", "a1", "a2"]
    assert upgrade(FORK, "a1:a2").start == ("a1",)


def test_moves_of_a_merge():
    up = {step.revision.id: step.move for step in upgrade(DIAMOND, "head").steps}
    assert up["r"] == VersionMove(inserted=("r",))
    assert up["a"] == VersionMove(updated=("r", "a"))
    assert up["b"] == VersionMove(inserted=("b",))
    assert up["m"] == VersionMove(deleted=("b2",), updated=("a", "m"))
    down = {step.revision.id: step.move for step in downgrade(DIAMOND, "head:base").steps}
    assert down["m"] == VersionMove(updated=("m", "a"), inserted=("b2",))
    assert down["b"] == VersionMove(deleted=("b",))
    assert down["a"] == VersionMove(updated=("a", "r"))
    assert down["r"] == VersionMove(deleted=("r",))


def test_an_update_prefers_the_row_that_is_followed():
    graph = RevisionGraph([revision("a"), revision("z"), revision("z1", ["z"], ["a"])])
    assert upgrade(graph, "z1").steps[-1].move == VersionMove(deleted=("a",), updated=("z", "z1"))
    assert downgrade(graph, "z1:z").steps[0].move == VersionMove(updated=("z1", "z"), inserted=("a",))


def test_a_merge_of_a_revision_with_one_that_depends_on_it():
    """Alembic 1.20.1 stops here with a KeyError."""
    plan = upgrade(REDUNDANT, "head")
    assert [(step.revision.id, step.move) for step in plan.steps] == [
        ("base0", VersionMove(inserted=("base0",))),
        ("a", VersionMove(updated=("base0", "a"))),
        ("b", VersionMove(updated=("a", "b"))),
        ("c", VersionMove(inserted=("c",))),
        ("m", VersionMove(deleted=("c",), updated=("b", "m"))),
    ]
    back = downgrade(REDUNDANT, "head:base")
    assert back.steps[0].move == VersionMove(updated=("m", "b"), inserted=("c",))
    assert back.end == ()


@pytest.mark.parametrize(
    ("graph", "start", "end", "move"),
    [
        (FORK, (), ("a2",), VersionMove(inserted=("a2",))),
        (FORK, ("a1",), ("a2",), VersionMove(updated=("a1", "a2"))),
        (FORK, ("a1", "b1"), ("a2",), VersionMove(updated=("a1", "a2"))),
        (FORK, ("a2", "b2"), ("p",), VersionMove(deleted=("b2",), updated=("a2", "p"))),
        (FORK, ("a2", "b2"), (), VersionMove(deleted=("a2", "b2"))),
        (FORK, ("a1",), ("b1",), VersionMove(inserted=("b1",))),
        (FORK, ("p",), ("a1", "b1"), VersionMove(updated=("p", "a1"), inserted=("b1",))),
        (FORK, ("a2",), ("a2",), VersionMove()),
        (DIAMOND, ("a", "b2"), ("m",), VersionMove(deleted=("b2",), updated=("a", "m"))),
        (DEPENDENT, ("a3", "b3"), ("B@base",), VersionMove(deleted=("b3",))),
    ],
)
def test_stamp(graph, start, end, move):
    assert plan_stamp(graph, start, end) == move


@pytest.mark.parametrize(
    ("plan", "graph", "text", "message"),
    [
        (upgrade, FORK, "a2:a1", "There is nothing to upgrade from a2 to a1: it is applied already."),
        (upgrade, FORK, "a2:base", "There is nothing to upgrade from a2 to base: it is applied already."),
        (upgrade, DEPENDENT, "b3:a2", "There is nothing to upgrade from b3 to a2: it is applied already."),
        (upgrade, FORK, "a1:b2", "b2 does not follow a1."),
        (upgrade, DEPENDENT, "a3:b1", "b1 does not follow a3."),
        (downgrade, FORK, "a1:a2", "a2 is not applied at a1, so nothing can go back to it."),
        (downgrade, FORK, "base:a2", "a2 is not applied at base, so nothing can go back to it."),
        (downgrade, FORK, "heads:p,a1", "a1 follows another end of this downgrade, which takes it back."),
        (downgrade, DEPENDENT, "b3:a2", "Nothing follows a2 at b3: there is nothing to take back."),
    ],
)
def test_ranges_that_cannot_be_walked(plan, graph, text, message):
    with pytest.raises(InvalidRange) as caught:
        plan(graph, text)
    assert caught.value.message == message
    assert caught.value.hint


def test_the_hints_name_the_range_that_would_do():
    with pytest.raises(InvalidRange) as caught:
        upgrade(FORK, "a2:a1")
    assert caught.value.hint == "To take revisions back, use `sqlcompile downgrade a2:a1`."
    with pytest.raises(InvalidRange) as caught:
        upgrade(FORK, "a1:b2")
    assert caught.value.hint == "To begin another branch, keep the first one: a1:a1,b2."


@st.composite
def histories(draw, *, largest=9):
    """Revisions with forks, merges, several bases and dependencies; ids do not follow the order."""
    ids = draw(st.permutations([f"{letter}{number}" for letter in "xyz" for number in range(3)]))
    revisions = []
    for index in range(draw(st.integers(1, largest))):
        earlier = ids[:index]
        down = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        depends = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        if draw(st.integers(0, 2)):
            depends = []
        revisions.append(revision(ids[index], down, depends))
    return revisions


def rows_along(plan):
    """The version rows before the first step and after each."""
    rows = [frozenset(plan.start)]
    for step in plan.steps:
        move = step.move
        assert rows[-1].issuperset(move.removed)
        assert rows[-1].isdisjoint(move.added)
        rows.append(move.apply(rows[-1]))
    assert rows[-1] == frozenset(plan.end)
    return rows


@given(histories())
def test_rows_are_the_newest_of_the_applied(revisions):
    graph = RevisionGraph(revisions)
    plan = upgrade(graph, "heads")
    applied = set()
    for step, rows in zip(plan.steps, rows_along(plan)[1:], strict=True):
        applied.add(step.revision.id)
        required = {name for one in applied for name in graph.requirements(one)}
        assert rows == applied - required


@given(histories(), st.data())
def test_down_returns_the_way_it_came(revisions, data):
    graph = RevisionGraph(revisions)
    start = data.draw(st.sampled_from([(), *[(one.id,) for one in graph.revisions]]))
    end = graph.sorted((*start, *graph.heads))
    up = plan_upgrade(graph, start, end)
    everything = plan_downgrade(graph, graph.heads, ())
    down = everything.steps[: len(up.steps)]
    if not start:
        assert [step.revision for step in down] == [step.revision for step in up.steps][::-1]
        assert rows_along(everything) == rows_along(up)[::-1]
    assert everything.end == ()


@given(histories(), st.data())
def test_a_downgrade_keeps_what_does_not_follow(revisions, data):
    graph = RevisionGraph(revisions)
    target = data.draw(st.sampled_from([one.id for one in graph.revisions]))
    try:
        plan = plan_downgrade(graph, graph.heads, (target,))
    except InvalidRange:
        assert not graph.children(target)
        return
    rows_along(plan)
    left = graph.ancestors(plan.end)
    assert target in left
    assert left.isdisjoint(names(plan))
    assert left | set(names(plan)) == {one.id for one in graph.revisions}
    assert set(names(plan)) == graph.descendants(graph.children(target))


class Peer:
    """Alembic's own revision map and bookkeeping over a version table in an SQLite in memory."""

    def __init__(self, revisions):
        import sqlalchemy as sa
        from alembic.runtime.migration import HeadMaintainer, MigrationContext
        from alembic.script import revision as alembic_revision

        self.map = alembic_revision.RevisionMap(
            lambda: [
                alembic_revision.Revision(
                    one.id,
                    one.down_revisions or None,
                    dependencies=one.depends_on or None,
                    branch_labels=one.branch_labels or None,
                )
                for one in revisions
            ]
        )
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        self.connection = self.engine.connect()
        self.context = MigrationContext.configure(self.connection)
        self.context._ensure_version_table()
        self.maintainer = HeadMaintainer(self.context, ())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.engine.dispose()

    def run(self, step):
        from alembic.runtime.migration import RevisionStep

        theirs = self.map.get_revision(step.revision.id)
        theirs.module = SimpleNamespace(upgrade=None, downgrade=None)
        self.maintainer.update_to_step(RevisionStep(self.map, theirs, step.upgrade))
        return frozenset(self.context.get_current_heads())

    def remaining(self, rows):
        """What `alembic upgrade heads` would run on a database with these rows."""
        collected, _ = self.map._collect_upgrade_revisions(
            "heads", tuple(rows), inclusive=False, implicit_base=True, assert_relative_length=False
        )
        return {one.revision for one in collected}

    def taken_back(self, rows, target):
        """What `alembic downgrade` would take back."""
        collected, _ = self.map._collect_downgrade_revisions(
            tuple(rows), target, inclusive=False, implicit_base=False, assert_relative_length=False
        )
        return {one.revision for one in collected}


def has_redundant_requirement(graph):
    """Whether some revision requires what another of its requirements requires already.

    There Alembic's bookkeeping differs: it takes such a requirement for a row of its own. On the way up it
    stops with a KeyError; on the way down it writes the row beside the one that implies it. It plans on
    from our rows all the same, as ``test_peer_goes_on_from_the_rows_of_every_step`` shows.
    """
    return any(
        name != other and name in graph.ancestors((other,))
        for one in graph.revisions
        for name in graph.requirements(one.id)
        for other in graph.requirements(one.id)
    )


@settings(deadline=None)
@given(histories(), st.data())
def test_peer_rows_on_the_way_up_and_down(revisions, data):
    graph = RevisionGraph(revisions)
    assume(not has_redundant_requirement(graph))
    target = data.draw(st.sampled_from(["base", *(one.id for one in graph.revisions if graph.children(one.id))]))
    with Peer(revisions) as peer:
        back = downgrade(graph, f"heads:{target}")
        again = plan_upgrade(graph, back.end, graph.heads) if back.steps else back
        for plan in (upgrade(graph, "heads"), back, again):
            for step, rows in zip(plan.steps, rows_along(plan)[1:], strict=True):
                assert peer.run(step) == rows


def test_peer_stops_at_a_redundant_requirement():
    """The day this fails, Alembic has mended it, and the test above can drop its assumption."""
    with Peer(REDUNDANT.revisions) as peer:
        *steps, merge = upgrade(REDUNDANT, "head").steps
        for step in steps:
            peer.run(step)
        with pytest.raises(KeyError):
            peer.run(merge)


@settings(deadline=None)
@given(histories())
def test_peer_goes_on_from_the_rows_of_every_step(revisions):
    graph = RevisionGraph(revisions)
    plan = upgrade(graph, "heads")
    with Peer(revisions) as peer:
        left = names(plan)
        for index, rows in enumerate(rows_along(plan)):
            assert peer.remaining(rows) == set(left[index:])


@settings(deadline=None)
@given(histories(), st.data())
def test_peer_takes_the_same_revisions_back(revisions, data):
    graph = RevisionGraph(revisions)
    target = data.draw(st.sampled_from([one.id for one in graph.revisions if graph.children(one.id)] or [()]))
    plan = plan_downgrade(graph, graph.heads, (target,) if target else ())
    with Peer(revisions) as peer:
        assert peer.taken_back(plan.start, target or "base") == set(names(plan))
