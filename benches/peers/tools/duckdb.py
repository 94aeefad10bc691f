"""DuckDB, as a library of Python: so its times have the start of Python and the import in them.

How much that is shows the row of the start-up task, where there is next to nothing to read.
"""

from pathlib import Path

from answers import PAST, STATUS, Point, Window
from setting import History, Setting
from tools.entry import AS_OF, COLD, EVER, MONTH, START, WARM, WINDOWS, YEAR
from tools.entry import Entry, Peer, Preparation, Run, always, plain_lines
from tools.version import first_line

NAME = "duckdb"
ONLY = "only which stages differ"
SCRIPT = Path(__file__).with_name("run_duckdb.py")

COLUMNS = {
    "process": "VARCHAR",
    "issue": "VARCHAR",
    "event": "VARCHAR",
    "on": "DATE",
    "known": "DATE",
    "kind": "VARCHAR",
    "stage": "VARCHAR",
    "retracts": "VARCHAR",
    "via": "VARCHAR",
    "text": "VARCHAR",
}
ASKED = ["process", "issue", "event", "on", "known", "stage", "retracts"]


def peer(setting: Setting) -> Peer:
    """Returns what DuckDB takes part in."""
    find = "import duckdb; print(duckdb.__version__)"
    version = first_line([str(setting.python), "-c", find])
    tasks = (COLD, WARM, AS_OF, MONTH, YEAR, EVER, START)
    return Peer(NAME, version, lambda history: entries(setting, history), tasks)


def entries(setting: Setting, history: History) -> list[Entry]:
    """Returns every task on a history."""
    database = history.folder / "duckdb.db"
    csv, jsonl = from_csv(history.form("csv")), from_jsonl(history.form("jsonl"))

    def run(sql: str, file: str) -> Run:
        return always(setting.python, "-I", SCRIPT, file, sql)

    def build() -> None:
        # In the order of the log, so that its statistics by block can leave out days.
        command = run(f"CREATE TABLE events AS SELECT * FROM {table(history.form('csv'))}", str(database))
        if first_line(command(0).words) is None and not database.exists():
            raise RuntimeError("DuckDB made no database")

    ready = (Preparation("duckdb: database", database, build),)

    def ask(task: str, sql: str, question: Point | Window, note: str = "") -> Entry:
        command = run(sql, str(database))
        return Entry(task, f"{NAME}, database", command, plain_lines, question, note, ready)

    def cold(tool: str, source: str) -> Entry:
        command = run(f"WITH {source}, {standing('stood', STATUS)} FROM stood", ":memory:")
        return Entry(COLD, f"{NAME}, {tool}", command, plain_lines, STATUS)

    return [
        cold("CSV", csv),
        cold("JSONL", jsonl),
        ask(WARM, f"WITH {standing('stood', STATUS)} FROM stood", STATUS),
        ask(AS_OF, f"WITH {standing('stood', PAST)} FROM stood", PAST),
        *(ask(task, what_moved(window), window, ONLY) for task, window in WINDOWS),
    ]


def typed(names: list[str]) -> str:
    """Returns columns with their types, which spares DuckDB from guessing them."""
    return "{" + ", ".join(f"'{name}': '{COLUMNS[name]}'" for name in names) + "}"


def table(path: Path) -> str:
    """Returns the reader of the table."""
    shape = f"header = true, auto_detect = false, quote = '\"', columns = {typed(list(COLUMNS))}"
    return f"read_csv('{path}', {shape})"


def from_csv(path: Path) -> str:
    """Returns the events of a table. It is read twice, which here is faster than keeping it."""
    return f"events AS NOT MATERIALIZED (SELECT * FROM {table(path)})"


def from_jsonl(path: Path) -> str:
    """Returns the events of objects a line; kept, which here is faster than reading them twice."""
    reader = f"read_json('{path}', format = 'newline_delimited', columns = {typed(ASKED)})"
    return f"events AS MATERIALIZED (SELECT * FROM {reader})"


def standing(name: str, point: Point) -> str:
    """Returns the query for where each issue stands, as a named part of a larger one."""
    known = f"known <= DATE '{point.known_on}'"
    return f"""{name} AS (
        SELECT process, issue, arg_max(stage, CAST(event[2:] AS INTEGER)) AS stage
        FROM events ANTI JOIN (
            SELECT process, retracts AS event FROM events WHERE retracts IS NOT NULL AND {known}
        ) USING (process, event)
        WHERE stage IS NOT NULL AND "on" <= DATE '{point.as_of}' AND {known}
        GROUP BY process, issue
    )"""


def what_moved(window: Window) -> str:
    """Returns the query for the issues that stand elsewhere at the end of a window."""
    since, until = (Point(day, day) for day in (window.since, window.until))
    return f"""
    WITH {standing("before", since)}, {standing("after", until)}
    SELECT process, issue, before.stage, after.stage
    FROM before FULL JOIN after USING (process, issue)
    WHERE before.stage IS DISTINCT FROM after.stage"""
