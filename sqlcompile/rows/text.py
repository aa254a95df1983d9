"""Raw SQL, read by sqlglot: which tables it reads and writes, and the same for SQLite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.rows.unknown import ORDERED, Untranslatable
from sqlcompile.rows.values import affinity
from sqlcompile.schema.model import Key, Schema
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor, flavor_of
from sqlcompile.schema.reading.names import find_table
from sqlcompile.schema.reading.queries import parsed
from sqlcompile.schema.reading.tokens import tokens_of
from sqlcompile.schema.reading.types import read_type

if TYPE_CHECKING:
    from sqlcompile.rows.queries import Checked

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
_TYPE = re.compile(r"\s*ALTER\s+TYPE\b[^;]*;?\s*", re.IGNORECASE)
"""A change of a type, whose values may read like verbs."""
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
    of_nothing: tuple[int | None, ...] | None = None
    """The one row of an aggregate that it gives where all the tables that it names are empty."""
    checked: Checked | None = None
    uncut: str | None = None
    """A SELECT without its LIMIT, for SQLite."""
    tree: Any = None

    @property
    def replaces(self) -> bool:
        """Whether an INSERT takes rows away that are in its way."""
        return self.kind == "insert" and self.tree.args.get("alternative") == "REPLACE"

    @property
    def many(self) -> bool:
        """Whether an INSERT has several rows of values."""
        source = self.tree.args.get("expression")
        return type(source).__name__ == "Values" and len(source.expressions) > 1

    @property
    def upserts(self) -> bool:
        """Whether an INSERT may meet rows that are in its way."""
        if self.kind != "insert":
            return False
        return any(self.tree.args.get(name) for name in ("conflict", "alternative", "ignore"))

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
    return _VERBS.search(text) is not None and _ROUTINE.match(text) is None and _TYPE.fullmatch(text) is None


def only_removes(text: str) -> bool:
    """Return whether a raw text that was not understood surely adds no rows."""
    return _ADDING.search(text) is None


def is_system_call(text: str) -> bool:
    """Return whether a raw text calls a procedure of the database's own, which changes no rows."""
    return _SYSTEM_CALL.match(text) is not None


def mentioned(schema: Schema, text: str) -> set[Key]:
    """Return the tables whose names stand somewhere in a text, or in that of a view which it names."""
    words: set[str] = set()
    waiting = [text]
    views = {key[1].lower(): view for key, view in schema.views.items()}
    while waiting:
        new = {word.lower() for word in re.findall(r"\w+", waiting.pop())} - words
        words |= new
        waiting += [views[word].text for word in new & views.keys()]
    return {key for key in schema.tables if key[1].lower() in words}


def reading(text: str, dialect: Dialect, schema: Schema) -> Reading:
    """Return what one raw statement does; raises Untranslatable where sqlglot cannot read it."""
    from sqlglot import exp  # noqa: PLC0415 - only who needs it pays for it

    flavor = flavor_of(dialect.sqlglot_name)
    given = text
    replacing = _REPLACE.match(text)
    if replacing is not None:
        text = "INSERT OR REPLACE INTO" + text[replacing.end() :]
    altered = _OR.match(text)
    if replacing is not None and "\\" in text and flavor.name != "sqlite":
        raise Untranslatable("it cannot be read")
    if altered is not None:
        text = "UPDATE" + text[altered.end() :]
    name = "sqlite" if replacing or altered else flavor.name
    try:
        tree = parsed(text, name)
    except Unread as error:
        raise Untranslatable("it cannot be read") from error
    if tree is None or isinstance(tree, exp.Command) or next(tree.find_all(exp.Command), None) is not None:
        raise Untranslatable("it cannot be read")
    return _Reader(tree, flavor, dialect, schema, given).reading()


