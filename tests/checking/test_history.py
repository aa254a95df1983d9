"""``check``: heads, what does not compile, what a downgrade leaves, what a second process compiles."""

import pytest

from tests.checking.conftest import TABLE

FIRST = ("a1", TABLE, 'op.drop_table("account")')


def test_says_what_it_looked_at_where_nothing_is_found(project):
    project.revision(*FIRST)
    done = project.call("check")
    assert done.status == 0
    assert done.out.splitlines() == [
        "heads       ok: there is one head, or those of the settings (a1)",
        "compile     ok: every revision compiles, up and down (1 revision on postgresql, mysql)",
        "downgrade   ok: a downgrade leads to the schema before the upgrade",
        "repeatable  ok: a second process compiles the same SQL",
        "models      not done: nothing says which models belong to the migrations: set `target_metadata`",
        "bundle      not done: the project is in no git repository: `--bundle DIR` names one",
        "released    not done: nothing says what is released: `--against REVISION`, a revision of git, or a bundle",
        "",
        "Nothing was found; 3 checks were not done.",
    ]


def test_finds_the_second_head(project):
    project.revision(*FIRST)
    project.revision("b1", down="a1")
    project.revision("b2", down="a1")
    found = project.findings()
    assert found == [
        ("heads", "versions/b1.py", 4, "Revision b1 is one of 2 heads; the others: b2.", []),
        ("heads", "versions/b2.py", 4, "Revision b2 is one of 2 heads; the others: b1.", []),
    ]


def test_heads_that_the_settings_allow_are_none(project):
    project.revision("a1", down=None, branch_labels=("one",))
    project.revision("b1", down=None, branch_labels=("two",))
    project.settings('check_heads = ["one", "two"]')
    assert project.findings("--only", "heads") == []
    project.revision("b2", down="b1")
    project.revision("b3", down="b1")
    assert project.findings("--only", "heads") == [
        ("heads", "versions/b3.py", 4, "Revision b3 is a head, and the branch two has another one.", [])
    ]
    project.settings('check_heads = ["one", "b2"]')
    assert [one[3] for one in project.findings("--only", "heads")] == [
        "Revision b3 is a head, and `check_heads` does not name it."
    ]


def test_an_upgrade_that_one_database_cannot_do_ends_that_database_alone(project):
    project.revision(*FIRST)
    project.revision(
        "a2",
        """
        if op.get_bind().dialect.name == "mysql":
            op.drop_column("account", "nme")
        """,
    )
    project.revision("a3", 'op.add_column("account", sa.Column("x", sa.Integer))')
    found = project.check()
    assert [(one["check"], one["line"], one["dialects"], one["details"]) for one in found["findings"]] == [
        ("compile", 9, ["mysql"], ["The revisions after it were not compiled, 1 of them."]),
        ("downgrade", 9, ["postgresql"], ["account: x INTEGER is left"]),
    ]
    assert found["findings"][0]["message"] == 'The table "account" has no column "nme" at this revision.'


def test_a_downgrade_that_does_not_compile_is_found_with_its_line(project):
    project.revision("a1", TABLE, 'op.drop_column("account", "nme")')
    assert [one[:4] for one in project.findings()] == [
        ("compile", "versions/a1.py", 10, 'The table "account" has no column "nme" at this revision.')
    ]


def test_tables_that_are_taken_to_be_there_are_noted(project):
    project.revision("a1", f"{TABLE}\nop.drop_column('older', 'x')", 'op.drop_table("acount")')
    (note,) = project.check()["notes"]
    assert note == (
        "The history has not made these tables, they are taken to be there: older (versions/a1.py:9), "
        "acount (versions/a1.py:11). `--baseline` gives the schema that it starts from."
    )


@pytest.mark.parametrize(
    "downgrade",
    [None, "raise NotImplementedError", 'raise RuntimeError("there is no way back")'],
    ids=["no downgrade()", "NotImplementedError", "an error of its own"],
)
def test_a_revision_that_says_that_there_is_no_way_back_is_none(project, downgrade):
    project.revision("a1", TABLE, downgrade)
    done = project.check()
    assert done["findings"] == []
    assert done["checks"][2]["said"] == "1 of them say that there is no way back"


