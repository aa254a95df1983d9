"""The JSON, its schema, and README's words on it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sqlcompile.diff.formats import as_json
from sqlcompile.diff.model import Cell, Column, Count, Diff, Kind, Look, Part, Reason, Row
from tests.diff import texts

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "sqlcompile/diff/formats/diff.schema.json").read_text(encoding="utf-8"))
BAD = pytest.mark.parametrize("diff", texts.DIFFS.values(), ids=texts.DIFFS)


def _diff(found):
    """Return the diff that a JSON is of."""

    def reason(one):
        return Reason(one["fact"], one["subject"], one["left"], one["right"])

    def cell(one):
        reasons = tuple(map(reason, one["reasons"]))
        return Cell(
            tuple(one["statements"]), one["kind"], reasons, one["problem"], tuple(one["notes"]), tuple(one["proposals"])
        )

    def part(one):
        rows = tuple(Row(row["title"], row["location"], tuple(map(cell, row["cells"]))) for row in one["rows"])
        return Part(one["revision"], one["message"], one["direction"], rows, one["scope"], one["kind"], one["syntax"])

    return Diff(
        found["title"],
        found["range"],
        tuple(Column(**one) for one in found["columns"]),
        tuple(Kind(**one) for one in found["kinds"]),
        tuple(map(part, found["parts"])),
        tuple(Count(**one) for one in found["summary"]),
        tuple(map(reason, found["general"])),
        tuple(found["notes"]),
    )


@BAD
def test_the_json_is_the_diff(diff):
    text = as_json.render(diff, Look())
    assert text.isascii()
    names = [kind.name for kind in diff.kinds]
    filled = tuple(Count(one.title, {**dict.fromkeys(names, 0), **one.numbers}) for one in diff.summary)
    assert _diff(json.loads(text)) == replace(diff, summary=filled)


@BAD
def test_the_json_is_what_its_schema_says(diff):
    Draft202012Validator.check_schema(SCHEMA)
    found = json.loads(as_json.render(diff, Look()))
    Draft202012Validator(SCHEMA).validate(found)
    for change in ({"version": 2}, {"more": 1}, {"parts": [{}]}, {"columns": [{**found["columns"][0], "more": ""}]}):
        assert not Draft202012Validator(SCHEMA).is_valid({**found, **change})


def _objects(schema):
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)


def test_the_schema_describes_every_key():
    for found in _objects(SCHEMA):
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
        assert found["description"]
        assert all(value["description"] for value in found["properties"].values())


def test_the_readme_names_every_key():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.split(r"#+ The JSON of a diff\n", readme)[1].split("\n#")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert {key for found in _objects(SCHEMA) for key in found["properties"]} <= named