class _Reader:
    def __init__(self, tree: Any, flavor: Flavor, dialect: Dialect, schema: Schema, text: str) -> None:
        from sqlglot import exp  # noqa: PLC0415

        self.exp = exp
        self.tree = tree
        self.text = text
        self.flavor = flavor
        self.dialect = dialect
        self.schema = schema

    def reading(self) -> Reading:
        exp, tree = self.exp, self.tree
        kind, target = self._kind()
        all_rows = kind == "truncate" or (kind == "delete" and tree.args.get("where") is None)
        names = tuple(self._names(target))
        sql, objection, checked, uncut = None, "", None, None
        try:
            checked = self._checked(kind)
            sql = self._for_sqlite(kind)
            uncut = self._uncut() if checked.cut else None
        except (Untranslatable, SqlcompileError, ValueError) as error:
            sql, objection = None, str(error)
        empty = kind != "insert" or self._gives_nothing(tree.expression)
        if kind == "select":
            empty = self._gives_nothing(tree)
        elif kind == "make":
            query = tree if isinstance(tree, exp.Select) else tree.expression
            empty = self._gives_nothing(query)
        elif kind == "other":
            empty = self._does_nothing()
        key = self._key(target) if target is not None else None
        of_nothing = self._of_nothing(tree) if kind == "select" else None
        return Reading(kind, sql, key, names, empty, all_rows, objection, of_nothing, checked, uncut, tree)

    def _uncut(self) -> str:
        whole = self.tree.copy()
        whole.set("limit", None)
        made = self._made if self.dialect.meaning.native else self._changed
        text: str = whole.transform(made).sql(dialect="sqlite")
        return text

    def _checked(self, kind: Kind) -> Checked:
        """Return what is known of the statement in general; raises Untranslatable."""
        if kind in ("truncate", "other"):
            raise Untranslatable("SQLite has no such statement")
        from sqlcompile.rows.queries import Checked, Checker  # noqa: PLC0415 - they need each other

        checker = Checker(self.dialect, self.schema)
        if self.dialect.meaning.native:
            if kind == "insert":
                checker.check_conflicts(self.tree)
            limit, order = self.tree.args.get("limit"), self.tree.args.get("order")
            return Checked([], False, False, False, cut=limit is not None and order is None and kind == "select")
        if kind == "make":
            return checker.select(self.tree if isinstance(self.tree, self.exp.Query) else self.tree.expression)
        if kind == "select":
            return checker.select(self.tree)
        return checker.change(self.tree)

    def _kind(self) -> tuple[Kind, Any]:
        exp, tree = self.exp, self.tree
        if any(part is not tree for part in tree.find_all(exp.Insert, exp.Update, exp.Delete, exp.Merge)):
            return "other", None
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
        for table in self.tree.find_all(exp.Table):
            if table is target or not isinstance(table.this, exp.Identifier):
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

    def _does_nothing(self) -> bool:
        """Return whether a query with changes of rows inside does nothing where all tables are empty."""
        exp, tree = self.exp, self.tree
        if not isinstance(tree, exp.Query | exp.DML) or next(tree.find_all(exp.Merge), None) is not None:
            return False
        return all(self._gives_nothing(insert.expression) for insert in tree.find_all(exp.Insert))

    def _of_nothing(self, query: Any) -> tuple[int | None, ...] | None:
        """Return the one row that counts and sums of empty tables are, None for any other query."""
        exp = self.exp
        if not isinstance(query, exp.Select) or any(query.args.get(part) for part in ("group", "having", "limit")):
            return None
        source = query.args.get("from_") or query.args.get("from")
        joins = [join for join in query.args.get("joins") or () if not join.side]
        if source is None or not any(self._is_empty(item.this) for item in (source, *joins)):
            return None
        found: list[int | None] = []
        for part in query.expressions:
            value = part.unalias()
            if not isinstance(value, exp.Count | exp.Max | exp.Min | exp.Sum | exp.Avg):
                return None
            found.append(0 if isinstance(value, exp.Count) else None)
        return tuple(found)

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

    def _for_sqlite(self, kind: Kind) -> str:
        exp = self.exp
        tree = self.tree.copy()
        if kind == "make":
            query = tree if isinstance(tree, exp.Query) else tree.expression
            query.set("into", None)
            tree = query
        native = self.dialect.meaning.native
        changed = tree.transform(self._made if native else self._changed)
        if native and kind != "make" and changed == tree:
            return self.text.strip().rstrip(";")
        if native and _OR.match(self.text):
            raise Untranslatable("it cannot be read")
        tree = changed
        if kind == "insert" and not native:
            self._conflict(tree)
        if kind in ("update", "delete") and (
            tree.this.args.get("joins") or tree.args.get("tables") or tree.args.get("using")
        ):
            raise Untranslatable("several tables stand in it")
        if kind in ("truncate", "other"):
            raise Untranslatable("SQLite has no such statement")
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

    def _made(self, node: Any) -> Any:
        """Return an expression with a mark in the place of what only the database makes."""
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
        if isinstance(node, exp.Table) and self.dialect.meaning.native:
            node.set("catalog", None)
        return node

    def _changed(self, node: Any) -> Any:
        exp = self.exp
        made = self._made(node)
        if made is not node:
            return made
        if isinstance(node, exp.CurrentSchema):
            if self.dialect.default_namespace is None:
                raise Untranslatable("the name of the database is not known")
            return exp.Literal.string(self.dialect.default_namespace)
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, exp.National):
            return exp.Literal.string(node.name)
        if node.meta.get(ORDERED):
            return exp.Var(this=f"+{node.sql(dialect='sqlite')}")
        if isinstance(node, exp.Left | exp.Right):  # words of SQLite's own joins
            name = "sqlcompile_left" if isinstance(node, exp.Left) else "sqlcompile_right"
            return exp.Anonymous(this=name, expressions=[node.this, node.expression])
        if isinstance(node, exp.Table):
            node.set("catalog", None)
        if isinstance(node, exp.Select):
            node.set("locks", None)
        if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func):
            return node.expression
        if type(node).__name__ in ("Version", "SessionUser", "CurrentUser", "CurrentCatalog", "SessionParameter"):
            raise Untranslatable(f"only the server knows {node.sql(dialect=self.flavor.name)}")
        return node

    def _cast(self, node: Any) -> Any:
        """Return a cast as SQLite keeps such a type: texts that are no texts elsewhere stay as they lie."""
        exp = self.exp
        text = node.to.sql(dialect=self.flavor.name)
        try:
            name = affinity(read_type(Cursor.over(text, tokens_of(text, self.flavor), self.flavor), self.schema))
        except Unread as error:
            raise Untranslatable(f"a cast to {text}") from error
        inner = node.this.transform(self._changed)
        if name == "INTEGER":
            return exp.Anonymous(this="sqlcompile_int", expressions=[inner])
        if name in ("INTEGER", "NUMERIC") or (name == "TEXT" and text.upper().startswith(("TEXT", "VARCHAR", "CHAR"))):
            return exp.Cast(this=inner, to=exp.DataType.build(name, dialect="sqlite"))
        return exp.paren(inner) if isinstance(inner, exp.Binary) else inner
