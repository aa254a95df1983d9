"""What a squash takes in, and the states from which its stamp starts."""

from __future__ import annotations

from pathlib import Path

from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Revision
from sqlcompile.squashing.bounds import bounds


def graph(**parents):
    """Return a graph of revisions by their parents."""
    return RevisionGraph(
        Revision(name, tuple(below.split()), (), (), Path(f"{name}.py"), "", 1, has_downgrade=True)
        for name, below in parents.items()
    )


def test_the_states_are_those_of_the_other_branches():
    found = bounds(graph(a1="", a2="a1", a3="a2", x1="", x2="x1", y1=""), "a2")
    states, whole = found.states(10)
    assert whole
    assert sorted(states) == [("a2",), ("a2", "x1"), ("a2", "x1", "y1"), ("a2", "x2"), ("a2", "x2", "y1"), ("a2", "y1")]


def test_where_they_are_too_many_all_or_none_of_the_others_count():
    found = bounds(graph(a1="", a2="a1", **{f"x{number}": "" for number in range(9)}), "a2")
    states, whole = found.states(200)
    assert not whole
    assert states == (("a2",), ("a2", *(f"x{number}" for number in range(9))))


def test_what_comes_after_is_no_state_of_it():
    found = bounds(graph(a1="", a2="a1", a3="a2", x1="", m="a3 x1"), "a2")
    assert found.states(10) == ((("a2",), ("a2", "x1")), True)
    assert found.ends == ("m",)


def test_a_head_is_its_own_end():
    assert bounds(graph(a1="", a2="a1", x1=""), "a2").ends == ("a2",)
