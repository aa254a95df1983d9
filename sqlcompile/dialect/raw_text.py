"""What every client must be able to read of a migration's own text."""

from __future__ import annotations

from sqlcompile.dialect.scanner import Lexis
from sqlcompile.errors import InvalidScript

_PARAMETER = "Give the value as a parameter of sa.text(): it is written in a form that is safe."


def readable(lexis: Lexis, text: str, *, line_ends: bool) -> str:
    """Return a raw text in which lines end in LF outside of quotes.

    Raises InvalidScript for what no client passes on, and for a quote that would swallow the rest of
    the script. ``line_ends`` says that the client keeps CR LF inside quotes.
    """
    if "\0" in text:
        raise InvalidScript("The statement has a NUL character, where clients end the line.", hint=_PARAMETER)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidScript(
            "The statement has half a surrogate pair, which is no character.", hint=_PARAMETER
        ) from None
    pieces = []
    for piece in lexis.scan(text):
        if not piece.closed:
            shown = piece.text.strip().split("\n")[0][:40]
            raise InvalidScript(
                f"A quote or a comment of the statement has no end: {shown}",
                hint="The rest of the script would become part of it.",
            )
        pieces.append(piece.text)
        if "\r" not in piece.text:
            continue
        if piece.kind in ("space", "comment"):
            pieces[-1] = _lines(piece.text, text[piece.end : piece.end + 1])
        elif not line_ends:
            raise InvalidScript(
                "A quoted text has CR LF in it, of which the client would pass on only LF.", hint=_PARAMETER
            )
    return "".join(pieces)


def _lines(text: str, following: str) -> str:
    """Return blanks or a comment with LF at the line ends; some servers end a comment at a lone CR."""
    if following == "\n":
        text = text.removesuffix("\r")
    text = text.replace("\r\n", "\n")
    if "\r" in text.rstrip("\r"):
        raise InvalidScript("The statement has a carriage return without a line feed.", hint=_PARAMETER)
    return text.rstrip("\r")
