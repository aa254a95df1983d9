"""What holds for all formats that are text, and what each gives, as goldens to be read."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sqlcompile.diff.formats import as_json, as_markdown, as_text, as_unified
from sqlcompile.diff.model import Cell, Diff, Look, Part, Reason, Row
from tests.diff import texts

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {"txt": as_text, "diff": as_unified, "json": as_json, "md": as_markdown}
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0041]"
)
BAD = pytest.mark.parametrize("diff", texts.DIFFS.values(), ids=texts.DIFFS)
MADE = [name for name in texts.DIFFS if not name.startswith("hostile")]


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("ending", ["120.txt", "60.txt", "diff", "json", "md"])
def test_goldens(name, ending, request):
    width = int(ending.split(".")[0]) if "." in ending else 80
    text = FORMATS[ending.split(".")[-1]].render(texts.DIFFS[name], Look(width))
    path = GOLDEN / f"{name}.{ending}"
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@BAD
@pytest.mark.parametrize("name", ["txt", "diff", "md"])
@pytest.mark.parametrize("colours", [False, True])
def test_nothing_of_the_data_acts_on_a_terminal(diff, name, colours):
    text = FORMATS[name].render(diff, Look(100, colours))
    assert not ACTING.search(re.sub(r"\x1b\[[0-9;]*m", "", text) if colours and name == "txt" else text)
    assert text.endswith("\n")
    text.encode("utf-8")


def test_a_reason_that_holds_for_many_is_said_once():
    reasons = tuple(Reason("boolean", f"t.c{n}", "BOOLEAN", "BIT") for n in range(300))
    row = Row("create_table t", "", (Cell(("A",)), Cell(("B",), "meaning", reasons)))
    diff = replace(texts.DIALECTS, columns=texts.DIALECTS.columns[:2], parts=(Part("a", "", "upgrade", (row,)),))
    for module in (as_text, as_unified, as_markdown):
        said = re.sub(r"\s+", " ", module.render(diff, Look(100))).replace("`", "")
        assert said.count("BIT in MySQL 8.0") == 2
        assert "300" in said


@pytest.mark.parametrize("name", FORMATS)
def test_a_diff_of_nothing(name):
    text = FORMATS[name].render(Diff("Nothing", "", texts.DIALECTS.columns, texts.DIALECTS.kinds, ()), Look())
    assert "Nothing" in text


def test_a_reason_is_said_once_for_all_columns_that_it_holds_for():
    length = partial(Reason, "text-length", "t.s", "20 characters")
    cells = (Cell(("A;",)), Cell(("A;",), "meaning", (length("any"),)), Cell(("A;",), "meaning", (length("20 bytes"),)))
    columns = (texts.POSTGRESQL, texts.SQLITE, texts.MYSQL)
    part = Part("a1", "one", "upgrade", (Row("create_table t", "", cells),))
    diff = replace(texts.DIALECTS, columns=columns, parts=(part,), summary=(), general=())
    said = "t.s: 20 characters in PostgreSQL 16, but any in SQLite 3.40; 20 bytes in MySQL 8.0"
    text = as_text.render(diff, Look(200))
    assert text.count(f"  text-length: {said}\n") == 1
    assert "--accept FACT" in text
    assert said.replace("t.s", "`t.s`") in as_markdown.render(diff, Look()).replace("`SQLite 3.40`", "SQLite 3.40")


def test_what_is_different_everywhere_is_said_once_for_several_columns():
    general = tuple(Reason("transaction", name, "rolls back", "commits") for name in ("mysql@8.0", "SQLite 3.40"))
    columns = (texts.POSTGRESQL, texts.MYSQL, texts.SQLITE)
    diff = replace(texts.DIALECTS, columns=columns, parts=(), summary=(), general=general)
    said = "transaction: rolls back in PostgreSQL 16, but commits in MySQL 8.0, SQLite 3.40\n"
    for render in (as_text.render, as_unified.render, as_markdown.render):
        assert render(diff, Look(200)).count(said) == 1


def test_an_empty_range_says_so():
    text = as_text.render(replace(texts.DIALECTS, parts=()), Look())
    assert text.endswith("\n\nThere are no revisions in this range.\n")
    assert "Marks:" not in text


def test_markdown_unfolds_what_has_to_be_read():
    row = Row("CREATE TABLE t", "", (Cell(("A;",)), Cell(("B;",))))
    parts = tuple(Part(kind, "", "upgrade", (row,), kind=kind) for kind in ("new", "changed"))
    text = as_markdown.render(replace(texts.CHANGES, parts=parts, notes=()), Look())
    assert "<details open><summary>changed: 1 operation</summary>" in text
    assert "<details><summary>new: 1 operation</summary>" in text


def test_the_lines_of_a_note_stay_apart():
    row = Row("create_table t", "", (Cell(("A;",), notes=("one stands\nfor another",)),))
    part = Part("a1", "", "upgrade", (row,))
    diff = replace(texts.REPORT, columns=(texts.MYSQL,), parts=(part,), notes=())
    assert as_text.render(diff, Look()).endswith("\n  note, MySQL 8.0: one stands; for another\n")
