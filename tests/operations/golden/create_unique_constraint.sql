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
error: The history up to here has no table "crm.account", which building the table anew needs to know. Check the name; a table that was made outside the migrations needs a revision that creates it.


-- ## deferrable
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_unique_constraint("uq_name", "account", ["name"], deferrable=True, initially="DEFERRED")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


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

-- # postgresql, mysql, mariadb, mssql
ALTER TABLE account ADD CONSTRAINT uq UNIQUE (size);

-- # sqlite
error: upgrade() of revision two raised ConstraintColumnNotFoundError: Can't create UniqueConstraint on table '_sqlcompile_account': no column named 'size' is present. `--traceback` shows where.

-- # oracle
ALTER TABLE account ADD CONSTRAINT uq UNIQUE ("size");


-- ## text
-- after: op.create_table("bare", sa.Column("a", sa.Text, nullable=False))
-- op.create_unique_constraint("uq", "bare", ["a"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE bare ADD CONSTRAINT uq UNIQUE (a);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a TEXT NOT NULL,
    CONSTRAINT uq UNIQUE (a)
);
INSERT INTO _sqlcompile_bare (a) SELECT a FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;
