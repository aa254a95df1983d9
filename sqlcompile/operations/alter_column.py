"""``op.alter_column``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint as SAAddConstraint
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.base import SchemaEventTarget
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ColumnExists, ColumnNotFound, SchemaError
from sqlcompile.operations.add_column import placed
from sqlcompile.operations.create_table import create_types, enums_created, named
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.existing import Contradiction, contradictions, with_default
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema import edit
from sqlcompile.schema.convert import sa_column, type_checks
from sqlcompile.schema.model import Check, Column, Constraint, Options, Schema


@dataclass(frozen=True)
class AlterColumn(TableOperation):
    """Changes a column's name, type, nullability, default, comment or autoincrement.

    ``None`` leaves a property as it is; where None is a value of its own, ``False`` does.
    """

    column: str
    nullable: bool | None = None
    server_default: Any = False
    new_name: str | None = None
    type: TypeEngine[Any] | None = None
    autoincrement: bool | None = None
    comment: str | bool | None = False
    existing_type: TypeEngine[Any] | None = None
    existing_server_default: Any = False
    existing_nullable: bool | None = None
    existing_comment: str | None = None
    existing_autoincrement: bool | None = None
    keywords: Options = ()
    naming_convention: Mapping[str, Any] = field(default_factory=dict)
    insert_before: str | None = None
    insert_after: str | None = None

    @property
    def moves(self) -> bool:
        """Whether it asks for another place among the columns."""
        return self.insert_before is not None or self.insert_after is not None

    @property
    def changes_nothing_else(self) -> bool:
        """Whether it gives no property but the name, or the place, another value."""
        return (
            self.type is None
            and self.nullable is None
            and self.server_default is False
            and self.comment is False
            and self.autoincrement is None
        )

    @property
    def changes_nothing(self) -> bool:
        """Whether it gives no property another value."""
        return self.changes_nothing_else and self.new_name in (None, self.column)

    @property
    def changes_default_alone(self) -> bool:
        """Whether it changes the server default and nothing else."""
        return (
            self.server_default is not False
            and self.new_name is None
            and self.type is None
            and self.nullable is None
            and self.autoincrement is None
            and self.comment is False
        )

    def keyword(self, name: str) -> Any:
        """Return a dialect keyword such as ``postgresql_using``, None where it was not given."""
        return dict(self.keywords).get(name)

    def existing(self, schema: Schema) -> Column | None:
        """Return the column before: from the replayed schema, else from the ``existing_*`` arguments."""
        table = self.known(schema)
        found = table.column(self.column) if table.complete else table.find_column(self.column)
        if found is not None and not isinstance(found.type, sa.types.NullType):
            return found
        if self.existing_type is None and (self.type is None or self.existing_nullable is None):
            return None
        type_ = self.existing_type if self.existing_type is not None else self.type
        assert type_ is not None
        default = self.existing_server_default
        column = Column(
            self.column,
            type_,
            nullable=True if self.existing_nullable is None else self.existing_nullable,
            autoincrement=bool(self.existing_autoincrement),
            comment=self.existing_comment,
        )
        return with_default(column, None if default is False else default)

    def contradicted(self, column: Column, dialect: Dialect) -> Sequence[Contradiction]:
        """Return where the ``existing_*`` arguments count against what the history says of the column.

        A database that restates a column gets from Alembic what these arguments say, and so it has it. What
        the script does not mention stays as the history knows it.
        """
        restated = dialect.restated
        known = column.computed is None and not isinstance(column.type, sa.types.NullType)
        if not restated or not known or not self._restates(dialect):
            return ()
        told = {
            "type": self.existing_type if self.type is None else None,
            "nullable": self.existing_nullable if self.nullable is None else None,
            "server_default": self.existing_server_default if self.server_default is False else False,
            "autoincrement": self.existing_autoincrement if self.autoincrement is None else None,
            "comment": self.existing_comment if self.comment is False else None,
        }
        return contradictions(dialect, column, {name: value for name, value in told.items() if name in restated})

    def _restates(self, dialect: Dialect) -> bool:
        """Return whether the change restates the properties that it does not change."""
        if self.type is not None or self.nullable is not None:
            return True
        if not dialect.restates_always:
            return False
        if self.new_name is not None or self.autoincrement is not None or self.comment is not False:
            return True
        # a default of a time is written in the long form, also one that is not there
        timed = self.existing_type is not None and self.existing_type._type_affinity is sa.DateTime
        return timed and self.server_default is not None

    def contradiction_remarks(self, column: Column, dialect: Dialect) -> Iterator[Statement]:
        """Yield a remark for each property that the ``existing_*`` arguments change."""
        for found in self.contradicted(column, dialect):
            yield Statement("", comment=found.remark(f"{self.table}.{self.column}"))

    def changed(self, column: Column, dialect: Dialect) -> Column:
        """Return the column after, still under its old name."""
        for found in self.contradicted(column, dialect):
            column = found.column
        if self.type is not None:
            column = replace(column, type=dialect.altered_type(column, self.type))
        if self.nullable is not None:
            column = replace(column, nullable=self.nullable)
        if self.autoincrement is not None and dialect.counted_by_flag:
            column = replace(column, autoincrement=bool(self.autoincrement))
        if self.comment is not False:
            comment = self.comment if isinstance(self.comment, str) else None
            column = replace(column, comment=comment)
        if self.server_default is not False:
            column = with_default(column, self.server_default)
        return column

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        before = table.find_column(self.column)
        if before is None:
            if table.complete:
                raise ColumnNotFound(self.table, self.column, [column.name for column in table.columns])
            stub = self.existing(schema) or Column(self.column, sa.types.NullType())
            table = replace(table, columns=(*table.columns, stub))
            before = stub
        table = table.with_column(self.changed(before, dialect))
        if self.type is not None:
            if self._makes_type(dialect, schema):
                schema = enums_created(schema, dialect, [self.type])
            old = self._old_checks(table.constraints, dialect)
            left = tuple(c for c in table.constraints if c not in old)
            typed = isinstance(self.type, SchemaEventTarget)  # no other type brings a check
            checks = type_checks(self._typed(self.column, self.type), dialect.ddl_compiler) if typed else []
            table = named(schema, dialect, replace(table, constraints=(*left, *checks)))
        if self.moves and dialect.rebuilds:
            others = tuple(column for column in table.columns if column.name != self.column)
            moved = placed(others, table.column(self.column), self.insert_before, self.insert_after)
            table = replace(table, columns=moved)
        schema = schema.with_table(table)
        if self.new_name is not None and self.new_name != self.column:
            if table.find_column(self.new_name) is not None:
                raise ColumnExists(self.table, self.new_name)
            schema = edit.rename_column(schema, table, self.column, self.new_name)
        return schema

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        head = f"ALTER TABLE {self.target(dialect)}"
        column = f"ALTER COLUMN {dialect.quote(self.column)}"
        if self.type is not None:
            yield from self.type_statements(dialect, before, f"{head} {column}")
        if self.nullable is not None:
            yield Statement(f"{head} {column} {'DROP' if self.nullable else 'SET'} NOT NULL")
        if self.server_default is not False:
            yield from self._default_statements(dialect, f"{head} {column}", before)
        yield from self.comment_statements(dialect, before)
        yield from self.autoincrement_remark(dialect)
        yield from self.rename_statements(dialect)

    def type_statements(self, dialect: Dialect, before: Schema, head: str) -> Iterator[Statement]:
        """Yield the change of type, with the CHECKs that belong to the old and the new one."""
        assert self.type is not None
        if self._makes_type(dialect, before):
            yield from create_types(dialect, before, [self.type])
        yield from self.dropped_checks(dialect, before)
        using = self.keyword("postgresql_using")
        suffix = (
            f" USING {dialect.compile(using) if isinstance(using, ClauseElement) else using}"
            if using is not None
            else ""
        )
        yield Statement(f"{head} TYPE {dialect.type_sql(self.type)}{suffix}")
        yield from self.added_checks(dialect, self.column)

    def _makes_type(self, dialect: Dialect, before: Schema) -> bool:
        """Return whether a named type has to be made; one that is there stays, whatever values the script gives."""
        try:
            made = dialect.types_to_create([self.type] if self.type is not None else [], before)
            return next(iter(made), None) is not None
        except SchemaError:
            return False

    def dropped_checks(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        """Yield the drop of the checks that came with the old type."""
        if self.type is None:
            return
        checks: Iterable[Constraint] = self._old_checks(self.known(before).constraints, dialect)
        if not self.known(before).complete and self.existing_type is not None:
            checks = type_checks(self._typed(self.column, self.existing_type), dialect.ddl_compiler)
        for check in checks:
            drop = DropConstraint(self.table, self.namespace, check.name, "check")
            yield from dialect.statements(drop, before)

    def added_checks(self, dialect: Dialect, column: str) -> Iterator[Statement]:
        """Yield the checks that come with the new type; ``column`` is the name at that moment."""
        if not isinstance(self.type, SchemaEventTarget):  # no other type brings a check
            return
        for constraint in self._typed(column, self.type)._sorted_constraints:
            if getattr(constraint, "_type_bound", False) and constraint._should_create_for_compiler(
                dialect.ddl_compiler
            ):
                yield Statement(dialect.ddl(SAAddConstraint(constraint, isolate_from_table=False)))

    def _old_checks(self, constraints: Iterable[Constraint], dialect: Dialect) -> list[Check]:
        """Return the checks that came with the old type, those that ``existing_type`` names among them.

        Such a one may have been made as a constraint of the table, or be of a baseline.
        """
        named: set[str | None] = set()
        if isinstance(self.existing_type, SchemaEventTarget):
            made = type_checks(self._typed(self.column, self.existing_type), dialect.ddl_compiler)
            named = {dialect.stored_name(check.name) for check in made if check.name is not None}
        return [
            check
            for check in constraints
            if isinstance(check, Check) and ((check.of_type and check.columns == (self.column,)) or check.name in named)
        ]

    def _typed(self, column: str, type_: TypeEngine[Any]) -> sa.Table:
        """Return a table of that column alone, with the checks of its type."""
        metadata = sa.MetaData(naming_convention=dict(self.naming_convention) or None)
        return sa.Table(self.table, metadata, sa_column(Column(column, type_)), schema=self.namespace)

    def _default_statements(self, dialect: Dialect, head: str, before: Schema) -> Iterator[Statement]:
        existing = self.existing(before)
        yield from dialect.default_change(head, existing, self.server_default)

    def comment_statements(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        """Yield what sets or removes the comment."""
        if self.comment is False:
            return
        if not dialect.comments:
            yield dialect.no_comments(self.table)
            return
        existing = self.existing(before)
        old = existing.comment if existing is not None else self.existing_comment
        new = self.comment if isinstance(self.comment, str) else None
        yield from dialect.column_comment((self.namespace, self.table), self.column, new, old)

    def autoincrement_remark(self, dialect: Dialect) -> Iterator[Statement]:
        """Yield the remark that stands for a change that the database does not have."""
        if self.autoincrement is not None and not dialect.counted_by_flag:
            text = f"{dialect.title} has no AUTO_INCREMENT: {self.table}.{self.column} stays as it is"
            yield Statement("", comment=text)

    def rename_statements(self, dialect: Dialect) -> Iterator[Statement]:
        """Yield the change of name."""
        if self.new_name is not None and self.new_name != self.column:
            old, new = dialect.quote(self.column), dialect.quote(self.new_name)
            yield Statement(f"ALTER TABLE {self.target(dialect)} RENAME COLUMN {old} TO {new}")


def _type(type_: Any) -> TypeEngine[Any] | None:
    return None if type_ is None else sa.types.to_instance(type_)


def alter_column(
    table_name: str,
    column_name: str,
    *,
    nullable: bool | None = None,
    comment: str | bool | None = False,
    server_default: Any = False,
    new_column_name: str | None = None,
    type_: Any = None,
    existing_type: Any = None,
    existing_server_default: Any = False,
    existing_nullable: bool | None = None,
    existing_comment: str | None = None,
    schema: str | None = None,
    autoincrement: bool | None = None,
    existing_autoincrement: bool | None = None,
    insert_before: str | None = None,
    insert_after: str | None = None,
    **kw: Any,
) -> None:
    """Change a column. What is not given stays: the replayed schema knows it.

    Raises ColumnNotFound where the history knows the whole table and it has no such column.
    """
    if isinstance(server_default, SchemaItem) and not isinstance(
        server_default, sa.Identity | sa.Computed | sa.DefaultClause
    ):
        server_default = False
    recorder = current()
    recorder.record(
        AlterColumn(
            table_name,
            schema,
            column_name,
            nullable=nullable,
            server_default=server_default,
            new_name=new_column_name,
            type=_type(type_),
            autoincrement=autoincrement,
            comment=comment,
            existing_type=_type(existing_type),
            existing_server_default=existing_server_default,
            existing_nullable=existing_nullable,
            existing_comment=existing_comment,
            existing_autoincrement=existing_autoincrement,
            keywords=tuple(kw.items()),
            naming_convention=recorder.naming_convention,
            insert_before=insert_before,
            insert_after=insert_after,
        )
    )
