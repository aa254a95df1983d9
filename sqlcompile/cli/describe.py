"""How a revision looks in the lists, in Alembic's manner."""

from __future__ import annotations

from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Revision


def history_line(graph: RevisionGraph, revision: Revision, *, indicate: bool) -> str:
    """Return ``a1 -> b2 (label) (head), message``; a dependency stands in brackets after the parents."""
    parents = ", ".join(graph.parents(revision.id)) or "<base>"
    if revision.depends_on:
        parents += f" ({', '.join(revision.depends_on)})"
    marks = [*_labels(graph, revision), *_marks(graph, revision)]
    number = ""
    if indicate:
        number = f"{graph.position(revision.id):04} "
        marks += _more_marks(graph, revision)
    return f"{number}{parents} -> {_marked(revision.id, marks)}, {revision.message}"


def short_line(graph: RevisionGraph, revision: Revision, *, tree: bool = True, message: bool = False) -> str:
    """Return ``b2 (label) (head)``, with what the tree has to say and the message if wanted."""
    marks = [*_labels(graph, revision), *(_marks(graph, revision) if tree else _head_mark(graph, revision))]
    text = _marked(revision.id, marks)
    return f"{text}, {revision.message}" if message else text


def drawn_line(graph: RevisionGraph, revision: Revision, *, indicate: bool) -> str:
    """Return ``b2 (label) (head), message`` for a line of the drawing, with what its lines do not show."""
    marks = [*_labels(graph, revision), *_head_mark(graph, revision)]
    marks += [f"depends on {', '.join(revision.depends_on)}"] if revision.depends_on else []
    number = f"{graph.position(revision.id):04} " if indicate else ""
    marks += _more_marks(graph, revision) if indicate else []
    return f"{number}{_marked(revision.id, marks)}, {revision.message}"


def whole(graph: RevisionGraph, revision: Revision) -> str:
    """Return all there is to say about a revision, over several lines."""
    parents = graph.parents(revision.id)
    lines = [f"Rev: {_marked(revision.id, _marks(graph, revision))}"]
    if graph.is_merge(revision.id):
        lines.append(f"Merges: {', '.join(parents)}")
    else:
        lines.append(f"Parent: {', '.join(parents) or '<base>'}")
    if revision.depends_on:
        lines.append(f"Also depends on: {', '.join(revision.depends_on)}")
    labels = _labels(graph, revision)
    if labels:
        lines.append(f"Branch names: {', '.join(labels)}")
    if len(graph.children(revision.id)) > 1:
        lines.append(f"Branches into: {', '.join(graph.children(revision.id))}")
    lines += [f"Path: {revision.path}", ""]
    doc = revision.doc or revision.message
    lines += [f"    {line}".rstrip() for line in doc.splitlines()]
    return "\n".join([*lines, ""])


def _marked(name: str, marks: list[str]) -> str:
    return " ".join([name, *(f"({mark})" for mark in marks)])


def _labels(graph: RevisionGraph, revision: Revision) -> list[str]:
    """Return the branch labels that apply to a revision, as one mark."""
    labels = [label for label, names in graph.labels.items() if revision.id in names]
    return [", ".join(labels)] if labels else []


def _head_mark(graph: RevisionGraph, revision: Revision) -> list[str]:
    """Return "head", or "effective head" where nothing but a depends_on follows."""
    if graph.children(revision.id):
        return []
    return ["effective head" if graph.dependents(revision.id) else "head"]


def _marks(graph: RevisionGraph, revision: Revision) -> list[str]:
    marks = _head_mark(graph, revision)
    if len(graph.children(revision.id)) > 1:
        marks.append("branchpoint")
    if graph.is_merge(revision.id):
        marks.append("mergepoint")
    return marks


def _more_marks(graph: RevisionGraph, revision: Revision) -> list[str]:
    """Return what only ``history -i`` marks."""
    marks = [] if graph.parents(revision.id) else ["base"]
    if not revision.has_downgrade:
        marks.append("no downgrade")
    return marks
