"""What statements leave behind: facts that a later script can ask the database for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Need
from sqlcompile.operations.execute import read_as
from sqlcompile.schema.effects import Effect, differences, holds, redefined
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.splitting import statements_of
from sqlcompile.schema.reading.tokens import tokens_of


def effect_of(dialect: Dialect, text: str, before: Schema) -> tuple[Effect, ...]:
    """Return what a statement's text makes a fact, on a database whose schema is ``before``.

    The text is read as raw SQL is. Nothing is returned where it changes no schema, where it cannot be
    read, and for a text of several statements where one of them leaves nothing to ask for.
    """
    return followed(dialect, text, before)[0]


def followed(dialect: Dialect, text: str, before: Schema) -> tuple[tuple[Effect, ...], Schema]:
    """Return what a statement's text makes a fact, and the schema after it."""
    found: list[tuple[Effect, ...]] = []
    schema = before
    for part in _parts(dialect, text):
        after = read_as(dialect, schema, part)
        unread = after.not_analysed > schema.not_analysed
        effects = () if unread else (*differences(schema, after), *_definitions(dialect, schema, after))
        found.append(tuple(effect for effect in effects if _certain(effect, part, schema)))
        schema = after
    if not all(found):
        return (), schema
    together = dict.fromkeys(effect for one in found for effect in one)
    return tuple(effect for effect in together if _stands(dialect, effect, schema)), schema


def effects_in_order(
    dialect: Dialect, texts: Iterable[str], before: Schema
) -> tuple[tuple[tuple[Effect, ...], ...], Schema]:
    """Return for each statement what it makes a fact, and the schema after all of them."""
    found = []
    schema = before
    for text in texts:
        effects, schema = followed(dialect, text, schema)
        found.append(effects)
    return tuple(found), schema


def standing(dialect: Dialect, texts: Iterable[str], before: Schema) -> tuple[Effect, ...]:
    """Return what is a fact once all of the statements are done.

    What a later one undoes is not, and neither is what a later one names that cannot be read.
    """
    kept: dict[Effect, None] = {}
    schema = before
    for text in texts:
        effects, after = followed(dialect, text, schema)
        if after.not_analysed > schema.not_analysed:
            kept = {effect: None for effect in kept if not _named(effect, text)}
        kept |= dict.fromkeys(effects)
        schema = after
    return tuple(effect for effect in kept if _stands(dialect, effect, schema))


def needs_of(dialect: Dialect, texts: Iterable[str], before: Schema) -> tuple[Need, ...]:
    """Return what a guard can ask for once all of the statements are done."""
    found = []
    for effect in standing(dialect, texts, before):
        condition = dialect.exists_sql(effect)
        if condition is not None:
            found.append(Need(condition, f"not so: {effect}"))
    return tuple(found)


def _definitions(dialect: Dialect, before: Schema, after: Schema) -> Iterator[Effect]:
    """Yield what the catalog says of columns now, and did not before: their types, and some defaults.

    A default is written anew along with the type, in ways of the database's own: it is a fact only
    together with the type, where that stays.
    """
    for old_table, old, table, column in redefined(before, after):
        was, now = dialect.column_facts(old_table, old), dialect.column_facts(table, column)
        says = [(word, now[word]) for word in dialect.effect_facts if now.get(word) is not None and word in was]
        changed = {word for word, value in says if was[word] != value}
        wanted = set(dialect.effect_facts) if changed == {"dflt"} else changed - {"dflt"}
        said = tuple(pair for pair in says if pair[0] in wanted)
        if said:
            yield Effect("definition", column.name, table.namespace, table.name, says=said)


def _stands(dialect: Dialect, effect: Effect, schema: Schema) -> bool:
    """Return whether a fact is one in that schema."""
    if effect.kind != "definition":
        return holds(effect, schema)
    table = schema.find(effect.table or "", effect.namespace)
    column = table.find_column(effect.name) if table is not None else None
    if table is None or column is None:
        return False
    facts = dialect.column_facts(table, column)
    return all(facts.get(word) == value for word, value in effect.says)


def _parts(dialect: Dialect, text: str) -> Iterator[str]:
    flavor = flavor_of(dialect.sqlglot_name)
    for tokens in statements_of(text, tokens_of(text, flavor), flavor):
        yield text[tokens[0].start : tokens[-1].end]


_PASSING = re.compile(r"\b(?:TEMP|TEMPORARY)\b", re.IGNORECASE)
_ADDED = r"(?:\bADD(?:\s+COLUMN)?(?:\s+IF\s+NOT\s+EXISTS)?|\bTO|\bCHANGE(?:\s+COLUMN)?\s+\S+|\bsp_rename\b.*?,)[\s(]*N?[\"'`\[]?"
"""What stands before the name of a column that is new."""


def _certain(effect: Effect, text: str, before: Schema) -> bool:
    """Return whether a fact is none of what was not known before, and none that ends with the session."""
    if not effect.present:
        return True
    if effect.kind == "table":
        return not _PASSING.search(text.partition("(")[0])
    table = before.find(effect.table, effect.namespace) if effect.table else None
    if effect.kind != "column" or (table is not None and table.complete):
        return True
    return re.search(_ADDED + re.escape(effect.name), text, re.IGNORECASE) is not None


def _named(effect: Effect, text: str) -> bool:
    """Return whether a text may be about what a fact is about."""
    lower = text.lower()
    words = set(re.findall(r"\w+", lower))
    names = [name.lower() for name in (effect.table, effect.name) if name]
    return any(name in words or (not re.fullmatch(r"\w+", name) and name in lower) for name in names)
