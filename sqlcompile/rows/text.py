"""Raw SQL, read by sqlglot: which tables it reads and writes, and the same for SQLite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.rows.values import affinity
from sqlcompile.schema.model import Key, Schema, Table
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor, flavor_of
from sqlcompile.schema.reading.names import find_table
from sqlcompile.schema.reading.queries import query_columns, silent
from sqlcompile.schema.reading.tokens import tokens_of
from sqlcompile.schema.reading.types import read_type

Kind = Literal["select", "insert", "update", "delete", "truncate", "make", "other"]

_VERBS = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|REPLACE|TRUNCATE|COPY|LOAD|CALL|EXEC|EXECUTE|DO|SELECT|PERFORM|IMPORT)\b",
    re.IGNORECASE,
)
_ADDING = re.compile(r"\b(INSERT|MERGE|REPLACE|COPY|LOAD|CALL|IMPORT)\b", re.IGNORECASE)
_ROUTINE = re.compile(
    r"\s*CREATE\s+(OR\s+(REPLACE|ALTER)\s+)?(DEFINER\s*=\s*\S+\s+)?(CONSTRAINT\s+)?"
    r"(FUNCTION|PROC(EDURE)?|TRIGGER|PACKAGE|EVENT|RULE|(MATERIALIZED\s+)?VIEW)\b",
    re.IGNORECASE,
)
_REPLACE = re.compile(r"\s*REPLACE(\s+INTO)?\b", re.IGNORECASE)
_OR = re.compile(r"\s*UPDATE\s+OR\s+(IGNORE|REPLACE|FAIL|ABORT|ROLLBACK)\b", re.IGNORECASE)
_AGGREGATE = re.compile(
    r"agg$|^(bit_|bool_|every$|json_?b?_group|group_concat|wm_concat|median|mode$|percentile|std|var|corr|covar|regr_|"
    r"any_value|approx_|sum|count|min$|max$|avg|xmlagg|collect)",
    re.IGNORECASE,
)
_SYSTEM_CALL = re.compile(r"\s*(EXEC|EXECUTE)\s+(sys\.)?sp_(?!executesql)\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one raw statement does to rows.

    ``sql`` is the same for SQLite, None where there is none. ``names`` are the tables as they stand in
    it, with the key of each that the schema has. ``empty`` says that it gives, or does, nothing where
    all the tables that it names are empty.
    """

    kind: Kind
    sql: str | None
    target: Key | None
    names: tuple[tuple[str | None, str, Key | None], ...]
    empty: bool
    all_rows: bool = False
    objection: str = ""
    ordered: bool = False
    """Whether names are put into an order, or the first of them is asked for."""
    catalogs: bool = False
    """Whether it asks catalog tables."""
    flags: tuple[bool, ...] = ()
    """For each column that a query gives, whether it is a truth value."""
    plain: tuple[bool, ...] = ()
    """For each column that a query gives, whether it is a table's, with its own name."""

    @property
    def tables(self) -> set[Key]:
        """The keys of the tables that the schema has."""
        return {key for _, _, key in self.names if key is not None}

    @property
    def others(self) -> list[str]:
        """The names that are no tables of the schema."""
        return [f"{space}.{name}" if space else name for space, name, key in self.names if key is None]


def may_write(text: str) -> bool:
    """Return whether a raw text may change rows; False is sure."""
    return _VERBS.search(text) is not None and _ROUTINE.match(text) is None


def only_removes(text: str) -> bool:
    """Return whether a raw text that was not understood surely adds no rows."""
    return _ADDING.search(text) is None


def is_system_call(text: str) -> bool:
    """Return whether a raw text calls a procedure of the database's own, which changes no rows."""
    return _SYSTEM_CALL.match(text) is not None


def mentioned(schema: Schema, text: str) -> set[Key]:
    """Return the tables whose names stand somewhere in a text."""
    words = {word.lower() for word in re.findall(r"\w+", text)}
    return {key for key in schema.tables if key[1].lower() in words}


