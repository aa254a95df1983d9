-- ## one column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq_name", "account", ["name"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (name);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_name UNIQUE (name)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## two columns
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq_name", "account", ["name", "age"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (name, age);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_name UNIQUE (name, age)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## no name
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint(None, "account", ["name"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD UNIQUE (name);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    UNIQUE (name)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a name by the convention
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint(None, "account", ["name"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_account_name UNIQUE (name);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_name UNIQUE (name)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## in a schema
-- op.create_unique_constraint("uq_name", "account", ["name"], schema="crm")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE crm.account ADD CONSTRAINT uq_name UNIQUE (name);

-- # sqlite
error: The history up to here has no table "crm.account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## deferrable
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq_name", "account", ["name"], deferrable=True, initially="DEFERRED")

-- # postgresql, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED;

-- # mysql
error: MySQL cannot make a unique constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot make a unique constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot make a unique constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot make a unique constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## clustered
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq_name", "account", ["name"], mssql_clustered=False)

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (name);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_name UNIQUE (name)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE NONCLUSTERED (name);


-- ## a constraint that is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_unique_constraint("uq_name", "account", ["name"])
-- op.create_unique_constraint("uq_name", "account", ["age"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has a constraint "uq_name" already at this revision. Drop it first, or give the new one another name.


-- ## a column that is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq", "account", ["size"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no column "size" at this revision. Its columns are id, name, age.


-- ## text
-- after: op.create_table("bare", sa.Column("a", sa.Text, nullable=False))
-- op.create_unique_constraint("uq", "bare", ["a"])

-- # postgresql
ALTER TABLE bare ADD CONSTRAINT uq UNIQUE (a);

-- # mysql
error: MySQL cannot have the column "a" of the type TEXT in a unique constraint. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "a" of the type TEXT in a unique constraint. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a TEXT NOT NULL,
    CONSTRAINT uq UNIQUE (a)
);
INSERT INTO _sqlcompile_bare (a) SELECT a FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;

-- # mssql
error: SQL Server cannot have the column "a" of the type VARCHAR(max) in a unique constraint. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "a" of the type CLOB in a unique constraint. Give the column a type with a length.
