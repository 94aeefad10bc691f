"""SQLite, by its command line.

Cold, it imports the table into memory and asks once. Warm, it has what an engineer would set up for these very
questions: a projection of where each issue stands, and indexes that hold all that a question needs. Keeping
those right is the work of whoever writes the program around it; here it is done once, untimed.
"""

import shutil
import subprocess
from pathlib import Path

from answers import NOW, PAST, STATUS, Point, Window
from setting import History, Setting
from tools.entry import APPEND, AS_OF, COLD, EVER, MONTH, START, WARM, WINDOWS, YEAR
from tools.entry import Command, Entry, Peer, Preparation, Run, always, appended, plain_lines
from tools.version import first_line

NAME = "sqlite"
# The settings of a user must not matter.
SQLITE = ["sqlite3", "-batch", "-init", "/dev/null", "-list", "-separator", ","]
INDEXES = f"{NAME}, covering indexes"
ONLY = "only which stages differ"

TABLE = """CREATE TABLE events (
    process TEXT, issue TEXT, event TEXT, "on" TEXT, known TEXT,
    kind TEXT, stage TEXT, retracts TEXT, via TEXT, text TEXT
);"""

# The rows are numbered as they are read, which is the order of each log. What was taken back is joined: asked
# for by `NOT IN`, SQLite 3.40 steps through all of it for every row.
FROM_TABLE = f"""
WITH struck AS MATERIALIZED (
    SELECT process, retracts AS event FROM events
    WHERE retracts <> '' AND known <= '{STATUS.known_on}'
)
SELECT process, issue, stage FROM (
    SELECT events.process, issue, stage, max(events.rowid)
    FROM events LEFT JOIN struck ON struck.process = events.process AND struck.event = events.event
    WHERE stage <> '' AND "on" <= '{STATUS.as_of}' AND known <= '{STATUS.known_on}'
    AND struck.event IS NULL
    GROUP BY events.process, issue
);"""

# The days of a register follow its log, and none has two words on an issue: so `on` is the order here.
INDEXED = """
CREATE TABLE issues (id INTEGER PRIMARY KEY, process TEXT, issue TEXT, UNIQUE (process, issue));
INSERT INTO issues (process, issue) SELECT process, issue FROM events GROUP BY process, issue;
CREATE TEMP TABLE struck AS
    SELECT process, retracts AS event, min(known) AS known FROM events
    WHERE retracts <> '' GROUP BY process, retracts;
CREATE UNIQUE INDEX temp.struck_by ON struck (process, event);
CREATE TABLE words (issue INTEGER, "on" TEXT, known TEXT, struck TEXT, stage TEXT, event TEXT);
INSERT INTO words
    SELECT issues.id, "on", events.known, struck.known, stage, events.event
    FROM events JOIN issues USING (process, issue)
    LEFT JOIN struck ON struck.process = events.process AND struck.event = events.event
    WHERE stage <> '';
CREATE INDEX words_by_issue ON words (issue, "on", known, struck, stage);
CREATE INDEX words_by_effect ON words (max("on", known), issue);
CREATE INDEX words_by_strike ON words (struck, issue) WHERE struck IS NOT NULL;
CREATE TABLE standing (process TEXT, issue TEXT, stage TEXT, PRIMARY KEY (process, issue))
    WITHOUT ROWID;
"""


def peer(_setting: Setting) -> Peer:
    """Returns what SQLite takes part in."""
    version = first_line(["sqlite3", "--version"])
    tasks = (COLD, WARM, AS_OF, MONTH, YEAR, EVER, APPEND, START)
    return Peer(NAME, version and version.split()[0], entries, tasks)


def entries(history: History) -> list[Entry]:
    """Returns every task on a history."""
    database = history.folder / "sqlite.db"
    ready = (Preparation("sqlite: database and indexes", database, lambda: build(history, database)),)

    def ask(task: str, tool: str, sql: str, question: Point | Window, note: str = "") -> Entry:
        return Entry(task, tool, query(database, sql), plain_lines, question, note, ready)

    return [
        Entry(COLD, f"{NAME}, CSV import", importing(history), plain_lines, STATUS),
        ask(WARM, f"{NAME}, projection table", "SELECT * FROM standing;", STATUS),
        ask(WARM, INDEXES, f"{where_all_stand(STATUS)};", STATUS),
        ask(AS_OF, INDEXES, f"{where_all_stand(PAST)};", PAST),
        *(ask(task, INDEXES, what_moved(window), window, ONLY) for task, window in WINDOWS),
        appending(history, database, "DELETE", ready),
        appending(history, database, "WAL", ready),
    ]


