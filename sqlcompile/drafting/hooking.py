"""What env.py's hooks make of a new revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlcompile.autogenerate.columns import FAILS_ON_ROWS, failure_on_rows
from sqlcompile.autogenerate.difference import Difference
from sqlcompile.autogenerate.writing.style import Render, Style
from sqlcompile.compiling.run import Run
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.parting import apart, each_of, made_by
from sqlcompile.drafting.script import Ways, applied
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.offline.directives.listing import directives_of, flattened
from sqlcompile.offline.environment import Configured, environment_file
from sqlcompile.offline.new_script import MigrationScript
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.operation import Operation
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema


@dataclass
class AutogenContext:
    """What ``render_item`` gets as its last argument; ``imports`` are added to the script's."""

    dialect: Any
    metadata: Any
    migration_context: Any
    opts: Any
    imports: set[str] = field(default_factory=set)


def rendering(configured: Configured, style: Style) -> Render:
    """Return what writes the items that env.py's ``render_item`` writes itself."""
    hook = configured.option("render_item")
    if hook is None:
        return style.render_item
    context = AutogenContext(
        style.dialect.sa,
        configured.option("target_metadata"),
        configured.context,
        configured.options,
        style.imports,
    )

    def render(kind: str, item: Any) -> Any:
        return hook(kind, item, context)

    return render


@dataclass(frozen=True, slots=True)
class Known:
    """What operations that a hook makes are read with; ``tables`` are those of SQLAlchemy's that we gave it."""

    dialect: Dialect
    convention: Mapping[str, Any]
    tables: frozenset[int]


def directed(
    config: Config, configured: Configured, graph: RevisionGraph, script: MigrationScript, found: Ways, run: Run
) -> Ways | None:
    """Return the operations as ``process_revision_directives`` leaves them, None where there shall be no script.

    The script is changed where the hook changes it. Raises ConfigError where it makes several.
    """
    hook = configured.option("process_revision_directives")
    if hook is None:
        return found
    known = Known(run.dialect, run.naming_convention, made_by(found.up.operations, found.down.operations))
    path = environment_file(config)
    script.upgrade_ops.ops = directives_of(found.up.operations)
    script.downgrade_ops.ops = directives_of(found.down.operations)
    directives = [script]
    hook(configured.context, graph.heads, directives)
    if not directives:
        return None
    if len(directives) > 1 or directives[0] is not script:
        raise ConfigError(
            "process_revision_directives of env.py makes other revisions, which sqlcompile does not write.",
            hint="Let it change the one that it is given; `--no-env` leaves env.py out.",
            location=Location(path) if path else None,
        )
    try:
        up = _operations(script.upgrade_ops_list, found.before, known)
        after = applied(up, found.before, known.dialect)
        down = _operations(script.downgrade_ops_list, after, known)
        end = applied(down, after, known.dialect)
    except SqlcompileError as error:
        raise (error if path is None or error.location is not None else error.at(Location(path))) from error
    return replace(
        found,
        after=after,
        up=_with_operations(found.up, up, after),
        down=_with_operations(found.down, down, end),
        end=end,
    )


def _with_operations(way: Difference, operations: tuple[Operation, ...], after: Schema) -> Difference:
    """Return one way with other operations, and without what was said of columns that they add otherwise, or not."""
    failures = {
        failure_on_rows(after.key(one.table, one.namespace), one.value.column(one.column.name))
        for one in each_of(operations)
        if isinstance(one, AddColumn)
    }
    notes = tuple(note for note in way.notes if not note.endswith(FAILS_ON_ROWS) or note in failures)
    return replace(way, operations=operations, notes=notes)


def _operations(held: list[Any], before: Schema, known: Known) -> tuple[Operation, ...]:
    listed = (operation for one in held for operation in flattened(one.ops, known.convention))
    return tuple(apart(listed, before, known.dialect, known.tables))
