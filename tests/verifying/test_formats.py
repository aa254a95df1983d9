"""The report's formats: the same findings for people, for programs and for build servers."""

import json
from xml.etree import ElementTree as ET

from sqlcompile.verifying.comparing import Difference
from sqlcompile.verifying.formats import as_json, as_junit, as_text
from sqlcompile.verifying.report import DatabaseReport, Direction, Refused, Report, RevisionReport

NASTY = 'a "b" <c> & \x00\x1b[31m ]]> é 🐘'


def _report():
    words = f"syntax error at {NASTY}"
    bad = RevisionReport(
        "b2",
        NASTY,
        "0002_b2.sql",
        Direction("differs", differences=[Difference("t", "column a", "type", "INTEGER", "BIGINT")]),
        Direction("refused", refused=Refused("0002_b2.down.sql", 12, "[3/5] b2", f"DROP {NASTY}\nTABLE", words)),
        Direction("skipped", "it was not taken back"),
    )
    good = RevisionReport("a1", "first", "0001_a1.sql", Direction("done"), Direction("done"), Direction("done"))
    way = RevisionReport("c3", "", "3", Direction("done"), Direction("irreversible", "no"), Direction("skipped", "no"))
    return Report(
        [
            DatabaseReport("one/postgresql", "PostgreSQL 18", (), ("b2",), "", Direction("done"), [good, bad, way]),
            DatabaseReport("oracle", "Oracle", (), ("b2",), "there is none <here>"),
            DatabaseReport("sqlite", "SQLite 3", (), ("a1",), "", Direction("done"), [good], not_compared=["old"]),
            DatabaseReport(
                "late",
                "SQLite 3",
                (),
                ("a1",),
                "",
                Direction("done"),
                [good],
                [("after the downgrades", Difference(None, "function f()", None, None, "function f()"))],
            ),
        ]
    )


def test_junit_is_xml_with_a_case_a_revision_and_direction():
    text = as_junit.render(_report())
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    assert dict(root.attrib) == {
        "name": "sqlcompile verify", "tests": "17", "failures": "3", "errors": "1", "skipped": "3",
    }  # fmt: skip
    suites = root.findall("testsuite")
    assert suites[0].get("name") == "one/postgresql (PostgreSQL 18)"
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for key in ("failure", "error", "skipped"):
            number = sum(case.find(key) is not None for case in cases)
            assert int(suite.get({"failure": "failures", "error": "errors"}.get(key, key))) == number
        assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    names = [case.get("name") for case in suites[0]]
    assert names[:6] == ["a1 up", "a1 down", "a1 up again", "b2 up", "b2 down", "b2 up again"]
    failure = suites[0][4].find("failure")
    shown = NASTY.replace("\x00", "\\x00").replace("\x1b", "\\x1b")
    assert failure.get("message") == f"0002_b2.down.sql:12, statement [3/5] b2: syntax error at {shown}"
    assert f"DROP {shown}\nTABLE" in failure.text
    assert suites[1][0].find("error").get("message") == "there is none <here>"
    assert "function f() is there, and is not expected" in suites[3][-1].find("failure").text


def test_json_has_the_documented_keys():
    found = json.loads(as_json.render(_report()))
    assert list(found) == ["format", "ok", "databases"]
    assert (found["format"], found["ok"]) == (1, False)
    first = found["databases"][0]
    assert list(first) == [
        "name", "server", "from", "to", "verified", "reason", "preparation", "revisions", "differences", "not_compared",
    ]  # fmt: skip
    assert [one["verified"] for one in found["databases"]] == [False, False, True, False]
    revision = first["revisions"][1]
    assert list(revision) == ["revision", "message", "file", "up", "down", "again"]
    assert list(revision["up"]) == ["outcome", "reason", "refused", "differences"]
    assert revision["up"]["differences"] == [
        {
            "table": "t",
            "what": "column a",
            "which": "type",
            "expected": "INTEGER",
            "found": "BIGINT",
            "text": "table t: column a, type: INTEGER expected, BIGINT found",
        }
    ]
    assert list(revision["down"]["refused"]) == ["file", "line", "number", "statement", "words"]
    assert revision["down"]["refused"]["line"] == 12
    assert found["databases"][3]["differences"][0]["when"] == "after the downgrades"


def test_text_is_a_table_and_a_line():
    text = as_text.render(_report())
    lines = text.splitlines()
    assert "  revision  up       down         up again" in lines
    assert "  a1        applied  taken back   applied" in lines
    assert "  b2        DIFFERS  REFUSED      -" in lines
    assert "  c3        applied  no way back  -" in lines
    assert "      up: table t: column a, type: INTEGER expected, BIGINT found" in lines
    assert "one/postgresql: NOT VERIFIED: 1 of 3 revisions is not right." in lines
    assert "oracle: NOT VERIFIED: there is none <here>" in lines
    said = "sqlite: verified: 1 revision applied, taken back and applied again; the schema is the one that was compiled for"
    assert f"{said}, but for what the history does not tell as a whole: old." in lines
    assert "late: NOT VERIFIED: 0 of 1 revision are not right, and something is left at the end." in lines
    assert "\x1b" not in text
