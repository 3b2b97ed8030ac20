"""DuckDB asked three questions of an audit over the same users, in this process.

    python duckdb_audit.py USERS.csv IGNORED

USERS.csv has everyone as Muster imported them, with the column `directory`:
empty, or whether the same person's entry in the directory is `there` or `gone`.
It becomes two tables in memory, users and the directory, with DuckDB's own
settings (all cores). Says `ready SECONDS ROWS`, then reads one request a line
and answers each with `SECONDS FOUND`, to be compared with Muster's: how many
users in trillions, and the sum of the numbers in their names.

    dormant TODAY      enabled people not seen for 90 days (TODAY in days since 1970)
    duplicate TODAY    users with the e-mail of another, whatever its case
    orphan TODAY       enabled people all of whose entries in the directory are gone
"""

import sys
import time

import duckdb

ENABLED = "state IN ('active', 'locked') AND kind IN ('human', 'external')"
QUESTIONS = {
    "dormant": f"SELECT id FROM users WHERE {ENABLED} AND seen <= $today - 90",
    "duplicate": """
SELECT id FROM users WHERE state <> 'deleted' AND trim(email) <> ''
QUALIFY count(*) OVER (PARTITION BY lower(trim(email))) > 1
""",
    "orphan": f"""
WITH listed AS (SELECT lower(email) AS email, bool_and(gone) AS gone FROM directory GROUP BY ALL)
SELECT id FROM users JOIN listed ON lower(trim(users.email)) = listed.email
WHERE {ENABLED} AND listed.gone
""",
}


def main() -> None:
    start = time.perf_counter()
    db = duckdb.connect()
    db.execute(
        """CREATE TABLE users AS
        SELECT id, username, email, state, kind, date_diff('day', DATE '1970-01-01', CAST(last_seen AS DATE)) AS seen
        FROM read_csv(?, header = true)""",
        [sys.argv[1]],
    )
    db.execute(
        """CREATE TABLE directory AS
        SELECT 'mlee' || id || '@acme.example' AS email, directory = 'gone' AS gone
        FROM read_csv(?, header = true, types = {'directory': 'VARCHAR'}) WHERE directory <> ''""",
        [sys.argv[1]],
    )
    rows = db.execute("SELECT count(*) FROM users").fetchone()[0]
    print(f"ready {time.perf_counter() - start:.6f} {rows}", flush=True)
    for line in sys.stdin:
        verb, today = line.split()
        if verb not in QUESTIONS:
            sys.exit(f"unknown request {line!r}")
        start = time.perf_counter()
        named = {"today": int(today)} if "$today" in QUESTIONS[verb] else {}
        found = db.execute(QUESTIONS[verb], named).fetchall()
        took = time.perf_counter() - start
        print(f"{took:.6f} {sum(10**12 + int(row[0]) for row in found)}", flush=True)


if __name__ == "__main__":
    main()
