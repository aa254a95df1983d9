"""What is Oracle's alone."""

import pytest

from sqlcompile.errors import UnsupportedOperation
from tests.projects import Project, unnumbered

TABLE = """
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(50)),
    sa.Column("note", sa.Text),
    sa.Column("big", sa.BigInteger),
    sa.Column("code", sa.Integer, unique=True),
    sa.Column("twice", sa.Integer, sa.Computed("big * 2")),
)
"""

REFUSED = {
    "a string becomes a LOB": ("op.alter_column('t', 'name', type_=sa.Text())", "from VARCHAR2.* to CLOB"),
    "a string becomes a BLOB": ("op.alter_column('t', 'name', type_=sa.LargeBinary())", "to BLOB"),
    "a LOB becomes a string": ("op.alter_column('t', 'note', type_=sa.String(20))", "from CLOB to VARCHAR2"),
    "a number becomes a LOB": ("op.alter_column('t', 'code', type_=sa.Text())", "from INTEGER to CLOB"),
    "an unknown table's": (
        "op.alter_column('u', 'a', type_=sa.Text(), existing_type=sa.String(9))",
        "from VARCHAR2.* to CLOB",
    ),
    "the type that is computed from": ("op.alter_column('t', 'big', type_=sa.Integer())", '"twice" mentions it'),
    "the name that is computed from": ("op.alter_column('t', 'big', new_column_name='b')", '"twice" mentions it'),
    "a drop of what is computed from": ("op.drop_column('t', 'big')", '"twice" mentions it'),
    "an index of the primary key": ("op.create_index('ix', 't', ['id'])", "the primary key has an index"),
    "an index of a unique constraint": ("op.create_index('ix', 't', ['code'])", "a unique constraint has an index"),
    "an index twice": ("op.create_index('i', 't', ['name'])\nop.create_index('j', 't', ['name'])", '"i" has an index'),
    "an index of a new table's key": (
        "op.create_table('n', sa.Column('id', sa.Integer, primary_key=True, index=True))",
        "the primary key has an index",
    ),
    "a new ROWID": ("op.create_table('n', sa.Column('rowid', sa.Integer))", 'name a column "rowid"'),
    "a ROWID": ("op.add_column('t', sa.Column('ROWID', sa.Integer))", 'name a column "ROWID"'),
    "ROWID for a name": ("op.alter_column('t', 'name', new_column_name='rowid')", 'name a column "rowid"'),
}

WRITTEN = {
    "an integer grows": ("op.alter_column('t', 'code', type_=sa.BigInteger())", []),
    "an integer grows, and is needed": (
        "op.alter_column('t', 'code', type_=sa.BigInteger(), nullable=False)",
        ["ALTER TABLE t MODIFY code NOT NULL"],
    ),
    "an integer becomes a number": (
        "op.alter_column('t', 'code', type_=sa.Numeric(38, 2))",
        ["ALTER TABLE t MODIFY code NUMERIC(38, 2)"],
    ),
    "the same LOB": (
        "op.alter_column('t', 'note', type_=sa.Text(), nullable=False)",
        ["ALTER TABLE t MODIFY note NOT NULL"],
    ),
    "a string grows": (
        "op.alter_column('t', 'name', type_=sa.String(60))",
        ["ALTER TABLE t MODIFY name VARCHAR2(60 CHAR)"],
    ),
    "an index of more": ("op.create_index('ix', 't', ['id', 'code'])", ["CREATE INDEX ix ON t (id, code)"]),
    "an index of another order": (
        "op.create_index('ix', 't', [sa.text('id DESC')])",
        ["CREATE INDEX ix ON t (id DESC)"],
    ),
    "a plain drop": ("op.drop_column('t', 'note')", ["ALTER TABLE t DROP COLUMN note"]),
    "the function SYSDATE": (
        "op.add_column('t', sa.Column('at', sa.DateTime, server_default=sa.func.sysdate()))",
        ["ALTER TABLE t ADD at DATE DEFAULT sysdate"],
    ),
}

WORDS = """
    access add audit column column_value file immediate increment initial maxextents mlslabel modify
    nested_table_id noaudit offline online row rownum rows session successful sysdate validate whenever
""".split()  # noqa: SIM905


