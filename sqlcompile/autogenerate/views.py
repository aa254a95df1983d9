"""Views and triggers, as far as the history keeps their text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.steps import Steps
from sqlcompile.operations.create_index import create_index_sql
from sqlcompile.schema.edit import mentions
from sqlcompile.schema.model import Key, Schema, Table, Trigger, View

FUNCTIONS_NOT_COMPARED = "Triggers may call functions, which are not compared."


def drop_dependents(steps: Steps, forms: Forms, after: Schema, changed: Collection[Key]) -> None:
    """Drop the views and triggers that go, that change, or that stand on tables that change much."""
    before = steps.schema
    names = {name for _, name in changed}
    going = [key for key, view in before.views.items() if not _same_view(forms, view, after.views.get(key))]
    going += _standing_on(before.views, names, going)
    names |= {name for _, name in going}
    wanted = triggers_of(after)
    for which, trigger in triggers_of(before).items():
        other = wanted.get(which)
        if other is None or not _same_trigger(forms, trigger, other) or _mentions(trigger.text, names):
            if other is not None and not _is_known(steps, trigger, other.text):
                continue
            steps.run([steps.dialect.drop_trigger(trigger)])
    views = {key: view for key, view in before.views.items() if key in going}
    for key in reversed(_in_order(views)):
        if key in after.views and _stale(after, after.views[key]):
            gone = [table.name for place, table in before.tables.items() if place not in after.tables]
            asked = [name for name in gone if mentions(views[key].text, name)]
            steps.note(
                f"CHECK BEFORE APPLYING: the view {key[1]} asks for {', '.join(asked)}, and stays: drop it first, or "
                "leave the table out with `exclude_tables`."
                if asked
                else f"What the view {key[1]} says after a rename is not known: it is left as it is."
            )
            continue
        steps.run([steps.dialect.drop_view(key, materialized=views[key].materialized)])


def make_dependents(steps: Steps, after: Schema) -> None:
    """Make the views and triggers that are not there."""
    new = {key: view for key, view in after.views.items() if key not in steps.schema.views}
    for key in _in_order(new):
        view = new[key]
        if _stale(after, view):
            steps.note(f"What the view {key[1]} says after a rename is not known: it is not made.")
            continue
        steps.run([view.text])
        table = Table(key[1], key[0])
        steps.run(create_index_sql(steps.dialect, index, table) for index in view.indexes)
        if view.comment is not None:
            kind = "MATERIALIZED VIEW" if view.materialized else "VIEW"
            path = steps.dialect.table_name(key[1], key[0])
            steps.run([steps.dialect.comment_on(f"{kind} {path}", view.comment).text])
    there = triggers_of(steps.schema)
    for which, trigger in triggers_of(after).items():
        if which not in there and _is_known(steps, trigger, trigger.text):
            steps.run([trigger.text])
    if after.triggers:
        steps.note(FUNCTIONS_NOT_COMPARED)


def triggers_of(schema: Schema) -> dict[tuple[Key, str], Trigger]:
    """Return the triggers by their tables and their names."""
    return {(trigger.table, trigger.name): trigger for trigger in schema.triggers.values()}


def _is_known(steps: Steps, trigger: Trigger, text: str) -> bool:
    if not text:
        steps.note(f"What the trigger {trigger.name} says after a rename is not known: it is left as it is.")
    return bool(text)


def _same_view(forms: Forms, one: View, other: View | None) -> bool:
    if one is other:
        return True
    if other is None or forms.expression(one.text) != forms.expression(other.text):
        return False
    return (one.comment, len(one.indexes)) == (other.comment, len(other.indexes))


def _same_trigger(forms: Forms, one: Trigger, other: Trigger) -> bool:
    return one is other or forms.expression(one.text) == forms.expression(other.text)


def _standing_on(views: Mapping[Key, View], names: Iterable[str], going: Iterable[Key]) -> list[Key]:
    """Return the views that ask for one of these names, or for a view that goes."""
    gone = {name for _, name in going} | set(names)
    found: list[Key] = []
    left = [key for key in views if key not in set(going)]
    while True:
        more = [key for key in left if key not in found and _mentions(views[key].text, gone - {key[1]})]
        if not more:
            return found
        found += more
        gone |= {name for _, name in more}


def _mentions(text: str, names: Iterable[str]) -> bool:
    return any(mentions(text, name) for name in names)


def _in_order(views: Mapping[Key, Any]) -> list[Key]:
    """Return the views so that each comes after those that it asks for."""
    left, done = list(views), []
    while left:
        ready = [key for key in left if not _mentions(views[key].text, {other[1] for other in left} - {key[1]})]
        ready = ready or left[:1]
        done += ready
        left = [key for key in left if key not in ready]
    return done


def _stale(after: Schema, view: View) -> bool:
    """Return whether a table or a column that the view names was renamed, or is gone, since it was made."""
    for key, table in view.made_in.tables.items() if view.made_in is not None else ():
        if not mentions(view.text, table.name):
            continue
        now = after.tables.get(key)
        if now is None:
            return True
        columns = [column.name for column in table.columns if now.find_column(column.name) is None]
        others = {column.name for other in after.tables.values() for column in other.columns}
        if any(mentions(view.text, name) and name not in others for name in columns):
            return True
    return False
