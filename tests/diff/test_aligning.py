"""Which lines stand beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.diff.aligning import aligned, changes, differing

LINES = st.lists(st.sampled_from(["a", "b", "a x", "a y", '"a" z', ""]), max_size=12)


@given(LINES, LINES)
def test_every_line_is_there_once_and_in_order(left, right):
    pairs = aligned(left, right)
    assert [one for one, _ in pairs if one is not None] == list(range(len(left)))
    assert [other for _, other in pairs if other is not None] == list(range(len(right)))
    assert (None, None) not in pairs


@given(LINES, LINES)
def test_changes_lead_from_one_to_the_other(left, right):
    found = list(changes(left, right))
    assert [line for mark, line in found if mark != "+"] == left
    assert [line for mark, line in found if mark != "-"] == right


@given(LINES)
def test_what_is_equal_is_no_change(lines):
    assert {mark for mark, _ in changes(lines, lines)} <= {" "}


def test_lines_that_begin_alike_stand_beside_each_other():
    left = ["CREATE TABLE t (", "  id SERIAL,", "  name TEXT,", "  age INT", ")"]
    right = ["CREATE TABLE t (", "  `id` INT,", "  extra INT,", "  `name` VARCHAR(9),", "  age INT", ")"]
    assert aligned(left, right) == [(0, 0), (1, 1), (None, 2), (2, 3), (3, 4), (4, 5)]


def test_the_words_that_differ():
    left, right = "id SERIAL NOT NULL,", "id INTEGER AUTO NOT NULL,"
    (start, end), (other, stop) = differing(left, right)
    assert (left[start:end], right[other:stop]) == ("SERIAL", "INTEGER AUTO")
    assert differing("same", "same") == ((4, 4), (4, 4))


def test_long_texts_are_aligned_too():
    left = [f"INSERT {n}" for n in range(20_000)]
    right = [f"INSERT {n} x" for n in range(19_990)]
    assert len(aligned(left, right)) == 20_000
