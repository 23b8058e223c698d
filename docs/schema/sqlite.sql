CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE signing_key (
    kid         TEXT PRIMARY KEY,
    algorithm   TEXT NOT NULL,
    public_key  BLOB NOT NULL,
    private_key BLOB NOT NULL,
    state       TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE company (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid             TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    time_zone        TEXT NOT NULL,
    uat_default_days INTEGER NOT NULL,
    uat_max_days     INTEGER NOT NULL,
    uat_forbidden    TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    archived_at      INTEGER
) STRICT;

CREATE TABLE person (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    epoch         INTEGER NOT NULL,
    last_login_at INTEGER,
    last_company  INTEGER REFERENCES company (id),
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
    company_id  INTEGER NOT NULL REFERENCES company (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    given_name  TEXT NOT NULL,
    family_name TEXT NOT NULL,
    searchable  TEXT NOT NULL,
    phone       TEXT NOT NULL,
    title       TEXT NOT NULL,
    role        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    joined_at   INTEGER,
    archived_at INTEGER,
    PRIMARY KEY (company_id, person_id)
) STRICT;
CREATE INDEX member_person ON member (person_id);

CREATE TABLE invitation (
    code_digest BLOB PRIMARY KEY,
    company_id  INTEGER NOT NULL,
    person_id   INTEGER NOT NULL,
    created_by  INTEGER NOT NULL REFERENCES person (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) STRICT;
CREATE INDEX invitation_member ON invitation (company_id, person_id);

CREATE TABLE session (
    id            TEXT PRIMARY KEY,
    company_id    INTEGER NOT NULL,
    person_id     INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    secret_digest BLOB,
    created_at    INTEGER NOT NULL,
    signed_in_at  INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    ended_at      INTEGER,
    address       TEXT NOT NULL,
    user_agent    TEXT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) STRICT;
CREATE INDEX session_person ON session (person_id);

CREATE TABLE uat (
    seq               INTEGER PRIMARY KEY AUTOINCREMENT,
    id                TEXT NOT NULL UNIQUE,
    company_id        INTEGER NOT NULL,
    person_id         INTEGER NOT NULL,
    name              TEXT NOT NULL,
    name_folded       TEXT NOT NULL,
    secret_digest     BLOB NOT NULL,
    permissions       TEXT NOT NULL,
    valid_until       TEXT NOT NULL,
    created_at        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    revoked_at        INTEGER,
    revoked_by        INTEGER REFERENCES person (id),
    revoked_reason    TEXT,
    last_used_at      INTEGER,
    last_used_address TEXT,
    last_used_agent   TEXT,
    use_count         INTEGER NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) STRICT;
CREATE INDEX uat_company ON uat (company_id, seq);
CREATE INDEX uat_person ON uat (company_id, person_id, seq);

CREATE TABLE counter (
    company_id INTEGER NOT NULL REFERENCES company (id),
    name       TEXT NOT NULL,
    value      INTEGER NOT NULL,
    PRIMARY KEY (company_id, name)
) STRICT;

CREATE TABLE brand (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id    INTEGER NOT NULL REFERENCES company (id),
    name          TEXT NOT NULL,
    name_folded   TEXT NOT NULL,
    reference     TEXT,
    description   TEXT NOT NULL,
    client_url    TEXT NOT NULL,
    product_count INTEGER NOT NULL,
    archived      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded),
    UNIQUE (company_id, reference)
) STRICT;
CREATE INDEX brand_by_date ON brand (company_id, archived, created_at, id);
CREATE INDEX brand_by_name ON brand (company_id, archived, name_folded, id);

CREATE TABLE product (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid        TEXT NOT NULL UNIQUE,
    company_id  INTEGER NOT NULL REFERENCES company (id),
    brand_id    INTEGER NOT NULL,
    sku         TEXT NOT NULL,
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    searchable  TEXT NOT NULL,
    label       TEXT NOT NULL,
    description TEXT NOT NULL,
    client_url  TEXT NOT NULL,
    archived    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (company_id, sku),
    FOREIGN KEY (company_id, brand_id) REFERENCES brand (company_id, id)
) STRICT;
CREATE INDEX product_by_date ON product (company_id, archived, created_at, id);
CREATE INDEX product_by_name ON product (company_id, archived, name_folded, id);
CREATE INDEX product_by_sku ON product (company_id, archived, sku, id);
CREATE INDEX product_by_id ON product (company_id, archived, id);
CREATE INDEX product_by_brand ON product (company_id, brand_id, archived, created_at, id);

CREATE TABLE audit (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id      INTEGER NOT NULL REFERENCES company (id),
    at              INTEGER NOT NULL,
    person_id       INTEGER,
    credential_kind TEXT NOT NULL,
    credential_id   TEXT NOT NULL,
    address         TEXT NOT NULL,
    request_id      TEXT NOT NULL,
    action          TEXT NOT NULL,
    object_type     TEXT NOT NULL,
    object_id       TEXT NOT NULL,
    label           TEXT NOT NULL,
    before          TEXT NOT NULL,
    after           TEXT NOT NULL
) STRICT;
CREATE INDEX audit_company ON audit (company_id, id);
CREATE INDEX audit_object ON audit (company_id, object_type, object_id, id);
CREATE TABLE task_turn (
    name     TEXT PRIMARY KEY,
    begun_at INTEGER NOT NULL
) STRICT;
CREATE TABLE auth_change (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    tx   INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX auth_change_tx ON auth_change (tx);
CREATE INDEX auth_change_at ON auth_change (at);
ALTER TABLE signing_key ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing_key ADD COLUMN signs_at INTEGER NOT NULL DEFAULT 0;
UPDATE signing_key SET since = created_at, signs_at = created_at;

CREATE TABLE jwt_successor (
    jti     TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jwt_successor_age ON jwt_successor (made_at);

ALTER TABLE uat ADD COLUMN quarantined_at INTEGER;
ALTER TABLE company ADD COLUMN uat_min_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN password_jwt INTEGER NOT NULL DEFAULT 1;
ALTER TABLE company ADD COLUMN leak_action TEXT NOT NULL DEFAULT 'revoke';
ALTER TABLE company ADD COLUMN superseded_use TEXT NOT NULL DEFAULT 'notify';
ALTER TABLE company ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'optional';

CREATE TABLE policy_pending (
    company_id       INTEGER PRIMARY KEY REFERENCES company (id),
    uat_default_days INTEGER NOT NULL,
    uat_max_days     INTEGER NOT NULL,
    uat_forbidden    TEXT NOT NULL,
    uat_min_days     INTEGER NOT NULL,
    password_jwt     INTEGER NOT NULL,
    leak_action      TEXT NOT NULL,
    superseded_use   TEXT NOT NULL,
    second_factor    TEXT NOT NULL,
    starts_on        TEXT NOT NULL,
    starts_at        INTEGER NOT NULL,
    person_id        INTEGER NOT NULL REFERENCES person (id),
    created_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX policy_pending_due ON policy_pending (starts_at);

ALTER TABLE uat ADD COLUMN networks TEXT NOT NULL DEFAULT '';
ALTER TABLE uat ADD COLUMN network_mode TEXT NOT NULL DEFAULT 'enforce';
ALTER TABLE uat ADD COLUMN only_brands TEXT;
ALTER TABLE uat ADD COLUMN only_products TEXT;

CREATE TABLE uat_address (
    uat_id   TEXT NOT NULL REFERENCES uat (id),
    address  TEXT NOT NULL,
    seen     INTEGER NOT NULL,
    refused  INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (uat_id, address)
) STRICT;
ALTER TABLE uat ADD COLUMN family TEXT;
ALTER TABLE uat ADD COLUMN replaces TEXT;
ALTER TABLE uat ADD COLUMN replaced_by TEXT;
ALTER TABLE uat ADD COLUMN replaced_at INTEGER;
ALTER TABLE uat ADD COLUMN overlap_until INTEGER;
ALTER TABLE uat ADD COLUMN refused_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uat ADD COLUMN last_refused_at INTEGER;
ALTER TABLE uat ADD COLUMN alarmed_at INTEGER;
UPDATE uat SET family = id;
CREATE UNIQUE INDEX uat_replaced_by ON uat (replaced_by);
CREATE INDEX uat_family ON uat (company_id, family);
CREATE INDEX uat_end ON uat (expires_at);
CREATE INDEX uat_overlap ON uat (overlap_until);

CREATE TABLE uat_rotation (
    uat_id      TEXT PRIMARY KEY,
    company_id  INTEGER NOT NULL REFERENCES company (id),
    successor   TEXT NOT NULL,
    salt        BLOB NOT NULL,
    key_digest  BLOB NOT NULL,
    body_digest BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX uat_rotation_date ON uat_rotation (created_at);

CREATE TABLE uat_day (
    uat_id  TEXT NOT NULL,
    day     INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    what    TEXT NOT NULL,
    calls   INTEGER NOT NULL,
    PRIMARY KEY (uat_id, day, refused, what)
) STRICT;
CREATE INDEX uat_day_day ON uat_day (day);

CREATE TABLE uat_seen (
    uat_id TEXT NOT NULL,
    kind   TEXT NOT NULL,
    value  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (uat_id, kind, value)
) STRICT;

CREATE TABLE notice (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id   INTEGER NOT NULL,
    person_id    INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    uat_id       TEXT NOT NULL REFERENCES uat (id),
    mark         TEXT NOT NULL,
    facts        TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    dismissed_at INTEGER,
    UNIQUE (company_id, person_id, kind, uat_id, mark),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) STRICT;
CREATE INDEX notice_open ON notice (company_id, person_id, dismissed_at, id);
CREATE INDEX notice_uat ON notice (uat_id);
CREATE TABLE mail (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id      INTEGER REFERENCES company (id),
    kind            TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    subject         TEXT NOT NULL,
    body            BLOB,
    created_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at INTEGER,
    give_up_at      INTEGER NOT NULL,
    sent_at         INTEGER,
    failed_at       INTEGER
) STRICT;
CREATE INDEX mail_due ON mail (next_attempt_at, id);
CREATE INDEX mail_made ON mail (created_at);

ALTER TABLE person ADD COLUMN verified_at INTEGER;

CREATE TABLE person_code (
    code_digest BLOB PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES person (id),
    purpose     TEXT NOT NULL,
    email       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX person_code_person ON person_code (person_id, purpose);

CREATE TABLE login_failure (
    account    BLOB NOT NULL,
    source     TEXT NOT NULL,
    failures   INTEGER NOT NULL,
    wait_until INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    PRIMARY KEY (account, source)
) STRICT;
CREATE INDEX login_failure_last ON login_failure (last_at);

CREATE TABLE known_network (
    account BLOB NOT NULL,
    network TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account, network)
) STRICT;
CREATE TABLE totp (
    person_id    INTEGER PRIMARY KEY REFERENCES person (id),
    secret       BLOB NOT NULL,
    last_step    INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    confirmed_at INTEGER
) STRICT;

CREATE TABLE recovery_code (
    person_id   INTEGER NOT NULL REFERENCES person (id),
    code_digest BLOB NOT NULL,
    used_at     INTEGER,
    PRIMARY KEY (person_id, code_digest)
) STRICT;

CREATE TABLE factor_try (
    person_id  INTEGER PRIMARY KEY REFERENCES person (id),
    failures   INTEGER NOT NULL,
    wait_until INTEGER NOT NULL
) STRICT;

CREATE TABLE passkey (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id     INTEGER NOT NULL REFERENCES person (id),
    credential_id TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    credential    TEXT NOT NULL,
    verified      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT;
CREATE INDEX passkey_person ON passkey (person_id, id);

CREATE TABLE ceremony (
    digest     BLOB PRIMARY KEY,
    purpose    TEXT NOT NULL,
    person_id  INTEGER REFERENCES person (id),
    session_id TEXT NOT NULL,
    state      TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ceremony_end ON ceremony (expires_at);

ALTER TABLE session ADD COLUMN amr TEXT NOT NULL DEFAULT 'pwd';

ALTER TABLE person ADD COLUMN short_password INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN position INTEGER;
ALTER TABLE audit ADD COLUMN hash BLOB;
CREATE UNIQUE INDEX audit_position ON audit (company_id, position);
CREATE INDEX audit_time ON audit (company_id, at, id);

CREATE TABLE audit_chain (
    company_id INTEGER PRIMARY KEY REFERENCES company (id),
    length     INTEGER NOT NULL,
    head       BLOB NOT NULL
) STRICT;

CREATE TABLE audit_checkpoint (
    company_id INTEGER NOT NULL REFERENCES company (id),
    position   INTEGER NOT NULL,
    head       BLOB NOT NULL,
    at         INTEGER NOT NULL,
    key_id     TEXT NOT NULL,
    signature  BLOB NOT NULL,
    PRIMARY KEY (company_id, position)
) STRICT;

CREATE TABLE audit_key (
    id          TEXT PRIMARY KEY,
    public_key  BLOB NOT NULL,
    private_key BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

ALTER TABLE uat ADD COLUMN budgets TEXT NOT NULL DEFAULT '';

CREATE TABLE budget_spent (
    company_id INTEGER NOT NULL REFERENCES company (id),
    uat_id     TEXT NOT NULL,
    unit       TEXT NOT NULL,
    day        TEXT NOT NULL,
    used       INTEGER NOT NULL,
    PRIMARY KEY (company_id, uat_id, unit)
) STRICT;
CREATE INDEX known_network_seen ON known_network (seen_at);
CREATE TABLE campaign (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id    INTEGER NOT NULL REFERENCES company (id),
    name          TEXT NOT NULL,
    name_folded   TEXT NOT NULL,
    description   TEXT NOT NULL,
    product_count INTEGER NOT NULL,
    archived      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) STRICT;
CREATE INDEX campaign_by_date ON campaign (company_id, archived, created_at, id);
CREATE INDEX campaign_by_name ON campaign (company_id, archived, name_folded, id);

ALTER TABLE product ADD COLUMN campaign_id INTEGER REFERENCES campaign (id);
CREATE INDEX product_by_campaign ON product (company_id, campaign_id, archived, created_at, id);

ALTER TABLE uat ADD COLUMN only_campaigns TEXT;
