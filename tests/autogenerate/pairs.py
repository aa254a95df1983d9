"""Random schemas, made from SQLAlchemy's MetaData."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.schema.model import Schema

TABLES = ("alpha", "beta", "Order")
COLUMNS = ("a", "b", "c", "x y")
TYPES: dict[str, Any] = {
    "int": sa.Integer,
    "big": sa.BigInteger,
    "short": lambda: sa.String(20),
    "long": lambda: sa.String(50),
    "num": lambda: sa.Numeric(10, 2),
    "when": sa.DateTime,
    "flag": lambda: sa.Boolean(create_constraint=True, name="ck_flag"),
}
DEFAULTS = {
    "int": "7",
    "big": "8",
    "short": "it's",
    "long": r"a\:b",
    "num": "1.5",
}
RARELY = st.sampled_from((False, False, True))


@st.composite
def columns(draw: Any, dialect: str, table: str) -> list[Any]:
    """Return columns beside the key, and the names of those that keys and indexes may have."""
    made = []
    for name in draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=4)):
        kind = draw(st.sampled_from(sorted(TYPES)))
        type_ = TYPES[kind]()
        if kind == "flag":
            type_ = sa.Boolean(create_constraint=True, name=f"ck_{table}_{name[0]}_flag")
        default = DEFAULTS.get(kind) if draw(RARELY) else None
        comment = draw(st.sampled_from((None, None, "it's", "other")))
        made.append(sa.Column(name, type_, nullable=draw(st.booleans()), server_default=default, comment=comment))
    return made


@st.composite
def tables(draw: Any, dialect: str) -> sa.MetaData:
    """Return some tables with what stands on them."""
    metadata = sa.MetaData()
    for name in draw(st.lists(st.sampled_from(TABLES), unique=True, max_size=3)):
        own = draw(columns(dialect, name))
        named = draw(st.booleans())
        table = sa.Table(
            name,
            metadata,
            sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
            *own,
            comment=draw(st.sampled_from((None, "a table"))),
        )
        if draw(st.sampled_from((True, True, False))):
            table.append_constraint(sa.PrimaryKeyConstraint("id", name=f"pk_{name}" if named else None))
        usable = [column for column in own if not isinstance(column.type, sa.Boolean | sa.DateTime)]
        _stand(draw, metadata, table, usable)
        numbers = [column.name for column in own if isinstance(column.type, sa.Integer)]
        if numbers and draw(RARELY):
            first = numbers[0]
            table.append_column(
                sa.Column(
                    "twice",
                    sa.Integer,
                    sa.Computed(
                        f"{first} * 2" if " " not in first else "id * 2", persisted=dialect != "oracle" or None
                    ),
                )
            )
        if draw(RARELY):
            check = "id > 0" if draw(st.booleans()) else "id > 1"
            table.append_constraint(sa.CheckConstraint(check, name=draw(st.sampled_from((None, f"ck_{name}")))))
    return metadata


def _stand(draw: Any, metadata: sa.MetaData, table: sa.Table, usable: list[Any]) -> None:
    name = table.name
    taken = {("id",)}
    for column in usable:
        kind = draw(st.sampled_from(("", "", "unique", "nameless", "index", "unique index", "key")))
        if (column.name,) in taken:
            continue
        short = column.name.replace(" ", "_")
        if kind == "unique":
            table.append_constraint(sa.UniqueConstraint(column.name, name=f"uq_{name}_{short}"))
        elif kind == "nameless":
            table.append_constraint(sa.UniqueConstraint(column.name))
        elif kind in ("index", "unique index"):
            sa.Index(
                draw(st.sampled_from((f"ix_{name}_{short}", f"ix_{short}_{name}"))), column, unique=kind != "index"
            )
        elif kind == "key" and isinstance(column.type, sa.Integer) and not isinstance(column.type, sa.BigInteger):
            others = [other for other in metadata.tables.values() if other.primary_key.columns]
            if others and column.server_default is None:
                other = draw(st.sampled_from(sorted(others, key=lambda one: one.name)))
                table.append_constraint(
                    sa.ForeignKeyConstraint(
                        [column.name],
                        [other.c.id],
                        name=draw(st.sampled_from((None, f"fk_{name}_{short}"))),
                        ondelete=draw(st.sampled_from((None, "CASCADE"))),
                    )
                )
        taken.add((column.name,))


def schema_of(metadata: sa.MetaData, dialect: Dialect) -> Schema:
    """Return the schema that tables give, made one after the other."""
    schema = Schema(dialect.default_namespace)
    for table in metadata.sorted_tables:
        schema = CreateTable(table).apply(schema, dialect)
    return schema


def made_by(metadata: sa.MetaData) -> list[CreateTable]:
    """Return the operations that make the tables."""
    return [CreateTable(table) for table in metadata.sorted_tables]


def pairs(dialect: str) -> Any:
    """Return pairs of tables."""
    return st.tuples(tables(dialect), tables(dialect))
