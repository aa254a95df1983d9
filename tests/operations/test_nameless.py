"""What scripts leave without a name: how databases name it, and what a drop without a name means."""

import pytest
import sqlalchemy as sa

from sqlcompile.errors import SchemaError, SqlcompileError, UnsupportedOperation
from tests.projects import DIALECTS, Project, reflected
from tests.servers import on_servers

T = """
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer),
    sa.Column("b", sa.Integer),
    sa.Column("c", sa.Integer),
)
"""
KEY = 'op.create_foreign_key(None, "{}", "other", ["{}"], ["id"])\n'
PLAIN = """
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer, unique=True))
"""
LONG, WIDE = "x" * 40, "c" * 40
GENERATED = {
    "a key twice": T + KEY.format("t", "a") * 2,
    "after a drop": T
    + KEY.format("t", "a")
    + KEY.format("t", "b")
    + 'op.drop_constraint(None, "t", type_="foreignkey")\n'.replace("None", "{first}")
    + KEY.format("t", "c"),
    "after a renamed table": T + KEY.format("t", "a") + 'op.rename_table("t", "t2")\n' + KEY.format("t2", "b"),
    "named as if it were generated, then a renamed table": T
    + 'op.create_index("own", "t", ["a"])\n'
    + 'op.create_foreign_key("t_ibfk_3", "t", "other", ["a"], ["id"])\n'
    + 'op.create_check_constraint("t_chk_1", "t", "a > 0")\n'
    + 'op.rename_table("t", "t2")\n'
    + KEY.format("t2", "b"),
    "a table in the place of a renamed one": PLAIN + 'op.rename_table("t", "old")\n' + PLAIN,
    "a renamed column": T
    + KEY.format("t", "a")
    + 'op.alter_column("t", "a", new_column_name="z", existing_type=sa.Integer())\n'
    + KEY.format("t", "z"),
    "a unique constraint twice": T
    + 'op.create_unique_constraint(None, "t", ["a"])\n' * 2
    + 'op.create_unique_constraint(None, "t", ["a", "b"])\n',
    "checks": T
    + "".join(f'op.create_check_constraint(None, "t", "{check}")\n' for check in ("a > 0", "a > 1", "a > b", "b > 0")),
    "names of other tables": 'op.create_table("a_b", sa.Column("c", sa.Integer, unique=True))\n'
    'op.create_table("a", sa.Column("b_c", sa.Integer, unique=True))\n',
    "the name of an index": T
    + 'op.create_index("t_a_key", "other", ["id"])\nop.create_unique_constraint(None, "t", ["a"])\n',
    "the name of a table": 'op.create_table("t_pkey", sa.Column("id", sa.Integer, primary_key=True))\n' + PLAIN,
    "long names": f'op.create_table("{LONG}", sa.Column("id", sa.Integer, primary_key=True), '
    f'sa.Column("{WIDE}", sa.Integer, sa.ForeignKey("{LONG}.id"), unique=True), sa.CheckConstraint("{WIDE} > 0"))',
    "long names of several columns": f'op.create_table("{LONG}", sa.Column("{WIDE}", sa.Integer), '
    f'sa.Column("{WIDE}2", sa.Integer), sa.UniqueConstraint("{WIDE}", "{WIDE}2"), sa.UniqueConstraint("{WIDE}2", "{WIDE}"))',
    "names of many bytes": f'op.create_table("{"é" * 20}", sa.Column("id", sa.Integer, primary_key=True), '
    f'sa.Column("{"ü" * 15}", sa.Integer, sa.ForeignKey("{"é" * 20}.id")))',
    "in a batch": T
    + """
with op.batch_alter_table("t") as batch_op:
    batch_op.create_foreign_key(None, "other", ["a"], ["id"])
    batch_op.create_unique_constraint(None, ["b"])
    batch_op.create_check_constraint(None, "c > 0")
""",
    "in raw SQL": T
    + 'op.execute("ALTER TABLE t ADD UNIQUE (a), ADD FOREIGN KEY (b) REFERENCES other (id), ADD CHECK (c > 0)")',
}


@on_servers("postgresql", "mariadb")
@pytest.mark.parametrize("title", GENERATED)
def test_the_replayed_schema_has_the_names_that_the_database_gives(server, tmp_path, title):
    first = '"t_a_fkey"' if server.dialect == "postgresql" else '"t_ibfk_1"'
    project = Project(tmp_path)
    project.revision("one", GENERATED[title].replace("{first}", first))
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            live = reflected(connection)
    assert reflected(project.run(server.dialect).database.connection) == live


