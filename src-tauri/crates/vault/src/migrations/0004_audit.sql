-- Audits: runs, what they found, and what became of it. Days are whole days
-- since 1970-01-01 as the operator counted them.

CREATE TABLE audit_run (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    pack      TEXT NOT NULL,               -- `all` for every rule
    as_of     INTEGER NOT NULL,            -- the operator's day
    at        INTEGER NOT NULL,
    operator  TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    score     INTEGER NOT NULL,
    users     INTEGER NOT NULL,            -- enabled then
    counts    TEXT NOT NULL,               -- JSON: [[open, accepted], ...], the least severity first
    new       INTEGER NOT NULL,            -- found for the first time
    reopened  INTEGER NOT NULL,            -- found again, or no longer accepted
    resolved  INTEGER NOT NULL,
    took_ms   INTEGER NOT NULL,
    asked     TEXT NOT NULL,               -- what it asked of which data: the same asks the same
    rules     TEXT NOT NULL                -- JSON: {rule: {parameter: value}}
);
CREATE INDEX audit_run_of_pack ON audit_run (pack, id);

-- The rules of a pack as its last run asked them; those that no run asks any
-- more stay, because their findings do.
CREATE TABLE audit_rule (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    pack       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    title      TEXT NOT NULL,
    severity   INTEGER NOT NULL,           -- 0 info to 4 critical
    controls   TEXT NOT NULL,              -- JSON array
    body       TEXT NOT NULL,              -- JSON: why, remedy, fix, parameters as used
    -- Kept in step with finding by whoever writes it, so that nobody has to
    -- count half a million rows to draw a page:
    open       INTEGER NOT NULL DEFAULT 0,
    reopened   INTEGER NOT NULL DEFAULT 0,
    accepted   INTEGER NOT NULL DEFAULT 0,
    resolved   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pack, rule)
);

CREATE TABLE finding (
    rule_id     INTEGER NOT NULL REFERENCES audit_rule (id),
    id          BLOB NOT NULL,             -- 16 bytes, the same in every run and pack
    subject     INTEGER NOT NULL,          -- audit::SubjectKind by its place
    userstore   TEXT NOT NULL,             -- its domain; empty for the realm
    name        TEXT NOT NULL,
    user_id     INTEGER,                   -- no reference: undoing a creation removes the user
    state       INTEGER NOT NULL,          -- model::FindingState
    since       INTEGER NOT NULL,          -- the day it was first found
    message     TEXT NOT NULL,
    facts       TEXT NOT NULL,             -- JSON
    first_run   INTEGER NOT NULL REFERENCES audit_run (id),
    changed_run INTEGER NOT NULL REFERENCES audit_run (id), -- that made it new, open again or resolved
    PRIMARY KEY (rule_id, id)
) WITHOUT ROWID;
CREATE INDEX finding_by_name ON finding (rule_id, state, userstore, name);
CREATE INDEX finding_of_user ON finding (user_id) WHERE user_id IS NOT NULL;

-- Why a finding is left as it is, whichever pack found it.
CREATE TABLE finding_acceptance (
    finding  BLOB NOT NULL PRIMARY KEY,
    reason   TEXT NOT NULL,
    operator TEXT NOT NULL,
    at       INTEGER NOT NULL,
    until    INTEGER NOT NULL              -- the last day it holds
) WITHOUT ROWID;

-- What happened to a finding after it was found.
CREATE TABLE finding_event (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    finding     BLOB NOT NULL,
    pack        TEXT,                      -- of the run; none for what an operator said
    event       INTEGER NOT NULL,          -- model::FindingEventKind
    at          INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    operator    TEXT NOT NULL,
    run_id      INTEGER REFERENCES audit_run (id),
    snapshot_id INTEGER REFERENCES snapshot (id), -- that showed it gone
    reason      TEXT,
    until       INTEGER
);
CREATE INDEX finding_event_of_finding ON finding_event (finding);

-- A rule of the team's own. It takes the place of one that ships under its id.
CREATE TABLE own_rule (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,              -- TOML, as the rules that ship
    changed_at INTEGER NOT NULL,
    operator   TEXT NOT NULL
) WITHOUT ROWID;

-- What the team sets of a rule.
CREATE TABLE rule_setting (
    rule       TEXT NOT NULL PRIMARY KEY,
    parameters TEXT NOT NULL,              -- JSON: {parameter: value}
    off        TEXT,                       -- why it is switched off
    changed_at INTEGER NOT NULL,
    operator   TEXT NOT NULL
) WITHOUT ROWID;
