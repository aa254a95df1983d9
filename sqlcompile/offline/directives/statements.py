"""Statements, as hooks of env.py see and add them."""

from __future__ import annotations

from typing import Any

from sqlcompile import op
from sqlcompile.offline.directives.directive import Directive
from sqlcompile.operations.execute import Execute


class ExecuteSQLOp(Directive):
    """Executes a statement."""

    names = ("sqltext", "execution_options")

    def __init__(self, sqltext: Any, *, execution_options: Any = None) -> None:
        """Take the statement."""
        self.sqltext = sqltext
        self.execution_options = execution_options

    @classmethod
    def told(cls, operation: Execute) -> dict[str, Any]:
        return {"sqltext": operation.statement}

    def record(self) -> None:
        op.execute(self.sqltext, execution_options=self.execution_options)
