"""What is SQL Server's alone."""

import pytest

from sqlcompile.errors import UnsupportedOperation
from tests.projects import Project

COLUMNS = 'sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.{}), sa.Column("b", sa.Integer)'
TEXT = f'op.create_table("t", {COLUMNS.format("String(20)")}, {{}})'
NUMBER = f'op.create_table("t", {COLUMNS.format("Integer")}, {{}})'
LONGER = 'op.alter_column("t", "a", type_=sa.String(40))'
BIGGER = 'op.alter_column("t", "a", type_=sa.BigInteger)'
REQUIRED = 'op.alter_column("t", "a", nullable=False)'
RENAMED = 'op.alter_column("t", "a", new_column_name="z")'
UNIQUE = 'sa.UniqueConstraint("a", name="uq")'
CHECK = 'sa.CheckConstraint("a <> b", name="ck")'
TO_BIG = "ALTER TABLE t ALTER COLUMN a BIGINT NULL"
INDEX = '\nop.create_index("ix", "t", ["b"], {})'
OTHER = (
    'op.create_table("t", sa.Column("a", sa.Integer), sa.PrimaryKeyConstraint("a", name="pk"))\n'
    'op.create_table("o", sa.Column("x", sa.Integer), sa.ForeignKeyConstraint(["x"], ["t.a"], name="fk"))'
)


def lookup(table, catalog, condition):
    """Return the block that drops constraints whose names only the database knows."""
    return (
        "DECLARE @sqlcompile nvarchar(max) = N'';\n"
        f"SELECT @sqlcompile += N'ALTER TABLE {table} DROP CONSTRAINT ' + QUOTENAME(name) + N';'\n"
        f"  FROM sys.{catalog}\n"
        f"  WHERE parent_object_id = OBJECT_ID(N'{table}') AND {condition};\n"
        "EXEC sp_executesql @sqlcompile"
    )