def test_a_mistake_in_a_downgrade_is_no_such_thing(project):
    project.revision("a1", TABLE, "drop_all()")
    (found,) = project.findings()
    assert found[:4] == (
        "compile",
        "versions/a1.py",
        10,
        "downgrade() of revision a1 raised NameError: name 'drop_all' is not defined",
    )


def test_tells_what_a_downgrade_leaves_what_is_gone_and_what_is_another(project):
    project.revision(*FIRST)
    project.revision(
        "a2",
        """
        op.add_column("account", sa.Column("added", sa.Integer))
        op.drop_column("account", "name")
        op.create_table("team", sa.Column("id", sa.Integer, primary_key=True))
        op.create_index("ix_added", "account", ["added"])
        """,
        """
        op.add_column("account", sa.Column("name", sa.String(60)))
        """,
    )
    (found,) = project.findings("-d", "postgresql")
    assert found[:3] == ("downgrade", "versions/a2.py", 12)
    assert found[4] == [
        "account: name VARCHAR(40) -> name VARCHAR(60) is another one",
        "account: added INTEGER is left",
        "account: index ix_added (added) is left",
        "table team is left",
    ]


def test_another_order_of_columns_and_other_spellings_are_the_same_schema(project):
    project.revision(
        "a1",
        'op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.String(10)))',
        'op.drop_table("t")',
    )
    project.revision(
        "a2",
        """
        op.drop_column("t", "a")
        op.alter_column("t", "b", type_=sa.BigInteger(), existing_type=sa.String(10))
        """,
        """
        op.alter_column("t", "b", type_=sa.VARCHAR(10), existing_type=sa.BigInteger())
        op.add_column("t", sa.Column("a", sa.INT()))
        """,
    )
    assert project.findings() == []


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('op.execute(f"INSERT INTO account (id) VALUES ({uuid.uuid4().int % 10**9})")', "import uuid"),
        ('op.execute(f"INSERT INTO account (id) VALUES ({time.time_ns()})")', "import time"),
        (
            '[op.add_column("account", sa.Column(n, sa.Integer)) for n in {"k1", "k2", "k3", "k4", "k5", "k6", "k7"}]',
            "",
        ),
    ],
    ids=["chance", "clock", "set"],
)
def test_finds_what_a_second_process_compiles_otherwise(project, body, head):
    project.revision("a1", f"{TABLE}\n{body}", 'op.drop_table("account")', head=head)
    found = project.findings("--only", "repeatable")
    assert [one[:4] for one in found] == [
        ("repeatable", "versions/a1.py", 9, "upgrade() of revision a1 compiles to other SQL in a second process.")
    ]
    first, second = found[0][4]
    assert first.startswith("first: ")
    assert second.startswith("second: ")
    assert first[7:] != second[8:]


def test_raw_sql_that_was_not_analysed_is_told_where_downgrades_are_compared(project):
    project.revision("a1", 'op.execute("ALTER TABLE t FROBNICATE")', "pass")
    done = project.check("-d", "postgresql")
    assert done["checks"][2]["said"] == "1 have raw SQL that was not analysed: what it leaves is not known"


def test_a_script_that_cannot_be_read_is_a_finding(project):
    path = project.revision(*FIRST)
    path.write_text(path.read_text().replace("revision = 'a1'", "revision = a1", 1))
    found = project.check()
    assert [(one["check"], one["file"], one["line"]) for one in found["findings"]] == [("compile", "versions/a1.py", 4)]
    assert {one["reason"] for one in found["checks"][:1]} == {"the revisions cannot be read"}


def test_an_env_that_fails_is_a_finding(project):
    project.revision(*FIRST)
    (project.folder / "env.py").write_text("from alembic import context\n\ncontext.configure(1 / 0)\n")
    found = project.check()
    assert [(one["check"], one["file"], one["line"]) for one in found["findings"]] == [("compile", "env.py", 3)]
    assert not found["checks"][3]["done"]


