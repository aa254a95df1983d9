"""What a column is to a database, in words."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Sequence
from sqlalchemy.types import Boolean, Integer, Numeric, TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.facts import ENFORCED, Facts, type_facts
from sqlcompile.diff.expressions import meaning_of, text_of
from sqlcompile.diff.options import Options
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema.model import Column, Table

NOT_NULL = "NOT NULL"
_NOW = re.compile(
    r"(?:now|getdate|CURRENT_TIMESTAMP|LOCALTIMESTAMP)\s*(?:\(\s*\d*\s*\))?|SYSDATETIME\(\)",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"N?'((?:[^']|'')*)'(?:::\w[\w ]*(?:\(\d+\))?)?")
_SEQUENCE = re.compile(r"nextval\('?([\w.\"`]+)'?(?:::regclass)?\)|NEXT VALUE FOR (\S+)|(\S+)\.nextval", re.IGNORECASE)
_TRUE = frozenset(("t", "true", "y", "yes", "on", "1"))
_FALSE = frozenset(("f", "false", "n", "no", "off", "0"))


class Columns:
    """One database, asked what columns are to it; what it says of a type is kept."""

    def __init__(self, dialect: Dialect, options: Options) -> None:
        self.dialect = dialect
        self.facts = dialect.facts
        self.options = options
        self._types: dict[Any, tuple[TypeEngine[Any], Facts]] = {}

    def facts_of(self, table: Table, column: Column) -> dict[str, str]:
        """Return what is to be said of a column of a table."""
        facts = dict(self._type(column.type, self.options.text_clauses(table)))
        facts["null"] = "may be NULL" if column.nullable else NOT_NULL
        facts.update(self._counted(table, column))
        if column.computed is not None:
            facts["computed"] = meaning_of(self.dialect, text_of(self.dialect, column.computed.sqltext))
        if column.comment:
            facts["comment"] = self.comment(column.comment)
        if column.default is not None:
            facts.update(self._default(column))
        own = self.options.shown(column.options)
        return {**facts, "option": own} if own else facts

    def comment(self, comment: str) -> str:
        """Return what becomes of a comment."""
        return f"{comment!r} is kept" if self.dialect.comments else "is not kept"

    def _counted(self, table: Table, column: Column) -> Facts:
        """Return whether the database makes the values of a column, and how."""
        if not self.dialect.generates_key(table, column):
            alone = table.primary_key is not None and table.primary_key.columns == (column.name,)
            return {"generated-key": "to be given"} if alone or column.autoincrement or column.identity else {}
        said = "made by the database"
        identity = column.identity
        if identity is not None and self.dialect.identities:
            start, step = identity.start or 1, identity.increment or 1
            if (start, step) != (1, 1):
                said += f", from {start} in steps of {step}"
            if identity.always:
                said += ", and by nobody else"
        reused = "never" if self.options.of(table.options).get("autoincrement") else self.facts["reused-key"]
        return {"generated-key": said, "reused-key": reused}

    # --- types ---

    def _type(self, type_: TypeEngine[Any], clauses: tuple[str, str]) -> Facts:
        key = (_plain(type_) or id(type_), clauses)
        known = self._types.get(key)
        if known is None:  # the type is kept along: its place in memory is no other's then
            known = self._types[key] = (type_, self._of_type(type_, clauses))
        return known[1]

    def _of_type(self, type_: TypeEngine[Any], clauses: tuple[str, str]) -> Facts:
        try:
            text = self.dialect.type_sql(type_)
        except SqlcompileError:
            return {"type": f"no type of {self.dialect.title}"}
        for clause in clauses:
            if clause and clause.rpartition(" ")[0] not in text:
                text += f" {clause}"
        facts = type_facts(self.dialect.type_facts, text, self.facts, self.dialect.title)
        if getattr(type_, "enums", None):
            return self._enum(type_, facts)
        checked = getattr(type_, "create_constraint", False) and not self.dialect.sa.supports_native_boolean
        if "boolean" in facts and checked:
            return {"boolean": f"{facts['boolean']}; a CHECK for 0 and 1 {self.facts['check']}"}
        return facts

    def _enum(self, type_: Any, facts: Facts) -> Facts:
        """Return what an enumeration is: a type of the database's, or a text, perhaps with a CHECK."""
        values = ", ".join(map(str, type_.enums))
        if "type" in facts:
            return {"enum": f"one of its values: {values}"}
        if "enum" in facts:
            return {"enum": f"{facts['enum']}: {values}"}
        if getattr(type_, "create_constraint", False) and self.facts["check"] == ENFORCED:
            return {**facts, "enum": f"a text, by a CHECK one of: {values}"}
        return {**facts, "enum": "any text that fits"}

    # --- defaults ---

    def _default(self, column: Column) -> Facts:
        assert column.default is not None
        try:
            text = _unwrapped(self.dialect.default_sql(column.default))
        except SqlcompileError as error:
            return {"default": str(error)}
        if _NOW.fullmatch(text):
            return {"now": self.facts["now"]}
        return {"default": self._next(text) or self._literal(text, column.type)}

    def _next(self, text: str) -> str:
        """Return of which sequence a default is the next number, where it is one in the database's own words."""
        found = _SEQUENCE.fullmatch(text)
        if found is None or not self.dialect.sa.supports_sequences:
            return ""
        name = next(group for group in found.groups() if group).strip('"`[]')
        own = self.dialect.compile(Sequence(name).next_value())
        return f"the next of the sequence {name}" if _bare(own) == _bare(text) else ""

    def _literal(self, text: str, type_: TypeEngine[Any]) -> str:
        found = _LITERAL.fullmatch(text)
        value = found[1] if found else text
        if isinstance(type_, Boolean):
            told = self.dialect.meaning.truths or not found
            if value == "1" or (told and value.lower() in _TRUE):
                return "true"
            if value == "0" or (told and value.lower() in _FALSE):
                return "false"
        if isinstance(type_, Integer | Numeric) and re.fullmatch(r"-?\d+(?:\.\d+)?", value):
            return value
        if found is None:
            return meaning_of(self.dialect, text)
        return "NULL" if not value and self.dialect.meaning.empty_is_null else f"'{value}'"


def _bare(text: str) -> str:
    return re.sub(r"[\"`\[\]\s]|::regclass", "", text).lower()


def _unwrapped(text: str) -> str:
    """Return an expression without the parentheses that are around all of it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for place, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if depth == 0 and place < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text


def _plain(type_: TypeEngine[Any]) -> tuple[Any, ...] | None:
    """Return what a type of SQLAlchemy's own is, None where it holds more than numbers, words and truths."""
    if not type(type_).__module__.startswith("sqlalchemy."):
        return None
    held = vars(type_)
    if held.get("_variant_mapping"):
        return None
    values = [(name, value) for name, value in held.items() if name[0] != "_"]
    if all(value is None or isinstance(value, str | int) for _, value in values):
        return (type(type_), *values)
    return None
