"""What is run on a new revision script: formatters and the like, as the settings list them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlcompile.errors import ConfigError, SqlcompileError

FILE_TOKEN = "REVISION_SCRIPT_FILENAME"  # noqa: S105 - a word in the settings
Hook = TypeVar("Hook", bound=Callable[..., Any])


class Hooks:
    """The hooks that a project's env.py registered."""

    registered: dict[str, Callable[..., Any]] = {}  # noqa: RUF012 - registration by import, as for operations


def register(name: str) -> Callable[[Hook], Hook]:
    """Return a decorator that makes a function ``f(filename, options)`` a type of hook."""

    def keep(function: Hook) -> Hook:
        Hooks.registered[name] = function
        return function

    return keep


def run_hooks(hooks: Sequence[Mapping[str, str]], path: Path) -> None:
    """Run all hooks on a file, in order. Raises ConfigError for one that cannot be run or fails."""
    for hook in hooks:
        try:
            _run(hook, path)
        except SqlcompileError as error:
            error.message = f"{error.message} The script was written: {path}"
            raise


def _run(hook: Mapping[str, str], path: Path) -> None:
    name, kind = hook["name"], hook["type"]
    own = Hooks.registered.get(kind)
    if own is not None:
        try:
            own(str(path), dict(hook))
        except Exception as error:
            raise ConfigError(f'The post-write hook "{name}" failed: {type(error).__name__}: {error}.') from error
        return
    maker = {"exec": _executable, "module": _module, "console_scripts": _entry_point}.get(kind)
    if maker is None:
        raise ConfigError(
            f'The post-write hook "{name}" has the type "{kind}", which is none.',
            hint="The types are console_scripts, exec and module. One that env.py registers needs "
            "`revision_environment = true`.",
        )
    import subprocess  # noqa: PLC0415 - only a new revision pays for it

    command = [*maker(hook), *_options(hook, path)]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=hook.get("cwd"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except OSError as error:
        raise ConfigError(
            f'The post-write hook "{name}" cannot run {command[0]}: {error.strerror or error}.',
        ) from error
    sys.stderr.write(done.stdout)
    if done.returncode:
        raise ConfigError(f'The post-write hook "{name}" ended with {done.returncode}.')


def _options(hook: Mapping[str, str], path: Path) -> list[str]:
    """Return the arguments, with the file where its word stands, else before them."""
    import shlex  # noqa: PLC0415

    text = hook.get("options", "")
    if FILE_TOKEN not in text:
        text = f"{FILE_TOKEN} {text}"
    return [word.replace(FILE_TOKEN, str(path)) for word in shlex.split(text, posix=os.name == "posix")]


def _needed(hook: Mapping[str, str], key: str) -> str:
    if not hook.get(key):
        raise ConfigError(f'The post-write hook "{hook["name"]}" has no `{key}`, which its type needs.')
    return hook[key]


def _executable(hook: Mapping[str, str]) -> list[str]:
    return [_needed(hook, "executable")]


def _module(hook: Mapping[str, str]) -> list[str]:
    import importlib.util  # noqa: PLC0415

    name = _needed(hook, "module")
    if importlib.util.find_spec(name) is None:
        raise ConfigError(f'The post-write hook "{hook["name"]}" needs the module {name}, which is not installed.')
    return [sys.executable, "-m", name]


def _entry_point(hook: Mapping[str, str]) -> list[str]:
    import importlib.metadata  # noqa: PLC0415

    name = _needed(hook, "entrypoint")
    for entry in importlib.metadata.entry_points(group="console_scripts", name=name):
        return [sys.executable, "-c", f"import sys, {entry.module}; sys.exit({entry.module}.{entry.attr}())"]
    raise ConfigError(f'The post-write hook "{hook["name"]}" needs the command {name}, which is not installed.')
