"""``sqlcompile merge``."""

from __future__ import annotations

from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision
from sqlcompile.cli.parameters import BranchLabel, Message, RevisionId


def merge(
    context: typer.Context,
    revisions: Annotated[
        list[str] | None,
        typer.Argument(metavar="REV...", help="What to join. Default: all heads.", autocompletion=complete_revision),
    ] = None,
    *,
    message: Message = "",
    rev_id: RevisionId = None,
    branch_label: BranchLabel = None,
) -> None:
    """Add a revision that joins several heads."""
    from sqlcompile.cli.console import say_written
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.project import open_config
    from sqlcompile.compiling.revisions import evaluation
    from sqlcompile.project import new_revision

    config = open_config(context)
    graph = new_revision.existing_graph(config, evaluation(config))
    new = new_revision.describe_revision(
        graph,
        message=message,
        parents=new_revision.merged_by(graph, revisions or ["heads"]),
        revision_id=rev_id,
        branch_label=branch_label,
        depends_on=None,
    )
    folder = new_revision.folder_for(config, graph, new, None)
    say_written(new_revision.write_revision(config, folder, new), invocation_of(context))
