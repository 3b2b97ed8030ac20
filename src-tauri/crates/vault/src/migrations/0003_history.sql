-- Users over time, and what was bought when. Days are whole days since
-- 1970-01-01 UTC.

-- What was known of the last sign of life until a snapshot or a change brought
-- something better: the counterpart of user_version for user_seen.
CREATE TABLE user_seen_past (
    user_id   INTEGER NOT NULL REFERENCES user (id),
    at        INTEGER NOT NULL,           -- when what replaced it was taken
    status    INTEGER NOT NULL,
    seen_at   INTEGER,
    PRIMARY KEY (user_id, at)
) WITHOUT ROWID;

-- What changed between two moments is read snapshot by snapshot, and what
-- operators did change by change. The key of a version stands in every index
-- anyway, so that of users need not name it.
CREATE INDEX user_version_of_snapshot ON user_version (snapshot_id) WHERE snapshot_id IS NOT NULL;
DROP INDEX user_version_of_user;
CREATE INDEX user_version_of_user ON user_version (user_id);

-- Who came with a snapshot: users that a snapshot made have no version of it.
CREATE INDEX user_by_first_snapshot ON user (first_snapshot) WHERE first_snapshot IS NOT NULL;

-- A snapshot that was imported after a later one of its userstore.
ALTER TABLE snapshot ADD COLUMN late INTEGER NOT NULL DEFAULT 0;

-- How many users an instance itself counted on a day.
CREATE TABLE instance_count (
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    day          INTEGER NOT NULL,
    users        INTEGER NOT NULL,
    PRIMARY KEY (userstore_id, day)
) WITHOUT ROWID;

-- Seats bought under a plan, from a day on: all of them, not those added. A
-- plan without a row was never spoken of, or is not known any more.
CREATE TABLE seat_purchase (
    plan     TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    seats    INTEGER NOT NULL,
    PRIMARY KEY (plan, from_day)
) WITHOUT ROWID;
-- What is not dated holds from day 0 on.
INSERT INTO seat_purchase SELECT name, 0, purchased FROM seat_plan WHERE purchased IS NOT NULL;
ALTER TABLE seat_plan DROP COLUMN purchased;
ALTER TABLE seat_plan ADD COLUMN period_from INTEGER;   -- a day of the first period; those after it follow
ALTER TABLE seat_plan ADD COLUMN period_months INTEGER;
ALTER TABLE seat_plan ADD COLUMN true_up INTEGER;       -- model::TrueUp

-- A plan of the team's own; none has the name of one that ships.
CREATE TABLE own_plan (
    name       TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,             -- TOML, as the plans that ship
    changed_at INTEGER NOT NULL,
    operator   TEXT NOT NULL
) WITHOUT ROWID;
