"""What is MySQL's, and MariaDB's, alone: what their servers refuse halfway is refused here."""

import pytest

from sqlcompile.errors import UnsupportedOperation
from tests.projects import Project
from tests.servers import on_servers

TABLES = """
op.create_table(
    "p",
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String(20), unique=True),
)
op.create_table(
    "c",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id", name="fk_p", ondelete="SET NULL")),
    sa.Column("code", sa.String(20), sa.ForeignKey("p.code", name="fk_code")),
    sa.Column("name", sa.String(50), index=True),
    sa.Column("title", sa.String(50), unique=True),
    sa.Column("price", sa.Integer),
    sa.Column("part", sa.String(50)),
    sa.Column("size", sa.Integer),
    sa.Column("twice", sa.Integer, sa.Computed("size * 2")),
    sa.CheckConstraint("price > 0", name="ck_price"),
)
op.create_index("ix_part", "c", ["part"], mysql_length=10)
"""

BOTH = {
    "the type of a key's column": ("op.alter_column('c', 'p_id', type_=sa.BigInteger())", "1832", '"fk_p" of "c"'),
    "the type of a referred column": ("op.alter_column('p', 'id', type_=sa.BigInteger())", "1833", '"fk_p" of "c"'),
    "a shorter key": ("op.alter_column('c', 'code', type_=sa.String(10))", "1832", '"fk_code" of "c"'),
    "a much longer key": ("op.alter_column('c', 'code', type_=sa.String(300))", "1832", '"fk_code" of "c"'),
    "NOT NULL where SET NULL": ("op.alter_column('c', 'p_id', nullable=False)", "1830", '"fk_p" sets it to NULL'),
    "a drop of what is computed from": ("op.drop_column('c', 'size')", "1054", '"twice" mentions it'),
    "a check of a counted column": (
        "op.create_check_constraint('ck', 'c', 'id > 0')",
        "1901",
        'check the column "id": it is AUTO_INCREMENT',
    ),
    "a new table's check of a counted column": (
        "op.create_table('n', sa.Column('id', sa.Integer, primary_key=True), sa.CheckConstraint('id > 0'))",
        "1901",
        'check the column "id": it is AUTO_INCREMENT',
    ),
}

MYSQL = {
    "a text in an index": ("op.alter_column('c', 'name', type_=sa.Text())", 'the index "ix_c_name" has'),
    "a text in a unique constraint": ("op.alter_column('c', 'title', type_=sa.Text())", 'the constraint "title" has'),
    "the name of a checked column": ("op.alter_column('c', 'price', new_column_name='cost')", '"ck_price" mentions'),
    "the name of what is computed from": ("op.alter_column('c', 'size', new_column_name='s')", '"twice" mentions'),
}

TAKEN = {
    "the same type by another name": "op.alter_column('c', 'p_id', type_=sa.INT(), nullable=True)",
    "NOT NULL in a key": "op.alter_column('c', 'code', nullable=False)",
    "another name in a key": "op.alter_column('c', 'p_id', new_column_name='q')",
    "a text in an index of its beginning": "op.alter_column('c', 'part', type_=sa.Text())",
    "the type of what is computed from": "op.alter_column('c', 'size', type_=sa.BigInteger())",
    "the type of a checked column": "op.alter_column('c', 'price', type_=sa.BigInteger())",
    "a check of another column": "op.create_check_constraint('ck', 'c', \"name <> 'id'\")",
    "a check of a key that is not counted": "op.create_check_constraint('ck', 'p', 'id > 0')",
}


def project_with(folder, call):
    project = Project(folder)
    project.revision("a1", TABLES)
    project.revision("a2", call)
    return project


def check_refused(folder, dialect, call, said):
    with pytest.raises(UnsupportedOperation, match=said) as caught:
        project_with(folder, call).statements(dialect)
    assert caught.value.hint


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
@pytest.mark.parametrize(("call", "error", "said"), BOTH.values(), ids=BOTH)
def test_what_both_refuse_is_refused(tmp_path, dialect, call, error, said):
    check_refused(tmp_path, dialect, call, said)


@pytest.mark.parametrize(("call", "said"), MYSQL.values(), ids=MYSQL)
def test_what_mysql_alone_refuses_is_refused_there(tmp_path, call, said):
    check_refused(tmp_path, "mysql", call, said)
    assert project_with(tmp_path, call).statements("mariadb")


def test_a_longer_key_is_refused_on_mariadb_alone(tmp_path):
    call = "op.alter_column('c', 'code', type_=sa.String(30))"
    check_refused(tmp_path, "mariadb", call, '"fk_code" of "c"')
    assert project_with(tmp_path, call).statements("mysql") == ["ALTER TABLE c MODIFY code VARCHAR(30)"]


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
@pytest.mark.parametrize("call", TAKEN.values(), ids=TAKEN)
def test_what_they_take_is_written(tmp_path, dialect, call):
    assert project_with(tmp_path, call).statements(dialect)


@on_servers("mariadb")
@pytest.mark.parametrize("call", [*TAKEN.values(), *(call for call, _ in MYSQL.values())], ids=[*TAKEN, *MYSQL])
def test_mariadb_takes_what_is_written(tmp_path, server, call):
    with server.fresh() as database:
        done = database.run_script(project_with(tmp_path, call).compile("mariadb"))
        assert done.returncode == 0, done.stderr


def test_an_old_type_that_says_too_little_is_no_reason_to_refuse(tmp_path):
    call = "op.alter_column('u', 'a', type_=sa.String(50), existing_type=sa.String(), existing_nullable=True)"
    assert project_with(tmp_path, call).statements("mysql")


NAMES = {
    "beyond": ("op.create_table('t', sa.Column('a😀', sa.Integer))", r"has a character beyond U\+FFFF"),
    "space": ("op.create_table('t ', sa.Column('a', sa.Integer))", "ends with a space"),
}


@on_servers("mariadb")
@pytest.mark.parametrize(("call", "said"), NAMES.values(), ids=NAMES)
def test_a_name_that_the_server_refuses(tmp_path, server, call, said):
    for dialect in ("mysql", "mariadb"):
        check_refused(tmp_path, dialect, call, said)
    with server.fresh() as database:
        name = call.split("'")[3 if said.startswith("has") else 1]
        for sql in (f"CREATE TABLE `{name}` (a int);", f"CREATE TABLE t (`{name}` int);"):
            done = database.run_script(f"SET NAMES utf8mb4;\n{sql}\n")
            assert done.returncode == 1, sql
