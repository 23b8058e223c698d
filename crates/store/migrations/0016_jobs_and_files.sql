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

-- What is kept in the file storage: the row says whose it is and until when. `size` is null until
-- all of it is there.
CREATE TABLE file (
    id         $ID,
    company_id BIGINT NOT NULL REFERENCES company (id),
    key        $TEXT NOT NULL UNIQUE,
    purpose    $TEXT NOT NULL,
    name       $TEXT NOT NULL,
    media_type $TEXT NOT NULL,
    size       BIGINT,
    job_id     BIGINT,
    created_at BIGINT NOT NULL,
    forget_at  BIGINT
) $STRICT;
CREATE INDEX file_by_time ON file (forget_at);

-- How a work order is carried out.
ALTER TABLE workorder ADD COLUMN images $TEXT NOT NULL DEFAULT 'none';
ALTER TABLE workorder ADD COLUMN generated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE workorder ADD COLUMN failure $TEXT NOT NULL DEFAULT '';
ALTER TABLE workorder ADD COLUMN template_id BIGINT;
ALTER TABLE workorder ADD COLUMN job_id BIGINT;
ALTER TABLE workorder ADD COLUMN file_key $TEXT;

-- What work orders and uploads of own codes begin with.
CREATE TABLE workorder_template (
    id                   $ID,
    company_id           BIGINT NOT NULL REFERENCES company (id),
    key                  $TEXT NOT NULL UNIQUE,
    name                 $TEXT NOT NULL,
    name_folded          $TEXT NOT NULL,
    description          $TEXT NOT NULL,
    product_id           BIGINT REFERENCES product (id),
    activate_on_complete BIGINT NOT NULL,
    use_serial_number    BIGINT NOT NULL,
    images               $TEXT NOT NULL,
    created_at           BIGINT NOT NULL,
    UNIQUE (company_id, name_folded)
) $STRICT;
