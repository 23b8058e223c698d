-- A time-based one-time password (RFC 6238) of a person; the secret is wrapped by the master key.
-- Without confirmed_at it is being set up and counts for nothing.
CREATE TABLE totp (
    person_id    BIGINT PRIMARY KEY REFERENCES person (id),
    secret       $BYTES NOT NULL,
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT
) $STRICT;

-- Codes for the day on which the other factors are lost; each works once.
CREATE TABLE recovery_code (
    person_id   BIGINT NOT NULL REFERENCES person (id),
    code_digest $BYTES NOT NULL,
    used_at     BIGINT,
    PRIMARY KEY (person_id, code_digest)
) $STRICT;

-- Wrong codes in a row, and until when no further one is looked at.
CREATE TABLE factor_try (
    person_id  BIGINT PRIMARY KEY REFERENCES person (id),
    failures   BIGINT NOT NULL,
    wait_until BIGINT NOT NULL
) $STRICT;

-- A WebAuthn credential of a person. verified: it has checked who holds it, so it is two factors.
CREATE TABLE passkey (
    id            $ID,
    person_id     BIGINT NOT NULL REFERENCES person (id),
    credential_id $TEXT NOT NULL UNIQUE,
    name          $TEXT NOT NULL,
    credential    $TEXT NOT NULL,
    verified      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    last_used_at  BIGINT
) $STRICT;
CREATE INDEX passkey_person ON passkey (person_id, id);

-- A WebAuthn ceremony that was begun and not finished: single use, a few minutes, bound to what
-- it is for. person_id is NULL while nobody knows who will answer.
CREATE TABLE ceremony (
    digest     $BYTES PRIMARY KEY,
    purpose    $TEXT NOT NULL,
    person_id  BIGINT REFERENCES person (id),
    session_id $TEXT NOT NULL,
    state      $TEXT NOT NULL,
    expires_at BIGINT NOT NULL
) $STRICT;
CREATE INDEX ceremony_end ON ceremony (expires_at);

-- How the person proved who they are (RFC 8176), words with a space between.
ALTER TABLE session ADD COLUMN amr $TEXT NOT NULL DEFAULT 'pwd';

-- The password is long enough beside a second factor only.
ALTER TABLE person ADD COLUMN short_password BIGINT NOT NULL DEFAULT 0;
