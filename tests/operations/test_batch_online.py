"""Batches on SQLite, up and down: what our scripts make of a database, and what an online Alembic makes of it."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from sqlcompile.errors import SchemaError
from tests.projects import Project

OTHER = """
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.execute("INSERT INTO other VALUES (1), (2)")
"""
PLAIN = (
    OTHER
    + """
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer),
    sa.Column("b", sa.String(20), server_default="x"),
    sa.Column("c", sa.Integer),
    sa.Column("o", sa.Integer),
)
op.execute("INSERT INTO t VALUES (1, 10, 'one', 5, 1), (2, NULL, 'two', 6, NULL)")
"""
)


def table(*columns: str, rows: str = "(1, 2)", keywords: str = "") -> str:
    listed = "".join(f", {column}" for column in ('sa.Column("id", sa.Integer, primary_key=True)', *columns))
    return f'{OTHER}op.create_table("t"{listed}{keywords})\nop.execute("INSERT INTO t VALUES {rows}")\n'


def batch(*calls: str, options: str = "") -> str:
    lines = "\n".join(f"    batch_op.{call}" for call in calls)
    return f'with op.batch_alter_table("t"{", " + options if options else ""}) as batch_op:\n{lines}'


def enum(*values: str) -> str:
    listed = ", ".join(repr(value) for value in values)
    return f'sa.Enum({listed}, name="kinds", native_enum=False, create_constraint=True)'


TO_TEXT = batch('alter_column("a", type_=sa.String(5))')
TO_NUMBER = batch('alter_column("a", type_=sa.Integer())')
C_TO_TEXT = batch('alter_column("c", type_=sa.String(5))')
C_TO_NUMBER = batch('alter_column("c", type_=sa.Integer())')
FILLED = batch('alter_column("a", nullable=False)')
EMPTY = batch('alter_column("a", nullable=True)')
CONVENTION = (
    'naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", '
    '"uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}'
)
KINDS = table(f'sa.Column("a", {enum("x", "y")})', rows="(1, 'x')")
COPY = (
    'copy_from=sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer)'
)
LISTENER = (
    'reflect_kwargs={"listeners": [("column_reflect", '
    'lambda _, table, column: column.update(type=sa.BigInteger()) if column["name"] == "c" else None)]}'
)
PARENT = (
    'sa.Column("p", sa.Integer, sa.ForeignKey("t.id", name="fk_p", ondelete="CASCADE"))',
    'sa.Column("a", sa.Integer)',
)

SAME = {
    "a column": (PLAIN, batch('add_column(sa.Column("n", sa.Integer))'), batch('drop_column("n")')),
    "a column with a key": (
        PLAIN,
        batch('add_column(sa.Column("n", sa.Integer))', 'create_foreign_key("fk_n", "other", ["n"], ["id"])'),
        batch('drop_constraint("fk_n", type_="foreignkey")', 'drop_column("n")'),
    ),
    "an unnamed unique constraint by its convention": (
        table('sa.Column("a", sa.Integer, unique=True)'),
        batch('drop_constraint("uq_t_a", type_="unique")', options=CONVENTION),
        batch('create_unique_constraint("uq_t_a", ["a"])', options=CONVENTION),
    ),
    "an unnamed key by its convention": (
        table('sa.Column("a", sa.Integer, sa.ForeignKey("other.id"))'),
        batch('drop_constraint("fk_t_a_other", type_="foreignkey")', options=CONVENTION),
        batch('create_foreign_key("fk_t_a_other", "other", ["a"], ["id"])', options=CONVENTION),
    ),
    "names by a convention where another column changes": (
        table('sa.Column("a", sa.Integer)', 'sa.Column("k", sa.Integer, sa.ForeignKey("other.id"))', rows="(1, 2, 1)"),
        batch('alter_column("a", type_=sa.String(5))', options=CONVENTION),
        TO_NUMBER,
    ),
    "nullability of an Enum": (KINDS, FILLED, EMPTY),
    "an Enum becomes a string": (
        KINDS,
        batch(f'alter_column("a", type_=sa.String(5), existing_type={enum("x", "y")})'),
        batch(f'alter_column("a", type_={enum("x", "y")}, existing_type=sa.String(5))'),
    ),
    "an Enum grows": (
        KINDS,
        batch(f'alter_column("a", type_={enum("x", "y", "z")}, existing_type={enum("x", "y")})'),
        batch(f'alter_column("a", type_={enum("x", "y")}, existing_type={enum("x", "y", "z")})'),
    ),
    "an Enum grows, its old type not said": (
        KINDS,
        batch(f'alter_column("a", type_={enum("x", "y", "z")})'),
        batch(f'alter_column("a", type_={enum("x", "y")})'),
    ),
    "a wrong existing type": (
        PLAIN,
        batch('alter_column("a", type_=sa.BigInteger(), existing_type=sa.String(9))'),
        batch('alter_column("a", type_=sa.Integer(), existing_type=sa.Date())'),
    ),
    "a default": (
        PLAIN,
        batch('alter_column("b", server_default=None)'),
        batch('alter_column("b", server_default="q")'),
    ),
    "a rename": (
        PLAIN,
        batch('alter_column("a", new_column_name="aa")'),
        batch('alter_column("aa", new_column_name="a")'),
    ),
    "always anew": (
        PLAIN,
        batch('add_column(sa.Column("n", sa.Integer))', options='recreate="always"'),
        batch('drop_column("n")', options='recreate="always"'),
    ),
    "never anew": (
        PLAIN,
        batch('add_column(sa.Column("n", sa.Integer))', options='recreate="never"'),
        batch('drop_column("n")'),
    ),
    "after a column": (
        PLAIN,
        batch('add_column(sa.Column("n", sa.Integer), insert_after="id")', options='recreate="always"'),
        batch('drop_column("n")'),
    ),
    "before a column": (
        PLAIN,
        batch('add_column(sa.Column("n", sa.Integer), insert_before="a")', options='recreate="always"'),
        batch('drop_column("n")'),
    ),
    "constraints beside": (
        PLAIN,
        batch(
            'alter_column("a", type_=sa.String(5))',
            options='table_args=(sa.UniqueConstraint("a", name="uq_a"), sa.CheckConstraint("c > 0", name="ck_c"))',
        ),
        batch('drop_constraint("uq_a", type_="unique")', 'drop_constraint("ck_c", type_="check")'),
    ),
    "a listener": (PLAIN, batch('alter_column("b", type_=sa.String(30))', options=LISTENER), "pass"),
    "a given table": (PLAIN, batch('alter_column("a", type_=sa.String(5))', options=COPY + ")"), "pass"),
    "indexes": (
        PLAIN + 'op.create_index("ix_a", "t", ["a"])\nop.create_index("ix_b", "t", ["b", "c"], unique=True)',
        TO_TEXT,
        TO_NUMBER,
    ),
    "a partial index": (
        PLAIN + 'op.create_index("ix_a", "t", ["a"], sqlite_where=sa.text("a > 3"))',
        C_TO_TEXT,
        C_TO_NUMBER,
    ),
    "an index on a renamed column": (
        PLAIN + 'op.create_index("ix_a", "t", ["a"])',
        batch('alter_column("a", new_column_name="aa", type_=sa.String(4))'),
        batch('alter_column("aa", new_column_name="a", type_=sa.Integer())'),
    ),
    "an index and its column": (
        PLAIN + 'op.create_index("ix_a", "t", ["a"])',
        batch('drop_index("ix_a")', 'drop_column("a")'),
        batch('add_column(sa.Column("a", sa.Integer))', 'create_index("ix_a", ["a"])'),
    ),
    "the index of a column before it": (
        PLAIN + 'op.create_index("ix_a", "t", ["a"])',
        batch('drop_column("a")', 'add_column(sa.Column("n", sa.Integer))', 'drop_index("ix_a")'),
        batch('drop_column("n")', 'add_column(sa.Column("a", sa.Integer))', 'create_index("ix_a", ["a"])'),
    ),
    "an index before its column": (
        PLAIN,
        batch(
            'create_index("ix_n", ["n"])', 'alter_column("a", nullable=True)', 'add_column(sa.Column("n", sa.Integer))'
        ),
        batch('drop_index("ix_n")', 'alter_column("a", nullable=True)', 'drop_column("n")'),
    ),
    "a column in its own place": (
        table('sa.Column("a", sa.Integer)', 'sa.UniqueConstraint("a", name="uq")')
        + 'op.create_index("ix_a", "t", ["a"])',
        batch('drop_column("a")', 'add_column(sa.Column("a", sa.String(3)))'),
        batch('drop_column("a")', 'add_column(sa.Column("a", sa.Integer))'),
    ),
    "the check of the existing type": (
        table('sa.Column("a", sa.Integer)', 'sa.CheckConstraint("a <> 7", name="ck")', rows="(1, 1), (2, 0)"),
        batch(
            'alter_column("a", type_=sa.Boolean(create_constraint=True, name="new"),'
            ' existing_type=sa.Boolean(create_constraint=True, name="ck"))'
        ),
        batch('alter_column("a", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="new"))'),
    ),
    "a table that refers to itself": (table(*PARENT, rows="(1, NULL, 1), (2, 1, 2)"), TO_TEXT, TO_NUMBER),
    "a table that others refer to": (
        PLAIN
        + 'op.create_table("kid", sa.Column("t_id", sa.Integer, sa.ForeignKey("t.id", ondelete="CASCADE")))\n'
        + 'op.execute("INSERT INTO kid VALUES (1), (2)")',
        C_TO_TEXT,
        C_TO_NUMBER,
    ),
    "without rowid": (table('sa.Column("a", sa.Integer)', keywords=", sqlite_with_rowid=False"), FILLED, EMPTY),
    "a check": (
        PLAIN + batch('create_check_constraint("ck_c", "c > 0")'),
        TO_TEXT,
        batch('drop_constraint("ck_c", type_="check")'),
    ),
    "a unique constraint": (
        PLAIN,
        batch('create_unique_constraint("uq_ab", ["a", "b"])'),
        batch('drop_constraint("uq_ab", type_="unique")'),
    ),
    "a key of more columns": (
        OTHER
        + 'op.create_table("t", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer, nullable=False), '
        'sa.PrimaryKeyConstraint("a", name="pk_t"))\nop.execute("INSERT INTO t VALUES (1, 2)")',
        batch('drop_constraint("pk_t", type_="primary")', 'create_primary_key("pk_t", ["a", "b"])'),
        batch('drop_constraint("pk_t", type_="primary")', 'create_primary_key("pk_t", ["a"])'),
    ),
    "a key of columns that may be NULL": (
        PLAIN,
        batch('create_primary_key("pk_t", ["id", "o"])'),
        batch('create_primary_key("pk_t", ["id"])'),
    ),
    "a column under a key": (
        table('sa.Column("a", sa.Integer, sa.ForeignKey("other.id"))'),
        batch('drop_column("a")'),
        batch('add_column(sa.Column("a", sa.Integer, sa.ForeignKey("other.id", name="fk_a")))'),
    ),
    "a column in the place of another": (
        PLAIN,
        batch('drop_column("a")', 'add_column(sa.Column("a", sa.String(5)))'),
        batch('drop_column("a")', 'alter_column("c", new_column_name="a")'),
    ),
    "names in quotes": (
        OTHER
        + 'op.create_table("t", sa.Column("Id", sa.Integer, primary_key=True), sa.Column("Order By", sa.Integer))\n'
        'op.execute("INSERT INTO t VALUES (1, 2)")',
        batch('alter_column("Order By", type_=sa.String(5))'),
        batch('alter_column("Order By", type_=sa.Integer())'),
    ),
}
for number, order in enumerate(('[("c", "a")]', '[("o", "id"), ("c", "b")]', '[("id", "o", "c"), ("b", "a")]')):
    SAME[f"another order {number}"] = (
        PLAIN,
        batch('alter_column("a", type_=sa.String(5))', options=f"partial_reordering={order}"),
        "pass",
    )

KEPT = {
    "the check of a Boolean": (
        table('sa.Column("a", sa.Boolean(create_constraint=True))', rows="(1, 1)"),
        FILLED,
        EMPTY,
        {"t checks"},
    ),
    "an index on an expression": (
        PLAIN + 'op.execute("CREATE INDEX ix ON t (lower(b), a DESC)")',
        C_TO_TEXT,
        C_TO_NUMBER,
        {"t indexes"},
    ),
    "an index with a collation": (
        PLAIN + 'op.execute("CREATE INDEX ix ON t (b COLLATE NOCASE)")',
        C_TO_TEXT,
        C_TO_NUMBER,
        {"t indexes"},
    ),
    "a trigger": (
        PLAIN + 'op.execute("CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END")',
        C_TO_TEXT,
        C_TO_NUMBER,
        {"triggers"},
    ),
    "AUTOINCREMENT": (
        table('sa.Column("a", sa.Integer)', keywords=", sqlite_autoincrement=True"),
        FILLED,
        EMPTY,
        {"t words"},
    ),
    "a collation": (
        table('sa.Column("a", sa.String(9, collation="NOCASE"))', rows="(1, 'x')"),
        FILLED,
        EMPTY,
        {"t words"},
    ),
    "values that are no numbers": (
        table('sa.Column("a", sa.String(9))', rows="(1, '12'), (2, 'x')"),
        TO_NUMBER,
        batch('alter_column("a", type_=sa.String(9))'),
        {"t rows"},
    ),
}
"""What our scripts keep and an online batch loses: its reflection does not see it, or its CAST cuts it."""


def facts(connection: sa.Connection) -> dict[str, Any]:
    """Return what SQLite's own catalog says, and the rows."""

    def ask(text: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(text)]

    found: dict[str, Any] = {
        "triggers": ask("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY 1")
    }
    named = ask("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1")
    for name, sql in named:
        if name == "alembic_version":
            continue
        indexes = ask(f"SELECT name, \"unique\", partial FROM pragma_index_list('{name}')")
        found |= {
            f"{name} columns": ask(f"SELECT * FROM pragma_table_xinfo('{name}')"),
            f"{name} keys": sorted(ask(f"SELECT * FROM pragma_foreign_key_list('{name}')")),
            f"{name} indexes": sorted(
                (
                    "" if index.startswith("sqlite_") else index,
                    unique,
                    partial,
                    ask(f"SELECT name, desc, coll FROM pragma_index_xinfo('{index}') WHERE key ORDER BY seqno"),
                )
                for index, unique, partial in indexes
            ),
            f"{name} checks": sorted(" ".join(check.split()) for check in re.findall(r"CHECK \(.*", sql)),
            f"{name} words": sorted(re.findall(r'AUTOINCREMENT|WITHOUT ROWID|COLLATE "?\w+', sql)),
            f"{name} rows": ask(f'SELECT * FROM "{name}" ORDER BY 1'),
        }
    return found


