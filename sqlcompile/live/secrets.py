"""What may be shown of a URL and of what a driver says: never the password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from sqlalchemy.engine import URL

HIDDEN = "***"

_SECRET_KEYS = re.compile(r"pass|pwd|secret|token|key", re.IGNORECASE)
"""What the keys in a URL's query are called that nobody may read."""
_EMBEDDED = re.compile(r"(?:PWD|PASSWORD)\s*=\s*(\{[^}]*\}|[^;&\s]*)", re.IGNORECASE)
"""A password in a text of several settings, as odbc_connect is."""
_CARET = re.compile(r"\s*\^\s*|LINE \d+:.*")


def shown(url: URL) -> str:
    """Return a URL without its password, and without any other secret that its query has."""
    query = {key: HIDDEN if _is_secret(key, value) else value for key, value in url.query.items()}
    text = url.set(query=query).render_as_string(hide_password=True)
    return text.replace(quote_plus(HIDDEN), HIDDEN)


def without_secrets(text: str, url: URL) -> str:
    """Return a text with no secret of a URL in it, in whichever way it is spelled."""
    for secret in sorted(set(_spellings(url)), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def server_words(error: BaseException, url: URL) -> str:
    """Return what a driver's error says, in one line, without the secrets of the URL.

    What points at a place of the statement is left out: the statement is shown beside it.
    """
    arguments = error.args
    numbered = len(arguments) == 2 and isinstance(arguments[0], int)
    text = f"{arguments[1]} ({arguments[0]})" if numbered else str(error)
    lines = [line.strip() for line in text.splitlines() if line.strip() and not _CARET.fullmatch(line)]
    return without_secrets(" ".join(lines) or type(error).__name__, url)


def _is_secret(key: str, value: str | tuple[str, ...]) -> bool:
    return bool(_SECRET_KEYS.search(key)) or any(_EMBEDDED.search(one) for one in _several(value))


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _spellings(url: URL) -> Iterator[str]:
    """Yield the secrets of a URL: as they are, percent-encoded, and as Python shows a string."""
    queried = [value for key, given in url.query.items() if _is_secret(key, given) for value in _several(given)]
    embedded = [found.strip("{}") for value in queried for found in _EMBEDDED.findall(value)]
    for secret in (url.password, *queried, *embedded):
        if secret:
            text = str(secret)
            yield from (text, quote(text, safe=""), quote(text), quote_plus(text), repr(text)[1:-1])
