"""Runs one process and prints what it took, as JSON.

It is a program of its own, started anew for every run, because Linux counts the memory of the parent at the
moment of the fork into the peak of the child: the runner, which holds answers, would be measured with each
peer. What is left of that is a bare Python, some 9 MiB, the floor that `peers.py` measures and tells.

    python -I -S measure.py OUT ERR LIMIT [--write SOURCE TARGET] -- COMMAND...

With `--write` the time includes writing a file durably, since for rapporteur that is what appending is.
"""

import json
import os
import signal
import sys
import time

# A kilobyte here is 1,024 bytes on Linux; macOS counts bytes.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def write_durably(source: str, target: str) -> None:
    """Copies a file so that neither its content nor its name is lost when the power fails."""
    with open(source, "rb") as read, open(target, "xb") as write:
        write.write(read.read())
        write.flush()
        os.fsync(write.fileno())
    folder = os.open(os.path.dirname(target), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def spawn(command: list[str], out: str, err: str) -> int:
    """Starts the command with its output in files; pipes would make it wait for a reader."""
    create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, create, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, err, create, 0o644),
    ]
    return os.posix_spawnp(command[0], command, os.environ, file_actions=actions)


def main() -> None:
    """Reads the arguments, runs, and prints."""
    out, err, limit = sys.argv[1:4]
    split = sys.argv.index("--")
    options, command = sys.argv[4:split], sys.argv[split + 1 :]
    start = time.perf_counter()
    if options:
        write_durably(options[1], options[2])
    pid = spawn(command, out, err)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, float(limit))
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    result = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * PEAK_UNIT,
        "code": os.waitstatus_to_exitcode(status),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
