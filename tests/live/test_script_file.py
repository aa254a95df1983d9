"""Cutting a script gives what was put into it: every statement, in order, and nothing else."""

from pathlib import Path

import pytest

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import UnreadableSql
from sqlcompile.live.script_file import read_script
from tests.projects import DIALECTS, Project

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLDEN = sorted(EXAMPLES.glob("*/sql/**/*.sql"))
PATH = Path("a.sql")

TRIGGERS = {
    "postgresql": "CREATE FUNCTION f() RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END",
    "mysql": "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = ';'; SET NEW.a = 'b'; END",
    "mariadb": "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = ';'; SET NEW.a = 'b'; END",
    "sqlite": "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 'x' END; SELECT 1; END",
    "mssql": "CREATE TRIGGER tr ON t AFTER INSERT AS BEGIN SELECT 1; SELECT 2; END",
    "oracle": "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN :NEW.a := 'x'; :NEW.a := 'y'; END;",
}


def texts(dialect, text):
    script = read_script(load_dialect(dialect), text, PATH)
    return [command.text for command in script.statements]


def dialect_of(path):
    return load_dialect(path.relative_to(EXAMPLES).parts[2].split(".")[0])


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_nothing_of_a_golden_is_lost_or_changed_in_order(path):
    dialect = dialect_of(path)
    text = path.read_text(encoding="utf-8").replace("$(sqlcompile)", "sqlcmd")
    script = read_script(dialect, text, path)
    assert len(script.statements) > 10
    position, left = 0, []
    for command in script.statements:
        at = text.index(command.text, position)
        assert text.count("\n", 0, at) + 1 == command.line
        left.append(text[position:at])
        position = at + len(command.text)
    rest = "\n".join([*left, text[position:]])
    own = ("\\", ".", ":", "GO", "/", "SET ", "WHENEVER", "  \\quit", "--", ";")
    assert [line for line in rest.split("\n") if line and not line.startswith(own)] == []


@pytest.mark.parametrize("options", [{"mode": "idempotent"}, {"client": "plain"}, {"mode": "plain"}], ids=str)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_look_of_a_script_can_be_read(shop, dialect, options):
    made = load_dialect(dialect).written_for(options.get("client"))
    text = shop.compile(dialect, **options)
    script = read_script(made, text, PATH)
    lines = [command.line for command in script.commands]
    assert lines == sorted(lines)
    sent = "\n".join(command.text for command in script.commands).replace("N'sqlcmd' <>", "N'$(sqlcompile)' <>")
    creations = text.count("CREATE TABLE")
    assert creations > 5
    assert sent.count("CREATE TABLE") == creations
    assert sent.count("alembic_version") == _uncommented(text).count("alembic_version")


def _uncommented(text):
    return "\n".join(line for line in text.split("\n") if not line.startswith("--"))


def test_a_script_for_drivers_of_sql_server_is_one_statement(shop):
    text = shop.compile("mssql", client="plain")
    (only,) = read_script(load_dialect("mssql").written_for("plain"), text, PATH).commands
    assert text.rstrip().endswith(only.text)
    with pytest.raises(UnreadableSql, match="cut off"):
        read_script(load_dialect("mssql"), text, PATH)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_script_is_given_comes_out_again(tmp_path, monkeypatch, dialect):
    written = []
    for class_ in {type(load_dialect(dialect)), *type(load_dialect(dialect)).__mro__}:
        if "finish" in vars(class_) and issubclass(class_, Dialect):
            _record(monkeypatch, class_, written)
    project = Project(tmp_path)
    project.revision("a1", f"op.create_table('t', sa.Column('a', sa.String(9)))\nop.execute({TRIGGERS[dialect]!r})")
    project.revision("b2", "op.execute('INSERT INTO t VALUES (\\'a; -- b\\')')")
    text = project.compile(dialect)
    found = iter(texts(dialect, text))
    for one in written:
        (expected,) = texts(dialect, f"{one}\nGO\n" if dialect == "mssql" else one) or [None]
        assert expected is None or expected in found
    assert "CREATE TRIGGER" in text or dialect == "postgresql"


def _record(monkeypatch, class_, written):
    real = class_.finish

    def finish(self, statement):
        text = real(self, statement)
        if type(self).finish.__qualname__ == finish.__qualname__:
            written.append(text)
        return text

    monkeypatch.setattr(class_, "finish", finish)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_body_is_one_statement(tmp_path, dialect):
    project = Project(tmp_path)
    project.revision("a1", f"op.create_table('t', sa.Column('a', sa.String(9)))\nop.execute({TRIGGERS[dialect]!r})")
    body = [text for text in texts(dialect, project.compile(dialect)) if "TRIGGER" in text or "ATOMIC" in text]
    assert [text.rstrip(";") for text in body if text.startswith("CREATE")] == [TRIGGERS[dialect].rstrip(";")]