RAW = {
    "a unique column that is the primary key": 'op.execute("CREATE TABLE r (a integer PRIMARY KEY UNIQUE, b integer UNIQUE)")',
    "a unique constraint that gives its name to the primary key": (
        'op.execute("CREATE TABLE r (a integer, b integer, PRIMARY KEY (a, b), CONSTRAINT u UNIQUE (a, b))")'
    ),
    "made and dropped in one text": (
        'op.execute("CREATE TABLE r (a integer PRIMARY KEY, b integer UNIQUE, CHECK (a > b));'
        ' ALTER TABLE r DROP CONSTRAINT r_pkey, DROP CONSTRAINT r_b_key; ALTER TABLE r DROP CONSTRAINT r_check")'
    ),
    "dropped by another text": (
        'op.execute("CREATE TABLE r (a integer PRIMARY KEY, b integer REFERENCES r UNIQUE)")\n'
        'op.execute("ALTER TABLE r DROP CONSTRAINT r_b_fkey, DROP CONSTRAINT r_b_key")'
    ),
    "dropped by a directive": (
        'op.execute("CREATE TABLE r (a integer PRIMARY KEY, b integer)")\n'
        'op.drop_constraint("r_pkey", "r")\nop.create_primary_key(None, "r", ["b"])'
    ),
    "names that are cut": (
        f'op.execute("CREATE TABLE r (a integer CONSTRAINT {"k" * 70} UNIQUE, {"é" * 40} integer)")\n'
        f'op.execute("CREATE INDEX {"i" * 70} ON r ({"é" * 40})")\n'
        f'op.execute("ALTER TABLE r DROP CONSTRAINT {"k" * 63}")'
    ),
    "an index that becomes a key": (
        'op.execute("CREATE TABLE r (a integer, b integer)")\nop.execute("CREATE UNIQUE INDEX one ON r (a)")\n'
        'op.execute("CREATE UNIQUE INDEX two ON r (b)")\nop.execute("ALTER TABLE r ADD PRIMARY KEY USING INDEX one,'
        ' ADD CONSTRAINT r_two UNIQUE USING INDEX two")'
    ),
    "a renamed table keeps a key that repeats another": (
        'op.execute("CREATE TABLE r (a integer PRIMARY KEY)")\nop.execute("ALTER TABLE r ADD UNIQUE (a)")\n'
        'op.execute("ALTER TABLE r RENAME TO s")'
    ),
}


@pytest.mark.parametrize("title", RAW)
def test_raw_sql_leaves_the_constraints_that_the_database_has(postgresql_server, tmp_path, title):
    project = Project(tmp_path)
    project.revision("one", RAW[title])

    def described(connection):
        found = sa.inspect(connection)
        keys = {table: found.get_pk_constraint(table)["name"] for table in found.get_table_names()}
        return keys, reflected(connection)

    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            live = described(connection)
    assert described(project.run("postgresql").database.connection) == live


