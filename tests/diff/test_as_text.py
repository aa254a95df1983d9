"""The text for a terminal."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from sqlcompile.diff.formats import as_text
from sqlcompile.diff.model import Look
from sqlcompile.project.printable import printable
from tests.diff import texts

BAD = pytest.mark.parametrize("diff", texts.DIFFS.values(), ids=texts.DIFFS)


@BAD
@pytest.mark.parametrize("width", [40, 41, 60, 79, 80, 118, 119, 120, 121, 200, 333])
def test_no_line_of_the_text_is_too_wide(diff, width):
    lines = as_text.render(diff, Look(width)).split("\n")
    assert max(map(cell_len, lines)) <= width


@BAD
@pytest.mark.parametrize("width", [40, 120, 250])
def test_colours_change_nothing_but_colours(diff, width):
    plain, painted = as_text.render(diff, Look(width)), as_text.render(diff, Look(width, colours=True))
    assert painted != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).replace(" ", "") == plain.replace(" ", "")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", painted).split("\n")
    assert [line.rstrip() for line in shown] == [line.rstrip() for line in plain.split("\n")]


def _said(diff):
    """Yield every text of a diff that has to be read, but for the rows that are the same in all columns."""
    yield from (diff.title, diff.range, *diff.notes)
    for part in diff.parts:
        for row in part.rows:
            kinds = {cell.kind for cell in row.cells if cell.kind} or {part.kind}
            if kinds != {"same"}:
                yield from (part.revision, part.message, row.title, row.location)
                for cell in row.cells:
                    yield from (*cell.statements, *cell.proposals, cell.problem, *cell.notes)
                    for reason in cell.reasons:
                        yield from (reason.fact, reason.subject, reason.left, reason.right)


@BAD
@pytest.mark.parametrize("width", [400, 1000])
def test_the_text_has_every_word(diff, width):
    text = re.sub(r"\s", "", as_text.render(diff, Look(width)))
    for said in _said(diff):
        for word in printable(said).split():
            if len(word) < 30:
                assert word in text


@BAD
def test_a_narrow_text_has_every_character_of_the_statements_in_order(diff):
    one_column = [
        replace(part, rows=tuple(replace(row, cells=row.cells[-1:]) for row in part.rows)) for part in diff.parts
    ]
    text = re.sub(
        r"\s", "", as_text.render(replace(diff, columns=diff.columns[-1:], kinds=(), parts=tuple(one_column)), Look(40))
    )
    for part in one_column:
        for row in part.rows:
            assert re.sub(r"\s", "", printable("".join(row.cells[0].statements)).replace("\t", " ")) in text


def test_rows_that_are_the_same_take_a_line():
    assert "same        create_index ix_customer_email  versions/1f0a_customers.py:22\n" in as_text.render(
        texts.DIALECTS, Look(80)
    )


def test_counts_come_from_the_cells_where_the_diff_has_none():
    text = as_text.render(replace(texts.DIALECTS, summary=()), Look(100))
    assert "SQLite 3.40     3         0        1           1" in text
    text = as_text.render(replace(texts.CHANGES, summary=(), parts=(replace(texts.CHANGES.parts[2]),)), Look(100))
    assert "revisions     1    0        0        0" in text


def test_of_a_changed_revision_what_is_equal_takes_a_line():
    text = as_text.render(texts.DIFFS["changes"], Look(90))
    assert "changed  create_table parcel" in text
    rows = tuple(
        replace(row, cells=tuple(replace(cell, kind="") for cell in row.cells)) for row in texts.CHANGES.parts[1].rows
    )
    parts = (replace(texts.CHANGES.parts[1], rows=rows),)
    text = as_text.render(replace(texts.CHANGES, parts=parts), Look(90))
    assert "same     execute  versions/x.py:7\n" in text
    assert "changed  create_table parcel" in text
