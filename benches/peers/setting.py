"""Where everything is, and the histories that are compared on."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from answers import NOW, Point, Window, digest, expected

ROOT = Path(__file__).resolve().parents[2]
# The example and the seed are part of the result: the same everywhere.
SEED = 1


@dataclass(frozen=True)
class Setting:
    """The work folder, and where our own programs are."""

    work: Path
    rapporteur: Path
    history: Path | None

    @property
    def python(self) -> Path:
        """The Python that has the peers which are libraries of it."""
        return self.work / "venv/bin/python"

    def environment(self) -> dict[str, str]:
        """Returns what every process gets: the same clock and language, no colours, no caches of answers."""
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        return kept | {
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "RAPPORTEUR_NOW": NOW,
            # Beancount otherwise loads the pickle of its last run, which is not cold.
            "BEANCOUNT_DISABLE_LOAD_CACHE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


@dataclass(frozen=True)
class History:
    """One made-up history in every form."""

    folder: Path
    events: int

    def form(self, name: str) -> Path:
        """Returns the file in the form of another tool."""
        return self.folder / f"history.{name}"

    @property
    def seeds(self) -> Path:
        """The folder of the record as rapporteur reads it."""
        return self.folder / "seeds"

    @cached_property
    def answers(self) -> dict[Point | Window, list[str]]:
        """The right answers."""
        return expected(self.form("csv"))

    @cached_property
    def digests(self) -> dict[Point | Window, str]:
        """The right answers, as short names."""
        return {question: digest(lines) for question, lines in self.answers.items()}


def make_history(setting: Setting, events: int) -> History:
    """Writes a history anew: one that lies there may be of another generator, or have been added to."""
    folder = setting.work / f"history-{events}"
    shutil.rmtree(folder, ignore_errors=True)
    program = [str(setting.history)] if setting.history else cargo_history()
    size = ["--events", str(events), "--seed", str(SEED), "--of", "register"]
    forms = ["--also", "csv,jsonl,ledger,beancount", "--out", str(folder)]
    subprocess.run(program + size + forms, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return History(folder, events)


def cargo_history() -> list[str]:
    """Returns how the generator is run from the sources."""
    return ["cargo", "run", "--release", "--quiet", "--example", "history", "--"]
