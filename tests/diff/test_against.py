"""The project as it is now against a git revision: real repositories, real commits."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from sqlcompile.diff.against import diff_against
from sqlcompile.diff.asked import Asked
from sqlcompile.errors import ConfigError, RevisionNotFound
from sqlcompile.project.progress import Silent
from tests.bundle.bundles import contents, shop
from tests.diff.changing import DIALECTS, changed, kinds, part_of

ROOT = Path(__file__).parent.parent.parent
AUTHOR = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


class Repository:
    """A git repository with the shop in a subfolder, and one commit with the tag ``released``."""

    def __init__(self, folder, subfolder="app"):
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.project = shop(folder / subfolder)
        self.commit("first")
        self.git("tag", "released")

    def git(self, *arguments):
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env={**os.environ, **AUTHOR}, capture_output=True, text=True, check=True
        )
        return done.stdout

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def path(self, revision):
        return self.project.folder / "versions" / f"{revision}.py"

    def diff(self, revision="released", *dialects, range_text="base:heads", **asked):
        values = {"directory": self.project.folder, "dialects": dialects or ("sqlite",), **asked}
        return diff_against(Asked(**values), revision, range_text, Silent())


@pytest.fixture
def repository(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    yield Repository(tmp_path / "repository")
    assert list(temporary.iterdir()) == []


def test_nothing_changed(repository):
    diff = repository.diff("released", *DIALECTS)
    assert {part.kind for part in diff.parts} == {"same"}
    assert len(diff.parts) == 36
    assert diff.notes == ()
    assert [column.title for column in diff.columns] == ["released", "now"]


def test_what_is_not_committed_counts(repository):
    changed(repository.path("a1"), "'ann'", "'bob'")
    repository.project.revision("d4", 'op.execute("DELETE FROM account")')
    diff = repository.diff("HEAD", *DIALECTS)
    for dialect in DIALECTS:
        assert part_of(diff, "a1", scope=dialect).kind == "changed"
        assert part_of(diff, "d4", scope=dialect).kind == "new"
    assert {part.revision for part in diff.parts if part.kind != "same"} == {"a1", "d4"}
    assert part_of(diff, "a1", scope="oracle").rows[1].location == "versions/a1.py"


def test_two_versions_of_a_database(repository):
    """They have no place in one bundle, but are compared."""
    changed(repository.path("a1"), "'ann'", "'bob'")
    diff = repository.diff("released", "mysql@5.7", "mysql@8.0", "sqlite")
    for scope in ("mysql@5.7", "mysql@8.0", "sqlite"):
        assert part_of(diff, "a1", scope=scope).kind == "changed"
        assert part_of(diff, "c3", "downgrade", scope=scope).kind == "same"
    assert len(diff.parts) == 18
    assert [part.revision for part in diff.parts] == ["a1"] * 6 + ["b2"] * 6 + ["c3"] * 6
    assert [count.title for count in diff.summary][::2] == [
        "MySQL 5.7, upgrade",
        "SQLite 3.40, upgrade",
        "MySQL 8.0, upgrade",
    ]
    assert diff.notes == ("The migration's file was edited, with or without an effect on its SQL: a1.",)


@pytest.mark.parametrize("name", ["main~1", "HEAD~1", "released", "origin/main"])
def test_any_name_of_a_revision(repository, name):
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    changed(repository.path("c3"), "ix_account_name", "ix_name")
    repository.commit("second")
    assert kinds(repository.diff(name)) == {("c3", "upgrade"): "changed", ("c3", "downgrade"): "changed"}


def test_nothing_of_the_users_is_touched(repository):
    changed(repository.path("a1"), "'ann'", "'bob'")
    repository.git("stash")
    changed(repository.path("b2"), "add a mail", "add mails")
    repository.git("add", "-A")
    changed(repository.path("c3"), "index names", "index the names")
    (repository.folder / "new.txt").write_text("new")
    marker = repository.folder.parent / "ran"
    for hook in ("post-checkout", "reference-transaction"):
        path = repository.folder / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {marker}\n")
        path.chmod(0o755)
    said = ("status", "--porcelain"), ("stash", "list"), ("branch", "-a"), ("worktree", "list"), ("reflog",)
    before = [repository.git(*one) for one in said]
    files = contents(repository.folder)
    repository.diff()
    assert contents(repository.folder) == files
    assert [repository.git(*one) for one in said] == before
    assert not marker.exists()
    assert repository.git("worktree", "prune", "--dry-run", "-v") == ""


def test_it_may_be_called_from_a_hook(repository, monkeypatch):
    """git tells hooks which index they work on; it stays as it is."""
    index = repository.folder / "index"
    index.write_bytes((repository.folder / ".git" / "index").read_bytes())
    before = index.read_bytes()
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    monkeypatch.setenv("GIT_DIR", str(repository.folder / ".git"))
    assert kinds(repository.diff()) == {}
    assert index.read_bytes() == before


def test_a_range_is_one_of_now(repository):
    changed(repository.path("a1"), "'ann'", "'bob'")
    repository.project.revision("d4")
    diff = repository.diff(range_text="c3:d4")
    assert [(part.revision, part.kind) for part in diff.parts if part.direction == "upgrade"] == [("d4", "new")]
    diff = repository.diff(range_text="a1:c3")
    assert {part.revision for part in diff.parts} == {"b2", "c3"}
    assert kinds(diff) == {}
    assert diff.range == "a1:c3"
    assert not any("range" in note or "began" in note for note in diff.notes)


def test_a_removed_revision_is_reported_whatever_the_range(repository):
    repository.path("c3").unlink()
    assert kinds(repository.diff(range_text="a1:heads")) == {
        ("c3", "upgrade"): "removed",
        ("c3", "downgrade"): "removed",
    }


def test_a_branch_that_is_behind(repository):
    repository.git("checkout", "-q", "-b", "topic")
    repository.git("checkout", "-q", "main")
    repository.project.revision("d4")
    repository.commit("main goes on")
    repository.git("checkout", "-q", "topic")
    diff = repository.diff("main")
    assert kinds(diff) == {("d4", "upgrade"): "removed", ("d4", "downgrade"): "removed"}
    assert "git merge-base main HEAD" in diff.notes[-1]


def test_a_new_branch_changes_no_order(repository):
    """What was released keeps its place, though the new branch sorts before it."""
    changed(repository.path("b2"), "down_revision = 'a1'", "down_revision = 'a1'")
    repository.project.revision("a9", 'op.execute("DELETE FROM account")', down="a1")
    diff = repository.diff("released", *DIALECTS)
    assert {part.revision for part in diff.parts if part.kind != "same"} == {"a9"}
    assert diff.notes == ()


def test_the_project_is_new(repository):
    repository.git("checkout", "-q", "--orphan", "empty")
    repository.git("rm", "-r", "-q", "--cached", ".")
    repository.git("commit", "-q", "--allow-empty", "-m", "nothing")
    repository.git("tag", "nothing")
    diff = repository.diff("nothing", "sqlite", "mysql")
    assert {part.kind for part in diff.parts} == {"new"}
    assert len(diff.parts) == 12
    assert diff.notes[0].startswith("There is nothing of the project at nothing, all is new: ")


def test_the_project_had_no_revisions(repository):
    for name in ("a1", "b2", "c3"):
        repository.path(name).unlink()
    repository.commit("no revisions")
    repository.git("tag", "begun")
    repository.git("checkout", "-q", "released")
    assert {part.kind for part in repository.diff("begun").parts} == {"new"}


def test_all_revisions_are_gone(repository):
    for name in ("a1", "b2", "c3"):
        repository.path(name).unlink()
    assert {part.kind for part in repository.diff().parts} == {"removed"}


def test_a_linked_working_tree(repository, tmp_path):
    repository.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    changed(tmp_path / "linked" / "app" / "versions" / "a1.py", "'ann'", "'bob'")
    diff = repository.diff(directory=tmp_path / "linked" / "app")
    assert kinds(diff) == {("a1", "upgrade"): "changed"}
    assert kinds(repository.diff()) == {}


def test_several_databases_of_env_py(repository):
    (repository.project.folder / "env.py").write_text(
        textwrap.dedent("""
        from alembic import context
        for name in ("one", "two"):
            context.configure(dialect_name="postgresql")
            context.run_migrations(engine_name=name)
        """)
    )
    for name in ("a1", "b2", "c3"):
        changed(repository.path(name), "upgrade():", "upgrade(engine_name):")
        changed(repository.path(name), "downgrade():", "downgrade(engine_name):")
    repository.commit("several")
    changed(repository.path("a1"), "'ann'", "engine_name")
    changed(
        repository.path("a1"),
        '"INSERT INTO account (id, name) VALUES (1, engine_name)"',
        '"DELETE FROM " + engine_name',
    )
    diff = repository.diff("HEAD", dialects=())
    assert part_of(diff, "a1", scope="one/postgresql").rows[-1].cells[1].statements == ("DELETE FROM one",)
    assert part_of(diff, "a1", scope="two/postgresql").rows[-1].cells[1].statements == ("DELETE FROM two",)
    assert diff.summary[0].title == "one/postgresql, upgrade"


def test_the_old_project_does_not_compile(repository):
    changed(repository.path("b2"), "def upgrade():", "def upgrade():\n    raise ValueError('no')")
    repository.commit("broken")
    repository.git("tag", "broken")
    repository.git("checkout", "-q", "released")
    with pytest.raises(ConfigError, match=r"as it was at broken does not compile: .* raised ValueError: no") as raised:
        repository.diff("broken")
    assert str(raised.value.location) == "versions/b2.py:8"
    assert str(raised.value.location.path) == "versions/b2.py"


def test_the_old_project_ends_the_process(repository):
    changed(repository.path("b2"), "def upgrade():", "def upgrade():\n    import os; os._exit(3)")
    repository.commit("broken")
    repository.git("tag", "broken")
    repository.git("checkout", "-q", "released")
    with pytest.raises(ConfigError, match=r"at broken ends the process that compiles it .status 3"):
        repository.diff("broken")


def test_no_such_revision(repository):
    repository.git("update-ref", "refs/remotes/origin/next", "HEAD")
    with pytest.raises(ConfigError, match='no revision "nothing"') as raised:
        repository.diff("nothing")
    assert "git fetch" in raised.value.hint
    with pytest.raises(ConfigError, match='no revision "next"') as raised:
        repository.diff("next")
    assert raised.value.hint == "Did you mean origin/next?"
    with pytest.raises(ConfigError, match='no revision "--all"'):
        repository.diff("--all")
    with pytest.raises(RevisionNotFound):
        repository.diff(range_text="base:zz")


def test_a_shallow_clone(repository, tmp_path):
    repository.project.revision("d4")
    repository.commit("second")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(clone))
    with pytest.raises(ConfigError, match="git knows no revision") as raised:
        diff_against(Asked(clone / "app", dialects=("sqlite",)), "HEAD~1", "base:heads", Silent())
    assert "shallow clone" in raised.value.hint


def test_no_repository(tmp_path):
    project = shop(tmp_path / "project")
    with pytest.raises(ConfigError, match="is in no git repository"):
        diff_against(Asked(project.folder, dialects=("sqlite",)), "main", "base:heads", Silent())


def test_no_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match="There is no program git"):
        repository.diff()


def test_settings_at_another_place(repository, monkeypatch):
    settings = repository.folder / "conf" / "db.toml"
    settings.parent.mkdir()
    settings.write_text('script_location = "../app"\n')
    repository.commit("settings")
    changed(repository.path("a1"), "'ann'", "'bob'")
    for directory, file in ((repository.folder, Path("conf/db.toml")), (repository.folder / "app", settings)):
        diff = repository.diff("HEAD", directory=directory, file=file)
        assert kinds(diff) == {("a1", "upgrade"): "changed"}
    monkeypatch.chdir(repository.folder.parent)
    relative = Path("repository/conf/db.toml")
    diff = repository.diff("HEAD", directory=repository.folder.parent, file=relative)
    assert kinds(diff) == {("a1", "upgrade"): "changed"}


def test_scripts_at_an_absolute_place(repository, tmp_path):
    settings = repository.project.folder / "sqlcompile.toml"
    settings.write_text(f'script_location = "{repository.project.folder}"\n')
    repository.commit("absolute")
    changed(repository.path("a1"), "'ann'", "'bob'")
    assert kinds(repository.diff("HEAD")) == {("a1", "upgrade"): "changed"}
    elsewhere = shop(tmp_path / "elsewhere")
    settings.write_text(f'script_location = "{elsewhere.folder}"\n')
    repository.commit("elsewhere")
    with pytest.raises(ConfigError, match="is not in the repository"):
        repository.diff("HEAD")


def test_settings_that_are_newer_than_the_scripts(repository):
    settings = repository.project.folder / "sqlcompile.toml"
    text = settings.read_text()
    settings.unlink()
    repository.commit("no settings")
    settings.write_text(text)
    changed(repository.path("a1"), "'ann'", "'bob'")
    diff = repository.diff("HEAD")
    assert kinds(diff) == {("a1", "upgrade"): "changed"}
    assert diff.notes[0] == "HEAD has no sqlcompile.toml: that of now is used for it."


def test_options_and_settings(repository):
    """Each state has its own settings, unless an option comes before them."""
    with (repository.project.folder / "sqlcompile.toml").open("a") as file:
        file.write('mode = "plain"\n')
    diff = repository.diff()
    assert kinds(diff) == {}
    assert "mode: strict -> plain." in diff.notes
    assert repository.diff(style={"mode": "idempotent"}).notes == ()


MODELS = """
    import sqlalchemy as sa
    from shopmodels import SIZE
    from sqlcompile import op
    revision, down_revision = "d4", "c3"
    def upgrade():
        op.add_column("account", sa.Column("city", sa.String(SIZE)))
    def downgrade():
        op.drop_column("account", "city")
