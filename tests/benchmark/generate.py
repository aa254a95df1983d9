"""Writes migration histories of any length, as projects that both tools compile.

    python -m tests.benchmark.generate FOLDER [REVISIONS]

A folder gets alembic.ini, migrations/env.py (the classic offline one; ``-x dialect=NAME`` chooses the
database) and script.py.mako for Alembic, sqlcompile.toml for sqlcompile, and one migrations/versions
that both read, its scripts with ``from alembic import op``. What a revision does follows from its
number alone: the same number of revisions gives the same bytes.

Ten revisions make a block with two tables (*even* is never dropped, *odd* is one day):

    0  create_table even: 8 columns, a foreign key to the block before, an index
    1  add_column twice, one of them NOT NULL with a default
    2  create_table odd: the same, with a foreign key to even
    3  alter_column: a longer type
    4  bulk_insert: five rows
    5  raw SQL: an UPDATE and an ALTER TABLE
    6  drop_column, add_column
    7  batch_alter_table: a column, a change of nullability, an index
    8  raw SQL: a view; alter_column: NOT NULL
    9  drop_index and drop_table of an earlier odd, or alter_column: a rename

Every fifth block forks after 2 (3 and 4 on one side, 5 and 6 on the other) and joins in 7, which is
then an empty merge.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

URLS = {
    "postgresql": "postgresql+psycopg://",
    "mysql": "mysql+pymysql://",
    "mariadb": "mariadb+pymysql://",
    "sqlite": "sqlite://",
    "mssql": "mssql+pyodbc://",
    "oracle": "oracle+oracledb://",
}

_BLOCK = 10
_FORKING = 5
"""One block of so many forks and joins."""

_ALEMBIC_INI = """\
[alembic]
script_location = %(here)s/migrations
path_separator = os
prepend_sys_path = .
"""

_SQLCOMPILE_TOML = """\
script_location = "migrations"
version_locations = ["migrations/versions"]
"""

_ENV = f'''\
"""The classic offline environment; ``-x dialect=NAME`` chooses the database."""

from alembic import context

URLS = {URLS!r}


def run_migrations_offline():
    context.configure(
        url=URLS[context.get_x_argument(as_dictionary=True).get("dialect", "postgresql")],
        target_metadata=None,
        literal_binds=True,
        dialect_opts={{"paramstyle": "named"}},
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations_offline()
'''

_TEMPLATE = '''\
"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''

_SCRIPT = '''\
"""{message}

Revision ID: {id}
Revises: {revises}
Create Date: 2024-01-01 00:00:00
"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = {id!r}
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
{upgrade}

