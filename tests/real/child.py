"""What runs in a history's own interpreter: ``child.py JOB.json``; the answer goes to the job's ``result``.

It is run by its path, for a project may have a package named ``tests`` itself.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

Job = dict[str, Any]
Answer = dict[str, Any]


class Heard:
    """A Progress that remembers how far the compilation is."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.running = ""
        self.notes: list[str] = []

    def step(self, done: int, total: int, message: str) -> None:
        """Remember the step that begins."""
        self.done, self.total = done, total
        self.running = message.partition(" -> ")[2].partition(",")[0] or message

    def note(self, message: str) -> None:
        """Remember what is said."""
        self.notes.append(message)


def compile_history(job: Job) -> Answer:
    """Compile a range as the command line does; write the script and the schema that it leads to."""
    from sqlcompile.errors import SqlcompileError
    from sqlcompile.scripts.build import build_scripts
    from sqlcompile.scripts.style import Style

    heard = Heard()
    failures: list[Answer] = []
    began = time.monotonic()
    with _runs() as runs, _going_on(failures) if job["keep_going"] else contextlib.nullcontext():
        try:
            build_scripts(
                _config(job),
                range_text=job["range"],
                direction=job["direction"],
                dialects=(job["dialect"],),
                output=Path(job["sql"]),
                output_dir=None,
                style=Style(job["transaction"]),
                progress=heard,
            )
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a crash is a result, too
            failures.append(_failure(error, heard.running))
        else:
            heard.done = heard.total
            try:
                if not failures:
                    _write(job["schema"], _reflected(runs[-1].bind()))
            except SqlcompileError as error:  # a table that the history does not tell as a whole
                heard.note(f"not reflected: {error}")
    if failures:
        Path(job["sql"]).unlink(missing_ok=True)
    return {
        "reached": heard.done,
        "total": heard.total,
        "seconds": round(time.monotonic() - began, 1),
        "failures": failures,
        "notes": heard.notes,
    }