def test_indexes_and_sequences_have_postgresqls_names(postgresql_server, tmp_path):
    project = Project(tmp_path)
    project.revision(
        "one",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Text), sa.Column("b", sa.Text))
        for columns in ("a", "a", "a, b", "lower(a)", "lower(a), lower(b)", "(a || b)", "(a::varchar)", "b DESC"):
            op.execute(f"CREATE INDEX ON t ({columns})")
        op.execute("CREATE UNIQUE INDEX ON t (coalesce(a, b), (lower(a) || b))")
        op.rename_table("t", "old")
        op.alter_column("old", "id", new_column_name="number")
        op.create_table("t", sa.Column("id", sa.Integer, sa.Identity(), primary_key=True))
        """,
    )

    def named(connection):
        found = sa.inspect(connection)
        return found.get_sequence_names(), sorted(index["name"] for index in found.get_indexes("old"))

    with postgresql_server.fresh() as database:
        assert database.run_script(project.compile("postgresql")).returncode == 0
        with database.engine().connect() as connection:
            live = named(connection)
    assert named(project.run("postgresql").database.connection) == live


BEFORE = (
    T
    + 'op.create_foreign_key("t_pre", "t", "other", ["c"], ["id"])\n'
    + KEY.format("t", "id")
    + 'op.create_unique_constraint(None, "t", ["c"])\nop.create_check_constraint(None, "t", "c > 0")\n'
    + 'op.create_index("own", "t", ["b"])\n'
)
DROP = 'op.drop_constraint(None, "t", type_="{}")\n'
COLUMNS = 'op.add_column("t", sa.Column("d", sa.Integer))\nop.add_column("t", sa.Column("e", sa.Integer))\n'
ROUNDS = {
    "a key": (KEY.format("t", "a"), DROP.format("foreignkey")),
    "two keys": (KEY.format("t", "a") + KEY.format("t", "b"), DROP.format("foreignkey") * 2),
    "two keys, one dropped with its column": (
        COLUMNS + KEY.format("t", "d") + KEY.format("t", "e"),
        DROP.format("foreignkey") + 'op.drop_constraint(None, "t", type_="foreignkey")\n'
        'op.drop_column("t", "d")\nop.drop_column("t", "e")',
    ),
    "a unique constraint, its kind not said": (
        'op.create_unique_constraint(None, "t", ["a"])',
        'op.drop_constraint(None, "t")',
    ),
    "a check": ('op.create_check_constraint(None, "t", "a > 0")', DROP.format("check")),
    "one in the place of another": (
        'op.drop_constraint("t_pre", "t", type_="foreignkey")\n' + KEY.format("t", "b"),
        'op.create_foreign_key("t_pre", "t", "other", ["c"], ["id"])\n' + DROP.format("foreignkey"),
    ),
    "a column's own": (
        'op.add_column("t", sa.Column("d", sa.Integer, sa.ForeignKey("other.id")))',
        DROP.format("foreignkey") + 'op.drop_column("t", "d")',
    ),
    "a key that has a name where it is made": (
        'op.create_foreign_key("fk_own", "t", "other", ["a"], ["id"])',
        DROP.format("foreignkey"),
    ),
    "a column's own with a name": (
        'op.add_column("t", sa.Column("d", sa.Integer, sa.ForeignKey("other.id", name="fk_own")))',
        DROP.format("foreignkey") + 'op.drop_column("t", "d")',
    ),
    "two keys, one of which is made again under its name": (
        'op.drop_constraint("t_pre", "t", type_="foreignkey")\n' + KEY.format("t", "c") + KEY.format("t", "a"),
        DROP.format("foreignkey") * 2 + 'op.create_foreign_key("t_pre", "t", "other", ["c"], ["id"])',
    ),
    "an index": ('op.create_index(None, "t", ["a"])', 'op.drop_index(None, "t")'),
    "in a batch": (
        """
with op.batch_alter_table("t") as batch_op:
    batch_op.create_foreign_key(None, "other", ["a"], ["id"])
    batch_op.create_unique_constraint(None, ["a"])
    batch_op.create_check_constraint(None, "a > 0")
    batch_op.create_index(None, ["a"], unique=False)
""",
        """
with op.batch_alter_table("t") as batch_op:
    batch_op.drop_index(None)
    batch_op.drop_constraint(None, type_="check")
    batch_op.drop_constraint(None, type_="foreignkey")
    batch_op.drop_constraint(None, type_="unique")