def online(database: Any, body: str) -> dict[str, Any]:
    """Run a script's body with Alembic; return the facts afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with database.engine().begin() as connection:
            exec(body, {"op": Operations(MigrationContext.configure(connection)), "sa": sa})
    with database.engine().connect() as connection:
        return facts(connection)


def ours(database: Any, script: str) -> dict[str, Any]:
    done = database.run_script(script)
    assert done.returncode == 0, done.stderr
    with database.engine().connect() as connection:
        return facts(connection)


def both(server: Any, folder: Any, first: str, up: str, down: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the facts after the first revision, the batch up, and the batch down: ours and Alembic's."""
    project = Project(folder)
    project.revision("one", first)
    project.revision("two", up, down)
    with server.fresh() as mine, server.fresh() as theirs:
        return [
            (ours(mine, project.compile("sqlite", "base:one")), online(theirs, first)),
            (ours(mine, project.compile("sqlite", "one:two")), online(theirs, up)),
            (ours(mine, project.compile("sqlite", "two:one", "downgrade")), online(theirs, down)),
        ]


@pytest.mark.parametrize("title", SAME)
def test_a_batch_does_what_it_does_online(sqlite_server, tmp_path, title):
    before, after, back = both(sqlite_server, tmp_path, *SAME[title])
    assert before[0] == before[1]
    assert after[0] == after[1]
    assert after[0] != before[0] or title.startswith("names by")
    assert back[0] == back[1]