def test_several_databases_of_env_py_are_told_apart(project):
    (project.folder / "env.py").write_text(
        "from alembic import context\n"
        "for name in ('one', 'two'):\n"
        "    context.configure(url='postgresql://', upgrade_token=f'{name}_upgrades')\n"
        "    context.run_migrations(engine_name=name)\n"
    )
    head = "def downgrade(engine_name): pass"
    path = project.revision("a1", "pass", None, head=head)
    text = path.read_text().replace(
        "def upgrade():\n    pass", "def upgrade(engine_name):\n    {'one': one}[engine_name]()"
    )
    path.write_text(text + f"def one():\n    {TABLE}\n")
    found = project.check()
    assert [(one["check"], one["database"]) for one in found["findings"]] == [("compile", "two"), ("downgrade", "one")]


def test_versions_of_one_database_are_told_apart(project):
    project.revision(
        "a1", TABLE, "op.drop_table('account') if op.get_bind().dialect.server_version_info < (14,) else 0"
    )
    done = project.check("-d", "postgresql@12", "-d", "postgresql@16")
    (found,) = done["findings"]
    assert (found["check"], found["dialects"]) == ("downgrade", ["postgresql@16"])
    assert done["checks"][1]["said"] == "1 revision on postgresql@12, postgresql@16"


def test_a_head_that_is_named_takes_no_place_of_its_branch(project):
    project.revision("a1", branch_labels=("core",))
    project.revision("b1", down="a1")
    project.revision("b2", down="a1")
    for named in ("b1", "b2"):
        project.settings(f'check_heads = ["core", "{named}"]')
        assert project.findings("--only", "heads") == []


def test_the_line_of_downgrade_is_that_of_the_function_itself(project):
    project.revision("a1", TABLE, "pass", head="def downgrade_later():\n    pass")
    (found,) = project.findings()
    assert found[2] == 10


def test_a_raise_in_the_line_of_its_condition_is_meant(project):
    project.revision("a1", TABLE, 'if True: raise ValueError("There is no way back.")')
    assert project.findings() == []


def test_another_name_of_an_index_that_the_database_made_is_none(project):
    project.revision(
        "a1",
        """
        op.create_table("team", sa.Column("id", sa.Integer, primary_key=True))
        op.create_table("account", sa.Column("team_id", sa.Integer, sa.ForeignKey("team.id")))
        """,
        'op.drop_table("account")\nop.drop_table("team")',
    )
    project.revision(
        "a2",
        """
        op.drop_constraint("account_ibfk_1", "account", type_="foreignkey")
        op.create_foreign_key("account_ibfk_1", "account", "team", ["team_id"], ["id"], ondelete="CASCADE")
        """,
        """
        op.drop_constraint("account_ibfk_1", "account", type_="foreignkey")
        op.create_foreign_key("account_ibfk_1", "account", "team", ["team_id"], ["id"])
        """,
    )
    assert project.findings("-d", "mysql", "-d", "mariadb") == []


def test_parentheses_around_a_default_are_none(project):
    table = 'op.create_table("account", sa.Column("id", sa.Integer, server_default=sa.text("{}")))'
    project.revision("a1", table.format("(1 + 2)"), 'op.drop_table("account")')
    project.revision("a2", 'op.drop_table("account")', table.format("((1  +  2))"))
    project.revision("a3", 'op.drop_table("account")', table.format("((1 + 3))"))
    assert [one[3].split()[3] for one in project.findings("-d", "sqlite")] == ["a3"]


def test_checks_say_where_they_saw_a_part_of_the_history(project):
    project.revision("a1", TABLE, 'op.drop_table("account")')
    project.revision("a2", "op.drop_column('x')")
    done = project.check("--accept", "compile:a2")
    assert done["ok"]
    said = [one["said"] for one in done["checks"] if one["check"] in ("downgrade", "repeatable")]
    assert said == ["not of the revisions after one that does not compile"] * 2


def test_an_env_that_fails_names_no_databases(project):
    (project.folder / "env.py").write_text("import nothing_there\n")
    project.revision("a1")
    assert project.check()["checks"][1]["said"] == "1 revision"
