"""The keywords of ``context.configure()``: which ones last, and which no script could fulfil."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlcompile.errors import ConfigError

_OF_ONE_CALL = frozenset(
    (
        "url",
        "dialect_name",
        "dialect_opts",
        "transaction_per_migration",
        "target_metadata",
        "include_name",
        "include_object",
        "include_schemas",
        "render_as_batch",
        "upgrade_token",
        "downgrade_token",
        "sqlalchemy_module_prefix",
        "alembic_module_prefix",
        "user_module_prefix",
        "literal_binds",
        "process_revision_directives",
        "on_version_apply",
        "compare_type",
    )
)
"""What each call of ``configure`` sets anew; everything else stays until it is said otherwise."""


def options_left(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a further call of ``configure`` leaves as they are."""
    return {name: value for name, value in options.items() if name not in _OF_ONE_CALL}


def _only_paramstyle(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) <= {"paramstyle"}


def _is_utf8(value: Any) -> bool:
    return str(value).lower().replace("_", "-") in {"utf-8", "utf8"}


_FIXED: Mapping[str, tuple[Callable[[Any], bool], str]] = MappingProxyType(
    {
        "dialect_opts": (_only_paramstyle, "Only the paramstyle may stand there: a script has no parameters."),
        "mssql_batch_separator": (
            lambda value: str(value).upper() == "GO",
            "A script is for the database's own client, which reads GO.",
        ),
        "oracle_batch_separator": (
            lambda value: value == "/",
            "A script is for the database's own client, which reads a slash.",
        ),
        "output_encoding": (_is_utf8, "A script is UTF-8, and tells the client so."),
    }
)
"""Options with one value that a script can fulfil: the test of it, and why no other."""


def check_options(options: Mapping[str, Any]) -> None:
    """Raise ConfigError for the first option that no script could fulfil."""
    for name, (fits, reason) in _FIXED.items():
        value = options.get(name)
        if value is not None and not fits(value):
            raise ConfigError(
                f"env.py configures {name}={value!r}, which sqlcompile does not follow.",
                hint=f"{reason} Leave it out, or leave env.py out with `--no-env`.",
            )
