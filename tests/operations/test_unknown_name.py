"""Names that the database alone knows: what an inspector gives for them, and what a script may do with it."""

import pytest
import sqlalchemy as sa

from sqlcompile.errors import SqlcompileError
from tests.projects import Project

AT_RANDOM = pytest.mark.parametrize("dialect", ["mssql", "oracle"])
KEYS = 'sa.inspect(op.get_bind()).get_foreign_keys("t")'
MADE = """
op.create_table("p", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer, sa.ForeignKey("p.id")),
    sa.Column("b", sa.Integer, sa.ForeignKey("p.id")),
    sa.Column("c", sa.Integer, sa.CheckConstraint("c > 0"), sa.CheckConstraint("c < 9"), unique=True),
)
"""


def compiled(path, dialect, text):
    project = Project(path)
    project.revision("a1", MADE)
    project.revision("a2", text)
    return project.statements(dialect, "a1:a2")


@AT_RANDOM
def test_a_script_finds_a_name_by_columns(tmp_path, dialect):
    text = f'name = next(k["name"] for k in {KEYS} if k["constrained_columns"] == ["b"])\nop.drop_constraint(name, "t")'
    (found,) = compiled(tmp_path, dialect, text)
    assert ("N'b'" if dialect == "mssql" else "k.column_name = 'B'") in found
    assert "DROP CONSTRAINT" in found


@AT_RANDOM
def test_a_name_may_be_final_and_gone(tmp_path, dialect):
    text = (
        f'[name] = [k["name"] for k in {KEYS} if k["constrained_columns"] == ["b"]]\n'
        'op.drop_constraint(op.f(name), "t")\n'
        'op.drop_constraint(name, "t", if_exists=True)'
    )
    assert sum("DROP" in statement for statement in compiled(tmp_path, dialect, text)) == 1


@AT_RANDOM
def test_a_reflected_table_has_the_names_too(tmp_path, dialect):
    text = (
        't = sa.Table("t", sa.MetaData(), autoload_with=op.get_bind())\n'
        'op.drop_constraint(next(iter(t.c.a.foreign_keys)).name, "t", type_="foreignkey")\n'
        'op.drop_constraint(t.primary_key.name, "t")'
    )
    key, primary = compiled(tmp_path, dialect, text)
    assert ("N'a'" if dialect == "mssql" else "k.column_name = 'A'") in key
    assert ("type = 'PK'" if dialect == "mssql" else "DROP PRIMARY KEY") in primary


@AT_RANDOM
def test_a_unique_constraint_is_found(tmp_path, dialect):
    method = "get_indexes" if dialect == "mssql" else "get_unique_constraints"
    text = f'[found] = sa.inspect(op.get_bind()).{method}("t")\nop.drop_constraint(found["name"], "t", type_="unique")'
    (found,) = compiled(tmp_path, dialect, text)
    assert ("type = 'UQ'" if dialect == "mssql" else "DROP UNIQUE (c)") in found


def test_a_check_is_found_by_its_text_where_another_is_on_its_column(tmp_path):
    text = (
        'for check in sa.inspect(op.get_bind()).get_check_constraints("t"):\n'
        '    if check.get("sqltext") == "c < 9":\n'
        '        op.drop_constraint(check["name"], "t", type_="check")'
    )
    (found,) = compiled(tmp_path, "oracle", text)
    assert "TRIM(c.search_condition_vc) = 'c < 9'" in found


@AT_RANDOM
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'op.drop_constraint({KEYS}[0]["name"], "t")', "by its place among those that an inspector lists"),
        (f"op.execute('ALTER TABLE t DROP CONSTRAINT ' + {KEYS}[0]['name'])", "a name that is not known before"),
        (f"name = {KEYS}[1]['name']; op.execute(f\"SELECT '{{name}}' AS x\")", "foreignkey on t (b)>"),
        (f'op.create_unique_constraint({KEYS}[0]["name"], "t", ["a"])', "a name that is not known before"),
    ],
)
def test_what_needs_the_name_itself_is_refused(tmp_path, dialect, text, said):
    with pytest.raises(SqlcompileError) as caught:
        compiled(tmp_path, dialect, text)
    assert said in caught.value.message
    assert caught.value.hint
    assert str(caught.value.location).endswith("a2.py:8")


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb", "sqlite"])
def test_elsewhere_names_are_what_they_are(tmp_path, dialect):
    project = Project(tmp_path)
    project.revision("a1", MADE)
    names = [key["name"] for key in sa.inspect(project.run(dialect).bind()).get_foreign_keys("t")]
    assert {type(name) for name in names} == {type(None) if dialect == "sqlite" else str}
