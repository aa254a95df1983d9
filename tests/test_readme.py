"""The README says what is true: its commands run, and give the output that it shows."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sqlcompile.cli.commands import COMMANDS
from sqlcompile.dialect.facts import KEYS
from sqlcompile.dialect.load import load_dialect
from tests.projects import DIALECTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OUTPUTS = re.findall(r"<!-- output: (.+?) -->\n```\w*\n(.*?)```", README, re.DOTALL)


def _block(mark):
    return re.search(rf"<!-- {mark} -->\n```sh\n(.*?)```", README, re.DOTALL)[1]


@pytest.mark.parametrize(("command", "shown"), OUTPUTS, ids=[command for command, _ in OUTPUTS])
def test_the_output_is_what_the_command_gives(command, shown):
    words = shlex.split(command)
    assert words[0] == "sqlcompile"
    done = subprocess.run(
        [sys.executable, "-m", "sqlcompile", *words[1:]],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert len(shown.splitlines()) > 5
    assert done.stdout.startswith(shown)


def test_the_outputs_are_there():
    assert OUTPUTS


def test_every_fact_of_a_diff_is_listed():
    listed = re.search(r"\| fact \| what it is about \|\n\|---\|---\|\n((?:\|.*\n)+)", README)[1]
    assert dict(re.findall(r"\| `([\w-]+)` \| (.*) \|\n", listed)) == dict(KEYS)


def test_every_command_is_listed():
    for command in COMMANDS:
        assert f"`sqlcompile {command}" in README or f"`{command}" in README


def test_the_commands_to_try_and_to_test_are_there():
    assert "sqlcompile -C examples/shop upgrade base:head" in _block("try")
    assert "pytest" in _block("test")


def test_the_settings_are_accepted(tmp_path):
    settings = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "naming_conv" in block)
    (tmp_path / "migrations" / "versions").mkdir(parents=True)
    (tmp_path / "sqlcompile.toml").write_text(settings, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "sqlcompile", "-C", tmp_path, "heads"], check=True)


def test_the_settings_of_a_diff_are_accepted(tmp_path):
    settings = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "diff_accept" in block)
    (tmp_path / "versions").mkdir()
    (tmp_path / "sqlcompile.toml").write_text(f'script_location = "."\n{settings}', encoding="utf-8")
    command = [sys.executable, "-m", "sqlcompile", "-C", tmp_path, "diff", "postgresql", "mysql"]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("command", "writes"),
    [("diff", "CREATE TABLE account"), ("check", "released    not done: origin/main has no revision of this project")],
    ids=["diff", "check"],
)
def test_the_line_for_ci_runs_on_a_branch(tmp_path, command, writes):
    lines = "\n".join(re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)).splitlines()
    line = next(line for line in lines if f"run: sqlcompile {command}" in line).partition("run: ")[2]
    (tmp_path / "main" / "versions").mkdir(parents=True)
    (tmp_path / "main" / "sqlcompile.toml").write_text('script_location = "."\ndialects = ["sqlite"]\n')
    for git in (
        "git init -q -b main main",
        "git -C main -c user.name=A -c user.email=a@example.org add -A",
        "git -C main -c user.name=A -c user.email=a@example.org commit -qm one",
        "git clone -q main clone",
    ):
        subprocess.run(shlex.split(git), cwd=tmp_path, check=True)
    shutil.copytree(ROOT / "examples" / "account" / "migrations" / "versions", tmp_path / "clone" / "versions")
    shell = f'sqlcompile() {{ "{sys.executable}" -m sqlcompile "$@"; }}\n{line}\n'
    environment = {**os.environ, "GITHUB_BASE_REF": "main"}
    done = subprocess.run(
        ["/bin/sh", "-c", shell], cwd=tmp_path / "clone", env=environment, check=True, capture_output=True, text=True
    )
    file = tmp_path / "clone" / "sql.md"
    assert writes in (file.read_text(encoding="utf-8") if file.exists() else done.stdout)


def _types():
    """Return the table of what stands for what, as the databases' files say it."""
    dialects = [load_dialect(name) for name in DIALECTS]
    lines = [f"| type | {' | '.join(dialect.title for dialect in dialects)} |", f"|---|{'---|' * len(dialects)}"]
    names = sorted({name for dialect in dialects for name in dialect.type_map.defaults}, key=str.upper)
    for name in names:
        texts = [dialect.type_map.defaults.get(name) for dialect in dialects]
        cells = ["" if text is None else text.replace("|", " \\| ") or "refused" for text in texts]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_table_of_types_is_what_the_databases_say(request):
    before, start, rest = README.partition("<!-- types -->\n")
    shown, end, after = rest.partition("<!-- /types -->\n")
    if request.config.getoption("--update-golden"):
        text = f"{before}{start}{_types()}\n{end}{after}"
        (ROOT / "README.md").write_text(text, encoding="utf-8", newline="")
        shown = f"{_types()}\n"
    assert shown == f"{_types()}\n"


def test_the_types_in_the_settings_are_accepted(tmp_path):
    settings = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "types.mysql" in block)
    (tmp_path / "versions").mkdir()
    (tmp_path / "sqlcompile.toml").write_text(f'script_location = "."\n{settings}', encoding="utf-8")
    command = [sys.executable, "-m", "sqlcompile", "-C", tmp_path, "upgrade", "head", "-d", "mysql"]
    subprocess.run(command, check=True, capture_output=True)