CASES = {
    "an index": (
        NUMBER.format('sa.Index("ix", "a", "b")'),
        BIGGER,
        ["DROP INDEX ix ON t", TO_BIG, "CREATE INDEX ix ON t (a, b)"],
    ),
    "an index that includes it": (
        NUMBER.format("") + INDEX.format('mssql_include=["a"]'),
        BIGGER,
        ["DROP INDEX ix ON t", TO_BIG, "CREATE INDEX ix ON t (b) INCLUDE (a)"],
    ),
    "an index filtered by it": (
        NUMBER.format("") + INDEX.format('mssql_where=sa.text("a > 1")'),
        BIGGER,
        ["DROP INDEX ix ON t", TO_BIG, "CREATE INDEX ix ON t (b) WHERE a > 1"],
    ),
    "an index on another column": (NUMBER.format('sa.Index("ix", "b")'), BIGGER, [TO_BIG]),
    "a unique constraint": (
        NUMBER.format(UNIQUE),
        BIGGER,
        ["ALTER TABLE t DROP CONSTRAINT uq", TO_BIG, "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)"],
    ),
    "a check": (
        NUMBER.format(CHECK),
        BIGGER,
        ["ALTER TABLE t DROP CONSTRAINT ck", TO_BIG, "ALTER TABLE t ADD CONSTRAINT ck CHECK (a <> b)"],
    ),
    "a check without a name": (
        NUMBER.format('sa.CheckConstraint("a > 0")'),
        BIGGER,
        [
            lookup("t", "check_constraints", "is_system_named = 1 AND CHARINDEX(N'[a]', definition) > 0"),
            TO_BIG,
            "ALTER TABLE t ADD CHECK (a > 0)",
        ],
    ),
    "a primary key without a name": (
        NUMBER.format(""),
        'op.alter_column("t", "id", type_=sa.BigInteger)',
        [
            lookup("t", "key_constraints", "is_system_named = 1 AND type = 'PK'"),
            "ALTER TABLE t ALTER COLUMN id BIGINT NOT NULL",
            "ALTER TABLE t ADD PRIMARY KEY (id)",
        ],
    ),
    "a foreign key from it, NOT NULL": (
        'op.create_table("p", sa.Column("id", sa.Integer, primary_key=True))\n'
        + NUMBER.format('sa.ForeignKeyConstraint(["a"], ["p.id"], name="fk", ondelete="CASCADE")'),
        REQUIRED,
        [
            "ALTER TABLE t DROP CONSTRAINT fk",
            "ALTER TABLE t ALTER COLUMN a INTEGER NOT NULL",
            "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES p (id) ON DELETE CASCADE",
        ],
    ),
    "a foreign key to it, NOT NULL again": (
        OTHER,
        REQUIRED,
        [
            "ALTER TABLE o DROP CONSTRAINT fk",
            "ALTER TABLE t DROP CONSTRAINT pk",
            "ALTER TABLE t ALTER COLUMN a INTEGER NOT NULL",
            "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
            "ALTER TABLE o ADD CONSTRAINT fk FOREIGN KEY(x) REFERENCES t (a)",
        ],
    ),
    "a longer text": (
        TEXT.format(f'{UNIQUE}, {CHECK}, sa.Index("ix", "a")'),
        LONGER,
        ["ALTER TABLE t ALTER COLUMN a VARCHAR(40) NULL"],
    ),
    "a shorter text": (
        TEXT.format('sa.Index("ix", "a")'),
        'op.alter_column("t", "a", type_=sa.String(10))',
        ["DROP INDEX ix ON t", "ALTER TABLE t ALTER COLUMN a VARCHAR(10) NULL", "CREATE INDEX ix ON t (a)"],
    ),
    "a longer text, NOT NULL": (
        TEXT.format('sa.Index("ix", "a")'),
        'op.alter_column("t", "a", type_=sa.String(40), nullable=False)',
        ["DROP INDEX ix ON t", "ALTER TABLE t ALTER COLUMN a VARCHAR(40) NOT NULL", "CREATE INDEX ix ON t (a)"],
    ),
    "a longer primary key": (
        'op.create_table("t", sa.Column("a", sa.String(20)), sa.PrimaryKeyConstraint("a", name="pk"))',
        LONGER,
        [
            "ALTER TABLE t DROP CONSTRAINT pk",
            "ALTER TABLE t ALTER COLUMN a VARCHAR(40) NOT NULL",
            "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
        ],
    ),
    "NULL allowed": (
        'op.create_table("t", sa.Column("a", sa.Integer, nullable=False, index=True))',
        'op.alter_column("t", "a", nullable=True)',
        ["ALTER TABLE t ALTER COLUMN a INTEGER NULL"],
    ),
    "a check and a new name": (
        NUMBER.format(CHECK),
        RENAMED,
        [
            "ALTER TABLE t DROP CONSTRAINT ck",
            "EXEC sp_rename N't.a', N'z', N'COLUMN'",
            "ALTER TABLE t ADD CONSTRAINT ck CHECK (z <> b)",
        ],
    ),
    "a filter and a new name": (
        NUMBER.format("") + INDEX.format('mssql_where=sa.text("a > 1")'),
        RENAMED,
        ["DROP INDEX ix ON t", "EXEC sp_rename N't.a', N'z', N'COLUMN'", "CREATE INDEX ix ON t (b) WHERE z > 1"],
    ),
    "a new name and a new type": (
        NUMBER.format(f'{CHECK}, {UNIQUE}, sa.Index("ix", "a")'),
        'op.alter_column("t", "a", new_column_name="z", type_=sa.BigInteger)',
        [
            "ALTER TABLE t DROP CONSTRAINT ck",
            "ALTER TABLE t DROP CONSTRAINT uq",
            "DROP INDEX ix ON t",
            TO_BIG,
            "EXEC sp_rename N't.a', N'z', N'COLUMN'",
            "ALTER TABLE t ADD CONSTRAINT ck CHECK (z <> b)",
            "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (z)",
            "CREATE INDEX ix ON t (z)",
        ],
    ),
    "a key and a new name": (NUMBER.format(UNIQUE), RENAMED, ["EXEC sp_rename N't.a', N'z', N'COLUMN'"]),
    "an included column dropped": (
        NUMBER.format("") + INDEX.format('mssql_include=["a"]'),
        'op.drop_column("t", "a")',
        ["DROP INDEX ix ON t", "ALTER TABLE t DROP COLUMN a"],
    ),
    "a filtering column dropped": (
        NUMBER.format("") + INDEX.format('mssql_where=sa.text("[a] > 1")'),
        'op.drop_column("t", "a")',
        ["DROP INDEX ix ON t", "ALTER TABLE t DROP COLUMN a"],
    ),
    "a value for an identity": (
        NUMBER.format(""),
        'op.execute(sa.table("t", sa.column("id"), sa.column("a")).insert().values(id=1, a=2))',
        ["SET IDENTITY_INSERT t ON", "INSERT INTO t (id, a) VALUES (1, 2)", "SET IDENTITY_INSERT t OFF"],
    ),
    "no value for an identity": (
        NUMBER.format(""),
        'op.execute(sa.table("t", sa.column("id"), sa.column("a")).insert().values(a=2))',
        ["INSERT INTO t (a) VALUES (2)"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_on_a_column_is_made_again(tmp_path, case):
    before, change, expected = CASES[case]
    project = Project(tmp_path)
    project.revision("a1", before)
    project.revision("a2", change)
    assert project.statements("mssql") == expected


COMPUTED = NUMBER.format('sa.Column("c", sa.Integer, sa.Computed("a * 2"))')


@pytest.mark.parametrize(
    ("before", "change", "message"),
    [
        (COMPUTED, BIGGER, 'computed column "c" uses it'),
        (COMPUTED, RENAMED, 'computed column "c" uses it'),
        (OTHER, BIGGER, 'under the foreign key "fk" on "o", whose other column is INTEGER'),
    ],
)
def test_what_could_not_be_made_again_is_refused(tmp_path, before, change, message):
    project = Project(tmp_path)
    project.revision("a1", before)
    project.revision("a2", change)
    with pytest.raises(UnsupportedOperation, match=message):
        project.statements("mssql")


def test_a_dropped_column_takes_the_index_that_includes_it(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", NUMBER.format("") + INDEX.format('mssql_include=["a"]'))
    project.revision("a2", 'op.drop_column("t", "a")')
    assert project.run("mssql").schema.table("t").indexes == ()


PLAIN = [{"mode": "idempotent"}, {"mode": "idempotent", "client": "plain"}, {"client": "plain"}]


@pytest.mark.parametrize("style", PLAIN, ids=str)
@pytest.mark.parametrize(
    "text",
    ["SET DATEFORMAT dmy", "SET DATEFORMAT dmy; SET LANGUAGE french", "USE other", "CREATE TABLE #t (id INT)"],
)
def test_what_would_end_with_an_exec_stands_outside_of_it(tmp_path, style, text):
    project = Project(tmp_path)
    project.revision("a1", f"op.execute({text!r})")
    script = project.compile("mssql", **style)
    assert f"\n{text};\n" in script.replace("\n  ", "\n")


@pytest.mark.parametrize("style", PLAIN, ids=str)
def test_a_setting_for_its_own_batch_stays_in_it(tmp_path, style):
    project = Project(tmp_path)
    text = "SET IDENTITY_INSERT t ON; INSERT INTO t (id) VALUES (1); SET IDENTITY_INSERT t OFF"
    project.revision("a1", f"op.execute({text!r})")
    assert f"EXEC(N'{text}');" in project.compile("mssql", **style)


def test_a_driver_gets_a_guard_whose_yes_is_its_own(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('CREATE TABLE one (id INT)')")
    script = project.compile("mssql", client="plain")
    no = script.index("N''sqlcompile_right'', N''no''")
    yes = script.index("N''sqlcompile_right'', @right")
    assert no < yes < script.index("SESSION_CONTEXT(N'sqlcompile_right')")
    assert "DECLARE @right nvarchar(3)" in script  # sp_set_session_context takes an sql_variant: no nvarchar(max)
    stop = "IF @@ERROR <> 0 BEGIN IF @@TRANCOUNT > 0 ROLLBACK; SET NOEXEC ON; END;"
    assert f"EXEC(N'CREATE TABLE one (id INT)');\n{stop}\n" in script


@pytest.mark.parametrize("client", [None, "plain"])
def test_nobody_comes_between_two_parts(tmp_path, client):
    project = Project(tmp_path)
    project.revision("a1", "op.execute('INSERT INTO one VALUES (1)')\nop.execute('COMMIT')\nop.execute('SELECT 1')")
    script = project.compile("mssql", client=client)
    assert script.index("sp_getapplock") < script.index("BEGIN TRANSACTION")
    assert script.rindex("COMMIT TRANSACTION") < script.index("sp_releaseapplock") < script.rindex("SET NOEXEC OFF")
