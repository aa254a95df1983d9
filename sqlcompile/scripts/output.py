"""Putting results where they belong: whole, or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from sqlcompile.errors import OutputError

_COPY_SIZE = 1 << 20


class _Spool(io.TextIOWrapper):
    """A file without a name that says so where its disk is full."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise _unspooled(error) from error

    def close(self) -> None:
        """Close it; what could not be written was said before."""
        with contextlib.suppress(OSError):
            super().close()


def spool() -> TextIO:
    """Return a text file without a name that lasts until it is closed; raises OutputError."""
    try:
        return _Spool(tempfile.TemporaryFile("w+b"), encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unspooled(error) from error


def _unspooled(error: OSError) -> OutputError:
    return OutputError(
        f"The temporary folder {tempfile.gettempdir()} cannot hold the script: {error.strerror or error}.",
        hint="Nothing was written. TMPDIR names another folder.",
    )


def chunks(*parts: str | TextIO) -> Iterator[str]:
    """Yield the text of parts one after the other; a file is read from its beginning."""
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        part.seek(0)
        while chunk := part.read(_COPY_SIZE):
            yield chunk


def lines(first: str, rest: TextIO) -> Iterator[str]:
    """Yield the lines of a text and of a file, which is read from its beginning."""
    yield from first.splitlines(keepends=True)
    rest.seek(0)
    yield from rest


def write_stdout(text: Iterable[str]) -> None:
    """Write a script to standard output, as UTF-8 whatever the terminal's encoding.

    Raises OutputError where it cannot be written, BrokenPipeError where nobody reads on.
    """
    if sys.stdout is None:
        raise OutputError("Standard output is closed.", hint="`-o FILE` writes a file.")
    stream = getattr(sys.stdout, "buffer", None)
    try:
        for chunk in text:
            if stream is None:
                sys.stdout.write(chunk)
            else:
                stream.write(chunk.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_stdout()
        raise OutputError(
            f"The script cannot be written to standard output: {error.strerror or error}.",
            hint="What was written before is not whole: do not apply it. `-o FILE` writes all or nothing.",
        ) from error


def _forget_stdout() -> None:
    """Let the interpreter leave in peace though what standard output still holds can go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_files(folder: Path, files: Mapping[str, Iterable[str]], removed: Iterable[str] = ()) -> None:
    """Write files, named by paths relative to a folder, and remove others: all of it, or nothing.

    A folder that is empty then is removed too. Raises OutputError; what was there before is there still.
    """
    _Writing().write({str(folder): files}, [f"{folder}/{name}" for name in removed])


def change_paths(contents: Mapping[Path, Iterable[str] | bytes], removed: Iterable[Path]) -> None:
    """Write files, texts or bytes, and remove others: all of it, or nothing.

    A folder that is empty then is removed too. Raises OutputError; what was there before is there still.
    """
    folders: dict[str, dict[str, Iterable[str] | bytes]] = {}
    for path, content in contents.items():
        folders.setdefault(str(path.parent), {})[path.name] = content
    _Writing().write(folders, [str(path) for path in removed])


def write_paths(texts: Mapping[Path, Iterable[str]]) -> None:
    """Write files so that all of them appear or none; a link is followed to the file it stands for.

    What is no file, such as a pipe or ``/dev/stdout``, is written to as it is. Raises OutputError; what
    was there before is there still.
    """
    folders: dict[str, dict[str, Iterable[str]]] = {}
    others: dict[str, Iterable[str]] = {}
    for path, text in texts.items():
        if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
            others[str(path)] = text
        else:
            place = os.path.realpath(path)
            folder, name = os.path.split(place)
            folders.setdefault(folder, {})[name] = text
    _Writing().write(folders)
    for name, text in others.items():
        try:
            _write(name, text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"The script cannot be written to {name}: {error.strerror or error}.",
                hint="What was written before is not whole: do not apply it.",
            ) from error


class _Writing:
    """One go at writing files: into folders beside their places first, then all to their places."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._stagings: list[str] = []
        self._placed: list[tuple[str, str | None]] = []
        """The places that have their new file, each with the old one."""
        self._several = False
        """Whether there is more than one change to make: then each may have to be taken back."""

    def write(self, folders: Mapping[str, Mapping[str, Iterable[str] | bytes]], removed: Sequence[str] = ()) -> None:
        """Write the files of each folder, by their names in it, and remove those at other places."""
        folder = ""
        try:
            moves = []
            for folder, files in folders.items():
                moves += self._stage(folder, files)
            self._several = len(moves) + len(removed) > 1
            for new, place in moves:
                self._place(new, place, f"{new}.before" if self._several else None)
            for number, place in enumerate(removed):
                self._remove(place, f"{self._stagings[0]}/removed-{number}")
        except OSError as error:
            self._undo()
            raise OutputError(
                f"Nothing can be written in {folder}: {error.strerror or error}.",
                hint="What was there before is unchanged.",
            ) from error
        except BaseException:  # an interrupt, too
            self._undo()
            raise
        finally:
            for staging in self._stagings:
                shutil.rmtree(staging, ignore_errors=True)
        for left in {os.path.dirname(place) for place in removed}:
            with contextlib.suppress(OSError):  # it holds something
                os.rmdir(left)

    def _stage(self, folder: str, files: Mapping[str, Iterable[str] | bytes]) -> list[tuple[str, str]]:
        """Write files beside their places; return from where to where they are to be moved."""
        self._make(folder)
        staging = tempfile.mkdtemp(prefix=".sqlcompile-", dir=folder)
        self._stagings.append(staging)
        for below in sorted({os.path.dirname(name) for name in files} - {""}):
            os.makedirs(f"{staging}/{below}")
            self._make(f"{folder}/{below}")
        moves = []
        for name, text in files.items():
            new, place = f"{staging}/{name}", f"{folder}/{name}"
            _write(new, text)
            with contextlib.suppress(FileNotFoundError):
                mode = os.stat(place).st_mode
                if stat.S_ISDIR(mode):
                    raise OutputError(f"{place} is a folder.", hint="What was there before is unchanged.")
                os.chmod(new, stat.S_IMODE(mode))
            moves.append((new, place))
        return moves

    def _make(self, folder: str) -> None:
        """Make a folder with those above it that are missing, and remember which."""
        missing = []
        above = os.path.abspath(folder)
        while not os.path.exists(above):
            missing.append(above)
            above = os.path.dirname(above)
        for one in reversed(missing):
            os.mkdir(one)
            self._made.append(one)

    def _place(self, new: str, place: str, keep: str | None) -> None:
        """Move a file to its place in one step; keep what was there where it may have to come back."""
        old = None
        if keep is not None and os.path.lexists(place):
            old = keep
            try:
                os.link(place, keep, follow_symlinks=False)
            except OSError:  # not every file system has links
                shutil.copy2(place, keep, follow_symlinks=False)
        self._placed.append((place, old))
        os.replace(new, place)

    def _remove(self, place: str, keep: str) -> None:
        """Take a file away in one step, to where it can come back from."""
        if os.path.lexists(place):
            self._placed.append((place, keep))
            os.replace(place, keep)

    def _undo(self) -> None:
        """Put back what was there before."""
        for place, old in reversed(self._placed):
            with contextlib.suppress(OSError):
                if old is not None:
                    os.replace(old, place)
                elif self._several:
                    os.unlink(place)
        for staging in self._stagings:
            shutil.rmtree(staging, ignore_errors=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                os.rmdir(folder)


def _write(path: str, text: Iterable[str] | bytes) -> None:
    if isinstance(text, bytes):
        with open(path, "wb") as binary:
            binary.write(text)
        return
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(text)
