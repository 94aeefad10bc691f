"""Prints where each issue of a table stands: the process that is measured."""

import sys

import polars

_, path, as_of, known_on = sys.argv
column = polars.col
asked = ["process", "issue", "event", "on", "known", "stage", "retracts"]
# Days stay text: ISO days are in order as they are written, and need no reading.
events = polars.scan_csv(path, infer_schema=False).select(asked).filter(column("known") <= known_on)
struck = events.filter(column("retracts").is_not_null()).select("process", event="retracts")
words = events.filter(column("stage").is_not_null() & (column("on") <= as_of))
number = column("event").str.slice(1).cast(polars.Int32)
stage = column("stage").get(number.arg_max())
stood = words.join(struck, on=["process", "event"], how="anti").group_by("process", "issue").agg(stage)
# The streaming engine was the faster one here.
stood.collect(engine="streaming").write_csv(sys.stdout.buffer, include_header=False)
