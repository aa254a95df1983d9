-- ## a table
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.rename_table("account", "customer")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account RENAME TO customer;

-- # mssql
EXEC sp_rename N'account', N'customer';


-- ## of a schema
-- op.rename_table("account", "customer", schema="crm")

-- # postgresql, sqlite, oracle
ALTER TABLE crm.account RENAME TO customer;

-- # mysql, mariadb
ALTER TABLE crm.account RENAME TO crm.customer;

-- # mssql
EXEC sp_rename N'crm.account', N'customer';


-- ## names that need quotes
-- after: op.create_table("it's", sa.Column("a", sa.Integer))
-- op.rename_table("it's", "Order")

-- # postgresql, sqlite, oracle
ALTER TABLE "it's" RENAME TO "Order";

-- # mysql, mariadb
ALTER TABLE `it's` RENAME TO `Order`;

-- # mssql
EXEC sp_rename N'[it''s]', N'Order';


-- ## with what refers to it
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- after: op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])
-- after: op.create_index("ix_code", "account", ["code"])
-- op.rename_table("account", "customer")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account RENAME TO customer;

-- # mssql
EXEC sp_rename N'account', N'customer';


-- ## to a name that is taken
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.rename_table("account", "line")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "line" exists already at this revision. Drop or rename it first, or give if_not_exists=True.


-- ## a table that the history does not know
-- op.rename_table("account", "customer")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account RENAME TO customer;

-- # mssql
EXEC sp_rename N'account', N'customer';


-- ## to and fro
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.rename_table("account", "a")
-- op.rename_table("a", "account")
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account RENAME TO a;
ALTER TABLE a RENAME TO account;
ALTER TABLE account DROP COLUMN age;

-- # mssql
EXEC sp_rename N'account', N'a';
EXEC sp_rename N'a', N'account';
ALTER TABLE account DROP COLUMN age;
