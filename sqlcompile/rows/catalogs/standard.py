"""The information schema of the SQL standard, as queries on the facts; databases add their own columns.

``{catalog}`` is what a database writes into the columns of catalogs.
"""

from __future__ import annotations

_CONSTRAINT = "{catalog} AS constraint_catalog, c.space AS constraint_schema, c.name AS constraint_name"
_TABLE = "{catalog} AS table_catalog, c.space AS table_schema, c.tname AS table_name"

INFORMATION_SCHEMA = {
    "tables": (
        "SELECT {catalog} AS table_catalog, space AS table_schema, name AS table_name, 'BASE TABLE' AS table_type"
        " FROM sc_tables UNION ALL"
        " SELECT {catalog}, space, name, 'VIEW' FROM sc_views WHERE NOT materialized"
    ),
    "columns": (
        "SELECT {catalog} AS table_catalog, c.space AS table_schema, c.tname AS table_name, c.name AS column_name,"
        " c.position AS ordinal_position, {default} AS column_default,"
        " CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END AS is_nullable, c.data_type AS data_type,"
        " c.length AS character_maximum_length, c.precision AS numeric_precision, c.scale AS numeric_scale,"
        " c.time_precision AS datetime_precision {columns} FROM sc_columns AS c"
    ),
    "table_constraints": (
        f"SELECT {_CONSTRAINT}, {_TABLE}, c.type AS constraint_type {{table_constraints}}"
        " FROM sc_constraints AS c WHERE c.type IS NOT NULL {not_nulls}"
    ),
    "key_column_usage": (
        f"SELECT {_CONSTRAINT}, {_TABLE}, k.column_name AS column_name, k.position AS ordinal_position"
        " {key_column_usage} FROM sc_constraints AS c JOIN sc_constraint_columns AS k ON k.coid = c.oid"
        " WHERE c.kind IN ('p', 'u', 'f')"
    ),
    "referential_constraints": (
        f"SELECT {_CONSTRAINT}, {{catalog}} AS unique_constraint_catalog, c.uspace AS unique_constraint_schema,"
        " c.uconstraint AS unique_constraint_name, coalesce(nullif(c.matching, ''), {match}) AS match_option,"
        " c.on_update AS update_rule, c.on_delete AS delete_rule {referential_constraints}"
        " FROM sc_constraints AS c WHERE c.kind = 'f'"
    ),
    "check_constraints": (
        f"SELECT {_CONSTRAINT} {{check_constraints}} FROM sc_constraints AS c WHERE c.type = 'CHECK' {{not_nulls}}"
    ),
    "schemata": "SELECT {catalog} AS catalog_name, space AS schema_name FROM sc_spaces",
    "views": "SELECT {catalog} AS table_catalog, space AS table_schema, name AS table_name"
    " FROM sc_views WHERE NOT materialized",
    "sequences": "SELECT {catalog} AS sequence_catalog, space AS sequence_schema, name AS sequence_name"
    " FROM sc_sequences WHERE NOT internal",
}
