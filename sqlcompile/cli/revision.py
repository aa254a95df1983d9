"""``sqlcompile revision``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

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
    values: dict[str, Any] = {}
    if config.revision_environment and config.env and (config.script_location / "env.py").is_file():
        from sqlcompile.compiling.new_revision import directed
        from sqlcompile.offline.new_script import MigrationScript
        from sqlcompile.project.template import new_revision_id

        asked = MigrationScript(
            rev_id or new_revision_id(),
            message,
            head,
            splice,
            branch_label,
            str(version_path) if version_path else None,
            depends_on,
        )
        made, values = directed(config, graph, asked)
        if made is None:
            say("Nothing was written: env.py takes the revision back.", invocation_of(context))
            return
        message, head, splice, rev_id = made.message or "", str(made.head), made.splice, made.rev_id
        branch_label = made.branch_label
        version_path = Path(made.version_path) if made.version_path else None
        depends_on = [made.depends_on] if isinstance(made.depends_on, str) else made.depends_on
    new = new_revision.describe_revision(
        graph,
        message=message,
        parents=new_revision.parents_of(graph, head, splice=splice),
        revision_id=rev_id,
        branch_label=branch_label,
        depends_on=depends_on,
    )
    folder = new_revision.folder_for(config, graph, new, version_path)
    say(f"Wrote {new_revision.write_revision(config, folder, new, values)}", invocation_of(context))
