"""The habits that keep the code base as it is meant to be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = sorted((ROOT / "sqlcompile").rglob("*.py"))
DIALECTS = sorted((ROOT / "dialects").glob("*.py"))
TOP = {"pyproject.toml", "sqlcompile", "tests", "dialects", "README.md", "examples", "LICENSE"}


def _name(path):
    return path.relative_to(ROOT).as_posix()


def test_the_top_level_holds_what_the_readme_says():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_nothing_outside_dialects_asks_for_a_dialect_by_name(path):
    assert not re.search(r"dialect(_name|\.name)\s*(==|!=|in\s*[([{])", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*PRODUCT, *DIALECTS], ids=_name)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [*PRODUCT, *DIALECTS], ids=_name)
def test_no_module_holds_mutable_state(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mutable = (ast.Dict, ast.List, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    for node in tree.body:
        value = getattr(node, "value", None)
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(value, mutable):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        named = ast.unparse(target)
        annotation = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else ""
        constant = named.isupper() or named.lstrip("_").isupper() or named == "__all__"
        assert constant or "Final" in annotation or "Mapping" in annotation, f"{path}:{node.lineno}: {named}"


def test_imports_go_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", list((ROOT / "sqlcompile" / "operations").glob("[!_]*.py")), ids=lambda p: p.stem)
def test_every_directive_is_in_op_and_has_its_test(path):
    op = (ROOT / "sqlcompile" / "op.py").read_text(encoding="utf-8")
    defined = {
        node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    }
    if path.stem in defined:
        assert f"import {path.stem}" in op or re.search(rf"import .*\b{path.stem}\b", op)
        assert (ROOT / "tests" / "operations" / f"test_{path.stem}.py").is_file()
