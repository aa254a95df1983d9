"""What env.py configures only where it connects: Alembic's autogenerate hears it, and its offline part lacks it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import Location
from sqlcompile.offline.environment import Configured

_COUNT = (
    "alembic_module_prefix",
    "compare_server_default",
    "compare_type",
    "include_name",
    "include_object",
    "include_schemas",
    "process_revision_directives",
    "render_as_batch",
    "render_item",
    "sqlalchemy_module_prefix",
    "user_module_prefix",
)
"""The options of ``context.configure()`` that change what autogenerate compares or writes."""


def not_heard(configured: Configured, path: Path | None, root: Path, dialect: Dialect) -> Iterator[str]:
    """Yield a note for each ``context.configure(connection=…)`` of env.py with options that its offline part lacks.

    Autogenerate needs a connection in Alembic, so that projects give these options only there; here env.py is run
    in offline mode.
    """
    if path is None:
        return
    for call in _calls(path):
        names = [name for name in _named(call) if name.startswith("**") or configured.options.get(name) is None]
        if dialect.rebuilds and "render_as_batch" in names:
            names.remove("render_as_batch")  # there changes stand in batches anyway
        if names:
            place = Location(path, call.lineno).within(root)
            yield (
                f"{place}: what env.py gives only where it connects does not count, for nothing connects here: "
                f"{', '.join(names)}. Give it in its offline part, too."
            )


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "configure" and any(keyword.arg == "connection" for keyword in node.keywords):
            yield node


def _named(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg is None:
            yield f"**{ast.unparse(keyword.value)}"
        elif keyword.arg in _COUNT and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value):
            yield keyword.arg
