"""Processes that do next to nothing, to see what starting one costs at all."""

import shutil
import subprocess

from setting import Setting
from tools.entry import START
from tools.entry import Entry, Preparation, Run, always

NOTE = "nothing is asked"


def entries(setting: Setting) -> list[Entry]:
    """Returns the rows of the start-up task that need no history."""
    commands: list[tuple[str, Run, tuple[Preparation, ...]]] = [("true", always("true"), ())]
    if shutil.which("sqlite3"):
        commands.append(("sqlite3 --version", always("sqlite3", "--version"), ()))
    if shutil.which("rustc"):
        program = setting.work / "empty"
        made = Preparation("an empty Rust program", program, lambda: compile_empty(setting))
        commands.append(("an empty Rust program", always(program), (made,)))
    return [
        Entry(START, name, command, None, note=NOTE, prepared=prepared)
        for name, command, prepared in commands
    ]


def compile_empty(setting: Setting) -> None:
    """Makes the least that rapporteur could be."""
    source = setting.work / "empty.rs"
    source.write_text("fn main() {}\n")
    subprocess.run(["rustc", "-O", "-o", str(setting.work / "empty"), str(source)], check=True)
