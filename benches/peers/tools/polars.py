"""Polars on the table, as a library of Python: so its times have the start of Python and the import in them."""

from pathlib import Path

from answers import STATUS
from setting import History, Setting
from tools.entry import COLD, START
from tools.entry import Entry, Peer, always, plain_lines
from tools.version import first_line

NAME = "polars"
SCRIPT = Path(__file__).with_name("run_polars.py")


def peer(setting: Setting) -> Peer:
    """Returns what polars takes part in."""
    find = "import polars; print(polars.__version__)"
    version = first_line([str(setting.python), "-c", find])
    return Peer(NAME, version, lambda history: entries(setting, history), (COLD, START))


def entries(setting: Setting, history: History) -> list[Entry]:
    """Returns where things stand, from the table."""
    days = (STATUS.as_of, STATUS.known_on)
    command = always(setting.python, "-I", SCRIPT, history.form("csv"), *days)
    return [Entry(COLD, f"{NAME}, CSV", command, plain_lines, STATUS)]