def downgrade() -> None:
{downgrade}'''


CHANGES = """
metadata = Base.metadata
for number in (0, 2, 4):
    metadata.tables[f"t{number:05d}"].append_column(sa.Column("extra", sa.Integer()))
    metadata.tables[f"s{number:05d}"].c.code.type = sa.String(60)
metadata.remove(metadata.tables["s00008"])
for number in range(3):
    sa.Table(
        f"u{number:05d}",
        metadata,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent_id", sa.ForeignKey("t00000.id")),
        sa.Column("name", sa.String(20), index=True),
    )
"""
"""What the models have that the history does not make, as Python after that which says what it makes."""


@dataclass(frozen=True)
class Body:
    """What a revision says and does: a message, and two function bodies without indent."""

    message: str
    upgrade: str = "pass\n"
    downgrade: str = "pass\n"


def revision_id(number: int) -> str:
    """Return the id of a revision; its twelve digits look like Alembic's and tell the number."""
    return f"{(number * 0x9E3779B1) % 2**32:08x}{number:04x}"


def down_revision(number: int, count: int) -> str | tuple[str, str] | None:
    """Return what a revision stands on; a fork that the history's end would leave open is not made."""
    if number == 0:
        return None
    block, place = divmod(number, _BLOCK)
    forks = block % _FORKING == 1 and (block + 1) * _BLOCK <= count
    if forks and place == 5:
        return revision_id(number - 3)
    if forks and place == 7:
        return (revision_id(number - 3), revision_id(number - 1))
    return revision_id(number - 1)


def write_history(folder: Path, revisions: int, *, sqlite: bool = False, tables: int = 0) -> None:
    """Write a project with a history of so many revisions.

    ``sqlite`` leaves out of batches what Alembic cannot do on SQLite offline. Where there are to be more
    ``tables`` at the end than the history makes anyway, the first revisions of the blocks make the others.
    """
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(_ALEMBIC_INI, encoding="utf-8")
    (folder / "sqlcompile.toml").write_text(_SQLCOMPILE_TOML, encoding="utf-8")
    (folder / "migrations" / "env.py").write_text(_ENV, encoding="utf-8")
    (folder / "migrations" / "script.py.mako").write_text(_TEMPLATE, encoding="utf-8")
    bodies = _bodies(revisions, sqlite=sqlite)
    if tables:
        bodies = _with_more(bodies, tables)
    for name, text in _scripts(bodies):
        (versions / name).write_text(text, encoding="utf-8")


def _bodies(revisions: int, *, sqlite: bool) -> list[Body]:
    downs = (down_revision(number, revisions) for number in range(revisions))
    return [
        Body("merge") if isinstance(down, tuple) else _body(number, sqlite=sqlite) for number, down in enumerate(downs)
    ]


def _with_more(bodies: list[Body], tables: int) -> list[Body]:
    """Return the bodies with so many tables at the end; those that the first ones of the blocks make stay as they are."""
    calls = [line for body in bodies for line in body.upgrade.splitlines()]
    lacking = tables - sum(line.startswith("op.create_table(") - line.startswith("op.drop_table(") for line in calls)
    blocks = (len(bodies) + _BLOCK - 1) // _BLOCK
    found = list(bodies)
    for block in range(blocks):
        names = [f"s{number:05d}" for number in range(lacking * block // blocks, lacking * (block + 1) // blocks)]
        for name in names:
            more, there = _create(name, parent=f"t{2 * block:05d}"), found[_BLOCK * block]
            found[_BLOCK * block] = Body(there.message, there.upgrade + more.upgrade, more.downgrade + there.downgrade)
    return found


def _scripts(bodies: Sequence[Body]) -> Iterator[tuple[str, str]]:
    for number, body in enumerate(bodies):
        down = down_revision(number, len(bodies))
        id_ = revision_id(number)
        text = _SCRIPT.format(
            id=id_,
            down=down,
            message=body.message,
            revises=", ".join(down) if isinstance(down, tuple) else down or "",
            upgrade=_indented(body.upgrade),
            downgrade=_indented(body.downgrade),
        )
        yield f"{id_}_{body.message.replace(' ', '_')}.py", text


def _indented(body: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())


def _body(number: int, *, sqlite: bool) -> Body:
    block, place = divmod(number, _BLOCK)
    even, odd = f"t{2 * block:05d}", f"t{2 * block + 1:05d}"
    match place:
        case 0:
            return _create(even, parent=f"t{2 * max(block - 1, 0):05d}")
        case 1:
            return _add(even)
        case 2:
            return _create(odd, parent=even)
        case 3:
            return _longer(even)
        case 4:
            return _insert(even)
        case 5:
            return _raw(odd)
        case 6:
            return _drop_column(odd)
        case 7:
            return _batch(odd, alter=not sqlite)
        case 8:
            return _view(even, f"v{block:05d}")
        case _:
            return _drop_table(f"t{2 * block - 3:05d}", alter=not sqlite) if block % 4 == 2 else _rename(even)


def _create(table: str, parent: str) -> Body:
    return Body(
        f"create {table}",
        f"""\
op.create_table(
    "{table}",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("parent_id", sa.Integer(), nullable=True),
    sa.Column("code", sa.String(length=40), nullable=False),
    sa.Column("title", sa.String(length=200), nullable=True),
    sa.Column("amount", sa.Numeric(precision=12, scale=2), server_default="0", nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=True),
    sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
    sa.Column("remarks", sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(["parent_id"], ["{parent}.id"], name="fk_{table}_parent", ondelete="CASCADE"),
)
op.create_index("ix_{table}_code", "{table}", ["code", "created_at"], unique=False)
""",
        f"""\
op.drop_index("ix_{table}_code", table_name="{table}")
op.drop_table("{table}")
""",
    )


def _add(table: str) -> Body:
    return Body(
        f"add columns to {table}",
        f"""\
op.add_column("{table}", sa.Column("color", sa.String(length=20), nullable=True))
op.add_column("{table}", sa.Column("weight", sa.Integer(), server_default=sa.text("0"), nullable=False))
""",
        f"""\
op.drop_column("{table}", "weight")
op.drop_column("{table}", "color")
""",
    )


def _longer(table: str) -> Body:
    return Body(
        f"longer title in {table}",
        f"""\
op.alter_column(
    "{table}",
    "title",
    existing_type=sa.String(length=200),
    type_=sa.String(length=400),
    existing_nullable=True,
)
""",
        f"""\
op.alter_column(
    "{table}",
    "title",
    existing_type=sa.String(length=400),
    type_=sa.String(length=200),
    existing_nullable=True,
)
""",
    )


def _insert(table: str) -> Body:
    return Body(
        f"first rows of {table}",
        f"""\
rows = sa.table(
    "{table}",
    sa.column("code", sa.String()),
    sa.column("title", sa.String()),
    sa.column("quantity", sa.BigInteger()),
)
op.bulk_insert(
    rows,
    [
        {{"code": "a", "title": "the first", "quantity": 1}},
        {{"code": "b", "title": "it's the second", "quantity": 20}},
        {{"code": "c", "title": "100 % of it", "quantity": 300}},
        {{"code": "d", "title": "a longer one; with a semicolon", "quantity": None}},
        {{"code": "e", "title": "", "quantity": -5}},
    ],
)
""",
        f"""\
op.execute("DELETE FROM {table}")
""",
    )


def _raw(table: str) -> Body:
    return Body(
        f"raw SQL on {table}",
        f"""\
op.execute("UPDATE {table} SET title = code WHERE title IS NULL AND quantity > 10")
op.execute("ALTER TABLE {table} ADD rating INTEGER")
""",
        f"""\
op.drop_column("{table}", "rating")
""",
    )


def _drop_column(table: str) -> Body:
    return Body(
        f"no remarks in {table}",
        f"""\
op.drop_column("{table}", "remarks")
op.add_column("{table}", sa.Column("note", sa.String(length=100), nullable=True))
""",
        f"""\
op.drop_column("{table}", "note")
op.add_column("{table}", sa.Column("remarks", sa.Text(), nullable=True))
""",
    )


def _batch(table: str, *, alter: bool) -> Body:
    change = '    batch_op.alter_column("quantity", existing_type=sa.BigInteger(), nullable=False)\n'
    back = '    batch_op.alter_column("quantity", existing_type=sa.BigInteger(), nullable=True)\n'
    return Body(
        f"batch on {table}",
        f"""\
with op.batch_alter_table("{table}") as batch_op:
    batch_op.add_column(sa.Column("shade", sa.String(length=20), nullable=True))
{change if alter else ""}    batch_op.create_index("ix_{table}_shade", ["shade"], unique=False)
""",
        f"""\
with op.batch_alter_table("{table}") as batch_op:
    batch_op.drop_index("ix_{table}_shade")
{back if alter else ""}    batch_op.drop_column("shade")
""",
    )


def _view(table: str, view: str) -> Body:
    return Body(
        f"view {view}",
        f"""\
op.execute(
    "CREATE VIEW {view} AS SELECT id, code, amount FROM {table} WHERE quantity > 0"
)
op.alter_column("{table}", "quantity", existing_type=sa.BigInteger(), nullable=False)
""",
        f"""\
op.alter_column("{table}", "quantity", existing_type=sa.BigInteger(), nullable=True)
op.execute("DROP VIEW {view}")
""",
    )


def _rename(table: str) -> Body:
    return Body(
        f"rename color of {table}",
        f"""\
op.alter_column(
    "{table}",
    "color",
    new_column_name="colour",
    existing_type=sa.String(length=20),
    existing_nullable=True,
)
""",
        f"""\
op.alter_column(
    "{table}",
    "colour",
    new_column_name="color",
    existing_type=sa.String(length=20),
    existing_nullable=True,
)
""",
    )


def _drop_table(table: str, *, alter: bool) -> Body:
    """Drop a table; the way back makes it as all that was done to it left it."""
    made = (_create(table, parent=f"t{int(table[1:]) - 1:05d}"), _drop_column(table), _batch(table, alter=alter))
    again = "".join(body.upgrade for body in made)
    return Body(
        f"drop {table}",
        f"""\
op.drop_index("ix_{table}_code", table_name="{table}")
op.drop_table("{table}")
""",
        f"""\
{again}op.execute("ALTER TABLE {table} ADD rating INTEGER")
""",
    )


if __name__ == "__main__":
    write_history(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
