"""Runs one statement in a database file, or in memory, and prints the rows: the process that is measured."""

import sys

import duckdb

_, database, sql = sys.argv
connection = duckdb.connect(database)
if sql.startswith("CREATE"):
    connection.execute(sql)
else:
    connection.execute(f"COPY ({sql}) TO '/dev/stdout' (FORMAT csv, HEADER false)")
