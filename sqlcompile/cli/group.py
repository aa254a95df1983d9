"""A group of commands that imports only the one that was typed."""

from __future__ import annotations

import copy
import difflib
import importlib
import re
from itertools import pairwise
from typing import Any

import typer
import typer.core
import typer.main

from sqlcompile.cli import habits
from sqlcompile.cli.coercion import lightened
from sqlcompile.cli.commands import COMMANDS
from sqlcompile.cli.invocation import Invocation, invocation_of
from sqlcompile.errors import ScriptError

COMMON_OPTIONS = frozenset(Invocation.__dataclass_fields__)
EPILOG = "The options of `sqlcompile --help` may stand here too."


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


_COUNTED = re.compile(r"-\d+(:.*)?")


class PlainCommand(typer.core.TyperCommand):
    """A command that starts fast."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed; a word such as ``-1`` names a revision, for no option is a number."""
        for word in args:
            if instead := habits.OPTIONS.get((str(self.name), word)):
                ctx.fail(f"There is no option {word}. {instead}")
        rest: list[str] = super().parse_args(ctx, _numbers_last(self, ctx, args))
        return rest

    def get_params(self, ctx: Any) -> Any:
        """Return the options and arguments of the command."""
        return lightened(super().get_params(ctx))


def _numbers_last(command: Any, ctx: Any, args: list[str]) -> list[str]:
    """Return the words with those like ``-1`` behind a ``--``; one that is an option's value stays."""
    if "--" in args or not any(_COUNTED.fullmatch(word) for word in args):
        return args
    takers = {
        name
        for option in command.get_params(ctx)
        if option.param_type_name == "option" and not option.is_flag
        for name in option.opts
    }
    numbers: list[str] = []
    others: list[str] = []
    for before, word in pairwise(["", *args]):
        (numbers if _COUNTED.fullmatch(word) and before not in takers else others).append(word)
    return [*others, "--", *numbers] if numbers else args


class CommandGroup(typer.core.TyperGroup):
    """The commands of :data:`COMMANDS`, each taking the root's options after its name too."""

    def get_params(self, ctx: Any) -> Any:
        """Return the options of the root."""
        return lightened(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, importing its module, or None where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        function = cmd_name.replace("-", "_")
        module = importlib.import_module(f"sqlcompile.cli.{function}")
        only = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        only.command(cmd_name, cls=PlainCommand, epilog=EPILOG)(getattr(module, function))
        command = typer.main.get_command(only)
        taken = {name for option in command.params for name in option.opts}
        command.params.extend(
            _again(option) for option in self.params if option.name in COMMON_OPTIONS and taken.isdisjoint(option.opts)
        )
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands into the help, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was typed; a name that is nearly one is told so."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f'There is no command "{name}". {_instead_of(name)}'.rstrip())
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what would end the process unsaid comes out as an error."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted from error
        except SystemExit as error:  # typer's own way to leave is another one
            raise ScriptError(f"A script of the project called sys.exit({error.code!r}).") from error


def _instead_of(name: str) -> str:
    """Return what to type instead of a command that there is not; an empty text where nothing is like it."""
    close = difflib.get_close_matches(name, COMMANDS, n=1)
    return habits.instead_of(name) or (f"Did you mean {close[0]}?" if close else "")


def _again(option: Any) -> Any:
    """Return an option of the root for a command: hidden there, and remembered in the same place."""
    again = copy.copy(option)
    again.hidden = True
    again.expose_value = False
    again.callback = _remember
    return again


def _remember(context: Any, option: Any, value: Any) -> Any:
    """Take the value of a common option that stood after the command."""
    invocation_of(context).remember(**{option.name: value})
    return value
