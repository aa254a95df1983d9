"""A diff as one HTML file that needs nothing else: to be read, filtered, shared and printed."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from sqlcompile.diff.formats.highlighting import Highlighter
from sqlcompile.diff.formats.markup import anchor, numbered
from sqlcompile.diff.model import Cell, Column, Diff, Kind, Look, Part, Reason, Row
from sqlcompile.diff.telling import merged

_HERE: Final = Path(__file__).parent
# colours alone tell nothing to those who do not see them
_SIGNS: Final = {"good": "✓", "plain": "○", "warning": "▲", "bad": "✕"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its id on the page."""

    id: str
    number: int
    row: Row
    differs: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with its id on the page, and how many cells (or rows) of each kind are in it.

    ``same``: it is the same as a whole, and holds no rows.
    """

    id: str
    part: Part
    rows: tuple[_Row, ...]
    marks: tuple[tuple[Kind, int], ...]
    same: bool


class _Page:
    """What the template asks of a diff."""

    def __init__(self, diff: Diff) -> None:
        self.diff = diff
        self.kinds = {kind.name: kind for kind in diff.kinds}
        self.kind_numbers = {kind.name: number for number, kind in enumerate(diff.kinds)}
        self.facts = _facts(diff)
        self.fact_numbers = {fact: number for number, fact in enumerate(self.facts)}
        self.parts = self._parts()
        self.row_count = sum(len(part.rows) for part in diff.parts)
        # in a comparison the first column always stays: it is what the others are read against
        self.columns_to_choose = tuple(enumerate(diff.columns))[1 if diff.kinds else 0 :]
        self._highlighter = Highlighter()

    def merged(self, reasons: tuple[Reason, ...]) -> list[Reason]:
        """Return reasons with those as one that say the same of several subjects."""
        return merged(reasons)

    def general(self) -> list[tuple[Reason, str]]:
        """Return what is different everywhere, each with the titles of the columns that it is said of."""
        found: dict[Reason, list[str]] = {}
        for reason in self.diff.general:
            column = self.column_of(reason.subject) or (self.diff.columns[1] if len(self.diff.columns) == 2 else None)
            about = "" if column and reason.subject in {column.title, column.name} else reason.subject
            title = column.title if column else "other side"
            found.setdefault(replace(reason, subject=about), []).append(title)
        return [(reason, ", ".join(titles)) for reason, titles in found.items()]

    def sql(self, column: Column, part: Part, text: str) -> str:
        """Return a statement as HTML."""
        return self._highlighter.markup(column.syntax or part.syntax, text)

    def column_of(self, title: str) -> Column | None:
        """Return the column that a line of the summary counts, where it counts one of those to choose from."""
        return next((each for _, each in self.columns_to_choose if title in {each.title, each.name}), None)

    def filtered(self, kind: Kind, column: Column | None) -> str:
        """Return the link to what is of one kind, in one column or in any."""
        chosen = [("kind", kind.name)]
        if column and len(self.columns_to_choose) > 1:
            chosen.append(("column", column.name))
        return f"#?{urlencode([(name, numbered(value)) for name, value in chosen])}"

    def statement_counts(self) -> list[int]:
        """Return how many statements each column has."""
        rows = [row for part in self.diff.parts for row in part.rows]
        return [sum(len(row.cells[number].statements) for row in rows) for number in range(len(self.diff.columns))]

    def facts_of(self, cell: Cell) -> str:
        """Return the numbers of the facts that are a cell's reasons."""
        return " ".join(str(number) for number in sorted({self.fact_numbers[each.fact] for each in cell.reasons}))

    def _parts(self) -> tuple[_Part, ...]:
        seen: Counter[str] = Counter()
        parts = []
        for part in self.diff.parts:
            name = _part_id(part)
            seen[name] += 1
            unique = name if seen[name] == 1 else f"{name}:{seen[name]}"
            rows = tuple(
                _Row(f"{unique}/{number}", number, row, self._differs(part, row))
                for number, row in enumerate(part.rows, start=1)
            )
            kind = self.kinds.get(part.kind)
            same = kind is not None and kind.tone == "good" and not rows
            parts.append(_Part(unique, part, rows, self._marks(part), same))
        return tuple(parts)

    def _marks(self, part: Part) -> tuple[tuple[Kind, int], ...]:
        numbers = Counter(cell.kind for row in part.rows for cell in row.cells if cell.kind)
        if part.kind and not numbers:
            numbers[part.kind] = max(1, len(part.rows))
        return tuple((kind, numbers[kind.name]) for kind in self.diff.kinds if numbers[kind.name])

    def _differs(self, part: Part, row: Row) -> bool:
        kinds = {cell.kind for cell in row.cells if cell.kind} or {part.kind} - {""}
        return any(self.kinds[kind].tone != "good" for kind in kinds) or any(cell.problem for cell in row.cells)


def render(diff: Diff, look: Look) -> str:
    """Return a diff as an HTML page; how wide it is and in which colours is for the browser to say, not ``look``."""
    from mako.template import Template  # type: ignore[import-untyped]  # noqa: PLC0415 - only a page pays for it

    page = _Page(diff)
    style = _inlined("page.css") + "".join(
        f".without-{number} .column-{number} {{ display: none }}\n" for number in range(len(diff.columns))
    )
    script = _inlined("page.js")
    template = Template(  # noqa: S702 - everything is escaped that does not say otherwise
        filename=str(_HERE / "page.mako"),
        input_encoding="utf-8",
        default_filters=["str", "shown"],
        imports=["from sqlcompile.diff.formats.markup import plain, shown"],
        strict_undefined=True,
    )
    text = template.render_unicode(
        page=page, style=style, script=script, policy=_policy(style, script), signs=_SIGNS, counted=_counted
    )
    return str(text)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _facts(diff: Diff) -> dict[str, int]:
    """Return the keys of all facts that are reasons of cells, and in how many cells."""
    counts = Counter(
        fact
        for part in diff.parts
        for row in part.rows
        for cell in row.cells
        for fact in {reason.fact for reason in cell.reasons}
    )
    return {fact: counts[fact] for fact in sorted(counts)}


def _part_id(part: Part) -> str:
    scope = f"@{anchor(part.scope)}" if part.scope else ""
    return f"rev-{anchor(part.revision)}{scope}{':down' if part.direction == 'downgrade' else ''}"


def _inlined(name: str) -> str:
    return "\n" + (_HERE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy: this style and this script, and nothing else from anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source(style)}",
            f"script-src {_source(script)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
