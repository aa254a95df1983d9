-- sqlcompile 0.1.0, SQL Server 2019
-- base -> ae9f, 10 revisions
-- Apply with: sqlcmd -b -I -f 65001 -d DATABASE -i FILE
-- All of it is one transaction: where a statement fails, nothing is changed.

:on error exit
:setvar sqlcompile sqlcmd
GO
SET NOEXEC OFF;
GO
IF N'$(sqlcompile)' <> N'sqlcmd'
BEGIN
  RAISERROR(N'sqlcompile: run this with sqlcmd or in SQLCMD mode: elsewhere no error would stop it', 16, 1);
  SET NOEXEC ON;
END;
IF @@TRANCOUNT > 0
BEGIN
  RAISERROR(N'sqlcompile: a transaction is open in this session already', 16, 1);
  SET NOEXEC ON;
END;
GO
SET XACT_ABORT, NOCOUNT, QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;
SET NUMERIC_ROUNDABORT, IMPLICIT_TRANSACTIONS OFF;
GO

BEGIN TRANSACTION;
GO
IF OBJECT_ID(N'alembic_version', N'U') IS NULL
  CREATE TABLE alembic_version (
      version_num VARCHAR(32) NOT NULL,
      CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
  );
GO
-- The database must be at base.
DECLARE @found nvarchar(max);
IF OBJECT_ID(N'alembic_version', N'U') IS NOT NULL
  EXEC sp_executesql N'SELECT @found = STUFF((SELECT N'', '' + version_num FROM alembic_version WITH (TABLOCKX, HOLDLOCK) ORDER BY version_num COLLATE Latin1_General_BIN2 FOR XML PATH(N'''')), 1, 2, N'''')', N'@found nvarchar(max) OUTPUT', @found OUTPUT;
SET @found = ISNULL(@found, N'base');
IF @found <> N'base' COLLATE Latin1_General_BIN2
BEGIN
  RAISERROR(N'sqlcompile: this script needs the database at %s, but it is at %s', 16, 1, N'base', @found);
  IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
  SET NOEXEC ON;
END;
GO

-- ----------------------------------------------------------------------
-- 1f0a: create the customer table
-- migrations/versions/1f0a_customers.py
-- [1/3] 1f0a
CREATE TABLE customer (
    id INTEGER NOT NULL IDENTITY,
    email VARCHAR(200) NOT NULL,
    name VARCHAR(100) NOT NULL,
    newsletter BIT NOT NULL DEFAULT 0,
    joined_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_customer PRIMARY KEY (id),
    CONSTRAINT uq_customer_email UNIQUE (email)
);
GO
-- [2/3] 1f0a
EXEC sp_addextendedproperty N'MS_Description', N'as the customer writes it', N'schema', N'dbo', N'table', N'customer', N'column', N'name';
GO
-- [3/3] 1f0a
INSERT INTO alembic_version (version_num) VALUES (N'1f0a');
GO

