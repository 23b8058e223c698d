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
ALTER TABLE audit_key ADD COLUMN ended_at INTEGER;

CREATE TABLE policy_pending_next (
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
    person_id        INTEGER REFERENCES person (id),
    created_at       INTEGER NOT NULL
) STRICT;
INSERT INTO policy_pending_next (company_id, uat_default_days, uat_max_days, uat_forbidden,
    uat_min_days, password_jwt, leak_action, superseded_use, second_factor, starts_on, starts_at,
    person_id, created_at)
SELECT company_id, uat_default_days, uat_max_days, uat_forbidden, uat_min_days, password_jwt,
    leak_action, superseded_use, second_factor, starts_on, starts_at, person_id, created_at
FROM policy_pending;
DROP TABLE policy_pending;
ALTER TABLE policy_pending_next RENAME TO policy_pending;
CREATE INDEX policy_pending_due ON policy_pending (starts_at);
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
CREATE TABLE workorder (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id           INTEGER NOT NULL REFERENCES company (id),
    reference            TEXT NOT NULL,
    remarks              TEXT NOT NULL,
    searchable           TEXT NOT NULL,
    kind                 TEXT NOT NULL,
    state                TEXT NOT NULL,
    quantity             INTEGER NOT NULL,
    product_id           INTEGER REFERENCES product (id),
    activate_on_complete INTEGER NOT NULL,
    use_serial_number    INTEGER NOT NULL,
    archived             INTEGER NOT NULL,
    created_by           INTEGER NOT NULL REFERENCES person (id),
    created_at           INTEGER NOT NULL,
    completed_at         INTEGER,
    UNIQUE (company_id, id),
    UNIQUE (company_id, reference)
) STRICT;
CREATE INDEX workorder_by_date ON workorder (company_id, archived, created_at, id);

CREATE TABLE code (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id        INTEGER NOT NULL REFERENCES company (id),
    workorder_id      INTEGER NOT NULL,
    sequence          INTEGER NOT NULL,
    extended_id       TEXT NOT NULL UNIQUE,
    serial_number     TEXT,
    product_id        INTEGER REFERENCES product (id),
    activation_status INTEGER NOT NULL,
    blacklist_reason  INTEGER NOT NULL,
    activated_by      INTEGER REFERENCES person (id),
    activated_at      INTEGER,
    scm_updated_by    INTEGER REFERENCES person (id),
    scm_updated_at    INTEGER,
    updated_at        INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    FOREIGN KEY (company_id, workorder_id) REFERENCES workorder (company_id, id)
) STRICT;
CREATE INDEX code_by_company ON code (company_id, id);
CREATE INDEX code_by_serial_number ON code (company_id, serial_number);
CREATE INDEX code_by_workorder ON code (company_id, workorder_id, sequence);
CREATE INDEX code_by_product ON code (company_id, product_id, id);

CREATE TABLE scm_field (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id  INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL,
    key         TEXT NOT NULL,
    label       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    choices     TEXT NOT NULL,
    display     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    active      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (campaign_id, key),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) STRICT;

