-- When a key that signed checkpoints was followed by the next one; null: it signs. From then on
-- its column private_key holds no private key any more but the public one and the time of its
-- end, sealed by the master key: that is how the server knows it for one of its own.
ALTER TABLE audit_key ADD COLUMN ended_at BIGINT;

-- The operator may set rules that wait, too, and is nobody in the company: person_id may be null.
CREATE TABLE policy_pending_next (
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
    person_id        BIGINT REFERENCES person (id),
    created_at       BIGINT NOT NULL
) $STRICT;
INSERT INTO policy_pending_next (company_id, uat_default_days, uat_max_days, uat_forbidden,
    uat_min_days, password_jwt, leak_action, superseded_use, second_factor, starts_on, starts_at,
    person_id, created_at)
SELECT company_id, uat_default_days, uat_max_days, uat_forbidden, uat_min_days, password_jwt,
    leak_action, superseded_use, second_factor, starts_on, starts_at, person_id, created_at
FROM policy_pending;
DROP TABLE policy_pending;
ALTER TABLE policy_pending_next RENAME TO policy_pending;
CREATE INDEX policy_pending_due ON policy_pending (starts_at);
