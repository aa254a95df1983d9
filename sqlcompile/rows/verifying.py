"""What must be looked at once a statement has run: whether its result depends on more than the kept rows."""

from __future__ import annotations

from typing import Any

from sqlcompile.rows.shelf import Shelf
from sqlcompile.rows.text import Reading
from sqlcompile.rows.unknown import Undecided, Untranslatable

COLLATION = "it depends on the collation that the database has"


def verify(shelf: Shelf, read: Reading | None) -> None:
    """Raise Undecided where the statement that ran last met values that do not decide it."""
    marks = shelf.marks
    if marks.compared:
        raise Undecided("it compares a value that only the database makes")
    if marks.unsure:
        raise Undecided(COLLATION)
    checked = read.checked if read is not None else None
    if checked is None:
        return
    if (checked.orders_texts and marks.disputed) or (checked.groups_texts and marks.folded):
        raise Undecided(COLLATION)


def check_made(shelf: Shelf, read: Reading) -> None:
    """Raise Untranslatable where a statement does more with a value that only the database makes than to give it."""
    made: set[str] = set()
    for key in read.tables | ({read.target} if read.target is not None and read.kind != "insert" else set()):
        made |= {name.lower() for name in shelf.marked_columns(key)}
    if not made:
        return
    tree = read.tree
    if read.kind == "select" and type(tree).__name__ == "Select":
        if tree.args.get("distinct") is not None:
            raise Untranslatable("it compares a value that only the database makes")
        allowed = {id(_bare(part)) for part in tree.expressions}
    elif read.kind in ("insert", "make") and type(tree.args.get("expression")).__name__ == "Select":
        allowed = {id(_bare(part)) for part in tree.expression.expressions}
    else:
        allowed = set()
    for node in tree.walk():
        name = type(node).__name__
        if name == "Star" and not _star_is_fine(node, allowed):
            raise Untranslatable("it takes along a value that only the database makes")
        if name != "Column" or node.name.lower() not in made or id(node) in allowed:
            continue
        parent = node.parent
        if type(parent).__name__ == "Count" or _asks_null(parent):
            continue
        if type(parent).__name__ == "EQ" and type(parent.parent).__name__ == "Update" and node is parent.this:
            continue
        raise Untranslatable(f"it computes with {node.name}, which only the database makes")


def _star_is_fine(node: Any, allowed: set[int]) -> bool:
    """Return whether a star gives its columns to the outside alone, or to nobody."""
    parent = type(node.parent).__name__
    shown = id(node) in allowed or (parent == "Column" and id(node.parent) in allowed)
    return shown or parent == "Count" or _only_exists(node)


def _bare(part: Any) -> Any:
    return part.this if type(part).__name__ == "Alias" else part


def _asks_null(node: Any) -> bool:
    return type(node).__name__ == "Is" and type(node.expression).__name__ == "Null"


def _only_exists(node: Any) -> bool:
    """Return whether a star stands in EXISTS (SELECT * …)."""
    select = node.parent
    return type(select).__name__ == "Select" and type(select.parent).__name__ == "Exists"


def check_cut(shelf: Shelf, read: Reading, count: int) -> None:
    """Raise Untranslatable where a LIMIT took some of the rows as it liked; ``count`` is how many it gave."""
    if read.checked is None or not read.checked.cut:
        return
    if read.uncut is None or len(shelf.execute(read.uncut).fetchmany(count + 1)) > count:
        raise Untranslatable("it takes some of the rows as it likes")
