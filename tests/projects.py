"""Small projects for tests, and what comes out of them."""

from __future__ import annotations

import re
import textwrap
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlcompile.compiling.fold import compile_plan
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Run
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.load import load_dialect
from sqlcompile.project.config import load_config
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import plan_downgrade, plan_upgrade
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.style import Style

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


def unnumbered(script: str) -> str:
    """Return a script without the numbers of its statements."""
    return re.sub(r"(?m)^ *-- \[\d+/\d+\] .*\n", "", script)


class Project:
    """A project in a folder: revisions are added by their bodies, scripts come out as text."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.folder = folder
        self.last: str | None = None
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        (folder / "sqlcompile.toml").write_text(f'script_location = "."\n{settings}', encoding="utf-8")

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Return the project that is in a folder already."""
        project = cls.__new__(cls)
        project.folder = folder
        project.last = None
        return project

    def revision(
        self,
        id_: str,
        upgrade: str = "pass",
        downgrade: str | None = "pass",
        *,
        down: Any = ...,
        message: str = "",
        head: str = "",
        **identifiers: Any,
    ) -> Path:
        """Write a revision on top of the last one (or of ``down``); bodies are Python without indent."""
        below = self.last if down is ... else down
        self.last = id_
        lines = [
            f'"""{message or id_}"""',
            "import sqlalchemy as sa",
            "from sqlcompile import op",
            f"revision = {id_!r}",
            f"down_revision = {below!r}",
            *[f"{name} = {value!r}" for name, value in identifiers.items()],
            textwrap.dedent(head),
            "def upgrade():",
            textwrap.indent(textwrap.dedent(upgrade).strip(), "    "),
        ]
        if downgrade is not None:
            lines += ["def downgrade():", textwrap.indent(textwrap.dedent(downgrade).strip(), "    ")]
        path = self.folder / "versions" / f"{id_}.py"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def compile(
        self,
        dialect: str,
        range_text: str = "base:heads",
        direction: Any = "upgrade",
        **style: Any,
    ) -> str:
        """Return the script of a range, the same bytes that the command line writes."""
        output = self.folder / f"out.{dialect}.sql"
        with suppress(FileNotFoundError):
            output.unlink()
        build_scripts(
            load_config(self.folder),
            range_text=range_text,
            direction=direction,
            dialects=(dialect,),
            output=output,
            output_dir=None,
            style=Style(**style),
            progress=Silent(),
        )
        with output.open(encoding="utf-8", newline="") as file:
            return file.read()

    def statements(self, dialect: str, range_text: str = "base:heads", direction: Any = "upgrade") -> list[str]:
        """Return the statements of the last revision in a range, without version table and guard."""
        return [item.statement.text for item in self._results(dialect, range_text, direction)[-1]]

    def _results(self, dialect: str, range_text: str, direction: Any) -> list[Any]:
        compilation = self._compilation(dialect, range_text, direction)
        folders = compilation.config.prepend_sys_path
        return [result.written[0] for result in compile_plan(compilation.plan, compilation.runs(), folders)]

    def _compilation(self, dialect: str, range_text: str, direction: Any) -> Compilation:
        config = load_config(self.folder)
        graph = read_graph(config)
        ends = parse_range(graph, range_text, default_direction=direction)
        plan = (plan_upgrade if direction == "upgrade" else plan_downgrade)(graph, *ends)
        return Compilation(config, graph, plan, (load_dialect(dialect),), Style(), VersionTable())

    def run(self, dialect: str, range_text: str = "base:heads", direction: Any = "upgrade") -> Run:
        """Return the run after a range: its schema, and a connection that answers reflection from it."""
        compilation = self._compilation(dialect, range_text, direction)
        (run,) = compilation.runs()
        for _ in compile_plan(compilation.plan, [run], compilation.config.prepend_sys_path):
            pass
        return run


def reflected(connection: sa.Connection) -> dict[str, Any]:
    """Return all that reflection says of the default namespace, in a form that can be compared."""
    inspector = sa.inspect(connection)
    dialect = connection.dialect
    found: dict[str, Any] = {}
    for table in sorted(inspector.get_table_names()):
        found[table] = {
            "columns": [_column(column, dialect) for column in inspector.get_columns(table)],
            "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": sorted(
                (
                    tuple(key["constrained_columns"]),
                    key["referred_table"],
                    tuple(key["referred_columns"]),
                    tuple(sorted(key["options"].items())),
                    key["name"] or "",
                )
                for key in inspector.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (index["name"] or "", tuple(name or "?" for name in index["column_names"]), bool(index["unique"]))
                for index in inspector.get_indexes(table)
                if not (index["name"] or "").startswith("sqlite_autoindex")
            ),
            "uniques": sorted(
                (tuple(unique["column_names"]), unique["name"] or "")
                for unique in inspector.get_unique_constraints(table)
            ),
            "checks": sorted(check["name"] or "" for check in inspector.get_check_constraints(table)),
        }
        with suppress(NotImplementedError):
            found[table]["comment"] = inspector.get_table_comment(table)["text"]
    return found


def _column(column: Any, dialect: Any) -> tuple[Any, ...]:
    type_ = column["type"].compile(dialect=dialect).split(" COLLATE ")[0].split(" CHARACTER SET ")[0]
    return (column["name"], type_, column["nullable"], column["default"] is not None, column.get("comment"))
