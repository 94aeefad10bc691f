"""What a tool has to say to take part: a command for a task, and how its answer is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import answers
from answers import Point, Window

COLD = "cold status"
WARM = "warm status"
AS_OF = "as of a past day"
MONTH = "changed in a month"
YEAR = "changed in a year"
EVER = "changed ever"
APPEND = "append one event durably, show its issue"
START = "start-up, 20 events"
WINDOWS = [(MONTH, answers.MONTH), (YEAR, answers.YEAR), (EVER, answers.EVER)]
# In the order of the report.
TASKS = [COLD, WARM, AS_OF, MONTH, YEAR, EVER, APPEND, START]

# What an event that is appended says in each round: where `r00000/i0` then stands.
APPENDED = ["final", "review", "living", "draft", "stagnant", "withdrawn", "last-call"]


def appended(round_: int) -> str:
    """Returns the stage that is appended in a round; neighbours differ, so an old answer is seen."""
    return APPENDED[round_ % len(APPENDED)]


@dataclass(frozen=True)
class Command:
    """One run: the process, and a file that is written durably before it, as part of the run."""

    words: list[str]
    write: tuple[Path, Path] | None = None


# Returns the process of a round, counted from 0.
Run = Callable[[int], Command]


@dataclass(frozen=True)
class Preparation:
    """What is made before the first run and not timed with it, such as a database; told in the report."""

    name: str
    path: Path
    make: Callable[[], None]


@dataclass(frozen=True)
class Entry:
    """A tool in a task."""

    task: str
    tool: str
    command: Run
    # The lines of an answer; none where there is nothing to compare, and then `note` says why.
    answer: Callable[[Path], Iterable[str]] | None
    # What is asked; none for what is appended, which depends on the round.
    question: Point | Window | None = None
    note: str = ""
    prepared: tuple[Preparation, ...] = ()
    # Done before each run, untimed.
    before: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Peer:
    """A tool and whether it is here."""

    name: str
    # None where it is missing.
    version: str | None
    entries: Callable[..., list[Entry]]
    # The tasks in which it would have taken part.
    tasks: tuple[str, ...]


def always(*words: object) -> Run:
    """Returns a command that is the same in each round."""
    command = Command([str(word) for word in words])
    return lambda _round: command


def plain_lines(path: Path) -> list[str]:
    """Reads an answer that a tool prints in our form already."""
    return [line for line in path.read_text().splitlines() if line]
