"""Parentheses that an SQL expression does not need, as a server leaves them out where it writes one back."""

from __future__ import annotations

from sqlcompile.dialect.scanner import Lexis, Piece


def enclosed(lexis: Lexis, text: str) -> bool:
    """Return whether one pair of parentheses encloses all of an expression."""
    pieces = lexis.significant(text)
    return bool(pieces) and pieces[0].text == "(" and _closing(pieces) == len(pieces) - 1


def stripped(lexis: Lexis, text: str) -> str:
    """Return an expression without the parentheses that enclose all of it."""
    while enclosed(lexis, text):
        pieces = lexis.significant(text)
        text = text[pieces[0].end : pieces[-1].start]
    return text.strip()


def plain_conditions(lexis: Lexis, text: str) -> str:
    """Return a condition without parentheses around what AND, OR and NOT join, but for an OR inside of them."""
    text = stripped(lexis, text)
    pieces = lexis.significant(text)
    joints = _joints(pieces)
    words = {pieces[at].text.upper() for at in joints}
    if not words:
        return text
    if len(words) > 1 and words != {"NOT"}:
        return text  # both at one level: nobody wrote the parentheses, so they are as they must be
    done: list[str] = []
    at = 0
    bounds = [*(pieces[joint] for joint in joints), None]
    for bound in bounds:
        operand = text[at : bound.start if bound is not None else len(text)].strip()
        if operand:
            done.append(_operand(lexis, operand, words))
        if bound is not None:
            done.append(bound.text)
            at = bound.end
    return " ".join(done)


def _operand(lexis: Lexis, operand: str, joints: set[str]) -> str:
    inner = plain_conditions(lexis, operand)
    pieces = lexis.significant(inner)
    below = {pieces[at].text.upper() for at in _joints(pieces)}
    needed = (bool(below) and below != joints) or any(piece.text.upper() in ("ANY", "ALL") for piece in pieces)
    return f"({inner})" if needed else inner


def _joints(pieces: list[Piece]) -> list[int]:
    """Return where AND, OR and a leading NOT stand outside of parentheses and of CASE."""
    found: list[int] = []
    depth = 0
    for at, piece in enumerate(pieces):
        word = piece.text.upper() if piece.kind in ("word", "other") else ""
        if word in ("(", "[", "CASE"):
            depth += 1
        elif word in (")", "]", "END"):
            depth -= 1
        elif depth == 0 and (word in ("AND", "OR") or (word == "NOT" and at == 0)):
            found.append(at)
    return found


def _closing(pieces: list[Piece]) -> int:
    """Return where the first parenthesis is closed."""
    depth = 0
    for at, piece in enumerate(pieces):
        depth += {"(": 1, ")": -1}.get(piece.text, 0) if piece.kind == "other" else 0
        if depth == 0:
            return at
    return -1
