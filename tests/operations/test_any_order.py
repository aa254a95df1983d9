"""Changes in any order: SQLite's own catalog says what the replayed schema says."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.operations.test_real import compare
from tests.projects import Project, reflected

NAMES = st.sampled_from(["a", "b", "c", "Order", "x y", "nothing"])
START = """
op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer, server_default="1"))
op.execute("INSERT INTO t (a) VALUES (5)")
"""


@st.composite
def changes(draw: Any) -> list[str]:  # noqa: C901 - one branch a kind of change
    """Return calls that fit one after the other."""
    columns, indexes, keys, calls = ["a"], {}, {}, []
    alone: set[str] = set()  # columns with a foreign key that has no name
    for number in range(draw(st.integers(1, 8))):
        kind = draw(
            st.sampled_from(
                [
                    "add",
                    "drop",
                    "rename",
                    "type",
                    "null",
                    "index",
                    "unindex",
                    "unique",
                    "key",
                    "check",
                    "undo",
                ]
            )
        )
        new = draw(NAMES)
        old = draw(st.sampled_from(columns)) if columns else None
        if kind == "add" and new not in columns and f"ix_t_{new}" not in indexes:
            extra = draw(st.sampled_from(["", ", server_default='7'", ", index=True", ", sa.ForeignKey('parent.id')"]))
            position = extra if "ForeignKey" in extra else ""
            keywords = "" if position else extra
            calls.append(f"op.add_column('t', sa.Column({new!r}, sa.Integer{position}{keywords}))")
            columns.append(new)
            alone |= {new} if position else set()
            if "index" in extra:
                indexes[f"ix_t_{new}"] = new
        elif old is None:
            continue
        elif kind == "drop":
            calls.append(f"op.drop_column('t', {old!r})")
            columns.remove(old)
            alone.discard(old)
            indexes = {name: column for name, column in indexes.items() if column != old}
            keys = {name: column for name, column in keys.items() if column != old}
        elif kind == "rename" and new not in columns:
            calls.append(f"op.alter_column('t', {old!r}, new_column_name={new!r})")
            columns[columns.index(old)] = new
            alone = {new if column == old else column for column in alone}
            indexes = {name: new if column == old else column for name, column in indexes.items()}
            keys = {name: new if column == old else column for name, column in keys.items()}
        elif kind == "type":
            calls.append(f"op.alter_column('t', {old!r}, type_=sa.{draw(st.sampled_from(['BigInteger', 'Float']))}())")
        elif kind == "null":
            calls.append(f"op.alter_column('t', {old!r}, server_default={draw(st.sampled_from(['3', None]))!r})")
        elif kind == "index":
            calls.append(f"op.create_index('i{number}', 't', [{old!r}])")
            indexes[f"i{number}"] = old
        elif kind == "unindex" and indexes:
            name = draw(st.sampled_from(sorted(indexes)))
            calls.append(f"op.drop_index({name!r}, 't')")
            del indexes[name]
        elif kind == "key" and old in alone:
            continue
        elif kind in ("unique", "key") and (kind[0], old) in {(name[0], column) for name, column in keys.items()}:
            continue  # SQLAlchemy reflects one of two that are alike
        elif kind == "unique":
            calls.append(f"op.create_unique_constraint('u{number}', 't', [{old!r}])")
            keys[f"u{number}"] = old
        elif kind == "key":
            calls.append(f"op.create_foreign_key('k{number}', 't', 'parent', [{old!r}], ['id'])")
            keys[f"k{number}"] = old
        elif kind == "check":
            calls.append(f"op.create_check_constraint('c{number}', 't', sa.column({old!r}) != 4)")
            keys[f"c{number}"] = old
        elif kind == "undo" and keys:
            name = draw(st.sampled_from(sorted(keys)))
            calls.append(f"op.drop_constraint({name!r}, 't')")
            del keys[name]
    return calls


@settings(max_examples=100)
@given(changes())
def test_the_schema_and_the_row_stay_what_they_are(calls: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.revision("one", START)
        project.revision("two", "\n".join(calls) or "pass")
        replayed = reflected(project.run("sqlite").bind())
        results = project._results("sqlite", "base:heads", "upgrade")
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            for item in (item for result in results for item in result):
                raw.executescript(f"{item.statement.text};")
            live = reflected(connection)
            rows = connection.exec_driver_sql("SELECT id FROM t").all()
        engine.dispose()
    replayed.pop("alembic_version", None)
    assert rows == [(1,)]
    compare(live, replayed, "sqlite")