"""


@pytest.fixture
def with_models(repository):
    package = repository.folder / "src" / "shopmodels"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("SIZE = 10\n")
    repository.path("d4").write_text(textwrap.dedent(MODELS))
    repository.commit("models")
    (package / "__init__.py").write_text("SIZE = 20\n")
    return repository


def _in_a_process(repository, code="", **surroundings):
    """Make the diff in a new Python, as the command does; return its result."""
    script = f"""
import sys
{code}
from pathlib import Path
from sqlcompile.diff.against import diff_against
from sqlcompile.diff.asked import Asked
from sqlcompile.project.progress import Silent
from sqlcompile.errors import SqlcompileError
try:
    diff = diff_against(Asked(Path({str(repository.project.folder)!r}), dialects=("mysql",)), "HEAD", "base:heads", Silent())
    print([(part.revision, part.direction, part.kind) for part in diff.parts if part.kind != "same"])
except SqlcompileError as error:
    print(error)
"""
    surroundings = {"PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=repository.folder,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


ONE_CHANGED = "[('d4', 'upgrade', 'changed')]"


def test_models_of_then_through_pythonpath(with_models):
    path = os.pathsep.join((str(ROOT), str(with_models.folder / "src")))
    assert _in_a_process(with_models, PYTHONPATH=path) == ONE_CHANGED


def test_models_of_then_through_a_path_file(with_models, tmp_path):
    """What an editable install of setuptools or hatch leaves in site-packages: a line with the folder."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "__editable__.shop-1.0.pth").write_text(f"{with_models.folder / 'src'}\n")
    assert _in_a_process(with_models, f"import site; site.addsitedir({str(site)!r})") == ONE_CHANGED


