"""What ``diff`` is wanted to compare, and the comparing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sqlcompile.bundle.paths import is_bundle
from sqlcompile.cli.combining import BUNDLES, DATABASES, GIT, SCHEMA
from sqlcompile.cli.compile import settings, working
from sqlcompile.cli.placing import write_texts
from sqlcompile.cli.target import check_output, chosen_dialects, named_baselines
from sqlcompile.diff.model import Diff
from sqlcompile.errors import ConfigError, UnknownDialect
from sqlcompile.project.printable import listed, printable

if TYPE_CHECKING:
    from sqlcompile.diff.asked import Asked

_EVERYTHING = "base:heads"
_MOST = 10
"""How many revisions are named where the status is 1."""
_USES = "`sqlcompile diff postgresql mysql base:head` compares databases, `sqlcompile diff --against main` compares with git, `sqlcompile diff OLD NEW` compares two bundles."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line means: databases with a range, a git revision, two bundles, or two revisions."""

    dialects: tuple[str, ...] = ()
    range_text: str = _EVERYTHING
    against: str | None = None
    bundles: tuple[Path, Path] | None = None
    schema: tuple[str, str] | None = None

    @property
    def comparison(self) -> str:
        """Which of the comparisons it is."""
        if self.schema is not None:
            return SCHEMA
        if self.bundles is not None:
            return BUNDLES
        return DATABASES if self.against is None else GIT

    @classmethod
    def of(cls, arguments: Sequence[str], *, against: str | None, schema: bool, dialects: list[str]) -> Wanted:
        """Return what the arguments mean; raises ConfigError, UnknownDialect."""
        given = tuple(dialects)
        if schema:
            return cls(given, schema=_two(arguments, against))
        if against is not None:
            named = next((argument for argument in arguments if _is_dialect(argument)), None)
            if named is not None:
                raise ConfigError(
                    f"With --against, databases are named with -d, not {named} alone.",
                    hint=f"As in `sqlcompile diff --against {against} -d {named}`.",
                )
            if len(arguments) > 1:
                raise ConfigError(
                    f"With --against there is a range at most, not {len(arguments)} arguments.",
                    hint="Name databases with -d: `sqlcompile diff --against main base:head -d mysql`.",
                )
            return cls(given, arguments[0] if arguments else _EVERYTHING, against=against)
        folders = [Path(argument) for argument in arguments]
        if len(folders) == 2 and all(map(is_bundle, folders)):
            return cls(given, bundles=(folders[0], folders[1]))
        names = [*given]
        rest = [*arguments]
        while rest and _is_dialect(rest[0]):
            names.append(rest.pop(0))
        if len(rest) > 1:
            for argument in rest[:2]:
                _check_bundle(argument)
            raise UnknownDialect(rest[0], _dialects())
        if rest and _like_a_dialect(rest[0]):
            raise UnknownDialect(rest[0], _dialects())
        return cls(tuple(names), rest[0] if rest else _EVERYTHING)


def compared(
    context: typer.Context,
    wanted: Wanted,
    *,
    accept: Sequence[str],
    transpile: bool,
    baselines: list[str] | None,
    rows: str | None,
    tag: str | None,
    strict_types: bool,
) -> Diff:
    """Return what was found; raises SqlcompileError."""
    from sqlcompile.diff.comparing import Wishes
    from sqlcompile.diff.compiling import diff_dialects

    if wanted.bundles is not None:
        from sqlcompile.diff.bundles import diff_bundles

        return diff_bundles(*wanted.bundles, wanted.dialects)
    if wanted.against is not None:
        return _against(context, wanted, wanted.against, baselines=baselines, rows=rows, tag=tag, strict=strict_types)
    config = settings(context, tag, baselines, rows, strict_types=strict_types)
    chosen = chosen_dialects(config, [*wanted.dialects] or None)
    with working(context) as progress:
        if len(chosen) < 2:
            named = f"only {chosen[0]} is named" if chosen else "none is named"
            raise ConfigError(f"A diff needs two databases, and {named}.", hint=_USES)
        accepted = frozenset((*accept, *config.diff_accept))
        _check_facts(accepted)
        wishes = Wishes(accepted=accepted, proposals=transpile)
        return diff_dialects(config, range_text=wanted.range_text, dialects=chosen, wishes=wishes, progress=progress)


def _against(context: typer.Context, wanted: Wanted, revision: str, **given: Any) -> Diff:
    """Return how the project differs from what it was at a git revision."""
    from sqlcompile.cli.killed import cleaning_up_when_killed
    from sqlcompile.diff.against import diff_against

    asked = asked_of(
        context,
        wanted.dialects,
        baselines=given["baselines"],
        rows=given["rows"],
        tag=given["tag"],
        strict_types=given["strict"],
    )
    with working(context) as progress, cleaning_up_when_killed():
        return diff_against(asked, revision, wanted.range_text, progress)


