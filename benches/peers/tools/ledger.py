"""ledger, on transactions that move an issue from the account of one stage to that of the next.

Its balance says where every issue is. What was taken back is not in the file, since a book-keeper would
correct it; nor is it known when something became known. So only the status is comparable.
"""

from collections.abc import Iterator
from pathlib import Path

from answers import STATUS
from setting import History, Setting
from tools.entry import COLD, START
from tools.entry import Entry, Peer, always
from tools.version import first_line

NAME = "ledger"
NOTE = "adds up what was not taken back"


def peer(_setting: Setting) -> Peer:
    """Returns what ledger takes part in."""
    version = first_line(["ledger", "--version"])
    return Peer(NAME, version and version.split(",")[0].removeprefix("Ledger "), entries, (COLD, START))


def entries(history: History) -> list[Entry]:
    """Returns where things stand, as accounts that are not empty."""
    shape = ["--flat", "--no-total", "--format", "%(account)\\n"]
    # No settings of the user.
    words = ["ledger", "--args-only", "-f", history.form("ledger"), "balance", *shape]
    command = always(*words, "not", "/:none$/")
    return [Entry(COLD, NAME, command, accounts, STATUS, NOTE)]


def accounts(path: Path) -> Iterator[str]:
    """Reads `process:issue:stage`."""
    for line in path.read_text().splitlines():
        yield line.strip().replace(":", ",")
