"""The schema of a project's history, written in any format."""

from __future__ import annotations

from importlib import import_module

from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.choice import Choice
from sqlcompile.showing.replaying import show, show_change


class Heard(Silent):
    """Keeps the notes."""

    def __init__(self):
        self.notes = []

    def note(self, message):
        self.notes.append(message)


def text_of(project, dialect, revision, form, heard=None):
    """Return the schema at a revision, or what changes in a range ``A:B``."""
    module = import_module(f"sqlcompile.showing.formats.as_{form}")
    config, choice = load_config(project.folder), Choice.of([dialect])
    if ":" in revision:
        (found,) = show_change(config, revision, choice, module.render_change, heard or Silent())
    else:
        (found,) = show(config, revision, choice, module.render, heard or Silent())
    return found.text


def notes_of(project, dialect, revision, form):
    """Return what is said on stderr."""
    heard = Heard()
    text_of(project, dialect, revision, form, heard)
    return heard.notes
