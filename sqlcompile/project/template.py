"""New revision scripts: their id, their name, their text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError, InvalidScript, Location
from sqlcompile.project.revision import MAXIMUM_ID_LENGTH
from sqlcompile.project.settings import Config

TEMPLATES = Path(__file__).with_name("templates")
TEMPLATE_NAME = "script.py.mako"
DEFAULT_FILE_TEMPLATE = "%(rev)s_%(slug)s"

_ID = re.compile(r"[A-Za-z0-9_.-]+")
_RESERVED = ("base", "head", "heads", "current")
_NAME_RULE = f"It is made of letters, digits, `_`, `-` and `.`, and is none of {', '.join(_RESERVED)}."


@dataclass(frozen=True, slots=True)
class NewRevision:
    """What a new script says about itself."""

    id: str
    message: str
    down_revisions: tuple[str, ...] = ()
    branch_labels: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()


def new_revision_id() -> str:
    """Return an id that nobody has used: twelve random hexadecimal digits."""
    import uuid  # noqa: PLC0415 - only a new revision pays for it

    return uuid.uuid4().hex[-12:]


def check_revision_id(revision: str) -> str:
    """Return an id that was given, or say what is wrong with it."""
    if len(revision) > MAXIMUM_ID_LENGTH:
        raise ConfigError(
            f'The revision id "{revision}" has {len(revision)} characters; '
            f"the version table holds {MAXIMUM_ID_LENGTH}.",
            hint="Give a shorter one, or none: a new one is made.",
        )
    if _ID.fullmatch(revision) is None or revision in _RESERVED:
        raise ConfigError(
            f"{revision!r} cannot be a revision id.",
            hint=_NAME_RULE,
        )
    return revision


def check_branch_label(label: str) -> str:
    """Return a branch label that was given, or say what is wrong with it."""
    if _ID.fullmatch(label) is None or label in _RESERVED:
        raise ConfigError(
            f"{label!r} cannot be a branch label.",
            hint=_NAME_RULE,
        )
    return label


def slug(message: str, longest: int) -> str:
    """Return a message as part of a file name: its words in lower case, joined by ``_``.

    One that is too long ends in ``_`` after the last word that fits whole.
    """
    words = "_".join(re.findall(r"\w+", message)).lower()
    if len(words) <= longest:
        return words
    return words[:longest].rsplit("_", 1)[0] + "_"


def creation_date(timezone: str | None) -> dt.datetime:
    """Return the time now, in the zone of the settings or, without one, this machine's own."""
    if timezone is None:
        return dt.datetime.now()  # noqa: DTZ005 - local time without a zone, as Alembic writes it
    import zoneinfo  # noqa: PLC0415 - only who sets a zone pays for it

    for name in (timezone, timezone.upper(), timezone.title()):
        try:
            return dt.datetime.now(zoneinfo.ZoneInfo(name))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise ConfigError(
        f'`timezone` names no time zone: "{timezone}".',
        hint='Give a name such as "UTC" or "Europe/Berlin"; on Windows `pip install tzdata` supplies them.',
    )


def file_name(config: Config, new: NewRevision, date: dt.datetime) -> str:
    """Return the name of a new script, by ``file_template``; it may have folders in it."""
    template = config.file_template or DEFAULT_FILE_TEMPLATE
    tokens = {
        "rev": new.id,
        "slug": slug(new.message, config.truncate_slug_length),
        "epoch": int(date.timestamp()),
        **{part: getattr(date, part) for part in ("year", "month", "day", "hour", "minute", "second")},
    }
    location = Location(config.path) if config.path else None
    try:
        name = template % _Named(tokens)
    except KeyError as error:
        raise ConfigError(
            f"`file_template` has no token {error}.",
            hint=f"The tokens are {', '.join(f'%({name})s' for name in tokens)}.",
            location=location,
        ) from error
    except (TypeError, ValueError) as error:
        raise ConfigError(
            f'`file_template` cannot be filled in: "{template}".',
            hint="Write a token as `%(rev)s`, a number as `%(month).2d`.",
            location=location,
        ) from error
    return f"{name}.py"


