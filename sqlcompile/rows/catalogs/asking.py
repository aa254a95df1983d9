"""A query that names catalog tables, made into one on the tables that are laid out for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.catalogs.facts import partly_known
from sqlcompile.rows.catalogs.relations import relation_name
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Schema

_NAMES = re.compile(r"(name|schema|namespace|relid|(^|_)oid|object_id|typid|schema_id|owner)$", re.IGNORECASE)
_ITEMS = frozenset(("column_name", "attname", "constraint_catalog", "table_catalog"))
_COLUMNS = re.compile(r"[._](columns|tab_columns|pg_attribute|table_info)$")
"""The catalog tables that list the columns of tables, and of views."""
_PARTS = re.compile(
    r"constraint|usage|index|statistics|attrdef|key_list|cons_columns|ind_columns|sys.foreign_keys|sqlite_|objects"
)
"""The catalog tables that list what else tables have."""
_PLACES = re.compile(r"position$|^att?num$|^conkey$|sortorder$|column_id$|seq|^cid$|^pk$|^\d+$", re.IGNORECASE)


def relations_in(tree: Any, dialect: Dialect, schema: Schema) -> dict[int, str]:
    """Return the catalog tables that a query names, by the ids of the nodes that name them."""
    from sqlglot import exp  # noqa: PLC0415 - only who needs it pays for it

    found = {}
    common = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    known = {key[1].lower() for key in schema.tables if key[0] is None}
    for table in tree.find_all(exp.Table):
        name = table.this.name
        if not table.db and (name.lower() in common or name.lower() in known):
            continue
        relation = relation_name(dialect, table.db or None, name)
        if relation is not None:
            found[id(table)] = relation
    return found


class Asking:
    """Changes a query's tree; raises Untranslatable where its answer would not be known exactly."""

    def __init__(self, tree: Any, dialect: Dialect, schema: Schema) -> None:
        from sqlglot import exp  # noqa: PLC0415 - as above

        self.exp = exp
        self.tree = tree
        self.dialect = dialect
        self.schema = schema
        self.relations = relations_in(tree, dialect, schema)
        tables = [table for table in tree.find_all(exp.Table) if id(table) in self.relations]
        self.named = {(table.db.lower(), table.name.lower()) for table in tables}

    @property
    def ordered(self) -> bool:
        """Whether the order of names matters to the answer."""
        exp = self.exp
        parts = self.tree.find_all(exp.Ordered, exp.Min, exp.Max, exp.LT, exp.GT, exp.LTE, exp.GTE, exp.Between)
        return any(not _PLACES.search(part.this.name or part.this.output_name or "name") for part in parts)

    def prepare(self) -> Any:
        """Return the tree with the names of tables and functions that are laid out here."""
        exp = self.exp
        if self.relations:
            self._check_known()
            for select in list(self.tree.find_all(exp.Select)):
                self._check_scope(select)
            self._check_places()
            self._check_order()
            self._check_columns()
        tree = self.tree
        for node in list(tree.find_all(exp.Table)):
            relation = self.relations.get(id(node))
            if relation is not None:
                self._rename(node, relation)
        for node in list(tree.find_all(exp.Cast)):
            if isinstance(node.this, exp.Cast) and node.to.sql(dialect=self.dialect.sqlglot_name).lower() == "oid":
                if isinstance(node.parent, exp.Select | exp.Alias | exp.Cast):
                    raise Untranslatable("only the database knows the numbers of objects")
                node.replace(node.this)
        for node in list(tree.find_all(exp.EQ)):
            if isinstance(node.expression, exp.Any):
                self._any(node)
        for node in list(tree.find_all(exp.Bracket)):
            self._item(node)
        return tree.transform(self._changed)

    # --- what makes an answer uncertain ---

    def _check_known(self) -> None:
        """Refuse a question whose answer may have to do with what the history tells in part."""
        columns = any(_COLUMNS.search(name) for name in self.relations.values())
        if not columns and not any(_PARTS.search(name) for name in self.relations.values()):
            return
        texts = {
            literal.name.lower()
            for literal in self.tree.find_all(self.exp.Literal, self.exp.National)
            if literal.is_string or isinstance(literal, self.exp.National)
        }
        words = {*texts, *(word for text in texts for word in re.findall(r"\w+", text))}
        partly = {name.lower() for name in partly_known(self.schema, views=columns)}
        known: set[str] = set()
        for table in self.schema.tables.values():
            if table.complete:
                known |= {str(part.name).lower() for part in table.all_constraints()}
                known |= {str(index.name).lower() for index in table.indexes}
                known.add(table.name.lower())
        for name in sorted(partly & words):
            raise Untranslatable(f"the history does not know all of {name}")
        named = all(name.startswith(("pragma_", "show_")) for name in self.relations.values())
        if partly and not named and not known & words:
            raise Untranslatable(f"the history does not know all of {min(partly)}")

    def _own(self, select: Any) -> list[Any]:
        sources = [select.args.get("from_") or select.args.get("from"), *(select.args.get("joins") or ())]
        return [source.this for source in sources if source is not None and id(source.this) in self.relations]

    def _check_scope(self, select: Any) -> None:
        exp, dialect = self.exp, self.dialect
        tables = self._own(select)
        if not tables:
            return
        conditions = [*self._conditions(select)]
        for table in tables:
            relation = self.relations[id(table)]
            needed = dialect.catalog_needs.get(relation)
            if needed is not None and not any(needed.search(part.sql(dialect.sqlglot_name)) for part in conditions):
                raise Untranslatable(f"{table.sql(dialect.sqlglot_name)} lists what only the database knows")
        opened = [table for table in tables if self._is_open(table)]
        if opened and not any(map(self._narrows, conditions)) and not self._excludes(opened, conditions):
            raise Untranslatable(f"{opened[0].name} lists the database's own objects too, which are not known")
        star = next((part for part in select.expressions if part.is_star and not isinstance(part, exp.Count)), None)
        if star is not None and not all(self._is_full(table) for table in tables):
            if not isinstance(select.parent, exp.Exists) and select is not self.tree:
                raise Untranslatable("it asks for all columns of a catalog table")
            made = exp.Anonymous(this="sqlcompile_made", expressions=[exp.Literal.string(f"all of {tables[0].name}")])
            select.set("expressions", [exp.alias_(made, "?", quoted=True)])

    def _is_open(self, table: Any) -> bool:
        pattern = self.dialect.catalog_open
        return pattern is not None and pattern.fullmatch(self.relations[id(table)]) is not None

    def _is_full(self, table: Any) -> bool:
        return self.relations[id(table)].startswith(("pragma_", "show_", "dual"))

    def _conditions(self, select: Any) -> Iterator[Any]:
        where = select.args.get("where")
        stack = [where.this] if where is not None else []
        stack += [join.args["on"] for join in select.args.get("joins") or () if join.args.get("on") and not join.side]
        while stack:
            part = stack.pop()
            if isinstance(part, self.exp.And):
                stack += [part.this, part.expression]
            elif isinstance(part, self.exp.Paren):
                stack.append(part.this)
            else:
                yield part

    def _narrows(self, part: Any) -> bool:
        """Return whether a condition leaves none of the database's own objects."""
        exp, own = self.exp, self.dialect.catalog_own_names
        names = [n.name for n in part.find_all(exp.Literal) if n.is_string]
        columns = [column.name.lower() for column in part.find_all(exp.Column)]
        if part.args.get("negate"):
            return False
        if not isinstance(part, exp.EQ | exp.In) or not any(_NAMES.search(c) and c not in _ITEMS for c in columns):
            return False
        if isinstance(part, exp.EQ) and all(isinstance(s, exp.Column) for s in (part.this, part.expression)):
            return False
        return own is None or not any(own.fullmatch(name) for name in names)

    def _excludes(self, tables: list[Any], conditions: list[Any]) -> bool:
        """Return whether conditions leave out all namespaces of the database's own."""
        exp = self.exp
        out: set[str] = set()
        for part in conditions:
            inner = part.this if isinstance(part, exp.Not) else part
            column = inner.find(exp.Column)
            names = [literal.name for literal in inner.find_all(exp.Literal) if literal.is_string]
            if column is None or not re.search(r"schema|nspname|schemaname", column.name, re.IGNORECASE):
                continue
            negated = isinstance(part, exp.Not) != bool(inner.args.get("negate"))
            if isinstance(part, exp.NEQ) or (negated and isinstance(inner, exp.In | exp.EQ)):
                out |= set(names)
            elif negated and isinstance(inner, exp.Like):
                begins = tuple(name.rstrip("%").replace("\\", "") for name in names if name.endswith("%"))
                out |= {space for space in self.dialect.catalog_spaces if begins and space.startswith(begins)}
        plain = all(self.relations[id(table)].startswith("information_schema.") for table in tables)
        wanted = self.dialect.catalog_listed_spaces if plain else self.dialect.catalog_spaces
        return bool(wanted) and set(wanted) <= out

    def _check_places(self) -> None:
        """Refuse a question for the number of a column, of which only the order is known."""
        exp = self.exp
        unsure = {
            name for relation in self.relations.values() for name in self.dialect.catalog_places.get(relation, ())
        }
        for column in self.tree.find_all(exp.Column):
            if column.name.lower() not in unsure:
                continue
            part = column.parent
            while isinstance(part, exp.Paren | exp.Bracket | exp.Any):
                part = part.parent
            if isinstance(part, exp.Ordered):
                continue
            if isinstance(part, exp.GT) and part.expression.name == "0":
                continue
            others = list(part.find_all(exp.Column)) if isinstance(part, exp.EQ) else []
            if len(others) == 2 and not part.find(exp.Literal, exp.Neg):
                continue
            if len(others) == 2 and part.find(exp.Bracket):
                continue
            raise Untranslatable(f"only the database knows {column.name}")

    def _check_order(self) -> None:
        """Refuse an order by the numbers of objects."""
        exp = self.exp
        for part in self.tree.find_all(exp.Ordered, exp.Min, exp.Max):
            if re.search(r"oid$|relid$|object_id$|schema_id$|typid$|namespace$", part.this.name, re.IGNORECASE):
                raise Untranslatable(f"only the database knows {part.this.name}")

    def _check_columns(self) -> None:
        """Take the namespace off the columns that are named with it."""
        for column in self.tree.find_all(self.exp.Column):
            if column.args.get("db") is not None:
                column.set("db", None)
                column.set("catalog", None)

    # --- the same for SQLite ---

    def _rename(self, table: Any, relation: str) -> None:
        exp = self.exp
        alias = table.alias or table.name
        made = exp.Table(this=exp.to_identifier(f"sc {relation}", quoted=True))
        if isinstance(table.this, exp.Anonymous):
            argument = table.this.expressions[0]
            query = exp.select("*").from_(made).where(exp.EQ(this=exp.column("sc_table"), expression=argument))
            table.replace(exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier(alias))))
            return
        made.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
        made.set("joins", table.args.get("joins"))
        table.replace(made)

    def _any(self, node: Any) -> None:
        """Spell ``x = ANY(numbers)``."""
        exp = self.exp
        inner = node.expression.this
        inner = inner.this if isinstance(inner, exp.Paren) else inner
        if (
            isinstance(inner, exp.Func)
            and "current_schemas" in inner.sql().lower()
            and "true" not in inner.sql().lower()
        ):
            node.set("expression", exp.CurrentSchema())
            return
        if not isinstance(inner, exp.Column):
            raise Untranslatable("ANY of an expression")
        node.replace(exp.Anonymous(this="sqlcompile_among", expressions=[node.this.copy(), inner.copy()]))

    def _item(self, node: Any) -> None:
        if isinstance(node.this, exp_column := self.exp.Column) and len(node.expressions) == 1:
            del exp_column
            arguments = [node.this.copy(), node.expressions[0].copy()]
            node.replace(self.exp.Anonymous(this="sqlcompile_item", expressions=arguments))

    def _changed(self, node: Any) -> Any:
        exp = self.exp
        if isinstance(node, exp.National):
            return exp.Literal.string(node.name)
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, exp.Func) and not isinstance(node, exp.Cast):
            ours = self._word(node)
            if ours is not None:
                return self._shown(node, ours)
        return node

    def _word(self, node: Any) -> Any:
        """Return our function for one of the database's, None for any other."""
        exp = self.exp
        name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()
        ours = self.dialect.catalog_words.get(name)
        if ours is None:
            return None
        if ours.startswith("."):  # a column of the first argument's table
            column = node.expressions[0]
            return exp.column(ours[1:], table=column.table or None)
        given = node.expressions if isinstance(node, exp.Anonymous) else [node.args.get("this")]
        given = [argument for argument in given if argument is not None]
        first = [argument.transform(self._changed) for argument in given[:2]]
        return exp.Anonymous(this=ours, expressions=first[: 2 if ours == "sqlcompile_column" else 1])

    def _cast(self, node: Any) -> Any:
        exp, words = self.exp, self.dialect.catalog_words
        target = node.to.sql(dialect=self.dialect.sqlglot_name).lower()
        if f"::{target}" in words:
            inner = node.this.transform(self._changed)
            text = isinstance(inner, exp.Literal) and inner.is_string
            made = exp.Anonymous(this=words[f"::{target}"], expressions=[inner]) if text else inner
            return self._shown(node, made)
        if target in ("oid", "name", "information_schema.sql_identifier", "regclass"):
            return node.this.transform(self._changed)
        return node

    def _shown(self, node: Any, ours: Any) -> Any:
        """Return a reference to an object as its name, where it is what the query gives."""
        exp = self.exp
        name = ours.name if isinstance(ours, exp.Anonymous) else ""
        if self.dialect.catalog_words.get("to_regclass") is None or name in ("sqlcompile_database", "sqlcompile_name"):
            return ours
        parent = node.parent
        if isinstance(parent, exp.Alias):
            parent = parent.parent
        textual = isinstance(parent, exp.Cast) and parent.to.sql().upper() in ("TEXT", "VARCHAR")
        if (textual or parent is None or isinstance(parent, exp.Select)) and not isinstance(ours, exp.Column):
            return exp.Anonymous(this="sqlcompile_name", expressions=[ours])
        if textual or isinstance(parent, exp.Select) or parent is None:
            target = node.to.sql().lower() if isinstance(node, exp.Cast) else ""
            return exp.Anonymous(this="sqlcompile_name", expressions=[ours]) if target.startswith("reg") else ours
        return ours
