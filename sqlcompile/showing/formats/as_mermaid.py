"""An entity-relationship diagram in Mermaid's language (its page "Entity Relationship Diagrams").

Names of tables are quoted. A type, and the name of a column, is one word there: what has other characters is
written with ``_`` for them, and the name that it really has stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlcompile.project.printable import one_line
from sqlcompile.showing.diagram import Relation, diagram, marks
from sqlcompile.showing.model import Column, Shown, Table, shown
from sqlcompile.showing.replaying import Note

_OTHER = re.compile(r"[^A-Za-z0-9_()\[\]-]+")
_WORD = re.compile(r"[A-Za-z_][\w()\[\]-]*", re.ASCII)
_KEYS = frozenset(("PK", "FK", "UK"))
_SPECIAL = re.compile(r'["%\\#;<>&{}`]')


def render(shown_: Shown, note: Note) -> str:
    """Return the diagram."""
    found = diagram(shown_.described)
    names = [_quoted(shown(*place)) for place, _ in found.entities]
    lines = [*(f"%% {_comment(text)}" for text in (shown_.title, *shown_.notes)), "erDiagram"]
    for name, (_, table) in zip(names, found.entities, strict=True):
        columns = [*_columns(table)] if table is not None else []
        lines += [f"    {name} {{", *columns, "    }"] if columns else [f"    {name}"]
    lines += [f"    {_relation(relation, names)}" for relation in found.relations]
    return "\n".join([*lines, ""])


def _columns(table: Table) -> Iterator[str]:
    keys = marks(table)
    for column in table.columns:
        words = [_word(column.type or "unknown"), _name(column.name)]
        words += [", ".join(keys[column.name])] if column.name in keys else []
        said = _said(column)
        yield f"        {' '.join([*words, *([_quoted(said)] if said else [])])}"


def _said(column: Column) -> str:
    own = [column.name] if _name(column.name) != column.name else []
    return "; ".join([*own, *([column.comment] if column.comment else [])])


def _name(text: str) -> str:
    """Return a column's name as a word that is none of the marks of keys."""
    word = _word(text)
    return f"{word}_" if word.upper() in _KEYS else word


def _word(text: str) -> str:
    word = _OTHER.sub("_", text)
    return word if _WORD.fullmatch(word) else f"_{word}"


def _quoted(text: str) -> str:
    return f'"{_SPECIAL.sub(lambda found: f"#{ord(found[0])};", one_line(text)) or " "}"'


def _comment(text: str) -> str:
    """Return a comment's text; braces behind ``%%`` would be a directive."""
    return one_line(text).replace("{", "(").replace("}", ")")


def _relation(relation: Relation, names: list[str]) -> str:
    child = "|o" if relation.single else "}o"
    parent = "o|" if relation.optional else "||"
    label = relation.name or ", ".join(relation.columns)
    return f"{names[relation.child]} {child}--{parent} {names[relation.parent]} : {_quoted(label)}"
