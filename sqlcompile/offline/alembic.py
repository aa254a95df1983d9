"""What ``from alembic import op, context`` gives while a project's code is loaded and run.

The modules are ours, whether or not Alembic is installed; they stand in ``sys.modules`` only for
that time.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from sqlcompile import op
from sqlcompile.errors import ScriptError
from sqlcompile.offline import operations
from sqlcompile.offline.alembic_config import x_arguments
from sqlcompile.offline.config_class import Config
from sqlcompile.offline.context import MigrationContext
from sqlcompile.offline.directives.listing import DIRECTIVES
from sqlcompile.offline.dispatcher import Dispatcher, DispatchPriority
from sqlcompile.offline.lacking import Finder, StandIn
from sqlcompile.offline.new_script import DowngradeOps, MigrationScript, OpsList, UpgradeOps
from sqlcompile.offline.rewriter import Rewriter
from sqlcompile.offline.script_directory import Script, ScriptDirectory
from sqlcompile.operations.recorder import current, is_offline, refused, running
from sqlcompile.project.write_hooks import register

SPOKEN = "1.20.0"
"""The version of Alembic whose vocabulary this is, for scripts that ask."""


class CommandError(Exception):
    """Alembic's error for what a user did wrong; migration scripts raise it too."""


class _Registrations:
    """Takes the functions that a project registers for autogenerate; a compilation needs none of them."""

    def dispatch_for(self, *args: Any, **kw: Any) -> Callable[[Any], Any]:
        """Return a decorator that changes nothing."""
        return lambda function: function


_FOR_ENV = ("configure", "run_migrations")


class ContextModule(ModuleType):
    """``alembic.context``: what migration scripts call, and for env.py what its environment has."""

    def __init__(self, environment: Any = None) -> None:
        super().__init__("alembic.context")
        self._environment = environment

    def get_context(self) -> Any:
        """Return the migration context."""
        return self._of_script("get_context", lambda: current().context())

    def get_bind(self) -> Any:
        """Return the offline connection."""
        return self._of_script("get_bind", lambda: current().bind())

    def get_impl(self) -> Any:
        """Return what stands for the database's own operations."""
        return self._of_script("get_impl", lambda: current().context().impl)

    def is_offline_mode(self) -> bool:
        """Return True to an env.py; a migration has a database, the offline one."""
        return is_offline()

    def is_transactional_ddl(self) -> bool:
        """Return whether the database rolls DDL back."""
        return bool(
            self._of_script("is_transactional_ddl", lambda: current().context().dialect.sqlcompile.transactional_ddl)
        )

    def execute(self, sql: Any, execution_options: Any = None) -> None:
        """Write a statement."""
        if running() or self._environment is None:
            op.execute(sql, execution_options=execution_options)
        else:
            self._environment.execute(sql, execution_options)

    def begin_transaction(self) -> Any:
        """Return a with block that does nothing: transactions are the compiler's business."""
        return self._of_script("begin_transaction", lambda: current().context().begin_transaction())

    def get_x_argument(self, as_dictionary: bool = False) -> Any:
        """Return what ``-x`` gave, as a list or as names with values."""
        config = self.__getattr__("config")
        return x_arguments(config.cmd_opts.x or (), as_dictionary=as_dictionary)

    def static_output(self, text: str) -> None:
        """Put a text into the script as it is."""
        if running() or self._environment is None:
            current().context().impl.static_output(text)
        else:
            self._environment.static_output(text)

    def _of_script(self, name: str, answer: Callable[[], Any]) -> Any:
        if running() or self._environment is None:
            return answer()
        return getattr(self._environment, name)()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        environment = self.__dict__["_environment"]
        if running() and name == "config":
            return current().context().config
        if environment is not None and hasattr(environment, name) and not (running() and name in _FOR_ENV):
            return getattr(environment, name)
        if environment is not None and not running():
            raise ScriptError(
                f"sqlcompile has no stand-in for alembic.context.{name}.",
                hint="`--no-env` leaves env.py out; the settings say then what it would have said.",
            )
        raise refused(
            ScriptError(
                f"alembic.context.{name} is for env.py; a migration script cannot use it.",
                hint="A script has op.get_context() and op.get_bind().",
            )
        )


def stand_ins(environment: Any = None) -> dict[str, ModuleType]:
    """Return the modules by name; ``environment`` is what ``alembic.context`` gives an env.py."""
    directives = {
        "Operations": operations.Operations,
        "BatchOperations": operations.BatchOperations,
        "AbstractOperations": operations.Operations,
    }
    made: dict[str, ModuleType] = {
        "alembic.op": op,
        "alembic.context": ContextModule(environment),
        "alembic.operations": StandIn(
            "alembic.operations", {**directives, "MigrateOperation": operations.MigrateOperation}
        ),
        "alembic.operations.base": StandIn("alembic.operations.base", directives),
        "alembic.operations.ops": StandIn(
            "alembic.operations.ops",
            {
                **DIRECTIVES,
                "MigrateOperation": operations.MigrateOperation,
                "MigrationScript": MigrationScript,
                "UpgradeOps": UpgradeOps,
                "DowngradeOps": DowngradeOps,
                "OpContainer": OpsList,
            },
        ),
        "alembic.runtime": StandIn("alembic.runtime"),
        "alembic.runtime.migration": StandIn("alembic.runtime.migration", {"MigrationContext": MigrationContext}),
        "alembic.util": StandIn(
            "alembic.util",
            {
                "CommandError": CommandError,
                "rev_id": lambda: uuid.uuid4().hex[-12:],
                "Dispatcher": Dispatcher,
                "DispatchPriority": DispatchPriority,
            },
        ),
        "alembic.util.langhelpers": StandIn("alembic.util.langhelpers", {"Dispatcher": Dispatcher}),
        "alembic.config": StandIn("alembic.config", {"Config": Config}),
        "alembic.util.exc": StandIn("alembic.util.exc", {"CommandError": CommandError}),
        "alembic.autogenerate": StandIn(
            "alembic.autogenerate", {"renderers": _Registrations(), "comparators": _Registrations()}
        ),
        "alembic.autogenerate.render": StandIn("alembic.autogenerate.render", {"renderers": _Registrations()}),
        "alembic.autogenerate.compare": StandIn("alembic.autogenerate.compare", {"comparators": _Registrations()}),
        "alembic.autogenerate.rewriter": StandIn("alembic.autogenerate.rewriter", {"Rewriter": Rewriter}),
    }
    made["alembic.script.write_hooks"] = StandIn("alembic.script.write_hooks", {"register": register})
    revisions = {"ScriptDirectory": ScriptDirectory, "Script": Script}
    made["alembic.script"] = StandIn("alembic.script", revisions)
    made["alembic.script.base"] = StandIn("alembic.script.base", revisions)
    made["alembic.migration"] = made["alembic.runtime.migration"]
    made["alembic"] = StandIn("alembic", {"__version__": SPOKEN, "__file__": None})
    for name, module in made.items():
        parent, _, child = name.rpartition(".")
        if parent:
            made[parent].__dict__[child] = module
    return made


@contextmanager
def alembic_modules(environment: Any = None) -> Iterator[None]:
    """Let ``alembic`` be ours for the time of a with block; what was there before comes back.

    Inside of a block with an environment a block without one changes nothing: the migrations see what
    env.py sees.
    """
    if environment is None and isinstance(sys.modules.get("alembic.context"), ContextModule):
        yield
        return
    before = _remove()
    sys.modules.update(stand_ins(environment))
    finder = Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _remove()
        sys.modules.update(before)


def _remove() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] == "alembic"]
    return {name: sys.modules.pop(name) for name in names}