-- ----------------------------------------------------------------------
-- 2b1c: create products and their categories
-- migrations/versions/2b1c_products.py
-- [1/4] 2b1c
CREATE TABLE category (
    id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (id)
);
GO
-- [2/4] 2b1c
CREATE TABLE product (
    id INTEGER NOT NULL IDENTITY,
    category_id INTEGER NULL,
    title VARCHAR(80) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
GO
-- [3/4] 2b1c
CREATE INDEX ix_product_category_id ON product (category_id);
GO
-- [4/4] 2b1c
UPDATE alembic_version SET version_num = N'2b1c' WHERE version_num = N'1f0a';
GO

-- ----------------------------------------------------------------------
-- 3c2d: create orders with their state and their lines
-- migrations/versions/3c2d_orders.py
-- [1/4] 3c2d
CREATE TABLE customer_order (
    id INTEGER NOT NULL IDENTITY,
    customer_id INTEGER NOT NULL,
    state VARCHAR(7) NOT NULL DEFAULT N'open',
    CONSTRAINT pk_customer_order PRIMARY KEY (id),
    CONSTRAINT fk_customer_order_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
GO
-- [2/4] 3c2d
CREATE TABLE order_line (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL DEFAULT N'1',
    CONSTRAINT pk_order_line PRIMARY KEY (order_id, position),
    CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id),
    CONSTRAINT fk_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
);
GO
-- [3/4] 3c2d
CREATE TABLE order_event (
    id INTEGER NOT NULL IDENTITY,
    order_id INTEGER NOT NULL,
    state VARCHAR(7) NOT NULL,
    CONSTRAINT pk_order_event PRIMARY KEY (id),
    CONSTRAINT fk_order_event_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
GO
-- [4/4] 3c2d
UPDATE alembic_version SET version_num = N'3c2d' WHERE version_num = N'2b1c';
GO

-- ----------------------------------------------------------------------
-- 4d3e: insert the first categories and products
-- migrations/versions/4d3e_first_categories.py
-- [1/6] 4d3e
INSERT INTO category (id, name) VALUES (1, N'Books');
GO
-- [2/6] 4d3e
INSERT INTO category (id, name) VALUES (2, N'Children''s toys');
GO
-- [3/6] 4d3e
INSERT INTO product (category_id, title, price) VALUES (1, N'100% of \LaTeX; a guide', 29.90);
GO
-- [4/6] 4d3e
INSERT INTO product (category_id, title, price) VALUES (2, N'Bär', 12.50);
GO
-- [5/6] 4d3e
INSERT INTO customer (email, name, newsletter, joined_at) VALUES (N'ann@example.com', N'Ann O''Neil', 1, CAST('2024-02-29T12:30:00' AS DATETIME2));
GO
-- [6/6] 4d3e
UPDATE alembic_version SET version_num = N'4d3e' WHERE version_num = N'3c2d';
GO

-- ----------------------------------------------------------------------
-- 5e4f: create invoices (branch billing)
-- migrations/versions/5e4f_invoices.py
-- [1/3] 5e4f
CREATE TABLE invoice (
    id INTEGER NOT NULL IDENTITY,
    order_id INTEGER NOT NULL,
    total NUMERIC(10, 2) NOT NULL,
    issued_on DATE NULL,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT fk_invoice_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
GO
-- [2/3] 5e4f
EXEC sp_addextendedproperty N'MS_Description', N'one for each paid order', N'schema', N'dbo', N'table', N'invoice';
GO
-- [3/3] 5e4f
UPDATE alembic_version SET version_num = N'5e4f' WHERE version_num = N'4d3e';
GO

-- ----------------------------------------------------------------------
-- 6a5b: index product titles without blocking writes
-- migrations/versions/6a5b_title_index.py
-- [1/2] 6a5b
CREATE INDEX ix_product_title ON product (title);
GO
-- [2/2] 6a5b
INSERT INTO alembic_version (version_num) VALUES (N'6a5b');
GO

-- ----------------------------------------------------------------------
-- 7b6c: merge billing and search
-- migrations/versions/7b6c_merge.py
-- [1/2] 7b6c
DELETE FROM alembic_version WHERE version_num = N'6a5b';
GO
-- [2/2] 7b6c
UPDATE alembic_version SET version_num = N'7b6c' WHERE version_num = N'5e4f';
GO

-- ----------------------------------------------------------------------
-- 8c7d: make titles longer and categories required
-- migrations/versions/8c7d_longer_titles.py
-- [1/8] 8c7d
ALTER TABLE product ALTER COLUMN title VARCHAR(200) NOT NULL;
GO
-- [2/8] 8c7d
UPDATE product SET category_id = 1 WHERE category_id IS NULL;
GO
-- [3/8] 8c7d
ALTER TABLE product DROP CONSTRAINT fk_product_category_id;
GO
-- [4/8] 8c7d
DROP INDEX ix_product_category_id ON product;
GO
-- [5/8] 8c7d
ALTER TABLE product ALTER COLUMN category_id INTEGER NOT NULL;
GO
-- [6/8] 8c7d
CREATE INDEX ix_product_category_id ON product (category_id);
GO
-- [7/8] 8c7d
ALTER TABLE product ADD CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id);
GO
-- [8/8] 8c7d
UPDATE alembic_version SET version_num = N'8c7d' WHERE version_num = N'7b6c';
GO

-- ----------------------------------------------------------------------
-- 9d8e: call a customer's name full_name
-- migrations/versions/9d8e_rename_name.py
-- [1/2] 9d8e
EXEC sp_rename N'customer.name', N'full_name', N'COLUMN';
GO
-- [2/2] 9d8e
UPDATE alembic_version SET version_num = N'9d8e' WHERE version_num = N'8c7d';
GO

-- ----------------------------------------------------------------------
-- ae9f: drop the newsletter flag, add a phone number
-- migrations/versions/ae9f_drop_newsletter.py
-- [1/5] ae9f
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE customer DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'customer') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'customer'), N'newsletter', 'ColumnId');
EXEC sp_executesql @sqlcompile;
GO
-- [2/5] ae9f
ALTER TABLE customer DROP COLUMN newsletter;
GO
-- [3/5] ae9f
ALTER TABLE customer ADD phone VARCHAR(40) NULL;
GO
-- [4/5] ae9f
ALTER TABLE order_line ADD CONSTRAINT ck_order_line_quantity CHECK (quantity > 0);
GO
-- [5/5] ae9f
UPDATE alembic_version SET version_num = N'ae9f' WHERE version_num = N'9d8e';
GO
COMMIT TRANSACTION;
GO
SET NOEXEC OFF;
GO
