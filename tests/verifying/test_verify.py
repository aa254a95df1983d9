"""A proof on real servers: a good history is verified, and each planted fault is found where it is."""

import pytest

from tests.servers import on_servers

GOOD_UP = """
op.create_table(
    "owner",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(80), nullable=False, unique=True),
    sa.Column("name", sa.String(40), server_default="it's"),
    sa.Column("age", sa.SmallInteger, server_default="0"),
    sa.Column("rate", sa.Numeric(10, 2), server_default=sa.text("1.50")),
    sa.Column("made", sa.DateTime, server_default=sa.text("CURRENT_TIMESTAMP")),
    sa.Column("level", sa.Enum("low", "high", name="level"), server_default="low"),
    sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
    sa.CheckConstraint("age >= 0 AND name <> 'x'", name="age_positive"),
)
op.create_index("ix_owner_name", "owner", ["name"])
"""
GOOD_DOWN = """
op.drop_table("owner")
sa.Enum(name="level").drop(op.get_bind(), checkfirst=False)
"""


def history(project):
    """Write three revisions that are right."""
    project.revision("a1", GOOD_UP, GOOD_DOWN, message="owners")
    project.revision(
        "b2",
        """
        op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True),
                        sa.Column("owner_id", sa.Integer, nullable=False),
                        sa.Column("name", sa.String(20)))
        op.create_foreign_key("fk_owner", "pet", "owner", ["owner_id"], ["id"], ondelete="CASCADE")
        op.bulk_insert(sa.table("pet", sa.column("id", sa.Integer)), [])
        """,
        'op.drop_table("pet")',
    )
    project.revision(
        "c3",
        """
        op.add_column("pet", sa.Column("kind", sa.String(10), server_default="cat", nullable=False))
        op.create_index("ix_pet_kind", "pet", ["kind", "name"], unique=True)
        op.execute("CREATE VIEW cats AS SELECT id FROM pet WHERE kind = 'cat'")
        """,
        """
        op.execute("DROP VIEW cats")
        op.drop_index("ix_pet_kind", "pet")
        op.drop_column("pet", "kind")
        """,
    )


def outcomes(report):
    """Return the outcomes of each revision: up, down, up again."""
    return {
        one["revision"]: tuple(one[way]["outcome"] for way in ("up", "down", "again")) for one in report["revisions"]
    }


def texts(report, revision, way):
    """Return what differs after a script."""
    found = next(one for one in report["revisions"] if one["revision"] == revision)
    return [one["text"] for one in found[way]["differences"]]


DONE = ("done", "done", "done")


def test_a_good_history_is_verified(project, server, prove):
    history(project)
    with server.fresh() as database:
        status, report = prove(database)
        assert outcomes(report) == {"a1": DONE, "b2": DONE, "c3": DONE}, report
        assert (report["differences"], report["not_compared"], report["reason"]) == ([], [], None)
        assert (status, report["verified"]) == (0, True)
        assert (report["from"], report["to"]) == ([], ["c3"])
        assert report["server"].lower().startswith(server.dialect)
        assert contents(database) == []


def contents(database):
    """Return the names of all that stands in a database."""
    import sqlalchemy as sa

    with database.engine().connect() as connection:
        inspector = sa.inspect(connection)
        names = [*inspector.get_table_names(), *inspector.get_view_names()]
        if inspector.dialect.supports_sequences:
            names += inspector.get_sequence_names()
        return sorted(names)


def test_a_range_that_does_not_begin_at_base_is_prepared(project, server, prove):
    history(project)
    with server.fresh() as database:
        status, report = prove(database, "a1:c3")
    assert status == 0, report
    assert report["preparation"]["outcome"] == "done"
    assert outcomes(report) == {"b2": DONE, "c3": DONE}
    assert report["from"] == ["a1"]


def test_sql_that_the_server_refuses(project, server, prove):
    history(project)
    project.revision("d4", 'op.add_column("pet", sa.Column("z", sa.Integer))\nop.execute("SELECT * FROM nowhere")')
    project.revision("e5", 'op.create_table("late", sa.Column("id", sa.Integer))', 'op.drop_table("late")')
    with server.fresh() as database:
        status, report = prove(database)
        assert contents(database) == []
    assert status == 1
    assert report["verified"] is False
    skipped = ("skipped", "skipped")
    assert outcomes(report) == {
        "a1": DONE,
        "b2": DONE,
        "c3": DONE,
        "d4": ("refused", *skipped),
        "e5": ("skipped", *skipped),
    }
    refused = report["revisions"][3]["up"]["refused"]
    assert refused["file"] == "0004_d4_d4.sql"
    assert refused["statement"] == "SELECT * FROM nowhere"
    assert "nowhere" in refused["words"]
    script = project.compile(server.dialect, "c3:d4").splitlines()
    assert script[refused["line"] - 1] == "SELECT * FROM nowhere;"


