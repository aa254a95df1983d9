-- sqlcompile 0.1.0, MariaDB 10.11
-- base -> ae9f, 10 revisions
-- Apply with: mariadb --default-character-set=utf8mb4 DATABASE < FILE
-- MariaDB commits each DDL statement at once: where one fails, those before it stay done.
-- Changes of rows since the last of them are committed with their revision's version row.

SET NAMES utf8mb4;
SET @sqlcompile_autocommit = @@autocommit, autocommit = 0;

-- The database must be at base.
SET SESSION TRANSACTION READ ONLY;
COMMIT;
SET @sqlcompile_at = NULL, @sqlcompile_q = NULL;
SET @sqlcompile_alone = GET_LOCK(CONCAT('sqlcompile ', MD5(CONCAT(DATABASE(), '.', 'alembic_version'))), 0);
SET @sqlcompile_q = IF((SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'alembic_version' AND table_schema = DATABASE()) = 0,
  'SET @sqlcompile_at = ''base''',
  'SELECT COALESCE(GROUP_CONCAT(version_num ORDER BY CAST(version_num AS BINARY) SEPARATOR '', ''), ''base'') INTO @sqlcompile_at FROM alembic_version');
PREPARE sqlcompile_s FROM @sqlcompile_q;
EXECUTE sqlcompile_s;
DEALLOCATE PREPARE sqlcompile_s;
SET @sqlcompile_right = COALESCE(@sqlcompile_alone = 1 AND CAST(@sqlcompile_at AS BINARY) = CAST('base' AS BINARY), 0);
SET @sqlcompile_q = CASE WHEN @sqlcompile_right THEN 'SET SESSION TRANSACTION READ WRITE'
  WHEN @sqlcompile_at IS NOT NULL AND COALESCE(@sqlcompile_alone, 0) <> 1
    THEN 'SELECT `sqlcompile: another script is running`'
  ELSE CONCAT('SELECT `sqlcompile: needs base, is at ', LEFT(COALESCE(@sqlcompile_at, 'unknown'), 30), '`') END;
PREPARE sqlcompile_s FROM @sqlcompile_q;
EXECUTE sqlcompile_s;
DEALLOCATE PREPARE sqlcompile_s;
COMMIT;
CREATE TABLE IF NOT EXISTS alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- ----------------------------------------------------------------------
-- 1f0a: create the customer table
-- migrations/versions/1f0a_customers.py
CREATE TABLE customer (
    id INTEGER NOT NULL AUTO_INCREMENT,
    email VARCHAR(200) NOT NULL,
    name VARCHAR(100) NOT NULL COMMENT 'as the customer writes it',
    newsletter BOOL NOT NULL DEFAULT false,
    joined_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_customer PRIMARY KEY (id),
    CONSTRAINT uq_customer_email UNIQUE (email)
);
INSERT INTO alembic_version (version_num) VALUES ('1f0a');
COMMIT;

