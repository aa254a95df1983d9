"""The Markdown: it fits a comment, and nothing of the data is markup in it."""

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from sqlcompile.diff.formats import as_markdown
from sqlcompile.diff.model import Cell, Look, Part, Row
from sqlcompile.diff.telling import text_of
from tests.diff import texts

BAD = pytest.mark.parametrize("diff", texts.DIFFS.values(), ids=texts.DIFFS)


def _tokens(text):
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text):
        yield token
        yield from token.children or ()


@BAD
@pytest.mark.parametrize("long", [as_markdown.LONG, 30_000])
def test_markdown_of_the_data_is_text_and_code(diff, long, monkeypatch):
    monkeypatch.setattr(as_markdown, "LONG", long)  # the hostile diff's operations are longer than is shown
    found = list(_tokens(as_markdown.render(diff, Look())))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in found}
    allowed = {
        "heading", "inline", "text", "code_inline", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "fence",
        "bullet_list", "list_item", "html_block", "strong", "em", "softbreak",
    }  # fmt: skip
    assert kinds <= allowed
    for token in found:
        if token.type == "html_block":
            left = re.sub(r"<code>[^<>]*</code>", "", token.content)
            assert re.fullmatch(r"<details(?: open)?><summary>[\w ,():]*</summary>\n|</details>\n", left), token.content
        elif token.type == "text":
            assert not re.search(r"[@#<>\[\]\\|]|://|www|GH-", token.content), token.content


@BAD
def test_markdown_has_the_statements_in_fences(diff, monkeypatch):
    monkeypatch.setattr(as_markdown, "LONG", 30_000)
    shown = [token.content for token in _tokens(as_markdown.render(diff, Look())) if token.type == "fence"]
    assert shown
    for part in diff.parts:
        for row in part.rows:
            for cell in row.cells:
                if cell.kind not in ("same", "") and cell.statements and part.kind != "changed":
                    assert f"{text_of(cell)}\n" in shown


def test_a_table_of_markdown_keeps_its_cells():
    rows = [
        line
        for line in as_markdown.render(texts.hostile(), Look()).split("\n")
        if line.startswith("| ") and "---" in line
    ]
    assert rows
    html = MarkdownIt("gfm-like", {"linkify": False}).render(as_markdown.render(texts.hostile(), Look()))
    for table in re.findall(r"<table>.*?</table>", html, re.DOTALL):
        counted = {len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
        assert counted in ({5}, {3})


def test_markdown_that_is_too_long_says_what_it_leaves_out():
    text = as_markdown.render(texts.large(100), Look())
    assert 50_000 < len(text) <= as_markdown.LIMIT
    assert "| Database 4 | 100 | 100 | 100 | 0 |" in text
    last = text.rstrip("\n").split("\n")[-1]
    shown = text.count("**`create_table table_")
    assert last == (
        f"**Left out here:** {100 - shown} of 100 under “means something else”, 100 of 100 under “spelled differently, "
        "means the same”. A comment holds 65,536 characters; `--format html`, or `text`, shows all of it."
    )
    assert text.count("<details") == text.count("</details>")


def test_characters_that_count_twice_are_counted_twice():
    wide = "\U0001f418" * 4_000
    rows = tuple(Row(f"t{n}", "", (Cell((wide,)), Cell((f"{n}",), "meaning"))) for n in range(20))
    diff = replace(texts.DIALECTS, columns=texts.DIALECTS.columns[:2], parts=(Part("a", "", "upgrade", rows),))
    text = as_markdown.render(diff, Look())
    assert len(text.encode("utf-16-le")) // 2 <= as_markdown.LIMIT
    assert "Left out here" in text


def test_one_operation_that_is_too_long_does_not_hide_the_others():
    rows = (
        Row("huge", "", (Cell(("A",)), Cell(("x" * 70_000,), "meaning"))),
        Row("small", "", (Cell(("A",)), Cell(("small enough",), "meaning"))),
    )
    diff = replace(texts.DIALECTS, columns=texts.DIALECTS.columns[:2], parts=(Part("a", "", "upgrade", rows),))
    text = as_markdown.render(diff, Look())
    assert "**`huge`** · revision `a`\n\n*Its SQL is too long" in text
    assert "small enough" in text