def test_a_statement_has_the_number_that_stands_before_it():
    text = "-- [1/2] a1\nSELECT 1;\n-- a heading\n-- [2/2] a1\n-- and a remark\nSELECT 2;\nCOMMIT;\n"
    script = read_script(load_dialect("postgresql"), text, PATH)
    assert [(one.label, one.number, one.line) for one in script.commands] == [
        ("[1/2] a1", 1, 2),
        ("[2/2] a1", 2, 6),
        ("", None, 7),
    ]


def test_psql_ends_no_statement_inside_parentheses():
    assert texts("postgresql", "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);\nSELECT ';', \"a;b\";") == [
        "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)",
        "SELECT ';', \"a;b\"",
    ]


def test_a_query_before_gset_makes_variables():
    text = "SELECT true AS go \\gset\n\\if :go\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\n"
    script = read_script(load_dialect("postgresql"), text, PATH)
    assert [(one.kind, one.text or one.name) for one in script.commands] == [
        ("store", "SELECT true AS go"),
        ("if", "go"),
        ("sql", "SELECT 1"),
        ("else", ""),
        ("sql", "SELECT 2"),
        ("endif", ""),
    ]


def test_the_shells_timeout_is_a_pragma():
    assert texts("sqlite", ".timeout 5000\nSELECT\n.5;\n") == ["PRAGMA busy_timeout = 5000", "SELECT\n.5"]


def test_a_variable_of_sqlcmd_is_replaced():
    assert texts("mssql", ":setvar a b\nSELECT N'$(a)';\nGO\n") == ["SELECT N'b';"]
    with pytest.raises(UnreadableSql, match=r"No line gives \$\(c\) a value"):
        texts("mssql", "SELECT N'$(c)';\nGO\n")


@pytest.mark.parametrize(
    ("dialect", "text", "line"),
    [
        ("postgresql", "SELECT 1;\n\\i other.sql\n", 2),
        ("postgresql", "SELECT 1 \\g out.txt\n", 1),
        ("postgresql", "SELECT 1;\n\\set ECHO\n", 2),
        ("sqlite", "SELECT 1;\n.shell rm -rf /\n", 2),
        ("mssql", "SELECT 1\nGO\n:r other.sql\nGO\n", 3),
        ("oracle", "SELECT 1 FROM dual;\nHOST rm\n", 2),
        ("oracle", "SELECT 1 FROM dual;\n@other\n", 2),
        ("oracle", "SELECT 1 FROM dual;\n/\n", 2),
    ],
)
def test_what_is_for_the_client_alone_is_an_error(dialect, text, line):
    with pytest.raises(UnreadableSql) as caught:
        texts(dialect, text)
    assert str(caught.value.location) == f"a.sql:{line}"


@pytest.mark.parametrize(
    ("dialect", "text", "line"),
    [
        ("postgresql", "SELECT 1;\nCREATE TABLE t (\n", 2),
        ("postgresql", "SELECT 1;\n\nINSERT INTO t VALUES ('a\n;\n", 3),
        ("postgresql", "DO $a$\nBEGIN\nEND;\n", 1),
        ("postgresql", "\\if :ERROR\nSELECT 1;\n", 1),
        ("postgresql", "SELECT 1;\n\\endif\n", 2),
        ("mysql", "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END\n", 2),
        ("sqlite", "SELECT 1;\n/* a\n", 2),
        ("mssql", "SELECT 1;\nGO\nSELECT 2;\n", 3),
        ("oracle", "BEGIN\n  NULL;\nEND;\n", 1),
    ],
)
def test_a_script_that_is_cut_off_is_an_error(dialect, text, line):
    with pytest.raises(UnreadableSql) as caught:
        texts(dialect, text)
    assert str(caught.value.location) == f"a.sql:{line}"


def test_windows_line_ends_and_a_mark_of_the_encoding_change_nothing():
    assert texts("mssql", "\ufeffSELECT 1\r\nGO\r\n") == ["SELECT 1"]
    assert texts("mysql", "DELIMITER $$\r\nSELECT 1$$\r\nDELIMITER ;\r\nSELECT 2;\r\n") == ["SELECT 1", "SELECT 2"]
