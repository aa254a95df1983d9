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
-- SQLite keeps no comments: what account has is left out

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
-- SQLite keeps no comments: what account has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';
EXEC sp_addextendedproperty N'MS_Description', N'who has paid', N'schema', N'dbo', N'table', N'account';


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
ALTER TABLE account COMMENT 'it''s 5 % \\ :x
next $(y) & "z"';

-- # sqlite
-- SQLite keeps no comments: what account has is left out

-- # mssql
DECLARE @sqlcompile nvarchar(max) = (N'it''s 5 % \ :x' + NCHAR(10) + N'next $' + N'(y) & "z"');
EXEC sp_addextendedproperty N'MS_Description', @sqlcompile, N'schema', N'dbo', N'table', N'account';

-- # oracle
BEGIN
  EXECUTE IMMEDIATE ('COMMENT ON TABLE account IS ''it''''s 5 % \ :x' || CHR(10) || 'next $(y) & "z"''');
END;


-- ## in a schema
-- op.create_table_comment("Order", "c", schema="crm")

-- # postgresql, oracle
COMMENT ON TABLE crm."Order" IS 'c';

-- # mysql, mariadb
ALTER TABLE crm.`Order` COMMENT 'c';

-- # sqlite
-- SQLite keeps no comments: what Order has is left out

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
-- SQLite keeps no comments: what account has is left out

-- # mssql
EXEC sp_dropextendedproperty N'MS_Description', N'schema', N'dbo', N'table', N'account';

-- # oracle
COMMENT ON TABLE account IS '';
