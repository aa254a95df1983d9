"""The README's tutorial is run as it is written: in an empty folder, on a real PostgreSQL.

A block of its section is one of these; any other fails the test.

    ```console                 commands behind ``$``, each with all that it prints
    <!-- write: models.py -->  above a block: the file with this content
    <!-- edit: alembic.ini --> above a ``diff``: lines that are in the file once, and what they become

New revisions have random ids and the date of the day. So an id of twelve digits, a file's name with a date
and the date in a script may be others than the README's, each one everywhere in the same way: what stood
for it where it came first is put in its place in all that follows, commands too. So may the release of the
server that the tests have. All else must be equal, but for spaces at the end of a line.
"""

import difflib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

README = Path(__file__).parent.parent / "README.md"
SECTION = re.compile(r"(^## Tutorial\n.*?)(?=^## )", re.DOTALL | re.MULTILINE)
ACCOUNT = README.parent / "examples" / "account"
BLOCK = re.compile(
    r"(?:^<!-- (?P<what>write|edit): (?P<file>\S+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
KINDS = (
    r"[0-9a-f]{12}",  # an id
    r"\d{8}-\d{4}_[a-z_]+",  # a file's name, with the date
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}",  # the date in a script
    r"PostgreSQL \d+\.\d+",  # the server; what is compiled for has no dot
)
CHANGING = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(KINDS)})(?![0-9a-z])")
PARTIAL = re.compile(r"\b[0-9a-f]{5}\b")


@dataclass
class Names:
    """What stands for the README's ids and dates in this run."""

    found: dict[str, str]

    def here(self, text: str) -> str:
        """Return a text of the README as it is in this run; five digits may stand for an id."""
        whole = CHANGING.sub(lambda match: self.found.get(match[0], match[0]), text)
        return PARTIAL.sub(lambda match: self._begun(match[0]), whole)

    def _begun(self, digits: str) -> str:
        return next((new[:5] for old, new in self.found.items() if old.startswith(digits) and "-" not in old), digits)

    def learn(self, shown: str, printed: str) -> None:
        """Remember what stands for ids and dates that come here for the first time."""
        new = list(dict.fromkeys(one for one in CHANGING.findall(shown) if one not in self.found))
        pattern = re.escape(self.here(shown))
        for number, one in enumerate(new):
            place = re.escape(one)
            kind = next(kind for kind in KINDS if re.fullmatch(kind, one))
            pattern = pattern.replace(place, f"(?P<n{number}>{kind})", 1).replace(place, f"(?P=n{number})")
        match = re.fullmatch(pattern, printed)
        if match and set(self.found.values()).isdisjoint(match.groups()) and len(set(match.groups())) == len(new):
            self.found |= {one: match[f"n{number}"] for number, one in enumerate(new)}

    def in_readme(self, text: str) -> str:
        """Return what this run printed as the README would show it."""
        back = {new: old for old, new in self.found.items()}
        return CHANGING.sub(lambda match: back.get(match[0], match[0]), text)


