"""Annotations for GitHub: workflow commands, then the text for whoever reads the log.

"Workflow commands for GitHub Actions" of its manual has the form, and what must be escaped: `%`, carriage
returns and line feeds everywhere, in properties colons and commas too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlcompile.checking.formats import as_text
from sqlcompile.checking.formats.as_json import place_in
from sqlcompile.checking.model import Finding, Report

_END = "sqlcompile-check-report"
"""What ends the part of the log in which nothing is a command."""
_IN_TEXT: Mapping[str, str] = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Mapping[str, str] = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def render(report: Report, root: Path) -> str:
    """Return the report as annotations and text; files are as seen from the folder that was checked out.

    That is GITHUB_WORKSPACE, else the repository that ``root`` is in, else ``root``.
    """
    top = _workspace(root)
    commands = [_command(finding, top) for finding in report.findings]
    text = as_text.render(report, root)
    stopped = [f"::stop-commands::{_END}", text, f"::{_END}::"]  # what migrations say is no command
    return "\n".join([*commands, *stopped])


def _workspace(root: Path) -> Path:
    given = os.environ.get("GITHUB_WORKSPACE")
    if given and root.is_relative_to(given):
        return Path(given)
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _command(finding: Finding, top: Path) -> str:
    place = finding.location
    properties = {"title": f"sqlcompile check: {finding.check}"}
    if place is not None:
        properties = {"file": place_in(place.path, top), "line": str(place.line or 1), **properties}
    said = ",".join(f"{name}={_escaped(value, _IN_PROPERTIES)}" for name, value in properties.items())
    lines = [as_text.said(finding), *finding.details, *([finding.hint] if finding.hint else [])]
    text = "\n".join(lines)
    return f"::error {said}::{_escaped(text, _IN_TEXT)}"


def _escaped(text: str, marks: Mapping[str, str]) -> str:
    return "".join(marks.get(character, character) for character in text)
