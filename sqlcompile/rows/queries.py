"""Whole statements in raw SQL: whether SQLite gives what the real database would give, and of which kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.comparisons import Scope
from sqlcompile.rows.expressions import Expressions
from sqlcompile.rows.kinds import NULL, Kind, kind_in
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Check, ForeignKey, Schema, Table, Unique
from sqlcompile.schema.reading.flavor import Flavor, flavor_of
from sqlcompile.schema.reading.names import find_table, spelled

_AGGREGATES = ("Count", "Sum", "Min", "Max")
_CLAUSES = frozenset(
    [
        "expressions",
        "from_",
        "from",
        "joins",
        "where",
        "group",
        "having",
        "order",
        "limit",
        "offset",
        "distinct",
        "with_",
        "with",
        "kind",
        "hint",
        "locks",
        "operation_modifiers",
        "windows",
        "into",
    ]
)

Columns = list[tuple[str, Kind]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a statement: the kinds of the columns that it gives, and what it asks of the values."""

    columns: Columns
    orders_texts: bool
    groups_texts: bool
    orders_rows: bool
    cut: bool
    """Whether a LIMIT may cut rows off without an order that says which."""


class Checker:
    """Looks at one statement."""

    def __init__(self, dialect: Dialect, schema: Schema) -> None:
        self.dialect = dialect
        self.schema = schema
        self.flavor: Flavor = flavor_of(dialect.sqlglot_name)
        self._expressions = Expressions(dialect, self.flavor, self._query)
        self._common: dict[str, dict[str, Kind]] = {}
        self._cut = False

    def select(self, tree: Any) -> Checked:
        """Return what is known of a query; raises Untranslatable."""
        columns = self._query(tree, None, outermost=True)
        return self._checked(columns)

    def change(self, tree: Any) -> Checked:
        """Return what is known of an INSERT, UPDATE or DELETE; raises Untranslatable."""
        name = type(tree).__name__
        self._take_common(tree, None)
        if name == "Insert":
            columns = self._insert(tree)
        elif name == "Update":
            columns = self._update(tree)
        else:
            columns = self._delete(tree)
        return self._checked(columns)

    def _checked(self, columns: Columns) -> Checked:
        noticed = self._expressions.noticed
        return Checked(columns, noticed.orders_texts, noticed.groups_texts, noticed.orders_rows, self._cut)

    # --- changes ---

    def _insert(self, tree: Any) -> Columns:
        target = tree.this.this if type(tree.this).__name__ == "Schema" else tree.this
        self.check_conflicts(tree)
        names = [part.name for part in tree.this.expressions] if type(tree.this).__name__ == "Schema" else None
        scope = Scope({target.alias_or_name: self._columns_of(target)})
        kinds = list(self._columns_of(target).values())
        if names is not None:
            known = self._columns_of(target)
            kinds = [known.get(spelled(self.flavor, self._folded(name), known), NULL) for name in names]
        source = tree.expression
        if type(source).__name__ == "Values":
            rows = [list(row.expressions) if type(row).__name__ == "Tuple" else [row] for row in source.expressions]
            for row in rows:
                for kind, value in zip(kinds, row, strict=False):
                    self._assigned(value, kind, Scope())
        elif source is not None:
            for kind, (_, given) in zip(kinds, self._query(source, None), strict=False):
                self._fits(source, kind, given)
        conflict = tree.args.get("conflict")
        if conflict is not None:
            scope.sources["excluded"] = next(iter(scope.sources.values()))
            self._assignments(conflict.expressions, scope, duplicate=bool(conflict.args.get("duplicate")))
            if conflict.args.get("where") is not None:
                self._expressions.condition(conflict.args["where"].this, scope)
        return self._returned(tree, scope)

    def check_conflicts(self, tree: Any) -> None:
        """Look at what an INSERT does with rows that do not fit; raises Untranslatable."""
        target = tree.this.this if type(tree.this).__name__ == "Schema" else tree.this
        skips = tree.args.get("ignore") or tree.args.get("alternative")
        table = self._table(target)
        if not skips or table is None:
            return
        kinds = (Check,) if self.dialect.meaning.native else (Check, ForeignKey)
        replaced = tree.args.get("alternative") == "REPLACE" and not self.dialect.meaning.native
        if any(isinstance(item, kinds) for item in table.constraints) or (
            replaced and any(True for _ in self.schema.referring(table.name, table.namespace))
        ):
            raise Untranslatable("it leaves out or replaces what constraints forbid")

    def _update(self, tree: Any) -> Columns:
        scope = Scope({tree.this.alias_or_name: self._columns_of(tree.this)})
        source = tree.args.get("from_") or tree.args.get("from")
        joins = list(tree.args.get("joins") or ()) + list(tree.this.args.get("joins") or ())
        if source is not None:
            self._source(source.this, scope)
            joins += list(source.this.args.get("joins") or ())
        for join in joins:
            self._join(join, scope)
        self._where(tree, scope)
        self._assignments(tree.expressions, scope, duplicate=False)
        if any(tree.args.get(name) for name in ("limit", "order")):
            raise self._expressions.unknown(tree)
        return self._returned(tree, scope)

    def _delete(self, tree: Any) -> Columns:
        if type(tree.this).__name__ != "Table" or any(tree.args.get(name) for name in ("limit", "order", "tables")):
            raise self._expressions.unknown(tree)
        scope = Scope({tree.this.alias_or_name: self._columns_of(tree.this)})
        for source in tree.args.get("using") or ():
            self._source(source, scope)
        self._where(tree, scope)
        return self._returned(tree, scope)

    def _returned(self, tree: Any, scope: Scope) -> Columns:
        returning = tree.args.get("returning")
        return [] if returning is None else list(self._projections(returning.expressions, scope))

    def _where(self, tree: Any, scope: Scope) -> None:
        where = tree.args.get("where")
        if where is not None:
            self._expressions.condition(where.this, scope)

    def _assignments(self, sets: list[Any], scope: Scope, *, duplicate: bool) -> None:
        done: set[str] = set()
        for item in sets:
            if type(item).__name__ != "EQ" or type(item.this).__name__ != "Column":
                raise self._expressions.unknown(item)
            kind = self._expressions.kind(item.this, scope)
            values = item.expression
            reads = {column.name.lower() for column in values.walk() if type(column).__name__ == "Column"}
            if self.dialect.meaning.assigns_in_order and reads & done:
                raise self._expressions.unknown(item, "reads what was just assigned")
            if duplicate and type(values).__name__ == "Anonymous" and values.name.upper() == "VALUES":
                continue
            self._assigned(values, kind, scope)
            done.add(item.this.name.lower())

    def _assigned(self, value: Any, kind: Kind, scope: Scope) -> None:
        if type(value).__name__ in ("Var", "Default") and value.name.upper() in ("DEFAULT", ""):
            return
        self._fits(value, kind, self._expressions.kind(value, scope))

    def _fits(self, node: Any, kind: Kind, given: Kind) -> None:
        """Look at a value for a column; its form is looked at when it is there."""
        if given.name in ("null", "made", "string", kind.name) or kind.name in ("null", "other"):
            if given.name == "number" and not given.exact:
                raise self._expressions.unknown(node, "may be rounded otherwise")
            return
        number = given.name in ("integer", "number") and kind.name in ("number", "float") and given.exact
        truth = given.name == "integer" and kind.name == "truth" and not self.dialect.meaning.truths
        text = given.name in ("text", "enum") and kind.name in ("text", "char", "enum")
        counted = given.name == "truth" and kind.name == "integer" and not self.dialect.meaning.truths
        if not (number or truth or text or counted):
            raise self._expressions.unknown(node, f"is converted to {kind.name}")

    # --- queries ---

    def _query(self, node: Any, outer: Scope | None, *, outermost: bool = False) -> Columns:
        name = type(node).__name__
        if name == "Subquery":
            self._take_common(node, outer)
            if node.args.get("limit") is not None or node.args.get("order") is not None:
                raise self._expressions.unknown(node)
            return self._query(node.this, outer, outermost=outermost)
        if name in ("Union", "Intersect", "Except"):
            return self._set(node, outer)
        if name == "Values":
            return self._values(node, outer)
        if name != "Select":
            raise self._expressions.unknown(node)
        return self._select(node, outer, outermost=outermost)

    def _values(self, node: Any, outer: Scope | None) -> Columns:
        rows = [
            [self._expressions.kind(value, outer or Scope()) for value in row.expressions] for row in node.expressions
        ]
        return [
            (f"column{place + 1}", self._expressions.unified(node, column))
            for place, column in enumerate(zip(*rows, strict=True))
        ]

    def _set(self, node: Any, outer: Scope | None) -> Columns:
        self._take_common(node, outer)
        left, right = self._query(node.this, outer), self._query(node.expression, outer)
        if len(left) != len(right):
            raise self._expressions.unknown(node)
        distinct = bool(node.args.get("distinct")) or type(node).__name__ != "Union"
        found: Columns = []
        for (name, one), (_, other) in zip(left, right, strict=True):
            kind = self._expressions.unified(node, (one, other))
            if distinct:
                texts = kind.name in ("text", "char")
                if (texts and self.dialect.ignores_case) or kind.name in ("datetime", "time", "uuid", "json", "float"):
                    raise self._expressions.unknown(node, "may find other rows equal")
            found.append((name, kind))
        self._order_and_limit(node, Scope(aliases=dict(found)), found, outer, outermost=False)
        return found

    def _select(self, node: Any, outer: Scope | None, *, outermost: bool) -> Columns:
        if any(value for name, value in node.args.items() if name not in _CLAUSES):
            raise self._expressions.unknown(node)
        self._take_common(node, outer)
        scope = Scope(outer=outer)
        source = node.args.get("from_") or node.args.get("from")
        if source is not None:
            self._source(source.this, scope)
            for join in source.this.args.get("joins") or ():
                self._join(join, scope)
        for join in node.args.get("joins") or ():
            self._join(join, scope)
        self._where(node, scope)
        columns = list(self._projections(node.expressions, scope))
        scope.aliases = {name: kind for name, kind in columns if name}
        self._group(node, scope, columns)
        having = node.args.get("having")
        if having is not None:
            self._expressions.condition(having.this, scope)
        distinct = node.args.get("distinct")
        if distinct is not None:
            if distinct.args.get("on") is not None:
                raise self._expressions.unknown(node)
            for part in node.expressions:
                inner = part.this if type(part).__name__ == "Alias" else part
                if type(inner).__name__ == "Star" or type(getattr(inner, "this", None)).__name__ == "Star":
                    if any(kind.name not in ("integer", "text", "truth", "date", "number") for _, kind in columns):
                        raise self._expressions.unknown(node)
                    self._expressions.noticed.groups_texts = True
                else:
                    self._expressions.grouped(inner, scope)
        self._order_and_limit(node, scope, columns, outer, outermost=outermost)
        return columns

    def _order_and_limit(self, node: Any, scope: Scope, columns: Columns, outer: Scope | None, *, outermost: bool) -> None:  # fmt: skip
        order = node.args.get("order")
        kinds = []
        for item in order.expressions if order is not None else ():
            place = item.this
            if type(place).__name__ == "Literal":
                if place.is_string or not 0 < int(place.this) <= len(columns):
                    raise self._expressions.unknown(order)
                if type(node).__name__ == "Select":
                    if any(type(part).__name__ == "Star" for part in node.expressions):
                        raise self._expressions.unknown(order)
                    chosen = node.expressions[int(place.this) - 1]
                    place = chosen.this if type(chosen).__name__ == "Alias" else chosen
                    kinds.append(self._expressions.ordered(place, scope))
                else:
                    kinds.append(columns[int(place.this) - 1][1])
                    self._ordered_kind(order, kinds[-1])
            elif type(node).__name__ != "Select":
                kinds.append(self._expressions.kind(place, scope))
                self._ordered_kind(order, kinds[-1])
            else:
                kinds.append(self._expressions.ordered(place, scope))
        self._expressions.noticed.orders_rows = self._expressions.noticed.orders_rows or bool(kinds)
        limit, offset = node.args.get("limit"), node.args.get("offset")
        if limit is None and offset is None:
            return
        if type(limit).__name__ == "Fetch" and (
            limit.args.get("limit_options") is not None
            and (limit.args["limit_options"].args.get("with_ties") or limit.args["limit_options"].args.get("percent"))
        ):
            raise self._expressions.unknown(limit)
        alone = len(scope.sources) == 1 and any(kind.unique for kind in kinds)
        if alone or self._one_row(node, scope):
            return
        if not outermost or offset is not None:
            raise self._expressions.unknown(node, "takes some of the rows as it likes")
        self._cut = True

    def _ordered_kind(self, node: Any, kind: Kind) -> None:
        if kind.name not in ("integer", "number", "truth", "null") or not kind.exact:
            raise self._expressions.unknown(node, "may have another order")

    def _one_row(self, node: Any, scope: Scope) -> bool:
        """Return whether a query surely gives one row at most."""
        if type(node).__name__ != "Select":
            return False
        if node.args.get("group") is None and any(_aggregates(part) for part in node.expressions):
            return True
        if len(scope.sources) != 1:
            return False
        where = node.args.get("where")
        return where is not None and any(
            type(part).__name__ == "EQ"
            and any(
                type(side).__name__ == "Column" and self._expressions.kind(side, scope).unique
                and side.find_ancestor(type(node)) is node
                for side in (part.this, part.expression)
            )
            for part in _conjuncts(where.this)
        )  # fmt: skip

    def _group(self, node: Any, scope: Scope, columns: Columns) -> None:
        group = node.args.get("group")
        grouped: set[str] = set()
        owners: set[str] = set()
        if group is not None:
            if any(value for name, value in group.args.items() if name != "expressions"):
                raise self._expressions.unknown(group)
            for part in group.expressions:
                place = part
                if type(part).__name__ == "Literal" and not part.is_string:
                    chosen = node.expressions[int(part.this) - 1]
                    place = chosen.this if type(chosen).__name__ == "Alias" else chosen
                if part.name in _aliases(node) and any(part.name in columns for columns in scope.sources.values()):
                    raise self._expressions.unknown(part, "may be another column")
                kind = self._expressions.grouped(place, scope)
                grouped.add(place.sql())
                if type(place).__name__ == "Column":
                    grouped.add(place.name)
                    if kind.unique:
                        owners.add(place.table.lower())
        elif not any(_aggregates(part) for part in (*node.expressions, node.args.get("having")) if part is not None):
            return
        order = node.args.get("order")
        parts = [
            *node.expressions,
            node.args.get("having"),
            *(item.this for item in (order.expressions if order else ())),
        ]
        for part in parts:
            if part is not None:
                self._only_grouped(part, node, scope, grouped, owners)

    def _only_grouped(self, part: Any, node: Any, scope: Scope, grouped: set[str], owners: set[str]) -> None:
        name = type(part).__name__
        if name in _AGGREGATES or part.sql() in grouped or name in ("Filter", "Select", "Literal"):
            return
        if name == "Star":
            raise self._expressions.unknown(node, "takes a value of any row")
        if name == "Column":
            alone = len(scope.sources) == 1
            if part.name in grouped and (alone or not part.table):
                return
            if owners and (part.table.lower() in owners or alone):
                return
            if not part.table and _in_order(part) and part.name in _aliases(node):
                return
            raise self._expressions.unknown(part, "takes a value of any row")
        for child in part.iter_expressions():
            self._only_grouped(child, node, scope, grouped, owners)

    def _projections(self, expressions: list[Any], scope: Scope) -> Iterator[tuple[str, Kind]]:
        for part in expressions:
            if type(part).__name__ == "Star":
                if any(part.args.get(name) for name in part.args):
                    raise self._expressions.unknown(part)
                for columns in scope.sources.values():
                    yield from columns.items()
            elif type(part).__name__ == "Column" and type(part.this).__name__ == "Star":
                found = next((c for a, c in scope.sources.items() if a.lower() == part.table.lower()), None)
                if found is None:
                    raise self._expressions.unknown(part)
                yield from found.items()
            else:
                inner = part.this if type(part).__name__ == "Alias" else part
                yield self._folded(part.alias_or_name), self._expressions.kind(inner, scope)

    def _folded(self, name: str) -> str:
        return self.flavor.fold(name)

    # --- sources ---

    def _take_common(self, node: Any, outer: Scope | None) -> None:
        clause = node.args.get("with_") or node.args.get("with")
        for cte in clause.expressions if clause is not None else ():
            query = cte.this
            if clause.args.get("recursive") and type(query).__name__ == "Union":
                first = self._named(cte, self._query(query.this, outer))
                self._common[cte.alias.lower()] = first
            self._common[cte.alias.lower()] = self._named(cte, self._query(query, outer))

    def _named(self, node: Any, columns: Columns) -> dict[str, Kind]:
        alias = node.args.get("alias")
        names = [part.name for part in alias.columns] if alias is not None else []
        if names and len(names) != len(columns):
            raise self._expressions.unknown(node)
        named = (
            [(self._folded(name), kind) for name, (_, kind) in zip(names, columns, strict=True)] if names else columns
        )
        if len(dict(named)) != len(named):
            raise self._expressions.unknown(node)
        return {name: replace(kind, unique=False) for name, kind in named}

    def _source(self, node: Any, scope: Scope) -> None:
        name = type(node).__name__
        if name == "Table" and type(node.this).__name__ == "Identifier":
            if any(node.args.get(part) for part in ("pivots", "sample", "version", "hints", "ordinality", "only")):
                raise self._expressions.unknown(node)
            columns: Mapping[str, Kind] | None = None
            if not node.db:
                columns = self._common.get(node.name.lower())
            if columns is None:
                columns = {} if node.name.upper() == "DUAL" else self._columns_of(node)
            self._add(scope, node.alias_or_name, dict(columns), node)
        elif name in ("Subquery", "Values"):
            inner = node if name == "Values" else node.this
            self._add(scope, node.alias_or_name, self._named(node, self._query(inner, scope.outer)), node)
        else:
            raise self._expressions.unknown(node)
        for join in node.args.get("joins") or () if name == "Subquery" else ():
            self._join(join, scope)

    def _add(self, scope: Scope, alias: str, columns: dict[str, Kind], node: Any) -> None:
        if alias in scope.sources:
            raise self._expressions.unknown(node)
        scope.sources[alias] = columns

    def _join(self, join: Any, scope: Scope) -> None:
        if join.args.get("method") or (join.args.get("kind") or "").upper() not in ("", "INNER", "OUTER", "CROSS"):
            raise self._expressions.unknown(join)
        known = dict(scope.sources)
        self._source(join.this, scope)
        for nested in join.this.args.get("joins") or () if type(join.this).__name__ == "Table" else ():
            self._join(nested, scope)
        if join.args.get("on") is not None:
            self._expressions.condition(join.args["on"], scope)
        if join.args.get("using"):
            for part in join.args["using"]:
                name = part.name
                one = next((columns[name] for columns in known.values() if name in columns), None)
                other = scope.sources[join.this.alias_or_name].get(name)
                if one is None or other is None:
                    raise self._expressions.unknown(join)
                self._expressions.comparable(join, one, other)
            if any(type(part).__name__ == "Star" for part in join.parent.expressions):
                raise self._expressions.unknown(join)

    def _columns_of(self, node: Any) -> dict[str, Kind]:
        """Return the columns of a table in the schema."""
        table = self._table(node)
        if table is None or not table.complete:
            raise Untranslatable(f"the history does not know all of {node.this.name}")
        return table_kinds(table, self.dialect)

    def _table(self, node: Any) -> Table | None:
        namespace = None
        if node.db:
            given = node.args["db"]
            namespace = given.name if given.args.get("quoted") else self.flavor.fold(given.name)
        name = node.this.name if node.this.args.get("quoted") else self.flavor.fold(node.this.name)
        return find_table(self.flavor, self.schema, (namespace, name))


