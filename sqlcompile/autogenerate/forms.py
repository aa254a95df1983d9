"""Parts of a schema as the database has them, in forms that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.sql.elements import ClauseElement, TextClause
from sqlalchemy.types import NullType, TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.parentheses import stripped
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Column, Options, PrimaryKey, ServerDefault, Table

Form = tuple[Any, ...]
"""What can be compared and hashed."""

HOW = ("_concurrently",)
"""The ends of keywords that say how a thing is made, not what it is."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that things have on one database."""

    dialect: Dialect

    def expression(self, expression: str | ClauseElement) -> Form:
        """Return an SQL expression as its words, without the parentheses around all of it.

        The case of a word that stands without quotes says nothing (ISO 9075-2, 5.2).
        """
        text = expression if isinstance(expression, str) else self._compiled(expression)
        lexis = self.dialect.lexis
        pieces = lexis.significant(stripped(lexis, text))
        return tuple(piece.text.lower() if piece.text.isidentifier() else piece.text for piece in pieces)

    def _compiled(self, expression: ClauseElement) -> str:
        try:
            return self.dialect.compile(expression)
        except SqlcompileError:  # refused where it is written
            return str(expression)

    def same_type(self, one: TypeEngine[Any], other: TypeEngine[Any]) -> bool:
        """Return whether two types are one to the database; a type that is not known is any."""
        if one is other or isinstance(one, NullType) or isinstance(other, NullType) or _is_plainly_one(one, other):
            return True
        first, second = self.type_text(one), self.type_text(other)
        return first == second or self.dialect.told_type(first) == self.dialect.told_type(second)

    def type_text(self, type_: TypeEngine[Any]) -> str:
        """Return a type as it stands in DDL; what it is in Python where the database has none such."""
        try:
            return self.dialect.type_sql(type_)
        except SqlcompileError:
            return repr(type_)

    def default(self, column: Column) -> tuple[str | None, str | None]:
        """Return a server default as it is written, and as the database tells it."""
        if column.default is None:
            return None, None
        written = self._default_text(column.default)
        with suppress(SqlcompileError):
            return written, self.dialect.reflected_default(column)
        return written, written

    def same_default(self, one: Column, other: Column) -> bool:
        """Return whether two columns have one server default to the database."""
        if _is_plainly_one_text(one.default, other.default):
            return True
        pairs = list(zip(self.default(one), self.default(other), strict=True))
        if any(a == b for a, b in pairs):
            return True
        return any(self._same_words(self._plain(one, a), self._plain(other, b)) for a, b in pairs)

    def _same_words(self, one: str | None, other: str | None) -> bool:
        """Return whether two defaults are none, or differ at most in white space, case and outer parentheses."""
        if one is None or other is None:
            return one is other
        return self.expression(one) == self.expression(other)

    def _plain(self, column: Column, default: str | None) -> str | None:
        if default is None:
            return None
        try:
            return self.dialect.plain_default(column, default)
        except SqlcompileError:  # its type is refused where it is written
            return default

    def _default_text(self, default: ServerDefault) -> str:
        try:
            return self.dialect.default_sql(default)
        except SqlcompileError:
            return str(default)

    def computed(self, column: Column) -> Form | None:
        """Return what a column is computed from, and whether its values are stored."""
        if column.computed is None:
            return None
        words = self.expression(column.computed.sqltext)
        try:
            clause = self.dialect.ddl_compiler.process(column.computed)
        except Exception:  # noqa: BLE001 - SQLAlchemy has no such clause for this database: refused where it is written
            return (*words, bool(column.computed.persisted))
        return (*words, "STORED" in clause.upper() or "PERSISTED" in clause.upper())

    def identity(self, column: Column) -> Form | None:
        """Return how an identity column counts; nothing where the database has no such columns."""
        identity = column.identity
        if identity is None or not self.dialect.identities:
            return None
        limits = (identity.minvalue, identity.maxvalue, identity.cache)
        return (bool(identity.always), identity.start or 1, identity.increment or 1, *limits, bool(identity.cycle))

    def counts(self, table: Table, column: Column) -> bool:
        """Return whether the database counts a column by itself, other than as an identity."""
        if not column.autoincrement or column.identity is not None:
            return False
        written, plain = (self._definition(table, replace(column, autoincrement=flag)) for flag in (True, False))
        return written != plain

    def _definition(self, table: Table, column: Column) -> str | None:
        only = Table(table.name, columns=(column,), primary_key=PrimaryKey(columns=(column.name,)))
        with suppress(SqlcompileError):
            return self.dialect.column_sql(sa_table(only).c[column.name])
        return None

    def comment(self, comment: str | None) -> str | None:
        """Return a comment, an empty one as none; none where the database keeps none."""
        return comment or None if self.dialect.comments else None

    def options(self, options: Options) -> Form:
        """Return the keywords that are for this database and say something."""
        names = {self.dialect.name, self.dialect.sa.name, *self.dialect.sqlalchemy_names}
        found = []
        for keyword, value in options:
            prefix, _, rest = keyword.partition("_")
            if prefix in names and value not in _NOTHING and not keyword.endswith(HOW):
                found.append((rest, self._value(value)))
        return tuple(sorted(found, key=lambda pair: pair[0]))

    def _value(self, value: Any) -> Any:
        if isinstance(value, ClauseElement):
            return self.expression(value)
        if isinstance(value, Mapping):
            return tuple(sorted((str(key), self._value(one)) for key, one in value.items()))
        if isinstance(value, str):
            return self.expression(value)
        if isinstance(value, Iterable):
            return tuple(self._value(one) for one in value)
        return value


_PLAIN = (str, int, float, bool, type(None))
_REMEMBERED = "_static_cache_key"
"""What SQLAlchemy writes to a type that it has seen; it follows from the rest."""


def _is_plainly_one(one: TypeEngine[Any], other: TypeEngine[Any]) -> bool:
    """Return whether two types are of one class with the same plain arguments, as most are: nobody has to write them."""
    if type(one) is not type(other):
        return False
    mine, its = vars(one), vars(other)
    if len(mine) - (_REMEMBERED in mine) != len(its) - (_REMEMBERED in its):
        return False
    return all(
        name == _REMEMBERED or (isinstance(value, _PLAIN) and name in its and its[name] == value)
        for name, value in mine.items()
    )


def _is_plainly_one_text(one: ServerDefault | None, other: ServerDefault | None) -> bool:
    """Return whether two defaults are the same object, or the same text given in the same way."""
    if one is other:
        return True
    if isinstance(one, TextClause) and isinstance(other, TextClause):
        return one.text == other.text and not one._bindparams and not other._bindparams
    return isinstance(one, str) and isinstance(other, str) and one == other


class _Nothing:
    """Values that say as little as no keyword at all."""

    def __contains__(self, value: object) -> bool:
        return value is None or value is False or (isinstance(value, tuple | list | dict | str) and not value)


_NOTHING = _Nothing()
