"""What the listeners that a batch brings along make of a table's reflection."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection


def heard(
    bind: Connection, name: str, namespace: str | None, given: Sequence[Any], keywords: dict[str, Any]
) -> Iterator[sa.Column[Any]]:
    """Yield the columns whose types or defaults a reflection with these keywords gives in another way.

    Only a table that is built anew is reflected, and only one that is there.
    """
    dialect: Any = bind.dialect
    if not dialect.sqlcompile.rebuilds or not keywords.get("listeners"):
        return
    if not sa.inspect(bind).has_table(name, schema=namespace):
        return
    known = {column.name for column in given if isinstance(column, sa.Column)}
    keywords["autoload_with"] = bind
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exc.SAWarning)
        plain = sa.Table(name, sa.MetaData(), schema=namespace, autoload_with=bind)
        told = sa.Table(name, sa.MetaData(), schema=namespace, **keywords)
    for column in told.columns:
        before = plain.columns.get(column.name)
        if before is None or column.name in known:
            continue
        if repr(before.type) != repr(column.type) or str(_default(before)) != str(_default(column)):
            yield sa.Column(column.name, column.type, server_default=_default(column), nullable=column.nullable)


def _default(column: sa.Column[Any]) -> Any:
    return getattr(column.server_default, "arg", None)
