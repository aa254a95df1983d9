-- ## an index
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.drop_index("ix_name", table_name="account")

-- # postgresql, sqlite, oracle
DROP INDEX ix_name;

-- # mysql, mariadb, mssql
DROP INDEX ix_name ON account;


-- ## without its table
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.drop_index("ix_name")

-- # postgresql, sqlite, oracle
DROP INDEX ix_name;

-- # mysql, mariadb, mssql
DROP INDEX ix_name ON account;


-- ## without its table, which the history does not know
-- op.drop_index("ix_name")

-- # postgresql, sqlite, oracle
DROP INDEX ix_name;

-- # mysql
error: MySQL cannot drop the index "ix_name" without its table. Give table_name to drop_index().

-- # mariadb
error: MariaDB cannot drop the index "ix_name" without its table. Give table_name to drop_index().

-- # mssql
error: SQL Server cannot drop the index "ix_name" without its table. Give table_name to drop_index().


-- ## of a schema
-- op.drop_index("ix_name", table_name="account", schema="crm")

-- # postgresql, sqlite, oracle
DROP INDEX crm.ix_name;

-- # mysql, mariadb, mssql
DROP INDEX ix_name ON crm.account;


-- ## if it is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.drop_index("ix_name", table_name="account", if_exists=True)

-- # postgresql, sqlite
DROP INDEX IF EXISTS ix_name;

-- # mysql
-- DROP INDEX IF EXISTS: by the history up to this revision, it was needed
DROP INDEX ix_name ON account;

-- # mariadb, mssql
DROP INDEX IF EXISTS ix_name ON account;

-- # oracle
-- DROP INDEX IF EXISTS: by the history up to this revision, it was needed
DROP INDEX ix_name;


-- ## if it is there, and it is not
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_index("ix_name", table_name="account", if_exists=True)

-- # postgresql, sqlite
DROP INDEX IF EXISTS ix_name;

-- # mysql, oracle
-- DROP INDEX IF EXISTS: by the history up to this revision, it was not needed

-- # mariadb, mssql
DROP INDEX IF EXISTS ix_name ON account;


-- ## concurrently
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.drop_index("ix_name", table_name="account", postgresql_concurrently=True)

-- # postgresql
-- outside of transactions
DROP INDEX CONCURRENTLY ix_name;

-- # mysql, mariadb, mssql
DROP INDEX ix_name ON account;

-- # sqlite, oracle
DROP INDEX ix_name;


-- ## an index that is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_index("ix_name", table_name="account")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no index "ix_name" at this revision. Check the name and the earlier revisions.


-- ## an index that a foreign key needs
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- after: op.create_index("ix_line", "line", ["account_id"])
-- after: op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])
-- op.drop_index("ix_line", "line")

-- # postgresql, sqlite, oracle
DROP INDEX ix_line;

-- # mysql
error: MySQL cannot drop the index "ix_line": a foreign key of "line" needs it. Drop the foreign key or the table first, or make another index that begins with its columns.

-- # mariadb
error: MariaDB cannot drop the index "ix_line": a foreign key of "line" needs it. Drop the foreign key or the table first, or make another index that begins with its columns.

-- # mssql
DROP INDEX ix_line ON line;


-- ## a unique constraint, which is an index on MySQL
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- after: op.create_unique_constraint("uq_code", "account", ["code"])
-- op.drop_index("uq_code", "account")

-- # mysql, mariadb
DROP INDEX uq_code ON account;
