-- Each entry's place in its company's chain, and the SHA-256 over it and all entries before it.
-- Null only until the entries that were there before are chained, right after this text has run.
ALTER TABLE audit ADD COLUMN position BIGINT;
ALTER TABLE audit ADD COLUMN hash $BYTES;
CREATE UNIQUE INDEX audit_position ON audit (company_id, position);
CREATE INDEX audit_time ON audit (company_id, at, id);

-- Where a company's chain ends. The row is locked last in a transaction, right before its commit.
CREATE TABLE audit_chain (
    company_id BIGINT PRIMARY KEY REFERENCES company (id),
    length     BIGINT NOT NULL,
    head       $BYTES NOT NULL
) $STRICT;

-- A signed statement about the chain at one position.
CREATE TABLE audit_checkpoint (
    company_id BIGINT NOT NULL REFERENCES company (id),
    position   BIGINT NOT NULL,
    head       $BYTES NOT NULL,
    at         BIGINT NOT NULL,
    key_id     $TEXT NOT NULL,
    signature  $BYTES NOT NULL,
    PRIMARY KEY (company_id, position)
) $STRICT;

-- The keys that sign checkpoints and nothing else; the private half is wrapped by the master key.
CREATE TABLE audit_key (
    id          $TEXT PRIMARY KEY,
    public_key  $BYTES NOT NULL,
    private_key $BYTES NOT NULL,
    created_at  BIGINT NOT NULL
) $STRICT;

-- What a token may use up in a day, as `unit=number`, blanks between; empty: no bounds.
ALTER TABLE uat ADD COLUMN budgets $TEXT NOT NULL DEFAULT '';

-- What it has used up on the latest day on which it used anything.
CREATE TABLE budget_spent (
    company_id BIGINT NOT NULL REFERENCES company (id),
    uat_id     $TEXT NOT NULL,
    unit       $TEXT NOT NULL,
    day        $TEXT NOT NULL,
    used       BIGINT NOT NULL,
    PRIMARY KEY (company_id, uat_id, unit)
) $STRICT;
