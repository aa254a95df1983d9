"""The operations that make a schema in an empty database, and what they leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.edit import mentions
from sqlcompile.schema.model import Constraint, ForeignKey, Key, Schema, Table, Trigger
from sqlcompile.showing.model import Described, Routine


def making(schema: Schema, dialect: Dialect, described: Described) -> tuple[list[Operation], list[str]]:
    """Return the operations, in the order in which one needs the other, and in sentences what is left out.

    What is not known as a whole is not made, and nothing that stands on it. Extensions come first. Functions and
    procedures come before the tables where one calls them, or where they name none; else behind the tables, before
    the views and the triggers. Raises SqlcompileError where the database cannot express it.
    """
    tables, dependents, notes = making_in_parts(schema, dialect, described)
    return [*tables, *dependents], notes


def making_in_parts(
    schema: Schema, dialect: Dialect, described: Described
) -> tuple[list[Operation], list[Operation], list[str]]:
    """Return what ``making`` does, the views and the triggers apart: rows come in between, where there are some."""
    known, notes = told(schema)
    found = difference(Schema(schema.default_namespace), known, dialect)
    extensions = [one for one in described.routines if one.kind == "extension"]
    others = [one for one in described.routines if one.kind != "extension"]
    late = _late(others, described)
    early = [one for one in others if one not in late]
    objects, middle, dependents = _split(found.operations)
    renames = _sequences(known, dialect)
    renamed = [Execute(text) for texts in renames.values() for text in texts]
    operations = [*_run(extensions), *objects, *_run(early), *middle, *renamed, *_run(late)]
    settled = ("Triggers may call ", *(f"{shown(key)}: the sequences " for key in renames))
    notes += [note for note in found.notes if not note.startswith(settled)]
    return operations, list(dependents), [*notes, *_assumed(known)]


def _assumed(schema: Schema) -> Iterator[str]:
    """Yield sentences on the namespaces that the history uses and does not make."""
    kinds = (schema.tables, schema.views, schema.sequences, schema.enums)
    used = {key[0] for kind in kinds for key in kind if key[0] is not None}
    for name in sorted(used.difference(schema.namespaces)):
        yield f"The history does not make the namespace {name}: it must be there."


def _late(routines: Sequence[Routine], described: Described) -> list[Routine]:
    """Return the routines that name a table, wherever in their text, and that no table calls."""
    tables = {table.name.lower() for table in described.tables}
    called = set(_words(" ".join(_expressions(described))))
    return [
        one
        for one in routines
        if not called.intersection(_words(one.name)) and tables.intersection(_words(" ".join(one.statements)))
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _expressions(described: Described) -> Iterator[str]:
    """Yield the expressions that tables are made with."""
    for table in described.tables:
        for column in table.columns:
            yield from (text for text in (column.default, column.computed) if text is not None)
        yield from (one.expression for one in table.constraints if one.expression is not None)
        for index in table.indexes:
            yield from (*index.expressions, *index.options.values())


def _sequences(schema: Schema, dialect: Dialect) -> dict[Key, list[str]]:
    """Return for each table the statements that give the sequences of its columns the names that they have.

    A column that was renamed, or whose table was, keeps the name of its sequence. Where another table's has that
    name in an empty database, it cannot be given.
    """
    found: dict[Key, list[str]] = {}
    fresh = {key: [*dialect.implied_sequences(_new(table))] for key, table in schema.tables.items()}
    taken = {(key[0], name) for key, names in fresh.items() for name in names}
    for key, table in schema.tables.items():
        pairs = zip(fresh[key], dialect.implied_sequences(table), strict=True)
        for made, kept in pairs:
            if made != kept and (key[0], kept) not in taken:
                text = f"ALTER SEQUENCE {dialect.table_name(made, key[0])} RENAME TO {dialect.quote(kept)}"
                found.setdefault(key, []).append(text)
    return found


def _new(table: Table) -> Table:
    """Return a table as if it and its columns had been made under the names that they have."""
    return replace(table, columns=tuple(replace(column, made_as=None) for column in table.columns))


def _split(operations: Sequence[Operation]) -> tuple[Sequence[Operation], ...]:
    """Return what comes before the tables, the tables with all that is theirs, and what comes after them."""
    places = [at for at, operation in enumerate(operations) if not isinstance(operation, Execute)]
    if not places:
        return operations, (), ()
    return operations[: places[0]], operations[places[0] : places[-1] + 1], operations[places[-1] + 1 :]


def _run(routines: Sequence[Routine]) -> Iterator[Operation]:
    for routine in routines:
        for text in routine.statements:
            yield Execute(text.replace(r"\:", r"\\:"))


def told(schema: Schema) -> tuple[Schema, list[str]]:
    """Return the schema without what is not known as a whole and what stands on it, and sentences that say so."""
    notes = [
        f"The table {shown(key)} is not known as a whole: it is left out."
        for key, table in schema.tables.items()
        if not table.complete
    ]
    gone = {key for key, table in schema.tables.items() if not table.complete}
    result = replace(schema, not_analysed=0)
    for namespace, name in gone:
        result = result.without_table(name, namespace)
    for key, table in result.tables.items():
        kept, left = _keys(result, table)
        notes += [f"{_called(one)} of {shown(key)} refers to {shown(one.target)}: it is left out." for one in left]
        if left:
            result = result.with_table(replace(table, constraints=tuple(kept)))
    views, said = _views(result, gone)
    for key in [key for key, domain in schema.domains.items() if domain is None]:
        notes.append(f"What the domain {shown(key)} says is not known: it is left out.")
    lost = _triggers(result, views)
    notes += [*said, *(f"The trigger {one.name} of {shown(one.table)} is left out: {why}." for one, why in lost)]
    triggers = {key: one for key, one in result.triggers.items() if all(one is not other for other, _ in lost)}
    return replace(result, views={key: result.views[key] for key in views}, triggers=triggers), notes


def _keys(schema: Schema, table: Table) -> tuple[list[Constraint], list[ForeignKey]]:
    """Return the constraints that can be made, and the foreign keys to what is not there."""
    kept: list[Constraint] = []
    left: list[ForeignKey] = []
    for one in table.constraints:
        if isinstance(one, ForeignKey) and schema.key(one.target[1], one.target[0]) not in schema.tables:
            left.append(one)
        else:
            kept.append(one)
    return kept, left


def _called(key: ForeignKey) -> str:
    return f"The foreign key{f' {key.name}' if key.name else ''} ({', '.join(key.columns)})"


def _views(schema: Schema, gone: set[Key]) -> tuple[list[Key], list[str]]:
    """Return the views that can be made, and sentences on those that ask for what is left out."""
    names = {name for _, name in gone}
    kept = list(schema.views)
    notes: list[str] = []
    while True:
        more = [key for key in kept if any(mentions(schema.views[key].text, name) for name in names - {key[1]})]
        if not more:
            return kept, notes
        kept = [key for key in kept if key not in more]
        names |= {name for _, name in more}
        notes += [f"The view {shown(key)} asks for what is left out: it is left out too." for key in more]


def _triggers(schema: Schema, views: list[Key]) -> list[tuple[Trigger, str]]:
    """Return the triggers that cannot be made, each with the reason."""
    lost = []
    for trigger in schema.triggers.values():
        if trigger.table not in schema.tables and trigger.table not in views:
            lost.append((trigger, f"{shown(trigger.table)} is left out"))
        elif not trigger.text:
            lost.append((trigger, "what it says after a rename is not known"))
    return lost
