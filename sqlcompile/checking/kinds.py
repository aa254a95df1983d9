"""What a report calls the kinds of databases: by their names, with the version where there are several of one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlcompile.bundle.naming import folder_of
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.dialect.load import load_dialect
from sqlcompile.scripts.places import chosen_for


class Kinds:
    """The names of dialects, each of which one database has."""

    def __init__(self, dialects: Iterable[Dialect]) -> None:
        known = {(one.name, one.version) for one in dialects}
        self._count = Counter(name for name, _ in known)

    def of(self, dialect: Dialect) -> str:
        """Return what one of them is called: ``postgresql``, or ``postgresql@14`` beside another version."""
        return f"{dialect.name}@{dotted(dialect.version)}" if self._count[dialect.name] > 1 else dialect.name


def scopes_of(names: Sequence[str]) -> Mapping[str, tuple[str, str | None]]:
    """Return the kinds of the databases that ``-d`` names, and env.py's names of them, by the scopes that diffs say."""
    chosen = {name: chosen_for(name) for name in names}
    loaded = {name: load_dialect(kind) for name, (_, kind) in chosen.items()}
    kinds = Kinds(loaded.values())
    found: dict[str, tuple[str, str | None]] = {}
    for name, (database, _) in chosen.items():
        one = (kinds.of(loaded[name]), database)
        found[folder_of(loaded[name].name, database)] = found[name] = one
    return found
