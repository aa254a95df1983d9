"""JUnit's XML, as build servers read it: a suite a database, a case a revision and direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sqlcompile.verifying.report import DatabaseReport, Direction, Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, whatever way it is written (https://www.w3.org/TR/xml/#charsets)."""
_NAMES = {"up": "up", "down": "down", "again": "up again"}


def render(report: Report) -> str:
    """Return the report as XML."""
    root = ET.Element("testsuites", name="sqlcompile verify")
    for database in report.databases:
        root.append(_suite(database))
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _suite(database: DatabaseReport) -> ET.Element:
    name = _clean(f"{database.name} ({database.server})")
    cases = list(_cases(database))
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = ET.Element("testsuite", {"name": name, **{key: str(value) for key, value in counts.items()}})
    suite.extend(cases)
    return suite


def _cases(database: DatabaseReport) -> Iterator[ET.Element]:
    if database.reason:
        case = _case(database, "scratch database")
        ET.SubElement(case, "error", message=_clean(database.reason), type="not verified")
        yield case
        return
    if database.preparation.bad:
        case = _case(database, "preparation")
        _fill(case, database.preparation)
        yield case
    for revision in database.revisions:
        for key, direction in revision.directions:
            case = _case(database, f"{revision.revision} {_NAMES[key]}", revision.file)
            _fill(case, direction)
            yield case
    phases = dict.fromkeys(when for when, _ in database.late)
    for phase in phases:
        case = _case(database, phase)
        lines = [str(difference) for when, difference in database.late if when == phase]
        _failure(case, "differs", lines)
        yield case


def _case(database: DatabaseReport, name: str, file: str = "") -> ET.Element:
    given = {"classname": _clean(f"sqlcompile.{database.name.replace('/', '.')}"), "name": _clean(name)}
    return ET.Element("testcase", {**given, **({"file": _clean(file)} if file else {})})


def _fill(case: ET.Element, direction: Direction) -> None:
    if direction.bad:
        lines = direction.lines()
        if direction.refused is not None and direction.refused.statement:
            lines.append(direction.refused.statement)
        _failure(case, direction.outcome, lines)
    elif direction.outcome in ("skipped", "irreversible"):
        ET.SubElement(case, "skipped", message=_clean(direction.reason))


def _failure(case: ET.Element, kind: str, lines: list[str]) -> None:
    failure = ET.SubElement(case, "failure", message=_clean(lines[0] if lines else kind), type=kind)
    failure.text = _clean("\n".join(lines))


def _clean(text: str) -> str:
    """Return a text with what XML cannot hold shown as Python shows it."""
    return _NOT_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
