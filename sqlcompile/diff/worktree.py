"""A git repository as it was at a revision, in a folder of its own that is gone afterwards.

Nothing that the user has in his working tree, his index, his branches and his stash is touched. Hooks do not
run, nothing asks for a password, and nothing is fetched: submodules are empty folders there, and what git LFS
keeps elsewhere are its short pointer files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.diff.child import finished
from sqlcompile.errors import ConfigError

_QUIET = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "submodule.recurse=false"),
    *("-c", "advice.detachedHead=false"),
    *("-c", "filter.lfs.smudge="),
    *("-c", "filter.lfs.process="),
    *("-c", "filter.lfs.required=false"),
)
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What git tells a hook, from which this may be called: another index would be written to."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a working tree; ``top`` is the folder of that."""

    top: Path

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git in the working tree's folder, and return what came of it."""
        return _git(self.top, *arguments)

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a revision means; raises ConfigError where it means none."""
        found = self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found.returncode == 0:
            return found.stdout.strip()
        raise ConfigError(f'git knows no revision "{revision}" in {self.top}.', hint=self._way(revision))

    def _way(self, revision: str) -> str:
        """Return what to do about a revision that is not there."""
        refs = self.git("for-each-ref", "--format=%(refname:short)", f"refs/remotes/*/{revision}").stdout.split()
        if refs:
            return f"Did you mean {' or '.join(refs)}?"
        if self.git("rev-parse", "--is-shallow-repository").stdout.strip() == "true":
            return "This is a shallow clone: `git fetch --unshallow` gets the rest (fetch-depth: 0 on build servers)."
        return "`--against` takes a branch, a tag or a commit of this repository; `git fetch` gets new ones."

    def only_there(self, commit: str) -> int:
        """Return how many commits lead to a commit and not to HEAD."""
        found = self.git("rev-list", "--count", f"HEAD..{commit}")
        return int(found.stdout) if found.returncode == 0 else 0

    def tracks(self, place: Path) -> bool:
        """Return whether git has files in a folder, or that file, as it is now."""
        return bool(self.git("ls-files", "--", f":(literal){place}").stdout.strip())

    @contextmanager
    def at(self, commit: str) -> Iterator[Path]:
        """Check a commit out in a temporary folder for the time of a with block; raises ConfigError."""
        folder = Path(tempfile.mkdtemp(prefix="sqlcompile-")).resolve()
        place = folder / "project"
        try:
            made = self.git("worktree", "add", "--detach", "--force", str(place), commit)
            if made.returncode != 0:
                raise ConfigError(
                    f"git cannot check {commit[:12]} out: {_first(made.stderr)}",
                    hint="Nothing was changed. Is something of it not in this clone, or the disk full?",
                )
            yield place
        finally:
            self._remove(folder, place)

    def _remove(self, folder: Path, place: Path) -> None:
        """Take the folder away, and what git notes of it; other worktrees are not looked at."""
        try:
            noted = Path((place / ".git").read_text(encoding="utf-8").removeprefix("gitdir: ").strip())
        except OSError:
            noted = None
        try:
            self.git("worktree", "remove", "--force", "--force", str(place))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if noted is not None and noted.parent.name == "worktrees":
                shutil.rmtree(noted, ignore_errors=True)


def repository_of(folder: Path) -> Repository:
    """Return the repository that a folder is in; raises ConfigError where there is none, and without git."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    top = found.stdout.strip()
    if found.returncode == 0 and top:
        return Repository(Path(top).resolve())
    if "not a git repository" in found.stderr or not found.stderr.strip():
        raise ConfigError(
            f"{folder} is in no git repository with a working tree.",
            hint="`--against` compares with the project as git has it; two bundles can be compared without git.",
        )
    raise ConfigError(f"git cannot read the repository of {folder}: {_first(found.stderr)}")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    surroundings |= {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "LC_ALL": "C.UTF-8",
    }
    try:
        return finished(["git", *_QUIET, *arguments], folder, surroundings)
    except FileNotFoundError as error:
        raise ConfigError(
            "There is no program git.", hint="Install it, or compare two bundles: sqlcompile diff OLD NEW."
        ) from error


def _first(said: str) -> str:
    """Return the first line of what git said that is an error, else the last line."""
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    line = (errors or lines[-1:] or ["it does not say why"])[0]
    return f"{line.removeprefix('fatal: ').removeprefix('error: ').rstrip('.')}."