class Walk:
    """A folder and a database in which the tutorial is done."""

    def __init__(self, folder, server):
        self.folder = folder
        self.server = server
        self.names = Names({})
        self.states = []
        self.files = {}
        programs = folder / "bin"
        programs.mkdir()
        (programs / "sqlcompile").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sqlcompile "$@"\n')
        (programs / "sqlcompile").chmod(0o755)
        self.project = folder / "tutorial"
        self.project.mkdir()
        self.environment = {
            **os.environ,
            "PATH": f"{programs}:{server.psql.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(README.parent),
            "PGHOST": str(server.folder),
            "PGUSER": "postgres",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "120",
        }
        for name in ("SQLCOMPILE_URL", "ALEMBIC_CONFIG"):
            self.environment.pop(name, None)

    def run(self, command):
        """Return what a command prints, in the order in which it does; it fails where an error is printed."""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", self.names.here(command)],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode != 0) == (": ERROR:" in done.stdout), f"$ {command}\n{done.stdout}"
        if "psql" in command and " -c " not in command:
            self.states.append(self.state())
        return re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE)

    def state(self):
        """Return the tables that are in the database, with their columns, and its version."""
        engine = sa.create_engine(self.server.url("tutorial"), poolclass=sa.NullPool)
        inspector = sa.inspect(engine)
        with engine.connect() as connection:
            version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        tables = {table: [one["name"] for one in inspector.get_columns(table)] for table in inspector.get_table_names()}
        assert tables.pop("alembic_version") == ["version_num"]
        return tables, self.names.in_readme(version or "base")

    def edit(self, file, text):
        """Change lines of a file as a diff says it; those that go must be there once."""
        lines = [(line[:1], line[1:] + "\n") for line in self.names.here(text).splitlines()]
        assert {mark for mark, _ in lines} <= {" ", "+", "-", ""}, text
        old = "".join(line for mark, line in lines if mark != "+")
        new = "".join(line for mark, line in lines if mark != "-")
        path = self.project / self.names.here(file)
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, f"{file} has not once:\n{old}"
        path.write_text(before.replace(old, new), encoding="utf-8")

    def console(self, text):
        """Run the commands of a block, and return it with what they printed."""
        assert text.startswith("$ "), text
        written = ""
        for command, shown in COMMAND.findall(text):
            printed = self.run(command)
            self.names.learn(shown, printed)
            written += f"$ {command}\n{self.names.in_readme(printed)}"
        return written

    def through(self, section):
        """Do what the section says, and return it with what the commands printed."""
        parts, end = [], 0
        for block in BLOCK.finditer(section):
            parts += [section[end : block.start("text")], self.done(block)]
            self.remember_files()
            end = block.end("text")
        assert section.count("```") == len(parts)
        return "".join([*parts, section[end:]])

    def remember_files(self):
        """Keep what the files of the project hold, as the README would name it; also of those that go."""
        for name, text in _read(self.project).items():
            self.files[self.names.in_readme(name)] = self.names.in_readme(text)

    def done(self, block):
        """Do what one block says, and return its text as it should be."""
        kind, text = (block["what"], block["kind"]), block["text"]
        if kind == (None, "console"):
            return self.console(text)
        if kind == ("edit", "diff"):
            self.edit(block["file"], text)
        else:
            assert block["what"] == "write", f"a block that is neither run, written nor edited:\n{text}"
            (self.project / block["file"]).write_text(text, encoding="utf-8")
        return text


def test_the_tutorial_is_true(tmp_path, postgresql_server, request):
    before, section, after = SECTION.split(README.read_text(encoding="utf-8"))
    walk = Walk(tmp_path, postgresql_server)
    try:
        walked = walk.through(section)
    finally:
        postgresql_server.drop("IF EXISTS tutorial")
    if request.config.getoption("--update-golden"):
        _update(before + walked + after, walk.files)
    lines = difflib.unified_diff(section.splitlines(), walked.splitlines(), "README.md", "as it ran", n=1, lineterm="")
    assert "\n".join(lines) == ""
    # the example is the project of the tutorial, as it is before it leaves Alembic's files
    assert walk.files.pop("sqlcompile.toml")
    assert _read(ACCOUNT) == walk.files
    first, second = "b5f586d58141", "8f3c2e61a7d0"
    one = {"account": ["id", "name", "description"]}
    both = {"account": [*one["account"], "created_at", "updated_at"]}
    assert walk.states == [
        (one, first),
        (one, first),  # refused
        ({}, "base"),
        (one, first),
        (both, second),
        (one, first),
        (both, second),
    ]


def _read(folder):
    """Return what the files of a project hold, by their names, without what was made of them."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".sql", ".pyc"}]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _update(readme, files):
    README.write_text(readme, encoding="utf-8", newline="")
    for name, text in files.items():
        if name != "sqlcompile.toml":
            (ACCOUNT / name).write_text(text, encoding="utf-8", newline="")
