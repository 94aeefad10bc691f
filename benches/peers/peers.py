#!/usr/bin/env python3
"""Compares rapporteur with other tools that can say where things stand, on one made-up history.

Whole processes are measured, in turn, and every answer is checked. The report is Markdown. The exit code is 1
if an answer differs from the right one, or if rapporteur itself fails. `README.md` says what is comparable.
"""

import argparse
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

# The folder of sources stays as it is.
sys.dont_write_bytecode = True

import machine
import table
from rounds import Plan, Prepared, Result, compare, measure
from setting import ROOT, History, Setting, make_history
from tools import beancount, duckdb, empty, hledger, ledger, polars, rapporteur, sqlite, tackler
from tools.entry import COLD, START, TASKS, WARM, Command, Entry, Peer

TOOLS = [rapporteur, duckdb, polars, sqlite, ledger, hledger, beancount, tackler]
SMALL = 20
# What `--tasks` calls them.
SHORT = dict(zip(["cold", "warm", "as-of", "month", "year", "ever", "append", "start"], TASKS, strict=True))
GROWTH = "growth"
# For the exponents, medians of fewer runs do.
GROWTH_RUNS = 3
# The days that `tools/rapporteur.py` has for what is appended.
MOST_RUNS = 40
# As shells have it for what ends by an interrupt.
INTERRUPTED = 130


def main() -> int:
    """Runs what is asked for; returns the exit code."""
    arguments = parse()
    setting = set_up(arguments)
    clock = machine.Clock()
    peers = [tool.peer(setting) for tool in TOOLS]
    for peer in peers:
        say(f"{peer.name}: {peer.version or 'skipped, not here'}")
    plan = Plan(arguments.runs, arguments.patience, arguments.limit)
    report = Report(setting, peers, plan, arguments.tasks)
    history = history_of(setting, arguments.events)
    # Before anything is appended.
    sizes = machine.sizes(history)
    # A long run that is ended early still tells what it found.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        report.run(history)
        if GROWTH in arguments.tasks:
            report.grow(history)
    except KeyboardInterrupt:
        report.interrupted = True
    text = "\n".join(report.lines(sizes, clock.told())) + "\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text)
    return INTERRUPTED if report.interrupted else int(report.bad())


def parse() -> argparse.Namespace:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--events", type=int, default=100_000, help="how long the history is")
    parser.add_argument("--runs", type=int, default=5, help=f"of each tool, at most {MOST_RUNS}")
    tasks = [*SHORT, GROWTH]
    parser.add_argument("--tasks", default=",".join(tasks), help=f"some of {', '.join(tasks)}")
    parser.add_argument("--work", type=Path, default=ROOT / "target/peers", help="where to make things")
    ours = ROOT / "target/release/rapporteur"
    parser.add_argument("--rapporteur", type=Path, default=ours, help="our program, ready")
    parser.add_argument("--history", type=Path, help="the example `history`, ready; else cargo runs it")
    parser.add_argument("--patience", type=float, default=60, help="seconds of a tool in a task")
    parser.add_argument("--limit", type=float, default=900, help="seconds of a run")
    parser.add_argument("--out", type=Path, help="also write the report here")
    arguments = parser.parse_args()
    arguments.tasks = [SHORT.get(task, task) for task in arguments.tasks.split(",")]
    unknown = set(arguments.tasks) - {*TASKS, GROWTH}
    if unknown:
        parser.error(f"no task is called {', '.join(sorted(unknown))}: they are {', '.join(tasks)}")
    if not 1 <= arguments.runs <= MOST_RUNS:
        parser.error(f"--runs is from 1 to {MOST_RUNS}")
    if not arguments.rapporteur.exists():
        parser.error(f"{arguments.rapporteur} is not there: `cargo build --release` makes it")
    return arguments


def set_up(arguments: argparse.Namespace) -> Setting:
    """Makes the work folder, and paths that hold from everywhere."""
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    ready = arguments.history.resolve() if arguments.history else None
    return Setting(work, arguments.rapporteur.resolve(), ready)


def say(text: str) -> None:
    """Says how far it is; the report alone goes to standard output."""
    print(text, file=sys.stderr, flush=True)


