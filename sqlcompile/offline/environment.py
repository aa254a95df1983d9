"""Running a project's env.py, in offline mode.

env.py says what it wants with ``context.configure()`` and calls ``context.run_migrations()``; the
compilation happens inside that call, so that an application context or a lock that env.py holds
around it is there while the migrations run.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.alembic_config import AlembicConfig, x_arguments
from sqlcompile.offline.configure import check_options, options_left
from sqlcompile.offline.script_directory import ScriptDirectory
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config

Ends = tuple[tuple[str, ...], tuple[str, ...]]
After = Callable[[tuple[Any, ...]], None]
"""Takes what env.py executes after the migrations, when it is known to be all of it."""


@dataclass(frozen=True, slots=True)
class Configured:
    """What env.py asked for before it called ``run_migrations``.

    ``before`` is what it executed, or put out as it is, until then; ``arguments`` is what it gave
    to ``run_migrations``, and to every script's functions; ``config`` is ``context.config``.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Any, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    config: AlembicConfig | None = None
    context: Any = None
    """What env.py has as its migration context."""

    def option(self, name: str, default: Any = None) -> Any:
        """Return a keyword of ``configure``."""
        value = self.options.get(name)
        return default if value is None else value

    @property
    def database(self) -> str | None:
        """The name that env.py gives to its database: ``run_migrations(engine_name="…")``, or its only text."""
        named = self.arguments.get("engine_name")
        texts = [value for value in self.arguments.values() if isinstance(value, str)]
        if isinstance(named, str):
            return named
        return texts[0] if len(texts) == 1 else None


class Environment:
    """The state behind ``alembic.context`` while env.py and the migrations run.

    ``choose`` returns the database for what is configured so far, None where nothing says which;
    ``work`` compiles the migrations and returns what takes the statements that come after them.
    """

    def __init__(
        self,
        config: Config,
        graph: RevisionGraph,
        ends: Ends,
        choose: Callable[[Configured], Dialect | None],
        work: Callable[[Configured], After],
    ) -> None:
        self.config = AlembicConfig(config, graph)
        self.runs = 0
        self._settings = config
        self._graph = graph
        self._ends = ends
        self._choose = choose
        self._work = work
        self._options: dict[str, Any] = {}
        self._executed: list[Any] = []
        self._after: After | None = None

    def configured(self, arguments: Mapping[str, Any] | None = None) -> Configured:
        """Return what was configured and executed so far."""
        return Configured(dict(self._options), tuple(self._executed), arguments or {}, self.config, self)

    # --- what env.py calls ---

    def configure(self, connection: Any = None, url: Any = None, **options: Any) -> None:
        """Take the options of the migrations that follow; the command line decides the database.

        Raises ConfigError, by its name, for an option that no script could fulfil.
        """
        check_options(options)
        self.end_migrations()
        if url is None:
            url = getattr(getattr(connection, "engine", None), "url", None)
        self._options = {**options_left(self._options), "url": url}
        self._options.update({name: value for name, value in options.items() if value is not None})

    def run_migrations(self, **arguments: Any) -> None:
        """Compile the migrations, here and now."""
        self.end_migrations()
        self.runs += 1
        configured = self.configured(arguments)
        self._executed.clear()
        self._after = self._work(configured)

    def end_migrations(self) -> None:
        """Let the migrations that ran last have what was executed since."""
        after, self._after = self._after, None
        if after is not None:
            after(tuple(self._executed))
            self._executed.clear()

    @contextlib.contextmanager
    def begin_transaction(self) -> Iterator[None]:
        """Do nothing: the script's transactions are the compiler's business."""
        yield

    autocommit_block = begin_transaction

    def execute(self, sql: Any, execution_options: Any = None) -> None:
        """Write a statement before the migrations, or after them."""
        self._executed.append(sql)

    def static_output(self, text: str) -> None:
        """Put a text into the script as it is."""
        self._executed.append(StaticText(text))

    def is_offline_mode(self) -> bool:
        """Return True."""
        return True

    def is_transactional_ddl(self) -> bool:
        """Return whether the database rolls DDL back, and env.py wants it to."""
        dialect = self._choose(self.configured())
        possible = dialect is None or dialect.transactional_ddl
        return possible and self._options.get("transactional_ddl", True) is not False

    def get_x_argument(self, as_dictionary: bool = False) -> Any:
        """Return what ``-x`` gave."""
        return x_arguments(self._settings.x_arguments, as_dictionary=as_dictionary)

    def get_head_revision(self) -> Any:
        """Return the head, or a tuple of several."""
        return _scalar(self._graph.heads)

    def get_head_revisions(self) -> tuple[str, ...]:
        """Return all heads."""
        return self._graph.heads

    def get_starting_revision_argument(self) -> Any:
        """Return where the range begins."""
        return _scalar(self._ends[0])

    def get_revision_argument(self) -> Any:
        """Return where the range ends."""
        return _scalar(self._ends[1])

    def get_tag_argument(self) -> str | None:
        """Return what ``--tag`` gave, or env.py configured."""
        return self._options.get("tag") or self._settings.tag

    def get_context(self) -> Environment:
        """Return this object, which has what an env.py asks of its migration context."""
        return self

    def get_bind(self) -> None:
        """Return None: there is no connection in env.py."""

    def get_impl(self) -> Environment:
        """Return this object."""
        return self

    # --- what env.py asks of its migration context ---

    as_sql = True

    @property
    def dialect(self) -> Any:
        """SQLAlchemy's dialect of the (first) database."""
        dialect = self._choose(self.configured())
        return None if dialect is None else dialect.sa

    @property
    def impl(self) -> Environment:
        """This object."""
        return self

    @property
    def bind(self) -> None:
        """There is no connection in env.py."""
        return

    connection = bind

    @property
    def environment_context(self) -> Environment:
        """This object."""
        return self

    @property
    def opts(self) -> dict[str, Any]:
        """What was configured so far."""
        return self._options

    context_opts = opts

    @property
    def script(self) -> ScriptDirectory:
        """The revisions."""
        return ScriptDirectory(self._settings, self._graph)

    def get_current_revision(self) -> Any:
        """Return where the range begins."""
        return _scalar(self._ends[0])

    def get_current_heads(self) -> tuple[str, ...]:
        """Return where the range begins."""
        return self._ends[0]


@dataclass(frozen=True, slots=True)
class StaticText:
    """Text for the script that is no statement."""

    text: str


def _scalar(rows: tuple[str, ...]) -> Any:
    return None if not rows else rows[0] if len(rows) == 1 else rows


def environment_file(config: Config) -> Path | None:
    """Return the project's env.py where it is to be run."""
    path = config.script_location / "env.py"
    return path if config.env and path.is_file() else None


def check_ran(environment: Environment, path: Path) -> None:
    """Let the migrations have their last statements; raise ConfigError where env.py ran none."""
    environment.end_migrations()
    if not environment.runs:
        raise ConfigError(
            "env.py ended without running the migrations.",
            hint="Its offline branch must call context.run_migrations(); `--no-env` leaves env.py out.",
            location=Location(path),
        )