def query(database: Path, sql: str) -> Run:
    """Returns a command that only asks."""
    return always(*SQLITE, "-readonly", database, sql)


def importing(history: History) -> Run:
    """Returns a command that reads the table into memory and asks once."""
    load = f".import --csv --skip 1 '{history.form('csv')}' events"
    return always(*SQLITE, ":memory:", TABLE, load, FROM_TABLE)


def stands(point: Point) -> str:
    """Returns the stage of `issues.id` at a point, by one descent of the index and a few steps."""
    return f"""(
        SELECT stage FROM words
        WHERE issue = issues.id AND "on" <= '{point.as_of}' AND known <= '{point.known_on}'
        AND (struck IS NULL OR struck > '{point.known_on}')
        ORDER BY "on" DESC LIMIT 1
    )"""


def where_all_stand(point: Point) -> str:
    """Returns the query for every issue."""
    return f"""
    SELECT * FROM (SELECT process, issue, {stands(point)} AS stage FROM issues)
    WHERE stage IS NOT NULL"""


def what_moved(window: Window) -> str:
    """Returns the query for the issues that stand elsewhere at the end of a window.

    Only those are looked at of which a word took effect in it, or was struck out.
    """
    days = f"> '{window.since}' AND {{}} <= '{window.until}'"
    effect = 'max("on", known)'
    before, after = (stands(Point(day, day)) for day in (window.since, window.until))
    return f"""
    WITH touched AS (
        SELECT issue FROM words WHERE {effect} {days.format(effect)}
        UNION
        SELECT issue FROM words WHERE struck {days.format("struck")}
    )
    SELECT process, issue, coalesce(old, ''), coalesce(new, '') FROM (
        SELECT process, issue, {before} AS old, {after} AS new
        FROM issues WHERE id IN touched
    ) WHERE old IS NOT new;"""


def build(history: History, database: Path) -> None:
    """Makes the database file."""
    load = f".import --csv --skip 1 '{history.form('csv')}' events"
    fill = f"INSERT INTO standing {where_all_stand(STATUS)};"
    # Analysed, so that the planner knows its indexes as it would after a while of use.
    script = [TABLE, load, INDEXED, fill, "ANALYZE;"]
    subprocess.run([*SQLITE, str(database), *script], check=True, stdout=subprocess.DEVNULL)


def appending(history: History, database: Path, journal: str, ready: tuple[Preparation, ...]) -> Entry:
    """Returns the task to write an event and show its issue, with everything kept right."""
    copy = history.folder / f"sqlite-{journal.lower()}.db"

    def make() -> None:
        shutil.copyfile(database, copy)
        mode = f"PRAGMA journal_mode = {journal};"
        subprocess.run([*SQLITE, str(copy), mode], check=True, stdout=subprocess.DEVNULL)

    def command(round_: int) -> Command:
        return Command([*SQLITE, str(copy), append(round_)])

    name = f"{NAME}, FULL, {'rollback journal' if journal == 'DELETE' else journal}"
    own = Preparation(f"sqlite: a copy in journal mode {journal}", copy, make)
    return Entry(APPEND, name, command, plain_lines, prepared=(*ready, own))


def append(round_: int) -> str:
    """Returns the transaction of a round, and the question after it."""
    event, stage = f"p{round_}", appended(round_)
    issue = "process = 'r00000' AND issue = 'i0'"
    return f"""
    PRAGMA synchronous = FULL;
    BEGIN IMMEDIATE;
    INSERT INTO events VALUES ('r00000', 'i0', '{event}', '{NOW}', '{NOW}',
        'StageClaim', '{stage}', '', 'registry', 'appended');
    INSERT INTO words SELECT id, '{NOW}', '{NOW}', NULL, '{stage}', '{event}'
        FROM issues WHERE {issue};
    UPDATE standing SET stage = '{stage}' WHERE {issue};
    COMMIT;
    SELECT process, issue, stage FROM standing WHERE {issue};"""
