-- Times are whole seconds since 1970-01-01 UTC. Words are stored as the
-- numbers of their enums in muster-model, which are never reused.
-- A `_key` column is folded for matching (case only), an `_order` column for
-- search and order (case and accents): model/src/fold.rs.

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE operator (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,
    role       INTEGER NOT NULL,
    slot       TEXT UNIQUE,              -- the key slot in vault.json
    enabled    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
);

CREATE TABLE log (
    seq      INTEGER PRIMARY KEY,        -- from 1, without gaps
    at       INTEGER NOT NULL,
    operator TEXT NOT NULL,
    action   TEXT NOT NULL,
    target   TEXT,
    details  TEXT,                       -- JSON; erasing it leaves the chain whole,
    salt     BLOB NOT NULL,              -- since the hash covers only
    digest   BLOB NOT NULL,              -- of salt, target and details: log.rs
    prev     BLOB NOT NULL,
    hash     BLOB NOT NULL UNIQUE
);

CREATE TABLE userstore (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    domain     TEXT NOT NULL,
    domain_key TEXT NOT NULL UNIQUE,
    kind       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- Kept in step with the user table by whoever changes it, so that nobody
    -- has to count a million rows to draw a list of userstores:
    users      INTEGER NOT NULL DEFAULT 0, -- present
    gone       INTEGER NOT NULL DEFAULT 0,
    grants_since INTEGER                 -- first snapshot that listed grants
);

-- What one import saw.
CREATE TABLE snapshot (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id        INTEGER NOT NULL REFERENCES userstore (id),
    taken_at            INTEGER NOT NULL,
    imported_at         INTEGER NOT NULL,
    operator            TEXT NOT NULL,
    format              TEXT NOT NULL,
    complete            INTEGER NOT NULL, -- whether it listed every user
    because             TEXT,             -- why not
    files               TEXT NOT NULL,    -- JSON: [{name, bytes}]
    users               INTEGER NOT NULL, -- distinct users it listed
    read                INTEGER NOT NULL,
    created             INTEGER NOT NULL,
    changed             INTEGER NOT NULL,
    unchanged           INTEGER NOT NULL,
    gone                INTEGER NOT NULL,
    rejected            INTEGER NOT NULL,
    credentials_dropped INTEGER NOT NULL
);
CREATE INDEX snapshot_of_userstore ON snapshot (userstore_id, taken_at);

CREATE TABLE role (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    level        INTEGER,
    privileged   INTEGER NOT NULL,
    base         TEXT,
    permissions  TEXT,                   -- JSON array
    UNIQUE (userstore_id, name_key)
);

CREATE TABLE scope (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    kind         INTEGER NOT NULL,
    path         TEXT NOT NULL,
    UNIQUE (userstore_id, kind, path)
);