def history_of(setting: Setting, events: int) -> History:
    """Makes a history, and says so."""
    say(f"a history of {events:,} events")
    return make_history(setting, events)


class Report:
    """All that was measured."""

    def __init__(self, setting: Setting, peers: list[Peer], plan: Plan, tasks: list[str]) -> None:
        self.setting = setting
        self.peers = peers
        self.plan = plan
        self.tasks = tasks
        self.prepared = Prepared()
        self.interrupted = False
        self.found: dict[str, list[Result]] = {}
        self.growth: dict[str, dict[int, list[Result]]] = {}
        # What the runner's own child weighs, below which no peak can be seen.
        self.floor = measure(setting, Command(["true"]), 60).peak

    def run(self, history: History) -> None:
        """Runs the tasks, cold before warm: the index of the one would help the other."""
        entries = self.entries(history)
        for task in (task for task in TASKS if task in self.tasks and task != START):
            some = self.found[task] = [Result(entry) for entry in entries if entry.task == task]
            self.compare(history, some, self.plan, self.prepared)
        if START in self.tasks:
            self.start()

    def start(self) -> None:
        """Asks where there is next to nothing to read: what is left is starting.

        Each tool is asked in every way that it is elsewhere, once: cold if it can be.
        """
        small = history_of(self.setting, SMALL)
        ways: dict[str, Entry] = {}
        for entry in self.entries(small):
            if entry.task in (COLD, WARM):
                ways.setdefault(entry.tool, replace(entry, task=START))
        every = [*ways.values(), *empty.entries(self.setting)]
        some = self.found[START] = [Result(entry) for entry in every]
        self.compare(small, some, self.plan, Prepared())

    def grow(self, history: History) -> None:
        """Runs cold and warm status on the powers of ten from 10,000 up to the history, and on that."""
        powers = [10**power for power in range(4, 8) if 10**power < history.events]
        plan = replace(self.plan, runs=GROWTH_RUNS)
        self.growth = {COLD: {}, WARM: {}}
        for events in powers:
            smaller = history_of(self.setting, events)
            for task, by_size in self.growth.items():
                entries = [entry for entry in self.entries(smaller) if entry.task == task]
                some = by_size[events] = [Result(entry) for entry in entries]
                self.compare(smaller, some, plan, Prepared())
            shutil.rmtree(smaller.folder)
        for task, by_size in self.growth.items():
            if task in self.found:
                by_size[history.events] = self.found[task]

    def entries(self, history: History) -> list[Entry]:
        """Returns what the tools that are here take part in."""
        here = [peer for peer in self.peers if peer.version]
        return [entry for peer in here for entry in peer.entries(history)]

    def compare(self, history: History, some: list[Result], plan: Plan, prepared: Prepared) -> None:
        """Prepares and runs the tools of one task; what is known is in the results at any time."""
        entries = [result.entry for result in some]
        for entry in entries:
            for preparation in entry.prepared:
                prepared.make(preparation)
        say(f"{entries[0].task}: {'; '.join(entry.tool for entry in entries)}")
        compare(self.setting, history, some, plan)

    def lines(self, sizes: str, others: str) -> list[str]:
        """Returns the report."""
        heading = "# Peers, side by side" + (" (interrupted)" if self.interrupted else "")
        lines = [heading, "", *machine.facts(self.peers, sizes, others), ""]
        missing = [peer for peer in self.peers if not peer.version]
        lines += table.results(self.found, missing, self.floor)
        lines += ["", *table.prepared(self.prepared)]
        if self.growth:
            lines += ["", *table.growth(self.growth)]
        return lines

    def bad(self) -> bool:
        """Whether an answer was wrong, or rapporteur failed; that a peer fails is only told."""
        grown = [result for by_size in self.growth.values() for some in by_size.values() for result in some]
        every = [result for some in self.found.values() for result in some] + grown
        ours = [result for result in every if result.entry.tool.startswith(table.OURS)]
        return any(result.wrong for result in every) or any(result.failed for result in ours)


if __name__ == "__main__":
    sys.exit(main())
