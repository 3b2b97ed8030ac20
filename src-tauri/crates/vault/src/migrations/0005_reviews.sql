-- Access reviews, and the keys that evidence is signed with. Days are whole
-- days since 1970-01-01 UTC. What was frozen when a review was opened is never
-- written again: only review_decision changes while it is open.

CREATE TABLE review (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL UNIQUE,       -- its id: small letters, digits and -
    title      TEXT NOT NULL,
    filter     TEXT NOT NULL,
    opened_at  INTEGER NOT NULL,
    opened_by  TEXT NOT NULL,
    due        INTEGER NOT NULL,           -- a day
    population TEXT NOT NULL,              -- JSON: its hash, numbers and completeness
    roles      TEXT NOT NULL,              -- JSON: what grants can be reduced to, by userstore
    closed_at  INTEGER,
    closed_by  TEXT,                       -- who put their name to it
    statement  TEXT,
    closed_operator TEXT,
    remedies   INTEGER NOT NULL DEFAULT 0, -- how many things follow from it
    -- What was last seen of what followed:
    proof_at          INTEGER,
    proof_done        INTEGER,
    proof_outstanding INTEGER,
    proof      TEXT                        -- JSON: the snapshots, and what each says
);

-- Who decides, in the order they were asked.
CREATE TABLE review_reviewer (
    review_id INTEGER NOT NULL REFERENCES review (id),
    place     INTEGER NOT NULL,
    key       TEXT NOT NULL,
    kind      INTEGER NOT NULL,            -- 0 manager, 1 group owner, 2 named
    name      TEXT NOT NULL,
    email     TEXT,
    username  TEXT,
    person    TEXT,
    PRIMARY KEY (review_id, place),
    UNIQUE (review_id, key)
) WITHOUT ROWID;

-- The population: a grant a row, in its canonical order.
CREATE TABLE review_item (
    review_id  INTEGER NOT NULL REFERENCES review (id),
    place      INTEGER NOT NULL,           -- from 0
    user_id    INTEGER NOT NULL,           -- no reference: users may be removed
    privileged INTEGER NOT NULL,
    body       TEXT NOT NULL,              -- JSON array: the grant and the facts beside it
    PRIMARY KEY (review_id, place)
) WITHOUT ROWID;

-- Who is asked about each grant, and what they decided.
CREATE TABLE review_decision (
    review_id INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    reviewer  INTEGER NOT NULL,            -- a place in review_reviewer
    verdict   INTEGER,                     -- none yet; 0 keep, 1 revoke, 2 reduce
    to_role   TEXT,
    note      TEXT,
    by_key    TEXT,
    by_name   TEXT,
    at        INTEGER,
    operator  TEXT,                        -- who put it in
    sheet     TEXT,                        -- sha256 of the worksheet it came on
    PRIMARY KEY (review_id, place),
    FOREIGN KEY (review_id, place) REFERENCES review_item (review_id, place),
    FOREIGN KEY (review_id, reviewer) REFERENCES review_reviewer (review_id, place)
) WITHOUT ROWID;
CREATE INDEX review_decision_by_reviewer ON review_decision (review_id, reviewer, verdict);

-- Worksheets as they came back.
CREATE TABLE review_sheet (
    review_id INTEGER NOT NULL REFERENCES review (id),
    sha256    TEXT NOT NULL,
    reviewer  INTEGER NOT NULL,
    name      TEXT NOT NULL,               -- of the file, without its folder
    at        INTEGER NOT NULL,
    operator  TEXT NOT NULL,
    taken     INTEGER NOT NULL,            -- decisions taken from it
    body      BLOB NOT NULL,
    PRIMARY KEY (review_id, sha256)
);

-- Changes that carry out what was decided.
CREATE TABLE review_change (
    review_id INTEGER NOT NULL REFERENCES review (id),
    change_id INTEGER NOT NULL REFERENCES change (id),
    PRIMARY KEY (review_id, change_id)
) WITHOUT ROWID;

-- Who held what when the proof was last looked at.
CREATE TABLE review_after (
    review_id INTEGER NOT NULL REFERENCES review (id),
    place     INTEGER NOT NULL,
    body      TEXT NOT NULL,               -- as review_item
    PRIMARY KEY (review_id, place)
) WITHOUT ROWID;

-- Roles whose source has no word for privilege, and what an operator said.
CREATE TABLE role_told (
    role_id    INTEGER PRIMARY KEY REFERENCES role (id) ON DELETE CASCADE,
    privileged INTEGER NOT NULL,
    operator   TEXT NOT NULL,
    at         INTEGER NOT NULL
);

-- The keys that evidence is signed with: Ed25519, one for each operator.
CREATE TABLE operator_key (
    operator_id INTEGER PRIMARY KEY REFERENCES operator (id),
    seed        BLOB NOT NULL,
    made_at     INTEGER NOT NULL
);
