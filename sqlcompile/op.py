"""What migration scripts import: ``from sqlcompile import op``.

Each directive is in the file of its name in ``sqlcompile/operations/``.
"""

from functools import partial
from typing import Any

from sqlcompile.operations.add_column import add_column
from sqlcompile.operations.alter_column import alter_column
from sqlcompile.operations.batch_alter_table import batch_alter_table
from sqlcompile.operations.bulk_insert import bulk_insert
from sqlcompile.operations.create_check_constraint import create_check_constraint
from sqlcompile.operations.create_exclude_constraint import create_exclude_constraint
from sqlcompile.operations.create_foreign_key import create_foreign_key
from sqlcompile.operations.create_index import create_index
from sqlcompile.operations.create_primary_key import create_primary_key
from sqlcompile.operations.create_table import create_table
from sqlcompile.operations.create_table_comment import create_table_comment
from sqlcompile.operations.create_unique_constraint import create_unique_constraint
from sqlcompile.operations.drop_column import drop_column
from sqlcompile.operations.drop_constraint import drop_constraint
from sqlcompile.operations.drop_index import drop_index
from sqlcompile.operations.drop_table import drop_table
from sqlcompile.operations.drop_table_comment import drop_table_comment
from sqlcompile.operations.execute import execute
from sqlcompile.operations.f import f
from sqlcompile.operations.get_bind import get_bind
from sqlcompile.operations.get_context import get_context
from sqlcompile.operations.inline_literal import inline_literal
from sqlcompile.operations.invoke import Registry, directive_of, implementation_for, invoke, register_operation
from sqlcompile.operations.recorder import current
from sqlcompile.operations.rename_table import rename_table
from sqlcompile.operations.run_async import run_async

__all__ = [
    "add_column",
    "alter_column",
    "batch_alter_table",
    "bulk_insert",
    "create_check_constraint",
    "create_exclude_constraint",
    "create_foreign_key",
    "create_index",
    "create_primary_key",
    "create_table",
    "create_table_comment",
    "create_unique_constraint",
    "drop_column",
    "drop_constraint",
    "drop_index",
    "drop_table",
    "drop_table_comment",
    "execute",
    "f",
    "get_bind",
    "get_context",
    "implementation_for",
    "inline_literal",
    "invoke",
    "register_operation",
    "rename_table",
    "run_async",
]


def __getattr__(name: str) -> Any:
    """Return a directive that the project registered itself."""
    return partial(directive_of(name, Registry.directives, __all__, "op"), current().operations())
