"""Reading a script's identifiers without running it."""

import codecs
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.errors import InvalidScript
from sqlcompile.project.revision import read_revision

USUAL = '''\
"""add a table

Revision ID: ae1027a6acf
Revises: 1975ea83b712
"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "ae1027a6acf"
down_revision = "1975ea83b712"
branch_labels = None
depends_on = None


def upgrade():
    """revision = "no"
revision = "no, not this"
"""
    op.create_table("account", sa.Column("id", sa.Integer()))


def downgrade():
    op.drop_table("account")
'''

BODY = "\ndef upgrade(): pass\n"


@pytest.fixture
def read(tmp_path):
    """Write a script and read it."""

    def write_and_read(text, evaluate=None):
        path = tmp_path / "script.py"
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return read_revision(path, evaluate)

    return write_and_read


def refused(read, text, message, line):
    with pytest.raises(InvalidScript) as caught:
        read(text)
    assert message in caught.value.message
    assert caught.value.location.path.name == "script.py"
    assert caught.value.location.line == line
    return caught.value


def test_a_usual_script(read, tmp_path):
    revision = read(USUAL)
    assert revision.id == "ae1027a6acf"
    assert revision.down_revisions == ("1975ea83b712",)
    assert revision.depends_on == ()
    assert revision.branch_labels == ()
    assert revision.path == tmp_path / "script.py"
    assert revision.doc == "add a table\n\nRevision ID: ae1027a6acf\nRevises: 1975ea83b712"
    assert revision.message == "add a table"
    assert revision.line == 10
    assert revision.has_downgrade


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("None", ()),
        ("'a'", ("a",)),
        ("('a', 'b')", ("a", "b")),
        ("['b', 'a']", ("b", "a")),
        ("{'b', 'a'}", ("b", "a")),
        ("('a', 'b', 'a')", ("a", "b")),
        ("()", ()),
        ("'a' 'b'", ("ab",)),
        ("'a' + 'b'", ("ab",)),
        ("('a',) + ('b',)", ("a", "b")),
        ("first", ("f1",)),
        ("(first, second)", ("f1", "f1s")),
    ],
)
def test_literal_forms(read, value, names):
    known = "first = 'f1'\nsecond = first + 's'\n"
    text = f"{known}revision = 'r'\ndown_revision = {value}\ndepends_on = {value}{BODY}"
    revision = read(text)
    assert revision.down_revisions == revision.depends_on == names
    assert revision.line == 3


@pytest.mark.parametrize(
    "text",
    [
        'revision: str = "a"\ndown_revision: Union[str, None] = None',
        'revision, down_revision = "a", None',
        'name = revision = "a"\ndown_revision = None',
        'revision: str\nrevision = "a"\ndown_revision = None',
        'revision = "z"\nrevision = "a"\ndown_revision = None',
        'from base import *\nrevision = "a"\ndown_revision = None',
        'if DEBUG:\n    print(down_revisions)\nrevision = "a"\ndown_revision = None',
        'down_revision = ["x"]\ndel down_revision\nrevision = "a"\ndown_revision = None\nprint(revision)',
        'class Account:\n    revision = "z"\nrevision = "a"\ndown_revision = None',
    ],
)
def test_ways_to_assign(read, text):
    revision = read(text + BODY)
    assert (revision.id, revision.down_revisions) == ("a", ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1\n",
        '"""revision = "a"\nrevision = "b"\n"""\n',
        "def f():\n    revision = 'a'\n",
        "# revision = 'a'\n",
        "from alembic.script import revision\n",
        "import revision\n",
        "def revision(): pass\n",
        "revision: str\n",
        "this has no such word and does not parse",
    ],
)
def test_helpers_are_no_revisions(read, text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("upgrade", "has_downgrade"),
    [
        ("def upgrade(): pass", False),
        ("upgrade = make()", False),
        ("upgrade = downgrade = make()", True),
        ("from shared import upgrade, downgrade", True),
        ("from shared import up as upgrade", False),
        ("from shared import *", True),
        ("if True:\n    def upgrade(): pass\nelse:\n    upgrade = None", False),
        ("try:\n    from shared import upgrade\nexcept ImportError:\n    pass", False),
    ],
)
def test_upgrade_and_downgrade(read, upgrade, has_downgrade):
    assert read(f"{upgrade}\nrevision = 'a'\ndown_revision = None\n").has_downgrade == has_downgrade


@pytest.mark.parametrize(
    ("doc", "message"),
    [
        ('"""one line"""', "one line"),
        ('"""\n\n  first\n  second\n  \n  third\n"""', "first second"),
        ('"""\r\nfirst\r\n\r\nthird"""', "first"),
        ('""""""', "empty message"),
        ("", "empty message"),
        ('"""a" """', 'a"'),
        ("f'''not a docstring'''", "empty message"),
    ],
)
def test_messages(read, doc, message):
    assert read(f"{doc}\nrevision = 'a'\ndown_revision = None{BODY}").message == message


def test_encodings(read):
    latin = "# -*- coding: latin-1 -*-\n'''für alle'''\nrevision = 'a'\ndown_revision = None" + BODY
    assert read(latin.encode("latin-1")).message == "für alle"
    marked = codecs.BOM_UTF8 + ("'''für alle'''\nrevision = 'a'\ndown_revision = None" + BODY).encode()
    assert read(marked).message == "für alle"
    for text in (b"'''\xff'''\nrevision = 'a'\n", b"revision = 'a'\n\0"):
        with pytest.raises(InvalidScript, match="does not parse"):
            read(text)


