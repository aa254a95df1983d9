-- sqlcompile 0.1.0, MySQL 8.0
-- base -> ae9f, 10 revisions
-- Apply with: mysql --default-character-set=utf8mb4 DATABASE < FILE
-- The line after each statement makes the session read-only where it failed: nothing follows then.
-- MySQL commits each DDL statement at once: where one fails, those before it stay done.
-- Changes of rows are committed before the next of them, and with their revision's version row.
-- Every statement has its number, [3/12] with its revision. Where [4/12] fails, do not start again; this writes the rest:
-- sqlcompile resume REVISION:3 base:ae9f -d mysql

SET NAMES utf8mb4;
SET @sqlcompile_autocommit = @@autocommit, autocommit = 0;

-- The database must be at base.
SET SESSION TRANSACTION READ ONLY;
COMMIT;
SET @sqlcompile_at = NULL, @sqlcompile_q = NULL;
SET @sqlcompile_alone = IF(IS_USED_LOCK(CONCAT('sqlcompile ', MD5(CONCAT(DATABASE(), '.', 'alembic_version')))) <=> CONNECTION_ID(), 1, GET_LOCK(CONCAT('sqlcompile ', MD5(CONCAT(DATABASE(), '.', 'alembic_version'))), 0));
SET @sqlcompile_q = IF((SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'alembic_version' AND table_schema = DATABASE()) = 0,
  'SET @sqlcompile_at = ''base''',
  'SELECT COALESCE(GROUP_CONCAT(version_num ORDER BY CAST(version_num AS BINARY) SEPARATOR '', ''), ''base'') INTO @sqlcompile_at FROM alembic_version');
PREPARE sqlcompile_s FROM @sqlcompile_q;
EXECUTE sqlcompile_s;
DEALLOCATE PREPARE sqlcompile_s;
SET @sqlcompile_right = COALESCE(@sqlcompile_alone = 1 AND CAST(@sqlcompile_at AS BINARY) = CAST('base' AS BINARY), 0);
SET @sqlcompile_q = CASE
  WHEN @sqlcompile_right THEN 'SET SESSION TRANSACTION READ WRITE'
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
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;

-- ----------------------------------------------------------------------
-- 1f0a: create the customer table
-- migrations/versions/1f0a_customers.py
-- [1/3] 1f0a
CREATE TABLE customer (
    id INTEGER NOT NULL AUTO_INCREMENT,
    email VARCHAR(200) NOT NULL,
    name VARCHAR(100) NOT NULL COMMENT 'as the customer writes it',
    newsletter BOOL NOT NULL DEFAULT false,
    joined_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_customer PRIMARY KEY (id),
    CONSTRAINT uq_customer_email UNIQUE (email)
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/3] 1f0a
INSERT INTO alembic_version (version_num) VALUES ('1f0a');
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/3] 1f0a
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 2b1c: create products and their categories
-- migrations/versions/2b1c_products.py
-- [1/5] 2b1c
CREATE TABLE category (
    id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (id)
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/5] 2b1c
CREATE TABLE product (
    id INTEGER NOT NULL AUTO_INCREMENT,
    category_id INTEGER,
    title VARCHAR(80) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/5] 2b1c
CREATE INDEX ix_product_category_id ON product (category_id);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [4/5] 2b1c
UPDATE alembic_version SET version_num = '2b1c' WHERE version_num = '1f0a';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [5/5] 2b1c
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 3c2d: create orders with their state and their lines
-- migrations/versions/3c2d_orders.py
-- [1/5] 3c2d
CREATE TABLE customer_order (
    id INTEGER NOT NULL AUTO_INCREMENT,
    customer_id INTEGER NOT NULL,
    state ENUM('open','paid','shipped') NOT NULL DEFAULT 'open',
    CONSTRAINT pk_customer_order PRIMARY KEY (id),
    CONSTRAINT fk_customer_order_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/5] 3c2d
CREATE TABLE order_line (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL DEFAULT '1',
    CONSTRAINT pk_order_line PRIMARY KEY (order_id, position),
    CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id),
    CONSTRAINT fk_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/5] 3c2d
