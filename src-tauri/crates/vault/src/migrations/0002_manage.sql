-- What it takes to manage users: roles that include roles, the permission tree,
-- people behind accounts, who answers for a service account, custom attributes
-- and what operators keep for themselves.

ALTER TABLE role ADD COLUMN description TEXT;
ALTER TABLE role ADD COLUMN builtin INTEGER NOT NULL DEFAULT 0; -- comes with the userstore's kind: not edited

CREATE TABLE role_include (
    role_id     INTEGER NOT NULL REFERENCES role (id),
    included_id INTEGER NOT NULL REFERENCES role (id),
    PRIMARY KEY (role_id, included_id)
) WITHOUT ROWID;
CREATE INDEX role_include_by_included ON role_include (included_id);

-- A custom role includes the role it is based on.
INSERT INTO role_include (role_id, included_id)
    SELECT r.id, b.id FROM role r JOIN role b ON b.userstore_id = r.userstore_id AND b.name_key = lower(r.base)
    WHERE b.id <> r.id;

-- Nodes of the permission tree. The parent of /admin/users is /admin.
CREATE TABLE permission (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    path         TEXT NOT NULL,
    path_key     TEXT NOT NULL,            -- model::permission::key
    title        TEXT,
    description  TEXT,
    builtin      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (userstore_id, path_key)
);

ALTER TABLE group_grant ADD COLUMN since INTEGER;
ALTER TABLE group_grant ADD COLUMN expires_at INTEGER;

-- The human behind accounts.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE user_person (
    user_id   INTEGER PRIMARY KEY REFERENCES user (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    how       INTEGER NOT NULL             -- model::LinkedBy
);
CREATE INDEX user_person_by_person ON user_person (person_id);
-- Who looks like the same person: by e-mail there is an index already.
CREATE INDEX user_profile_by_employee_number
    ON user_profile (lower(json_extract(body, '$.fields.employee_number.value')))
    WHERE json_extract(body, '$.fields.employee_number.value') IS NOT NULL;

-- Pictures that operators gave or took away, so that a change of a picture can
-- be undone like any other: its fields name pictures by their digests.
CREATE TABLE user_picture (
    user_id INTEGER NOT NULL REFERENCES user (id),
    digest  TEXT NOT NULL,
    mime    TEXT NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (user_id, digest)
);

-- Who answers for a service account. Muster's own word, also on mirrored users.
CREATE TABLE service_account (
    user_id   INTEGER PRIMARY KEY REFERENCES user (id),
    owner     TEXT,
    purpose   TEXT,
    review_at INTEGER
);

-- That someone was asked to join. Muster sends no mail.
CREATE TABLE invitation (
    user_id  INTEGER PRIMARY KEY REFERENCES user (id),
    at       INTEGER NOT NULL,
    operator TEXT NOT NULL,
    message  TEXT
);

-- Custom attributes of a userstore's users.
CREATE TABLE attribute_definition (
    userstore_id INTEGER NOT NULL REFERENCES userstore (id),
    name         TEXT NOT NULL,
    title        TEXT,
    type         INTEGER NOT NULL,         -- model::AttributeType
    choices      TEXT,                     -- JSON array
    visibility   INTEGER NOT NULL,
    required     INTEGER NOT NULL DEFAULT 0,
    several      INTEGER NOT NULL DEFAULT 0,
    position     INTEGER NOT NULL,
    PRIMARY KEY (userstore_id, name)
) WITHOUT ROWID;

-- What a change did to something that is no user, as images before and after.
CREATE TABLE change_thing (
    change_id INTEGER NOT NULL REFERENCES change (id),
    position  INTEGER NOT NULL,
    thing     TEXT NOT NULL,               -- group, role, permission, attribute, person
    thing_id  TEXT NOT NULL,
    before    TEXT,                        -- JSON; none if the change made it
    after     TEXT,                        -- JSON; none if the change removed it
    PRIMARY KEY (change_id, position)
) WITHOUT ROWID;

-- Filters worth keeping.
CREATE TABLE saved_view (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,
    filter     TEXT NOT NULL,
    sort       TEXT NOT NULL,
    descending INTEGER NOT NULL,
    columns    TEXT NOT NULL               -- JSON array of names
);

-- How the columns of a CSV file are read, found again by its headers.
CREATE TABLE column_map (
    name       TEXT NOT NULL PRIMARY KEY,
    headers    TEXT NOT NULL,              -- JSON array
    map        TEXT NOT NULL,              -- TOML
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- What the window remembers for an operator; in the vault, since a filter can
-- quote names.
CREATE TABLE preference (
    operator TEXT NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,                -- JSON
    PRIMARY KEY (operator, name)
) WITHOUT ROWID;
