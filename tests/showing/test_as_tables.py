"""The schema as text for a terminal, and what changes."""

from __future__ import annotations

import json

from tests.showing.showing import notes_of, text_of

SCHEMA = """\
SQLite 3.40: the schema at 2b

table author "who writes"
  id     INTEGER      not null
  name   VARCHAR(80)  not null, default 'it''s'
  score  INTEGER
  primary key (id)
  unique uq_name (name)
  check ck_score (score >= 0)
  index ix_score (score) where score > 3

table book
  author_id  INTEGER
  foreign key (author_id) -> author (id) on delete CASCADE

view names
  CREATE VIEW names AS
  SELECT name FROM author
"""

CHANGE = """\
SQLite 3.40: what changes from 1a to 2b

~ table author
    ~ name VARCHAR(40) not null => name VARCHAR(80) not null, default 'it''s'
    - old INTEGER
    + score INTEGER
    + check ck_score (score >= 0)
    + index ix_score (score) where score > 3

+ table book
    + author_id INTEGER
    + foreign key (author_id) -> author (id) on delete CASCADE

+ view names
"""

FIRST = """
op.create_table(
    "author",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("old", sa.Integer),
    sa.UniqueConstraint("name", name="uq_name"),
    comment="who writes",
)
"""

SECOND = """
with op.batch_alter_table("author") as batch:
    batch.alter_column("name", type_=sa.String(80), server_default="it's")
    batch.drop_column("old")
    batch.add_column(sa.Column("score", sa.Integer))
    batch.create_check_constraint("ck_score", "score >= 0")
op.create_index("ix_score", "author", ["score"], sqlite_where=sa.text("score > 3"))
op.create_table("book", sa.Column("author_id", sa.Integer, sa.ForeignKey("author.id", ondelete="CASCADE")))
op.execute("CREATE VIEW names AS\\nSELECT name FROM author")
"""


def two(project):
    project.revision("1a", FIRST)
    project.revision("2b", SECOND)
    return project


def test_a_schema(project):
    assert text_of(two(project), "sqlite", "head", "tables") == SCHEMA


def test_what_changes(project):
    assert text_of(two(project), "sqlite", "1a:2b", "tables") == CHANGE


def test_the_other_way_round(project):
    text = text_of(two(project), "sqlite", "2b:1a", "tables")
    assert "\n- table book\n" in text
    assert "\n    + old INTEGER\n" in text
    assert "\n    ~ name VARCHAR(80) not null, default 'it''s' => name VARCHAR(40) not null\n" in text


def test_nothing(project):
    two(project)
    assert text_of(project, "sqlite", "base", "tables").endswith("the schema at base\n\nNothing is there.\n")
    assert text_of(project, "sqlite", "2b:2b", "tables").endswith("\n\nNothing changes.\n")


def test_two_spellings_of_one_thing_are_no_change(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer), sa.CheckConstraint("a > 0", name="c"))')
    project.revision(
        "2b",
        """
        op.execute("ALTER TABLE t ALTER COLUMN a TYPE int4, DROP CONSTRAINT c")
        op.execute("ALTER TABLE t ADD CONSTRAINT c CHECK ((a>0))")
        """,
    )
    assert text_of(project, "postgresql", "1a:2b", "tables").endswith("\n\nNothing changes.\n")


def test_a_part_that_is_made_anew_under_its_name_changes(project):
    project.revision("1a", FIRST)
    project.revision(
        "2b",
        """
        op.drop_constraint("uq_name", "author", type_="unique")
        op.create_unique_constraint("uq_name", "author", ["name", "old"])
        op.create_table_comment("author", "who wrote", existing_comment="who writes")
        """,
    )
    text = text_of(project, "postgresql", "1a:2b", "tables")
    assert "\n    ~ unique uq_name (name) => unique uq_name (name, old)\n" in text
    assert '\n    ~ comment "who writes" => comment "who wrote"\n' in text


def test_enums_sequences_and_triggers_change(postgresql):
    postgresql.revision(
        "4d",
        """
        op.execute("ALTER SEQUENCE numbers RENAME TO figures")
        op.execute("DROP TRIGGER watching ON book")
        op.execute("DROP SCHEMA shelf CASCADE")
        op.execute("CREATE OR REPLACE VIEW titles AS SELECT id, upper(title) AS title FROM book")
        """,
    )
    text = text_of(postgresql, "postgresql", "3c:4d", "tables")
    assert "\n- sequence numbers from 100 by 5\n" in text
    assert "\n+ sequence figures\n" in text
    assert "\n- trigger book.watching\n" in text
    assert "\n~ view titles => another text\n" in text


def test_what_is_not_known_is_said(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer))')
    project.revision("2b", 'op.execute("ALTER TABLE t FROBNICATE")')
    text = text_of(project, "postgresql", "head", "tables")
    assert "\nRaw SQL was not analysed at: versions/2b.py:8\n" in text
    assert "\ntable t (the history does not tell the whole of it)\n" in text
    assert notes_of(project, "postgresql", "head", "tables") == [
        "postgresql: Raw SQL was not analysed at: versions/2b.py:8"
    ]


def test_a_change_of_what_is_not_known_is_marked(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer))')
    project.revision("2b", 'op.execute("ALTER TABLE t FROBNICATE")')
    text = text_of(project, "postgresql", "1a:2b", "tables")
    assert "\nThe table t is not known as a whole: more of it may change.\n" in text
    found = json.loads(text_of(project, "postgresql", "1a:2b", "json"))
    assert found["notes"][-1] == "The table t is not known as a whole: more of it may change."


def test_two_parts_that_are_alike_are_two(project):
    project.revision("1a", 'op.create_table("t", sa.Column("a", sa.Integer))')
    project.revision("2b", 'op.execute("ALTER TABLE t ADD CHECK (a > 0), ADD CHECK (a > 0)")')
    text = text_of(project, "postgresql", "1a:2b", "tables")
    assert "    + check t_a_check (a > 0)\n    + check t_a_check1 (a > 0)\n" in text


def test_what_acts_on_a_terminal_is_shown(project):
    project.revision("1a", 'op.create_table("t\\x1b[31m", sa.Column("a\\u202e", sa.Integer, comment="b\\nc"))')
    text = text_of(project, "postgresql", "head", "tables")
    assert 'table t\\u001b[31m\n  a\\u202e  INTEGER  "b c"\n' in text
