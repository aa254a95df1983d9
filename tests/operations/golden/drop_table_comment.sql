-- ## a comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table_comment("account", "who pays")
-- op.drop_table_comment("account")

-- # postgresql
COMMENT ON TABLE account IS NULL;

-- # mysql, mariadb
ALTER TABLE account COMMENT '';

-- # sqlite
-- SQLite keeps no comments: what account has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';


-- ## with the one that exists
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table_comment("account", "who pays")
-- op.drop_table_comment("account", existing_comment="who pays")

-- # postgresql
COMMENT ON TABLE account IS NULL;

-- # mysql, mariadb
ALTER TABLE account COMMENT '';

-- # sqlite
-- SQLite keeps no comments: what account has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';


-- ## where there is none
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_table_comment("account")

-- # postgresql
COMMENT ON TABLE account IS NULL;

-- # mysql, mariadb
ALTER TABLE account COMMENT '';

-- # sqlite
-- SQLite keeps no comments: what account has is left out

-- # mssql
-- nothing

-- # oracle
COMMENT ON TABLE account IS '';


-- ## of a table that the history does not know
-- op.drop_table_comment("account", existing_comment="a")

-- # postgresql
COMMENT ON TABLE account IS NULL;

-- # mysql, mariadb
ALTER TABLE account COMMENT '';

-- # sqlite
-- SQLite keeps no comments: what account has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';


-- ## in a schema
-- op.drop_table_comment("Order", existing_comment="a", schema="crm")

-- # postgresql
COMMENT ON TABLE crm."Order" IS NULL;

-- # mysql, mariadb
ALTER TABLE crm.`Order` COMMENT '';

-- # sqlite
-- SQLite keeps no comments: what Order has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'crm', N'table', N'Order';

-- # oracle
COMMENT ON TABLE crm."Order" IS '';
