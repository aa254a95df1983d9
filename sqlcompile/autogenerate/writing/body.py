"""The body of a script's function: directives, batch blocks and comments, in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlcompile.autogenerate.forms import HOW
from sqlcompile.autogenerate.writing.code import call, comment, flat, laid_out, quoted, value_code
from sqlcompile.autogenerate.writing.directives import directive
from sqlcompile.autogenerate.writing.folding import made_with_tables, makes_with_table, without_checks_of_types
from sqlcompile.autogenerate.writing.lookup import lookup
from sqlcompile.autogenerate.writing.place import Place
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Key, Schema

INDENT = 4
_IN_BATCH = (AddColumn, DropColumn, AlterColumn, AddConstraint, DropConstraint, CreateIndex, DropIndex, CommentTable)


@dataclass(slots=True)
class Body:
    """The lines of a function, as they grow."""

    style: Style
    schema: Schema
    with_checks: frozenset[tuple[str, str]] = frozenset()
    lines: list[str] = field(default_factory=list)
    doubted: set[Key] = field(default_factory=set)
    guarded: int = -1
    """How many lines there were after the last statement that one database alone gets."""
    guards: bool = True
    """Whether a statement that one database alone knows is kept from the others here."""

    def add(self, operation: Operation, *, batch: bool = False) -> None:
        """Add the lines of one operation, and go on to the schema after it."""
        self._doubt(operation)
        place = Place(self.style, self.schema, batch, self.with_checks)
        if isinstance(operation, DropConstraint):
            self.lines += (f"{' ' * INDENT * batch}{line}" for line in lookup(place, operation))
        if isinstance(operation, Execute) and isinstance(operation.statement, str):
            self._raw(place, operation)
        elif not batch and any(name.endswith(HOW) and value for name, value in _keywords(operation)):
            self.lines.append(f"with {self.style.op('get_context')}().autocommit_block():")
            self._line(place, operation, INDENT)
        else:
            self._line(place, operation, INDENT if batch else 0)
        self.schema = operation.apply(self.schema, self.style.dialect)

    def _doubt(self, operation: Any) -> None:
        """Say, once, that a table may be another one than the history shows."""
        name = getattr(operation, "table", None)
        key = None if name is None else self.schema.key(name, operation.namespace)
        if key is not None and key in self.style.doubts and key not in self.doubted:
            self.doubted.add(key)
            self.comment(self.style.doubts[key])

    def _line(self, place: Place, operation: Operation, depth: int) -> None:
        text = laid_out(directive(place, operation), INDENT + depth)
        first, *rest = text.split("\n")
        self.lines.append(" " * depth + first)
        self.lines += [line.removeprefix(" " * INDENT) for line in rest]

    def _raw(self, place: Place, operation: Execute) -> None:
        """Add a statement that one database alone knows."""
        code = flat(directive(place, operation))
        if not (self.style.several and self.guards) or not code.startswith(f"{self.style.op('execute')}("):
            self.lines += code.split("\n")
            return
        names = self.style.dialect.sqlalchemy_names or (self.style.dialect.sa.name,)
        test = f"== {quoted(names[0])}" if len(names) == 1 else f"in {flat(value_code(tuple(names)))}"
        if self.guarded != len(self.lines):
            self.lines.append(f"if {self.style.op('get_bind')}().dialect.name {test}:")
        self.lines += [" " * INDENT + code.split("\n")[0], *code.split("\n")[1:]]
        self.guarded = len(self.lines)

    def block(
        self,
        table: str,
        namespace: str | None,
        operations: Sequence[Operation],
        convention: Mapping[str, str] | None = None,
    ) -> None:
        """Add a batch block; ``convention`` names the constraints that it finds without a name."""
        schema = None if namespace is None else quoted(namespace)
        names = None
        if convention:
            names = "convention"
            self.lines += [
                "convention = {",
                *(f"    {quoted(key)}: {quoted(name)}," for key, name in convention.items()),
                "}",
            ]
        opened = call(self.style.op("batch_alter_table"), quoted(table), schema=schema, naming_convention=names)
        self._doubt(operations[0])
        self.lines += f"with {flat(opened)} as batch_op:".split("\n")
        for operation in operations:
            self.add(operation, batch=True)
        self.lines.append("")

    def comment(self, text: str) -> None:
        """Add a comment."""
        self.lines += comment(text, INDENT)

    def text(self) -> str:
        """Return the lines as a template takes them: the first stands at its place already."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        kept = [line for number, line in enumerate(self.lines) if line or number]
        return "\n".join(f"{' ' * INDENT}{line}".rstrip() for line in kept).strip()


def _keywords(operation: Operation) -> Iterable[tuple[str, Any]]:
    if isinstance(operation, CreateIndex):
        return operation.index.options
    return operation.keywords if isinstance(operation, DropIndex) else ()


def body_of(style: Style, operations: Sequence[Operation], before: Schema, notes: Iterable[str] = ()) -> str:
    """Return operations as the body of a function; ``notes`` become comments. Raises Unwritten."""
    body = Body(style, before)
    for note in notes:
        body.comment(note)
    for _ in _filled(body, operations):
        pass
    return body.text()


def pieces_of(style: Style, operations: Sequence[Operation], before: Schema) -> Iterator[tuple[Operation, list[str]]]:
    """Yield operations with their lines, not indented; of those in one batch block the first. Raises Unwritten.

    What one database alone knows is not kept from the others here.
    """
    body = Body(style, before, guards=False)
    count = 0
    for operation in _filled(body, operations):
        yield operation, body.lines[count:]
        count = len(body.lines)


def _filled(body: Body, operations: Sequence[Operation]) -> Iterator[Operation]:
    """Add operations to a body; yield the first one of each batch block, and each other one, once it is there."""
    style = body.style
    style.made_with_tables = made_with_tables(style, operations, body.schema)
    kept, body.with_checks = without_checks_of_types(operations)
    for group in _grouped(style, kept):
        first: Any = group[0]
        if isinstance(first, BatchAlterTable):
            body.block(first.table, first.namespace, first.operations, first.naming_convention)
        elif style.as_batch and isinstance(first, _IN_BATCH):
            body.block(str(first.table), first.namespace, group)
        elif isinstance(first, Execute) and makes_with_table(style, body.schema, first):
            continue
        else:
            body.add(first)
        yield first


def _grouped(style: Style, operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Yield the operations one by one; where all go into batch blocks, those of one table together."""
    group: list[Operation] = []
    for operation in operations:
        if group and not (
            style.as_batch and _table_of(group[0]) is not None and _table_of(group[0]) == _table_of(operation)
        ):
            yield group
            group = []
        group.append(operation)
    if group:
        yield group


def _table_of(operation: Any) -> tuple[str | None, str] | None:
    if not isinstance(operation, _IN_BATCH) or operation.table is None:
        return None
    if any(name.endswith(HOW) and value for name, value in _keywords(operation)):
        return None
    return (operation.namespace, operation.table)
