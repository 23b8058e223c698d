-- A token's chain: the first of its family, the one before and the one after it, and the moment
-- at which a replaced token ends (never after its own end).
ALTER TABLE uat ADD COLUMN family $TEXT;
ALTER TABLE uat ADD COLUMN replaces $TEXT;
ALTER TABLE uat ADD COLUMN replaced_by $TEXT;
ALTER TABLE uat ADD COLUMN replaced_at BIGINT;
ALTER TABLE uat ADD COLUMN overlap_until BIGINT;
-- Calls with the right secret that were refused, and when a replaced token last raised an alarm.
ALTER TABLE uat ADD COLUMN refused_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE uat ADD COLUMN last_refused_at BIGINT;
ALTER TABLE uat ADD COLUMN alarmed_at BIGINT;
UPDATE uat SET family = id;
-- A token has one successor, and nothing is the successor of two.
CREATE UNIQUE INDEX uat_replaced_by ON uat (replaced_by);
CREATE INDEX uat_family ON uat (company_id, family);
CREATE INDEX uat_end ON uat (expires_at);
CREATE INDEX uat_overlap ON uat (overlap_until);

-- What a retried rotation needs to give the same answer, for a day. No secret: the token's
-- secret follows from these only together with the master key.
CREATE TABLE uat_rotation (
    uat_id      $TEXT PRIMARY KEY,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    successor   $TEXT NOT NULL,
    salt        $BYTES NOT NULL,
    key_digest  $BYTES NOT NULL,
    body_digest $BYTES NOT NULL,
    created_at  BIGINT NOT NULL
) $STRICT;
CREATE INDEX uat_rotation_date ON uat_rotation (created_at);

-- Calls of a token on a day (number of days since 1970, UTC): by the permission that let them
-- in ('none' where none was asked for), together ('all'), and by the code of the refusal
-- (refused = 1).
CREATE TABLE uat_day (
    uat_id  $TEXT NOT NULL,
    day     BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    what    $TEXT NOT NULL,
    calls   BIGINT NOT NULL,
    PRIMARY KEY (uat_id, day, refused, what)
) $STRICT;
CREATE INDEX uat_day_day ON uat_day (day);

-- The last five of each kind: 'address', 'agent', and 'refused' for addresses that were refused.
CREATE TABLE uat_seen (
    uat_id $TEXT NOT NULL,
    kind   $TEXT NOT NULL,
    value  $TEXT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (uat_id, kind, value)
) $STRICT;

-- What a person is told in the portal; of one thing and one occasion (mark) only once.
CREATE TABLE notice (
    id           $ID,
    company_id   BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    kind         $TEXT NOT NULL,
    uat_id       $TEXT NOT NULL REFERENCES uat (id),
    mark         $TEXT NOT NULL,
    facts        $TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    dismissed_at BIGINT,
    UNIQUE (company_id, person_id, kind, uat_id, mark),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) $STRICT;
CREATE INDEX notice_open ON notice (company_id, person_id, dismissed_at, id);
CREATE INDEX notice_uat ON notice (uat_id);
