"""Each part of a schema as a line for people."""

from __future__ import annotations

from sqlcompile.project.printable import one_line
from sqlcompile.showing.model import Column, Constraint, Index, Sequence, Type, shown

_ACTIONS = {"onupdate": "on update", "ondelete": "on delete"}


def column_words(column: Column) -> tuple[str, str, str]:
    """Return the name, the type, and what else there is to say of a column."""
    said = [] if column.nullable else ["not null"]
    if column.default is not None:
        said.append(f"default {column.default}")
    if column.computed is not None:
        said.append(f"computed as {column.computed}{', stored' if column.stored else ''}")
    if column.identity is not None:
        said.append(f"identity {column.identity}")
    if column.counted:
        said.append("counted by the database")
    if column.comment:
        said.append(f'"{column.comment}"')
    return one_line(column.name), one_line(column.type or "?"), one_line(", ".join(said))


def column_line(column: Column) -> str:
    """Return a column on one line."""
    return " ".join(word for word in column_words(column) if word)


def constraint_line(constraint: Constraint) -> str:
    """Return a constraint on one line."""
    words = [constraint.kind, *([constraint.name] if constraint.name else [])]
    if constraint.expression is not None:
        words.append(constraint.expression if constraint.kind == "exclusion" else f"({constraint.expression})")
    else:
        words.append(f"({', '.join(constraint.columns)})")
    target = constraint.target
    if target is not None:
        columns = f" ({', '.join(target.columns)})" if target.columns else ""
        words.append(f"-> {shown(target.namespace, target.table)}{columns}")
    words += [_option(name, value) for name, value in constraint.options.items()]
    return one_line(" ".join(words))


def index_line(index: Index) -> str:
    """Return an index on one line."""
    words = ["unique index" if index.unique else "index", *([index.name] if index.name else [])]
    words.append(f"({', '.join(index.expressions)})")
    words += [_option(name, value) for name, value in index.options.items()]
    if index.automatic:
        words.append("made by the database")
    return one_line(" ".join(words))


def _option(name: str, value: str) -> str:
    word = _ACTIONS.get(name, name)
    return word if value == "yes" else f"{word} {value}"


def type_line(type_: Type) -> str:
    """Return a named type on one line."""
    name = shown(type_.namespace, type_.name)
    if type_.values is not None:
        return one_line(f"enum {name}: {', '.join(type_.values)}")
    if type_.domain_of is None:
        return one_line(f"domain {name}")
    checks = "".join(f" check ({check})" for check in type_.checks)
    return one_line(f"domain {name}: {type_.domain_of}{checks}")


def sequence_line(sequence: Sequence) -> str:
    """Return a sequence on one line."""
    said = {"from": sequence.start, "by": sequence.increment}
    words = [f" {word} {number}" for word, number in said.items() if number not in (None, 1)]
    return one_line(f"sequence {shown(sequence.namespace, sequence.name)}{''.join(words)}")
