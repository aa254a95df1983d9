"""Which options go with which of the comparisons of ``diff``; what would be ignored is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlcompile.errors import ConfigError

DATABASES = "a diff of databases"
GIT = "--against"
BUNDLES = "a diff of two bundles"
SCHEMA = "--schema"

_GOES_WITH: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "--accept": (DATABASES,),
        "--transpile": (DATABASES,),
        "--allow-changed": (GIT, BUNDLES),
        "--fail-on": (DATABASES, GIT, BUNDLES),
        "--format": (DATABASES, GIT, BUNDLES),
        "--baseline": (DATABASES, GIT, SCHEMA),
        "--rows": (DATABASES, GIT, SCHEMA),
        "--strict-types": (DATABASES, GIT, SCHEMA),
        "--tag": (DATABASES, GIT, SCHEMA),
    }
)
_ACROSS_DIALECTS = ("spelling", "meaning", "impossible")
_ACROSS_CHANGES = ("new", "changed", "removed")
_CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {DATABASES: _ACROSS_DIALECTS, GIT: _ACROSS_CHANGES, BUNDLES: _ACROSS_CHANGES}
)


def check_options(comparison: str, given: Mapping[str, object]) -> None:
    """Raise ConfigError for an option that has a value, and none of whose comparisons this is."""
    for option, comparisons in _GOES_WITH.items():
        if given.get(option) and comparison not in comparisons:
            raise ConfigError(
                f"{option} does not go with {comparison}.",
                hint=f"It is for {', and for '.join(comparisons)}.",
            )


def check_classes(comparison: str, names: Iterable[str]) -> None:
    """Raise ConfigError for a class that is in no comparison of this kind."""
    known = _CLASSES.get(comparison, ())
    for name in names:
        if name not in (*known, "any"):
            raise ConfigError(
                f'There is no class "{name}" with {comparison}.', hint=f"--fail-on takes {', '.join(known)}, any."
            )
