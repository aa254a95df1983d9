"""Names that the real database alone knows: SQL Server and Oracle choose such for constraints that have none."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcompile.errors import SchemaError
from sqlcompile.schema.model import Constraint

_MARK = "<the name that the database chose: "
_HINT = "Hand the name to op.drop_constraint(), which finds it in the database, or give the constraint one of its own."


class UnknownName(str):
    """What an inspector gives for such a name; ``op.drop_constraint`` knows which constraint it is.

    It may be carried around and compared, for no name of a script's is like it. In SQL it is refused.
    """

    __slots__ = ("constraint", "is_told_apart")

    constraint: Constraint
    is_told_apart: bool
    """Whether the script had a look at more than the name: several stand in an order that nobody can know."""

    @classmethod
    def of(cls, constraint: Constraint, table: str, *, is_told_apart: bool) -> UnknownName:
        """Return the name of a constraint."""
        columns = f"({', '.join(constraint.column_names)})"
        made = cls(f"{_MARK}{constraint.kind} on {table} {columns}>")
        made.constraint = constraint
        made.is_told_apart = is_told_apart
        return made

    def refusal(self) -> SchemaError:
        """Return the error for a script that did not look which of several it takes."""
        return SchemaError(
            "The script drops one of several constraints by its place among those that an inspector lists: that is "
            f"another one in each database, where the names are chosen at random. It took {self}.",
            hint='Choose it by its columns: `if key["constrained_columns"] == ["a"]`.',
        )


def refuse_unknown(texts: Iterable[str]) -> None:
    """Raise SchemaError where a statement holds such a name."""
    for text in texts:
        start = text.find(_MARK)
        if start >= 0:
            name = text[start : text.find(">", start) + 1]
            raise SchemaError(f"A statement has a name that is not known before it runs: {name}.", hint=_HINT)
