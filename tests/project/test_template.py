import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.errors import ConfigError, InvalidScript, OutputError
from sqlcompile.project.new_file import write_new_file
from sqlcompile.project.revision import read_revision
from sqlcompile.project.settings import Config
from sqlcompile.project.template import (
    NewRevision,
    check_revision_id,
    creation_date,
    file_name,
    new_revision_id,
    render_script,
    script_path,
    slug,
)

DATE = dt.datetime(2024, 3, 7, 9, 5, 2, 123456)  # noqa: DTZ001 - local time, as Alembic takes it
NEW = NewRevision(id="ae1027a6acf0", message="Add a Column, quickly!")


def config(root=Path("/project"), **settings):
    return Config(
        path=None,
        root=root,
        kind="sqlcompile",
        script_location=root,
        version_locations=(root / "versions",),
        **settings,
    )


def test_an_id_is_twelve_hexadecimal_digits():
    assert re.fullmatch("[0-9a-f]{12}", new_revision_id())
    assert new_revision_id() != new_revision_id()


@pytest.mark.parametrize("name", ["a", "0001", "a.b-c_D", "x" * 32])
def test_ids_that_can_be_given(name):
    assert check_revision_id(name) == name


@pytest.mark.parametrize("name", ["", "a b", "a/b", "é", "x" * 33, "head", "base", "a'b", "a\n", "a,b", "a:b", "a@b"])
def test_ids_that_cannot(name):
    with pytest.raises(ConfigError):
        check_revision_id(name)


@given(st.text(), st.integers(1, 60))
def test_slugs_are_as_in_alembic(message, longest):
    from types import SimpleNamespace

    from alembic.script import ScriptDirectory

    peer = SimpleNamespace(truncate_slug_length=longest, file_template="%(slug)s")
    stem = ScriptDirectory._rev_path(peer, "/f", "a", message, DATE)
    assert f"{slug(message, longest)}.py" == Path(stem).name


TEMPLATES = [
    "%(rev)s_%(slug)s",
    "%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s",
    "%(epoch)s_%(second).2d",
    "%(year)d/%(month).2d/%(rev)s",
    "%(year)s%(month)s",
    "fixed",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_names_are_as_in_alembic(template):
    from types import SimpleNamespace

    from alembic.script import ScriptDirectory

    peer = SimpleNamespace(truncate_slug_length=40, file_template=template)
    wanted = ScriptDirectory._rev_path(peer, "/f", NEW.id, NEW.message, DATE)
    assert Path("/f", file_name(config(file_template=template), NEW, DATE)) == Path(wanted)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("%(nope)s", "no token 'nope'"),
        ("%(rev)", "cannot be filled in"),
        ("%s", "cannot be filled in"),
        ("%", "cannot"),
    ],
)
def test_templates_that_do_not_fit(template, message):
    with pytest.raises(ConfigError, match=message):
        file_name(config(file_template=template), NEW, DATE)


@pytest.mark.parametrize("template", ["../%(rev)s", "/tmp/%(rev)s", "a/../../b"])
def test_a_name_cannot_leave_its_folder(template):
    with pytest.raises(ConfigError, match="leads out"):
        script_path(config(file_template=template), Path("/project/versions"), NEW, DATE)


def test_time_zones():
    assert creation_date(None).tzinfo is None
    assert str(creation_date("UTC").tzinfo) == "UTC"
    assert str(creation_date("utc").tzinfo) in {"utc", "UTC"}
    assert str(creation_date("europe/berlin").tzinfo) == "Europe/Berlin"
    for name in ("Mars/Phobos", "../etc", "\0"):
        with pytest.raises(ConfigError, match="names no time zone"):
            creation_date(name)


def written(tmp_path, new, template=None):
    """Render a script and return it with what the graph reads in it."""
    if template is not None:
        (tmp_path / "script.py.mako").write_text(template)
    text = render_script(config(tmp_path), new, DATE)
    path = tmp_path / "script.py"
    path.write_text(text)
    return text, read_revision(path)


def test_the_default_template(tmp_path):
    text, found = written(tmp_path, NEW)
    assert "from sqlcompile import op" in text
    assert "Create Date: 2024-03-07 09:05:02.123456" in text
    assert (found.id, found.down_revisions, found.message) == (NEW.id, (), NEW.message)
    assert found.has_downgrade


def test_several_parents(tmp_path):
    new = NewRevision("m", "join", ("a", "b"), ("label",), ("c", "d"))
    text, found = written(tmp_path, new)
    assert "Revises: a, b" in text
    assert found.down_revisions == ("a", "b")
    assert found.branch_labels == ("label",)
    assert found.depends_on == ("c", "d")


def test_alembic_s_own_template(tmp_path):
    import alembic

    template = Path(alembic.__file__).parent / "templates" / "generic" / "script.py.mako"
    new = NewRevision("b", "two", ("a",), depends_on=("c",))
    text, found = written(tmp_path, new, template.read_text())
    assert "from alembic import op" in text
    assert (found.id, found.down_revisions, found.depends_on) == ("b", ("a",), ("c",))


def test_a_template_that_asks_for_an_option(tmp_path):
    template = (
        '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = None\n'
        '# ${config.get_main_option("databases", "one")}\n'
        'def upgrade(): ${upgrades if upgrades else "pass"}\n'
    )
    assert "# one" in written(tmp_path, NEW, template)[0]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0\f\v\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30))
def test_no_message_leaves_its_docstring(message):
    import ast

    text = render_script(config(), NewRevision("a", message), DATE)
    assert ast.get_docstring(ast.parse(text), clean=False).startswith(message or "empty message")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("${nope.x}", "The template failed with"),
        ("% if x:\n", "not one that Mako reads"),
        ("${", "not one that Mako reads"),
        ("def (", "not Python"),
        ("<%! raise ValueError('no') %>", "The template failed with ValueError: no"),
    ],
)
def test_templates_that_fail(tmp_path, template, message):
    with pytest.raises(InvalidScript, match=message) as caught:
        written(tmp_path, NEW, template)
    assert caught.value.location.path == tmp_path / "script.py.mako"


def test_a_file_is_never_overwritten(tmp_path):
    path = tmp_path / "new" / "a.py"
    write_new_file(path, "one")
    with pytest.raises(OutputError, match="exists already"):
        write_new_file(path, "two")
    assert path.read_text() == "one"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.py"]


@pytest.mark.parametrize(("encoding", "message"), [("ascii", "does not hold"), ("nope", "no encoding")])
def test_encodings(tmp_path, encoding, message):
    with pytest.raises(OutputError, match=message):
        write_new_file(tmp_path / "a.py", "é", encoding)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_new_file(tmp_path / "file" / "a.py", "x")
