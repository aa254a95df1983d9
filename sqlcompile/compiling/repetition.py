"""A loop that does not end: one line of a script that sends one statement again and again."""

from __future__ import annotations

from sqlcompile.errors import Location, ScriptError

MOST = 10_000
"""How often a line may send the same statement with nothing else in between."""


class Repetition:
    """Counts, for each line of a script, how often it sent the statement that it sent last."""

    def __init__(self) -> None:
        self._lines: dict[Location, tuple[str, int]] = {}

    def sent(self, text: str, location: Location) -> ScriptError | None:
        """Take a statement; return the error where its line sent it too often."""
        last, count = self._lines.get(location, ("", 0))
        count = count + 1 if last == text else 1
        self._lines[location] = (text, count)
        if count <= MOST:
            return None
        shown = " ".join(text.split())
        return ScriptError(
            f"The script sent one statement {MOST:,} times from one line; the loop seems not to end: {shown[:100]}",
            hint="Nothing that a script of SQL does changes what the loop waits for: "
            "let one statement do all of it in the database.",
            location=location,
        )
