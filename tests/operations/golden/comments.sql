-- ## a comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_table_comment("account", "who pays")

-- # postgresql, oracle
COMMENT ON TABLE account IS 'who pays';

-- # mysql, mariadb
ALTER TABLE account COMMENT 'who pays';

-- # sqlite
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_addextendedproperty N'MS_Description', N'who pays', N'schema', N'dbo', N'table', N'account';


-- ## another comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table_comment("account", "who pays")
-- op.create_table_comment("account", "who has paid")

-- # postgresql, oracle
COMMENT ON TABLE account IS 'who has paid';

-- # mysql, mariadb
ALTER TABLE account COMMENT 'who has paid';

-- # sqlite
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';
EXEC sp_addextendedproperty N'MS_Description', N'who has paid', N'schema', N'dbo', N'table', N'account';


-- ## another comment, of a table that the history does not know
-- op.create_table_comment("account", "b", existing_comment="a")

-- # postgresql, oracle
COMMENT ON TABLE account IS 'b';

-- # mysql, mariadb
ALTER TABLE account COMMENT 'b';

-- # sqlite
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';
EXEC sp_addextendedproperty N'MS_Description', N'b', N'schema', N'dbo', N'table', N'account';


-- ## characters of every kind
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_table_comment("account", "it's 5 % \\ :x\nnext $(y) & \"z\"")

-- # postgresql
COMMENT ON TABLE account IS 'it''s 5 % \ :x
next $(y) & "z"';

-- # mysql, mariadb
ALTER TABLE account COMMENT CONCAT(_utf8mb4'it''s 5 % ', CHAR(92 USING utf8mb4), _utf8mb4' :x
next $(y) & "z"');

-- # sqlite
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_addextendedproperty N'MS_Description', (N'it''s 5 % \ :x' + NCHAR(10) + N'next $' + N'(y) & "z"'), N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS ('it''s 5 % \ :x' || CHR(10) || 'next $(y) & "z"');


-- ## no comment
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
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';


-- ## no comment, with the one that exists
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
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';


-- ## no comment, where there is none
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
-- SQLite keeps no comments: the one on account is left out

-- # mssql
-- nothing

-- # oracle
COMMENT ON TABLE account IS '';


-- ## in a schema
-- op.create_table_comment("Order", "c", schema="crm")

-- # postgresql, oracle
COMMENT ON TABLE crm."Order" IS 'c';

-- # mysql, mariadb
ALTER TABLE crm.`Order` COMMENT 'c';

-- # sqlite
-- SQLite keeps no comments: the one on Order is left out

-- # mssql
EXEC sp_addextendedproperty N'MS_Description', N'c', N'schema', N'crm', N'table', N'Order';


-- ## None is no comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table_comment("account", "who pays")
-- op.create_table_comment("account", None)

-- # postgresql
COMMENT ON TABLE account IS NULL;

-- # mysql, mariadb
ALTER TABLE account COMMENT '';

-- # sqlite
-- SQLite keeps no comments: the one on account is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';