def project_with(folder, call):
    project = Project(folder)
    project.revision("a1", TABLE)
    project.revision("a2", call)
    return project


@pytest.mark.parametrize(("call", "said"), REFUSED.values(), ids=REFUSED)
def test_what_the_server_refuses_is_refused(tmp_path, call, said):
    with pytest.raises(UnsupportedOperation, match=said):
        project_with(tmp_path, call).statements("oracle")


@pytest.mark.parametrize(("call", "written"), WRITTEN.values(), ids=WRITTEN)
def test_what_the_server_takes_is_written(tmp_path, call, written):
    assert [text for text in project_with(tmp_path, call).statements("oracle") if text] == written


def test_a_type_that_is_left_out_is_a_remark(tmp_path):
    script = project_with(tmp_path, "op.alter_column('t', 'code', type_=sa.BigInteger())").compile("oracle")
    assert "-- t.code stays INTEGER: it holds 38 digits, and NUMBER(19) no more" in script


@pytest.mark.parametrize("word", WORDS)
def test_a_reserved_word_is_quoted(tmp_path, word):
    call = f"op.add_column('t', sa.Column({word!r}, sa.Integer))\nop.create_table({word!r}, sa.Column('a', sa.Integer))"
    added, created = project_with(tmp_path, call).statements("oracle")
    assert added == f'ALTER TABLE t ADD "{word}" INTEGER'
    assert created.startswith(f'CREATE TABLE "{word}" (')


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        ("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW", "user_errors WHERE name = 'TR' AND type = 'TRIGGER'"),
        ('CREATE OR REPLACE PROCEDURE "Pr" AS', "user_errors WHERE name = 'Pr' AND type = 'PROCEDURE'"),
        (
            "create or replace editionable package body app.pk as",
            "all_errors WHERE owner = 'APP' AND name = 'PK' AND type = 'PACKAGE BODY'",
        ),
    ],
)
def test_errors_of_stored_code_stop_the_script(tmp_path, head, asked):
    script = project_with(tmp_path, f"op.execute('''{head}\nBEGIN NULL; END;''')").compile("oracle")
    after = " ".join(unnumbered(script).split("BEGIN NULL; END;\n/\n", 1)[1].split())
    assert after.startswith(f"BEGIN FOR e IN (SELECT line, text FROM {asked} AND attribute = 'ERROR'")
    assert "RAISE_APPLICATION_ERROR(-20002" in after


def test_a_block_is_not_asked_for_errors(tmp_path):
    script = project_with(tmp_path, "op.execute('BEGIN NULL; END;')").compile("oracle")
    assert "user_errors" not in script


def test_an_old_type_that_says_too_little_is_no_reason_to_refuse(tmp_path):
    call = "op.alter_column('u', 'a', type_=sa.String(50), existing_type=sa.String(), existing_nullable=True)"
    assert project_with(tmp_path, call).statements("oracle")


@pytest.mark.parametrize(
    "text",
    ["CREATE TABLE t (type VARCHAR2(10))", "CREATE VIEW v AS SELECT type FROM t", "CREATE INDEX i ON t (function)"],
)
def test_a_name_is_no_stored_code(tmp_path, text):
    project = Project(tmp_path)
    project.revision("a1", f"op.execute({text!r})")
    script = project.compile("oracle")
    assert f"\n{text};\n" in script
    assert f"\n{text};\n/" not in script  # SQL*Plus would run it twice


@pytest.mark.parametrize(
    "words", ["TYPE", "OR REPLACE TYPE", "OR REPLACE EDITIONABLE FUNCTION", "NONEDITIONABLE PACKAGE"]
)
def test_stored_code_ends_with_a_slash(tmp_path, words):
    project = Project(tmp_path)
    project.revision("a1", f"op.execute('CREATE {words} x AS END;')")
    assert f"\nCREATE {words} x AS END;\n/\n" in project.compile("oracle")


def test_a_query_in_an_idempotent_script_is_run(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('SELECT s.NEXTVAL FROM dual')")
    script = project.compile("oracle", mode="idempotent")
    assert "EXECUTE IMMEDIATE 'BEGIN FOR r IN (\nSELECT s.NEXTVAL FROM dual\n) LOOP NULL; END LOOP; END;';" in script