-- ----------------------------------------------------------------------
-- 2b1c: create products and their categories
-- migrations/versions/2b1c_products.py
CREATE TABLE category (
    id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (id)
);
CREATE TABLE product (
    id INTEGER NOT NULL AUTO_INCREMENT,
    category_id INTEGER,
    title VARCHAR(80) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
CREATE INDEX ix_product_category_id ON product (category_id);
UPDATE alembic_version SET version_num = '2b1c' WHERE version_num = '1f0a';
COMMIT;

-- ----------------------------------------------------------------------
-- 3c2d: create orders with their state and their lines
-- migrations/versions/3c2d_orders.py
CREATE TABLE customer_order (
    id INTEGER NOT NULL AUTO_INCREMENT,
    customer_id INTEGER NOT NULL,
    state ENUM('open','paid','shipped') NOT NULL DEFAULT 'open',
    CONSTRAINT pk_customer_order PRIMARY KEY (id),
    CONSTRAINT fk_customer_order_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
CREATE TABLE order_line (
    order_id INTEGER NOT NULL,
    `position` INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL DEFAULT '1',
    CONSTRAINT pk_order_line PRIMARY KEY (order_id, `position`),
    CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id),
    CONSTRAINT fk_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
);
CREATE TABLE order_event (
    id INTEGER NOT NULL AUTO_INCREMENT,
    order_id INTEGER NOT NULL,
    state ENUM('open','paid','shipped') NOT NULL,
    CONSTRAINT pk_order_event PRIMARY KEY (id),
    CONSTRAINT fk_order_event_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
UPDATE alembic_version SET version_num = '3c2d' WHERE version_num = '2b1c';
COMMIT;

-- ----------------------------------------------------------------------
-- 4d3e: insert the first categories and products
-- migrations/versions/4d3e_first_categories.py
INSERT INTO category (id, name) VALUES (1, 'Books');
INSERT INTO category (id, name) VALUES (2, 'Children''s toys');
INSERT INTO product (category_id, title, price) VALUES (1, CONCAT(_utf8mb4'100% of ', CHAR(92 USING utf8mb4), _utf8mb4'LaTeX; a guide'), 29.90);
INSERT INTO product (category_id, title, price) VALUES (2, 'Bär', 12.50);
INSERT INTO customer (email, name, newsletter, joined_at) VALUES ('ann@example.com', 'Ann O''Neil', 1, '2024-02-29 12:30:00');
UPDATE alembic_version SET version_num = '4d3e' WHERE version_num = '3c2d';
COMMIT;

-- ----------------------------------------------------------------------
-- 5e4f: create invoices (branch billing)
-- migrations/versions/5e4f_invoices.py
CREATE TABLE invoice (
    id INTEGER NOT NULL AUTO_INCREMENT,
    order_id INTEGER NOT NULL,
    total NUMERIC(10, 2) NOT NULL,
    issued_on DATE,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT fk_invoice_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
) COMMENT='one for each paid order';
UPDATE alembic_version SET version_num = '5e4f' WHERE version_num = '4d3e';
COMMIT;

-- ----------------------------------------------------------------------
-- 6a5b: index product titles without blocking writes
-- migrations/versions/6a5b_title_index.py
CREATE INDEX ix_product_title ON product (title);
INSERT INTO alembic_version (version_num) VALUES ('6a5b');
COMMIT;

-- ----------------------------------------------------------------------
-- 7b6c: merge billing and search
-- migrations/versions/7b6c_merge.py
DELETE FROM alembic_version WHERE version_num = '6a5b';
UPDATE alembic_version SET version_num = '7b6c' WHERE version_num = '5e4f';
COMMIT;

-- ----------------------------------------------------------------------
-- 8c7d: make titles longer and categories required
-- migrations/versions/8c7d_longer_titles.py
ALTER TABLE product MODIFY title VARCHAR(200) NOT NULL;
UPDATE product SET category_id = 1 WHERE category_id IS NULL;
ALTER TABLE product MODIFY category_id INTEGER NOT NULL;
UPDATE alembic_version SET version_num = '8c7d' WHERE version_num = '7b6c';
COMMIT;

-- ----------------------------------------------------------------------
-- 9d8e: call a customer's name full_name
-- migrations/versions/9d8e_rename_name.py
ALTER TABLE customer CHANGE name full_name VARCHAR(100) NOT NULL COMMENT 'as the customer writes it';
UPDATE alembic_version SET version_num = '9d8e' WHERE version_num = '8c7d';
COMMIT;

-- ----------------------------------------------------------------------
-- ae9f: drop the newsletter flag, add a phone number
-- migrations/versions/ae9f_drop_newsletter.py
ALTER TABLE customer DROP COLUMN newsletter;
ALTER TABLE customer ADD COLUMN phone VARCHAR(40);
ALTER TABLE order_line ADD CONSTRAINT ck_order_line_quantity CHECK (quantity > 0);
UPDATE alembic_version SET version_num = 'ae9f' WHERE version_num = '9d8e';
COMMIT;
DO RELEASE_LOCK(CONCAT('sqlcompile ', MD5(CONCAT(DATABASE(), '.', 'alembic_version'))));
SET autocommit = @sqlcompile_autocommit;
