"""A command line run as a process of its own, where a database can be named, and the example to run it on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import Project

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shop(tmp_path):
    shutil.copytree(ROOT / "examples" / "shop", tmp_path / "shop", ignore=shutil.ignore_patterns("sql"))
    return Project.at(tmp_path / "shop")


@pytest.fixture
def cli(tmp_path):
    """Run sqlcompile in a new folder; ``url`` is given in the environment."""

    def run(*arguments, url=None, stdin=None):
        environment = {name: value for name, value in os.environ.items() if name != "SQLCOMPILE_URL"}
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
        if url is not None:
            environment["SQLCOMPILE_URL"] = text(url)
        return subprocess.run(
            [sys.executable, "-m", "sqlcompile", *arguments],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def text(url):
    """Return a URL as somebody would write it, with its password."""
    return url if isinstance(url, str) else url.render_as_string(hide_password=False)
