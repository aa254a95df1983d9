-- ## a range
-- after: op.create_table("booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE().with_variant(sa.String(50), "mysql", "mariadb", "sqlite", "mssql", "oracle")))
-- op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"))

-- # postgresql
ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## with a condition
-- after: op.create_table("booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE().with_variant(sa.String(50), "mysql", "mariadb", "sqlite", "mssql", "oracle")))
-- op.create_exclude_constraint("no_overlap", "booking", (sa.column("during"), "&&"), where=sa.text("room > 5"), using="gist")

-- # postgresql
ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (room > 5);

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## with a condition as text
-- after: op.create_table("booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE().with_variant(sa.String(50), "mysql", "mariadb", "sqlite", "mssql", "oracle")))
-- op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"), where="room > 5", deferrable=True)

-- # postgresql
ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (room > 5) DEFERRABLE;

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## no name
-- after: op.create_table("booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE().with_variant(sa.String(50), "mysql", "mariadb", "sqlite", "mssql", "oracle")))
-- op.create_exclude_constraint(None, "booking", ("during", "&&"))

-- # postgresql
ALTER TABLE booking ADD EXCLUDE USING gist (during WITH &&);

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## in a schema
-- op.create_exclude_constraint("no_overlap", "booking", ("during", "&&"), schema="crm")

-- # postgresql
ALTER TABLE crm.booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: The history up to here has no table "crm.booking", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.
