"""What a squash takes in: a revision with all that it requires, and whether the rest can stand on one revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

from sqlcompile.errors import ConfigError, Location, MultipleHeads, RevisionError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import resolve
from sqlcompile.project.plan import named_rows
from sqlcompile.project.revision import Revision
from sqlcompile.project.settings import Config


@dataclass(frozen=True, slots=True)
class Bounds:
    """A revision, what is squashed with it, and what stays; each in the order of the graph, ``last`` first of all."""

    graph: RevisionGraph
    last: str
    squashed: tuple[Revision, ...]
    rest: tuple[Revision, ...]

    @property
    def location(self) -> Location:
        """Where the last revision names itself: the place of what is wrong with all of it."""
        return self.graph[self.last].location

    @property
    def order(self) -> tuple[Revision, ...]:
        """All revisions, those that are squashed first."""
        return (*self.squashed, *self.rest)

    @property
    def ends(self) -> tuple[str, ...]:
        """The heads that come after the last revision, or it itself: what does not need it is left alone."""
        later = self.graph.descendants((self.last,))
        return tuple(name for name in self.graph.heads if name in later) or (self.last,)

    @property
    def labels(self) -> tuple[str, ...]:
        """The branch labels of what is squashed."""
        return tuple(label for one in self.squashed for label in one.branch_labels)

    def renamed(self, revision: Revision, new: str) -> Revision:
        """Return a revision that stays, following the new one where it follows the last."""
        down = tuple(new if name == self.last else name for name in revision.down_revisions)
        return replace(revision, down_revisions=down, depends_on=self.dependencies(revision, new))

    def dependencies(self, revision: Revision, new: str) -> tuple[str, ...]:
        """Return what a revision that stays depends on; a label goes to the new revision by itself."""
        return tuple(new if self._means_last(name) else name for name in revision.depends_on)

    def _means_last(self, name: str) -> bool:
        return self.graph.carrier(name) is None and _meant(self.graph, name) == self.last

    def over(self, base: Revision) -> RevisionGraph:
        """Return the graph of the new base and what stays."""
        return RevisionGraph((base, *(self.renamed(revision, base.id) for revision in self.rest)))

    def states(self, most: int) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Return the version rows of the databases that are at the last revision, and whether these are all of them.

        Other branches, which need nothing of it, may stand anywhere. Where that makes more than ``most`` states, only
        those are returned in which all of these revisions, or none, are applied.
        """
        free = [one.id for one in self.rest if one.id not in self.graph.descendants((self.last,))]
        sets = [frozenset[str]()]
        whole = True
        for name in free:
            required = set(self.graph.requirements(name))
            sets += [one | {name} for one in sets if required <= one]
            if len(sets) > most:
                sets, whole = [frozenset(), frozenset(free)], False
                break
        below = {one.id for one in self.squashed}
        return tuple(tuple(sorted(self.graph.maximal({*below, *one}))) for one in sets), whole


def bounds(graph: RevisionGraph, text: str) -> Bounds:
    """Return what a squash up to a revision takes in, however the revision is named; ``-2`` counts from the head.

    Raises RevisionError where it names none or several, where there is nothing to squash, and where a
    revision that stays follows, or depends on, a squashed one that is not the last.
    """
    found = resolve(graph, f"head{text}" if text.startswith("-") else text)
    if not found:
        raise RevisionError(
            f'"{text}" is before the first revision: there is nothing to squash.',
            hint="Name the last revision that is to be squashed.",
        )
    if len(found) > 1:
        raise MultipleHeads(text, found)
    (last,) = found
    ids = graph.ancestors((last,))
    if len(ids) == 1:
        raise RevisionError(
            f"{last} is a base already, with nothing before it: there is nothing to squash.",
            hint="Name a later revision.",
            location=graph[last].location,
        )
    made = Bounds(
        graph,
        last,
        tuple(one for one in graph.revisions if one.id in ids),
        tuple(one for one in graph.revisions if one.id not in ids),
    )
    for revision in made.rest:
        _check(made, revision, ids)
    return made


def _check(made: Bounds, revision: Revision, ids: set[str]) -> None:
    graph, last = made.graph, made.last
    for parent in graph.parents(revision.id):
        if parent in ids and parent != last:
            raise RevisionError(
                f"{revision.id} follows {parent}, which would be squashed, but not {last}: a branch begins there.",
                hint=f"Squash up to {parent} first, or merge the branches (`sqlcompile merge`) and squash the merge.",
                location=revision.location,
            )
    for name in revision.depends_on:
        required = _meant(graph, name)
        if required in ids and required != last:
            _fail_dependency(made, revision, required)


def _fail_dependency(made: Bounds, revision: Revision, required: str) -> NoReturn:
    raise RevisionError(
        f"{revision.id} depends on {required}, which would be squashed: a database that has {revision.id} need not "
        f"have all up to {made.last}, and nothing would show it.",
        hint=f'Where every database has it by now, write `depends_on = "{made.last}"` first.',
        location=revision.location,
    )


def _meant(graph: RevisionGraph, name: str) -> str:
    """Return the id that an entry of depends_on means; the graph knows it, or it would not be there."""
    if name in graph:
        return name
    return graph.carrier(name) or graph.beginning_with(name)[0]


def said(bounds: Bounds) -> str:
    """Return what is squashed, in words."""
    bases = [one.id for one in bounds.squashed if not one.down_revisions]
    return f"{len(bounds.squashed)} revisions, {named_rows(bases)} to {bounds.last}"


def check_settings(config: Config) -> None:
    """Raise ConfigError for settings under which no history can be squashed."""
    if config.baseline:
        raise ConfigError(
            "This history starts from a baseline: a revision in its place would have to make, or to keep, what is older.",
            hint="Only a history that starts from an empty database can be squashed.",
        )
    if config.sourceless:
        raise ConfigError(
            "`sourceless` is set: compiled files of the scripts that are squashed would count as revisions still.",
            hint="Squash where the sources are, with `sourceless = false`.",
        )
