"""The JSON, its schemas, and README's words on it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.projects import DIALECTS
from tests.showing.histories import rich
from tests.showing.showing import text_of

ROOT = Path(__file__).parents[2]
SCHEMA, CHANGE = (
    json.loads((ROOT / f"sqlcompile/showing/formats/{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("schema", "change")
)


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name != "oracle"])
def test_the_json_is_what_its_schema_says(tmp_path, dialect):
    project = rich(tmp_path, dialect)
    for schema, revision in ((SCHEMA, "head"), (SCHEMA, "base"), (CHANGE, "1a:head"), (CHANGE, "head:base")):
        Draft202012Validator.check_schema(schema)
        text = text_of(project, dialect, revision, "json")
        assert text.isascii()
        found = json.loads(text)
        Draft202012Validator(schema).validate(found)
        for change in ({"version": 2}, {"more": 1}, {"notes": [1]}):
            assert not Draft202012Validator(schema).is_valid({**found, **change})


def test_what_it_holds(postgresql):
    found = json.loads(text_of(postgresql, "postgresql", "head", "json"))
    assert (found["dialect"], found["database"], found["revision"]) == ("postgresql", None, ["3c"])
    assert [one["name"] for one in found["tables"]] == ["book", "writer", "tag", "place"]
    assert [(one["name"], one["values"]) for one in found["types"]] == [
        ("book_state", ["draft", "printed"]),
        ("mood", ["good", "bad"]),
        ("percent", None),
    ]
    assert found["sequences"] == [{"namespace": None, "name": "numbers", "start": 100, "increment": 5}]
    place = found["tables"][-1]
    assert (place["namespace"], place["complete"]) == ("shelf", True)
    assert place["columns"][0] == {
        "name": "id",
        "type": "INTEGER",
        "nullable": False,
        "default": None,
        "computed": None,
        "stored": False,
        "identity": "always",
        "counted": False,
        "comment": None,
    }
    assert place["constraints"][-1]["expression"] == "USING gist (during WITH &&)"
    assert place["indexes"][0]["options"] == {"using": "btree", "where": "number > 3"}
    late = found["tables"][2]["constraints"][1]
    assert late["target"] == {"namespace": None, "table": "book", "columns": ["id"]}
    assert late["options"] == {"onupdate": "SET NULL", "deferrable": "yes", "initially": "DEFERRED"}
    assert [one["name"] for one in found["routines"]] == ["twice", "watch", "counted"]


def _objects(schema):
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)


@pytest.mark.parametrize("schema", [SCHEMA, CHANGE], ids=["schema", "change"])
def test_the_schema_describes_every_key(schema):
    for found in _objects(schema):
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])
        assert found["description"]
        assert all(value["description"] for value in found["properties"].values())


def test_the_readme_names_the_keys_of_the_whole():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.split(r"#+ Looking at the schema\n", readme)[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert set(SCHEMA["properties"]) | set(CHANGE["properties"]) <= named
