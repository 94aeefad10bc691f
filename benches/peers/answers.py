"""What the right answers are, and when two answers are the same.

An answer is a set of lines: `process,issue,stage` for where things stand, `process,issue,from,to` for what
changed. Issues on which nothing was said, or all was taken back, are in none. Lines are sorted and hashed, so
that a tool may print in any order.

The right answers are worked out here from the table, in the plainest way there is, so that agreement is not
only that of the tools with each other: the last word on a stage in the order of the log decides, if it was
known and was not known to be taken back (`Process::stages` in `crates/histories` says the same in Rust).
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path


@dataclass(frozen=True)
class Point:
    """A day to tell of, and the day on which one tells."""

    as_of: str
    known_on: str


@dataclass(frozen=True)
class Window:
    """From the close of a day, as known then, to the close of another, as known then."""

    since: str
    until: str


# After all that the generator writes: 4,000 days from 2015 on, known up to 60 days late. A fixed day, so that
# the answers do not depend on when the comparison runs.
NOW = "2026-03-31"
STATUS = Point(NOW, NOW)
PAST = Point("2020-06-30", NOW)
MONTH = Window("2025-04-30", "2025-05-31")
YEAR = Window("2024-05-31", "2025-05-31")
EVER = Window("2014-12-31", NOW)

Stages = dict[tuple[str, str], str]
Row = dict[str, str]


def digest(lines: Iterable[str]) -> str:
    """Returns a short name of an answer."""
    text = "\n".join(sorted(lines))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def expected(table: Path) -> dict[Point | Window, list[str]]:
    """Returns the right answer to each question about a history."""
    points, windows = (STATUS, PAST), (MONTH, YEAR, EVER)
    answers: dict[Point | Window, list[str]] = {}
    for question in (*points, *windows):
        answers[question] = []
    for rows in processes(table):
        for point in points:
            answers[point] += stood(stages(rows, point))
        for window in windows:
            answers[window] += moved(*(stages(rows, Point(day, day)) for day in ends(window)))
    return answers


def ends(window: Window) -> tuple[str, str]:
    """Returns the two days of a window."""
    return window.since, window.until


def processes(table: Path) -> Iterator[list[Row]]:
    """Reads the rows of one process after the other: a history may be larger than memory."""
    with table.open(newline="") as file:
        for _, rows in groupby(csv.DictReader(file), key=lambda row: row["process"]):
            process = list(rows)
            late = max(row["known"] for row in process)
            assert late <= NOW, f"something is known on {late}, after {NOW}, when it is asked"
            yield process


def stages(rows: list[Row], point: Point) -> Stages:
    """Returns where each issue of a process stands."""
    known = [row for row in rows if row["known"] <= point.known_on]
    struck = {row["retracts"] for row in known if row["retracts"]}
    said = (row for row in known if row["stage"] and row["on"] <= point.as_of)
    return {(row["process"], row["issue"]): row["stage"] for row in said if row["event"] not in struck}


def stood(where: Stages) -> list[str]:
    """Returns where things stand as lines."""
    return [f"{process},{issue},{stage}" for (process, issue), stage in where.items()]


def moved(before: Stages, after: Stages) -> list[str]:
    """Returns what differs between two points as lines; nothing stands for no word at all."""
    both = [(issue, before.get(issue, ""), after.get(issue, "")) for issue in before | after]
    return [f"{issue[0]},{issue[1]},{old},{new}" for issue, old, new in both if old != new]


def difference(lines: list[str], right: list[str]) -> str:
    """Says in a few words how an answer differs from the right one."""
    more, less = sorted(set(lines) - set(right)), sorted(set(right) - set(lines))
    first = [f"has `{line}`" for line in more[:1]] + [f"lacks `{line}`" for line in less[:1]]
    return f"{len(more)} lines too many, {len(less)} missing: {', '.join(first) or 'some twice'}"