def reading(text: str, dialect: Dialect, schema: Schema) -> Reading:
    """Return what one raw statement does; raises Untranslatable where sqlglot cannot read it."""
    import sqlglot  # noqa: PLC0415 - only who needs it pays for it
    from sqlglot import exp  # noqa: PLC0415

    flavor = flavor_of(dialect.sqlglot_name)
    asked = dialect.catalog_question(text)
    if asked is not None:
        text, needed = asked
        if needed and find_table(flavor, schema, (None, flavor.fold(needed))) is None:
            raise Untranslatable(f"the history has not made {needed}")
    replacing = _REPLACE.match(text)
    if replacing is not None:
        text = "INSERT OR REPLACE INTO" + text[replacing.end() :]
    altered = _OR.match(text)
    if altered is not None:
        text = "UPDATE" + text[altered.end() :]
    name = "sqlite" if replacing or altered else flavor.name
    with silent():
        try:
            tree = sqlglot.parse_one(text, read=name)
        except Exception as error:  # sqlglot raises many kinds on text that is no SQL
            raise Untranslatable("it cannot be read") from error
    if tree is None or isinstance(tree, exp.Command) or next(tree.find_all(exp.Command), None) is not None:
        raise Untranslatable("it cannot be read")
    return _Reader(tree, flavor, dialect, schema).reading()


def view_query(text: str, dialect: Dialect, schema: Schema) -> tuple[tuple[str, ...], str]:
    """Return the names that a view gives its columns, and its query for SQLite.

    ``text`` is its CREATE VIEW. Raises Untranslatable.
    """
    names, query = _view_parts(text, flavor_of(dialect.sqlglot_name))
    read = reading(query, dialect, schema)
    if read.sql is None or read.kind != "select":
        raise Untranslatable(f"the view cannot be read: {read.objection}")
    return names, read.sql


def with_views(schema: Schema, text: str, dialect: Dialect) -> Schema:
    """Return the schema with the views that a text names as tables, as far as their columns are known."""
    words = {word.lower() for word in re.findall(r"\w+", text)} if schema.views else set()
    for key, view in schema.views.items():
        if key[1].lower() not in words:
            continue
        flavor = flavor_of(dialect.sqlglot_name)
        try:
            names, query = _view_parts(view.text, flavor)
        except Untranslatable:
            continue
        columns = query_columns(schema, query, flavor)
        if names and len(names) == len(columns):
            columns = tuple(replace(column, name=name) for column, name in zip(columns, names, strict=True))
        schema = schema.with_table(Table(key[1], key[0], columns, complete=bool(columns)))
    return schema


def _view_parts(text: str, flavor: Flavor) -> tuple[tuple[str, ...], str]:
    """Return the names that a view gives its columns, and its query; raises Untranslatable."""
    import sqlglot  # noqa: PLC0415 - as above
    from sqlglot import exp  # noqa: PLC0415

    with silent():
        try:
            tree = sqlglot.parse_one(text, read=flavor.name)
        except Exception as error:  # as above
            raise Untranslatable("the view cannot be read") from error
    if not isinstance(tree, exp.Create) or not isinstance(tree.expression, exp.Query):
        raise Untranslatable("the view cannot be read")
    properties = tree.args.get("properties")
    if properties is not None and properties.find(exp.MaterializedProperty) is not None:
        raise Untranslatable("a materialized view holds what its tables held before")
    named = tree.this.expressions if isinstance(tree.this, exp.Schema) else ()
    names = tuple(one.name if one.args.get("quoted") else flavor.fold(one.name) for one in named)
    return names, tree.expression.sql(dialect=flavor.name)


