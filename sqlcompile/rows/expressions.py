"""The kinds of expressions in raw SQL, as sqlglot reads it, where all databases agree on what they give.

What is not here is not known to mean the same in SQLite: raises Untranslatable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlcompile.rows.comparisons import Comparisons, Scope, is_time
from sqlcompile.rows.kinds import INTEGER, MADE, NULL, TEXT, TRUTH, Kind, is_integer

_ORDERED = ("integer", "number", "date", "datetime", "time")
_TEXTS = ("text", "string", "enum")


class Expressions(Comparisons):
    """Finds the kinds of all expressions."""

    def finder(self, name: str) -> Callable[[Any, Any, Scope], Kind] | None:
        """Return what finds the kind of an expression of sqlglot's class of that name."""
        return _FINDERS.get(name)

    # --- computing ---

    def arithmetic(self, node: Any, scope: Scope) -> Kind:
        one, other = self.kind(node.this, scope), self.kind(node.expression, scope)
        if one.name == other.name == "integer":
            return Kind("integer", big=one.big or other.big)
        if {one.name, other.name} <= {"integer", "number"}:
            scales = [0 if kind.name == "integer" else kind.scale for kind in (one, other)]
            if None not in scales and not one.loose and not other.loose:
                scale = sum(scales) if type(node).__name__ == "Mul" else max(scales)  # type: ignore[arg-type,type-var]
                return Kind("number", scale=scale, exact=False)
        if "null" in (one.name, other.name) and {one.name, other.name} <= {"null", "integer"}:
            return INTEGER
        raise self.unknown(node)

    def division(self, node: Any, scope: Scope) -> Kind:
        one, other = self.kind(node.this, scope), self.kind(node.expression, scope)
        whole = type(node).__name__ != "Div" or self.meaning.whole_division
        divides = other.literal is not None and other.literal.strip("-0") != ""
        if one.name == other.name == "integer" and whole and divides:
            return Kind("integer", big=one.big or other.big)
        raise self.unknown(node)

    def absolute(self, node: Any, scope: Scope) -> Kind:
        if self.kind(node.this, scope).name != "integer":
            raise self.unknown(node)
        return INTEGER

    def joined(self, node: Any, scope: Scope) -> Kind:
        parts = node.expressions or [node.this, node.expression]
        for part in parts:
            kind = self.kind(part, scope)
            if kind.name not in (*_TEXTS, "integer") or (self.meaning.empty_is_null and kind.literal is None):
                raise self.unknown(node)
        return TEXT

    def cased(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        return replace(TEXT, case=type(node).__name__.lower())

    def of_text(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        if type(node).__name__ == "Trim" and any(node.args.get(name) for name in ("expression", "collation")):
            raise self.unknown(node)
        return TEXT

    def _text_of(self, node: Any, scope: Scope) -> None:
        kind = self.kind(node.this, scope)
        if kind.name not in _TEXTS or self.meaning.empty_is_null:
            raise self.unknown(node)

    def length(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        return INTEGER

    def part(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        for name in ("start", "length"):
            given = node.args.get(name)
            if given is None and name == "length":
                continue
            kind = self.kind(given, scope) if given is not None else NULL
            if (
                kind.name != "integer"
                or not (kind.literal or "").isdigit()
                or (name == "start" and kind.literal == "0")
            ):
                raise self.unknown(node)
        return TEXT

    def ended(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        if not (self.kind(node.expression, scope).literal or "").isdigit():
            raise self.unknown(node)
        return TEXT

    def replaced(self, node: Any, scope: Scope) -> Kind:
        self._text_of(node, scope)
        wanted = self.kind(node.expression, scope)
        given = node.args.get("replacement")
        if given is None or self.kind(given, scope).name != "string" or not wanted.literal or wanted.name != "string":
            raise self.unknown(node)
        return TEXT

    def cast(self, node: Any, scope: Scope) -> Kind:
        kind = self.kind(node.this, scope)
        to = self._cast_to(node)
        if kind.name == "null":
            return to
        if kind.name == "string":
            if to.name in ("text", "enum", "uuid", "json") and to.size is None:
                return replace(to, literal=kind.literal) if to.name == "text" else to
            if to.name in ("date", "datetime", "time") and is_time(to.name, kind.literal or ""):
                return to
            if to.name == "text" and len(kind.literal or "") <= (to.size or 0):
                return replace(TEXT, literal=kind.literal)
            if to.name == "integer" and is_integer(kind.literal):
                return INTEGER
        if kind.name == "text" and to.name == "text" and to.size is None:
            return kind.computed()
        if (
            kind.name == "integer"
            and to.name in ("integer", "text")
            and (to.size is None or to.size >= (20 if kind.big else 11))
        ):
            return replace(to, big=kind.big or to.big)
        if kind.name == "text" and to.name == "integer":
            return INTEGER
        if kind.name == "truth" and to.name in ("truth", "integer"):
            return to
        if kind.name == to.name and kind.name in ("date", "json", "uuid") and kind.sorted == to.sorted:
            return kind.computed()
        raise self.unknown(node)

    def _cast_to(self, node: Any) -> Kind:
        from sqlcompile.rows.kinds import column_kind  # noqa: PLC0415
        from sqlcompile.schema.model import Column, Schema  # noqa: PLC0415
        from sqlcompile.schema.reading.cursor import Cursor, Unread  # noqa: PLC0415
        from sqlcompile.schema.reading.tokens import tokens_of  # noqa: PLC0415
        from sqlcompile.schema.reading.types import read_type  # noqa: PLC0415

        text = node.to.sql(dialect=self.flavor.name)
        if text.upper() in ("SIGNED", "UNSIGNED", "SIGNED INTEGER"):
            return Kind("integer", big=True)
        if text.upper() == "CHAR" and not self.meaning.pads_char:
            return TEXT
        try:
            type_ = read_type(Cursor.over(text, tokens_of(text, self.flavor), self.flavor), Schema())
        except Unread as error:
            raise self.unknown(node) from error
        return column_kind(Column("", type_), self.dialect).computed()

    # --- choosing ---

    def unified(self, node: Any, kinds: Iterable[Kind]) -> Kind:
        """Return the kind of a value that is one of several."""
        known = [kind for kind in kinds if kind.name != "null"]
        strings = [kind for kind in known if kind.name == "string"]
        others = [kind for kind in known if kind.name != "string"]
        if not others:
            return TEXT if strings else NULL
        first = others[0]
        if {kind.name for kind in others} == {"integer", "number"} and not strings:
            return Kind("number", exact=all(kind.exact for kind in others), loose=True)
        for kind in others[1:]:
            same = (kind.name, kind.scale, kind.sorted, kind.size if kind.name == "char" else None) == (
                first.name, first.scale, first.sorted, first.size if first.name == "char" else None)  # fmt: skip
            if not same:
                raise self.unknown(node)
        if first.name in ("made", "float", "other", "zoned") or (strings and first.name not in ("text", "enum")):
            raise self.unknown(node)
        exact = all(kind.exact for kind in others)
        loose = any(kind.loose for kind in others)
        return replace(first.computed(), big=any(kind.big for kind in others), exact=exact, loose=loose)

    def coalesce(self, node: Any, scope: Scope) -> Kind:
        return self.unified(node, [self.kind(part, scope) for part in (node.this, *node.expressions)])

    def nullif(self, node: Any, scope: Scope) -> Kind:
        one = self.kind(node.this, scope)
        self.comparable(node, one, self.kind(node.expression, scope))
        return one.computed()

    def case(self, node: Any, scope: Scope) -> Kind:
        subject = None if node.this is None else self.kind(node.this, scope)
        kinds = []
        for branch in node.args["ifs"]:
            if subject is None:
                self.condition(branch.this, scope)
            else:
                self.comparable(node, subject, self.kind(branch.this, scope))
            kinds.append(self.kind(branch.args["true"], scope))
        default = node.args.get("default")
        if default is not None:
            kinds.append(self.kind(default, scope))
        return self.unified(node, kinds)

    def if_(self, node: Any, scope: Scope) -> Kind:
        self.condition(node.this, scope)
        parts = [part for part in (node.args.get("true"), node.args.get("false")) if part is not None]
        return self.unified(node, [self.kind(part, scope) for part in parts])

    def subquery(self, node: Any, scope: Scope) -> Kind:
        columns = self.query(node, scope)
        if len(columns) != 1:
            raise self.unknown(node)
        return columns[0][1].computed()

    # --- aggregates and windows ---

    def count(self, node: Any, scope: Scope) -> Kind:
        if type(node.this).__name__ == "Distinct":
            if len(node.this.expressions) != 1 or node.expressions:
                raise self.unknown(node)
            self.grouped(node.this.expressions[0], scope)
        elif node.this is not None and type(node.this).__name__ != "Star":
            self.nullable(node.this, scope)
        return Kind("integer", big=True)

    def grouped(self, node: Any, scope: Scope) -> Kind:
        """Return the kind of what rows are told apart by."""
        kind = self.kind(node, scope)
        if kind.name in ("float", "other", "made", "zoned", "json", "bytes") or not kind.exact:
            raise self.unknown(node)
        if kind.name in ("text", "char", "string"):
            self.noticed.groups_texts = True
            if kind.name != "string" and not kind.bare and (self.dialect.ignores_case or kind.careful):
                raise self.unknown(node)
        if kind.name in ("date", "datetime", "time", "uuid") and not kind.bare:
            raise self.unknown(node)
        return kind

    def ordered(self, node: Any, scope: Scope) -> Kind:
        """Return the kind of what rows are put in order by."""
        kind = self.grouped(node, scope)
        if kind.name in ("text", "char") and kind.bare:
            self.orders(node)
        elif kind.name not in (*_ORDERED, "truth", "null"):
            raise self.unknown(node, "may have another order")
        return kind

    def sum(self, node: Any, scope: Scope) -> Kind:
        inner = node.this
        if type(inner).__name__ == "Distinct":
            (inner,) = inner.expressions
        kind = self.kind(inner, scope)
        if kind.name == "number" and kind.scale is not None:
            return Kind("number", scale=kind.scale, exact=False)
        if kind.name != "integer" and not (kind.name == "truth" and not self.meaning.truths):
            raise self.unknown(node)
        whole = self.meaning.big_integer_sums if kind.big else self.meaning.integer_sums
        return Kind("integer", big=True) if whole else Kind("number", scale=0)

    def extreme(self, node: Any, scope: Scope) -> Kind:
        if node.expressions:
            raise self.unknown(node)
        kind = self.kind(node.this, scope)
        if kind.name == "text" and kind.bare:
            self.orders(node.this)
            self.noticed.groups_texts = True
        elif kind.name not in _ORDERED or not kind.exact:
            raise self.unknown(node)
        return kind.computed()

    def filtered(self, node: Any, scope: Scope) -> Kind:
        self.condition(node.expression.this, scope)
        return self.kind(node.this, scope)

    def window(self, node: Any, scope: Scope) -> Kind:
        if node.args.get("spec") is not None or node.args.get("alias") is not None:
            raise self.unknown(node)
        for part in node.args.get("partition_by") or ():
            self.grouped(part, scope)
        order = node.args.get("order")
        kinds = [self.ordered(item.this, scope) for item in order.expressions] if order is not None else []
        self.noticed.orders_rows = self.noticed.orders_rows or bool(kinds)
        name = type(node.this).__name__
        if name in ("Rank", "DenseRank"):
            return Kind("integer", big=True)
        if name == "RowNumber":
            if not any(kind.unique for kind in kinds):
                raise self.unknown(node, "numbers equal rows as it likes")
            return Kind("integer", big=True)
        if name not in ("Sum", "Count", "Min", "Max"):
            raise self.unknown(node)
        return self.kind(node.this, scope)

    # --- functions without a class of their own ---

    def anonymous(self, node: Any, scope: Scope) -> Kind:
        name = node.name.lower()
        if name in ("nextval", "currval", "setval"):
            return Kind("integer", big=True)
        if name == "pg_get_serial_sequence":
            return TEXT
        if name == "char_length" and len(node.expressions) == 1:
            kind = self.kind(node.expressions[0], scope)
            if kind.name in _TEXTS and not self.meaning.empty_is_null:
                return INTEGER
        raise self.unknown(node)


def _always(kind: Kind) -> Callable[[Expressions, Any, Scope], Kind]:
    return lambda *_: kind


_FINDERS: Final[Mapping[str, Callable[[Any, Any, Scope], Kind]]] = {
    "Column": Expressions.column,
    "Literal": Expressions.literal,
    "National": Expressions.national,
    "Null": _always(NULL),
    "Boolean": _always(TRUTH),
    "HexString": Expressions.hexadecimal,
    "Neg": Expressions.negated,
    "Paren": Expressions.paren,
    "Alias": Expressions.paren,
    "Between": Expressions.between,
    "Is": Expressions.is_,
    "In": Expressions.in_,
    "And": Expressions.logical,
    "Or": Expressions.logical,
    "Not": Expressions.not_,
    "Exists": Expressions.exists,
    "Like": Expressions.like,
    "ILike": Expressions.like,
    "Escape": Expressions.like,
    "Add": Expressions.arithmetic,
    "Sub": Expressions.arithmetic,
    "Mul": Expressions.arithmetic,
    "Div": Expressions.division,
    "Mod": Expressions.division,
    "IntDiv": Expressions.division,
    "Abs": Expressions.absolute,
    "DPipe": Expressions.joined,
    "Concat": Expressions.joined,
    "Lower": Expressions.cased,
    "Upper": Expressions.cased,
    "Trim": Expressions.of_text,
    "Length": Expressions.length,
    "Substring": Expressions.part,
    "Left": Expressions.ended,
    "Right": Expressions.ended,
    "Replace": Expressions.replaced,
    "Cast": Expressions.cast,
    "Coalesce": Expressions.coalesce,
    "Nullif": Expressions.nullif,
    "Case": Expressions.case,
    "If": Expressions.if_,
    "Subquery": Expressions.subquery,
    "Select": Expressions.subquery,
    "Count": Expressions.count,
    "Sum": Expressions.sum,
    "Min": Expressions.extreme,
    "Max": Expressions.extreme,
    "Filter": Expressions.filtered,
    "Window": Expressions.window,
    "Anonymous": Expressions.anonymous,
    "CurrentSchema": _always(TEXT),
    **dict.fromkeys(("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ"), Expressions.comparison),
    **dict.fromkeys(
        ("CurrentTimestamp", "CurrentDate", "CurrentTime", "CurrentDatetime", "Rand", "Uuid", "Localtimestamp"),
        _always(MADE),
    ),
}