class _Named(dict[str, Any]):
    """Tokens that are taken by name; a bare ``%s`` would take them all at once."""

    def __str__(self) -> str:
        raise ValueError("a token has a name")

    __repr__ = __str__


def script_path(config: Config, folder: Path, new: NewRevision, date: dt.datetime) -> Path:
    """Return where a new script goes; a name leads neither out of its folder nor to where nothing is read."""
    name = Path(file_name(config, new, date))
    if name.is_absolute() or ".." in name.parts:
        raise ConfigError(
            f"`file_template` leads out of the folder of the scripts: {name}.",
            location=Location(config.path) if config.path else None,
        )
    path = folder / name
    if len(name.parts) > 1 and not config.recursive_version_locations and path.parent not in config.version_locations:
        raise ConfigError(
            f"`file_template` puts scripts into a folder that is not looked into: {name.parent}.",
            hint="Set `recursive_version_locations` to true, or leave the folder out.",
            location=Location(config.path) if config.path else None,
        )
    return path


def render_script(
    config: Config, new: NewRevision, date: dt.datetime, values: Mapping[str, object] | None = None
) -> str:
    """Return the text of a new script, from the project's own template or the one of sqlcompile.

    ``values`` are further names that the template may use.
    """
    template = template_of(config)
    text = render_template(template, {**_script_values(config, new, date), **(values or {})})
    try:
        compile(text, str(template), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InvalidScript(
            f"The template makes a script that is not Python: {getattr(error, 'msg', error)}, line {line}.",
            hint="Correct the template; nothing was written.",
            location=Location(template),
        ) from error
    return text


def template_of(config: Config) -> Path:
    """Return the project's own template, or the one of sqlcompile."""
    own = config.script_location / TEMPLATE_NAME
    return own if own.is_file() else TEMPLATES / "native" / TEMPLATE_NAME


def render_template(template: Path, values: Mapping[str, Any]) -> str:
    """Return a Mako template filled in; what fails in it is told with its place."""
    from mako import exceptions  # type: ignore[import-untyped]  # noqa: PLC0415 - only a new file pays for it
    from mako.template import Template  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        text = Template(filename=str(template), input_encoding="utf-8").render_unicode(**values)  # noqa: S702
    except (exceptions.SyntaxException, exceptions.CompileException) as error:
        raise InvalidScript(
            f"The template is not one that Mako reads: {_first_line(error)}",
            location=Location(template, getattr(error, "lineno", None)),
        ) from error
    except Exception as error:
        raise InvalidScript(
            f"The template failed with {type(error).__name__}: {_first_line(error)}",
            hint="`--traceback` shows where.",
            location=Location(template),
        ) from error
    return str(text)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _script_values(config: Config, new: NewRevision, date: dt.datetime) -> dict[str, Any]:
    """Return the names that a template may use: those that Alembic documents."""
    return {
        "message": _inside_docstring(new.message or "empty message"),
        "up_revision": new.id,
        "down_revision": _scalar(new.down_revisions),
        "branch_labels": _scalar(new.branch_labels),
        "depends_on": _scalar(new.depends_on),
        "create_date": date,
        "comma": _comma,
        "imports": "",
        "upgrades": "",
        "downgrades": "",
        "config": TemplateConfig(config),
    }


def _inside_docstring(message: str) -> str:
    """Return a message that a docstring in triple quotes holds as it is."""
    return message.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _scalar(items: Sequence[str]) -> str | tuple[str, ...] | None:
    """Return nothing for none, the item for one, a tuple for several: as scripts write them."""
    return (items[0] if len(items) == 1 else tuple(items)) if items else None


def _comma(value: str | Sequence[str] | None) -> str:
    """Return revisions for reading; templates use it as ``${down_revision | comma,n}``."""
    if value is None:
        return ""
    return value if isinstance(value, str) else ", ".join(value)


class TemplateConfig:
    """The settings as a template asks for them: ``config.get_main_option("databases")``."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.config_ini_section = config.section
        self.config_file_name = str(config.path) if config.path else None

    def get_main_option(self, name: str, default: str | None = None) -> str | None:
        """Return an option of the main section of alembic.ini."""
        return self._config.options.get(name, default)
