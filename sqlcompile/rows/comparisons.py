"""The kinds of names, literals and conditions in raw SQL, as sqlglot reads it, where all databases agree on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.kinds import TRUTH, Kind, is_integer, is_number, literal_kind
from sqlcompile.rows.unknown import ORDERED, Untranslatable
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.names import spelled

_ORDERED = ("integer", "number", "date", "datetime", "time")
_TEXTS = ("text", "string", "enum")


@dataclass(slots=True)
class Scope:
    """The columns that names stand for in one SELECT: by source, then by name."""

    sources: dict[str, dict[str, Kind]] = field(default_factory=dict)
    outer: Scope | None = None
    aliases: dict[str, Kind] = field(default_factory=dict)


@dataclass(slots=True)
class Noticed:
    """What an expression needs of the values that it meets."""

    orders_texts: bool = False
    """It asks which text is greater: collations differ in that."""
    groups_texts: bool = False
    """It gives one text for several that are equal."""
    orders_rows: bool = False
    """The place of NULL in an order may matter."""


class Comparisons:
    """Finds the kinds of names, literals and conditions; ``query`` is asked for those of a subquery's columns.

    ``finder`` says what finds the kind of which expression.
    """

    def __init__(
        self, dialect: Dialect, flavor: Flavor, query: Callable[[Any, Scope | None], list[tuple[str, Kind]]]
    ) -> None:
        self.meaning = dialect.meaning
        self.dialect = dialect
        self.flavor = flavor
        self.noticed = Noticed()
        self.query = query

    def kind(self, node: Any, scope: Scope) -> Kind:
        """Return the kind of an expression; raises Untranslatable."""
        name = type(node).__name__
        find = self.finder(name)
        if find is None:
            raise self.unknown(node)
        return find(self, node, scope)

    def finder(self, name: str) -> Callable[[Any, Any, Scope], Kind] | None:
        """Return what finds the kind of an expression of sqlglot's class of that name."""
        raise NotImplementedError

    def condition(self, node: Any, scope: Scope) -> None:
        """Look at a condition."""
        kind = self.kind(node, scope)
        if kind.name in ("truth", "null"):
            return
        if kind.name == "integer" and not self.meaning.truths:
            return
        raise self.unknown(node, "stands for a truth value")

    def unknown(self, node: Any, why: str = "may give something else") -> Untranslatable:
        """Return the error about an expression."""
        text = " ".join(node.sql(dialect=self.flavor.name).split())
        return Untranslatable(f"{text if len(text) < 60 else text[:57] + '...'} {why} in the real database")

    # --- names and literals ---

    def column(self, node: Any, scope: Scope) -> Kind:
        if type(node.this).__name__ == "Star":
            raise self.unknown(node)
        wanted = node.this.name if node.this.args.get("quoted") else self.flavor.fold(node.this.name)
        table = node.args.get("table")
        place: Scope | None = scope
        while place is not None:
            for alias, columns in place.sources.items():
                if table is not None and alias.lower() != table.name.lower():
                    continue
                found = columns.get(spelled(self.flavor, wanted, columns))
                if found is not None:
                    return found
            if table is None and place is scope and wanted in place.aliases:
                return place.aliases[wanted]
            place = place.outer
        raise self.unknown(node, "is not known here, though it may be")

    def literal(self, node: Any, scope: Scope) -> Kind:
        return literal_kind(node.this, is_string=node.is_string)

    def national(self, node: Any, _: Scope) -> Kind:
        return Kind("string", literal=node.name)

    def hexadecimal(self, _: Any, __: Scope) -> Kind:
        return Kind("other" if self.meaning.truths else "bytes")

    def negated(self, node: Any, scope: Scope) -> Kind:
        inner = self.kind(node.this, scope)
        if inner.name not in ("integer", "number"):
            raise self.unknown(node)
        literal = None if inner.literal is None else f"-{inner.literal}"
        return replace(inner.computed(), literal=literal)

    def paren(self, node: Any, scope: Scope) -> Kind:
        return self.kind(node.this, scope)

    # --- comparing ---

    def comparable(self, node: Any, one: Kind, other: Kind, *, ordering: bool = False) -> None:
        """Look at two things that are compared."""
        for first, second in ((one, other), (other, one)):
            if self._agree(first, second, ordering=ordering):
                texts = first.name in _TEXTS or first.name == "char"
                if ordering and texts:
                    for part in node.iter_expressions():
                        self.orders(part)
                return
        raise self.unknown(node, "may compare otherwise")

    def _agree(self, one: Kind, other: Kind, *, ordering: bool) -> bool:
        names = (one.name, other.name)
        if "null" in names:
            return True
        if "made" in names or "other" in names or "zoned" in names or "float" in names:
            return False
        if one.name == "integer":
            return other.name == "integer" or (other.name == "string" and one.bare and is_integer(other.literal)) or (
                other.name == "number" and other.exact) or (
                other.name == "truth" and not self.meaning.truths)  # fmt: skip
        if one.name == "number":
            same = other.name == "number" and other.exact
            return one.exact and (same or (other.name == "string" and one.bare and is_number(other.literal)))
        if one.name == "truth":
            return not ordering and other.name == "truth"
        if one.name in ("date", "datetime", "time", "uuid"):
            if ordering and one.name == "uuid":
                return False
            if other.name == "string":
                return one.bare and is_time(one.name, other.literal or "")
            return other.name == one.name and (one.bare or other.bare)
        if one.name == "char":
            return other.name in ("string", "char") and one.bare
        if one.name == "enum":
            return not ordering and other.name in ("enum", "string") and one.bare
        if one.name in ("text", "string") and other.name in ("text", "string"):
            return self._texts_agree(one, other)
        return one.name == other.name == "bytes"

    def _texts_agree(self, one: Kind, other: Kind) -> bool:
        if one.bare or other.bare:
            return True
        if not (self.dialect.ignores_case or one.careful or other.careful):
            return True
        for first, second in ((one, other), (other, one)):
            if first.case is not None and second.literal is not None:
                return second.literal == getattr(second.literal, first.case)() and second.literal.isascii()
        return one.case is not None and one.case == other.case

    def orders(self, node: Any) -> None:
        """Note that texts are put in order; a column must not be read in the order that its index has already."""
        self.noticed.orders_texts = True
        if type(node).__name__ == "Column":
            node.meta[ORDERED] = True

    def comparison(self, node: Any, scope: Scope) -> Kind:
        ordering = type(node).__name__ in ("GT", "GTE", "LT", "LTE")
        self.comparable(node, self.kind(node.this, scope), self.kind(node.expression, scope), ordering=ordering)
        return TRUTH

    def between(self, node: Any, scope: Scope) -> Kind:
        inner = self.kind(node.this, scope)
        for end in (node.args["low"], node.args["high"]):
            self.comparable(node, inner, self.kind(end, scope), ordering=True)
        return TRUTH

    def is_(self, node: Any, scope: Scope) -> Kind:
        right = type(node.expression).__name__
        if right == "Null":
            self.nullable(node.this, scope)
        elif right != "Boolean" or self.kind(node.this, scope).name != "truth":
            raise self.unknown(node)
        return TRUTH

    def nullable(self, node: Any, scope: Scope) -> None:
        """Look at what is only asked whether it is NULL: a column may be of any kind."""
        if type(node).__name__ == "Column":
            self.column(node, scope)
        elif self.kind(node, scope).name == "string" and self.meaning.empty_is_null:
            raise self.unknown(node)

    def in_(self, node: Any, scope: Scope) -> Kind:
        left = [self.kind(part, scope) for part in _parts(node.this)]
        query = node.args.get("query")
        if query is not None:
            rows = [[kind for _, kind in self.query(query, scope)]]
        elif node.args.get("unnest") is not None or node.args.get("field") is not None:
            raise self.unknown(node)
        else:
            rows = [[self.kind(part, scope) for part in _parts(item)] for item in node.expressions]
        for row in rows:
            if len(row) != len(left):
                raise self.unknown(node)
            for one, other in zip(left, row, strict=True):
                self.comparable(node, one, other)
        return TRUTH

    def logical(self, node: Any, scope: Scope) -> Kind:
        self.condition(node.this, scope)
        self.condition(node.expression, scope)
        return TRUTH

    def not_(self, node: Any, scope: Scope) -> Kind:
        self.condition(node.this, scope)
        return TRUTH

    def exists(self, node: Any, scope: Scope) -> Kind:
        self.query(node.this, scope)
        return TRUTH

    def like(self, node: Any, scope: Scope) -> Kind:
        escaped = type(node).__name__ == "Escape"
        like = node.this if escaped else node
        if type(like).__name__ not in ("Like", "ILike"):
            raise self.unknown(node)
        text, pattern = self.kind(like.this, scope), self.kind(like.expression, scope)
        if text.name not in ("text", "string") or text.careful or pattern.name != "string" or pattern.literal is None:
            raise self.unknown(node)
        if not escaped and "\\" in pattern.literal and self.meaning.like_escapes:
            raise self.unknown(node, "may escape in another way")
        if any(bracket in pattern.literal for bracket in "[]"):
            raise self.unknown(node)
        return TRUTH


def _parts(node: Any) -> list[Any]:
    return list(node.expressions) if type(node).__name__ == "Tuple" else [node]


def is_time(name: str, text: str) -> bool:
    """Return whether a literal is a date, a time or a UUID in the form that all read alike."""
    import datetime as dt  # noqa: PLC0415
    import uuid  # noqa: PLC0415

    readers: dict[str, Callable[[str], Any]] = {
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
        "time": dt.time.fromisoformat,
        "uuid": uuid.UUID,
    }
    try:
        read = readers[name](text)
    except ValueError:
        return False
    return getattr(read, "tzinfo", None) is None
