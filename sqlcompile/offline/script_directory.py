"""``alembic.script.ScriptDirectory``: the revisions, as an env.py or a hook of a new revision asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import resolve
from sqlcompile.project.settings import Config


class Script:
    """One revision, with the attributes that Alembic documents."""

    def __init__(self, graph: RevisionGraph, name: str) -> None:
        found = graph[name]
        self.revision = found.id
        self.down_revision = _scalar(found.down_revisions)
        self.dependencies = _scalar(found.depends_on)
        self.branch_labels = {label for label, names in graph.labels.items() if name in names}
        self.nextrev = frozenset(graph.children(name))
        self.path = str(found.path)
        self.doc = found.message
        self.longdoc = found.doc
        self.is_base = not found.down_revisions
        self.is_head = name in graph.heads
        self.is_branch_point = len(self.nextrev) > 1
        self.is_merge_point = len(found.down_revisions) > 1

    def __repr__(self) -> str:
        return f"Script({self.revision!r}, {self.down_revision!r})"


class ScriptDirectory:
    """The revisions of a project; what Alembic's has beyond this is lacking."""

    def __init__(self, config: Config, graph: RevisionGraph) -> None:
        self._graph = graph
        self.dir = str(config.script_location)
        self._locations = [str(folder) for folder in config.version_locations]
        self.versions = self._locations[0]

    @property
    def version_locations(self) -> list[str]:
        """The folders with revisions."""
        return self._locations

    @version_locations.setter
    def version_locations(self, folders: Iterable[Any]) -> None:
        """Take the folders that are known; raises ConfigError for others, for the revisions were read before."""
        given = [str(folder) for folder in folders]
        if {Path(folder).resolve() for folder in given} != {Path(folder).resolve() for folder in self._locations}:
            raise ConfigError(
                f"env.py sets version_locations to {', '.join(given)}, but the revisions were read from "
                f"{', '.join(self._locations)}.",
                hint="Say it in sqlcompile.toml: version_locations.",
            )

    @classmethod
    def from_config(cls, config: Any) -> ScriptDirectory:
        """Return the revisions of ``context.config``."""
        return cls(config.settings, config.graph)

    def get_heads(self) -> list[str]:
        """Return all heads."""
        return list(self._graph.heads)

    def get_bases(self) -> list[str]:
        """Return all bases."""
        return list(self._graph.bases)

    def get_current_head(self) -> str | None:
        """Return the head, None where there is none; raises MultipleHeads."""
        heads = resolve(self._graph, "head") if len(self._graph) else ()
        return heads[0] if heads else None

    def as_revision_number(self, id_: str) -> Any:
        """Return the full ids of what is named: one as text, several as a tuple, None for base."""
        return _scalar(resolve(self._graph, id_))

    def get_base(self) -> str | None:
        """Return the base, None where there is none or are several."""
        bases = self._graph.bases
        return bases[0] if len(bases) == 1 else None

    def get_revision(self, id_: str | None) -> Script | None:
        """Return a revision by any of its names, None for base; raises RevisionNotFound."""
        found = self.get_revisions(id_)
        return found[0] if found else None

    def get_revisions(self, id_: Any) -> tuple[Script, ...]:
        """Return the revisions of a name or of several."""
        names = () if id_ is None else (id_,) if isinstance(id_, str) else tuple(id_)
        return tuple(Script(self._graph, one) for name in names for one in resolve(self._graph, name))

    def walk_revisions(self, base: str = "base", head: str = "heads") -> Iterator[Script]:
        """Yield the revisions from the newest to the base, itself among them."""
        wanted = self._graph.ancestors(resolve(self._graph, head)) if len(self._graph) else set()
        first = resolve(self._graph, base) if base != "base" else ()
        if first:
            wanted &= self._graph.descendants(first)
        for name in reversed(self._graph.sorted(wanted)):
            yield Script(self._graph, name)

    def iterate_revisions(self, upper: Any, lower: Any) -> Iterator[Script]:
        """Yield the revisions from an upper one back to a lower one, which is left out."""
        above = {one.revision for one in self.get_revisions(upper)}
        below = {one.revision for one in self.get_revisions(lower)}
        wanted = self._graph.ancestors(above) - self._graph.ancestors(below)
        for name in reversed(self._graph.sorted(wanted)):
            yield Script(self._graph, name)

    @property
    def revision_map(self) -> ScriptDirectory:
        """This object, which has what is asked of it."""
        return self

    @property
    def heads(self) -> tuple[str, ...]:
        """All heads."""
        return self._graph.heads

    @property
    def bases(self) -> tuple[str, ...]:
        """All bases."""
        return self._graph.bases

    @property
    def env_py_location(self) -> str:
        """The path of env.py."""
        return str(Path(self.dir, "env.py"))


def _scalar(names: tuple[str, ...]) -> Any:
    return None if not names else names[0] if len(names) == 1 else names
