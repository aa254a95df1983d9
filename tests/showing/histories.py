"""Small histories with all that a schema may hold."""

from __future__ import annotations

from tests.projects import Project

COMMON = """
op.create_table(
    "author",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False, server_default="it's"),
    sa.Column("favourite_id", sa.Integer),
    sa.Column("score", sa.Numeric(8, 2), server_default=sa.text("0")),
    sa.UniqueConstraint("name", name="uq_author"),
    sa.CheckConstraint("score >= 0", name="ck_author"),
    comment="who writes",
)
op.create_table(
    "book",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("author_id", sa.Integer, sa.ForeignKey("author.id", ondelete="CASCADE"), nullable=False),
    sa.Column("title", sa.String(100), comment="as on the cover"),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("size", sa.Integer, sa.Computed("pages * 2", persisted=True)),
    sa.Column("state", sa.Enum("draft", "printed", name="book_state"), server_default="draft"),
)
with op.batch_alter_table("author") as batch:
    batch.create_foreign_key("fk_favourite", "book", ["favourite_id"], ["id"])
op.create_index("ix_book", "book", ["title", sa.text("pages DESC")])
op.create_index("ux_book", "book", ["author_id", "title"], unique=True)
"""

LATER = """
op.add_column("book", sa.Column("isbn", sa.String(20)))
op.rename_table("author", "writer")
with op.batch_alter_table("writer") as batch:
    batch.alter_column("name", type_=sa.String(200), existing_type=sa.String(80), existing_nullable=False)
op.create_table("tag", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))
op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))
op.drop_table("gone")
op.execute("CREATE VIEW titles AS SELECT id, title FROM book")
op.execute("CREATE VIEW short_titles AS SELECT id FROM titles WHERE title < 'n'")
"""

OWN = {
    "postgresql": """
from sqlalchemy.dialects import postgresql
op.execute("CREATE SCHEMA shelf")
op.execute("CREATE SEQUENCE numbers START 100 INCREMENT 5")
op.execute("CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100)")
op.execute("CREATE TYPE mood AS ENUM ('good', 'bad')")
op.create_table(
    "place",
    sa.Column("id", sa.Integer, sa.Identity(always=True, start=7), primary_key=True),
    sa.Column("number", sa.Integer, server_default=sa.text("nextval('numbers')")),
    sa.Column("mail", postgresql.TEXT),
    sa.Column("moods", postgresql.ARRAY(postgresql.ENUM("good", "bad", name="mood", create_type=False))),
    sa.Column("data", postgresql.JSONB, server_default=sa.text("'{}'::jsonb")),
    sa.Column("during", postgresql.TSTZRANGE),
    postgresql.ExcludeConstraint(("during", "&&"), name="ex_place"),
    schema="shelf",
)
op.create_index(
    "ix_place", "place", [sa.text("lower(mail::text)")], schema="shelf",
    postgresql_where=sa.text("number > 3"), postgresql_using="btree",
)
op.create_index("ix_data", "place", ["data"], schema="shelf", postgresql_using="gin")
op.create_foreign_key(
    "fk_late", "tag", "book", ["a"], ["id"], deferrable=True, initially="DEFERRED", onupdate="SET NULL",
)
op.execute("CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT x * 2 $$")
op.execute("ALTER TABLE tag ADD CONSTRAINT ck_twice CHECK (twice(b) > 1)")
op.execute(
    "CREATE OR REPLACE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN UPDATE tag SET b = b + 1; RETURN NEW; END $$"
)
op.execute("CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM public.book $$")
op.execute("CREATE FUNCTION unwanted() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
op.execute("DROP FUNCTION unwanted()")
op.execute("CREATE TRIGGER watching AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION watch()")
op.execute("CREATE MATERIALIZED VIEW many AS SELECT author_id, counted() FROM book")
op.execute("CREATE UNIQUE INDEX ux_many ON many (author_id)")
op.execute("COMMENT ON VIEW titles IS 'for the shop''s window'")
""",
    "mariadb": """
op.create_index("ix_prefix", "book", ["isbn"], mysql_length=5)
op.execute("CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN x * 2")
op.execute("CREATE PROCEDURE fill() BEGIN INSERT INTO tag VALUES (1, 2); INSERT INTO tag VALUES (2, 2); END")
op.execute(
    "CREATE TRIGGER watching BEFORE INSERT ON book FOR EACH ROW "
    "BEGIN SET NEW.pages = twice(NEW.pages); SET NEW.isbn = '0'; END"
)
op.create_table(
    "place",
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Enum("a", "b")),
    mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin", comment="where it is",
)
""",
    "sqlite": """
op.execute(
    "CREATE TRIGGER watching AFTER INSERT ON book BEGIN UPDATE tag SET b = b + 1; UPDATE tag SET a = a; END"
)
op.create_index("ix_part", "book", ["isbn"], sqlite_where=sa.text("pages > 10"))
op.execute("CREATE TABLE place (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT COLLATE NOCASE) STRICT")
""",
}


def rich(folder, dialect: str) -> Project:
    """Return a project whose history uses what a database has."""
    project = Project(folder)
    project.revision("1a", COMMON if dialect != "oracle" else COMMON.replace("persisted=True", "persisted=None"))
    project.revision("2b", LATER)
    project.revision("3c", OWN.get(dialect, "pass"))
    return project
