-- Mail that waits to be sent. The body may hold a link that lets somebody in: it is sealed with
-- the master key, and wiped once the mail is sent or given up.
CREATE TABLE mail (
    id              $ID,
    company_id      BIGINT REFERENCES company (id),
    kind            $TEXT NOT NULL,
    recipient       $TEXT NOT NULL,
    subject         $TEXT NOT NULL,
    body            $BYTES,
    created_at      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    give_up_at      BIGINT NOT NULL,
    sent_at         BIGINT,
    failed_at       BIGINT
) $STRICT;
CREATE INDEX mail_due ON mail (next_attempt_at, id);
CREATE INDEX mail_made ON mail (created_at);

-- When the person proved that mail to their address reaches them.
ALTER TABLE person ADD COLUMN verified_at BIGINT;

-- One-time codes that went to an address: for one person, one purpose, one use.
CREATE TABLE person_code (
    code_digest $BYTES PRIMARY KEY,
    person_id   BIGINT NOT NULL REFERENCES person (id),
    purpose     $TEXT NOT NULL,
    email       $TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
) $STRICT;
CREATE INDEX person_code_person ON person_code (person_id, purpose);

-- Failed log-ins in a row. The account is a digest: what people type into the field for the
-- address is no business of the database, and an unknown address is counted like a known one.
CREATE TABLE login_failure (
    account    $BYTES NOT NULL,
    source     $TEXT NOT NULL,
    failures   BIGINT NOT NULL,
    wait_until BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    PRIMARY KEY (account, source)
) $STRICT;
CREATE INDEX login_failure_last ON login_failure (last_at);

-- Networks from which the account's password was right before.
CREATE TABLE known_network (
    account $BYTES NOT NULL,
    network $TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account, network)
) $STRICT;
