"""Changing a table by building it anew: create, copy, drop, rename.

The way that SQLite documents for what its ALTER TABLE cannot do
(https://www.sqlite.org/lang_altertable.html#otheralter).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy.schema import CreateIndex as SACreateIndex
from sqlalchemy.schema import CreateTable as SACreateTable

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.schema.convert import sa_index, sa_table
from sqlcompile.schema.model import Schema, Table


def rebuilt(
    dialect: Dialect, before: Schema, old: Table, new: Table, sources: Mapping[str, str]
) -> Iterator[Statement]:
    """Yield the statements that turn ``old`` into ``new``.

    ``sources`` maps a new column to the old column whose values it takes. Values are copied
    without a CAST: the database's own assignment rules convert, and never cut, them.
    """
    temporary = f"_sqlcompile_{old.name}"
    yield Statement(dialect.ddl(SACreateTable(sa_table(new, name=temporary, indexes=False))))
    copied = [(c.name, sources[c.name]) for c in new.columns if c.name in sources and c.computed is None]
    target = dialect.table_name(temporary, old.namespace)
    source = dialect.table_name(old.name, old.namespace)
    if copied:
        into = ", ".join(dialect.quote(name) for name, _ in copied)
        values = ", ".join(dialect.quote(name) for _, name in copied)
        yield Statement(f"INSERT INTO {target} ({into}) SELECT {values} FROM {source}")
    yield Statement(f"DROP TABLE {source}")
    yield from dialect.rename_rebuilt(target, new, before)
    made = sa_table(replace(new, indexes=()))
    for index in new.indexes:
        yield Statement(dialect.ddl(SACreateIndex(sa_index(index, made))))
    key = before.key(old.name, old.namespace)
    for trigger in before.triggers.values():
        if trigger.table == key:
            yield Statement(trigger.text, procedural=True)
