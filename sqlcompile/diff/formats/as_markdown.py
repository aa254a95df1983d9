"""Markdown for a comment on a pull request: the summary, then the differences by class, to be unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlcompile.diff.aligning import changes
from sqlcompile.diff.fitting import Section, fitted, length
from sqlcompile.diff.marking import cell as celled
from sqlcompile.diff.marking import fence, span, tagged, words
from sqlcompile.diff.model import Diff, Kind, Look, Part, Row
from sqlcompile.diff.telling import (
    Fact,
    Said,
    Together,
    counts,
    facts_of,
    general_of,
    kind_of,
    notes_of,
    nothing_to_say,
    proposals_of,
    reasons_of,
    text_of,
    titles_of,
    together,
)

LIMIT = 65_536
"""How many characters a comment on GitHub may have."""
LONG = 10_000
"""What is longer is named alone, so that one operation does not take the room of all others."""
_HOW = "A comment holds 65,536 characters; `--format html`, or `text`, shows all of it."
_TOO_LONG = "\n*Its SQL is too long for a comment; `--format html`, or `text`, shows it.*\n"


def render(diff: Diff, look: Look) -> str:
    """Return the diff as GitHub's Markdown, of no more characters than a comment may have; the summary is whole."""
    head = "".join(f"{line}\n" for line in _head(diff))
    return fitted(head, list(_sections(diff)), LIMIT, _HOW)


def _head(diff: Diff) -> Iterator[str]:
    yield f"## {words(diff.title)}"
    if diff.range:
        yield ""
        yield span(diff.range)
    found = counts(diff)
    if found:
        yield ""
        yield f"| | {' | '.join(celled(words(kind.title)) for kind in diff.kinds)} |"
        yield f"|---|{'---:|' * len(diff.kinds)}"
        for count in found:
            numbers = " | ".join(str(count.numbers.get(kind.name, 0)) for kind in diff.kinds)
            yield f"| {celled(words(count.title))} | {numbers} |"


def _sections(diff: Diff) -> Iterator[Section]:
    facts = facts_of(diff)
    if facts:
        opening = "\n### Reasons, by fact\n\n| fact | times | for example |\n|---|---:|---|\n"
        yield Section("Reasons, by fact", opening, [partial(_fact, one) for one in facts])
    if diff.general:
        items = [partial(_reason, said) for said in general_of(diff)]
        yield Section("Different everywhere", "\n### Different everywhere\n\n", items)
    if diff.notes:
        yield Section("Notes", "\n### Notes\n\n", [partial(_listed, note) for note in diff.notes])
    if not diff.kinds:
        yield Section("Revisions", "\n### Revisions\n", [partial(_part, diff, part) for part in diff.parts])
    found: dict[str, list[tuple[Part, Row]]] = {}
    for part in diff.parts if diff.kinds else ():
        for row in part.rows:
            kind = kind_of(diff, part, row)
            if not nothing_to_say(diff, part, row):
                found.setdefault(kind.name if kind else "", []).append((part, row))
    for kind in (*reversed(diff.kinds), None):
        yield from _class(diff, kind, found.get(kind.name if kind else "", []))


def _class(diff: Diff, kind: Kind | None, rows: list[tuple[Part, Row]]) -> Iterator[Section]:
    if not rows:
        return
    title = words(kind.title) if kind else "of no class"
    shown = title if title.replace(" ", "").replace(",", "").isalpha() else tagged(kind.title if kind else "")
    counted = f"{len(rows)} operation{'s' * (len(rows) > 1)}"
    # what has to be read is not folded
    details = "<details open>" if kind and kind.tone == "bad" else "<details>"
    opening = f"\n{details}<summary>{shown}: {counted}</summary>\n"
    yield Section(title, opening, [partial(_item, diff, part, row) for part, row in rows], "\n</details>\n")


def _fact(fact: Fact) -> str:
    return f"| {celled(words(fact.fact))} | {fact.number} | {celled(words(fact.example))} |\n"


def _reason(said: Said) -> str:
    return f"- {words(said.fact)}: {words(str(said))}\n"


def _listed(note: str) -> str:
    return f"- {words(note)}\n"


def _part(diff: Diff, part: Part) -> str:
    """Return a revision of a report."""
    title = " ".join(filter(None, (tagged(part.revision), tagged(part.scope), tagged(part.message))))
    down = " (downgrade)" if part.direction == "downgrade" else ""
    text = "".join(_item(diff, part, row) for row in part.rows)
    return f"\n<details><summary>{title}{down}</summary>\n{text if length(text) <= LONG else _TOO_LONG}\n</details>\n"


def _item(diff: Diff, part: Part, row: Row) -> str:
    """Return an operation: what it is, why its columns differ, and their statements."""
    revision = f"revision {span(part.revision)}" + (" (downgrade)" if part.direction == "downgrade" else "")
    about = [revision, span(part.scope), span(part.message), span(row.location)]
    head = f"\n**{span(row.title) or 'an operation'}** · {' · '.join(filter(None, about))}\n"
    said = "".join(_reason(one) for one in reasons_of(diff.columns, row))
    said += "".join(f"- note, {words(titles)}: {words(note)}\n" for titles, note in notes_of(diff, row))
    text = head + (f"\n{said}" if said else "") + "".join(_statements(diff, row))
    if length(text) <= LONG:
        return text
    return f"{head}{_TOO_LONG}" if length(head) <= LONG else _TOO_LONG


def _statements(diff: Diff, row: Row) -> Iterator[str]:
    held = together(row)
    if diff.kinds and _one_language(diff) and len(held) == 2 and _only_text(held):
        yield f"\n{words(titles_of(diff, row, held[0].columns))} → {words(titles_of(diff, row, held[1].columns))}:\n\n"
        before, after = (text_of(one.cell).split("\n") for one in held)
        yield fence("\n".join(f"{mark} {line}" for mark, line in changes(before, after)), "diff") + "\n"
        return
    for one in held:
        title = words(titles_of(diff, row, one.columns))
        if one.blank:
            if diff.kinds:
                yield f"\n{title}: nothing\n"
            continue
        yield f"\n{title}:\n"
        if one.cell.problem:
            yield f"\n- {words(one.cell.problem)}\n"
        if one.cell.statements:
            yield f"\n{fence(text_of(one.cell), 'sql')}\n"
        if one.cell.proposals:
            yield f"\nProposed, to be looked at:\n\n{fence(proposals_of(one.cell), 'sql')}\n"


def _one_language(diff: Diff) -> bool:
    """Return whether all columns are of one kind of database, so that a difference of lines says most."""
    return len({column.syntax for column in diff.columns}) == 1


def _only_text(held: list[Together]) -> bool:
    return all(one.cell.statements and not one.cell.problem and not one.cell.proposals for one in held)