class _Reader:
    def __init__(self, tree: Any, flavor: Flavor, dialect: Dialect, schema: Schema) -> None:
        from sqlglot import exp  # noqa: PLC0415

        from sqlcompile.rows.catalogs.asking import Asking  # noqa: PLC0415 - as above

        self.exp = exp
        self.tree = tree
        self.asking = Asking(tree.copy(), dialect, schema)
        self.flavor = flavor
        self.dialect = dialect
        self.schema = schema
        self.catalogs = bool(self.asking.relations)

    def reading(self) -> Reading:
        exp, tree = self.exp, self.tree
        kind, target = self._kind()
        all_rows = kind == "truncate" or (kind == "delete" and tree.args.get("where") is None)
        names = tuple(self._names(target))
        sql, objection, ordered = None, "", False
        try:
            ordered = self.catalogs and self.asking.ordered
            sql = self._for_sqlite(kind, self.asking.prepare())
        except (Untranslatable, SqlcompileError, ValueError) as error:
            objection = str(error)
        empty = kind != "insert" or self._gives_nothing(tree.expression)
        if kind == "select":
            empty = self._gives_nothing(tree)
        elif kind == "make":
            query = tree if isinstance(tree, exp.Select) else tree.expression
            empty = self._gives_nothing(query)
        elif kind == "other":
            empty = False
        key = self._key(target) if target is not None else None
        return Reading(kind, sql, key, names, empty, all_rows, objection, ordered, self.catalogs, *self._kinds())

    def _kind(self) -> tuple[Kind, Any]:
        exp, tree = self.exp, self.tree
        if isinstance(tree, exp.Query):
            into = tree.args.get("into")
            return ("make", into.this) if into is not None else ("select", None)
        if isinstance(tree, exp.Insert):
            target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
            return "insert", target
        if isinstance(tree, exp.Update):
            return "update", tree.this
        if isinstance(tree, exp.Delete):
            return "delete", tree.this
        if isinstance(tree, exp.TruncateTable):
            return "truncate", None
        if isinstance(tree, exp.Create) and tree.args.get("kind") == "TABLE" and isinstance(tree.expression, exp.Query):
            target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
            return "make", target
        return "other", None

    def _names(self, target: Any) -> Iterator[tuple[str | None, str, Key | None]]:
        """Yield the tables that are read, or emptied; the target only where it is read too."""
        exp = self.exp
        common = {cte.alias.lower() for cte in self.tree.find_all(exp.CTE)}
        catalogs = self.asking.named
        for table in self.tree.find_all(exp.Table):
            if (
                (table.db.lower(), table.name.lower()) in catalogs
                or table is target
                or not isinstance(table.this, exp.Identifier)
            ):
                continue
            if not table.db and table.name.lower() in common:
                continue
            yield table.db or None, table.name, self._key(table)

    def _key(self, table: Any) -> Key | None:
        namespace = self._folded(table.args.get("db")) if table.db else None
        found = find_table(self.flavor, self.schema, (namespace, self._folded(table.this)))
        return None if found is None else self.schema.key(found.name, found.namespace)

    def _folded(self, identifier: Any) -> str:
        name: str = identifier.name
        return name if identifier.args.get("quoted") else self.flavor.fold(name)

    # --- what is surely nothing ---

    def _gives_nothing(self, query: Any) -> bool:
        """Return whether a query gives no rows where all tables are empty."""
        exp = self.exp
        if isinstance(query, exp.Subquery):
            return self._gives_nothing(query.this)
        if isinstance(query, exp.Union):
            return self._gives_nothing(query.left) and self._gives_nothing(query.right)
        if isinstance(query, exp.SetOperation):
            return self._gives_nothing(query.left)
        if not isinstance(query, exp.Select):
            return False
        source = query.args.get("from_") or query.args.get("from")
        if source is None:
            return False
        aggregates = query.args.get("having") or any(self._aggregates(query, part) for part in query.expressions)
        if query.args.get("group") is None and aggregates:
            return False
        joins = [join for join in query.args.get("joins") or () if not join.side]
        return any(self._is_empty(item.this) for item in (source, *joins))

    def _is_empty(self, source: Any) -> bool:
        exp = self.exp
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
            if not source.db:
                for cte in self.tree.find_all(exp.CTE):
                    if cte.alias.lower() == source.name.lower():
                        return self._gives_nothing(cte.this)
            inner = [join for join in source.args.get("joins") or () if not join.side]
            return self._key(source) is not None or any(self._is_empty(join.this) for join in inner)
        return self._gives_nothing(source)

    def _aggregates(self, query: Any, part: Any) -> bool:
        exp = self.exp
        return any(
            (isinstance(call, exp.AggFunc) or _AGGREGATE.search(call.name))
            and call.find_ancestor(exp.Select, exp.Window) is query
            for call in part.find_all(exp.AggFunc, exp.Anonymous)
        )

    # --- for SQLite ---

    def _kinds(self) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
        """Return for each column that a query gives whether it is a truth value, and whether it is a table's own."""
        exp = self.exp
        select = next((part for part in self.tree.walk() if isinstance(part, exp.Select)), None)
        parts = select.expressions if isinstance(self.tree, exp.Query) and select is not None else ()
        return tuple(map(self._is_truth, parts)), tuple(isinstance(part, exp.Column) for part in parts)

    def _is_truth(self, part: Any) -> bool:
        exp = self.exp
        value = part.unalias()
        while isinstance(value, exp.Paren):
            value = value.this
        if isinstance(value, exp.Column):
            return self.catalogs and value.name.lower() in self.dialect.catalog_flags
        return isinstance(value, exp.Exists | exp.Predicate | exp.And | exp.Or | exp.Not)

    def _for_sqlite(self, kind: Kind, tree: Any) -> str:
        exp = self.exp
        if kind == "make":
            query = tree if isinstance(tree, exp.Query) else tree.expression
            query.set("into", None)
            tree = query
        tree = tree.transform(self._changed)
        if kind == "insert":
            self._conflict(tree)
        if kind in ("update", "delete") and (
            tree.this.args.get("joins") or tree.args.get("tables") or tree.args.get("using")
        ):
            raise Untranslatable("several tables stand in it")
        if kind in ("truncate", "other"):
            asks = isinstance(self.tree, exp.Show | exp.Describe | exp.Pragma)
            raise Untranslatable("only the database knows that" if asks else "SQLite has no such statement")
        sql: str = tree.sql(dialect="sqlite")
        return sql

    def _conflict(self, tree: Any) -> None:
        """Spell MySQL's ON DUPLICATE KEY UPDATE as SQLite does."""
        exp = self.exp
        conflict = tree.args.get("conflict")
        if conflict is None:
            return
        for ordered in conflict.find_all(exp.Ordered):
            ordered.replace(ordered.this)
        if not conflict.args.get("duplicate"):
            return
        for call in list(conflict.find_all(exp.Anonymous)):
            if call.name.upper() == "VALUES":
                call.replace(exp.column(call.expressions[0].name, table="excluded"))
        sets = conflict.expressions
        tree.set("conflict", exp.OnConflict(action=exp.var("DO UPDATE"), expressions=sets))

    def _changed(self, node: Any) -> Any:
        exp = self.exp
        made = (
            exp.CurrentTimestamp,
            exp.CurrentDate,
            exp.CurrentTime,
            exp.CurrentDatetime,
            exp.Rand,
            exp.Uuid,
        )
        if isinstance(node, made):
            return exp.Anonymous(
                this="sqlcompile_made", expressions=[exp.Literal.string(node.sql(dialect=self.flavor.name))]
            )
        if isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.In | exp.Between):
            self._collate(node)
        if isinstance(node, exp.CurrentSchema):
            if self.dialect.default_namespace is None:
                return exp.Anonymous(this="sqlcompile_database")
            return exp.Literal.string(self.dialect.default_namespace)
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, exp.Table):
            node.set("catalog", None)
        if isinstance(node, exp.Select):
            node.set("locks", None)
        if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func):
            return node.expression
        if isinstance(node, exp.CurrentDatabase | exp.CurrentCatalog):
            return exp.Anonymous(this="sqlcompile_database")
        if isinstance(
            node, exp.CurrentVersion | exp.SessionUser | exp.CurrentUser | exp.SessionParameter | exp.Parameter
        ):
            raise Untranslatable(f"only the server knows {node.sql(dialect=self.flavor.name)}")
        return node

    def _collate(self, node: Any) -> None:
        """Have texts that functions give compared as those of columns are, so that unknown ones are noticed."""
        exp = self.exp
        sides = [node.this, node.args.get("expression")]
        if any(isinstance(side, exp.Column) for side in sides if side is not None):
            return
        if any(isinstance(side, exp.Func | exp.DPipe | exp.Subquery | exp.Cast) for side in sides):
            order = exp.to_identifier("sc_nocase" if self.dialect.ignores_case else "sc_text")
            node.set("this", exp.Collate(this=exp.paren(node.this.copy()), expression=order))

    def _cast(self, node: Any) -> Any:
        """Return a cast as SQLite keeps such a type: texts that are no texts elsewhere stay as they lie."""
        exp = self.exp
        text = node.to.sql(dialect=self.flavor.name)
        try:
            name = affinity(read_type(Cursor.over(text, tokens_of(text, self.flavor), self.flavor), self.schema))
        except Unread as error:
            raise Untranslatable(f"a cast to {text}") from error
        inner = node.this.transform(self._changed)
        if name in ("INTEGER", "NUMERIC") or (name == "TEXT" and text.upper().startswith(("TEXT", "VARCHAR", "CHAR"))):
            return exp.Cast(this=inner, to=exp.DataType.build(name, dialect="sqlite"))
        return exp.paren(inner) if isinstance(inner, exp.Binary) else inner
