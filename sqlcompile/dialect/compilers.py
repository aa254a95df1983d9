"""SQLAlchemy's compilers, changed in what scripts need: our literals, our layout, marked parameters.

The changes are mixins that go before a database's own compiler classes, so that each database
keeps its own rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import exc

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect as SADialect
    from sqlalchemy.types import TypeEngine

MARK = re.compile("\x01([^\x02]*)\x02")


class _Mark:
    """A class attribute that SQLAlchemy's constructors cannot overwrite: the template of a parameter."""

    def __get__(self, instance: object, owner: type) -> str:
        return "\x01%(name)s\x02"

    def __set__(self, instance: object, value: str) -> None:
        pass


class MarkedCompiler:
    """Statements whose parameters are marked, so that literals take their place exactly.

    No text of a statement, its literals included, can be taken for a parameter: the marks are
    control characters that no identifier and no literal may hold.
    """

    bindtemplate = _Mark()
    compilation_bindtemplate = _Mark()

    def render_literal_value(self, value: Any, type_: TypeEngine[Any]) -> str:
        """Return the literal by the rules of the database (see ``Literals``)."""
        dialect: Any = self.dialect  # type: ignore[attr-defined]
        rendered: str = dialect.sqlcompile.literals.render(value, type_, dialect)
        return rendered


def fill(text: str, types: Mapping[str, TypeEngine[Any] | None], values: Mapping[str, Any], dialect: SADialect) -> str:
    """Return a marked statement with literals in the place of its parameters."""
    literals = dialect.sqlcompile.literals  # type: ignore[attr-defined]

    def literal(match: re.Match[str]) -> str:
        name = match.group(1)
        rendered: str = literals.render(values[name], types.get(name), dialect)
        if rendered.startswith("-") and text[: match.start()].endswith("-"):
            return f"({rendered})"  # two minus signs would begin a comment
        return rendered

    return MARK.sub(literal, text)


class ScriptDDLCompiler:
    """DDL laid out for reading: four spaces, no trailing blanks, no tabs."""

    def visit_create_table(self, create: Any, **kw: Any) -> str:
        """Return CREATE TABLE with one column or constraint a line."""
        compiler: Any = self
        table = create.element
        head = ["CREATE", *table._prefixes, "TABLE"]
        if create.if_not_exists:
            head.append("IF NOT EXISTS")
        head.append(compiler.preparer.format_table(table))
        suffix = compiler.create_table_suffix(table)
        if suffix:
            head.append(suffix)
        lines: list[str] = []
        first_pk = False
        for create_column in create.columns:
            column = create_column.element
            try:
                text = compiler.visit_create_column(create_column, first_pk=column.primary_key and not first_pk)
            except exc.CompileError as error:
                message = f"(in table '{table.description}', column '{column.name}'): {error.args[0]}"
                raise exc.CompileError(message) from error
            if text is not None:
                lines.append(text)
            if column.primary_key:
                first_pk = True
        lines.extend(self._constraint_lines(table, create.include_foreign_key_constraints))
        body = ",\n    ".join(lines)
        opening, closing = ("(\n    ", "\n)") if lines else ("(", ")")
        after = compiler.post_create_table(table).strip()
        space = " " if after else ""
        return f"{' '.join(head)} {opening}{body}{closing}{space}{after}"

    def visit_create_column(self, create: Any, first_pk: bool = False, **kw: Any) -> str | None:
        """Return a column with the constraints of its own, in the order in which they were made."""
        compiler: Any = self
        column = create.element
        if column.system:
            return None
        constraints = sorted(column.constraints, key=lambda constraint: constraint._creation_order)
        if not compiler.dialect.sqlcompile.column_constraints:
            constraints = []
        parts = [compiler.get_column_specification(column, first_pk=first_pk)]
        return " ".join([*parts, *(compiler.process(constraint) for constraint in constraints)])

    def _constraint_lines(self, table: Any, included: Any) -> list[str]:
        compiler: Any = self
        constraints = [table.primary_key] if table.primary_key else []
        constraints += [c for c in table._sorted_constraints if c is not table.primary_key]
        if not compiler.dialect.sqlcompile.column_constraints:
            of_columns = [constraint for column in table.columns for constraint in column.constraints]
            constraints += sorted(of_columns, key=lambda constraint: constraint._creation_order)
        lines = []
        for constraint in constraints:
            if included is not None and constraint in table.foreign_key_constraints and constraint not in included:
                continue
            if compiler.dialect.supports_alter and getattr(constraint, "use_alter", False):
                continue  # it is for an ALTER TABLE of its own
            if constraint._should_create_for_compiler(compiler):
                text = compiler.process(constraint)
                if text:
                    lines.append(text)
        return lines
