"""What ``process_revision_directives`` makes of the operations: it changes them, and makes others."""

from __future__ import annotations

import pytest

from tests.drafting.conftest import ACCOUNT

MORE = (
    ACCOUNT.replace("nullable=False", "nullable=False, unique=True")
    + """
class Item(Base):
    __tablename__ = "item"
    name = sa.Column(sa.String(20), index=True)
    account = sa.Column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    id = sa.Column(sa.Integer, primary_key=True)
    amount = sa.Column(sa.Integer, sa.CheckConstraint("amount > 0", name="positive"))
"""
)


@pytest.fixture
def grown(project):
    """A project whose models have one table more, and a unique column."""
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(MORE)
    return project


def hook(project, text: str) -> None:
    """Give env.py a hook whose body this is; ``script`` is the new revision."""
    functions = "from alembic.operations import ops\nimport sqlalchemy as sa\n\n"
    functions += "def directives_of(context, revision, directives):\n    script = directives[0]\n"
    project.env("process_revision_directives=directives_of")
    path = project.folder / "env.py"
    body = "".join(f"    {line}\n" for line in text.strip().splitlines())
    path.write_text(path.read_text().replace("context.configure(", f"{functions}{body}\n\ncontext.configure(", 1))


def rewriter(project, text: str) -> None:
    """Give env.py a rewriter."""
    functions = (
        "from alembic.autogenerate import rewriter\nfrom alembic.operations import ops\nimport sqlalchemy as sa\n"
    )
    project.env("process_revision_directives=writer", f"{functions}writer = rewriter.Rewriter()\n{text}")


def upgrade(text: str) -> str:
    return text.partition("def upgrade")[2].partition("def downgrade")[0]


def test_columns_of_a_new_table_are_put_in_another_order(grown):
    rewriter(
        grown,
        """
@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    places = {"id": -100}
    found = [(places.get(one.key, n) if isinstance(one, sa.Column) else 2000, one._copy()) for n, one in enumerate(op.columns)]
    columns = [one for _, one in sorted(found, key=lambda pair: pair[0])]
    return ops.CreateTableOp(op.table_name, columns, schema=op.schema, **op.kw)
""",
    )
    text = upgrade(grown.generate("b2"))
    assert text.index('"id"') < text.index('sa.Column("name"') < text.index('sa.Column("account"')
    assert 'sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE")' in text
    assert 'sa.CheckConstraint("amount > 0", name="positive")' in text
    assert text.count("op.create_index(") == 1


def test_columns_are_sorted_in_their_list(grown):
    hook(
        grown,
        """
for one in script.upgrade_ops.ops:
    if isinstance(one, ops.CreateTableOp):
        one.columns.sort(key=lambda item: (not isinstance(item, sa.Column), getattr(item, "key", "")))
        one.comment = "sorted"
""",
    )
    text = upgrade(grown.generate("b2"))
    assert text.index('Column("account"') < text.index('Column("amount"') < text.index('Column("id"')
    assert 'comment="sorted"' in text
    assert text.count("Constraint(") == 2


def test_a_new_column_in_two_steps(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT + "    more = sa.Column(sa.Integer, nullable=False)\n")
    rewriter(
        project,
        """
@writer.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    return [
        ops.AddColumnOp(op.table_name, sa.Column("more", sa.Integer, nullable=True, index=True, unique=True)),
        ops.ExecuteSQLOp("UPDATE account SET more = 0"),
        ops.AlterColumnOp(op.table_name, "more", modify_nullable=False, existing_type=op.column.type),
        ops.CreateUniqueConstraintOp("u", op.table_name, ["more", "id"]),
        ops.CreateCheckConstraintOp("c", op.table_name, "more < 9"),
    ]
""",
    )
    text = upgrade(project.generate("b2"))
    calls = [line.strip().partition("(")[0] for line in text.splitlines() if line.startswith("    op.")]
    assert calls == [
        *("op.add_column", "op.create_index", "op.execute", "op.alter_column"),
        *("op.create_unique_constraint", "op.create_check_constraint"),
    ]
    assert 'op.create_index(op.f("ix_account_more"), "account", ["more"], unique=True)' in text


def test_indexes_are_made_concurrently_and_only_where_they_are_missing(grown):
    rewriter(
        grown,
        """
@writer.rewrites(ops.CreateIndexOp)
def concurrently(context, revision, op):
    op.kw["postgresql_concurrently"] = True
    op.if_not_exists = True
    return op

@writer.rewrites(ops.CreateTableOp)
def missing(context, revision, op):
    op.if_not_exists = True
    return op

@writer.rewrites(ops.DropTableOp)
def there(context, revision, op):
    op.if_exists = True
    return op

@writer.rewrites(ops.DropIndexOp)
def index_there(context, revision, op):
    op.if_exists = True
    return op
""",
    )
    text = grown.generate("b2")
    assert "postgresql_concurrently=True" in upgrade(text)
    assert "with op.get_context().autocommit_block():" in upgrade(text)
    assert upgrade(text).count("if_not_exists=True") == 2
    assert 'op.drop_table("item", if_exists=True)' in text


