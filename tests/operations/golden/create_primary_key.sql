-- ## one column
-- after: op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))
-- op.create_primary_key("pk_bare", "bare", ["a"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE bare ADD CONSTRAINT pk_bare PRIMARY KEY (a);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER NOT NULL,
    b INTEGER,
    CONSTRAINT pk_bare PRIMARY KEY (a)
);
INSERT INTO _sqlcompile_bare (a, b) SELECT a, b FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;


-- ## two columns
-- after: op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))
-- op.create_primary_key("pk_bare", "bare", ["a", "b"])

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE bare ADD CONSTRAINT pk_bare PRIMARY KEY (a, b);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER NOT NULL,
    b INTEGER,
    CONSTRAINT pk_bare PRIMARY KEY (a, b)
);
INSERT INTO _sqlcompile_bare (a, b) SELECT a, b FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;

-- # mssql
ALTER TABLE bare ALTER COLUMN b INTEGER NOT NULL;
ALTER TABLE bare ADD CONSTRAINT pk_bare PRIMARY KEY (a, b);


-- ## no name
-- after: op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))
-- op.create_primary_key(None, "bare", ["a"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE bare ADD PRIMARY KEY (a);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER NOT NULL,
    b INTEGER,
    PRIMARY KEY (a)
);
INSERT INTO _sqlcompile_bare (a, b) SELECT a, b FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;


-- ## a name by the convention
-- after: op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))
-- op.create_primary_key(None, "bare", ["a"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE bare ADD CONSTRAINT pk_bare PRIMARY KEY (a);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER NOT NULL,
    b INTEGER,
    CONSTRAINT pk_bare PRIMARY KEY (a)
);
INSERT INTO _sqlcompile_bare (a, b) SELECT a, b FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;


-- ## in a schema
-- op.create_primary_key("pk_bare", "bare", ["a"], schema="crm")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE crm.bare ADD CONSTRAINT pk_bare PRIMARY KEY (a);

-- # sqlite
error: The history up to here has no table "crm.bare", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## on a key that is there
-- after: op.create_table("bare", sa.Column("a", sa.Integer, primary_key=True))
-- op.create_primary_key("pk_bare", "bare", ["a"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "bare" has a primary key already at this revision. Drop it first with op.drop_constraint(None, …, type_="primary").


-- ## a column that is not there
-- after: op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))
-- op.create_primary_key("pk_bare", "bare", ["c"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "bare" has no column "c" at this revision. Its columns are a, b.


-- ## text
-- after: op.create_table("bare", sa.Column("a", sa.Text, nullable=False))
-- op.create_primary_key("pk_bare", "bare", ["a"])

-- # postgresql
ALTER TABLE bare ADD CONSTRAINT pk_bare PRIMARY KEY (a);

-- # mysql
error: MySQL cannot have the column "a" of the type TEXT in a primary key. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "a" of the type TEXT in a primary key. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a TEXT NOT NULL,
    CONSTRAINT pk_bare PRIMARY KEY (a)
);
INSERT INTO _sqlcompile_bare (a) SELECT a FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;

-- # mssql
error: SQL Server cannot have the column "a" of the type VARCHAR(max) in a primary key. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "a" of the type CLOB in a primary key. Give the column a type with a length.
