"""Runs tools in turn, checks every answer, and takes medians."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from answers import difference, digest
from setting import History, Setting
from tools.entry import Command, Entry, Preparation, appended

MEASURE = Path(__file__).with_name("measure.py")
# The first round warms the page cache and is not counted, but of a run as long as this it is no matter.
SLOW = 5.0


@dataclass(frozen=True)
class Plan:
    """How often and how long."""

    runs: int
    # A tool does not run again in a task once it has used so many seconds.
    patience: float
    # A run is ended after so many seconds.
    limit: float


@dataclass(frozen=True)
class Sample:
    """What one run took: seconds, seconds of all cores, bytes."""

    wall: float
    cpu: float
    peak: int
    code: int


@dataclass
class Result:
    """What a tool took in a task, and whether it answered rightly."""

    entry: Entry
    samples: list[Sample] = field(default_factory=list)
    # Said of the first run that was wrong; such a tool does not run again.
    wrong: str = ""
    failed: str = ""
    spent: float = 0.0

    @property
    def wall(self) -> float:
        """The median of seconds."""
        return median(sample.wall for sample in self.samples)

    @property
    def cpu(self) -> float:
        """The median of seconds of all cores."""
        return median(sample.cpu for sample in self.samples)

    @property
    def peak(self) -> int:
        """The largest memory of any run."""
        return max(sample.peak for sample in self.samples)

    def over(self, plan: Plan) -> bool:
        """Whether it should not run again."""
        return bool(self.wrong or self.failed) or self.spent > plan.patience


@dataclass
class Prepared:
    """What was made beforehand, in how many seconds."""

    seconds: dict[Preparation, float] = field(default_factory=dict)

    def make(self, preparation: Preparation) -> None:
        """Makes what is not there yet; two tasks may need the same."""
        names = {(made.name, made.path) for made in self.seconds}
        if (preparation.name, preparation.path) not in names:
            start = time.perf_counter()
            preparation.make()
            self.seconds[preparation] = time.perf_counter() - start


def compare(setting: Setting, history: History, results: Sequence[Result], plan: Plan) -> None:
    """Runs the tools of one task A B C A B C, so that a change of the machine meets all alike."""
    for round_ in range(plan.runs + 1):
        for result in results:
            if not result.over(plan):
                run(setting, history, result, round_, plan)


def run(setting: Setting, history: History, result: Result, round_: int, plan: Plan) -> None:
    """Runs a tool once, and checks what it says; reading it is no part of the time."""
    entry = result.entry
    entry.before()
    out, err = setting.work / "out", setting.work / "err"
    sample = measure(setting, entry.command(round_), plan.limit)
    result.spent += sample.wall
    if sample.code != 0:
        result.failed = failure(sample, err, plan)
        return
    if round_ > 0 or sample.wall > SLOW:
        result.samples.append(sample)
    if entry.answer:
        right = history.answers[entry.question] if entry.question else [f"r00000,i0,{appended(round_)}"]
        lines = list(entry.answer(out))
        if digest(lines) != digest(right):
            result.wrong = difference(lines, right)


def measure(setting: Setting, command: Command, limit: float) -> Sample:
    """Measures one process; its output is then in `out` and `err` of the work folder."""
    write = ["--write", *map(str, command.write)] if command.write else []
    files = [str(setting.work / "out"), str(setting.work / "err"), str(limit)]
    words = [sys.executable, "-I", "-S", str(MEASURE), *files, *write, "--", *command.words]
    env = setting.environment()
    # A group of its own, so that nothing goes on when the runner is ended.
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, env=env, cwd=setting.work, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        raise RuntimeError(f"the measuring itself failed: {shlex.join(words)}")
    return Sample(**json.loads(said))


def failure(sample: Sample, err: Path, plan: Plan) -> str:
    """Says why a run failed."""
    if sample.wall > plan.limit:
        return f"ended after {plan.limit:.0f} s"
    said = err.read_text(errors="replace").strip().splitlines() or ["no message"]
    return f"exit code {sample.code}: {said[0][:120]}"
