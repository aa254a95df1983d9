-- ## one column
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## on delete
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="CASCADE")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE;

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## on delete restrict
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="RESTRICT")

-- # postgresql, mysql, mariadb
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT;

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
error: SQL Server cannot do ON DELETE RESTRICT in a foreign key. It has CASCADE, NO ACTION, SET DEFAULT, SET NULL. Without the clause it refuses the change while rows refer to it.

-- # oracle
error: Oracle cannot do ON DELETE RESTRICT in a foreign key. It has CASCADE, SET NULL. Without the clause it refuses the change while rows refer to it.


-- ## on delete set default
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="SET DEFAULT")

-- # postgresql, mssql
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE SET DEFAULT;

-- # mysql
error: MySQL cannot do ON DELETE SET DEFAULT in a foreign key. It has CASCADE, NO ACTION, RESTRICT, SET NULL. Without the clause it refuses the change while rows refer to it.

-- # mariadb
error: MariaDB cannot do ON DELETE SET DEFAULT in a foreign key. It has CASCADE, NO ACTION, RESTRICT, SET NULL. Without the clause it refuses the change while rows refer to it.

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE SET DEFAULT
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # oracle
error: Oracle cannot do ON DELETE SET DEFAULT in a foreign key. It has CASCADE, SET NULL. Without the clause it refuses the change while rows refer to it.


-- ## on update
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], onupdate="CASCADE")

-- # postgresql, mysql, mariadb, mssql
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON UPDATE CASCADE;

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) ON UPDATE CASCADE
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # oracle
error: Oracle cannot do ON UPDATE CASCADE in a foreign key. Leave it out. Without the clause it refuses the change while rows refer to it.


-- ## deferrable
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], deferrable=True, initially="DEFERRED")

-- # postgresql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED;

-- # mysql
error: MySQL cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
error: SQL Server cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## match
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], match="FULL")

-- # postgresql
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) MATCH FULL;

-- # mysql
error: MySQL cannot do MATCH FULL in a foreign key. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot do MATCH FULL in a foreign key. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) MATCH FULL
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
error: SQL Server cannot do MATCH FULL in a foreign key. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot do MATCH FULL in a foreign key. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## not valid
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], postgresql_not_valid=True)

-- # postgresql
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id) NOT VALID;

-- # mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## use_alter
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], use_alter=True)

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## no name
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key(None, "line", "account", ["account_id"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD FOREIGN KEY(account_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## a name by the convention
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key(None, "line", "account", ["account_id"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## across schemas
-- op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], source_schema="shop", referent_schema="crm")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE shop.line ADD CONSTRAINT fk_line FOREIGN KEY(account_id) REFERENCES crm.account (id);

-- # sqlite
error: The history up to here has no table "shop.line", which building the table anew needs to know. Check the name; a table that was made outside the migrations needs a revision that creates it.


-- ## to the same table
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk_parent", "line", "line", ["account_id"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE line ADD CONSTRAINT fk_parent FOREIGN KEY(account_id) REFERENCES line (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(account_id) REFERENCES line (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;


-- ## two columns
-- after: op.create_table("a", sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Integer, primary_key=True))
-- after: op.create_table("b", sa.Column("x", sa.Integer), sa.Column("y", sa.Integer))
-- op.create_foreign_key("fk_two", "b", "a", ["x", "y"], ["x", "y"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE b ADD CONSTRAINT fk_two FOREIGN KEY(x, y) REFERENCES a (x, y);

-- # sqlite
CREATE TABLE _sqlcompile_b (
    x INTEGER,
    y INTEGER,
    CONSTRAINT fk_two FOREIGN KEY(x, y) REFERENCES a (x, y)
);
INSERT INTO _sqlcompile_b (x, y) SELECT x, y FROM b;
DROP TABLE b;
ALTER TABLE _sqlcompile_b RENAME TO b;


-- ## a column that is not there
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk", "line", "account", ["owner_id"], ["id"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "line" has no column "owner_id" at this revision. Its columns are id, account_id, price.


-- ## to a column that is not there
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk", "line", "account", ["account_id"], ["key"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no column "key" at this revision. Its columns are id, code.


-- ## to a table that the history does not know
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.create_foreign_key("fk", "line", "user", ["account_id"], ["id"])

-- # postgresql, oracle
ALTER TABLE line ADD CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES "user" (id);

-- # mysql, mariadb
ALTER TABLE line ADD CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES user (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES user (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
ALTER TABLE line ADD CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES [user] (id);


-- ## names that need quotes
-- after: op.create_table("Account", sa.Column("Id", sa.Integer, primary_key=True))
-- after: op.create_table("Order", sa.Column("Account Id", sa.Integer))
-- op.create_foreign_key("FK Order", "Order", "Account", ["Account Id"], ["Id"])

-- # postgresql, oracle
ALTER TABLE "Order" ADD CONSTRAINT "FK Order" FOREIGN KEY("Account Id") REFERENCES "Account" ("Id");

-- # mysql, mariadb
ALTER TABLE `Order` ADD CONSTRAINT `FK Order` FOREIGN KEY(`Account Id`) REFERENCES `Account` (`Id`);

-- # sqlite
CREATE TABLE "_sqlcompile_Order" (
    "Account Id" INTEGER,
    CONSTRAINT "FK Order" FOREIGN KEY("Account Id") REFERENCES "Account" ("Id")
);
INSERT INTO "_sqlcompile_Order" ("Account Id") SELECT "Account Id" FROM "Order";
DROP TABLE "Order";
ALTER TABLE "_sqlcompile_Order" RENAME TO "Order";

-- # mssql
ALTER TABLE [Order] ADD CONSTRAINT [FK Order] FOREIGN KEY([Account Id]) REFERENCES [Account] ([Id]);
