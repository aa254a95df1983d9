"""Where models are written: the lines that define tables, found in the sources of what was imported."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlcompile.errors import Location


@dataclass(slots=True)
class ModelPlaces:
    """The places of tables and columns in the project's modules, looked for when they are first asked for."""

    root: Path
    _tables: dict[str, tuple[Location, dict[str, int]]] | None = field(default=None)

    def of(self, table: str, column: str | None = None) -> Location | None:
        """Return where a table's model is, or the line of one of its columns; None where nobody knows."""
        if self._tables is None:
            self._tables = {}
            for path in _sources(self.root):
                for name, line, columns in _models(path):
                    self._tables.setdefault(name, (Location(path, line), columns))
        found = self._tables.get(table)
        if found is None:
            return None
        place, columns = found
        return Location(place.path, columns[column]) if column in columns else place


def _sources(root: Path) -> list[Path]:
    """Return the files of the imported modules that are the project's own."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    paths = [Path(name) for name in files if isinstance(name, str) and name.endswith(".py")]
    own = [path for path in paths if path.is_relative_to(root) and "site-packages" not in path.parts]
    return sorted(own)


def _models(path: Path) -> Iterator[tuple[str, int, dict[str, int]]]:
    """Yield the name, the line and the lines of the columns of each table that a file defines in plain words."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            name = _tablename(node)
            if name is not None:
                yield name, node.lineno, dict(_attributes(node))
        elif isinstance(node, ast.Call) and _called(node) == "Table" and node.args:
            name = _text(node.args[0])
            if name is not None:
                yield name, node.lineno, dict(_columns(node.args[1:]))


def _tablename(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        targets = _targets(statement)
        if "__tablename__" in targets:
            return _text(getattr(statement, "value", None))
    return None


def _targets(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Assign):
        return [one.id for one in statement.targets if isinstance(one, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    for statement in node.body:
        value = getattr(statement, "value", None)
        first = value.args[0] if isinstance(value, ast.Call) and value.args else None
        for name in _targets(statement):
            yield _text(first) or name, statement.lineno


def _columns(arguments: list[ast.expr]) -> Iterator[tuple[str, int]]:
    for argument in arguments:
        if isinstance(argument, ast.Call) and _called(argument) == "Column" and argument.args:
            name = _text(argument.args[0])
            if name is not None:
                yield name, argument.lineno


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
