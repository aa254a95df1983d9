"""The revisions of a project and how they follow from each other.

``down_revision`` makes branches and merges; ``depends_on`` only says what must be there first.
*Following* goes along down_revision, *requiring* along both. Everything here is linear in the size of
the graph (sorting apart), and nothing recurses: histories are deep.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from sqlcompile.errors import (
    AmbiguousRevision,
    ConfigError,
    DuplicateRevision,
    MissingParent,
    RevisionCycle,
    RevisionError,
    RevisionNotFound,
)
from sqlcompile.project.revision import Evaluate, Revision, read_revision
from sqlcompile.project.sourceless import compiled_files, read_compiled

Edges = Mapping[str, tuple[str, ...]]


class RevisionGraph:
    """Revisions in the order in which they are applied; immutable.

    The order depends on the revisions alone, not on the order in which they are given. A branch stands
    together as far as its requirements allow; where there is a choice, the smaller id goes first.
    """

    __slots__ = (
        "_carriers",
        "_children",
        "_dependents",
        "_labels",
        "_parents",
        "_positions",
        "_requirements",
        "_revisions",
        "_sorted_ids",
        "bases",
        "branch_points",
        "heads",
        "revisions",
    )

    revisions: tuple[Revision, ...]
    heads: tuple[str, ...]
    bases: tuple[str, ...]
    branch_points: tuple[str, ...]

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self._revisions = _by_id(revisions)
        self._sorted_ids = tuple(self._revisions)
        self._carriers = _carriers(self._revisions)
        self._parents: Edges = {one.id: _unique(one.down_revisions) for one in self._revisions.values()}
        self._check_parents()
        self._requirements: Edges = {one.id: self._required(one) for one in self._revisions.values()}
        self._children = _reversed(self._parents)
        self._dependents = _reversed(self._requirements)
        order = self._ordered()
        self._positions = {name: position for position, name in enumerate(order, 1)}
        self.revisions = tuple(self._revisions[name] for name in order)
        self.heads = tuple(name for name in order if not self._children[name])
        self.bases = tuple(name for name in order if not self._parents[name])
        self.branch_points = tuple(name for name in order if len(self._children[name]) > 1)
        self._labels = {label: self._labelled_set(carrier) for label, carrier in self._carriers.items()}

    @classmethod
    def from_folders(
        cls,
        locations: Sequence[Path],
        *,
        recursive: bool = False,
        sourceless: bool = False,
        evaluate: Evaluate | None = None,
    ) -> RevisionGraph:
        """Return the graph of the scripts in these folders; with ``sourceless`` compiled ones count too."""
        files = script_files(locations, recursive=recursive)
        found = [read_revision(path, evaluate) for path in files]
        if sourceless and evaluate is not None:
            compiled = compiled_files(locations, files, recursive=recursive)
            found += [read_compiled(path, evaluate) for path in compiled]
        return cls(revision for revision in found if revision is not None)

    def __len__(self) -> int:
        return len(self.revisions)

    def __contains__(self, name: object) -> bool:
        return name in self._revisions

    def __iter__(self) -> Iterator[Revision]:
        return iter(self.revisions)

    def __getitem__(self, name: str) -> Revision:
        try:
            return self._revisions[name]
        except KeyError:
            raise RevisionNotFound(name, self.close_to(name)) from None

    @property
    def labels(self) -> Mapping[str, frozenset[str]]:
        """Each branch label with the revisions it applies to.

        A label applies to the revision that carries it, to all that follow, and back to the base or up to
        the nearest branch point or merge, which is left out.
        """
        return MappingProxyType(self._labels)

    def carrier(self, label: str) -> str | None:
        """Return the revision whose script has this branch label."""
        return self._carriers.get(label)

    def position(self, name: str) -> int:
        """Return the place of a revision in the order, from 1."""
        return self._positions[self[name].id]

    def parents(self, name: str) -> tuple[str, ...]:
        """Return the revisions that this one follows directly."""
        return self._parents[self[name].id]

    def children(self, name: str) -> tuple[str, ...]:
        """Return the revisions that follow this one directly, sorted by id."""
        return self._children[self[name].id]

    def requirements(self, name: str) -> tuple[str, ...]:
        """Return the parents, then the other revisions that this one depends on, as full ids."""
        return self._requirements[self[name].id]

    def dependents(self, name: str) -> tuple[str, ...]:
        """Return the revisions that require this one directly, sorted by id."""
        return self._dependents[self[name].id]

    def is_merge(self, name: str) -> bool:
        """Whether the revision follows several others."""
        return len(self.parents(name)) > 1

    def ancestors(self, names: Iterable[str]) -> set[str]:
        """Return these revisions and all that they require."""
        return _reachable(self._known(names), self._requirements)

    def descendants(self, names: Iterable[str]) -> set[str]:
        """Return these revisions and all that require them."""
        return _reachable(self._known(names), self._dependents)

    def lineage(self, name: str) -> set[str]:
        """Return the revisions that this one follows, itself, and those that follow it."""
        known = self._known((name,))
        return _reachable(known, self._parents) | _reachable(known, self._children)

    def maximal(self, closed: set[str]) -> set[str]:
        """Return those revisions of an ancestor set that no other one of it requires."""
        return closed.difference(*(self._requirements[name] for name in closed))

    def sorted(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the revisions in the order of the graph, each once."""
        return tuple(sorted(set(names), key=self._positions.__getitem__))

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Return the ids that begin with a text, sorted."""
        first = bisect_left(self._sorted_ids, prefix)
        last = first
        while last < len(self._sorted_ids) and self._sorted_ids[last].startswith(prefix):
            last += 1
        return self._sorted_ids[first:last]

    def close_to(self, name: str) -> tuple[str, ...]:
        """Return the ids and labels that a misspelt name may have meant."""
        return tuple(get_close_matches(name, (*self._sorted_ids, *self._carriers)))

    def _known(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self[name].id for name in names)

    def _check_parents(self) -> None:
        for name, parents in self._parents.items():
            for parent in parents:
                if parent not in self._revisions:
                    self._fail_missing(name, parent, "down_revision")

    def _fail_missing(self, name: str, parent: str, relation: str) -> None:
        location = self._revisions[name].location
        raise MissingParent(name, parent, relation, location, self.close_to(parent))

    def _required(self, revision: Revision) -> tuple[str, ...]:
        parents = self._parents[revision.id]
        if not revision.depends_on:
            return parents
        return _unique((*parents, *(self._dependency(revision, name) for name in revision.depends_on)))

    def _dependency(self, revision: Revision, name: str) -> str:
        """Return the full id that an entry of depends_on names: an id, a label or the beginning of an id."""
        if name in self._revisions:
            return name
        if name in self._carriers:
            return self._carriers[name]
        matches = self.beginning_with(name)
        if not matches:
            self._fail_missing(revision.id, name, "depends_on")
        if len(matches) > 1:
            raise AmbiguousRevision(name, matches).at(revision.location)
        return matches[0]

    def _ordered(self) -> list[str]:
        """Return the ids, requirements first, each branch followed as far as it goes."""
        waiting = {name: len(required) for name, required in self._requirements.items()}
        ready = [name for name in reversed(self._sorted_ids) if not waiting[name]]
        order: list[str] = []
        while ready:
            name = ready.pop()
            order.append(name)
            freed = []
            for dependent in self._dependents[name]:
                waiting[dependent] -= 1
                if not waiting[dependent]:
                    freed.append(dependent)
            if len(freed) > 1:  # the last is taken first: what follows this one, and the smaller id
                freed.reverse()
                following = [one for one in freed if name in self._parents[one]]
                freed = [one for one in freed if name not in self._parents[one]] + following
            ready += freed
        if len(order) < len(waiting):
            self._fail_cycle({name for name, count in waiting.items() if count})
        return order

    def _fail_cycle(self, stuck: set[str]) -> None:
        """Raise an error that names one cycle; every stuck revision requires a stuck one."""
        walked: dict[str, None] = {}
        name = min(stuck)
        while name not in walked:
            walked[name] = None
            name = min(required for required in self._requirements[name] if required in stuck)
        path = list(walked)
        cycle = path[path.index(name) :][::-1]
        first = cycle.index(min(cycle))
        cycle = cycle[first:] + cycle[:first]
        raise RevisionCycle((*cycle, cycle[0]), self._revisions[cycle[0]].location)

    def _labelled_set(self, carrier: str) -> frozenset[str]:
        labelled = _reachable((carrier,), self._children)
        parents = self._parents[carrier]
        while len(parents) == 1:
            (parent,) = parents
            parents = self._parents[parent]
            if len(self._children[parent]) > 1 or len(parents) > 1:
                break
            labelled.add(parent)
        return frozenset(labelled)


def script_files(locations: Iterable[Path], *, recursive: bool = False) -> tuple[Path, ...]:
    """Return the Python files of these folders, each once: no packages' own, hidden or editors' files."""
    files: list[Path] = []
    seen: set[str] = set()
    for location in locations:
        if not location.is_dir():
            raise ConfigError(
                f"There is no folder {location}.",
                hint="The versions folder comes from the project's settings.",
            )
        files += map(Path, sorted(_python_files(str(location), seen, recursive=recursive)))
    return tuple(files)


def _python_files(folder: str, seen: set[str], *, recursive: bool) -> Iterator[str]:
    """Yield the scripts of a folder that was not seen before, under whatever name."""
    pending = [folder]
    while pending:
        current = pending.pop()
        real = os.path.realpath(current)
        if real in seen:
            continue
        seen.add(real)
        for entry in os.scandir(current):
            if entry.is_dir():
                if recursive and entry.name != "__pycache__" and not entry.name.startswith("."):
                    pending.append(entry.path)
            elif entry.name.endswith(".py") and entry.name != "__init__.py" and entry.name[0] not in ".#~":
                yield entry.path


def _by_id(revisions: Iterable[Revision]) -> dict[str, Revision]:
    """Return the revisions by id, sorted by id."""
    given = sorted(revisions, key=lambda one: one.id)
    for one, following in pairwise(given):
        if one.id == following.id:
            first, second = sorted((one.path, following.path))
            raise DuplicateRevision(one.id, first, second)
    return {one.id: one for one in given}


def _carriers(revisions: Mapping[str, Revision]) -> dict[str, str]:
    """Return each branch label with the id of the revision that has it, sorted by label."""
    carriers: dict[str, str] = {}
    for revision in revisions.values():
        for label in revision.branch_labels:
            other = label if label in revisions else carriers.get(label)
            if other is not None:
                raise RevisionError(
                    f'The branch label "{label}" of revision {revision.id} is already '
                    + (f"revision {other}'s own id." if label in revisions else f"a label of revision {other}."),
                    hint="Give one of them another name.",
                    location=revision.location,
                )
            carriers[label] = revision.id
    return dict(sorted(carriers.items()))


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) < 2 else tuple(dict.fromkeys(names))


def _reversed(edges: Edges) -> Edges:
    """Return the edges turned round; what an id leads to is sorted."""
    turned: dict[str, list[str]] = {name: [] for name in edges}
    for name, targets in edges.items():  # sorted by id, so each list comes out sorted
        for target in targets:
            turned[target].append(name)
    return {name: tuple(sources) for name, sources in turned.items()}


def _reachable(names: Iterable[str], edges: Edges) -> set[str]:
    """Return these ids and all that the edges lead to."""
    seen = set(names)
    pending = list(seen)
    while pending:
        for target in edges[pending.pop()]:
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return seen
