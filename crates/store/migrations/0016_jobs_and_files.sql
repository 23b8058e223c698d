-- Work that takes long (design §7). `claims` tells the claim that may write from all earlier ones.
-- `due_at` is when somebody may take the job: at once, after a pause, or when the lease of whoever
-- has it runs out; null once it has ended.
CREATE TABLE job (
    id              $ID,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    person_id       BIGINT REFERENCES person (id),
    credential_kind $TEXT NOT NULL,
    credential_id   $TEXT NOT NULL,
    address         $TEXT NOT NULL,
    request_id      $TEXT NOT NULL,
    kind            $TEXT NOT NULL,
    state           $TEXT NOT NULL,
    input           $TEXT NOT NULL,
    position        $TEXT NOT NULL,
    done            BIGINT NOT NULL,
    total           BIGINT,
    result          $TEXT NOT NULL,
    failure         $TEXT NOT NULL,
    error_count     BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    claims          BIGINT NOT NULL,
    due_at          BIGINT,
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    finished_at     BIGINT
) $STRICT;
CREATE INDEX job_due ON job (due_at);
CREATE INDEX job_by_company ON job (company_id, created_at, id);

-- The first rows that a job could not take, and why.
CREATE TABLE job_error (
    job_id  BIGINT NOT NULL REFERENCES job (id),
    number  BIGINT NOT NULL,
    line    BIGINT NOT NULL,
    message $TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) $STRICT;
