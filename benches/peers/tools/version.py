"""Which version of a tool is here, if any."""

import subprocess


def first_line(command: list[str]) -> str | None:
    """Returns the first line that a command prints, or none if it is not here or fails."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except OSError:
        return None
    lines = run.stdout.splitlines()
    return lines[0] if run.returncode == 0 and lines else None
