"""What an operation is called, as a migration script writes it."""

from __future__ import annotations

import re
from typing import Any

from sqlcompile.diff.recording import Played
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.sent import Sent

_LONGEST = 60
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CONSTRAINTS = {
    "primary": "create_primary_key",
    "foreignkey": "create_foreign_key",
    "unique": "create_unique_constraint",
    "check": "create_check_constraint",
    "exclude": "create_exclude_constraint",
}


def title_of(played: Played) -> str:
    """Return the directive with what it is about: ``create_table customer``, ``add_column customer.phone``."""
    operation: Any = played.entry.operation
    if isinstance(operation, Execute | Sent):
        text = played.statements[0].text if played.statements else ""
        return f"execute {shortened(text)}".strip()
    return f"{_directive(operation)} {_target(operation)}".strip()


def _directive(operation: Any) -> str:
    if isinstance(operation, AddConstraint):
        return _CONSTRAINTS.get(operation.constraint.kind, "create_constraint")
    if isinstance(operation, CommentTable):
        return "drop_table_comment" if operation.comment is None else "create_table_comment"
    return _WORD.sub("_", type(operation).__name__).lower()


def _target(operation: Operation) -> str:
    table: Any = getattr(operation, "table", None)
    if table is None:
        table = getattr(operation, "made", None)
    namespace = getattr(operation, "namespace", getattr(table, "schema", None))
    name = table if isinstance(table, str) else getattr(table, "name", None)
    shown = f"{namespace}.{name}" if namespace and name else name
    own = _own_name(operation)
    if own is None or own == name:
        return shown or ""
    if shown is None:
        return own
    return f"{shown}.{own}" if hasattr(operation, "column") else f"{own} on {shown}"


def _own_name(operation: Operation) -> str | None:
    """Return the name of what is made, changed or dropped in a table, None where it is the table itself."""
    for attribute in ("column", "name", "constraint", "index"):
        found = getattr(operation, attribute, None)
        name = getattr(found, "name", found)
        if isinstance(name, str):
            return name
    return None


def shortened(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
