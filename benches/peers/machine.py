"""What the comparison ran on, without which no time means anything."""

import os
import platform
from pathlib import Path

from setting import History
from tools.entry import Peer

MIB = 1024 * 1024
# The share of the cores that others may use without a word on it.
QUIET = 0.03


def facts(peers: list[Peer], sizes: str, others: str) -> list[str]:
    """Returns the facts as a list of Markdown."""
    here = [f"{peer.name} {short(peer)}" for peer in peers if peer.version]
    absent = [peer.name for peer in peers if not peer.version]
    return [
        f"- machine: {processor()}, {cores()} cores, {memory()}, {platform.system()} {platform.release()}",
        f"- meanwhile: {others}",
        f"- tools: {', '.join(here)}; Python {platform.python_version()}",
        f"- skipped, since not here: {', '.join(absent) or 'none'}",
        f"- history: {sizes}",
    ]


class Clock:
    """Counts what other processes took meanwhile, which the load average hides among our own."""

    def __init__(self) -> None:
        self.busy, self.stolen, self.all = ticks()
        self.ours = our_seconds()

    def told(self) -> str:
        """Says how quiet the machine was since this was made."""
        busy, stolen, all_ = ticks()
        if all_ == self.all:
            return "not known how quiet the machine was"
        ours = (our_seconds() - self.ours) * os.sysconf("SC_CLK_TCK")
        others = max(0.0, (busy - self.busy - ours) / (all_ - self.all))
        taken = (stolen - self.stolen) / (all_ - self.all)
        loud = ": not quiet, so take times and ratios with care" if others + taken > QUIET else ""
        return f"others used {others:.0%} of the cores, the host took {taken:.0%}{loud}"


def our_seconds() -> float:
    """Returns the processor time of the runner and of all that it ran."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def ticks() -> tuple[int, int, int]:
    """Returns for how many ticks the cores were busy, were lent to other machines, and were there at all."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0, 0, 0
    user, nice, system, idle, wait, hard, soft, stolen = map(int, stat.read_text().split()[1:9])
    busy = user + nice + system + hard + soft
    return busy, stolen, busy + idle + wait + stolen


def short(peer: Peer) -> str:
    """Returns a version without the name of the tool."""
    return str(peer.version).removeprefix(peer.name).strip()


def cores() -> int:
    """Returns how many cores a process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Returns the name of the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory() -> str:
    """Returns how much memory there is."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / MIB / 1024:.0f} GiB"


def sizes(history: History) -> str:
    """Returns how large the history is in each form."""
    seeds = list(history.seeds.rglob("*.ron"))
    ours = sum(path.stat().st_size for path in seeds) / MIB
    forms = ("csv", "jsonl", "ledger", "beancount")
    others = [f"{form} {history.form(form).stat().st_size / MIB:.0f}" for form in forms]
    files = f"seeds {ours:.0f} in {len(seeds):,} files"
    return f"{history.events:,} events; in MiB: {files}, {', '.join(others)}"
