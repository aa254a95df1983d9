"""What a database cannot express, refused while SQLAlchemy compiles it.

SQLAlchemy writes much of it as SQL that the server rejects, or leaves it out. The classes here are
mixins that go before a database's own compilers; the limits themselves are attributes of ``Dialect``.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sqlcompile.errors import UnsupportedOperation

_BRANCH = "Leave it out, or branch on op.get_bind().dialect.name in the migration."


class CheckedNames:
    """Quoting that refuses names which the database would cut or reject."""

    def quote(self, ident: str, force: Any = None) -> str:
        """Return the identifier, quoted where it must be; raises UnsupportedOperation."""
        preparer: Any = super()
        if ident not in self._strings:  # type: ignore[attr-defined]
            self.dialect.sqlcompile.check_name(ident)  # type: ignore[attr-defined]
        quoted: str = preparer.quote(ident) if force is None else preparer.quote(ident, force)
        return quoted


class CheckedDDL:
    """DDL that refuses what the database does not have; raises UnsupportedOperation."""

    dialect: Any

    def refuse(self, what: str, instead: str = _BRANCH) -> None:
        """Raise the error that says what the database cannot do."""
        raise UnsupportedOperation(self.dialect.sqlcompile.title, what, instead)

    def visit_create_table(self, create: Any, **kw: Any) -> str:
        """Refuse prefixes that CREATE TABLE does not take, and tables without columns."""
        limits = self.dialect.sqlcompile
        table = create.element
        for prefix in table._prefixes:
            if prefix.upper() not in limits.table_prefixes:
                known = ", ".join(sorted(limits.table_prefixes))
                hint = f"It has {known}." if known else "Leave prefixes out."
                self.refuse(f"make a {prefix} table, as {table.name} is to be", hint)
        if not create.columns and not limits.empty_tables:
            self.refuse(f"make the table {table.name} without columns", "Give it a column.")
        made: str = super().visit_create_table(create, **kw)  # type: ignore[misc]
        return made

    def get_column_specification(self, column: Any, **kw: Any) -> str:
        """Refuse an identity where only keys are counted."""
        limits = self.dialect.sqlcompile
        counted = column.table is not None and column is column.table._autoincrement_column
        if column.identity is not None and not limits.identities and not counted:
            self.refuse(
                f'make the column "{column.name}" an identity: only a primary key of one integer is counted',
                "Make it the primary key, or leave Identity() out there.",
            )
        found = limits.stand_in(column.type) if counted and limits.counts_integers_only else None
        if found is not None and "INT" not in found.text:
            self.refuse(
                f'count the column "{column.name}", whose type {found.name} {found.text} stands for',
                "Give it autoincrement=False, or a type of integers with with_variant().",
            )
        made: str = super().get_column_specification(column, **kw)  # type: ignore[misc]
        return made

    def render_default_string(self, default: Any) -> str:
        """Return what stands after DEFAULT."""
        if isinstance(default, str):
            text: str = self.dialect.sqlcompile.default_text(default)
            return text
        made: str = super().render_default_string(default)  # type: ignore[misc]
        return made

    def define_constraint_cascades(self, constraint: Any) -> str:
        """Refuse actions that the database does not have."""
        limits = self.dialect.sqlcompile
        for clause, action, known in (
            ("ON DELETE", constraint.ondelete, limits.delete_actions),
            ("ON UPDATE", constraint.onupdate, limits.update_actions),
        ):
            if action is not None and action.upper().split(" (")[0] not in known:
                listed = f"It has {', '.join(sorted(known))}." if known else "Leave it out."
                self.refuse(
                    f"do {clause} {action} in a foreign key",
                    f"{listed} Without the clause it refuses the change while rows refer to it.",
                )
        made: str = super().define_constraint_cascades(constraint)  # type: ignore[misc]
        return made

    def define_constraint_deferrability(self, constraint: Any) -> str:
        """Refuse DEFERRABLE where the database does not have it."""
        if constraint.deferrable is not None or constraint.initially is not None:
            kind = constraint.__visit_name__
            if kind not in self.dialect.sqlcompile.deferrable:
                words = kind.replace("column_check", "check").replace("_", " ")
                self.refuse(f"make a {words} deferrable")
        made: str = super().define_constraint_deferrability(constraint)  # type: ignore[misc]
        return made

    def define_constraint_match(self, constraint: Any) -> str:
        """Refuse MATCH where the database does not have it."""
        if constraint.match is not None and not self.dialect.sqlcompile.match_clause:
            self.refuse(f"do MATCH {constraint.match} in a foreign key")
        made: str = super().define_constraint_match(constraint)  # type: ignore[misc]
        return made

    def visit_primary_key_constraint(self, constraint: Any, **kw: Any) -> str:
        """Refuse columns that cannot be in a key."""
        self.check_keyed(constraint.columns, "a primary key")
        made: str = super().visit_primary_key_constraint(constraint, **kw)  # type: ignore[misc]
        return made

    def visit_unique_constraint(self, constraint: Any, **kw: Any) -> str:
        """Refuse columns that cannot be in a key."""
        self.check_keyed(constraint.columns, "a unique constraint")
        made: str = super().visit_unique_constraint(constraint, **kw)  # type: ignore[misc]
        return made

    def visit_create_index(self, create: Any, **kw: Any) -> str:
        """Refuse columns that cannot be in an index."""
        self.check_keyed(self.indexed_whole(create.element), "an index")
        made: str = super().visit_create_index(create, **kw)  # type: ignore[misc]
        return made

    def indexed_whole(self, index: Any) -> Any:
        """Return the columns whose whole values an index holds."""
        return [column for column in index.expressions if isinstance(column, sa.Column)]

    def check_keyed(self, columns: Any, place: str) -> None:
        """Refuse columns of types whose values have no bound."""
        limits = self.dialect.sqlcompile
        if limits.unbounded is None:
            return
        for column in columns:
            if isinstance(column.type, sa.Integer | sa.types.NullType):
                continue
            text = limits.type_sql(column.type)
            if limits.unbounded.match(text):
                found = limits.stand_in(column.type)
                chosen = (
                    f"Say what shall stand for {found and found.name}: `types.{limits.name}` in the settings may have "
                )
                self.refuse(
                    f'have the column "{column.name}" of the type {text} in {place}',
                    limits.unbounded_hint if found is None else f'{chosen}`"{found.name}" = "VARCHAR(255)"`.',
                )

    def visit_create_sequence(self, create: Any, **kw: Any) -> str:
        """Refuse a sequence where there are none."""
        self._check_sequences(create)
        made: str = super().visit_create_sequence(create, **kw)  # type: ignore[misc]
        return made

    def visit_drop_sequence(self, drop: Any, **kw: Any) -> str:
        """Refuse a sequence where there are none."""
        self._check_sequences(drop)
        made: str = super().visit_drop_sequence(drop, **kw)  # type: ignore[misc]
        return made

    def _check_sequences(self, element: Any) -> None:
        if not self.dialect.supports_sequences:
            self.refuse(f'make or drop the sequence "{element.element.name}": it has no sequences')

    def visit_create_schema(self, create: Any, **kw: Any) -> str:
        """Refuse a schema where a statement of this kind makes none."""
        if not self.dialect.sqlcompile.creates_namespaces:
            self.refuse(f'make the schema "{create.element}" with CREATE SCHEMA')
        made: str = super().visit_create_schema(create, **kw)  # type: ignore[misc]
        return made
