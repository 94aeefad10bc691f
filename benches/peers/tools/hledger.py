"""hledger, on the same transactions as ledger."""

import csv
from collections.abc import Iterator
from pathlib import Path

from answers import STATUS
from setting import History, Setting
from tools.entry import COLD, START
from tools.entry import Entry, Peer, always
from tools.ledger import NOTE
from tools.version import first_line

NAME = "hledger"


def peer(_setting: Setting) -> Peer:
    """Returns what hledger takes part in."""
    version = first_line(["hledger", "--version"])
    return Peer(NAME, version and version.split(",")[0].removeprefix("hledger "), entries, (COLD, START))


def entries(history: History) -> list[Entry]:
    """Returns where things stand, as accounts that are not empty."""
    words = ["hledger", "-f", history.form("ledger"), "balance", "--flat", "-N", "-O", "csv"]
    return [Entry(COLD, NAME, always(*words, "not:acct::none$"), accounts, STATUS, NOTE)]


def accounts(path: Path) -> Iterator[str]:
    """Reads `process:issue:stage` in the first column, after a line of names."""
    with path.open(newline="") as file:
        for row in list(csv.reader(file))[1:]:
            yield row[0].replace(":", ",")
