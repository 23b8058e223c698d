-- Numbers of codes, kept with their product.
ALTER TABLE product ADD COLUMN code_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN active_code_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN blacklisted_code_count BIGINT NOT NULL DEFAULT 0;

-- Which keys of a company are logistical units.
CREATE INDEX scm_field_by_kind ON scm_field (company_id, kind, active, key);

-- Uploads of supply-chain data, done and under way ("code transactions", contract §5). One that
-- is done in the background has a job; where that stands says the job.
CREATE TABLE scm_task (
    id              $ID,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    source          $TEXT NOT NULL,
    state           $TEXT NOT NULL,
    job_id          BIGINT,
    codes_affected  BIGINT NOT NULL,
    updates         BIGINT NOT NULL,
    parameters      $TEXT NOT NULL,
    fields          $TEXT NOT NULL,
    created_by      BIGINT REFERENCES person (id),
    credential_kind $TEXT NOT NULL,
    credential_id   $TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    completed_at    BIGINT
) $STRICT;
CREATE INDEX scm_task_by_date ON scm_task (company_id, created_at, id);
