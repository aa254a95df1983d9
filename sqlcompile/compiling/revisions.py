"""A project's revisions, read from its folders."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Evaluate, Revision
from sqlcompile.project.settings import Config


def read_graph(config: Config) -> RevisionGraph:
    """Return the revisions of a project; raises RevisionError and InvalidScript.

    A script's code runs only where its identifiers cannot be read from its text.
    """
    return RevisionGraph.from_folders(
        config.version_locations,
        recursive=config.recursive_version_locations,
        sourceless=config.sourceless,
        evaluate=evaluation(config),
    )


def evaluation(config: Config) -> Evaluate:
    """Return what imports a script whose identifiers cannot be read from its text."""

    def evaluate(path: Path) -> Mapping[str, object]:
        # only here: most projects never need it, and it costs SQLAlchemy's import
        from sqlcompile.compiling.loading import import_paths, loaded  # noqa: PLC0415
        from sqlcompile.offline.alembic import alembic_modules  # noqa: PLC0415

        unread = Revision(path.stem, (), (), (), path, doc="", line=1, has_downgrade=False)
        with (
            alembic_modules(),
            import_paths(config.prepend_sys_path),
            redirect_stdout(sys.stderr),
            loaded(unread) as module,
        ):
            return dict(vars(module))

    return evaluate