def table_kinds(table: Table, dialect: Dialect) -> dict[str, Kind]:
    """Return the kinds of a table's columns."""
    uniques = {item.columns[0] for item in table.constraints if isinstance(item, Unique) and len(item.columns) == 1}
    if table.primary_key is not None and len(table.primary_key.columns) == 1:
        uniques.add(table.primary_key.columns[0])
    return {
        column.name: kind_in(table, column, dialect, unique=column.name in uniques and not _may_repeat(column, table))
        for column in table.columns
    }


def _may_repeat(column: Any, table: Table) -> bool:
    """Return whether several rows may have no value there."""
    return column.nullable and (table.primary_key is None or column.name not in table.primary_key.columns)


def _conjuncts(node: Any) -> Iterator[Any]:
    if type(node).__name__ in ("And", "Paren"):
        yield from _conjuncts(node.this)
        if type(node).__name__ == "And":
            yield from _conjuncts(node.expression)
    else:
        yield node


def _aliases(node: Any) -> set[str]:
    """Return the names that a SELECT itself gives to what it shows."""
    return {part.alias for part in node.expressions if type(part).__name__ == "Alias" and part.alias != part.this.name}


def _in_order(node: Any) -> bool:
    while node is not None and type(node).__name__ != "Select":
        if type(node).__name__ == "Ordered":
            return True
        node = node.parent
    return False


def _aggregates(node: Any) -> bool:
    """Return whether an expression has an aggregate of its own SELECT."""
    name = type(node).__name__
    if name in ("Window", "Select", "Subquery", "Exists"):
        return name == "Window" and any(_aggregates(part) for part in node.this.iter_expressions())
    return name in _AGGREGATES or any(_aggregates(part) for part in node.iter_expressions())