@pytest.mark.parametrize("title", KEPT)
def test_a_batch_keeps_what_an_online_one_loses(sqlite_server, tmp_path, title):
    *moves, lost = KEPT[title]
    before, after, back = both(sqlite_server, tmp_path, *moves)
    assert before[0] == before[1]
    for mine, theirs in (after, back):
        assert {name for name in mine if mine[name] != theirs[name]} == lost
    (name,) = lost
    assert back[0][name] == before[0][name]


def test_computed_columns_are_not_copied(sqlite_server, tmp_path):
    """Online, a batch fails on them."""
    project = Project(tmp_path)
    columns = 'sa.Column("a", sa.Integer), sa.Column("d", sa.Integer, sa.Computed("a * 2", persisted=True))'
    made = f'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), {columns})'
    project.revision("one", f'{made}\nop.execute("INSERT INTO t (id, a) VALUES (1, 2)")')
    project.revision("two", FILLED, EMPTY)
    with sqlite_server.fresh() as database:
        before = ours(database, project.compile("sqlite", "base:one"))
        assert ours(database, project.compile("sqlite", "one:two"))["t rows"] == [(1, 2, 4)]
        assert ours(database, project.compile("sqlite", "two:one", "downgrade")) == before


def test_what_raw_sql_says_of_a_table_is_kept(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "one",
        OTHER
        + """
op.execute(
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT (1+1) UNIQUE ON CONFLICT IGNORE"
    " CHECK (a > 0) REFERENCES other (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, b TEXT COLLATE NOCASE) STRICT"
)
""",
    )
    project.revision("two", batch("drop_column('b')", options='recreate="always"'))
    made = " ".join(project.statements("sqlite")[0].split())
    assert made == (
        "CREATE TABLE _sqlcompile_t ( id INTEGER, a INTEGER DEFAULT (1+1) NOT NULL ON CONFLICT REPLACE, "
        "PRIMARY KEY (id), UNIQUE (a) ON CONFLICT IGNORE, CHECK (a > 0), FOREIGN KEY(a) REFERENCES other (id) "
        "ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED ) STRICT"
    )


def test_orders_that_contradict_each_other_are_an_error(tmp_path):
    project = Project(tmp_path)
    project.revision("one", PLAIN)
    project.revision("two", batch("f('x')", options='recreate="always", partial_reordering=[("a", "b"), ("b", "a")]'))
    with pytest.raises(SchemaError, match="partial_reordering contradicts itself about a, b"):
        project.compile("sqlite")
