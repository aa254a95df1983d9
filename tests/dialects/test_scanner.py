"""Quotes, comments and statements of every database's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.dialect.lines import shield_ends, shield_starts, wrapped
from sqlcompile.dialect.load import load_dialect
from sqlcompile.dialect.splitting import split
from sqlcompile.errors import InvalidScript
from tests.projects import DIALECTS

LEXES = {name: load_dialect(name).lexis for name in DIALECTS}
FRAGMENTS = st.sampled_from(
    [
        "'",
        '"',
        "`",
        "[",
        "]",
        "$$",
        "$a$",
        "--",
        "/*",
        "*/",
        "#",
        ";",
        "\\",
        "\n",
        "q'[",
        "]'",
        "e'",
        "E'",
        "N'",
        "x",
        " ",
        "/",
        "BEGIN",
        "END",
        "é",
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=20).map("".join)


def kinds(dialect, text):
    return [(piece.kind, piece.text) for piece in LEXES[dialect].pieces(text) if piece.kind != "space"]


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS)
def test_the_pieces_are_the_text(dialect, text):
    pieces = LEXES[dialect].pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.start for piece in pieces] == [sum(len(p.text) for p in pieces[:i]) for i in range(len(pieces))]
    assert all(piece.closed for piece in pieces[:-1])


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS)
def test_what_is_terminated_has_one_statement_more(dialect, text):
    lexis = LEXES[dialect]
    if all(piece.closed for piece in lexis.pieces(text)):
        once = lexis.terminated(text)
        assert lexis.terminated(once) == once
        significant = lexis.significant(once)
        assert not significant or significant[-1].kind == "semicolon"
        assert [p.text for p in significant if p.kind != "semicolon"] == [
            p.text for p in lexis.significant(text) if p.kind != "semicolon"
        ]


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS)
def test_nothing_is_lost_in_splitting(dialect, text):
    lexis = LEXES[dialect]
    parts = list(split(lexis, text, load_dialect(dialect).text_is_procedural))
    words = [p.text for p in lexis.significant(text) if p.kind != "semicolon"]
    if all(piece.closed for piece in lexis.pieces(text)):
        assert [p.text for part in parts for p in lexis.significant(part) if p.kind != "semicolon"] == words


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("postgresql", "a$b$c", [("word", "a$b$c")]),
        ("postgresql", "$b$ ' $b$ $$;$$", [("string", "$b$ ' $b$"), ("string", "$$;$$")]),
        ("postgresql", r"E'\'' '\'", [("string", r"E'\''"), ("string", r"'\'")]),
        ("postgresql", "/* a /* ; */ ; */ x", [("comment", "/* a /* ; */ ; */"), ("word", "x")]),
        ("mysql", "/* a /* */ x", [("comment", "/* a /* */"), ("word", "x")]),
        (
            "mysql",
            "5--3 -- x\n# y",
            [
                ("other", "5"),
                ("other", "-"),
                ("other", "-"),
                ("other", "3"),
                ("comment", "-- x"),
                ("comment", "# y"),
            ],
        ),
        ("mysql", r"'\'' ''''", [("string", r"'\''"), ("string", "''''")]),
        ("mysql", '"a\\""', [("string", '"a\\""')]),
        ("sqlite", r"'\' [a;] `b;` ", [("string", r"'\'"), ("quoted", "[a;]"), ("quoted", "`b;`")]),
        ("mssql", "[a]];] N''';'", [("quoted", "[a]];]"), ("string", "N''';'")]),
        (
            "oracle",
            "q'[it's;]' nq'!a'b!' x'00'",
            [("string", "q'[it's;]'"), ("string", "nq'!a'b!'"), ("string", "x'00'")],
        ),
    ],
)
def test_quotes_and_comments(dialect, text, expected):
    assert kinds(dialect, text) == expected


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        *[(name, "SELECT 'a") for name in DIALECTS],
        *[(name, "SELECT 'a''") for name in DIALECTS],
        *[(name, "SELECT 1 /* a") for name in DIALECTS],
        ("postgresql", "/* /* */"),
        ("postgresql", "$a$ $b$"),
        ("postgresql", r"E'a\'"),
        ("mysql", r"'a\'"),
        ("mysql", "'a\\"),
        ("mysql", "`a"),
        ("mssql", "[a]]"),
        ("oracle", "q'[a'"),
    ],
)
def test_what_has_no_end(dialect, text):
    assert not LEXES[dialect].pieces(text)[-1].closed


SQLITE_TRIGGER = (
    "CREATE TRIGGER t AFTER INSERT ON x BEGIN UPDATE y SET a = CASE b WHEN 1 THEN 2 END; DELETE FROM z; END"
)
TRIGGER = (
    "CREATE TRIGGER t AFTER INSERT ON x FOR EACH ROW BEGIN IF 1 THEN SET @a = 1; END IF;"
    " SET @b = CASE 1 WHEN 1 THEN 2 END; END"
)


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("postgresql", "a; b;", ["a;", "b;"]),
        ("postgresql", "a; -- of a\nb", ["a; -- of a", "b"]),
        ("postgresql", "-- of a\na;\n-- of b\nb", ["-- of a\na;", "-- of b\nb"]),
        ("postgresql", "DO $$ a; b; $$; c", ["DO $$ a; b; $$;", "c"]),
        ("postgresql", ";;a;;", ["a;"]),
        ("postgresql", "a; -- end", ["a; -- end"]),
        ("postgresql", "a;\n-- end", ["a;", "-- end"]),
        ("mysql", f"DROP TRIGGER t; {TRIGGER}; SELECT 1", ["DROP TRIGGER t;", f"{TRIGGER};", "SELECT 1"]),
        ("sqlite", f"{SQLITE_TRIGGER}; c", [f"{SQLITE_TRIGGER};", "c"]),
        ("oracle", "DROP TABLE t;\n/", ["DROP TABLE t;"]),
        ("oracle", "BEGIN a; b; END;\n/\nDROP TABLE t", ["BEGIN a; b; END;", "DROP TABLE t"]),
        ("oracle", "SELECT 1\n/\n2", ["SELECT 1", "2"]),
        ("mssql", "CREATE TABLE a (b INT);\nGO\nDROP TABLE a", ["CREATE TABLE a (b INT);", "DROP TABLE a"]),
        ("mssql", "SELECT 1; CREATE VIEW v AS SELECT 1; ", ["SELECT 1; ", "CREATE VIEW v AS SELECT 1; "]),
        (
            "mssql",
            "CREATE PROC p AS BEGIN SELECT 1; SELECT 2 END",
            ["CREATE PROC p AS BEGIN SELECT 1; SELECT 2 END"],
        ),
    ],
)
def test_statements(dialect, text, expected):
    assert [part for part in load_dialect(dialect).split(text) if part.strip()] == expected


def test_lines_that_a_client_would_take():
    import re

    lexis = LEXES["oracle"]
    slash = re.compile(r"^/$", re.MULTILINE)
    assert shield_starts(lexis, "a\n/\nb", slash, "x") == "a\n/* */ /\nb"
    assert shield_starts(lexis, "a /* \n/\n*/ b", slash, "x") == "a /* \n. /\n*/ b"
    with pytest.raises(InvalidScript, match="x would take a line"):
        shield_starts(lexis, "a '\n/\n' b", slash, "x")
    hyphen = re.compile(r"-(?=$)", re.MULTILINE)
    assert shield_ends(lexis, "a -\nb", hyphen, "x") == "a - /* */\nb"
    assert shield_ends(lexis, "a -- -\nb", hyphen, "x") == "a -- -.\nb"
    with pytest.raises(InvalidScript):
        shield_ends(lexis, "a '-\n' b", hyphen, "x")


@given(
    words=st.lists(st.sampled_from(["a", "bb", "'c c'", "é", ",", "(", ")", "-", "\n"]), max_size=60),
    limit=st.integers(8, 30),
)
def test_wrapped_lines(words, limit):
    lexis = LEXES["oracle"]
    text = " ".join(words)
    try:
        found = wrapped(lexis, text, limit, "x")
    except InvalidScript:
        return
    assert all(len(line.encode()) <= limit for line in found.split("\n"))
    assert [p.text for p in lexis.significant(found)] == [p.text for p in lexis.significant(text)]
    extra = set(found.split("\n")) - set(text.split("\n"))
    assert all(not line.rstrip().endswith("-") or any(line in old for old in text.split("\n")) for line in extra)