CREATE TABLE code_scm (
    code_id    INTEGER NOT NULL REFERENCES code (id),
    key        TEXT NOT NULL,
    company_id INTEGER NOT NULL,
    value      TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    PRIMARY KEY (code_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_scm_by_value ON code_scm (company_id, key, value, code_id);
CREATE TABLE job (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id      INTEGER NOT NULL REFERENCES company (id),
    person_id       INTEGER REFERENCES person (id),
    credential_kind TEXT NOT NULL,
    credential_id   TEXT NOT NULL,
    address         TEXT NOT NULL,
    request_id      TEXT NOT NULL,
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    input           TEXT NOT NULL,
    position        TEXT NOT NULL,
    done            INTEGER NOT NULL,
    total           INTEGER,
    result          TEXT NOT NULL,
    failure         TEXT NOT NULL,
    error_count     INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    claims          INTEGER NOT NULL,
    due_at          INTEGER,
    created_at      INTEGER NOT NULL,
    started_at      INTEGER,
    finished_at     INTEGER
) STRICT;
CREATE INDEX job_due ON job (due_at);
CREATE INDEX job_by_company ON job (company_id, created_at, id);

CREATE TABLE job_error (
    job_id  INTEGER NOT NULL REFERENCES job (id),
    number  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) STRICT;

CREATE TABLE file (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES company (id),
    key        TEXT NOT NULL UNIQUE,
    purpose    TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER,
    job_id     INTEGER,
    created_at INTEGER NOT NULL,
    forget_at  INTEGER
) STRICT;
CREATE INDEX file_by_time ON file (forget_at);

ALTER TABLE workorder ADD COLUMN images TEXT NOT NULL DEFAULT 'none';
ALTER TABLE workorder ADD COLUMN generated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workorder ADD COLUMN failure TEXT NOT NULL DEFAULT '';
ALTER TABLE workorder ADD COLUMN template_id INTEGER;
ALTER TABLE workorder ADD COLUMN job_id INTEGER;
ALTER TABLE workorder ADD COLUMN file_key TEXT;

CREATE TABLE workorder_template (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id           INTEGER NOT NULL REFERENCES company (id),
    key                  TEXT NOT NULL UNIQUE,
    name                 TEXT NOT NULL,
    name_folded          TEXT NOT NULL,
    description          TEXT NOT NULL,
    product_id           INTEGER REFERENCES product (id),
    activate_on_complete INTEGER NOT NULL,
    use_serial_number    INTEGER NOT NULL,
    images               TEXT NOT NULL,
    created_at           INTEGER NOT NULL,
    UNIQUE (company_id, name_folded)
) STRICT;
ALTER TABLE campaign ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN scm_enabled INTEGER NOT NULL DEFAULT 1;
ALTER TABLE campaign ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE campaign ADD COLUMN redirects TEXT NOT NULL DEFAULT '[]';
ALTER TABLE campaign ADD COLUMN consumer_key TEXT;
CREATE UNIQUE INDEX campaign_by_consumer_key ON campaign (consumer_key);
CREATE INDEX campaign_limited ON campaign (company_id, id) WHERE limited = 1;

CREATE INDEX scm_field_by_position ON scm_field (company_id, campaign_id, position);

CREATE TABLE team (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id  INTEGER NOT NULL REFERENCES company (id),
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) STRICT;
CREATE INDEX team_by_date ON team (company_id, created_at, id);

CREATE TABLE team_member (
    company_id INTEGER NOT NULL,
    team_id    INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    PRIMARY KEY (company_id, team_id, person_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) STRICT;
CREATE INDEX team_member_by_person ON team_member (company_id, person_id, team_id);

CREATE TABLE team_campaign (
    company_id  INTEGER NOT NULL,
    team_id     INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL,
    PRIMARY KEY (company_id, team_id, campaign_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) STRICT;
CREATE INDEX team_campaign_by_campaign ON team_campaign (company_id, campaign_id, team_id);

CREATE TABLE region (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id  INTEGER NOT NULL REFERENCES company (id),
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    countries   TEXT NOT NULL,
    archived    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) STRICT;
CREATE INDEX region_by_date ON region (company_id, archived, created_at, id);
CREATE INDEX region_by_name ON region (company_id, archived, name_folded, id);

ALTER TABLE product ADD COLUMN stc TEXT;
ALTER TABLE product ADD COLUMN code_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN active_code_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN blacklisted_code_count INTEGER NOT NULL DEFAULT 0;

CREATE INDEX scm_field_by_kind ON scm_field (company_id, kind, active, key);

CREATE TABLE scm_task (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id      INTEGER NOT NULL REFERENCES company (id),
    source          TEXT NOT NULL,
    state           TEXT NOT NULL,
    failure         TEXT NOT NULL,
    codes_affected  INTEGER NOT NULL,
    updates         INTEGER NOT NULL,
    parameters      TEXT NOT NULL,
    fields          TEXT NOT NULL,
    created_by      INTEGER REFERENCES person (id),
    credential_kind TEXT NOT NULL,
    credential_id   TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    started_at      INTEGER,
    completed_at    INTEGER
) STRICT;
CREATE INDEX scm_task_by_date ON scm_task (company_id, created_at, id);
CREATE TABLE scan (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id        INTEGER NOT NULL,
    turn              INTEGER NOT NULL,
    uuid              TEXT NOT NULL UNIQUE,
    at                INTEGER NOT NULL,
    code_id           INTEGER NOT NULL REFERENCES code (id),
    product_id        INTEGER,
    campaign_id       INTEGER,
    app               TEXT NOT NULL,
    reason            TEXT NOT NULL,
    activation_status INTEGER NOT NULL,
    blacklist_reason  INTEGER NOT NULL,
    flags             TEXT NOT NULL,
    device            TEXT NOT NULL,
    new_device        INTEGER NOT NULL,
    device_kind       TEXT NOT NULL,
    os                TEXT NOT NULL,
    os_version        TEXT NOT NULL,
    browser           TEXT NOT NULL,
    browser_version   TEXT NOT NULL,
    country           TEXT NOT NULL,
    city              TEXT NOT NULL,
    latitude          INTEGER,
    longitude         INTEGER,
    located_by        TEXT NOT NULL,
    scm               TEXT NOT NULL,
    consumed          INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_by_turn ON scan (company_id, turn, id);
CREATE INDEX scan_by_time ON scan (company_id, at, turn);
CREATE INDEX scan_by_product ON scan (company_id, product_id, turn);
CREATE INDEX scan_by_campaign ON scan (company_id, campaign_id, turn);
CREATE INDEX scan_by_code ON scan (code_id, at);
CREATE INDEX scan_by_device ON scan (code_id, device);

CREATE TABLE code_scanned (
    code_id    INTEGER PRIMARY KEY REFERENCES code (id),
    company_id INTEGER NOT NULL,
    scans      INTEGER NOT NULL
) STRICT;

CREATE TABLE campaign_alert (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id  INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    bound       TEXT NOT NULL,
    active      INTEGER NOT NULL,
    mailed_at   INTEGER,
    created_at  INTEGER NOT NULL,
    UNIQUE (campaign_id, kind),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) STRICT;

CREATE TABLE campaign_alert_recipient (
    alert_id  INTEGER NOT NULL REFERENCES campaign_alert (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (alert_id, person_id)
) STRICT;

CREATE TABLE campaign_alarm (
    alert_id INTEGER NOT NULL REFERENCES campaign_alert (id),
    scan_id  INTEGER NOT NULL REFERENCES scan (id),
    PRIMARY KEY (alert_id, scan_id)
) STRICT;

CREATE TABLE webhook (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id    INTEGER NOT NULL REFERENCES company (id),
    url           TEXT NOT NULL,
    events        TEXT NOT NULL,
    active        INTEGER NOT NULL,
    secret        BLOB NOT NULL,
    failing_since INTEGER,
    disabled_at   INTEGER,
    created_by    INTEGER NOT NULL REFERENCES person (id),
    created_at    INTEGER NOT NULL,
    UNIQUE (company_id, id)
) STRICT;

CREATE TABLE webhook_delivery (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id      INTEGER NOT NULL,
    webhook_id      INTEGER NOT NULL,
    uuid            TEXT NOT NULL UNIQUE,
    event           TEXT NOT NULL,
    body            TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at INTEGER,
    delivered_at    INTEGER,
    status          INTEGER,
    failure         TEXT NOT NULL,
    FOREIGN KEY (company_id, webhook_id) REFERENCES webhook (company_id, id)
) STRICT;
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at, id);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (company_id, webhook_id, id);
ALTER TABLE code ADD COLUMN cleared_at INTEGER;

CREATE TABLE auto_blacklist (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES company (id),
    code_id    INTEGER NOT NULL REFERENCES code (id)
) STRICT;
CREATE INDEX auto_blacklist_by_company ON auto_blacklist (company_id, id);
ALTER TABLE workorder_template ADD COLUMN default_scm_data TEXT NOT NULL DEFAULT '{}';
ALTER TABLE workorder_template ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

CREATE TABLE ingestion (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id       INTEGER NOT NULL REFERENCES company (id),
    key              TEXT NOT NULL UNIQUE,
    mode             TEXT NOT NULL,
    filetype         TEXT NOT NULL,
    state            TEXT NOT NULL,
    searchable       TEXT NOT NULL,
    template_id      INTEGER NOT NULL REFERENCES workorder_template (id),
    product_id       INTEGER,
    default_scm_data TEXT NOT NULL,
    names_products   INTEGER NOT NULL,
    quantity         INTEGER,
    done             INTEGER NOT NULL DEFAULT 0,
    failure          TEXT NOT NULL DEFAULT '',
    error_count      INTEGER NOT NULL DEFAULT 0,
    file_key         TEXT,
    upload_ends_at   INTEGER,
    workorder_id     INTEGER,
    job_id           INTEGER,
    created_by       INTEGER NOT NULL REFERENCES person (id),
    credential_kind  TEXT NOT NULL,
    credential_id    TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    completed_at     INTEGER,
    UNIQUE (company_id, id)
) STRICT;
CREATE INDEX ingestion_by_date ON ingestion (company_id, created_at, id);
CREATE INDEX ingestion_uploading ON ingestion (created_at) WHERE state = 'uploading';

CREATE TABLE ingestion_error (
    company_id   INTEGER NOT NULL,
    ingestion_id INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    field        TEXT NOT NULL,
    message      TEXT NOT NULL,
    PRIMARY KEY (ingestion_id, number),
    FOREIGN KEY (company_id, ingestion_id) REFERENCES ingestion (company_id, id)
) STRICT;

CREATE INDEX workorder_loading ON workorder (company_id, id) WHERE state = 'loading';
DROP INDEX code_by_product;
CREATE INDEX code_by_product ON code (product_id, company_id, id);
CREATE INDEX workorder_by_product ON workorder (product_id);
ALTER TABLE company ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN country TEXT NOT NULL DEFAULT '';
CREATE TABLE scan_day (
    company_id        INTEGER NOT NULL,
    day               INTEGER NOT NULL,
    campaign_id       INTEGER NOT NULL,
    product_id        INTEGER NOT NULL,
    country           TEXT NOT NULL,
    activation_status INTEGER NOT NULL,
    scans             INTEGER NOT NULL,
    devices           INTEGER NOT NULL,
    flagged           INTEGER NOT NULL,
    PRIMARY KEY (company_id, day, campaign_id, product_id, country, activation_status)
) STRICT, WITHOUT ROWID;

CREATE TABLE scan_counted (
    company_id INTEGER PRIMARY KEY,
    turn       INTEGER NOT NULL,
    id         INTEGER NOT NULL
) STRICT;
ALTER TABLE job_error ADD COLUMN field TEXT NOT NULL DEFAULT '';

ALTER TABLE scm_task ADD COLUMN job_id INTEGER;
ALTER TABLE person ADD COLUMN language TEXT;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (company_id, webhook_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;
DROP INDEX webhook_delivery_due;
CREATE INDEX file_by_company ON file (company_id, size);
