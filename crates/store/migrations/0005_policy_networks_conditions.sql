-- What a company rules about tokens and log-ins, beside the lives of 0001.
ALTER TABLE company ADD COLUMN uat_min_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN password_jwt BIGINT NOT NULL DEFAULT 1;
ALTER TABLE company ADD COLUMN leak_action $TEXT NOT NULL DEFAULT 'revoke';
ALTER TABLE company ADD COLUMN superseded_use $TEXT NOT NULL DEFAULT 'notify';
ALTER TABLE company ADD COLUMN second_factor $TEXT NOT NULL DEFAULT 'optional';

-- The one policy that waits for its day. It rules from starts_at on, whether or not somebody
-- has moved it into the company's row by then.
CREATE TABLE policy_pending (
    company_id       BIGINT PRIMARY KEY REFERENCES company (id),
    uat_default_days BIGINT NOT NULL,
    uat_max_days     BIGINT NOT NULL,
    uat_forbidden    $TEXT NOT NULL,
    uat_min_days     BIGINT NOT NULL,
    password_jwt     BIGINT NOT NULL,
    leak_action      $TEXT NOT NULL,
    superseded_use   $TEXT NOT NULL,
    second_factor    $TEXT NOT NULL,
    starts_on        $TEXT NOT NULL,
    starts_at        BIGINT NOT NULL,
    person_id        BIGINT NOT NULL REFERENCES person (id),
    created_at       BIGINT NOT NULL
) $STRICT;
CREATE INDEX policy_pending_due ON policy_pending (starts_at);

-- Where a token may be used from: networks in canonical form with a space between; empty:
-- anywhere. Which things it may reach: ids with a space between; null: all of the company.
ALTER TABLE uat ADD COLUMN networks $TEXT NOT NULL DEFAULT '';
ALTER TABLE uat ADD COLUMN network_mode $TEXT NOT NULL DEFAULT 'enforce';
ALTER TABLE uat ADD COLUMN only_brands $TEXT;
ALTER TABLE uat ADD COLUMN only_products $TEXT;

-- From where a token was used while its list was only watched, and from where it was refused.
CREATE TABLE uat_address (
    uat_id   $TEXT NOT NULL REFERENCES uat (id),
    address  $TEXT NOT NULL,
    seen     BIGINT NOT NULL,
    refused  BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (uat_id, address)
) $STRICT;
