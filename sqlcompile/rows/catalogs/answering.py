"""Answers to questions for the catalog: information_schema, pg_catalog, SHOW, PRAGMA, sys, USER_TABLES."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import types as sa_types

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.rows.answers import all_read
from sqlcompile.rows.catalogs.asking import Asking
from sqlcompile.rows.catalogs.desk import Desk
from sqlcompile.rows.events import Answer
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.rows.values import truth
from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.cursor import Unread
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.names import find_table
from sqlcompile.schema.reading.queries import parsed


def catalog_answer(desk: Desk, text: str, schema: Schema) -> Answer | None:
    """Return the answer to a question for the catalog, None where a statement is none.

    Raises Untranslatable where only the database knows it.
    """
    from sqlglot import exp  # noqa: PLC0415 - only who needs it pays for it

    dialect = desk.dialect
    flavor = flavor_of(dialect.sqlglot_name)
    shown = dialect.catalog_question(text)
    query = text
    if shown is not None:
        query, needed = shown
        if needed and find_table(flavor, schema, (None, flavor.fold(needed))) is None:
            raise Untranslatable(f"the history has not made {needed}")
    try:
        tree = parsed(query, flavor.name)
    except Unread:  # others may read it
        return None
    if isinstance(tree, exp.Show | exp.Describe | exp.Pragma):
        raise Untranslatable("only the database knows that")
    if not isinstance(tree, exp.Query) or tree.args.get("into") is not None:
        return None
    asking = Asking(tree.copy(), dialect, schema)
    if not asking.relations and not _asks_names(tree, dialect):
        return None
    question = _Question(tree, dialect)
    try:
        ordered = asking.ordered
        sql = question.for_sqlite(asking.prepare())
    except (SqlcompileError, ValueError) as error:
        raise Untranslatable(str(error)) from error
    names, rows = desk.run(sql, schema, ordered=ordered)
    readers = question.readers(len(names))
    plain = question.plain
    if dialect.catalog_upper and shown is None and len(plain) == len(names):
        names = tuple(name.upper() if own else name for name, own in zip(names, plain, strict=True))
    return Answer(names, all_read(readers, rows))


def _asks_names(tree: Any, dialect: Dialect) -> bool:
    """Return whether a question without tables asks for the name of an object, or of the database."""
    from sqlglot import exp  # noqa: PLC0415 - as above

    if any(isinstance(table.this, exp.Identifier) for table in tree.find_all(exp.Table)):
        return False
    if any(tree.find_all(exp.CurrentSchema, exp.CurrentDatabase, exp.CurrentCatalog)):
        return True
    casts = (f"::{node.to.sql(dialect=dialect.sqlglot_name).lower()}" for node in tree.find_all(exp.Cast))
    calls = (
        (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower() for node in tree.find_all(exp.Func)
    )
    return any(word in dialect.catalog_words for word in (*casts, *calls))


class _Question:
    def __init__(self, tree: Any, dialect: Dialect) -> None:
        from sqlglot import exp  # noqa: PLC0415 - as above

        self.exp = exp
        self.tree = tree
        self.dialect = dialect
        select = next((part for part in tree.walk() if isinstance(part, exp.Select)), None)
        self.parts = select.expressions if select is not None else []

    @property
    def plain(self) -> tuple[bool, ...]:
        """For each column that it gives, whether it is a table's, with its own name."""
        return tuple(isinstance(part, self.exp.Column) for part in self.parts)

    def readers(self, width: int) -> list[Callable[[Any], Any] | None]:
        """Return what makes truth values of numbers, where the driver does."""
        if sa_types.Boolean not in self.dialect.driver_types or len(self.parts) != width:
            return [None] * width
        return [truth if self._is_truth(part) else None for part in self.parts]

    def _is_truth(self, part: Any) -> bool:
        exp = self.exp
        value = part.unalias()
        while isinstance(value, exp.Paren):
            value = value.this
        if isinstance(value, exp.Column):
            return value.name.lower() in self.dialect.catalog_flags
        return isinstance(value, exp.Exists | exp.Predicate | exp.And | exp.Or | exp.Not)

    def for_sqlite(self, tree: Any) -> str:
        """Return the question for SQLite; raises Untranslatable."""
        sql: str = tree.transform(self._changed).sql(dialect="sqlite")
        return sql

    def _changed(self, node: Any) -> Any:
        exp = self.exp
        if isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.In | exp.Between):
            self._collate(node)
        if isinstance(node, exp.CurrentSchema):
            if self.dialect.default_namespace is None:
                return exp.Anonymous(this="sqlcompile_database")
            return exp.Literal.string(self.dialect.default_namespace)
        if isinstance(node, exp.CurrentDatabase | exp.CurrentCatalog):
            return exp.Anonymous(this="sqlcompile_database")
        if isinstance(
            node, exp.CurrentVersion | exp.SessionUser | exp.CurrentUser | exp.SessionParameter | exp.Parameter
        ):
            raise Untranslatable(f"only the server knows {node.sql(dialect=self.dialect.sqlglot_name)}")
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, exp.Table):
            node.set("catalog", None)
        if isinstance(node, exp.Select):
            node.set("locks", None)
        if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func):
            return node.expression
        return node

    def _cast(self, node: Any) -> Any:
        """Return a cast to a number as one, any other as what it casts: names and texts are texts here."""
        exp = self.exp
        inner = node.this.transform(self._changed)
        target = node.to.sql(dialect="sqlite").upper()
        if target in ("INTEGER", "INT", "BIGINT", "SMALLINT"):
            return exp.Cast(this=inner, to=exp.DataType.build("INTEGER", dialect="sqlite"))
        if not target.startswith(("TEXT", "VARCHAR", "CHAR", "NVARCHAR", "NCHAR")):
            raise Untranslatable(f"a cast to {node.to.sql(dialect=self.dialect.sqlglot_name)}")
        return exp.paren(inner) if isinstance(inner, exp.Binary) else inner

    def _collate(self, node: Any) -> None:
        """Have texts that functions give compared as those of columns are, so that unknown ones are noticed."""
        exp = self.exp
        sides = [node.this, node.args.get("expression")]
        if any(isinstance(side, exp.Column) for side in sides if side is not None):
            return
        if any(isinstance(side, exp.Func | exp.DPipe | exp.Subquery | exp.Cast) for side in sides):
            order = exp.to_identifier("sc_nocase" if self.dialect.ignores_case else "sc_text")
            node.set("this", exp.Collate(this=exp.paren(node.this.copy()), expression=order))