@pytest.mark.parametrize(
    ("up", "down", "said"),
    [
        ('op.create_table("extra", sa.Column("id", sa.Integer))', "pass", "table extra is there, and is not expected"),
        (
            'op.create_index("ix_more", "owner", ["age"])',
            "pass",
            "table owner: index ix_more is there, and is not expected",
        ),
        (
            'op.add_column("owner", sa.Column("more", sa.Integer))',
            "pass",
            "table owner: column more is there, and is not expected",
        ),
        (
            'op.drop_column("owner", "rate")',
            'op.add_column("owner", sa.Column("rate", sa.Numeric(10, 3), server_default=sa.text("1.50")))',
            "table owner: column rate, type: NUMERIC(10, 2) expected, NUMERIC(10, 3) found",
        ),
        (
            'op.drop_column("owner", "rate")',
            'op.add_column("owner", sa.Column("rate", sa.Numeric(10, 2), server_default=sa.text("2.50")))',
            "table owner: column rate, default: 1.50 expected, 2.50 found",
        ),
        (
            'op.drop_index("ix_owner_name", "owner")',
            'op.create_index("ix_owner_name", "owner", ["age"])',
            "table owner: index ix_owner_name, columns: (name) expected, (age) found",
        ),
        ("op.drop_index('ix_owner_name', 'owner')", "pass", "table owner: index ix_owner_name is missing"),
    ],
)
def test_a_downgrade_that_forgets(project, server, prove, up, down, said):
    project.revision("a1", GOOD_UP, GOOD_DOWN)
    project.revision("b2", up, down)
    with server.fresh() as database:
        status, report = prove(database)
        assert contents(database) == []
    assert status == 1
    assert outcomes(report)["b2"][:2] == ("done", "differs")
    plain = [text.replace("DECIMAL", "NUMERIC").replace("'1.50'", "1.50") for text in texts(report, "b2", "down")]
    assert plain == [said]
    assert outcomes(report)["a1"][0] == "done"


def test_a_downgrade_that_the_server_refuses(project, server, prove):
    history(project)
    project.revision("d4", 'op.add_column("pet", sa.Column("z", sa.Integer))', 'op.execute("DROP TABLE nowhere")')
    with server.fresh() as database:
        status, report = prove(database)
        assert contents(database) == []
    assert status == 1
    assert outcomes(report) == {
        "a1": ("done", "skipped", "skipped"),
        "b2": ("done", "skipped", "skipped"),
        "c3": ("done", "skipped", "skipped"),
        "d4": ("done", "refused", "skipped"),
    }
    refused = report["revisions"][3]["down"]["refused"]
    assert (refused["file"], refused["statement"]) == ("0004_d4_d4.down.sql", "DROP TABLE nowhere")
    assert report["revisions"][0]["down"]["reason"] == "revision d4 was not taken back"


@pytest.mark.parametrize("down", [None, 'raise NotImplementedError("no way back")'])
def test_a_revision_without_a_way_back(project, server, prove, down):
    history(project)
    project.revision("d4", 'op.add_column("pet", sa.Column("z", sa.Integer))', down)
    project.revision("e5", 'op.create_table("late", sa.Column("id", sa.Integer))', 'op.drop_table("late")')
    with server.fresh() as database:
        status, report = prove(database)
    found = outcomes(report)
    assert found["e5"] == DONE
    assert found["d4"] == ("done", "irreversible", "skipped")
    assert found["a1"] == ("done", "skipped", "skipped")
    reason = report["revisions"][3]["down"]["reason"]
    assert ("has no downgrade()" if down is None else "raised NotImplementedError: no way back") in reason
    assert (status, report["verified"]) == (0, True)


def test_a_downgrade_that_cannot_be_compiled_is_no_proof(project, sqlite_server, prove):
    history(project)
    project.revision(
        "d4", "pass", 'op.drop_table("nowhere_at_all")\nop.get_bind().execute(sa.text("SELECT id FROM pet")).all()'
    )
    with sqlite_server.fresh() as database:
        status, report = prove(database)
    assert status == 1
    assert outcomes(report)["d4"] == ("done", "unproved", "skipped")


