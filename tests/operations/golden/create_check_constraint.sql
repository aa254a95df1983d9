-- ## text
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint("ck_age", "account", "age > 0 AND name <> 'a:b %'")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT ck_age CHECK (age > 0 AND name <> 'a:b %');

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_age CHECK (age > 0 AND name <> 'a:b %')
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## an expression
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint("ck_age", "account", sa.func.length(sa.column("name")) > 5)

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account ADD CONSTRAINT ck_age CHECK (length(name) > 5);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_age CHECK (length(name) > 5)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## text of SQLAlchemy's
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint("ck_age", "account", sa.text("age > 0"))

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT ck_age CHECK (age > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_age CHECK (age > 0)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a list
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint("ck_name", "account", sa.column("name").in_(["a", "it's"]))

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account ADD CONSTRAINT ck_name CHECK (name IN ('a', 'it''s'));

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_name CHECK (name IN ('a', 'it''s'))
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD CONSTRAINT ck_name CHECK (name IN (N'a', N'it''s'));


-- ## no name
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint(None, "account", "age > 0")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CHECK (age > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CHECK (age > 0)
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
-- op.create_check_constraint("age", "account", "age > 0")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT ck_account_age CHECK (age > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT ck_account_age CHECK (age > 0)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## in a schema
-- op.create_check_constraint("ck_age", "account", "age > 0", schema="crm")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE crm.account ADD CONSTRAINT ck_age CHECK (age > 0);

-- # sqlite
error: The history up to here has no table "crm.account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## not valid
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint("ck_age", "account", "age > 0", postgresql_not_valid=True)

-- # postgresql
ALTER TABLE account ADD CONSTRAINT ck_age CHECK (age > 0) NOT VALID;

-- # mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT ck_age CHECK (age > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_age CHECK (age > 0)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## names that need quotes
-- after: op.create_table("Order", sa.Column("Mixed Case", sa.Integer))
-- op.create_check_constraint("CK Age", "Order", sa.column("Mixed Case") > 0)

-- # postgresql, oracle
ALTER TABLE "Order" ADD CONSTRAINT "CK Age" CHECK ("Mixed Case" > 0);

-- # mysql, mariadb
ALTER TABLE `Order` ADD CONSTRAINT `CK Age` CHECK (`Mixed Case` > 0);

-- # sqlite
CREATE TABLE "_sqlcompile_Order" (
    "Mixed Case" INTEGER,
    CONSTRAINT "CK Age" CHECK ("Mixed Case" > 0)
);
INSERT INTO "_sqlcompile_Order" ("Mixed Case") SELECT "Mixed Case" FROM "Order";
DROP TABLE "Order";
ALTER TABLE "_sqlcompile_Order" RENAME TO "Order";

-- # mssql
ALTER TABLE [Order] ADD CONSTRAINT [CK Age] CHECK ([Mixed Case] > 0);
