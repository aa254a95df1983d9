"""A project, and its proof on a server of the tests'."""

import json

import pytest

from sqlcompile.cli.run import run
from tests.projects import Project


@pytest.fixture
def prove(tmp_path, monkeypatch, capsys):
    """Run ``sqlcompile verify`` for a project in this process; returns its status and its report."""

    def called(database, *options):
        dialect = database.server.dialect
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        url = database.url.render_as_string(hide_password=False)
        status = run(["verify", "-d", dialect, "--url", url, "--format", "json", *options])
        captured = capsys.readouterr()
        report = json.loads(captured.out) if captured.out else None
        return status, report["databases"][0] if report else captured.err

    return called


@pytest.fixture
def project(tmp_path):
    """A project without revisions."""
    return Project(tmp_path)
