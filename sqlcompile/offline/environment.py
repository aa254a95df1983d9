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

from sqlalchemy.engine import Dialect as SADialect

from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.alembic_config import AlembicConfig, x_arguments
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config


@dataclass(frozen=True, slots=True)
class Configured:
    """What env.py asked for before it called ``run_migrations``.

    ``before`` is what it executed, or put out as it is, until then; ``arguments`` is what it gave
    to ``run_migrations``.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Any, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def option(self, name: str, default: Any = None) -> Any:
        """Return a keyword of ``configure``."""
        value = self.options.get(name)
        return default if value is None else value


class Environment:
    """The state behind ``alembic.context`` while env.py runs."""

    def __init__(
        self,
        config: Config,
        graph: RevisionGraph,
        dialect: SADialect | None,
        ends: tuple[tuple[str, ...], tuple[str, ...]],
        work: Callable[[Configured], None],
    ) -> None:
        self.config = AlembicConfig(config)
        self.runs = 0
        self._settings = config
        self._graph = graph
        self._dialect = dialect
        self._ends = ends
        self._work = work
        self._options: dict[str, Any] = {}
        self._before: list[Any] = []

    # --- what env.py calls ---

    def configure(self, connection: Any = None, url: Any = None, **options: Any) -> None:
        """Take the options of the migrations that follow; the command line decides the database."""
        options["url"] = url if url is not None else getattr(getattr(connection, "engine", None), "url", None)
        self._options.update({name: value for name, value in options.items() if value is not None})

    def run_migrations(self, **arguments: Any) -> None:
        """Compile the migrations, here and now."""
        self.runs += 1
        self._work(Configured(dict(self._options), tuple(self._before), arguments))
        self._before.clear()

    @contextlib.contextmanager
    def begin_transaction(self) -> Iterator[None]:
        """Do nothing: the script's transactions are the compiler's business."""
        yield

    def execute(self, sql: Any, execution_options: Any = None) -> None:
        """Write a statement before the migrations."""
        self._before.append(sql)

    def static_output(self, text: str) -> None:
        """Put a text into the script as it is."""
        self._before.append(StaticText(text))

    def is_offline_mode(self) -> bool:
        """Return True."""
        return True

    def is_transactional_ddl(self) -> bool:
        """Return whether the database rolls DDL back."""
        return bool(self._dialect is None or self._dialect.sqlcompile.transactional_ddl)  # type: ignore[attr-defined]

    def get_x_argument(self, as_dictionary: bool = False) -> Any:
        """Return what ``-x`` gave."""
        return x_arguments(self._settings.x_arguments, as_dictionary=as_dictionary)

    def get_head_revision(self) -> Any:
        """Return the head, or a tuple of several."""
        heads = self._graph.heads
        return heads[0] if len(heads) == 1 else heads

    def get_head_revisions(self) -> tuple[str, ...]:
        """Return all heads."""
        return self._graph.heads

    def get_starting_revision_argument(self) -> Any:
        """Return where the range begins."""
        return _scalar(self._ends[0])

    def get_revision_argument(self) -> Any:
        """Return where the range ends."""
        return _scalar(self._ends[1])

    def get_tag_argument(self) -> None:
        """Return None: there is no tag."""

    def get_context(self) -> Environment:
        """Return this object, which has what an env.py asks of its migration context."""
        return self

    def get_bind(self) -> None:
        """Return None: there is no connection in env.py."""

    def get_impl(self) -> Environment:
        """Return this object."""
        return self

    # --- what env.py asks of its migration context ---

    @property
    def dialect(self) -> SADialect | None:
        """SQLAlchemy's dialect of the (first) database."""
        return self._dialect

    @property
    def opts(self) -> dict[str, Any]:
        """What was configured so far."""
        return self._options

    @property
    def script(self) -> None:
        """There is no script directory."""
        return None


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
    """Raise ConfigError where env.py ran no migrations."""
    if not environment.runs:
        raise ConfigError(
            "env.py ended without running the migrations.",
            hint="Its offline branch must call context.run_migrations(); `--no-env` leaves env.py out.",
            location=Location(path),
        )
