"""What a project leaves out of the comparison: its settings, and the hooks of its env.py."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sqlcompile.autogenerate.aligning import Choice
from sqlcompile.compiling.run import Run
from sqlcompile.offline.environment import Configured
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Table


def choice_of(config: Config, configured: Configured, run: Run, metadata: Sequence[sa.MetaData]) -> Choice:
    """Return what is compared."""
    namespace, name = run.surroundings.version_table
    version = run.schema.key(name, namespace)

    def tables(there: Table | None, wanted: Table | None) -> bool:
        table = wanted or there
        assert table is not None
        return run.schema.key(table.name, table.namespace) != version

    return Choice(tables=tables, schemas=bool(configured.option("include_schemas")))