def asked_of(
    context: typer.Context,
    dialects: tuple[str, ...],
    *,
    baselines: list[str] | None,
    rows: str | None,
    tag: str | None,
    strict_types: bool,
) -> Asked:
    """Return what the command line asks of the project, for another process too."""
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.diff.asked import Asked

    invocation = invocation_of(context)
    return Asked(
        directory=invocation.directory or Path.cwd(),
        file=invocation.file,
        section=invocation.section,
        no_env=invocation.no_env,
        x_arguments=tuple(invocation.x_arguments),
        tag=tag,
        dialects=dialects,
        rows=rows,
        baseline=named_baselines(baselines) if baselines else None,
        strict_types=strict_types,
    )


def failures(found: Diff, wanted: Wanted, fail_on: Sequence[str], allowed: Sequence[str]) -> list[str]:
    """Return why the status is 1, in sentences.

    It is for what no database can do, for released revisions that changed, and for what ``--fail-on`` names.
    """
    said = []
    if wanted.comparison == DATABASES:
        lost = [part.revision for part in found.parts if any(all(c.problem for c in row.cells) for row in part.rows)]
        if lost:
            said.append(
                f"On no database could all be compiled that these revisions do: {listed(map(printable, lost), _MOST)}."
            )
        kinds = Counter(cell.kind for part in found.parts for row in part.rows for cell in row.cells)
    else:
        from sqlcompile.diff.released import not_allowed

        touched = list(dict.fromkeys(part.revision for part in not_allowed(found, allowed)))
        if touched:
            said.append(
                f"Released revisions are of other SQL now, or gone: {listed(map(printable, touched), _MOST)}. "
                "`--allow-changed REVISION` lets one be."
            )
        kinds = Counter(part.kind for part in found.parts)
    failing = [kind.name for kind in found.kinds if kind.name != "same" and {"any", kind.name} & set(fail_on)]
    return [*said, *(f"--fail-on: {kinds[name]} of the class {name}." for name in failing if kinds[name])]


def write_schemas(context: typer.Context, wanted: Wanted, output: Path | None, **given: Any) -> None:
    """Write the DDL between two revisions, for each database."""
    from sqlcompile.diff.schemas import schema_difference

    assert wanted.schema is not None
    config = settings(context, given["tag"], given["baselines"], given["rows"], strict_types=given["strict_types"])
    chosen = chosen_dialects(config, [*wanted.dialects] or None)
    check_output(chosen, output, None, folders=False)
    with working(context) as progress:
        scripts = schema_difference(config, *wanted.schema, chosen, progress)
    write_texts(output, scripts)


def _two(arguments: Sequence[str], against: str | None) -> tuple[str, str]:
    if against is not None or len(arguments) != 2:
        raise ConfigError(
            "--schema compares two revisions.", hint="Name them: `sqlcompile diff base head --schema -d postgresql`."
        )
    return arguments[0], arguments[1]


def _check_bundle(argument: str) -> None:
    folder = Path(argument)
    hint = "`sqlcompile bundle --output-dir DIR` writes one."
    if folder.is_dir() and not is_bundle(folder):
        raise ConfigError(f"{argument} is a folder, and no bundle.", hint=hint)
    if len(folder.parts) > 1 and not folder.exists():
        raise ConfigError(f"There is no bundle {argument}.", hint=hint)


def _like_a_dialect(argument: str) -> bool:
    """Return whether a word looks like a database's name with a letter wrong, and like no range."""
    import difflib

    name = argument.partition("@")[0]
    return ":" not in argument and bool(difflib.get_close_matches(name, _dialects(), n=1, cutoff=0.75))


def _is_dialect(argument: str) -> bool:
    from sqlcompile.scripts.places import chosen_for

    name = chosen_for(argument)[1].partition("@")[0]
    return name in _dialects() or name.endswith(".py")


def _dialects() -> tuple[str, ...]:
    from sqlcompile.dialect.load import known_dialects

    return known_dialects()


def _check_facts(accepted: frozenset[str]) -> None:
    import difflib

    from sqlcompile.dialect.facts import KEYS

    for fact in sorted(accepted - KEYS.keys()):
        close = difflib.get_close_matches(fact, KEYS, n=1)
        raise ConfigError(
            f'There is no fact "{fact}" to accept.',
            hint=f"Did you mean {close[0]}?" if close else f"Facts: {', '.join(KEYS)}.",
        )