CREATE TABLE user (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id  INTEGER NOT NULL REFERENCES userstore (id),
    source_id     TEXT,                  -- the source's own immutable id
    reference     TEXT,                  -- another unique name, such as a DN
    username      TEXT NOT NULL,
    username_key  TEXT NOT NULL,
    display_name  TEXT NOT NULL,
    name_order    TEXT NOT NULL,
    email         TEXT,
    email_key     TEXT,
    state         INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    created_at    INTEGER,
    expires_at    INTEGER,
    told_level    INTEGER,               -- highest level the source reports itself
    first_snapshot INTEGER REFERENCES snapshot (id),
    gone_since    INTEGER,
    facts         INTEGER NOT NULL DEFAULT 0, -- model::Facts; GONE is never stored, gone_since says it
    -- Derived from the grants whenever they change, as are some facts:
    level         INTEGER,               -- highest access level
    top_role_id   INTEGER REFERENCES role (id),
    top_scope_id  INTEGER REFERENCES scope (id)
);
CREATE UNIQUE INDEX user_by_source_id ON user (userstore_id, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX user_by_reference ON user (userstore_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX user_by_username ON user (username_key, userstore_id);
CREATE INDEX user_by_name ON user (name_order);
CREATE INDEX user_by_email ON user (email_key) WHERE email_key IS NOT NULL;

-- Narrow, because it changes for nearly everyone with every snapshot.
CREATE TABLE user_seen (
    user_id   INTEGER PRIMARY KEY REFERENCES user (id),
    status    INTEGER NOT NULL,
    at        INTEGER,
    precision INTEGER,
    source_id INTEGER REFERENCES seen_source (id)
);
CREATE TABLE seen_source (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- A row only for users whose profile says something.
CREATE TABLE user_profile (
    user_id INTEGER PRIMARY KEY REFERENCES user (id),
    body    TEXT NOT NULL                -- JSON of model::Profile
);

CREATE TABLE user_avatar (
    user_id INTEGER PRIMARY KEY REFERENCES user (id),
    digest  TEXT NOT NULL,               -- of the body, to tell two apart
    mime    TEXT NOT NULL,
    body    BLOB NOT NULL
);

CREATE TABLE user_group (                -- "group" is a word of SQL
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    source_id    TEXT,
    path         TEXT NOT NULL,
    path_key     TEXT NOT NULL,
    display_name TEXT,
    description  TEXT,
    gone_since   INTEGER
);
-- Not unique: a path can be given to a new group when the old one is gone, and
-- SCIM's display names may repeat.
CREATE INDEX user_group_by_path ON user_group (userstore_id, path_key);
CREATE INDEX user_group_by_source_id ON user_group (userstore_id, source_id) WHERE source_id IS NOT NULL;

CREATE TABLE group_user (
    group_id INTEGER NOT NULL REFERENCES user_group (id),
    user_id  INTEGER NOT NULL REFERENCES user (id),
    PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE INDEX group_user_by_user ON group_user (user_id);

CREATE TABLE group_group (
    group_id  INTEGER NOT NULL REFERENCES user_group (id),
    member_id INTEGER NOT NULL REFERENCES user_group (id),
    PRIMARY KEY (group_id, member_id)
) WITHOUT ROWID;
CREATE INDEX group_group_by_member ON group_group (member_id);

CREATE TABLE user_grant (
    user_id    INTEGER NOT NULL REFERENCES user (id),
    role_id    INTEGER NOT NULL REFERENCES role (id),
    scope_id   INTEGER NOT NULL REFERENCES scope (id),
    through    TEXT NOT NULL DEFAULT '',  -- the group it is inherited through; '' is direct
    origin     TEXT NOT NULL,             -- the dialect that told it
    since      INTEGER,
    expires_at INTEGER,
    PRIMARY KEY (user_id, scope_id, role_id, through, origin)
) WITHOUT ROWID;

CREATE TABLE group_grant (
    group_id   INTEGER NOT NULL REFERENCES user_group (id),
    role_id    INTEGER NOT NULL REFERENCES role (id),
    scope_id   INTEGER NOT NULL REFERENCES scope (id),
    PRIMARY KEY (group_id, scope_id, role_id)
) WITHOUT ROWID;

-- What an operator changed; undone as one.
CREATE TABLE change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    operator  TEXT NOT NULL,
    title     TEXT NOT NULL,              -- what it did, in words
    target    TEXT,                       -- the full name of its only user, or of what else it changed
    undone_at INTEGER,                    -- or withdrawn, if nothing of it was applied
    undone_by TEXT,
    -- Kept in step with change_user and change_thing by whoever writes them, so
    -- that nobody has to count a hundred thousand rows to draw a list:
    users       INTEGER NOT NULL DEFAULT 0, -- it changed, or wants to change
    applied     INTEGER NOT NULL DEFAULT 0, -- of these, changed here; also once undone
    outstanding INTEGER NOT NULL DEFAULT 0,
    confirmed   INTEGER NOT NULL DEFAULT 0,
    refused     INTEGER NOT NULL DEFAULT 0,
    things      INTEGER NOT NULL DEFAULT 0
);

-- What a change does to each user, and how far that is.
CREATE TABLE change_user (
    change_id   INTEGER NOT NULL REFERENCES change (id),
    user_id     INTEGER NOT NULL,         -- no reference: undoing a creation removes the user
    target      TEXT NOT NULL,            -- its full name then
    standing    INTEGER NOT NULL,         -- model::Standing
    created     INTEGER NOT NULL DEFAULT 0, -- whether the change made the user
    fields      TEXT NOT NULL,            -- JSON: [{name, before, after}]
    image       TEXT,                     -- JSON: rows that the fields alone do not bring back
    reason      TEXT,                     -- why it was refused
    snapshot_id INTEGER REFERENCES snapshot (id), -- the one that confirmed it
    PRIMARY KEY (change_id, user_id)
) WITHOUT ROWID;
CREATE INDEX change_user_outstanding ON change_user (user_id) WHERE standing = 1;

-- What changed about a user, by a snapshot or by an operator. Reading it
-- backwards from the current row gives the user on any day.
CREATE TABLE user_version (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL REFERENCES user (id),
    at          INTEGER NOT NULL,
    snapshot_id INTEGER REFERENCES snapshot (id),
    change_id   INTEGER REFERENCES change (id),
    action      TEXT NOT NULL,            -- created, changed, gone, returned, undone
    fields      TEXT NOT NULL             -- JSON: [{name, before, after}]
);
CREATE INDEX user_version_of_user ON user_version (user_id, id);
CREATE INDEX user_version_of_change ON user_version (change_id) WHERE change_id IS NOT NULL;

-- What a team bought under a plan.
CREATE TABLE seat_plan (
    name        TEXT NOT NULL PRIMARY KEY,
    purchased   INTEGER,
    price_cents INTEGER,
    currency    TEXT
) WITHOUT ROWID;
