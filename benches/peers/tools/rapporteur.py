"""rapporteur, on its seeds.

Where things stand is taken from `-o plain`, the board with a row a line: what people read. It says more than
other tools print, on whose word an issue stands where, since when, and whether it is stalled. `-o jsonl`,
which has the evidence and the open demands besides, has to say the same stages; it is a row of its own.
"""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from answers import NOW, PAST, STATUS, Window
from setting import History, Setting
from tools.entry import APPEND, AS_OF, COLD, TASKS, WARM, WINDOWS
from tools.entry import Command, Entry, Peer, Preparation, Run, always, appended
from tools.version import first_line

NAME = "rapporteur"
WHOLE = "rapporteur, whole record"
# How a stage is shown that nobody has said a word on.
UNRAISED = "unraised"
MORE_DATA = "with evidence, open demands and more"
MORE = "also tells causes, late news, corrections, conditions and positions"


def peer(setting: Setting) -> Peer:
    """Returns what rapporteur takes part in, which is everything."""
    version = first_line([str(setting.rapporteur), "--version"])
    return Peer(NAME, version, lambda history: entries(setting, history), tuple(TASKS))


def entries(setting: Setting, history: History) -> list[Entry]:
    """Returns every task on a history."""
    base = [str(setting.rapporteur), "-C", str(history.folder)]
    index = history.folder / "state/.index"
    status = always(*base, "status", "-o", "plain")
    rows_of_status = always(*base, "status", "-o", "jsonl")
    past = always(*base, "status", "--as-of", PAST.as_of, "-o", "plain")
    warm = (warmed(setting, base, index),)
    return [
        Entry(COLD, NAME, status, board, STATUS, before=lambda: forget(index)),
        Entry(WARM, NAME, status, board, STATUS, prepared=warm),
        Entry(WARM, f"{NAME}, -o jsonl", rows_of_status, data, STATUS, MORE_DATA, warm),
        Entry(AS_OF, NAME, past, board, PAST, prepared=warm),
        *(changed(base, task, window, warm) for task, window in WINDOWS),
        *appending(setting, history, warm),
    ]


def changed(base: list[str], task: str, window: Window, warm: tuple[Preparation, ...]) -> Entry:
    """Returns what changed in a window.

    Comparable is only which issues stand elsewhere at the end than at the start, net. rapporteur tells more
    in the same run: under which of three heads (happened, learned late, corrected) and on whose word, and
    what changed of positions, demands, drafts and conditions; the engines are not asked for any of that.
    """
    days = ["--since", window.since, "--until", window.until]
    command = always(*base, "changed", *days, "-o", "jsonl")
    return Entry(task, NAME, command, net_moves, window, note=MORE, prepared=warm)


def forget(index: Path) -> None:
    """Removes the index, so that the next answer is read from the seeds alone."""
    shutil.rmtree(index, ignore_errors=True)


def warmed(setting: Setting, base: list[str], index: Path) -> Preparation:
    """Asks once, which leaves an index where the version at hand keeps one."""

    def ask() -> None:
        # If it fails, so does what is measured next, and says why.
        subprocess.run([*base, "status"], env=setting.environment(), capture_output=True)

    return Preparation(f"{NAME}: index, by asking once", index, ask)