def compile_rests(job: Job) -> Answer:
    """Write what is left of the script after each of many statements."""
    heard = Heard()
    failures = []
    began = time.monotonic()
    try:
        _module("sqlcompile_tests_rests", str(Path(__file__).parent / "rests.py")).compile_rests(
            _config(job), job, heard
        )
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a crash is a result, too
        failures.append(_failure(error, heard.running))
    return {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _config(job: Job) -> Any:
    """Return the settings of a compilation, as the command line would take them."""
    from sqlcompile.project.config import load_config

    file = Path(job["settings"])
    config = replace(load_config(file.parent, file), env=job["env"], x_arguments=tuple(job["x"]))
    if job["direction"] == "downgrade":
        config = replace(config, rows="empty")
    if job["initial"]:
        config = replace(config, baseline={"": job["initial"]}, rows="empty")
    return config


@contextlib.contextmanager
def _runs() -> Iterator[list[Any]]:
    """Give the runs of the compilations in a with block: they know the schema at the end."""
    from sqlcompile.scripts import build

    made: list[Any] = []
    compilation: Any = build.Compilation
    own = compilation.runs

    def remembered(self: Any, progress: Any = None) -> list[Any]:
        made.extend(own(self, progress))
        return made[-1:]

    compilation.runs = remembered
    try:
        yield made
    finally:
        compilation.runs = own


@contextlib.contextmanager
def _going_on(failures: list[Answer]) -> Iterator[None]:
    """Go past the revisions that fail; what fails after one of them may follow from it."""
    from sqlcompile.compiling import fold
    from sqlcompile.errors import SqlcompileError

    own = fold._run_script

    def run_script(revision: Any, name: str, runs: Any, rows: tuple[str, ...]) -> None:
        try:
            own(revision, name, runs, rows)
        except SqlcompileError as error:
            failures.append(_failure(error, revision.id))

    fold._run_script = run_script
    try:
        yield
    finally:
        fold._run_script = own


def _failure(error: BaseException, revision: str) -> Answer:
    location = getattr(error, "location", None)
    return {
        "revision": revision,
        "type": type(error).__name__,
        "message": " ".join(str(error).split())[:500],
        "hint": getattr(error, "hint", None),
        "place": str(location) if location else "",
        "traceback": "".join(traceback.format_exception(error)),
    }


def create(job: Job) -> Answer:
    """Create the tables of a MetaData."""
    import sqlalchemy as sa

    if job["setup"]:
        _module("setup_of_project", job["setup"])
    module, _, path = job["initial"].partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    engine = sa.create_engine(job["url"], poolclass=sa.NullPool)
    found.create_all(engine)
    return {"failures": []}


def reflect(job: Job) -> Answer:
    """Write what a real database says of itself, and the rows of its tables."""
    import sqlalchemy as sa

    engine = sa.create_engine(job["url"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        _write(job["schema"], _reflected(connection))
        _write(job["rows"], _rows(connection, set(job["varying"])))
    return {"failures": []}


def _rows(connection: Any, varying: set[str]) -> dict[str, list[str]]:
    """Return the rows of every table, sorted, without the columns whose values vary."""
    import sqlalchemy as sa

    found: dict[str, list[str]] = {}
    for table in sorted(sa.inspect(connection).get_table_names()):
        quoted = connection.dialect.identifier_preparer.quote(table)
        result = connection.execution_options(no_parameters=True).exec_driver_sql(f"SELECT * FROM {quoted}")
        names = list(result.keys())
        kept = [place for place, name in enumerate(names) if f"{table}.{name}" not in varying]
        found[table] = sorted(str([f"{names[place]}={row[place]!r}" for place in kept]) for row in result)
    return found


ENVIRONMENT = """
IMPORTS
from alembic import context
from sqlalchemy import NullPool, create_engine

engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, KEYWORDS)
    with context.begin_transaction():
        context.run_migrations()
"""


def upgrade_online(job: Job) -> Answer:
    """Let Alembic itself upgrade a real database, with the project's env.py or one that only connects."""
    import alembic.command
    import alembic.config

    scripts = Path(job["folder"]) / "peer"
    scripts.mkdir(exist_ok=True)
    imports = "\n".join(f"import {name}" for name in job["imports"])
    text = ENVIRONMENT.replace("KEYWORDS", job["keywords"]).replace("IMPORTS", imports)
    (scripts / "env.py").write_text(text, encoding="utf-8")
    config = alembic.config.Config(job["ini"] or None, attributes={"url": job["url"]})
    config.set_main_option("sqlalchemy.url", job["url"].replace("%", "%%"))
    config.set_main_option("script_location", job["scripts"] if job["ini"] else str(scripts))
    if not job["ini"]:
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", "\n".join(job["versions"]))
        config.set_main_option("recursive_version_locations", str(job["recursive"]).lower())
    began = time.monotonic()
    failures = []
    try:
        exec(job["before"], {"__name__": "before"})
        with _set_up(job["setup"], config):
            alembic.command.upgrade(config, job["target"])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is the result
        failures.append(_failure(error, ""))
    return {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _reflected(connection: Any) -> Any:
    path = Path(__file__).parent.parent / "projects.py"
    return _module("sqlcompile_tests_projects", str(path)).reflected(connection)


def _module(name: str, path: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _write(path: str, value: Any) -> None:
    Path(path).write_text(json.dumps(value, default=str), encoding="utf-8")


JOBS: dict[str, Callable[[Job], Answer]] = {
    "compile": compile_history,
    "rests": compile_rests,
    "reflect": reflect,
    "create": create,
    "upgrade": upgrade_online,
}


def _set_up(path: str, config: Any) -> contextlib.AbstractContextManager[Any]:
    """Do for Alembic what sqlcompile does with the setting ``setup``."""
    if not path:
        return contextlib.nullcontext()
    module = _module("setup_of_project", path)
    entered: contextlib.AbstractContextManager[Any] | None = module.setup(config)
    return entered or contextlib.nullcontext()


def main() -> None:
    """Do the job that the first argument names."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    del sys.path[0]  # this file's own folder
    exec(job.get("before", ""), {"url": job["url"], "__name__": "before"})
    for path in job["preludes"]:
        exec(Path(path).read_text(encoding="utf-8"), {"url": job["url"], "__name__": "prelude"})
    _write(job["result"], JOBS[job["do"]](job))


if __name__ == "__main__":
    main()
