"""The graph: its order, its edges, its labels, and what it refuses."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.errors import (
    AmbiguousRevision,
    ConfigError,
    DuplicateRevision,
    MissingParent,
    RevisionCycle,
    RevisionError,
    RevisionNotFound,
)
from sqlcompile.project.graph import RevisionGraph, script_files
from sqlcompile.project.revision import Revision


def revision(name, down=(), depends_on=(), labels=(), path=None):
    path = path or Path(f"{name}.py")
    return Revision(name, tuple(down), tuple(depends_on), tuple(labels), path, name, 7, True)


def order(*revisions):
    return " ".join(one.id for one in RevisionGraph(revisions).revisions)


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        ([], ""),
        ([revision("b", ["a"]), revision("a"), revision("c", ["b"])], "a b c"),
        ([revision("z"), revision("y", ["z"]), revision("a", ["y"])], "z y a"),
        # the branches stand together, the smaller id first
        (
            [
                revision("r"),
                *(revision(f"{b}{n}", [f"{b}{n - 1}" if n else "r"]) for n in (0, 1) for b in "ab"),
            ],
            "r a0 a1 b0 b1",
        ),
        # a merge comes when both sides are there
        ([revision("r"), revision("a", ["r"]), revision("b", ["r"]), revision("m", ["a", "b"])], "r a b m"),
        # what follows goes before what only depends
        ([revision("r"), revision("a", (), ["r"]), revision("s", ["r"])], "r s a"),
        # a dependency comes first, whatever the ids say
        ([revision("a", (), ["z"]), revision("z")], "z a"),
    ],
)
def test_order(revisions, expected):
    assert order(*revisions) == expected
    assert order(*reversed(revisions)) == expected


@st.composite
def histories(draw):
    ids = draw(st.permutations([f"{letter}{number}" for letter in "xyz" for number in range(4)]))
    revisions = []
    for index in range(draw(st.integers(0, 12))):
        some = st.lists(st.sampled_from(ids[:index]), max_size=3) if index else st.just([])
        labels = draw(st.sampled_from([(), (), (f"label-{index}",)]))
        revisions.append(revision(ids[index], draw(some), draw(some), labels))
    return revisions


@given(histories(), st.randoms())
def test_the_order_is_topological_and_its_own(revisions, random):
    graph = RevisionGraph(revisions)
    assert len(graph) == len(revisions)
    for name in (one.id for one in graph.revisions):
        assert all(graph.position(name) > graph.position(required) for required in graph.requirements(name))
    assert [graph.position(one.id) for one in graph.revisions] == list(range(1, len(revisions) + 1))
    random.shuffle(revisions)
    again = RevisionGraph(revisions)
    assert again.revisions == graph.revisions
    assert again.labels == graph.labels
    assert (again.heads, again.bases, again.branch_points) == (graph.heads, graph.bases, graph.branch_points)


@given(histories())
def test_edges_are_turned_round_and_reach_what_they_should(revisions):
    graph = RevisionGraph(revisions)
    everything = {one.id for one in revisions}
    for name in everything:
        assert all(name in graph.parents(child) for child in graph.children(name))
        assert all(name in graph.requirements(one) for one in graph.dependents(name))
        assert graph.descendants([name]) == {one for one in everything if name in graph.ancestors([one])}
    assert graph.ancestors(everything) == everything
    assert graph.maximal(everything) == {name for name in everything if not graph.dependents(name)}
    assert set(graph.heads) == {name for name in everything if not graph.children(name)}
    assert set(graph.bases) == {name for name in everything if not graph.parents(name)}


@given(histories())
def test_peer_heads_bases_and_labels(revisions):
    from alembic.script.revision import Revision as Theirs
    from alembic.script.revision import RevisionMap

    theirs = RevisionMap(
        lambda: [
            Theirs(
                one.id,
                tuple(dict.fromkeys(one.down_revisions)) or None,
                dependencies=tuple(dict.fromkeys(one.depends_on)) or None,
                branch_labels=one.branch_labels or None,
            )
            for one in revisions
        ]
    )
    graph = RevisionGraph(revisions)
    assert set(graph.heads) == set(theirs.heads)
    assert set(graph.bases) == set(theirs.bases)
    for one in revisions:
        labels = {label for label, names in graph.labels.items() if one.id in names}
        # Alembic stops a label also where two depend on a revision; its documentation says branch point
        assert labels >= theirs.get_revision(one.id).branch_labels
        assert labels == theirs.get_revision(one.id).branch_labels or any(one.depends_on for one in revisions)
        assert (one.id in graph.branch_points) == theirs.get_revision(one.id).is_branch_point
        assert graph.is_merge(one.id) == theirs.get_revision(one.id).is_merge_point


def test_lookups():
    graph = RevisionGraph([revision("ae10"), revision("ae20", ["ae10"]), revision("be10", ["ae10"])])
    assert graph["ae20"].id == "ae20"
    assert "ae20" in graph
    assert "ae2" not in graph
    assert graph.children("ae10") == ("ae20", "be10")
    assert graph.lineage("ae20") == {"ae10", "ae20"}
    assert graph.beginning_with("ae") == ("ae10", "ae20")
    assert graph.branch_points == ("ae10",)
    with pytest.raises(RevisionNotFound) as caught:
        graph["ae21"]
    assert "ae20" in caught.value.hint


def test_a_dependency_is_an_id_a_label_or_the_beginning_of_an_id():
    graph = RevisionGraph(
        [
            revision("ae1027"),
            revision("b1", labels=["billing"]),
            revision("b2", ["b1"]),
            revision("c1", ["ae1027"], ["billing", "ae1027", "b2"]),
            revision("d1", (), ["ae1"]),
        ]
    )
    assert graph.requirements("c1") == ("ae1027", "b1", "b2")
    assert graph.requirements("d1") == ("ae1027",)


def test_a_label_reaches_down_to_the_branch_point():
    graph = RevisionGraph(
        [
            revision("r"),
            revision("a1", ["r"]),
            revision("a2", ["a1"], labels=["billing"]),
            revision("a3", ["a2"]),
            revision("b1", ["r"]),
            revision("m", ["a3", "b1"]),
            revision("n", ["m"], labels=["after"]),
        ]
    )
    assert graph.labels == {"billing": {"a1", "a2", "a3", "m", "n"}, "after": {"n"}}
    assert graph.carrier("billing") == "a2"
    assert graph.carrier("shipping") is None


def test_two_scripts_with_one_id():
    with pytest.raises(DuplicateRevision, match=r'"a" is in two scripts: one\.py and two\.py'):
        RevisionGraph([revision("a", path=Path("two.py")), revision("a", path=Path("one.py"))])


def test_a_parent_that_is_not_there():
    with pytest.raises(MissingParent) as caught:
        RevisionGraph([revision("ae1027"), revision("b", ["ae1028"])])
    assert caught.value.message == 'Revision "b" has down_revision "ae1028", which no script has.'
    assert caught.value.hint == "Did you mean ae1027?"
    assert str(caught.value.location) == "b.py:7"


def test_a_dependency_that_is_not_there():
    with pytest.raises(MissingParent, match=r'has depends_on "shipping"'):
        RevisionGraph([revision("a", (), ["shipping"])])


def test_a_dependency_that_is_ambiguous():
    with pytest.raises(AmbiguousRevision, match=r'"ae" is the beginning of several revisions: ae1, ae2') as caught:
        RevisionGraph([revision("ae1"), revision("ae2"), revision("b", (), ["ae"])])
    assert str(caught.value.location) == "b.py:7"


@pytest.mark.parametrize(
    ("revisions", "cycle"),
    [
        ([revision("a", ["a"])], ("a", "a")),
        (
            [revision("b", ["a"]), revision("a", ["c"]), revision("c", ["b"]), revision("d", ["c"])],
            ("a", "b", "c", "a"),
        ),
        ([revision("r"), revision("a", ["r"], ["b"]), revision("b", ["a"])], ("a", "b", "a")),
        ([revision("a", labels=["x"], depends_on=["x"])], ("a", "a")),
    ],
)
def test_cycles(revisions, cycle):
    for given_order in (revisions, revisions[::-1]):
        with pytest.raises(RevisionCycle) as caught:
            RevisionGraph(given_order)
        assert caught.value.cycle == cycle
        assert str(caught.value.location) == f"{cycle[0]}.py:7"


def test_labels_that_are_taken():
    with pytest.raises(RevisionError, match='"x" of revision b is already a label of revision a'):
        RevisionGraph([revision("a", labels=["x"]), revision("b", labels=["x"])])
    with pytest.raises(RevisionError, match='"a" of revision b is already revision a\'s own id'):
        RevisionGraph([revision("a"), revision("b", labels=["a"])])


def test_a_deep_history_does_not_recurse():
    chain = [revision("r0"), *(revision(f"r{n}", [f"r{n - 1}"]) for n in range(1, 3000))]
    graph = RevisionGraph(chain)
    assert graph.heads == ("r2999",)
    assert len(graph.ancestors(graph.heads)) == 3000
    chain[0] = revision("r0", ["r2999"])
    with pytest.raises(RevisionCycle):
        RevisionGraph(chain)


SCRIPT = "revision = {!r}\ndown_revision = {!r}\ndef upgrade(): pass\n"


def test_scripts_of_folders(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second, second / "old", second / "__pycache__", second / ".hidden"):
        folder.mkdir()
    (first / "a.py").write_text(SCRIPT.format("a", None))
    (second / "b.py").write_text(SCRIPT.format("b", "a"))
    (second / "old" / "c.py").write_text(SCRIPT.format("c", "b"))
    (second / "helper.py").write_text("revisions = 3\n")
    for name in (
        "__init__.py",
        ".#b.py",
        "#b.py",
        "~b.py",
        "b.py~",
        "b.pyc",
        "__pycache__/x.py",
        ".hidden/x.py",
    ):
        (second / name).write_text("revision = ")
    assert [one.id for one in RevisionGraph.from_folders([first, second]).revisions] == ["a", "b"]
    everywhere = RevisionGraph.from_folders([second / "old", first, second], recursive=True)
    assert [one.id for one in everywhere.revisions] == ["a", "b", "c"]
    assert [path.name for path in script_files([first, first])] == ["a.py"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="There is no folder"):
        RevisionGraph.from_folders([tmp_path / "versions"])