""",
    ),
}
CONVENTION = """
[naming_convention]
ix = "ix_%(column_0_label)s"
uq = "uq_%(table_name)s_%(column_0_name)s"
fk = "fk_%(table_name)s_%(column_0_name)s"
"""


def history(folder, upgrade, downgrade, *, settings=""):
    project = Project(folder, settings)
    project.revision("one", BEFORE)
    project.revision("two", upgrade, downgrade)
    return project


def without_left_indexes(found):
    """Leave out the indexes that MySQL makes for a foreign key and keeps when it is dropped."""
    for table in found.values():
        table["indexes"] = [index for index in table["indexes"] if index[0] not in ("a", "b") and index[0][:3] != "fk_"]
    return found


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("settings", ["", CONVENTION], ids=["no convention", "convention"])
@pytest.mark.parametrize("title", ROUNDS)
def test_a_downgrade_drops_what_its_upgrade_made_without_a_name(server, tmp_path, title, settings):
    project = history(tmp_path, *ROUNDS[title], settings=settings)

    def live(database):
        with database.engine().connect() as connection:
            return without_left_indexes(reflected(connection))

    with server.fresh() as database:
        assert database.run_script(project.compile(server.dialect, "base:one")).returncode == 0
        before = live(database)
        assert database.run_script(project.compile(server.dialect, "one:two")).returncode == 0
        assert live(database) != before
        done = database.run_script(project.compile(server.dialect, "two:one", "downgrade"))
        assert done.returncode == 0, done.stderr
        assert live(database) == before


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_drop_that_may_mean_several_and_leaves_one_is_an_error(dialect, tmp_path):
    project = history(tmp_path, KEY.format("t", "a") + KEY.format("t", "b"), "pass\n" + DROP.format("foreignkey"))
    with pytest.raises(SchemaError) as caught:
        project.compile(dialect, "two:one", "downgrade")
    assert "leaves" in caught.value.message
    assert "(a)" in caught.value.message
    assert "(b)" not in caught.value.message
    assert str(caught.value.location).endswith("two.py:12")


def test_a_drop_that_may_mean_several_is_an_error_for_each_of_several_dialects(tmp_path):
    project = history(tmp_path, KEY.format("t", "a") + KEY.format("t", "b"), DROP.format("foreignkey"))
    with pytest.raises(SchemaError, match="leaves"):
        project._results("sqlite", "two:one", "downgrade")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_other_revisions_made_is_listed_where_it_may_be_several(dialect, tmp_path):
    project = history(tmp_path, 'op.create_unique_constraint(None, "t", ["a"])', "pass")
    project.revision("three", DROP.format("unique"))
    with pytest.raises(SchemaError, match="2 constraints that the drop without a name may mean") as caught:
        project.compile(dialect)
    assert "(c)" in caught.value.message
    assert "(a)" in caught.value.message


def test_what_only_the_database_can_tell_apart_is_refused(tmp_path):
    project = history(tmp_path, 'op.create_check_constraint(None, "t", "c < 9")', DROP.format("check"))
    with pytest.raises(UnsupportedOperation, match='two constraints of "t" on c apart') as caught:
        project.compile("mssql", "two:one", "downgrade")
    assert "sys.check_constraints" in caught.value.hint


def test_checks_on_the_same_columns_are_told_apart_by_a_text_that_is_kept(tmp_path):
    project = history(tmp_path, 'op.create_check_constraint(None, "t", "c < 9")', DROP.format("check"))
    (text,) = project.statements("oracle", "two:one", "downgrade")
    assert "TRIM(c.search_condition_vc) = 'c < 9'" in text


def test_two_checks_of_the_same_text_are_refused(tmp_path):
    project = history(tmp_path, 'op.create_check_constraint(None, "t", "c > 0")', DROP.format("check"))
    with pytest.raises(UnsupportedOperation, match='two constraints of "t" on c apart'):
        project.compile("oracle", "two:one", "downgrade")


def test_names_that_are_looked_up_are_looked_up_by_all_their_columns(tmp_path):
    up = 'op.create_foreign_key(None, "t", "t", ["a", "b"], ["b", "c"])'
    project = history(tmp_path, up, DROP.format("foreignkey"))
    (text,) = project.statements("mssql", "two:one", "downgrade")
    assert "k.constraint_object_id = c.object_id) = 2" in text
    assert "k.constraint_column_id = 2 AND COL_NAME(k.parent_object_id, k.parent_column_id) = N'b'" in text
    assert "referenced_object_id = OBJECT_ID(N't')" in text
    assert "IF @sqlcompile_count <> 1 THROW" in text
    (text,) = project.statements("oracle", "two:one", "downgrade")
    assert "k.column_name = 'B' AND k.position = 2" in text
    assert "r.table_name = 'T'" in text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("op.create_index(None, 't', [sa.text('lower(a)')])", "has no name"),
        ("op.create_index(None, 't', [sa.func.lower(sa.column('a'))])", "has no name"),
        ("op.drop_index(None)", "names neither an index nor its table"),
        ("op.drop_index(None, 'other')", 'The table "other" has no unnamed index'),
        ("op.drop_index(None, 'unknown')", "has no unnamed index with a known name"),
        ("op.drop_constraint(None, 'other', type_='check')", 'The table "other" has no unnamed check'),
    ],
)
def test_what_cannot_be_named_is_an_error(tmp_path, call, message):
    project = history(tmp_path, call, "pass")
    with pytest.raises(SqlcompileError) as caught:
        project.compile("postgresql")
    assert message in caught.value.message
    assert caught.value.hint
    assert str(caught.value.location).endswith("two.py:8")
