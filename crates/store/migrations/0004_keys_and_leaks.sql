-- Keys have a life: when a key came into its state, and when it signs.
ALTER TABLE signing_key ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE signing_key ADD COLUMN signs_at BIGINT NOT NULL DEFAULT 0;
UPDATE signing_key SET since = created_at, signs_at = created_at;

-- What a JWT was renewed to, encrypted, so that a retry gets the same answer on any node.
CREATE TABLE jwt_successor (
    jti     $TEXT PRIMARY KEY,
    wrapped $BYTES NOT NULL,
    made_at BIGINT NOT NULL
) $STRICT;
CREATE INDEX jwt_successor_age ON jwt_successor (made_at);

-- A token that was seen where it should not be keeps its reading rights until an admin has looked.
ALTER TABLE uat ADD COLUMN quarantined_at BIGINT;
