"""The models that are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sqlcompile.compiling.models import imported
from sqlcompile.compiling.run import Run
from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.environment import Configured, environment_file
from sqlcompile.project.settings import Config


def target_metadata(config: Config, configured: Configured) -> tuple[sa.MetaData, ...]:
    """Return what describes the models: what the settings name, else what env.py configures.

    An env.py of several databases knows which of them has which models: there it counts first.

    Raises ConfigError where nothing does, where it cannot be imported, with its own line, and where two
    have the same table.
    """
    given = configured.option("target_metadata")
    if given is not None and (configured.database is not None or not config.target_metadata):
        path = environment_file(config)
        place = Location(path) if path else None
        found = [(metadata, f"target_metadata[{number}]") for number, metadata in enumerate(_listed(given))]
        for metadata, _ in found:
            if not isinstance(metadata, sa.MetaData):
                message = f"target_metadata of env.py is no MetaData, but {type(metadata).__name__}."
                raise ConfigError(message, hint="It is Base.metadata, or a list of such.", location=place)
    else:
        place = Location(config.path) if config.path else None
        found = [(imported(name, config), name) for name in config.target_metadata]
    if not found:
        raise ConfigError(
            "Nothing says which models to compare with.",
            hint='Set `target_metadata = "package.module:Base.metadata"`, or target_metadata in env.py.',
            location=place,
        )
    _check_distinct(found, place)
    return tuple(metadata for metadata, _ in found)


def _listed(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]


def _check_distinct(found: Sequence[tuple[sa.MetaData, str]], place: Location | None) -> None:
    owners: dict[str, tuple[sa.MetaData, str]] = {}
    for metadata, name in found:
        for table in metadata.tables:
            other = owners.setdefault(table, (metadata, name))
            if other[0] is not metadata:
                raise ConfigError(
                    f'The table "{table}" is in two metadata: {other[1]} and {name}.',
                    hint="Each table is in one of them.",
                    location=place,
                )


def check_not_empty(metadata: Sequence[sa.MetaData], configured: Configured, run: Run) -> None:
    """Raise ConfigError where models have no table at all, and the migrations make some: all would be dropped.

    One of several databases of env.py's may have no models.
    """
    if configured.database is not None or any(one.tables for one in metadata):
        return
    namespace, name = run.surroundings.version_table
    versions = run.schema.key(name, namespace)
    there = [key for key in run.schema.tables if key != versions]
    if there:
        raise ConfigError(
            f"The models have no tables, and what is there has {len(there)}: all of them would be dropped.",
            hint="Import the modules that define the models where target_metadata is set, or name another one in the "
            "settings: `target_metadata`.",
        )
