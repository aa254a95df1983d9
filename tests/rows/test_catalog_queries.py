"""What a migration is answered that asks a database's catalogs, compared with what the real database answers."""

import builtins
import os
import subprocess
import sys

import pytest

from sqlcompile.errors import SqlcompileError
from tests.projects import Project

DDL = """
op.create_table("account",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("price", sa.Numeric(8, 2), server_default="1.50"),
    sa.Column("amount", sa.Integer, server_default="3"),
    sa.Column("big", sa.BigInteger),
    sa.Column("made", sa.DateTime),
    sa.Column("day", sa.Date),
    sa.Column("note", sa.Text),
    sa.UniqueConstraint("name", name="uq_account_name"),
)
op.create_index("ix_account_amount", "account", ["amount", "big"])
op.create_table("pet",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("owner_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.Enum("cat", "dog", name="kind_of_pet", native_enum=NATIVE)),
    sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_pet_owner", ondelete="CASCADE"),
)
op.execute("CREATE VIEW rich AS SELECT id, name, price FROM account WHERE price > 2")
op.bulk_insert(sa.table("account", sa.column("name"), sa.column("price")),
    [{"name": "Ann", "price": 5}, {"name": "Bob", "price": 1}])
"""
STANDARD = {
    "tables": "SELECT table_name, table_type FROM information_schema.tables"
    " WHERE table_schema = {here} AND table_name <> 'alembic_version' ORDER BY table_name",
    "a table": "SELECT table_name FROM information_schema.tables WHERE table_schema = {here} AND table_name = 'pet'",
    "no table": "SELECT 1 FROM information_schema.tables WHERE table_name = 'nobody'",
    "count": "SELECT count(*) FROM information_schema.columns WHERE table_name = 'account' AND column_name = 'price'",
    "columns": "SELECT column_name, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale"
    " FROM information_schema.columns WHERE table_schema = {here} AND table_name = 'account'"
    " AND column_name NOT IN ('note', 'made') ORDER BY ordinal_position",
    "a default": "SELECT column_default FROM information_schema.columns"
    " WHERE table_schema = {here} AND table_name = 'account' AND column_name = 'amount'",
    "no default": "SELECT column_default FROM information_schema.columns"
    " WHERE table_schema = {here} AND table_name = 'account' AND column_name = 'big' AND column_default IS NOT NULL",
    "constraints": "SELECT constraint_name, constraint_type, table_name FROM information_schema.table_constraints"
    " WHERE table_schema = {here} AND table_name IN ('account', 'pet') AND constraint_type <> 'CHECK'"
    " ORDER BY table_name, constraint_type, constraint_name",
    "a constraint": "SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'uq_account_name'",
    "keys": "SELECT k.column_name, k.ordinal_position FROM information_schema.key_column_usage k"
    " JOIN information_schema.table_constraints c ON c.constraint_name = k.constraint_name"
    " AND c.table_name = k.table_name WHERE c.table_name = 'pet' AND c.constraint_type = 'FOREIGN KEY'",
    "rules": "SELECT constraint_name, unique_constraint_name, delete_rule, update_rule"
    " FROM information_schema.referential_constraints WHERE constraint_schema = {here}",
    "views": "SELECT table_name FROM information_schema.views WHERE table_schema = {here}",
    "schemata": "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'nobody'",
    "exists": "SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'account')",
    "in capitals": "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'account'",
    "a view's rows": "SELECT name FROM rich ORDER BY id",
    "a view joined": "SELECT r.name, a.amount FROM rich r JOIN account a ON a.id = r.id",
}
QUERIES = {
    "postgresql": {
        **{name: text.format(here="'public'") for name, text in STANDARD.items()},
        "current schema": STANDARD["tables"].format(here="current_schema()"),
        "a usage": "SELECT table_name, column_name FROM information_schema.constraint_column_usage"
        " WHERE constraint_name = 'fk_pet_owner'",
        "udt": "SELECT column_name, udt_name, is_identity FROM information_schema.columns"
        " WHERE table_name = 'pet' ORDER BY ordinal_position",
        "times": "SELECT data_type, datetime_precision FROM information_schema.columns"
        " WHERE table_name = 'account' AND column_name IN ('made', 'day') ORDER BY ordinal_position",
        "pg_class": "SELECT relname, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relname LIKE 'account%' ORDER BY relname",
        "pg_type": "SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'kind_of_pet')",
        "no type": "SELECT 1 FROM pg_catalog.pg_type WHERE typname = 'nothing'",
        "a type": "SELECT typname, typtype FROM pg_type WHERE typname IN ('kind_of_pet', 'account') ORDER BY typname",
        "labels": "SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid"
        " WHERE t.typname = 'kind_of_pet' ORDER BY e.enumsortorder",
        "pg_constraint": "SELECT conname, contype, confdeltype, condeferrable FROM pg_constraint"
        " WHERE conrelid = 'pet'::regclass AND contype = 'f'",
        "regclass as text": "SELECT conname FROM pg_constraint"
        " WHERE conrelid::regclass::text = 'account' AND contype = 'u'",
        "confrelid": "SELECT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'account'::regclass",
        "pg_indexes": "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename <> 'alembic_version' ORDER BY indexname",
        "pg_index": "SELECT c.relname, i.indisunique, i.indisprimary FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'account'::regclass ORDER BY c.relname",
        "key columns": "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_index i JOIN pg_attribute a"
        " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indrelid = 'account'::regclass"
        " AND i.indisprimary",
        "first of a key": "SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
        " AND a.attnum = c.conkey[1] WHERE c.conname = 'fk_pet_owner' AND a.attname <> 'x' AND a.attnum > 0",
        "attributes": "SELECT attname, attnotnull, atthasdef, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'account'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        "type of a column": "SELECT t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = 'account'::regclass AND a.attname = 'name'",
        "to_regclass": "SELECT to_regclass('public.account')",
        "to no regclass": "SELECT to_regclass('nothing')",
        "to_regclass is null": "SELECT to_regclass('pet') IS NOT NULL, to_regclass('nothing') IS NULL",
        "regclass": "SELECT 'account'::regclass::text",
        "pg_tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename NOT LIKE 'alembic%' ORDER BY 1",
        "pg_views": "SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = 'public'",
        "sequences": "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = 'public'"
        " ORDER BY sequence_name",
        "pg_sequences": "SELECT sequencename FROM pg_sequences ORDER BY sequencename",
        "schema": "SELECT current_schema()",
        "visible": "SELECT relname FROM pg_class WHERE pg_table_is_visible(oid) AND relname = 'pet'",
    },
    "mariadb": {
        **{name: text.format(here="DATABASE()") for name, text in STANDARD.items()},
        "schemata": "SELECT schema_name = DATABASE() FROM information_schema.schemata WHERE schema_name = DATABASE()",
        "schema()": STANDARD["a table"].format(here="SCHEMA()"),
        "column types": "SELECT column_name, column_type, column_key, extra FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = 'account' ORDER BY ordinal_position",
        "referenced": "SELECT constraint_name, column_name, referenced_table_name, referenced_column_name"
        " FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND table_name = 'pet'"
        " ORDER BY constraint_name",
        "statistics": "SELECT index_name, seq_in_index, column_name, non_unique FROM information_schema.statistics"
        " WHERE table_schema = DATABASE() AND table_name = 'account' ORDER BY index_name, seq_in_index",
        "show tables": "SHOW TABLES LIKE 'pet'",
        "show no tables": "SHOW TABLES LIKE 'nobody'",
        "show columns": "SHOW COLUMNS FROM pet",
        "show columns like": "SHOW COLUMNS FROM account LIKE 'am%'",
        "show columns where": "SHOW COLUMNS FROM `account` WHERE Field = 'big'",
        "describe": "DESCRIBE pet",
        "describe a column": "DESC account amount",
    },
    "sqlite": {
        "master": "SELECT type, name, tbl_name FROM sqlite_master WHERE name <> 'alembic_version'"
        " AND tbl_name <> 'alembic_version' ORDER BY type, name",
        "a table": "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'pet'",
        "schema": "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'ix_account_amount'",
        "names of columns": "SELECT name FROM pragma_table_info('account') ORDER BY cid",
        "foreign keys": "PRAGMA foreign_keys",
        "legacy": "PRAGMA legacy_alter_table",
        "a view's rows": "SELECT name FROM rich ORDER BY id",
        "no table's info": "PRAGMA table_info(nobody)",
    },
}
CASES = [(dialect, name) for dialect, queries in QUERIES.items() for name in queries]


def _offline(body, dialect, folder, settings=""):
    project = Project(folder, settings)
    builtins.heard = heard = []  # how the migration hands its answers over
    try:
        begin = f"global bind\nbind = op.get_bind()\nNATIVE = bind.dialect.name == 'postgresql'\n{DDL}"
        project.revision("a1", f"{begin}\n{body}\nheard.append(answers)")
        project.statements(dialect)
    finally:
        del builtins.heard
    return heard[-1]


def _online(body, server):
    import sqlalchemy as sa
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with server.fresh() as database, database.engine().connect() as bind:
        op = Operations(MigrationContext.configure(bind))
        names = {"sa": sa, "bind": bind, "op": op, "NATIVE": server.dialect == "postgresql"}
        exec(f"{DDL}\n{body}", names)
        return names["answers"]


def _body(query):
    return f"result = bind.execute(sa.text({query!r}))\nanswers = [tuple(row) for row in result]"


@pytest.mark.parametrize("name", sorted({name for _, name in CASES}))
def test_catalogs_answer_as_the_real_database(name, server, tmp_path):
    query = QUERIES[server.dialect].get(name)
    if query is None:
        pytest.skip("the database has no such question")
    assert _offline(_body(query), server.dialect, tmp_path) == _online(_body(query), server)