HIDDEN = {
    "postgresql": (
        """op.execute('''DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'ghost' || ' (id integer)'; END $$''')""",
        'op.execute("DROP TABLE ghost")',
        "table ghost is there, and is not expected",
    ),
    "mariadb": (
        """op.execute("BEGIN NOT ATOMIC EXECUTE IMMEDIATE CONCAT('CREATE TABLE ', 'ghost (id integer)'); END")""",
        'op.execute("DROP TABLE ghost")',
        "table ghost is there, and is not expected",
    ),
    "sqlite": (
        'op.execute("CREATE TABLE ghost AS SELECT upper(name) AS u, 1 AS one FROM owner")',
        'op.execute("DROP TABLE ghost")',
        None,
    ),
}


@on_servers("postgresql", "mariadb")
def test_what_raw_sql_does_unseen(project, server, prove):
    up, down, said = HIDDEN[server.dialect]
    project.revision("a1", GOOD_UP, GOOD_DOWN)
    project.revision("b2", up, down)
    project.revision("c3", 'op.create_table("late", sa.Column("id", sa.Integer))', 'op.drop_table("late")')
    with server.fresh() as database:
        status, report = prove(database)
    assert status == 1
    assert outcomes(report) == {"a1": DONE, "b2": ("differs", "done", "done"), "c3": DONE}
    assert texts(report, "b2", "up") == [said]


def test_a_change_of_a_table_unseen_is_given_to_its_revision(project, postgresql_server, prove):
    project.revision(
        "a1",
        f'''{GOOD_UP}
op.create_table("t", sa.Column("id", sa.Integer))
op.execute("""CREATE FUNCTION widens() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN EXECUTE 'ALTER TABLE ow' || 'ner ALTER age TYPE ' || NEW.id || 'int'; RETURN NEW; END $$""")
op.execute("CREATE TRIGGER widens BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION widens()")
op.execute("ALTER TABLE t ALTER id TYPE text")
''',
        f'op.drop_table("t")\nop.execute("DROP FUNCTION widens()")\n{GOOD_DOWN}',
    )
    project.revision("b2", 'op.create_table("other", sa.Column("id", sa.Integer))', 'op.drop_table("other")')
    project.revision("c3", """op.execute("INSERT INTO t VALUES ('big')")""", """op.execute("DELETE FROM t")""")
    project.revision("d4", 'op.create_table("late", sa.Column("id", sa.Integer))', 'op.drop_table("late")')
    with postgresql_server.fresh() as database:
        status, report = prove(database)
    assert status == 1
    assert outcomes(report) == {"a1": DONE, "b2": DONE, "c3": ("differs", "differs", "done"), "d4": DONE}
    said = ["table owner: column age, type: SMALLINT expected, BIGINT found"]
    assert texts(report, "c3", "up") == said
    assert texts(report, "c3", "down") == said
    assert report["differences"] == []


def test_what_the_history_does_not_tell_is_not_said_to_be_compared(project, postgresql_server, prove):
    project.revision("a1", GOOD_UP, GOOD_DOWN)
    alter = """op.execute('''DO $$ BEGIN EXECUTE 'ALTER TABLE owner ALTER age TYPE {}'; END $$''')"""
    project.revision("b2", alter.format("bigint"), alter.format("smallint"))
    with postgresql_server.fresh() as database:
        status, report = prove(database)
        assert (status, report["not_compared"]) == (0, ["owner"])
    project.revision("c3", alter.format("integer"), "pass")
    with postgresql_server.fresh() as database:
        status, report = prove(database)
    assert status == 1
    assert texts(report, "c3", "down") == ["table owner: column age, type: BIGINT expected, INTEGER found"]


@on_servers("postgresql")
def test_a_trigger_that_makes_a_table(project, server, prove):
    project.revision(
        "a1",
        '''
        op.create_table("t", sa.Column("id", sa.Integer))
        op.execute("""CREATE FUNCTION made() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN EXECUTE 'CREATE TABLE made_' || NEW.id || ' (id integer)'; RETURN NEW; END $$""")
        op.execute("CREATE TRIGGER makes BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION made()")
        ''',
        'op.drop_table("t")',
    )
    project.revision("b2", 'op.execute("INSERT INTO t VALUES (7)")', 'op.execute("DELETE FROM t")')
    with server.fresh() as database:
        status, report = prove(database)
        assert contents(database) == []
    assert status == 1
    assert texts(report, "b2", "up") == ["table made_7 is there, and is not expected"]
    assert texts(report, "b2", "down") == ["table made_7 is there, and is not expected"]
    assert texts(report, "a1", "down") == ["function made() is there, and is not expected"]
    assert report["revisions"][0]["again"]["outcome"] == "refused"


def test_an_empty_range(project, sqlite_server, prove):
    history(project)
    with sqlite_server.fresh() as database:
        status, report = prove(database, "c3:c3")
    assert (status, report["revisions"]) == (0, [])
