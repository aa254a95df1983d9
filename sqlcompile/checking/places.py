"""Where models are written: the lines that define tables, found in the sources of what was imported."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlcompile.errors import Location


@dataclass(frozen=True, slots=True)
class _Model:
    name: str
    namespace: str | None
    place: Location
    columns: Mapping[str, int]


@dataclass(slots=True)
class ModelPlaces:
    """The places of tables and columns in the project's modules, looked for when they are first asked for.

    What stands among the migration ``scripts`` counts last: those may have models of their own, as they once were.
    """

    root: Path
    scripts: Path
    _tables: dict[str, list[_Model]] | None = field(default=None)

    def of(self, table: str, namespace: str | None = None, column: str | None = None) -> Location | None:
        """Return where a table's model is, or the line of one of its columns; None where nobody knows."""
        if self._tables is None:
            self._tables = {}
            for path in _sources(self.root, self.scripts):
                for model in _models(path):
                    self._tables.setdefault(model.name, []).append(model)
        known = self._tables.get(table, [])
        exact = [one for one in known if one.namespace == namespace]
        found = next(iter(exact), known[0] if len(known) == 1 else None)
        if found is None:
            return None
        line = None if column is None else found.columns.get(column)
        return Location(found.place.path, line) if line else found.place


def _sources(root: Path, scripts: Path) -> list[Path]:
    """Return the files of the imported modules that are the project's own, those of its migrations last."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    paths = [Path(name).resolve() for name in files if isinstance(name, str) and name.endswith(".py")]
    real, late = root.resolve(), scripts.resolve()
    own = [path for path in paths if path.is_relative_to(real) and "site-packages" not in path.parts]
    own.sort(key=lambda path: (path.is_relative_to(late) and late != real, path))
    return [root / path.relative_to(real) for path in own]


def _models(path: Path) -> Iterator[_Model]:
    """Yield the tables that a file defines in plain words."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            name = _tablename(node)
            if name is not None:
                yield _Model(name, _schema_of_class(node), Location(path, node.lineno), dict(_attributes(node)))
        elif isinstance(node, ast.Call) and _called(node) == "Table" and node.args:
            name = _text(node.args[0])
            if name is not None:
                schema = next((_text(one.value) for one in node.keywords if one.arg == "schema"), None)
                yield _Model(name, schema, Location(path, node.lineno), dict(_columns(node.args[1:])))


def _tablename(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        targets = _targets(statement)
        if "__tablename__" in targets:
            return _text(getattr(statement, "value", None))
    return None


def _schema_of_class(node: ast.ClassDef) -> str | None:
    """Return the schema that ``__table_args__`` names, in its dictionary."""
    for statement in node.body:
        if "__table_args__" in _targets(statement):
            value = getattr(statement, "value", None)
            options = value.elts[-1] if isinstance(value, ast.Tuple) and value.elts else value
            if isinstance(options, ast.Dict):
                pairs = zip(options.keys, options.values, strict=True)
                return next((_text(found) for key, found in pairs if _text(key) == "schema"), None)
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
