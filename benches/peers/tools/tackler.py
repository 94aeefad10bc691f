"""tackler, on the transactions of ledger, each description with the quote that its own form asks for."""

import re
from collections.abc import Iterator
from pathlib import Path

from answers import STATUS
from setting import History, Setting
from tools.entry import COLD, START
from tools.entry import Entry, Peer, Preparation, always
from tools.ledger import NOTE
from tools.version import first_line

NAME = "tackler"

CONFIG = """[kernel]
strict = false
audit = { mode = false, hash = "SHA-256" }
timestamp = { default-time = 00:00:00, timezone = { name = "UTC" } }
[kernel.input]
storage = "fs"
fs = { path = ".", dir = ".", ext = "txn" }
[transaction]
accounts = { path = "none" }
commodities = { path = "none" }
tags = { path = "none" }
[report]
report-timezone = "UTC"
scale = { min = 0, max = 0 }
accounts = []
targets = ["balance"]
balance = { title = "Balance", type = "flat" }
balance-group = { title = "Balance", group-by = "month" }
register = { title = "Register" }
[export]
targets = []
equity = { equity-account = "Equity:Balance" }
"""


def peer(setting: Setting) -> Peer:
    """Returns what tackler takes part in."""
    version = first_line([str(program(setting)), "--version"])
    name = version and version.split()[-1]
    return Peer(NAME, name, lambda history: entries(setting, history), (COLD, START))


def program(setting: Setting) -> Path:
    """Returns where `cargo install` leaves it."""
    return setting.work / "tackler/bin/tackler"


def entries(setting: Setting, history: History) -> list[Entry]:
    """Returns where things stand, as accounts that are not empty."""
    text = history.folder / "history.txn"
    config = history.folder / "tackler.toml"

    def make() -> None:
        config.write_text(CONFIG)
        with history.form("ledger").open() as read, text.open("w") as write:
            write.writelines(re.sub(r"^(\d\S+) ", r"\1 '", line) for line in read)

    ready = (Preparation("tackler: its own form", text, make),)
    command = always(program(setting), "--config", config, "--input.file", text)
    return [Entry(COLD, NAME, command, accounts, STATUS, NOTE, ready)]


def accounts(path: Path) -> Iterator[str]:
    """Reads rows such as `1 ISSUE r00000:i0:draft`, with emptied accounts and others among them."""
    for line in path.read_text().splitlines():
        cells = line.split()
        names = [cell for cell in cells if cell.count(":") == 2]
        if len(names) == 1 and cells[0].strip("0").strip(".") == "1":
            yield names[0].replace(":", ",")
