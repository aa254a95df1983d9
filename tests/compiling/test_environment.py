"""env.py is run in offline mode, and what it configures counts."""

import shutil
from pathlib import Path

import pytest

from sqlcompile.errors import ConfigError, ScriptError
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts
from sqlcompile.scripts.style import Style

ACCOUNT = Path(__file__).parent.parent.parent / "examples" / "account"


@pytest.fixture
def account(tmp_path):
    shutil.copytree(ACCOUNT, tmp_path / "account")
    return tmp_path / "account"


def compiled(folder, *dialects):
    output = folder / "out.sql"
    build_scripts(
        load_config(folder),
        range_text="base:head",
        direction="upgrade",
        dialects=dialects,
        output=output,
        output_dir=None,
        style=Style(),
        progress=Silent(),
    )
    return output.read_text(encoding="utf-8")


def env(folder, text):
    (folder / "migrations" / "env.py").write_text("from alembic import context\n" + text, encoding="utf-8")


RUN = "with context.begin_transaction():\n    context.run_migrations()\n"


def test_the_account_example_compiles(account):
    text = compiled(account, "postgresql")
    assert "CREATE TABLE account" in text
    assert "ADD COLUMN created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL" in text


def test_the_command_line_decides_the_database(account):
    assert "MariaDB" in compiled(account, "mariadb").splitlines()[0]


def test_without_one_the_url_of_env_decides(account):
    env(account, 'context.configure(url="mysql+pymysql://x/y")\n' + RUN)
    assert "MySQL" in compiled(account).splitlines()[0]


def test_the_version_table_and_the_transactions_are_those_of_env(account):
    env(
        account,
        'context.configure(version_table="versions", version_table_schema="adm", transaction_per_migration=True)\n'
        + RUN,
    )
    text = compiled(account, "postgresql")
    assert "INSERT INTO adm.versions" in text
    assert text.count("\nCOMMIT;") == 2


def test_what_env_executes_comes_first(account):
    executed = (
        'context.configure()\ncontext.execute("SET search_path TO shop")\ncontext.static_output("-- as written")\n'
    )
    env(account, executed + RUN)
    text = compiled(account, "postgresql")
    assert text.index("SET search_path TO shop;") < text.index("-- as written") < text.index("CREATE TABLE account")


def test_the_naming_convention_is_that_of_the_models(account):
    env(
        account,
        "import sqlalchemy as sa\n"
        'metadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"})\n'
        "context.configure(target_metadata=metadata)\n" + RUN,
    )
    assert "CONSTRAINT pk_account PRIMARY KEY" in compiled(account, "postgresql")


def test_env_is_asked_nothing_that_only_a_connection_has(account):
    env(account, "assert context.is_offline_mode()\nassert context.get_bind() is None\ncontext.configure()\n" + RUN)
    assert "CREATE TABLE account" in compiled(account, "postgresql")


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("1 / 0\n", ScriptError, "ZeroDivisionError"),
        ("def broken(:\n", ScriptError, "SyntaxError"),
        ("raise SystemExit(3)\n", ConfigError, "ends the program"),
        ("context.configure()\n", ConfigError, "without running the migrations"),
        ("context.configure()\n" + RUN + RUN, ConfigError, "more than once"),
        (
            "import sqlalchemy as sa\nsa.create_engine('sqlite://').connect()\n",
            ScriptError,
            "never does",
        ),
    ],
    ids=["raises", "does not parse", "exits", "runs nothing", "runs twice", "connects"],
)
def test_an_env_that_cannot_be_used(account, text, error, said):
    env(account, text)
    with pytest.raises(error, match=said) as raised:
        compiled(account, "postgresql")
    assert raised.value.hint
    assert not (account / "out.sql").exists()
