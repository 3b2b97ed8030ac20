"""DuckDB over the same users over time, asked in this process.

    python duckdb_history.py FACTS.csv IGNORED

FACTS.csv has a row for every time a user was seen to differ: user, day (a
number), state, kind, role. They become spans, from which day until before which
other day, in a table in memory, with DuckDB's own settings (all cores). Says
`ready SECONDS ROWS`, then reads one request a line and answers each with
`SECONDS SUM`, the sum of all counts it found, to be compared with Muster's:

    days FROM TO      seats on each day, both included
    months D D D ...  seats by role on each of these days

Counting by day adds up differences, which is the quickest way found; joining
days with spans takes many times as long.
"""

import sys
import time

import duckdb

RULE = "state IN ('active', 'locked') AND kind IN ('human', 'external') AND role <> 'Minimal Access'"

DAYS = f"""
WITH step AS (
    SELECT greatest(from_day, $from) AS d, 1 AS n FROM span WHERE {RULE} AND to_day > $from AND from_day <= $to
    UNION ALL
    SELECT to_day, -1 FROM span WHERE {RULE} AND to_day > $from AND to_day <= $to
), steps AS (SELECT d, sum(n) AS n FROM step GROUP BY d)
SELECT day.d, sum(coalesce(steps.n, 0)) OVER (ORDER BY day.d) AS seats
FROM (SELECT unnest(range($from, $to + 1)) AS d) AS day LEFT JOIN steps USING (d) ORDER BY day.d
"""

MONTHS = f"""
SELECT month.d, role, count(*) FROM (SELECT unnest($days) AS d) AS month
JOIN span ON from_day <= month.d AND month.d < to_day WHERE {RULE} GROUP BY ALL ORDER BY ALL
"""


def main() -> None:
    start = time.perf_counter()
    db = duckdb.connect()
    db.execute(
        """CREATE TABLE span AS
        SELECT "user", day AS from_day, lead(day, 1, 1000000) OVER (PARTITION BY "user" ORDER BY day) AS to_day,
            state, kind, role
        FROM read_csv(?, header = true)""",
        [sys.argv[1]],
    )
    rows = db.execute("SELECT count(*) FROM span").fetchone()[0]
    print(f"ready {time.perf_counter() - start:.6f} {rows}", flush=True)
    for line in sys.stdin:
        verb, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        start = time.perf_counter()
        if verb == "days":
            found = db.execute(DAYS, {"from": numbers[0], "to": numbers[1]}).fetchall()
        elif verb == "months":
            found = db.execute(MONTHS, {"days": numbers}).fetchall()
        else:
            sys.exit(f"unknown request {line!r}")
        took = time.perf_counter() - start
        print(f"{took:.6f} {sum(int(row[-1]) for row in found)}", flush=True)


if __name__ == "__main__":
    main()
