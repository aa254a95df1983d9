"""``sqlcompile history``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision
from sqlcompile.project.graph import RevisionGraph


def history(
    context: typer.Context,
    *,
    revisions: Annotated[
        str | None,
        typer.Option(
            "-r",
            "--rev-range",
            metavar="FROM:TO",
            help="Only these, FROM among them.",
            autocompletion=complete_revision,
        ),
    ] = None,
    indicate: Annotated[
        bool,
        typer.Option(
            "-i",
            "--indicate",
            "--indicate-current",
            help="Also number the revisions, and mark bases and what has no downgrade.",
        ),
    ] = False,
    drawing: Annotated[
        bool, typer.Option("--graph", help="Draw how they follow each other: branches, merges.")
    ] = False,
) -> None:
    """List the revisions, newest first.

    -v shows each one whole.
    """
    from sqlcompile.cli.console import say_none
    from sqlcompile.cli.describe import history_line, whole
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.project import open_config, open_graph

    graph = open_graph(open_config(context))
    if not len(graph):
        say_none("There are no revisions yet; `sqlcompile revision -m TEXT` adds one.", context)
    wanted = graph.sorted(_within(graph, revisions)) if revisions else tuple(one.id for one in graph)
    verbose = invocation_of(context).verbose
    if drawing:
        _draw(graph, wanted, verbose=verbose, indicate=indicate)
        return
    for name in reversed(wanted):
        print(whole(graph, graph[name]) if verbose else history_line(graph, graph[name], indicate=indicate))


def _draw(graph: RevisionGraph, wanted: Sequence[str], *, verbose: bool, indicate: bool) -> None:
    """Print the revisions beside the lines that lead from one to the next."""
    from sqlcompile.cli.describe import drawn_line, whole
    from sqlcompile.project.drawing import continued, drawn

    for margin, name in drawn(wanted[::-1], graph.parents):
        if name is None:
            print(margin)
            continue
        revision = graph[name]
        text = whole(graph, revision) if verbose else drawn_line(graph, revision, indicate=indicate)
        first, *others = text.splitlines()
        print(f"{margin}  {first}")
        for line in others:
            print(f"{continued(margin, goes_on=bool(graph.parents(name)))}  {line}".rstrip())


def _within(graph: RevisionGraph, text: str) -> set[str]:
    """Return the revisions from the start of a range, itself among them, to its end."""
    from sqlcompile.project.naming import bases_of_branch, parse_range

    first, last = parse_range(graph, text if ":" in text else f"{text}:{text}", default_direction="upgrade")
    first = first or bases_of_branch(graph, text.partition(":")[0])
    wanted = graph.ancestors(last)
    return wanted & graph.descendants(first) if first else wanted