def test_indexes_of_dropped_tables_and_empty_containers_are_left_out(grown):
    hook(
        grown,
        """
def kept(directives, gone):
    for one in directives:
        if isinstance(one, ops.ModifyTableOps) and (one.table_name, one.schema) in gone:
            one.ops = list(kept(one.ops, gone))
            if not one.ops:
                continue
        elif isinstance(one, ops.DropIndexOp) and (one.table_name, one.schema) in gone:
            continue
        yield one

for held in (script.upgrade_ops, script.downgrade_ops):
    gone = {(one.table_name, one.schema) for one in held.ops if isinstance(one, ops.DropTableOp)}
    held.ops = list(kept(held.ops, gone))
""",
    )
    assert 'op.drop_table("item")' in grown.generate("b2")


def test_all_kinds_of_operations_are_made(grown):
    hook(
        grown,
        """
script.upgrade_ops.ops = [
    ops.CreateTableOp(
        "one",
        [
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("a", sa.Integer, sa.ForeignKey("account.id"), unique=True, index=True),
            sa.Column("flag", sa.Boolean(create_constraint=True, name="flagged")),
            sa.UniqueConstraint("id", "a", name="both"),
        ],
        comment="new",
    ),
    ops.ModifyTableOps("one", [
        ops.AddColumnOp("one", sa.Column("b", sa.Integer, sa.ForeignKey("account.id", name="to"))),
        ops.DropConstraintOp("both", "one", "unique"),
        ops.CreateIndexOp("i", "one", ["a", sa.text("abs(b)")], unique=True),
        ops.DropColumnOp("one", "flag"),
    ]),
    ops.CreateForeignKeyOp("f", "one", "account", ["id"], ["id"], ondelete="CASCADE"),
    ops.CreateTableCommentOp("one", "newer"),
    ops.RenameTableOp("one", "two"),
    ops.DropIndexOp("i", "two"),
    ops.DropTableCommentOp("two"),
]
script.downgrade_ops.ops = [ops.DropTableOp("two")]
""",
    )
    text = upgrade(grown.generate("b2"))
    for expected in (
        *('"one"', 'comment="new"', 'sa.ForeignKeyConstraint(["a"], ["account.id"])', "unique=True"),
        *('sa.Boolean(create_constraint=True, name="flagged")', 'op.add_column("one", sa.Column("b", sa.Integer()))'),
        *('op.create_foreign_key("to", "one", "account", ["b"], ["id"])', 'op.drop_constraint("both", "one"'),
        *('["a", sa.text("abs(b)")]', 'op.drop_column("one", "flag")', 'op.create_foreign_key("f", "one", "account"'),
        *(
            'op.create_table_comment("one", "newer"',
            'op.rename_table("one", "two")',
            'op.drop_index("i", table_name="two")',
        ),
        'op.drop_table_comment("two"',
    ):
        assert expected in text, expected
    assert text.count('"ix_one_a"') == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("script.upgrade_ops.ops[-1].ops[0].column_name = 'y'", "does not know CreateUniqueConstraintOp.column_name"),
        ("script.upgrade_ops.ops[-1].ops[0].columns = ['y']", 'The table "account" has no column "y"'),
        ("script.upgrade_ops.ops[-1].ops[0].reverse()", "does not reverse a CreateUniqueConstraintOp"),
        ("script.upgrade_ops.ops.append('x')", "adds a str, which sqlcompile does not write"),
        ("script.upgrade_ops.ops.append(ops.DropColumnOp('account', 'nothing'))", 'no column "nothing"'),
        ("script.upgrade_ops.ops[-1].ops[0].kw['nonsense'] = 1", "nonsense"),
    ],
)
def test_what_cannot_be_followed_is_refused(grown, text, said):
    hook(grown, text)
    error = grown.refused()
    assert said in error
    assert "env.py" in error


def test_a_convention_names_what_a_hook_makes_and_leaves_other_names(project):
    head = (
        "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n"
        "    metadata = sa.MetaData(naming_convention={'ck': 'ck_%(table_name)s_%(constraint_name)s',"
        " 'uq': 'uq_%(table_name)s_%(column_0_name)s'})\n\n\n"
    )
    checked = (
        ACCOUNT
        + "    a = sa.Column(sa.Integer)\n    __table_args__ = (sa.CheckConstraint('a > 0', name='positive'),)\n"
    )
    project.models(checked, head=head)
    hook(
        project,
        """
(table,) = script.upgrade_ops.ops
table.columns = [*table.columns, sa.Column("b", sa.Integer, unique=True)]
script.upgrade_ops.ops.append(ops.CreateCheckConstraintOp("small", "account", "a < 9"))
""",
    )
    text = upgrade(project.generate("a1"))
    assert 'name=op.f("ck_account_positive")' in text
    assert 'name=op.f("uq_account_b")' in text
    assert 'op.create_check_constraint(op.f("ck_account_small")' in text
