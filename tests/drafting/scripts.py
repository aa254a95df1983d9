"""New scripts for tests: written for two schemas, and proved."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.aligning import aligned
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.models import schema_of
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.proving import prove
from sqlcompile.drafting.script import Ways, bodies, ways
from sqlcompile.project.template import NewRevision
from sqlcompile.schema.model import Schema

HEAD = "import sqlalchemy as sa\nfrom {package} import op\n{imports}\n"


def written(found: Ways, style: Style, package: str = "sqlcompile", revision: str = "b2", below: Any = None) -> str:
    """Return the script of two ways."""
    up, down = bodies(found, style)
    head = HEAD.format(package=package, imports="\n".join(sorted(style.imports)))
    return (
        f"{head}\nrevision = {revision!r}\ndown_revision = {below!r}\n\n\n"
        f"def upgrade():\n    {up or 'pass'}\n\n\ndef downgrade():\n    {down or 'pass'}\n"
    )


def between(first: sa.MetaData, second: sa.MetaData, dialect: Dialect) -> Ways:
    """Return the ways from one MetaData to another."""
    before, after = schema_of([first], dialect), schema_of([second], dialect)
    return ways(before, aligned(before, after, Forms(dialect)), dialect)


def run_at(schema: Schema, dialect: Dialect) -> Run:
    """Return a run at the end of a history that made a schema."""
    return Run(dialect, schema, Surroundings({}, (None, "alembic_version")))


def proved(first: sa.MetaData, second: sa.MetaData, dialect: Dialect, **style: Any) -> str:
    """Return the script from one MetaData to another, its replay compared with both."""
    found = between(first, second, dialect)
    text = written(found, Style(dialect, **style))
    try:
        prove(text, NewRevision("b2", "change", ("a1",)), run_at(found.before, dialect), found)
    except Exception as error:
        error.add_note(text)
        raise
    return text
