"""The page as text: what a browser is given."""

import base64
import dataclasses
import hashlib
import html
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.diff.formats.as_html import render
from sqlcompile.diff.formats.highlighting import Highlighter
from sqlcompile.diff.formats.markup import anchor, plain, shown
from sqlcompile.diff.model import Look, Part, Reason
from tests.diff import samples

SAMPLES = (samples.across_dialects, samples.across_changes, samples.report, samples.hostile)
VOID = {"meta", "input", "br", "img", "link", "hr"}


class Outline(HTMLParser):
    """Reads a page strictly: what is opened is closed, and nothing else."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.elements = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_is_one_well_formed_file(sample):
    page = render(sample(), Look())
    elements = Outline(page).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in elements:
        assert not {"src", "srcset", "style", "action", "data", "srcdoc"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        href = attributes.get("href", "#?")
        assert href.startswith("#?") or href[1:] in ids, href
        assert attributes.get("aria-labelledby", ids[0]) in ids
    assert [tag for tag, _ in elements].count("script") == [tag for tag, _ in elements].count("style") == 1
    assert page.startswith("<!DOCTYPE html>\n")


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_is_the_same_each_time(sample):
    assert render(sample(), Look()) == render(sample(), Look(width=80, colours=True))


def test_the_policy_names_the_style_and_the_script_and_nothing_else():
    page = render(samples.across_dialects(), Look())
    [policy] = [each["content"] for tag, each in Outline(page).elements if "Content-Security-Policy" in each.values()]
    for tag in ("style", "script"):
        text = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_character_of_a_page_is_unseen():
    page = render(samples.hostile(), Look())
    page.encode()
    unseen = {each for each in page if unicodedata.category(each)[0] in "CZ"} - {"\n", "\t", " "}
    assert unseen == set()
    assert '<span class="u">U+202E</span>' in page
    assert '<span class="u">U+D800</span>' in page
    assert "<bdi>\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd</bdi>" in page


def _original(markup):
    """Return the text that markup shows, as the page's copy button takes it."""
    text = re.sub(r'<span class="u">U\+([0-9A-F]+)</span>', lambda found: chr(int(found[1], 16)), markup)
    return re.sub(
        r"<[^>]*>|&[^;]*;",
        lambda found: html.unescape(found[0]) if found[0].startswith("&") else "",
        text,
    )


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_lost_of_a_text(text):
    assert _original(shown(text)) == text


@given(
    st.sampled_from(["postgres", "mysql", "tsql", "plpgsql", "sql", "", "no such"]),
    st.lists(
        st.sampled_from(
            [
                "SELECT",
                " ",
                "\n",
                "\r\n",
                "'",
                '"',
                "--",
                "/*",
                "*/",
                "$$",
                "1",
                "\x00",
                "\u202e",
                "<b>",
                "&amp;",
                "\u05d0",
                ";",
                "`",
                "[",
                "NULL",
            ]
        )
    ).map("".join),
)
def test_nothing_is_lost_of_a_statement(syntax, text):
    assert _original(Highlighter().markup(syntax, text)) == text


def test_words_of_sql_are_highlighted_by_their_syntax():
    markup = Highlighter().markup
    assert markup("postgres", "SELECT NULL") == '<span class="kw">SELECT NULL</span>'
    assert markup("mysql", "SELECT 'a' -- b") == (
        '<span class="kw">SELECT</span> <span class="st">&#x27;a&#x27;</span> <span class="co">-- b</span>'
    )
    assert markup("no such syntax", "SELECT 1") == markup("", "SELECT 1") == "SELECT 1"


def test_a_text_is_highlighted_once():
    highlighter = Highlighter()
    first = highlighter.markup("postgres", "SELECT 1")
    assert highlighter.markup("postgres", "SELECT 1") is first


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_other_texts_have_other_anchors_that_need_no_escape(left, right):
    assert re.fullmatch(r"[A-Za-z0-9_~.-]*", anchor(left))
    assert (anchor(left) == anchor(right)) == (left == right)


def test_what_stands_in_an_attribute_cannot_leave_it():
    assert plain("\"'><\u202e\x00") == "&quot;&#x27;&gt;&lt;U+202EU+0000"


def test_ids_stay_apart_by_scope_and_direction():
    parts = [
        Part("a", "", "upgrade", ()),
        Part("a", "", "downgrade", ()),
        Part("a", "", "upgrade", (), "mysql"),
        Part("a", "", "upgrade", ()),
        Part("a@mysql", "", "upgrade", ()),
        Part("a/1 \u00e4", "", "upgrade", ()),
    ]
    page = render(dataclasses.replace(samples.across_dialects(), parts=tuple(parts)), Look())
    assert re.findall(r'<section class="part" id="([^"]*)"', page) == [
        "rev-a",
        "rev-a:down",
        "rev-a@mysql",
        "rev-a:2",
        "rev-a~40.mysql",
        "rev-a~2f.1~20.~e4.",
    ]


def test_an_empty_range_says_so():
    page = render(dataclasses.replace(samples.report(), parts=()), Look())
    assert "There are no revisions in this range." in page


def test_a_report_has_no_classes():
    page = render(samples.report(), Look())
    body = page.partition("<body>")[2]
    assert not re.search(r'class="[^"]*(badge|tone)', body)
    assert ">Statements<" in body
    assert "<h1>What is applied</h1>" in body


def test_the_only_column_is_not_named_again_and_again():
    sample = samples.report()
    assert '<p class="who">' in render(sample, Look())
    rows = [tuple(dataclasses.replace(row, cells=row.cells[:1]) for row in part.rows) for part in sample.parts]
    parts = tuple(dataclasses.replace(part, rows=held) for part, held in zip(sample.parts, rows, strict=True))
    alone = dataclasses.replace(sample, columns=sample.columns[:1], parts=parts)
    assert '<p class="who">' not in render(alone, Look())


def test_a_revision_that_is_the_same_as_a_whole_is_folded():
    sample = samples.across_changes()
    part = Part("a1", "one", "upgrade", (), kind="same")
    page = render(dataclasses.replace(sample, parts=(part,)), Look())
    assert "The same statements in all columns." in page
    assert page.count("<details open") == 1  # that of the contents
    other = dataclasses.replace(sample, parts=(dataclasses.replace(part, kind="new"),))
    assert render(other, Look()).count("<details open") == 2


def test_what_is_different_everywhere_is_said_once_for_several_columns():
    sample = samples.across_dialects()
    first, second, third, *_ = sample.columns
    general = tuple(Reason("transaction", column.title, "all or nothing", "each alone") for column in (second, third))
    page = render(dataclasses.replace(sample, general=general), Look())
    assert page.count("all or nothing") == 1
    assert f"<dt>{second.title}, {third.title}</dt>" in page
    assert f"<dt>{first.title}</dt>" in page


def test_the_page_of_a_long_history_stays_small():
    assert len(render(samples.large(), Look())) < 15_000_000
