"""The drawing of a history: golden ones, and any history by what its lines say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.project.drawing import continued, drawn


def draw(parents, names=None):
    """Return the lines of a drawing of ids and their parents, the newest first."""
    return [f"{margin:<6}{name or ''}".rstrip() for margin, name in drawn(names or [*parents], parents.__getitem__)]


DRAWINGS = {
    "none": ({}, []),
    "line": ({"c": "b", "b": "a", "a": ""}, ["*     c", "*     b", "*     a"]),
    "branch and merge": (
        {"m": "bd", "d": "c", "c": "a", "b": "a", "a": ""},
        ["*     m", "+-.", "| *   d", "| *   c", "* |   b", "+-'", "*     a"],
    ),
    "two histories": ({"b": "", "a": ""}, ["*     b", "", "*     a"]),
    "heads": ({"d": "a", "c": "a", "b": "a", "a": ""}, ["*     d", "| *   c", "+-'", "| *   b", "+-'", "*     a"]),
    "merge of three": (
        {"m": "abc", "c": "r", "b": "r", "a": "r", "r": ""},
        ["*     m", "+-.-.", "| | * c", "| * | b", "| +-'", "* |   a", "+-'", "*     r"],
    ),
    "across a line": (
        {"d": "c", "e": "b", "f": "a", "c": "", "b": "", "a": ""},
        ["*     d", "| *   e", "| | * f", "* | | c", "  * | b", "    * a"],
    ),
}


@pytest.mark.parametrize(("parents", "lines"), DRAWINGS.values(), ids=DRAWINGS)
def test_drawings(parents, lines):
    assert draw(parents) == lines


def test_a_lane_is_used_again_behind_a_gap():
    parents = {"z": "y", "y": "", "x": "w", "w": "", "v": ""}
    assert draw(parents) == ["*     z", "*     y", "", "*     x", "*     w", "", "*     v"]


def test_a_line_across_another():
    parents = {"e": "b", "d": "a", "c": "b", "b": "a", "a": ""}
    assert draw(parents) == ["*     e", "| *   d", "| | * c", "+-|-'", "* |   b", "+-'", "*     a"]


def test_parents_that_are_left_out_are_not_drawn():
    assert draw({"c": "b", "b": "a"}, ["c", "b"]) == ["*     c", "*     b"]


def test_further_lines_of_a_revision():
    assert continued("| * |", goes_on=True) == "| | |"
    assert continued("| * |", goes_on=False) == "|   |"


@st.composite
def histories(draw):
    count = draw(st.integers(0, 14))
    older = [draw(st.sets(st.sampled_from(range(place)), max_size=3)) if place else set() for place in range(count)]
    return {str(place): tuple(map(str, sorted(older[place]))) for place in reversed(range(count))}


def followed(rows):
    """Return for each revision those that its lines lead to, as an eye follows them."""
    found = {name: set() for _, name in rows if name is not None}
    lanes, current = {}, 0
    for margin, name in rows:
        marks = {place // 2: mark for place, mark in enumerate(margin) if place % 2 == 0 and mark not in " -"}
        lanes = {place: sources for place, sources in lanes.items() if place in marks}
        if name is not None:
            assert "-" not in margin
            (current,) = [place for place, mark in marks.items() if mark == "*"]
            for source in lanes.get(current, ()):
                found[source].add(name)
            lanes[current] = {name}
        elif "-" in margin:
            others = {place for place, mark in marks.items() if mark != "|"} - {current}
            (own,) = lanes[current]
            for place in others:
                if marks[place] == "'":
                    lanes[current] |= lanes.pop(place)
                else:
                    lanes.setdefault(place, set()).add(own)
            if marks[current] == "'":
                del lanes[current]
        assert {place for place, mark in marks.items() if mark != "'"} == set(lanes)
    return found


@given(histories())
def test_the_lines_lead_to_all_parents_and_to_nothing_else(parents):
    rows = list(drawn([*parents], parents.__getitem__))
    assert [name for _, name in rows if name is not None] == [*parents]
    assert followed(rows) == {name: set(above) for name, above in parents.items()}


@pytest.mark.parametrize("step", [1, 1000], ids=["line", "star"])
def test_the_drawing_is_as_wide_as_the_history_is(step):
    parents = {str(place): (str(max(place - step, 0)),) if place else () for place in reversed(range(1000))}
    margins = [margin for margin, _ in drawn([*parents], parents.__getitem__)]
    assert max(map(len, margins)) <= 3
    assert len(margins) < 2000