def test_an_invalid_escape_is_no_error_here(read):
    assert read("'''\\d'''\nrevision = 'a'\ndown_revision = None" + BODY).id == "a"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("revision = 'a'\ndef upgrade(:\n    pass\n", "script.py does not parse: ", 2),
        ("\nrevision = 3\ndown_revision = None", "revision of script.py must be a string, not int 3.", 2),
        ("revision = None\ndown_revision = None", "revision of script.py must be a string, not None.", 1),
        ("revision = ''\ndown_revision = None", "revision of script.py is an empty string.", 1),
        ("x = 1\nrevision = 'a' * 2\ndown_revision = None", "revision of script.py is computed", 2),
        (f"revision = '{'a' * 33}'\ndown_revision = None", "revision of script.py is 33 characters long.", 1),
        ("revision = 'a\\n'\ndown_revision = None", r"revision of script.py has the character '\n'.", 1),
        ('revision = "a\'b"\ndown_revision = None', 'revision of script.py has the character "\'".', 1),
        ("revision = 'é'\ndown_revision = None", r"revision of script.py has the character '\xe9'.", 1),
        ("revision = 'a@b'\ndown_revision = None", "revision of script.py has the character '@'.", 1),
        ("revision = 'head'\ndown_revision = None", 'revision of script.py is "head", which has', 1),
        ("revision = 'a'\n", "down_revision of script.py is missing.", 1),
        (
            "revision = 'a'\ndown_revision = 7\n",
            "must be None, a string or a tuple of strings, not int 7.",
            2,
        ),
        (
            "revision = 'a'\ndown_revision = ('b', 7)\n",
            "down_revision of script.py must hold strings, not int 7.",
            2,
        ),
        ("revision = 'a'\ndown_revision = ''\n", "down_revision of script.py has an empty string.", 2),
        (
            "revision = 'a'\ndown_revision = None\ndepends_on = b'x'\n",
            "depends_on of script.py must be None",
            3,
        ),
        (
            "revision = 'a'\ndown_revision = None\nbranch_labels = 1\n",
            "branch_labels of script.py must be None",
            3,
        ),
        ("revision = 'a'\ndown_revision = None\n", "script.py has no function upgrade().", 1),
        (
            "revision = 'a'\ndown_revision = None\nasync def upgrade(): pass\n",
            "has no function upgrade().",
            1,
        ),
        (
            "revision = 'a'\ndown_revision = None\nclass A:\n    def upgrade(self): pass\n",
            "has no function",
            1,
        ),
    ],
)
def test_scripts_that_cannot_be_used(read, text, message, line):
    refused(read, text if "upgrade" in text or "upgrade()" in message else text + BODY, message, line)


@pytest.mark.parametrize(
    "text",
    [
        "import os\nrevision = 'a'\ndown_revision = os.environ['DOWN']",
        "revision = 'a'\ndown_revision = None\nif True:\n    down_revision = 'b'",
        "revision = 'a'\ndown_revision = ['b']\ndown_revision.append('c')",
        "parents = ['b']\nparents.append('c')\nrevision = 'a'\ndown_revision = parents",
        "revision = 'a'\ndown_revision = 'b'\ndown_revision += 'c'",
        "from settings import down_revision\nrevision = 'a'",
        "revision = 'a'\ndown_revision = None\nfrom settings import *",
        "revision = 'a'\ndown_revision = unknown",
        "revision = 'a'\ndown_revision = f'{1}'",
        "for down_revision in 'ab': pass\nrevision = 'a'",
    ],
)
def test_what_is_not_literal_is_computed(read, text):
    with pytest.raises(InvalidScript, match="is computed, not written as a literal"):
        read(text + BODY)
    revision = read(text + BODY, lambda _: {"revision": "c", "down_revision": {"y", "x"}, "depends_on": ["z"]})
    assert (revision.id, revision.down_revisions, revision.depends_on) == ("c", ("x", "y"), ("z",))


def test_literals_are_not_evaluated(read):
    def evaluate(_):
        raise AssertionError

    assert read(USUAL, evaluate).id == "ae1027a6acf"


def test_what_is_evaluated_is_checked(read):
    with pytest.raises(InvalidScript, match=r"revision of script\.py must be a string, not list"):
        read(
            f"revision = make()\ndown_revision = None{BODY}",
            lambda _: {"revision": [], "down_revision": None},
        )


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(InvalidScript, match=r"script\.py cannot be read: No such file"):
        read_revision(tmp_path / "script.py")


IDS = st.text("abcXYZ019_.-", min_size=1, max_size=32).filter(lambda one: one not in {"base", "head", "heads"})


@given(IDS, st.one_of(st.none(), IDS, st.lists(IDS, max_size=3).map(tuple)), st.text())
def test_what_is_written_is_read(tmp_path_factory, name, down, doc):
    path = Path(tmp_path_factory.getbasetemp()) / "written.py"
    path.write_text(f"{doc!a}\nrevision = {name!r}\ndown_revision = {down!r}{BODY}")
    revision = read_revision(path)
    expected = () if down is None else (down,) if isinstance(down, str) else tuple(dict.fromkeys(down))
    assert (revision.id, revision.down_revisions, revision.doc) == (name, expected, doc.strip())
