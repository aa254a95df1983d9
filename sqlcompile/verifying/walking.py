"""One database's proof: up revision by revision, down, and up again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlcompile.errors import StatementFailed, UnreadableSql
from sqlcompile.live.execution import execute
from sqlcompile.live.script_file import read_script
from sqlcompile.project.progress import Progress
from sqlcompile.verifying.comparing import Difference, differences
from sqlcompile.verifying.compiled import RevisionScript, Scripts
from sqlcompile.verifying.describing import shown
from sqlcompile.verifying.facts import Described
from sqlcompile.verifying.looking import Looking, names_differing
from sqlcompile.verifying.report import DatabaseReport, Direction, Refused, RevisionReport
from sqlcompile.verifying.scratch import Scratch
from sqlcompile.verifying.start import load_baseline


class Walk:
    """The way of one kind of database; ``prove`` goes it once and returns what was found."""

    def __init__(self, scripts: Scripts, scratch: Scratch, server: str, progress: Progress) -> None:
        self._scripts = scripts
        self._ups = scripts.ups
        self._scratch = scratch
        self._progress = progress
        self._looking = Looking(scripts, scratch)
        self._report = DatabaseReport(scripts.name, server, scripts.start, scripts.end)
        self._revisions = [RevisionReport(one.revision, one.message, one.file) for one in scripts.ups]
        self._report.revisions = self._revisions
        self._names: list[frozenset[str]] = []
        """What stood in the database at the start, and after each revision on the first way up."""
        self._untold: list[Described] = []
        """At the same moments, what is in the tables that the history does not tell as a whole."""
        self._seen: set[Difference] = set()
        """How the database differs from the replayed schema, as far as it was said."""
        self._done = 0
        self._total = len(scripts.preparation) + 2 * len(scripts.ups) + len(scripts.downs)

    def prove(self) -> DatabaseReport:
        """Go up, down and up again. Raises SqlcompileError where the scratch database itself fails."""
        try:
            return self._proved()
        finally:
            self._looking.close()

    def _proved(self) -> DatabaseReport:
        if not self._prepare():
            for one in self._revisions:
                _skip((one.up, one.down, one.again), "the start of the range was not reached")
            return self._report
        start = self._looking.everything()
        reached = self._up()
        top = self._looking.everything()
        floor = self._down(reached, start)
        self._again(floor, reached, top)
        self._report.not_compared = sorted(self._looking.not_compared)
        return self._report

    # --- the phases ---

    def _prepare(self) -> bool:
        """Bring the database to the start of the range; return whether it is there."""
        direction = self._report.preparation
        refused = self._restore(0)
        if refused is not None:
            direction.outcome, direction.refused = "refused", refused
            return False
        direction.outcome = "done"
        self._names.append(self._looking.names())
        if self._ups:
            self._note(direction, self._looking.all_differences(self._ups[0].before))
            self._untold.append(self._looking.told_by_nobody(self._ups[0].before))
        return True

    def _up(self) -> int:
        """Apply the revisions; return how many are applied."""
        reached = len(self._ups)
        for place, script in enumerate(self._ups):
            direction = self._revisions[place].up
            refused = self._apply(script, "upgrade")
            if refused is not None:
                direction.outcome, direction.refused = "refused", refused
                for one in self._revisions[place + 1 :]:
                    _skip((one.up, one.down, one.again), f"revision {script.revision} was not applied")
                _skip((self._revisions[place].down, self._revisions[place].again), "it was not applied")
                self._restore(place)
                reached = place
                break
            direction.outcome = "done"
            look = self._looking.after_step(script.after, [script.before], script.rows_after, ordered=True)
            self._note(direction, look.differences)
            self._names.append(look.names)
            self._untold.append(self._looking.told_by_nobody(script.after))
        if reached:
            late = self._looking.all_differences(self._ups[reached - 1].after)
            self._find_out([one for one in late if one not in self._seen], reached)
            self._seen.update(late)
        return reached

    def _find_out(self, late: list[Difference], reached: int) -> None:
        """Go up once more, looking at the tables that differ, to tell where each difference begins."""
        if not late:
            return
        wanted = {one.table for one in late}
        tables = frozenset(key for key in self._ups[reached - 1].after.tables if shown(key) in wanted)
        missing = {_gist(one): one for one in late}
        self._restore(0)
        for script, revision in zip(self._ups[:reached], self._revisions, strict=False):
            self._run(script)
            for found in self._looking.all_differences(script.after, tables) if missing else ():
                one = missing.pop(_gist(found), None)
                if one is not None:
                    _differ(revision.up, [one])
        self._report.late += [("after the upgrades", one) for one in missing.values()]

    def _down(self, reached: int, start: Described) -> int:
        """Take the revisions back as far as they go; return how many are applied then."""
        scripts = {script.revision: script for script in self._scripts.downs}
        said: set[Difference] = set()
        for place in reversed(range(reached)):
            up, direction = self._ups[place], self._revisions[place].down
            script = scripts.get(up.revision)
            refused = None if script is None else self._apply(script, "downgrade")
            if script is None or refused is not None:
                self._stop_here(place, refused)
                return place + 1
            direction.outcome = "done"
            look = self._looking.after_step(
                up.before,
                [up.after, script.before, script.after],
                script.rows_after,
                ordered=False,
                suspects=[one.table for one in self._revisions[place].up.differences],
            )
            new = [one for one in look.differences if one not in self._known(place)]
            untold = self._looking.told_by_nobody(up.before)
            new += names_differing(self._names[place], look.names)
            new += differences(self._untold[place], untold, exact=True, ordered=False)
            _differ(direction, _fresh(new, said))
        found = differences(start, self._looking.everything(), exact=True, ordered=False)
        self._report.late += [("after the downgrades", one) for one in found if one not in said]
        return 0

    def _known(self, place: int) -> set[Difference]:
        """Return how the database differed from the replayed schema after the first revisions, on the first way up."""
        found = set(self._report.preparation.differences)
        return found.union(*(one.up.differences for one in self._revisions[:place]))

    def _stop_here(self, place: int, refused: Refused | None) -> None:
        """Note why the way down ends above a revision, and leave the database there."""
        revision, direction = self._revisions[place], self._revisions[place].down
        known = self._scripts.no_way_back
        if refused is not None:
            direction.outcome, direction.refused = "refused", refused
            self._restore(place + 1)
        elif known is not None and known.revision == revision.revision:
            direction.outcome, direction.reason = ("irreversible" if known.meant else "unproved"), known.reason
        else:
            above = known.revision if known is not None else "another revision"
            _skip((direction,), f"the downgrade of {above}, before it, has no script")
        for below in self._revisions[:place]:
            _skip((below.down,), f"revision {revision.revision} was not taken back")
        for stays in self._revisions[: place + 1]:
            _skip((stays.again,), "it was not taken back")

    def _again(self, floor: int, reached: int, top: Described) -> None:
        """Apply once more what was taken back; the database must be as it was."""
        said: set[Difference] = set()
        for place in range(floor, reached):
            script, direction = self._ups[place], self._revisions[place].again
            refused = self._apply(script, "upgrade again")
            if refused is not None:
                direction.outcome, direction.refused = "refused", refused
                for one in self._revisions[place + 1 : reached]:
                    _skip((one.again,), f"revision {script.revision} was not applied")
                return
            direction.outcome = "done"
            look = self._looking.after_step(script.after, [script.before], script.rows_after, ordered=False)
            new = [one for one in look.differences if one not in self._known(place + 1)]
            new += names_differing(self._names[place + 1], look.names)
            _differ(direction, _fresh(new, said))
        found = differences(top, self._looking.everything(), exact=True, ordered=False)
        self._report.late += [("after the second upgrade", one) for one in found if one not in said]

    # --- steps ---

    def _restore(self, count: int) -> Refused | None:
        """Make the database as it is after the first revisions; return what the server refused on the way."""
        self._looking.close()
        self._scratch.fresh()
        if self._scripts.baseline is not None:
            with self._scratch.connected() as connection:
                load_baseline(connection, self._scripts.dialect, self._scripts.baseline)
        for script in (*self._scripts.preparation, *self._ups[:count]):
            refused = self._run(script)
            if refused is not None:
                return refused
        return None

    def _apply(self, script: RevisionScript, doing: str) -> Refused | None:
        self._progress.step(self._done, self._total, f"{self._scripts.name}: {doing} {script.revision}")
        self._done += 1
        return self._run(script)

    def _run(self, script: RevisionScript) -> Refused | None:
        """Run a script as its client would; return the statement that the server refuses."""
        path = Path(script.file)
        try:
            with self._scratch.connected() as connection:
                execute(connection, read_script(self._scripts.dialect, script.text, path))
        except StatementFailed as error:
            line = error.location.line if error.location else None
            return Refused(script.file, line, error.label, error.statement, error.words)
        except UnreadableSql as error:
            line = error.location.line if error.location else None
            return Refused(script.file, line, "", "", str(error))
        return None

    def _note(self, direction: Direction, found: list[Difference]) -> None:
        _differ(direction, _fresh(found, self._seen))


def _fresh(found: Iterable[Difference], seen: set[Difference]) -> list[Difference]:
    """Return the differences that were not seen before, each once, and remember them."""
    new = [one for one in dict.fromkeys(found) if one not in seen]
    seen.update(new)
    return new


def _differ(direction: Direction, found: list[Difference]) -> None:
    if found:
        direction.outcome = "differs"
        direction.differences += found


def _skip(directions: Iterable[Direction], reason: str) -> None:
    for direction in directions:
        direction.outcome, direction.reason = "skipped", reason


def _gist(difference: Difference) -> tuple[str | None, str, str | None]:
    return (difference.table, difference.what, difference.which)