def test_models_of_then_through_a_finder(with_models, tmp_path):
    """What setuptools leaves where packages are not all in one folder, as its template has it."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "__editable___shop_finder.py").write_text(
        textwrap.dedent(f"""
        import sys
        from importlib.util import spec_from_file_location
        from pathlib import Path
        MAPPING: dict[str, str] = {{"shopmodels": {str(with_models.folder / "src" / "shopmodels")!r}}}
        class _EditableFinder:
            @classmethod
            def find_spec(cls, fullname, path=None, target=None):
                if fullname in MAPPING:
                    return spec_from_file_location(fullname, Path(MAPPING[fullname], "__init__.py"))
        def install():
            sys.meta_path.append(_EditableFinder)
        """)
    )
    (site / "__editable__.shop-1.0.pth").write_text(
        "import __editable___shop_finder; __editable___shop_finder.install()"
    )
    start = tmp_path / "start"
    start.mkdir()
    (start / "sitecustomize.py").write_text(f"import site; site.addsitedir({str(site)!r})")
    path = os.pathsep.join((str(start), str(ROOT)))
    assert _in_a_process(with_models, PYTHONPATH=path) == ONE_CHANGED


def test_packages_that_git_does_not_have_stay(with_models):
    vendored = with_models.folder / "vendored"
    vendored.mkdir()
    (with_models.folder / ".gitignore").write_text("vendored\n")
    (with_models.folder / "src" / "shopmodels" / "__init__.py").rename(vendored / "shopmodels.py")
    path = os.pathsep.join((str(ROOT), str(vendored)))
    assert _in_a_process(with_models, PYTHONPATH=path) == "[]"


def test_submodules_are_empty(repository, tmp_path):
    other = Repository(tmp_path / "other")
    repository.git("submodule", "add", "-q", str(other.folder), "vendor")
    repository.path("d4").write_text(textwrap.dedent(MODELS).replace("shopmodels", "vendor.app"))
    repository.commit("submodule")
    with pytest.raises(ConfigError, match="as it was at HEAD does not compile") as raised:
        repository.diff("HEAD")
    assert "Submodules are empty there" in raised.value.hint


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_nothing_stays_where_it_is_killed(repository, tmp_path, sent):
    started = tmp_path / "started"
    changed(
        repository.path("a1"),
        "import sqlalchemy",
        f"open({str(started)!r}, 'w').close()\nimport time; time.sleep(60)\nimport sqlalchemy",
    )
    repository.commit("slow")
    repository.git("tag", "slow")
    repository.git("checkout", "-q", "released")
    files = contents(repository.folder)
    temporary = tmp_path / "killed"
    temporary.mkdir()
    script = f"""
from pathlib import Path
from sqlcompile.cli.killed import cleaning_up_when_killed
from sqlcompile.diff.against import diff_against
from sqlcompile.diff.asked import Asked
from sqlcompile.project.progress import Silent
with cleaning_up_when_killed():
    diff_against(Asked(Path({str(repository.project.folder)!r}), dialects=("sqlite",)), "slow", "base:heads", Silent())
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
    )
    while not started.exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    assert list(temporary.iterdir())
    process.send_signal(sent)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert list(temporary.iterdir()) == []
    assert repository.git("worktree", "prune", "--dry-run", "-v") == ""
    assert contents(repository.folder) == files
