"""SELECTs from views: the view's own query takes its place."""

from __future__ import annotations

import re

from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.cursor import Unread
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.queries import parsed
from sqlcompile.schema.reading.views import view_query

_DEEPEST = 8
"""How far views may stand on views."""


def without_views(text: str, schema: Schema, sqlglot_dialect: str) -> str:
    """Return a SELECT with the queries of the views that it names; raises Untranslatable where one is not known."""
    names = {key[1].lower(): key for key in schema.views if key[0] is None}
    for _ in range(_DEEPEST):
        if not names or names.keys().isdisjoint(word.lower() for word in re.findall(r"\w+", text)):
            return text
        changed = _replaced(text, schema, sqlglot_dialect, names)
        if changed is None:
            return text
        text = changed
    raise Untranslatable("its views stand on too many views")


def _replaced(text: str, schema: Schema, sqlglot_dialect: str, names: dict[str, tuple[str | None, str]]) -> str | None:
    """Return a SELECT with the views that it names itself replaced, None where it names none."""
    from sqlglot import exp  # noqa: PLC0415 - only who needs it pays for it

    name = flavor_of(sqlglot_dialect).name
    try:
        tree = parsed(text, name)
    except Unread as error:
        raise Untranslatable("it cannot be read") from error
    common = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    found = False
    for table in list(tree.find_all(exp.Table)):
        key = names.get(table.name.lower())
        if key is None or table.db or table.name.lower() in common or schema.tables.get(key) is not None:
            continue
        view = schema.views[key]
        if view.materialized:
            raise Untranslatable(f"the materialized view {key[1]} holds what its tables held before")
        try:
            columns, query = view_query(view.text, sqlglot_dialect)
            inner = parsed(query, name)
        except Unread as error:
            raise Untranslatable(f"the view {key[1]} cannot be read") from error
        if columns:
            raise Untranslatable(f"the view {key[1]} gives its columns names of their own")
        alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
        made = exp.Subquery(this=inner, alias=alias)
        made.set("joins", table.args.get("joins"))
        table.replace(made)
        found = True
    return str(tree.sql(dialect=name)) if found else None
