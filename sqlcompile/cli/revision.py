"""``sqlcompile revision``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision
from sqlcompile.cli.parameters import BranchLabel, Message, RevisionId


def revision(
    context: typer.Context,
    *,
    message: Message = "",
    rev_id: RevisionId = None,
    head: Annotated[
        str,
        typer.Option(
            "--head",
            metavar="REV",
            help="What it follows; base starts anew.",
            autocompletion=complete_revision,
        ),
    ] = "head",
    splice: Annotated[bool, typer.Option("--splice", help="Let it follow a revision that is not a head.")] = False,
    branch_label: BranchLabel = None,
    depends_on: Annotated[
        list[str] | None,
        typer.Option(
            "--depends-on",
            metavar="REV",
            help="What must be there before it; may be repeated.",
            autocompletion=complete_revision,
        ),
    ] = None,
    version_path: Annotated[
        Path | None, typer.Option("--version-path", metavar="DIR", help="Which version location it goes to.")
    ] = None,
) -> None:
    """Add a new revision script."""
    from sqlcompile.cli.console import say
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.project import open_config
    from sqlcompile.compiling.revisions import evaluation
    from sqlcompile.project import new_revision

    config = open_config(context)
    graph = new_revision.existing_graph(config, evaluation(config))
    new = new_revision.describe_revision(
        graph,
        message=message,
        parents=new_revision.parents_of(graph, head, splice=splice),
        revision_id=rev_id,
        branch_label=branch_label,
        depends_on=depends_on,
    )
    folder = new_revision.folder_for(config, graph, new, version_path)
    say(f"Wrote {new_revision.write_revision(config, folder, new)}", invocation_of(context))
