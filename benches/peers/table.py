"""Lays out results as Markdown."""

import math
from collections.abc import Iterable, Sequence

from rounds import Prepared, Result
from tools.entry import START, Peer, Preparation

MIB = 1024 * 1024
OURS = "rapporteur"
# Seconds below which a difference of two medians says nothing.
NOISE = 0.001


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> list[str]:
    """Returns a table; so many columns after the first two are numbers."""
    rule = ["---:" if 2 <= at < 2 + numbers else "---" for at in range(len(head))]
    return ["| " + " | ".join(row) + " |" for row in [head, rule, *rows]]


def results(found: dict[str, list[Result]], missing: list[Peer], floor: int) -> list[str]:
    """Returns the main table."""
    head = ["task", "tool", "wall", "CPU", "peak MiB", "× rapporteur", "× less start", "runs", "same answer"]
    starts = {tool.entry.tool: tool.wall for tool in found.get(START, []) if tool.samples}
    rows: list[list[str]] = []
    for task, tools in found.items():
        ours = next((tool for tool in tools if tool.entry.tool == OURS and tool.samples), None)
        for tool in tools:
            ratios = [ratio(tool, ours), "" if task == START else ratio(tool, ours, starts)]
            rows.append([task, tool.entry.tool, *numbers(tool, floor, ratios), verdict(tool)])
        absent = [peer for peer in missing if task in peer.tasks]
        rows += [[task, peer.name, *[""] * 6, "skipped: not here"] for peer in absent]
    return markdown(head, rows, 6)


def numbers(tool: Result, floor: int, ratios: list[str]) -> list[str]:
    """Returns the cells of what was measured of one tool in one task."""
    if not tool.samples:
        return ["", "", "", "", "", "0"]
    peak = f"≤ {tool.peak / MIB:.0f}" if tool.peak <= floor * 1.05 else f"{tool.peak / MIB:.0f}"
    return [seconds(tool.wall), seconds(tool.cpu), peak, *ratios, str(len(tool.samples))]


def ratio(tool: Result, ours: Result | None, starts: dict[str, float] | None = None) -> str:
    """Returns how many times as long as rapporteur a tool takes.

    With starts, each is first less what it takes with 20 events. That tells engines apart that are libraries
    of Python from how long Python takes to load them; nothing is said where what is left of ours is noise.
    """
    if not ours or not tool.samples:
        return ""
    if starts is None:
        return f"{tool.wall / ours.wall:.2f}"
    if tool.entry.tool not in starts or OURS not in starts:
        return ""
    left, left_ours = tool.wall - starts[tool.entry.tool], ours.wall - starts[OURS]
    if left_ours < NOISE:
        return ""
    return f"{left / left_ours:.2f}" if left > NOISE else "≈ 0"


def verdict(tool: Result) -> str:
    """Says whether the answer was the right one, and if that cannot be said, why."""
    if tool.failed:
        return f"**failed**: {tool.failed}"
    if tool.wrong:
        return f"**no**: {tool.wrong}"
    if not tool.samples:
        return "not asked"
    note = tool.entry.note
    if not tool.entry.answer:
        return f"not comparable: {note}"
    return f"yes; {note}" if note else "yes"


def seconds(time: float) -> str:
    """Returns a time in three digits or so."""
    if time < 0.1:
        return f"{time * 1000:.1f} ms"
    return f"{time * 1000:.0f} ms" if time < 1 else f"{time:.2f} s"


def prepared(made: Prepared) -> list[str]:
    """Returns what was made beforehand, which the times above leave out."""
    rows = [[item.name, seconds(time), size(item)] for item, time in made.seconds.items() if time > 0.001]
    return markdown(["made beforehand", "in", "MiB"], rows) if rows else []


def size(item: Preparation) -> str:
    """Returns how large it became."""
    if not item.path.exists():
        return "nothing kept: its warm answers are read from the sources again"
    files = [item.path] if item.path.is_file() else [at for at in item.path.rglob("*") if at.is_file()]
    return f"{sum(at.stat().st_size for at in files) / MIB:.1f}"


def growth(found: dict[str, dict[int, list[Result]]]) -> list[str]:
    """Returns times by size, and the exponents with which they grow."""
    sizes = sorted({events for by_size in found.values() for events in by_size})
    head = ["task", "tool", *(f"{events:,}" for events in sizes), "exponent, wall", "exponent, CPU"]
    rows: list[list[str]] = []
    for task, by_size in found.items():
        for tool in dict.fromkeys(result.entry.tool for all_ in by_size.values() for result in all_):
            rows.append([task, tool, *grown(tool, sizes, by_size)])
    return markdown(head, rows, len(sizes) + 2)


def grown(tool: str, sizes: list[int], by_size: dict[int, list[Result]]) -> list[str]:
    """Returns the cells of one tool."""
    ours = {
        events: result
        for events in sizes
        for result in by_size.get(events, [])
        if result.entry.tool == tool and result.samples and not result.wrong
    }
    walls = [seconds(ours[events].wall) if events in ours else "" for events in sizes]
    exponents = [
        slope([(events, result.wall) for events, result in ours.items()]),
        slope([(events, result.cpu) for events, result in ours.items()]),
    ]
    return [*walls, *exponents]


def slope(points: list[tuple[int, float]]) -> str:
    """Returns the exponent of growth: the slope of the line through the points on log-log paper."""
    if len(points) < 2 or min(time for _, time in points) <= 0:
        return ""
    logs = [(math.log(events), math.log(time)) for events, time in points]
    x_mean = sum(x for x, _ in logs) / len(logs)
    y_mean = sum(y for _, y in logs) / len(logs)
    above = sum((x - x_mean) * (y - y_mean) for x, y in logs)
    return f"{above / sum((x - x_mean) ** 2 for x, _ in logs):.2f}"