def board(path: Path) -> Iterator[str]:
    """Reads the boards of `-o plain`: a heading for each process, then a row for each issue."""
    process = ""
    in_table = False
    for line in path.read_text().splitlines():
        cells = line.split("\t")
        if len(cells) == 2 and cells[1].startswith("as of "):
            process = cells[0]
        elif cells[0] == "ISSUE":
            in_table = True
        elif not line:
            in_table = False
        elif in_table:
            # `• stagnant, stalled`: a glyph, the stage, what else is the case.
            stage = cells[1].split(" ", 1)[1].split(",")[0]
            if stage != UNRAISED:
                yield f"{process},{cells[0].strip()},{stage}"


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Reads the rows of `-o jsonl`."""
    with path.open() as file:
        yield from map(json.loads, file)


def data(path: Path) -> Iterator[str]:
    """Reads where things stand from `-o jsonl`."""
    for row in rows(path):
        if row.get("list") == "issues" and row["stage"] != UNRAISED:
            yield f"{row['process']},{row['issue']},{row['stage']}"


def net_moves(path: Path) -> Iterator[str]:
    """Nets the stage changes of each issue.

    An issue has one for each head under which it moved, `a → b` learned late and `b → c` happened. Taken as
    steps of a walk, in any order, it begins at the stage that is left more often than it is entered, and
    ends at the one that is entered more often than it is left.
    """
    walks: dict[tuple[object, object], Counter[str]] = {}
    for row in rows(path):
        if row.get("field") == "stage":
            walk = walks.setdefault((row["process"], row["issue"]), Counter())
            walk[str(row["from"] or UNRAISED)] -= 1
            walk[str(row["to"] or UNRAISED)] += 1
    for (process, issue), walk in walks.items():
        begins = [stage for stage, surplus in walk.items() if surplus == -1]
        ends = [stage for stage, surplus in walk.items() if surplus == 1]
        if begins or ends:
            yield f"{process},{issue},{word(begins)},{word(ends)}"


def word(stages: list[str]) -> str:
    """Returns a stage as other tools have it, which know no word for what nobody spoke of."""
    return "+".join(stages).replace(UNRAISED, "")


def appending(setting: Setting, history: History, warm: tuple[Preparation, ...]) -> list[Entry]:
    """Returns the two ways to look at one process: in its folder alone, or with the whole record at hand.

    The second shows `i0` of every process, since a query cannot name a process.
    """
    base = [str(setting.rapporteur), "-C", str(history.folder), "status"]
    log = Log(setting, history)
    one = log.appending([*base, "seeds/r00000", "issue:i0", "-o", "plain"])
    whole = log.appending([*base, "issue:i0", "-o", "plain"])
    reset = Preparation(f"{NAME}: the log as it was", log.folder, log.reset)
    every = "shows `i0` of every process"
    return [
        Entry(APPEND, NAME, one, first_issue, note="reads one folder", prepared=(reset,)),
        Entry(APPEND, WHOLE, whole, first_issue, note=every, prepared=(reset, *warm)),
    ]


def first_issue(path: Path) -> Iterable[str]:
    """Reads where the issue stands that was written on."""
    return [line for line in board(path) if line.startswith("r00000,i0,")]


class Log:
    """The log of the first process, to which dispatches are added."""

    def __init__(self, setting: Setting, history: History) -> None:
        self.work = setting.work
        self.folder = history.seeds / "r00000"
        self.added = 0
        self.length = 0

    def reset(self) -> None:
        """Takes away what was appended, and counts what is left."""
        for path in self.folder.glob("*-peers-*.ron"):
            path.unlink()
        self.length = len(list(self.folder.glob("*-*.ron")))

    def appending(self, words: list[str]) -> Run:
        """Returns the command of a round: a dispatch is written durably, and its issue is shown."""

        def command(round_: int) -> Command:
            self.added += 1
            text = dispatch(self.added, self.length + self.added, appended(round_))
            source = self.work / "dispatch.ron"
            source.write_text(text)
            return Command(words, (source, self.folder / f"{NOW}-peers-{self.added:03}.ron"))

        return command


def dispatch(number: int, seq: int, stage: str) -> str:
    """Returns a dispatch of one event.

    A register has one word on an issue a day, so each is of a day of its own, after all others and before today.
    """
    on = date.fromisoformat(NOW) - timedelta(days=100 - number)
    return f"""(
    format: 1,
    date: "{NOW}",
    log: "registry",
    seq: {seq},
    events: [
        (
            id: "p{number}",
            on: "{on}",
            known: "{on}",
            via: ["registry"],
            note: "appended",
            what: StageClaim(issue: "i0", stage: "{stage}"),
        ),
    ],
)
"""
