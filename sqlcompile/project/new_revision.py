"""Adding a revision: what it follows, which folder it goes to, and the writing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlcompile.errors import ConfigError, Location, MultipleHeads, RevisionError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import resolve
from sqlcompile.project.new_file import write_new_file
from sqlcompile.project.revision import Evaluate
from sqlcompile.project.settings import Config
from sqlcompile.project.template import (
    NewRevision,
    check_branch_label,
    check_revision_id,
    creation_date,
    new_revision_id,
    render_script,
    script_path,
)
from sqlcompile.project.write_hooks import run_hooks


def existing_graph(config: Config, evaluate: Evaluate | None = None) -> RevisionGraph:
    """Return the revisions so far; a folder that is not there yet holds none."""
    folders = [folder for folder in config.version_locations if folder.is_dir()]
    recursive = config.recursive_version_locations
    return RevisionGraph.from_folders(folders, recursive=recursive, sourceless=config.sourceless, evaluate=evaluate)


def parents_of(graph: RevisionGraph, text: str, *, splice: bool) -> tuple[str, ...]:
    """Return what a new revision follows, for the way it was named: ``head`` is the only head or base."""
    parents = resolve(graph, text) if len(graph) or text not in {"head", "heads"} else ()
    if len(parents) > 1:
        raise MultipleHeads(text, parents)
    _check_heads(graph, parents, splice=splice)
    return parents


def merged_by(graph: RevisionGraph, names: list[str]) -> tuple[str, ...]:
    """Return the heads that a merge joins, in the order of the graph."""
    parents = graph.sorted(name for text in names for name in resolve(graph, text))
    if len(parents) < 2:
        found = parents[0] if parents else "none"
        raise RevisionError(
            f"A merge joins at least two revisions; {' '.join(names)} is {found}.",
            hint="`sqlcompile heads` lists what there is to join.",
        )
    _check_heads(graph, parents, splice=False)
    return parents


def _check_heads(graph: RevisionGraph, parents: tuple[str, ...], *, splice: bool) -> None:
    """Refuse to branch where nobody said so."""
    for parent in parents:
        if graph.children(parent) and not splice:
            raise RevisionError(
                f'"{parent}" is not a head: {", ".join(graph.children(parent))} follows it.',
                hint="`sqlcompile revision --splice` starts a branch there.",
                location=graph[parent].location,
            )


def describe_revision(
    graph: RevisionGraph,
    *,
    message: str,
    parents: tuple[str, ...],
    revision_id: str | None,
    branch_label: str | None,
    depends_on: list[str] | None,
) -> NewRevision:
    """Return a new revision with everything checked against those that are there."""
    name = _unused_id(graph) if revision_id is None else check_revision_id(revision_id)
    for given in filter(None, (revision_id, branch_label)):
        _check_unused(graph, given)
    return NewRevision(
        id=name,
        message=message,
        down_revisions=parents,
        branch_labels=(check_branch_label(branch_label),) if branch_label else (),
        depends_on=_dependencies(graph, depends_on or []),
    )


def _unused_id(graph: RevisionGraph) -> str:
    """Return a new id of which none that is there is the beginning."""
    while (name := new_revision_id()) in graph:
        pass
    return name


def _check_unused(graph: RevisionGraph, name: str) -> None:
    """Refuse a name that a revision has already, as id or as label."""
    taken = name if name in graph else graph.carrier(name)
    if taken is not None:
        raise ConfigError(
            f'The name "{name}" is taken by {graph[taken].path.name}.',
            hint="Choose another one.",
            location=graph[taken].location,
        )


def _dependencies(graph: RevisionGraph, texts: list[str]) -> tuple[str, ...]:
    """Return what a revision depends on: labels as they are, anything else as full ids."""
    names: dict[str, None] = {}
    for text in texts:
        found = (text,) if graph.carrier(text) else resolve(graph, text)
        names.update(dict.fromkeys(found))
    return tuple(names)


def folder_for(config: Config, graph: RevisionGraph, new: NewRevision, asked: Path | None) -> Path:
    """Return the version folder that a new script goes to: the one asked for, its parent's, the only one."""
    folders = config.version_locations
    if asked is not None:
        wanted = next((folder for folder in folders if _same(folder, config.root / asked, asked)), None)
        if wanted is None:
            raise ConfigError(
                f"{asked} is not among the version locations.",
                hint=f"They are {', '.join(map(str, folders))}.",
                location=Location(config.path) if config.path else None,
            )
        return wanted
    for parent in new.down_revisions:
        path = graph[parent].path
        for folder in folders:
            if path.is_relative_to(folder):
                return folder
    if len(folders) > 1:
        raise ConfigError(
            "There are several version locations, and nothing says which one this revision goes to.",
            hint=f"--version-path takes one of {', '.join(map(str, folders))}.",
        )
    return folders[0]


def _same(folder: Path, *candidates: Path) -> bool:
    """Return whether one of these paths is the folder."""
    return any(candidate.resolve() == folder.resolve() for candidate in candidates)


def write_revision(config: Config, folder: Path, new: NewRevision, values: Mapping[str, object] | None = None) -> Path:
    """Write a new script, run the post-write hooks on it, and return its path.

    ``values`` are further names for the template.
    """
    date = creation_date(config.timezone)
    path = script_path(config, folder, new, date)
    write_new_file(path, render_script(config, new, date, values), config.output_encoding)
    run_hooks(config.hooks, path)
    return path
