"""A new revision as env.py wants it, where the settings say ``revision_environment``."""

from __future__ import annotations

from typing import Any

from sqlcompile.compiling.environment import in_environment
from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.environment import After, Configured, environment_file
from sqlcompile.offline.new_script import MigrationScript
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config


def directed(
    config: Config, graph: RevisionGraph, script: MigrationScript
) -> tuple[MigrationScript | None, dict[str, Any]]:
    """Return the revision as env.py's ``process_revision_directives`` leaves it, and its ``template_args``.

    None where it shall not be written. Raises ConfigError and ScriptError with the line of env.py.
    """
    directives: list[MigrationScript] = [script]
    values: dict[str, Any] = {}

    def work(configured: Configured) -> After:
        values.update(configured.option("template_args", {}))
        hook = configured.option("process_revision_directives")
        if hook is not None and directives:
            hook(configured.context, graph.heads, directives)
        return _forget

    in_environment(config, graph, ((), graph.heads), lambda _: None, work)
    if len(directives) > 1 or any(one.upgrade_ops.ops or one.downgrade_ops.ops for one in directives):
        path = environment_file(config)
        raise ConfigError(
            "process_revision_directives of env.py adds operations or revisions, which sqlcompile does not write.",
            hint="Give what the revision does in its script; `--no-env` leaves env.py out.",
            location=Location(path) if path else None,
        )
    return (directives[0] if directives else None), values


def _forget(elements: tuple[Any, ...]) -> None:
    """Leave what env.py executes: nothing is compiled."""
