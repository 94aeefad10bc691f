"""beancount, on its own form of the same transactions."""

from collections.abc import Iterator
from pathlib import Path

from answers import STATUS
from setting import History, Setting
from tools.entry import COLD, START
from tools.entry import Entry, Peer, Preparation, always
from tools.ledger import NOTE
from tools.version import first_line

NAME = "beancount"
SCRIPT = Path(__file__).with_name("run_beancount.py")


def peer(setting: Setting) -> Peer:
    """Returns what beancount takes part in."""
    find = "import beancount; print(beancount.__version__)"
    version = first_line([str(setting.python), "-c", find])
    return Peer(NAME, version, lambda history: entries(setting, history), (COLD, START))


def entries(setting: Setting, history: History) -> list[Entry]:
    """Returns where things stand, as accounts that are not empty."""
    main = history.folder / "main.beancount"

    def make() -> None:
        # The accounts are not opened one by one in the file, which beancount else demands.
        plugin = 'plugin "beancount.plugins.auto_accounts"'
        main.write_text(f'{plugin}\ninclude "{history.form("beancount").name}"\n')

    ready = (Preparation("beancount: a main file", main, make),)
    command = always(setting.python, "-I", SCRIPT, main)
    return [Entry(COLD, NAME, command, accounts, STATUS, NOTE, ready)]


def accounts(path: Path) -> Iterator[str]:
    """Reads `Assets:Process:Issue:Stage`."""
    for line in path.read_text().splitlines():
        _, process, issue, stage = line.split(":")
        if stage != "None":
            yield ",".join(word[0].lower() + word[1:] for word in (process, issue, stage))
