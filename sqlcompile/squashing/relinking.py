"""Scripts that follow another revision from now on: the one literal is changed, and nothing else."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.errors import InvalidScript, Location
from sqlcompile.project.revision import Revision

_LINE_END = re.compile(r"\r\n|\r|\n")
_REVISES = re.compile(r"^(Revises: )([^\r\n]*)$", re.MULTILINE)
_QUOTED = re.compile(r"""(?:'[^'\\]*'|"[^"\\]*")""")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text, by its characters, and what stands there from now on."""

    start: int
    end: int
    text: str


def relinked(revision: Revision, wanted: Revision, last: str) -> bytes:
    """Return a script's bytes with the identifiers of ``wanted`` in the place of those of ``revision``.

    Only the string in ``down_revision`` and ``depends_on`` is another one, and the line ``Revises:`` of the
    docstring where it is as templates write it. Raises InvalidScript, with the line, where an identifier is
    no literal that stands in the script once.
    """
    path = revision.path
    if path.suffix != ".py":
        raise InvalidScript(f"{path.name} is compiled: it cannot follow another revision.", location=Location(path))
    source = _Source.of(path)
    changed: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "down_revision": (revision.down_revisions, wanted.down_revisions),
        "depends_on": (revision.depends_on, wanted.depends_on),
    }
    edits: list[Edit] = []
    for name, (before, after) in changed.items():
        names = {one: other for one, other in zip(before, after, strict=True) if one != other}
        if names:
            edits += source.edits(name, names)
    new = next(other for other in wanted.down_revisions + wanted.depends_on if other not in _named(revision))
    edits += source.docstring_edits(lambda one: new if one == last else one)
    text = source.text
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    data = text.encode(source.encoding)
    _check(path, data, changed)
    return data


def _named(revision: Revision) -> set[str]:
    return {*revision.down_revisions, *revision.depends_on}


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    text: str
    encoding: str
    tree: ast.Module
    starts: tuple[int, ...]
    """Where each line begins."""

    @classmethod
    def of(cls, path: Path) -> _Source:
        """Return a script as it stands on the disk; raises InvalidScript."""
        try:
            data = path.read_bytes()
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            text = data.decode(encoding)
            tree = ast.parse(text, str(path))
        except (OSError, ValueError, SyntaxError) as error:
            raise InvalidScript(f"{path.name} cannot be read: {error}.", location=Location(path)) from error
        if text.encode(encoding) != data:
            raise InvalidScript(f"{path.name} has bytes that {encoding} writes otherwise.", location=Location(path))
        starts = (0, *(found.end() for found in _LINE_END.finditer(text)))
        return cls(path, text, encoding, tree, starts)

    def edits(self, name: str, names: Mapping[str, str]) -> Iterator[Edit]:
        """Yield the changes of an identifier's literal; raises InvalidScript where it is none."""
        for literal in _strings(self.path, name, _value(self.path, self.tree, name)):
            new = names.get(str(literal.value))
            if new is not None:
                start, end = self._span(literal)
                written = self.text[start:end]
                quote = written[0] if _QUOTED.fullmatch(written) else '"'
                yield Edit(start, end, f"{quote}{new}{quote}")

    def docstring_edits(self, renamed: Callable[[str], str]) -> Iterator[Edit]:
        """Yield the change of the line ``Revises:``, if the docstring has it as templates write it."""
        first = self.tree.body[0] if self.tree.body else None
        if ast.get_docstring(self.tree, clean=False) is None or not isinstance(first, ast.Expr):
            return
        start, end = self._span(first.value)
        for found in _REVISES.finditer(self.text.replace("\r", "\n"), start, end):
            names = found[2].split(", ")
            yield Edit(found.start(2), found.end(2), ", ".join(map(renamed, names)))

    def _span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _at(self, line: int, column: int) -> int:
        """Return the place in the text of a line and of a byte in it, as syntax trees count."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode())


def _value(path: Path, tree: ast.Module, name: str) -> ast.expr:
    """Return what an identifier is given, by the one statement that does it."""
    found: list[ast.expr] = []
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name)
    lines = [node.lineno for node in named if not isinstance(node.ctx, ast.Load)]
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                found.append(value)
            case ast.AnnAssign(target=ast.Name(id=bound), value=value) if bound == name and value is not None:
                found.append(value)
    if len(found) != 1 or len(lines) != 1:
        raise _refused(path, name, lines[-1] if lines else None)
    return found[0]


def _strings(path: Path, name: str, value: ast.expr) -> Iterator[ast.Constant]:
    """Yield the strings of a literal; raises InvalidScript where it is another expression."""
    for item in value.elts if isinstance(value, ast.Tuple | ast.List | ast.Set) else [value]:
        if not isinstance(item, ast.Constant) or not isinstance(item.value, str):
            raise _refused(path, name, item.lineno)
        yield item


def _refused(path: Path, name: str, line: int | None) -> InvalidScript:
    return InvalidScript(
        f"{name} of {path.name} is not one literal, which could be changed to the new revision.",
        hint="Write it as a string, or as a tuple of strings, in a statement of its own. Nothing was written.",
        location=Location(path, line),
    )


def _check(path: Path, data: bytes, wanted: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    """Make sure that the new text says what it shall."""
    tree = ast.parse(data, str(path))
    for name, (before, after) in wanted.items():
        if before == after:
            continue
        found = ast.literal_eval(_value(path, tree, name))
        given = {found} if isinstance(found, str) else set(found)
        if given != set(after):
            raise _refused(path, name, None)
