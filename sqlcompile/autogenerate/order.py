"""The order in which tables are made: what a foreign key refers to comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlcompile.schema.model import ForeignKey, Key, Schema, Table


def in_order(schema: Schema, tables: Iterable[Table]) -> list[Table]:
    """Return tables so that each comes after those that its foreign keys refer to, but in a cycle.

    What no foreign key orders stays as it is given.
    """
    waiting = {schema.key(table.name, table.namespace): table for table in tables}
    done: dict[Key, Table] = {}
    for key in list(waiting):
        _place(schema, waiting, key, done)
    return list(done.values())


def _place(schema: Schema, waiting: dict[Key, Table], first: Key, done: dict[Key, Table]) -> None:
    """Place a table after all that it needs; without recursion, for chains of foreign keys have any length."""
    stack = [(first, iter(_targets(schema, waiting, first)))]
    entered = {first}
    while stack:
        key, targets = stack[-1]
        following = next((one for one in targets if one not in entered and one not in done), None)
        if following is None:
            done.setdefault(key, waiting[key])
            stack.pop()
        else:
            entered.add(following)
            stack.append((following, iter(_targets(schema, waiting, following))))


def _targets(schema: Schema, waiting: dict[Key, Table], key: Key) -> Iterator[Key]:
    for constraint in waiting[key].constraints:
        if isinstance(constraint, ForeignKey):
            target = target_of(schema, constraint)
            if target in waiting and target != key:
                yield target


def target_of(schema: Schema, key: ForeignKey) -> Key:
    """Return the key of the table that a foreign key refers to."""
    return schema.key(key.target[1], key.target[0])
