"""``check``: its options, its formats, and what it refuses."""

import json

import pytest

from tests.checking.conftest import TABLE


def test_annotations_for_github_are_escaped_and_named_from_the_top_of_the_repository(project, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.folder.parent))
    project.revision("a1", TABLE, "op.execute('50%: done, really')\nop.drop_column('account', 'na,me')")
    done = project.call("check", "--format", "github", "--only", "compile", "-d", "mysql")
    assert done.status == 1
    first, *rest = done.out.splitlines()
    assert first == (
        f"::error file={project.folder.name}/versions/a1.py,line=11,title=sqlcompile check%3A compile::"
        'The table "account" has no column "na,me" at this revision.%0AIts columns are id, name.'
    )
    assert rest[0] == "::stop-commands::sqlcompile-check-report"
    assert rest[-1] == "::sqlcompile-check-report::"
    assert "1 finding; 6 checks were not done." in rest


def test_the_text_has_the_place_the_details_and_what_to_do(project):
    project.revision("a1", TABLE, "pass")
    done = project.call("check", "--only", "downgrade")
    assert done.status == 1
    assert done.out.splitlines()[:3] == [
        "versions/a1.py:9: downgrade: downgrade() of revision a1 does nothing, and upgrade() did.",
        "    table account is left",
        "",
    ]


def test_only_and_skip_choose_the_checks(project):
    project.revision("a1", TABLE, "pass")
    assert project.check("--skip", "downgrade")["ok"]
    done = [one["check"] for one in project.check("--only", "heads", "--only", "compile")["checks"] if one["done"]]
    assert done == ["heads", "compile"]
    project.settings('check_skip = ["downgrade", "repeatable"]')
    assert project.check()["ok"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "head"), 'There is no check "head".\n  Did you mean heads?'),
        (("--accept", "heads"), '"heads" accepts nothing.'),
        (("--accept", "nothing:x"), 'There is no check "nothing".'),
        (("--against", "nowhere"), "is in no git repository"),
        (("-d", "postgres"), 'There is no dialect "postgres".'),
    ],
)
def test_refuses(project, arguments, said):
    project.revision("a1", TABLE, "pass")
    done = project.call("check", *arguments)
    assert done.status == 2
    assert said in done.err
    assert done.out == ""


def test_refuses_heads_that_are_not_there(project):
    project.revision("a1")
    project.settings('check_heads = ["core"]')
    done = project.call("check")
    assert done.status == 2
    assert '`check_heads` names "core", which is no branch label and no revision.' in done.err


def test_a_project_without_revisions_is_fit(project):
    done = project.check()
    assert done["ok"]
    assert done["checks"][0]["said"] == "there are no revisions"


def test_the_json_is_as_readme_says(project):
    project.revision("a1", TABLE, "pass")
    found = project.check()
    assert json.dumps(list(found)) == '["format", "ok", "checks", "findings", "notes"]'
    assert list(found["checks"][0]) == ["check", "title", "done", "reason", "findings", "said"]
    assert list(found["findings"][0]) == [
        "check",
        "subject",
        "message",
        "details",
        "hint",
        "file",
        "line",
        "database",
        "dialects",
    ]


def test_a_check_that_cannot_be_done_for_what_does_not_compile_says_so(project):
    project.revision("a1", "op.drop_column('x')")
    project.models("")
    found = project.check("--only", "models")
    assert [one["check"] for one in found["findings"]] == ["compile"]
    assert found["checks"][4]["reason"] == "no database has a history that compiles to its end"


def test_refuses_a_bundle_that_is_none(project):
    project.revision("a1")
    done = project.call("check", "--bundle", "versions")
    assert done.status == 2
    assert "There is no bundle in versions." in done.err
