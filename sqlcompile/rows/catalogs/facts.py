"""The schema as plain tables in SQLite, from which each database's catalogs are queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.catalogs.marks import Marks
from sqlcompile.schema.model import Check, Constraint, Exclude, ForeignKey, Index, Key, Schema, Table

TABLES = {
    "session": "renames_reach",
    "spaces": "oid space",
    "tables": "oid space name comment partitioned",
    "columns": "toid space tname name position nullable dflt comment computed identity type_oid key "
    "type_text data_type udt_name length precision scale radix time_precision extra",
    "constraints": "oid toid space tname name kind uoid uspace utable uconstraint on_update on_delete matching "
    "may_defer does_defer type generated",
    "constraint_columns": "coid toid cname column_name position attnum ucolumn uattnum",
    "indexes": "oid toid space tname name is_unique is_primary is_constraint partial expressions method",
    "index_columns": "ioid iname tname column_name position attnum length",
    "defaults": "oid toid space tname name position",
    "views": "oid space name materialized",
    "sequences": "oid space name internal",
    "types": "oid space name kind category toid",
    "labels": "oid label position",
    "triggers": "oid toid space tname name",
}
_KINDS = {"primary": "p", "unique": "u", "foreignkey": "f", "check": "c", "exclude": "x"}
_WORDS = {"p": "PRIMARY KEY", "u": "UNIQUE", "f": "FOREIGN KEY", "c": "CHECK", "n": "CHECK"}
_DETAILS = ("type_text", "data_type", "udt_name", "length", "precision", "scale", "radix", "time_precision", "extra")


def object_id(marks: Marks, kind: str, space: str, name: str, table: str = "") -> str:
    """Return what stands for the number of an object, which the database chose."""
    return marks.identity(f"the number of the {kind} {space}.{table and table + '.'}{name}")


class Facts:
    """Fills the tables for one schema; ``space`` is the name of the default namespace, or what stands for it."""

    def __init__(self, schema: Schema, dialect: Dialect, marks: Marks, space: str) -> None:
        self.schema = schema
        self.dialect = dialect
        self.marks = marks
        self.space = space
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
        self._read()

    def objects(self, tables: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the number, the namespace and the name of what is in tables of objects."""
        for table in tables:
            columns = TABLES[table].split()
            oid, space = columns.index("oid"), columns.index("space")
            name = columns.index("name") if "name" in columns else space
            for row in self.rows[table]:
                yield row[oid], row[space], row[name]

    def fill(self, raw: sqlite3.Connection) -> None:
        """Make the tables, as ``sc_…``."""
        for name, columns in TABLES.items():
            names = columns.split()
            raw.execute(f"DROP TABLE IF EXISTS temp.sc_{name}")
            raw.execute(f"CREATE TEMP TABLE sc_{name} ({', '.join(f'{column} COLLATE sc_text' for column in names)})")
            raw.executemany(f"INSERT INTO temp.sc_{name} VALUES ({', '.join('?' * len(names))})", self.rows[name])

    def _add(self, table: str, **values: Any) -> None:
        self.rows[table].append(tuple(values.get(column) for column in TABLES[table].split()))

    def _space(self, key: Key) -> str:
        return self._name(key[0]) or self.space

    def _name(self, name: str | None) -> str | None:
        return None if name is None else self.dialect.catalog_name(name)

    def _id(self, kind: str, space: str, name: str | None, table: str = "") -> str:
        return object_id(self.marks, kind, space, name or "", table)

    def _read(self) -> None:
        schema = self.schema
        self._add("session", renames_reach=int(schema.renames_reach))
        spaces = {self.space, *(self._space(key) for key in schema.tables)}
        spaces |= {self._name(name) or "" for name in schema.namespaces} | set(self.dialect.catalog_spaces)
        for space in sorted(spaces):
            self._add("spaces", oid=self._id("schema", "", space), space=space)
        for key, table in schema.tables.items():
            self._table(key, table)
        for name in self.dialect.catalog_tables(schema):
            self._add("tables", oid=self._id("table", self.space, name), space=self.space, name=name)
        for key, view in schema.views.items():
            space, name = self._space(key), self._name(key[1]) or ""
            made = view.materialized
            self._add("views", oid=self._id("table", space, name), space=space, name=name, materialized=int(made))
            self._type(space, name, "c", toid=self._id("table", space, name))
        for key in schema.sequences:
            self._sequence(self._space(key), self._name(key[1]) or "", internal=0)
        for key, labels in schema.enums.items():
            space, name = self._space(key), key[1]
            self._type(space, name, "e" if labels else "d")
            for position, label in enumerate(labels, 1):
                self._add("labels", oid=self._id("type", space, name), label=label, position=position)
        for key, trigger in schema.triggers.items():
            space, name = self._space(trigger.table), self._name(trigger.table[1]) or ""
            own = self._name(trigger.name)
            oid, toid = self._id("trigger", space, own, str(key)), self._id("table", space, name)
            self._add("triggers", oid=oid, toid=toid, space=space, tname=name, name=own)
        for name in self.dialect.catalog_base_types:
            self._type("pg_catalog", name, "b")

    def _sequence(self, space: str, name: str, *, internal: int) -> None:
        self._add("sequences", oid=self._id("table", space, name), space=space, name=name, internal=internal)

    def _type(self, space: str, name: str, kind: str, toid: str | None = None) -> None:
        self._add("types", oid=self._id("type", space, name), space=space, name=name, kind=kind, toid=toid)
        own = f"_{name}".encode()[:63].decode(errors="ignore")
        self._add("types", oid=self._id("type", space, own), space=space, name=own, kind="b", category="A")

    # --- one table ---

    def _table(self, key: Key, table: Table) -> None:
        space, name = self._space(key), self._name(table.name) or ""
        toid = self._id("table", space, name)
        partitioned = any(option.endswith("_partition_by") and value for option, value in table.options)
        self._add("tables", oid=toid, space=space, name=name, comment=table.comment or "", partitioned=int(partitioned))
        self._type(space, name, "c", toid)
        if not table.complete:
            return
        for implied in self.dialect.implied_sequences(table):
            owner = next((c for c in table.columns if c.identity is not None and c.name in implied), None)
            self._sequence(space, implied, internal=int(owner is not None))
        own = {"toid": toid, "space": space, "tname": name}
        keys = table.primary_key.columns if table.primary_key else ()
        for position, column in enumerate(table.columns, 1):
            known = self.dialect.catalog_column(table, column)
            details = {name: known.get(name, self.marks.new(f"{name} of {column.name}")) for name in _DETAILS}
            nullable = column.nullable and (column.name not in keys or self.dialect.nullable_keys)
            default = known.get("dflt") if column.default is None else known.get("dflt", self.marks.new("a default"))
            identity = None if column.identity is None else "ALWAYS" if column.identity.always else "BY DEFAULT"
            place = keys.index(column.name) + 1 if column.name in keys else 0
            type_oid = self._id("type", "pg_catalog", str(details["udt_name"]))
            if (column_type := known.get("type_key")) is not None:
                type_oid = self._id("type", self._space(column_type), column_type[1])
            self._add("columns", **own, name=self._name(column.name), position=position, nullable=int(nullable),
                      dflt=default, comment=column.comment or "", computed=int(column.computed is not None),
                      identity=identity, type_oid=type_oid, key=place, **details)  # fmt: skip
            if column.default is not None:
                named_default = self._name(column.default_name) or self.marks.odd(f"the name of a default of {name}")
                self._add("defaults", **own, oid=self._id("default", space, column.name, name), name=named_default,
                          position=position)  # fmt: skip
            if not nullable and (named := self.dialect.catalog_not_null(table, column)) is not None:
                self._constraint(own, table, "n", named or None, (column.name,))
        for constraint in table.all_constraints():
            self._constraint(own, table, _KINDS[constraint.kind], self._constraint_name(constraint),
                             constraint.column_names, constraint)  # fmt: skip
        for index in table.indexes:
            self._index(own, table, index, self._name(self.dialect.stored_name(index.name)))

    def _constraint_name(self, constraint: Constraint) -> str | None:
        return self._name(self.dialect.catalog_constraint_name(constraint))

    def _constraint(
        self, own: Mapping[str, str], table: Table, kind: str, name: str | None, columns: Iterable[str],
        constraint: Constraint | None = None,
    ) -> None:  # fmt: skip
        columns = tuple(columns)
        space, tname = own["space"], own["tname"]
        generated = (
            "USER NAME" if name is not None and not getattr(constraint, "generated", False) else "GENERATED NAME"
        )
        if name is None:
            name = self.marks.odd(f"the name of a {_WORDS.get(kind, 'constraint').lower()} of {tname}")
        oid = self._id("constraint", space, name, tname)
        target: dict[str, Any] = {}
        theirs: tuple[str, ...] = ()
        parent = None
        if isinstance(constraint, ForeignKey):
            target, theirs, parent = self._target(constraint)
        timing = constraint if constraint is not None else object()
        deferrable = bool(getattr(timing, "deferrable", None))
        deferred = str(getattr(timing, "initially", None) or "").upper() == "DEFERRED"
        self._add("constraints", **own, oid=oid, name=name, kind=kind, type=_WORDS.get(kind), generated=generated,
                  may_defer=int(deferrable or deferred), does_defer=int(deferred), **target)  # fmt: skip
        if kind == "c" and isinstance(constraint, Check) and not columns:
            columns = ()
        for position, column in enumerate(columns, 1):
            ucolumn = theirs[position - 1] if position <= len(theirs) else None
            self._add("constraint_columns", coid=oid, toid=own["toid"], cname=name, column_name=self._name(column),
                      position=position, attnum=_place(table, column), ucolumn=self._name(ucolumn),
                      uattnum=_place(parent, ucolumn))  # fmt: skip
        if kind in "pu" or isinstance(constraint, Exclude):
            made = self.dialect.catalog_key_index(table, constraint) if constraint is not None else None
            if made is not None:
                shown = made or self.marks.odd(f"the name of an index of {tname}")
                self._key_index(own, table, kind, shown, columns)

    def _target(self, key: ForeignKey) -> tuple[dict[str, Any], tuple[str, ...], Table | None]:
        schema = self.schema
        found = schema.key(key.target[1], key.target[0])
        space, name = self._space(found), self._name(found[1]) or ""
        parent = schema.tables.get(found)
        primary = parent.primary_key if parent is not None else None
        theirs = key.target_columns or (primary.columns if primary else ())
        unique: Any = None
        if parent is not None:
            unique = next(
                (
                    item
                    for item in parent.all_constraints()
                    if item.kind in ("primary", "unique") and set(item.column_names) == set(theirs)
                ),
                None,
            )
        named = self._constraint_name(unique) if unique is not None else None
        if unique is not None and named is None:
            named = self.marks.odd(f"the name of a {_WORDS[_KINDS[unique.kind]].lower()} of {name}")
        return (
            {
                "uoid": self._id("table", space, name),
                "uspace": space,
                "utable": name,
                "uconstraint": named,
                "on_update": (key.onupdate or self.dialect.catalog_no_action).upper(),
                "on_delete": (key.ondelete or self.dialect.catalog_no_action).upper(),
                "matching": (key.match or "").upper(),
            },
            theirs,
            parent,
        )

    def _key_index(self, own: Mapping[str, str], table: Table, kind: str, name: str, columns: Iterable[str]) -> None:
        oid = self._id("table", own["space"], name, own["tname"] if self.dialect.catalog_indexes_of_tables else "")
        self._add("indexes", **own, oid=oid, name=name, is_unique=int(kind in "pu"), is_primary=int(kind == "p"),
                  is_constraint=1, partial=0, expressions=0, method="btree" if kind in "pu" else None)  # fmt: skip
        for position, column in enumerate(columns, 1):
            self._add("index_columns", ioid=oid, iname=name, tname=own["tname"], column_name=self._name(column),
                      position=position, attnum=_place(table, column))  # fmt: skip

    def _index(self, own: Mapping[str, str], table: Table, index: Index, name: str | None) -> None:
        name = name or self.marks.odd(f"the name of an index of {own['tname']}")
        oid = self._id("table", own["space"], name, own["tname"] if self.dialect.catalog_indexes_of_tables else "")
        options = dict(index.options)
        partial = any(option.endswith("_where") and value is not None for option, value in options.items())
        using = next((str(value) for option, value in options.items() if option.endswith("_using") and value), "btree")
        names = index.plain_names
        lengths = next((value for option, value in options.items() if option.endswith("_length") and value), None)
        self._add("indexes", **own, oid=oid, name=name, is_unique=int(index.unique), is_primary=0, is_constraint=0,
                  partial=int(partial), expressions=int(None in names), method=using.lower())  # fmt: skip
        for position, column in enumerate(names, 1):
            length = lengths.get(column) if isinstance(lengths, dict) else lengths
            self._add("index_columns", ioid=oid, iname=name, tname=own["tname"], column_name=self._name(column),
                      position=position, attnum=_place(table, column), length=length)  # fmt: skip


def _place(table: Table | None, column: str | None) -> int:
    """Return the place of a column in its table, 0 for an expression."""
    if table is None or column is None:
        return 0
    return next((number for number, known in enumerate(table.columns, 1) if known.name == column), 0)


def partly_known(schema: Schema, *, views: bool) -> Iterator[str]:
    """Yield the names of the tables of which not all is known, and of the views."""
    for table in schema.tables.values():
        if not table.complete:
            yield table.name
    for key in schema.views if views else ():
        yield key[1]
