CREATE TABLE setting (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE signing_key (
    kid         TEXT COLLATE "C" PRIMARY KEY,
    algorithm   TEXT COLLATE "C" NOT NULL,
    public_key  BYTEA NOT NULL,
    private_key BYTEA NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE company (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             TEXT COLLATE "C" NOT NULL UNIQUE,
    name             TEXT COLLATE "C" NOT NULL,
    time_zone        TEXT COLLATE "C" NOT NULL,
    uat_default_days BIGINT NOT NULL,
    uat_max_days     BIGINT NOT NULL,
    uat_forbidden    TEXT COLLATE "C" NOT NULL,
    created_at       BIGINT NOT NULL,
    archived_at      BIGINT
);

CREATE TABLE person (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email         TEXT COLLATE "C" NOT NULL UNIQUE,
    password_hash TEXT COLLATE "C",
    epoch         BIGINT NOT NULL,
    last_login_at BIGINT,
    last_company  BIGINT REFERENCES company (id),
    created_at    BIGINT NOT NULL
);

CREATE TABLE member (
    company_id  BIGINT NOT NULL REFERENCES company (id),
    person_id   BIGINT NOT NULL REFERENCES person (id),
    given_name  TEXT COLLATE "C" NOT NULL,
    family_name TEXT COLLATE "C" NOT NULL,
    searchable  TEXT COLLATE "C" NOT NULL,
    phone       TEXT COLLATE "C" NOT NULL,
    title       TEXT COLLATE "C" NOT NULL,
    role        TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    joined_at   BIGINT,
    archived_at BIGINT,
    PRIMARY KEY (company_id, person_id)
);
CREATE INDEX member_person ON member (person_id);

CREATE TABLE invitation (
    code_digest BYTEA PRIMARY KEY,
    company_id  BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    created_by  BIGINT NOT NULL REFERENCES person (id),
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
);
CREATE INDEX invitation_member ON invitation (company_id, person_id);

CREATE TABLE session (
    id            TEXT COLLATE "C" PRIMARY KEY,
    company_id    BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    secret_digest BYTEA,
    created_at    BIGINT NOT NULL,
    signed_in_at  BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    ended_at      BIGINT,
    address       TEXT COLLATE "C" NOT NULL,
    user_agent    TEXT COLLATE "C" NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE uat (
    seq               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id                TEXT COLLATE "C" NOT NULL UNIQUE,
    company_id        BIGINT NOT NULL,
    person_id         BIGINT NOT NULL,
    name              TEXT COLLATE "C" NOT NULL,
    name_folded       TEXT COLLATE "C" NOT NULL,
    secret_digest     BYTEA NOT NULL,
    permissions       TEXT COLLATE "C" NOT NULL,
    valid_until       TEXT COLLATE "C" NOT NULL,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    revoked_at        BIGINT,
    revoked_by        BIGINT REFERENCES person (id),
    revoked_reason    TEXT COLLATE "C",
    last_used_at      BIGINT,
    last_used_address TEXT COLLATE "C",
    last_used_agent   TEXT COLLATE "C",
    use_count         BIGINT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
);
CREATE INDEX uat_company ON uat (company_id, seq);
CREATE INDEX uat_person ON uat (company_id, person_id, seq);

CREATE TABLE counter (
    company_id BIGINT NOT NULL REFERENCES company (id),
    name       TEXT COLLATE "C" NOT NULL,
    value      BIGINT NOT NULL,
    PRIMARY KEY (company_id, name)
);

CREATE TABLE brand (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    name          TEXT COLLATE "C" NOT NULL,
    name_folded   TEXT COLLATE "C" NOT NULL,
    reference     TEXT COLLATE "C",
    description   TEXT COLLATE "C" NOT NULL,
    client_url    TEXT COLLATE "C" NOT NULL,
    product_count BIGINT NOT NULL,
    archived      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded),
    UNIQUE (company_id, reference)
);
CREATE INDEX brand_by_date ON brand (company_id, archived, created_at, id);
CREATE INDEX brand_by_name ON brand (company_id, archived, name_folded, id);

CREATE TABLE product (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid        TEXT COLLATE "C" NOT NULL UNIQUE,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    brand_id    BIGINT NOT NULL,
    sku         TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    searchable  TEXT COLLATE "C" NOT NULL,
    label       TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    client_url  TEXT COLLATE "C" NOT NULL,
    archived    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, sku),
    FOREIGN KEY (company_id, brand_id) REFERENCES brand (company_id, id)
);
CREATE INDEX product_by_date ON product (company_id, archived, created_at, id);
CREATE INDEX product_by_name ON product (company_id, archived, name_folded, id);
CREATE INDEX product_by_sku ON product (company_id, archived, sku, id);
CREATE INDEX product_by_id ON product (company_id, archived, id);
CREATE INDEX product_by_brand ON product (company_id, brand_id, archived, created_at, id);

CREATE TABLE audit (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    at              BIGINT NOT NULL,
    person_id       BIGINT,
    credential_kind TEXT COLLATE "C" NOT NULL,
    credential_id   TEXT COLLATE "C" NOT NULL,
    address         TEXT COLLATE "C" NOT NULL,
    request_id      TEXT COLLATE "C" NOT NULL,
    action          TEXT COLLATE "C" NOT NULL,
    object_type     TEXT COLLATE "C" NOT NULL,
    object_id       TEXT COLLATE "C" NOT NULL,
    label           TEXT COLLATE "C" NOT NULL,
    before          TEXT COLLATE "C" NOT NULL,
    after           TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_company ON audit (company_id, id);
CREATE INDEX audit_object ON audit (company_id, object_type, object_id, id);
CREATE TABLE task_turn (
    name     TEXT COLLATE "C" PRIMARY KEY,
    begun_at BIGINT NOT NULL
);
CREATE TABLE auth_change (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx   BIGINT NOT NULL,
    at   BIGINT NOT NULL,
    what TEXT COLLATE "C" NOT NULL
);
CREATE INDEX auth_change_tx ON auth_change (tx);
CREATE INDEX auth_change_at ON auth_change (at);
ALTER TABLE signing_key ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE signing_key ADD COLUMN signs_at BIGINT NOT NULL DEFAULT 0;
UPDATE signing_key SET since = created_at, signs_at = created_at;

CREATE TABLE jwt_successor (
    jti     TEXT COLLATE "C" PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX jwt_successor_age ON jwt_successor (made_at);

ALTER TABLE uat ADD COLUMN quarantined_at BIGINT;
ALTER TABLE company ADD COLUMN uat_min_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN password_jwt BIGINT NOT NULL DEFAULT 1;
ALTER TABLE company ADD COLUMN leak_action TEXT COLLATE "C" NOT NULL DEFAULT 'revoke';
ALTER TABLE company ADD COLUMN superseded_use TEXT COLLATE "C" NOT NULL DEFAULT 'notify';
ALTER TABLE company ADD COLUMN second_factor TEXT COLLATE "C" NOT NULL DEFAULT 'optional';

CREATE TABLE policy_pending (
    company_id       BIGINT PRIMARY KEY REFERENCES company (id),
    uat_default_days BIGINT NOT NULL,
    uat_max_days     BIGINT NOT NULL,
    uat_forbidden    TEXT COLLATE "C" NOT NULL,
    uat_min_days     BIGINT NOT NULL,
    password_jwt     BIGINT NOT NULL,
    leak_action      TEXT COLLATE "C" NOT NULL,
    superseded_use   TEXT COLLATE "C" NOT NULL,
    second_factor    TEXT COLLATE "C" NOT NULL,
    starts_on        TEXT COLLATE "C" NOT NULL,
    starts_at        BIGINT NOT NULL,
    person_id        BIGINT NOT NULL REFERENCES person (id),
    created_at       BIGINT NOT NULL
);
CREATE INDEX policy_pending_due ON policy_pending (starts_at);

ALTER TABLE uat ADD COLUMN networks TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE uat ADD COLUMN network_mode TEXT COLLATE "C" NOT NULL DEFAULT 'enforce';
ALTER TABLE uat ADD COLUMN only_brands TEXT COLLATE "C";
ALTER TABLE uat ADD COLUMN only_products TEXT COLLATE "C";

CREATE TABLE uat_address (
    uat_id   TEXT COLLATE "C" NOT NULL REFERENCES uat (id),
    address  TEXT COLLATE "C" NOT NULL,
    seen     BIGINT NOT NULL,
    refused  BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (uat_id, address)
);
ALTER TABLE uat ADD COLUMN family TEXT COLLATE "C";
ALTER TABLE uat ADD COLUMN replaces TEXT COLLATE "C";
ALTER TABLE uat ADD COLUMN replaced_by TEXT COLLATE "C";
ALTER TABLE uat ADD COLUMN replaced_at BIGINT;
ALTER TABLE uat ADD COLUMN overlap_until BIGINT;
ALTER TABLE uat ADD COLUMN refused_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE uat ADD COLUMN last_refused_at BIGINT;
ALTER TABLE uat ADD COLUMN alarmed_at BIGINT;
UPDATE uat SET family = id;
CREATE UNIQUE INDEX uat_replaced_by ON uat (replaced_by);
CREATE INDEX uat_family ON uat (company_id, family);
CREATE INDEX uat_end ON uat (expires_at);
CREATE INDEX uat_overlap ON uat (overlap_until);

CREATE TABLE uat_rotation (
    uat_id      TEXT COLLATE "C" PRIMARY KEY,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    successor   TEXT COLLATE "C" NOT NULL,
    salt        BYTEA NOT NULL,
    key_digest  BYTEA NOT NULL,
    body_digest BYTEA NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX uat_rotation_date ON uat_rotation (created_at);

CREATE TABLE uat_day (
    uat_id  TEXT COLLATE "C" NOT NULL,
    day     BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    what    TEXT COLLATE "C" NOT NULL,
    calls   BIGINT NOT NULL,
    PRIMARY KEY (uat_id, day, refused, what)
);
CREATE INDEX uat_day_day ON uat_day (day);

CREATE TABLE uat_seen (
    uat_id TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    value  TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (uat_id, kind, value)
);

CREATE TABLE notice (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id   BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    uat_id       TEXT COLLATE "C" NOT NULL REFERENCES uat (id),
    mark         TEXT COLLATE "C" NOT NULL,
    facts        TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT NOT NULL,
    dismissed_at BIGINT,
    UNIQUE (company_id, person_id, kind, uat_id, mark),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
);
CREATE INDEX notice_open ON notice (company_id, person_id, dismissed_at, id);
CREATE INDEX notice_uat ON notice (uat_id);
CREATE TABLE mail (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      BIGINT REFERENCES company (id),
    kind            TEXT COLLATE "C" NOT NULL,
    recipient       TEXT COLLATE "C" NOT NULL,
    subject         TEXT COLLATE "C" NOT NULL,
    body            BYTEA,
    created_at      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    give_up_at      BIGINT NOT NULL,
    sent_at         BIGINT,
    failed_at       BIGINT
);
CREATE INDEX mail_due ON mail (next_attempt_at, id);
CREATE INDEX mail_made ON mail (created_at);

ALTER TABLE person ADD COLUMN verified_at BIGINT;

CREATE TABLE person_code (
    code_digest BYTEA PRIMARY KEY,
    person_id   BIGINT NOT NULL REFERENCES person (id),
    purpose     TEXT COLLATE "C" NOT NULL,
    email       TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX person_code_person ON person_code (person_id, purpose);

CREATE TABLE login_failure (
    account    BYTEA NOT NULL,
    source     TEXT COLLATE "C" NOT NULL,
    failures   BIGINT NOT NULL,
    wait_until BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    PRIMARY KEY (account, source)
);
CREATE INDEX login_failure_last ON login_failure (last_at);

CREATE TABLE known_network (
    account BYTEA NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account, network)
);
CREATE TABLE totp (
    person_id    BIGINT PRIMARY KEY REFERENCES person (id),
    secret       BYTEA NOT NULL,
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT
);

CREATE TABLE recovery_code (
    person_id   BIGINT NOT NULL REFERENCES person (id),
    code_digest BYTEA NOT NULL,
    used_at     BIGINT,
    PRIMARY KEY (person_id, code_digest)
);

CREATE TABLE factor_try (
    person_id  BIGINT PRIMARY KEY REFERENCES person (id),
    failures   BIGINT NOT NULL,
    wait_until BIGINT NOT NULL
);

CREATE TABLE passkey (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id     BIGINT NOT NULL REFERENCES person (id),
    credential_id TEXT COLLATE "C" NOT NULL UNIQUE,
    name          TEXT COLLATE "C" NOT NULL,
    credential    TEXT COLLATE "C" NOT NULL,
    verified      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    last_used_at  BIGINT
);
CREATE INDEX passkey_person ON passkey (person_id, id);

CREATE TABLE ceremony (
    digest     BYTEA PRIMARY KEY,
    purpose    TEXT COLLATE "C" NOT NULL,
    person_id  BIGINT REFERENCES person (id),
    session_id TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ceremony_end ON ceremony (expires_at);

ALTER TABLE session ADD COLUMN amr TEXT COLLATE "C" NOT NULL DEFAULT 'pwd';

ALTER TABLE person ADD COLUMN short_password BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN position BIGINT;
ALTER TABLE audit ADD COLUMN hash BYTEA;
CREATE UNIQUE INDEX audit_position ON audit (company_id, position);
CREATE INDEX audit_time ON audit (company_id, at, id);

CREATE TABLE audit_chain (
    company_id BIGINT PRIMARY KEY REFERENCES company (id),
    length     BIGINT NOT NULL,
    head       BYTEA NOT NULL
);

CREATE TABLE audit_checkpoint (
    company_id BIGINT NOT NULL REFERENCES company (id),
    position   BIGINT NOT NULL,
    head       BYTEA NOT NULL,
    at         BIGINT NOT NULL,
    key_id     TEXT COLLATE "C" NOT NULL,
    signature  BYTEA NOT NULL,
    PRIMARY KEY (company_id, position)
);

CREATE TABLE audit_key (
    id          TEXT COLLATE "C" PRIMARY KEY,
    public_key  BYTEA NOT NULL,
    private_key BYTEA NOT NULL,
    created_at  BIGINT NOT NULL
);

ALTER TABLE uat ADD COLUMN budgets TEXT COLLATE "C" NOT NULL DEFAULT '';

CREATE TABLE budget_spent (
    company_id BIGINT NOT NULL REFERENCES company (id),
    uat_id     TEXT COLLATE "C" NOT NULL,
    unit       TEXT COLLATE "C" NOT NULL,
    day        TEXT COLLATE "C" NOT NULL,
    used       BIGINT NOT NULL,
    PRIMARY KEY (company_id, uat_id, unit)
);
CREATE INDEX known_network_seen ON known_network (seen_at);
ALTER TABLE audit_key ADD COLUMN ended_at BIGINT;

CREATE TABLE policy_pending_next (
    company_id       BIGINT PRIMARY KEY REFERENCES company (id),
    uat_default_days BIGINT NOT NULL,
    uat_max_days     BIGINT NOT NULL,
    uat_forbidden    TEXT COLLATE "C" NOT NULL,
    uat_min_days     BIGINT NOT NULL,
    password_jwt     BIGINT NOT NULL,
    leak_action      TEXT COLLATE "C" NOT NULL,
    superseded_use   TEXT COLLATE "C" NOT NULL,
    second_factor    TEXT COLLATE "C" NOT NULL,
    starts_on        TEXT COLLATE "C" NOT NULL,
    starts_at        BIGINT NOT NULL,
    person_id        BIGINT REFERENCES person (id),
    created_at       BIGINT NOT NULL
);
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
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    name          TEXT COLLATE "C" NOT NULL,
    name_folded   TEXT COLLATE "C" NOT NULL,
    description   TEXT COLLATE "C" NOT NULL,
    product_count BIGINT NOT NULL,
    archived      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
);
CREATE INDEX campaign_by_date ON campaign (company_id, archived, created_at, id);
CREATE INDEX campaign_by_name ON campaign (company_id, archived, name_folded, id);

ALTER TABLE product ADD COLUMN campaign_id BIGINT REFERENCES campaign (id);
CREATE INDEX product_by_campaign ON product (company_id, campaign_id, archived, created_at, id);

ALTER TABLE uat ADD COLUMN only_campaigns TEXT COLLATE "C";
CREATE TABLE workorder (
    id                   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id           BIGINT NOT NULL REFERENCES company (id),
    reference            TEXT COLLATE "C" NOT NULL,
    remarks              TEXT COLLATE "C" NOT NULL,
    searchable           TEXT COLLATE "C" NOT NULL,
    kind                 TEXT COLLATE "C" NOT NULL,
    state                TEXT COLLATE "C" NOT NULL,
    quantity             BIGINT NOT NULL,
    product_id           BIGINT REFERENCES product (id),
    activate_on_complete BIGINT NOT NULL,
    use_serial_number    BIGINT NOT NULL,
    archived             BIGINT NOT NULL,
    created_by           BIGINT NOT NULL REFERENCES person (id),
    created_at           BIGINT NOT NULL,
    completed_at         BIGINT,
    UNIQUE (company_id, id),
    UNIQUE (company_id, reference)
);
CREATE INDEX workorder_by_date ON workorder (company_id, archived, created_at, id);

CREATE TABLE code (
    id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id        BIGINT NOT NULL REFERENCES company (id),
    workorder_id      BIGINT NOT NULL,
    sequence          BIGINT NOT NULL,
    extended_id       TEXT COLLATE "C" NOT NULL UNIQUE,
    serial_number     TEXT COLLATE "C",
    product_id        BIGINT REFERENCES product (id),
    activation_status BIGINT NOT NULL,
    blacklist_reason  BIGINT NOT NULL,
    activated_by      BIGINT REFERENCES person (id),
    activated_at      BIGINT,
    scm_updated_by    BIGINT REFERENCES person (id),
    scm_updated_at    BIGINT,
    updated_at        BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    FOREIGN KEY (company_id, workorder_id) REFERENCES workorder (company_id, id)
);
CREATE INDEX code_by_company ON code (company_id, id);
CREATE INDEX code_by_serial_number ON code (company_id, serial_number);
CREATE INDEX code_by_workorder ON code (company_id, workorder_id, sequence);
CREATE INDEX code_by_product ON code (company_id, product_id, id);

CREATE TABLE scm_field (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id  BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    label       TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    choices     TEXT COLLATE "C" NOT NULL,
    display     BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    active      BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (campaign_id, key),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
);

CREATE TABLE code_scm (
    code_id    BIGINT NOT NULL REFERENCES code (id),
    key        TEXT COLLATE "C" NOT NULL,
    company_id BIGINT NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    kind       BIGINT NOT NULL,
    PRIMARY KEY (code_id, key)
);
CREATE INDEX code_scm_by_value ON code_scm (company_id, key, value, code_id);
CREATE TABLE job (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    person_id       BIGINT REFERENCES person (id),
    credential_kind TEXT COLLATE "C" NOT NULL,
    credential_id   TEXT COLLATE "C" NOT NULL,
    address         TEXT COLLATE "C" NOT NULL,
    request_id      TEXT COLLATE "C" NOT NULL,
    kind            TEXT COLLATE "C" NOT NULL,
    state           TEXT COLLATE "C" NOT NULL,
    input           TEXT COLLATE "C" NOT NULL,
    position        TEXT COLLATE "C" NOT NULL,
    done            BIGINT NOT NULL,
    total           BIGINT,
    result          TEXT COLLATE "C" NOT NULL,
    failure         TEXT COLLATE "C" NOT NULL,
    error_count     BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    claims          BIGINT NOT NULL,
    due_at          BIGINT,
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    finished_at     BIGINT
);
CREATE INDEX job_due ON job (due_at);
CREATE INDEX job_by_company ON job (company_id, created_at, id);

CREATE TABLE job_error (
    job_id  BIGINT NOT NULL REFERENCES job (id),
    number  BIGINT NOT NULL,
    line    BIGINT NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (job_id, number)
);

CREATE TABLE file (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES company (id),
    key        TEXT COLLATE "C" NOT NULL UNIQUE,
    purpose    TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    size       BIGINT,
    job_id     BIGINT,
    created_at BIGINT NOT NULL,
    forget_at  BIGINT
);
CREATE INDEX file_by_time ON file (forget_at);

ALTER TABLE workorder ADD COLUMN images TEXT COLLATE "C" NOT NULL DEFAULT 'none';
ALTER TABLE workorder ADD COLUMN generated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE workorder ADD COLUMN failure TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE workorder ADD COLUMN template_id BIGINT;
ALTER TABLE workorder ADD COLUMN job_id BIGINT;
ALTER TABLE workorder ADD COLUMN file_key TEXT COLLATE "C";

CREATE TABLE workorder_template (
    id                   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id           BIGINT NOT NULL REFERENCES company (id),
    key                  TEXT COLLATE "C" NOT NULL UNIQUE,
    name                 TEXT COLLATE "C" NOT NULL,
    name_folded          TEXT COLLATE "C" NOT NULL,
    description          TEXT COLLATE "C" NOT NULL,
    product_id           BIGINT REFERENCES product (id),
    activate_on_complete BIGINT NOT NULL,
    use_serial_number    BIGINT NOT NULL,
    images               TEXT COLLATE "C" NOT NULL,
    created_at           BIGINT NOT NULL,
    UNIQUE (company_id, name_folded)
);
ALTER TABLE campaign ADD COLUMN limited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN scm_enabled BIGINT NOT NULL DEFAULT 1;
ALTER TABLE campaign ADD COLUMN options TEXT COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE campaign ADD COLUMN redirects TEXT COLLATE "C" NOT NULL DEFAULT '[]';
ALTER TABLE campaign ADD COLUMN consumer_key TEXT COLLATE "C";
CREATE UNIQUE INDEX campaign_by_consumer_key ON campaign (consumer_key);
CREATE INDEX campaign_limited ON campaign (company_id, id) WHERE limited = 1;

CREATE INDEX scm_field_by_position ON scm_field (company_id, campaign_id, position);

CREATE TABLE team (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    name        TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
);
CREATE INDEX team_by_date ON team (company_id, created_at, id);

CREATE TABLE team_member (
    company_id BIGINT NOT NULL,
    team_id    BIGINT NOT NULL,
    person_id  BIGINT NOT NULL,
    PRIMARY KEY (company_id, team_id, person_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
);
CREATE INDEX team_member_by_person ON team_member (company_id, person_id, team_id);

CREATE TABLE team_campaign (
    company_id  BIGINT NOT NULL,
    team_id     BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    PRIMARY KEY (company_id, team_id, campaign_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
);
CREATE INDEX team_campaign_by_campaign ON team_campaign (company_id, campaign_id, team_id);

CREATE TABLE region (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    name        TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    countries   TEXT COLLATE "C" NOT NULL,
    archived    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
);
CREATE INDEX region_by_date ON region (company_id, archived, created_at, id);
CREATE INDEX region_by_name ON region (company_id, archived, name_folded, id);

ALTER TABLE product ADD COLUMN stc TEXT COLLATE "C";
ALTER TABLE product ADD COLUMN code_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN active_code_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN blacklisted_code_count BIGINT NOT NULL DEFAULT 0;

CREATE INDEX scm_field_by_kind ON scm_field (company_id, kind, active, key);

CREATE TABLE scm_task (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    source          TEXT COLLATE "C" NOT NULL,
    state           TEXT COLLATE "C" NOT NULL,
    failure         TEXT COLLATE "C" NOT NULL,
    codes_affected  BIGINT NOT NULL,
    updates         BIGINT NOT NULL,
    parameters      TEXT COLLATE "C" NOT NULL,
    fields          TEXT COLLATE "C" NOT NULL,
    created_by      BIGINT REFERENCES person (id),
    credential_kind TEXT COLLATE "C" NOT NULL,
    credential_id   TEXT COLLATE "C" NOT NULL,
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    completed_at    BIGINT
);
CREATE INDEX scm_task_by_date ON scm_task (company_id, created_at, id);
CREATE TABLE scan (
    id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id        BIGINT NOT NULL,
    turn              BIGINT NOT NULL,
    uuid              TEXT COLLATE "C" NOT NULL UNIQUE,
    at                BIGINT NOT NULL,
    code_id           BIGINT NOT NULL REFERENCES code (id),
    product_id        BIGINT,
    campaign_id       BIGINT,
    app               TEXT COLLATE "C" NOT NULL,
    reason            TEXT COLLATE "C" NOT NULL,
    activation_status BIGINT NOT NULL,
    blacklist_reason  BIGINT NOT NULL,
    flags             TEXT COLLATE "C" NOT NULL,
    device            TEXT COLLATE "C" NOT NULL,
    new_device        BIGINT NOT NULL,
    device_kind       TEXT COLLATE "C" NOT NULL,
    os                TEXT COLLATE "C" NOT NULL,
    os_version        TEXT COLLATE "C" NOT NULL,
    browser           TEXT COLLATE "C" NOT NULL,
    browser_version   TEXT COLLATE "C" NOT NULL,
    country           TEXT COLLATE "C" NOT NULL,
    city              TEXT COLLATE "C" NOT NULL,
    latitude          BIGINT,
    longitude         BIGINT,
    located_by        TEXT COLLATE "C" NOT NULL,
    scm               TEXT COLLATE "C" NOT NULL,
    consumed          BIGINT NOT NULL
);
CREATE INDEX scan_by_turn ON scan (company_id, turn, id);
CREATE INDEX scan_by_time ON scan (company_id, at, turn);
CREATE INDEX scan_by_product ON scan (company_id, product_id, turn);
CREATE INDEX scan_by_campaign ON scan (company_id, campaign_id, turn);
CREATE INDEX scan_by_code ON scan (code_id, at);
CREATE INDEX scan_by_device ON scan (code_id, device);

CREATE TABLE code_scanned (
    code_id    BIGINT PRIMARY KEY REFERENCES code (id),
    company_id BIGINT NOT NULL,
    scans      BIGINT NOT NULL
);

CREATE TABLE campaign_alert (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id  BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    bound       TEXT COLLATE "C" NOT NULL,
    active      BIGINT NOT NULL,
    mailed_at   BIGINT,
    created_at  BIGINT NOT NULL,
    UNIQUE (campaign_id, kind),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
);

CREATE TABLE campaign_alert_recipient (
    alert_id  BIGINT NOT NULL REFERENCES campaign_alert (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (alert_id, person_id)
);

CREATE TABLE campaign_alarm (
    alert_id BIGINT NOT NULL REFERENCES campaign_alert (id),
    scan_id  BIGINT NOT NULL REFERENCES scan (id),
    PRIMARY KEY (alert_id, scan_id)
);

CREATE TABLE webhook (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    url           TEXT COLLATE "C" NOT NULL,
    events        TEXT COLLATE "C" NOT NULL,
    active        BIGINT NOT NULL,
    secret        BYTEA NOT NULL,
    failing_since BIGINT,
    disabled_at   BIGINT,
    created_by    BIGINT NOT NULL REFERENCES person (id),
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id)
);

CREATE TABLE webhook_delivery (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id      BIGINT NOT NULL,
    webhook_id      BIGINT NOT NULL,
    uuid            TEXT COLLATE "C" NOT NULL UNIQUE,
    event           TEXT COLLATE "C" NOT NULL,
    body            TEXT COLLATE "C" NOT NULL,
    created_at      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    delivered_at    BIGINT,
    status          BIGINT,
    failure         TEXT COLLATE "C" NOT NULL,
    FOREIGN KEY (company_id, webhook_id) REFERENCES webhook (company_id, id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at, id);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (company_id, webhook_id, id);
ALTER TABLE code ADD COLUMN cleared_at BIGINT;

CREATE TABLE auto_blacklist (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES company (id),
    code_id    BIGINT NOT NULL REFERENCES code (id)
);
CREATE INDEX auto_blacklist_by_company ON auto_blacklist (company_id, id);
ALTER TABLE workorder_template ADD COLUMN default_scm_data TEXT COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE workorder_template ADD COLUMN archived BIGINT NOT NULL DEFAULT 0;

CREATE TABLE ingestion (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id       BIGINT NOT NULL REFERENCES company (id),
    key              TEXT COLLATE "C" NOT NULL UNIQUE,
    mode             TEXT COLLATE "C" NOT NULL,
    filetype         TEXT COLLATE "C" NOT NULL,
    state            TEXT COLLATE "C" NOT NULL,
    searchable       TEXT COLLATE "C" NOT NULL,
    template_id      BIGINT NOT NULL REFERENCES workorder_template (id),
    product_id       BIGINT,
    default_scm_data TEXT COLLATE "C" NOT NULL,
    names_products   BIGINT NOT NULL,
    quantity         BIGINT,
    done             BIGINT NOT NULL DEFAULT 0,
    failure          TEXT COLLATE "C" NOT NULL DEFAULT '',
    error_count      BIGINT NOT NULL DEFAULT 0,
    file_key         TEXT COLLATE "C",
    upload_ends_at   BIGINT,
    workorder_id     BIGINT,
    job_id           BIGINT,
    created_by       BIGINT NOT NULL REFERENCES person (id),
    credential_kind  TEXT COLLATE "C" NOT NULL,
    credential_id    TEXT COLLATE "C" NOT NULL,
    created_at       BIGINT NOT NULL,
    completed_at     BIGINT,
    UNIQUE (company_id, id)
);
CREATE INDEX ingestion_by_date ON ingestion (company_id, created_at, id);
CREATE INDEX ingestion_uploading ON ingestion (created_at) WHERE state = 'uploading';

CREATE TABLE ingestion_error (
    company_id   BIGINT NOT NULL,
    ingestion_id BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    line         BIGINT NOT NULL,
    field        TEXT COLLATE "C" NOT NULL,
    message      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (ingestion_id, number),
    FOREIGN KEY (company_id, ingestion_id) REFERENCES ingestion (company_id, id)
);

CREATE INDEX workorder_loading ON workorder (company_id, id) WHERE state = 'loading';
DROP INDEX code_by_product;
CREATE INDEX code_by_product ON code (product_id, company_id, id);
CREATE INDEX workorder_by_product ON workorder (product_id);
ALTER TABLE company ADD COLUMN website TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN city TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN country TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE TABLE scan_day (
    company_id        BIGINT NOT NULL,
    day               BIGINT NOT NULL,
    campaign_id       BIGINT NOT NULL,
    product_id        BIGINT NOT NULL,
    country           TEXT COLLATE "C" NOT NULL,
    activation_status BIGINT NOT NULL,
    scans             BIGINT NOT NULL,
    devices           BIGINT NOT NULL,
    flagged           BIGINT NOT NULL,
    PRIMARY KEY (company_id, day, campaign_id, product_id, country, activation_status)
);

CREATE TABLE scan_counted (
    company_id BIGINT PRIMARY KEY,
    turn       BIGINT NOT NULL,
    id         BIGINT NOT NULL
);
ALTER TABLE job_error ADD COLUMN field TEXT COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE scm_task ADD COLUMN job_id BIGINT;
ALTER TABLE person ADD COLUMN language TEXT COLLATE "C";
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (company_id, webhook_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;
DROP INDEX webhook_delivery_due;
CREATE INDEX file_by_company ON file (company_id, size);