CREATE TABLE order_event (
    id INTEGER NOT NULL AUTO_INCREMENT,
    order_id INTEGER NOT NULL,
    state ENUM('open','paid','shipped') NOT NULL,
    CONSTRAINT pk_order_event PRIMARY KEY (id),
    CONSTRAINT fk_order_event_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [4/5] 3c2d
UPDATE alembic_version SET version_num = '3c2d' WHERE version_num = '2b1c';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [5/5] 3c2d
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 4d3e: insert the first categories and products
-- migrations/versions/4d3e_first_categories.py
-- [1/7] 4d3e
INSERT INTO category (id, name) VALUES (1, 'Books');
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/7] 4d3e
INSERT INTO category (id, name) VALUES (2, 'Children''s toys');
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/7] 4d3e
INSERT INTO product (category_id, title, price) VALUES (1, CONCAT(_utf8mb4'100% of ', CHAR(92 USING utf8mb4), _utf8mb4'LaTeX; a guide'), 29.90);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [4/7] 4d3e
INSERT INTO product (category_id, title, price) VALUES (2, 'Bär', 12.50);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [5/7] 4d3e
INSERT INTO customer (email, name, newsletter, joined_at) VALUES ('ann@example.com', 'Ann O''Neil', 1, '2024-02-29 12:30:00');
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [6/7] 4d3e
UPDATE alembic_version SET version_num = '4d3e' WHERE version_num = '3c2d';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [7/7] 4d3e
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 5e4f: create invoices (branch billing)
-- migrations/versions/5e4f_invoices.py
-- [1/3] 5e4f
CREATE TABLE invoice (
    id INTEGER NOT NULL AUTO_INCREMENT,
    order_id INTEGER NOT NULL,
    total NUMERIC(10, 2) NOT NULL,
    issued_on DATE,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT fk_invoice_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
) COMMENT='one for each paid order';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/3] 5e4f
UPDATE alembic_version SET version_num = '5e4f' WHERE version_num = '4d3e';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/3] 5e4f
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 6a5b: index product titles without blocking writes
-- migrations/versions/6a5b_title_index.py
-- [1/3] 6a5b
CREATE INDEX ix_product_title ON product (title);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/3] 6a5b
INSERT INTO alembic_version (version_num) VALUES ('6a5b');
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/3] 6a5b
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 7b6c: merge billing and search
-- migrations/versions/7b6c_merge.py
-- [1/3] 7b6c
DELETE FROM alembic_version WHERE version_num = '6a5b';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/3] 7b6c
UPDATE alembic_version SET version_num = '7b6c' WHERE version_num = '5e4f';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/3] 7b6c
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 8c7d: make titles longer and categories required
-- migrations/versions/8c7d_longer_titles.py
-- [1/6] 8c7d
ALTER TABLE product MODIFY title VARCHAR(200) NOT NULL;
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/6] 8c7d
UPDATE product SET category_id = 1 WHERE category_id IS NULL;
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/6] 8c7d
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;
-- [4/6] 8c7d
ALTER TABLE product MODIFY category_id INTEGER NOT NULL;
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [5/6] 8c7d
UPDATE alembic_version SET version_num = '8c7d' WHERE version_num = '7b6c';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [6/6] 8c7d
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- 9d8e: call a customer's name full_name
-- migrations/versions/9d8e_rename_name.py
-- [1/3] 9d8e
ALTER TABLE customer CHANGE name full_name VARCHAR(100) NOT NULL COMMENT 'as the customer writes it';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/3] 9d8e
UPDATE alembic_version SET version_num = '9d8e' WHERE version_num = '8c7d';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/3] 9d8e
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;

-- ----------------------------------------------------------------------
-- ae9f: drop the newsletter flag, add a phone number
-- migrations/versions/ae9f_drop_newsletter.py
-- [1/5] ae9f
ALTER TABLE customer DROP COLUMN newsletter;
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [2/5] ae9f
ALTER TABLE customer ADD COLUMN phone VARCHAR(40);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [3/5] ae9f
ALTER TABLE order_line ADD CONSTRAINT ck_order_line_quantity CHECK (quantity > 0);
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [4/5] ae9f
UPDATE alembic_version SET version_num = 'ae9f' WHERE version_num = '9d8e';
SET SESSION transaction_read_only = @@transaction_read_only OR @@error_count > 0 OR @sqlcompile_right IS NULL;
-- [5/5] ae9f
SET @sqlcompile_q = IF(@@transaction_read_only, 'ROLLBACK', 'COMMIT'); PREPARE sqlcompile_s FROM @sqlcompile_q; EXECUTE sqlcompile_s; DEALLOCATE PREPARE sqlcompile_s;
DO RELEASE_LOCK(CONCAT('sqlcompile ', MD5(CONCAT(DATABASE(), '.', 'alembic_version'))));
SET autocommit = @sqlcompile_autocommit;
