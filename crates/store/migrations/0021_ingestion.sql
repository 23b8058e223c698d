-- What uploads of own codes begin with, and templates that are put away.
ALTER TABLE workorder_template ADD COLUMN default_scm_data $TEXT NOT NULL DEFAULT '{}';
ALTER TABLE workorder_template ADD COLUMN archived BIGINT NOT NULL DEFAULT 0;

-- Uploads of a company's own codes (contract §4.8, §5). The work order of one that is under way is
-- `loading`: neither it nor its codes are seen until all of them are there. No reference to product,
-- which can be deleted when nothing came of an upload.
CREATE TABLE ingestion (
    id               $ID,
    company_id       BIGINT NOT NULL REFERENCES company (id),
    key              $TEXT NOT NULL UNIQUE,
    mode             $TEXT NOT NULL,
    filetype         $TEXT NOT NULL,
    state            $TEXT NOT NULL,
    searchable       $TEXT NOT NULL,
    template_id      BIGINT NOT NULL REFERENCES workorder_template (id),
    product_id       BIGINT,
    default_scm_data $TEXT NOT NULL,
    names_products   BIGINT NOT NULL,
    quantity         BIGINT,
    done             BIGINT NOT NULL DEFAULT 0,
    failure          $TEXT NOT NULL DEFAULT '',
    error_count      BIGINT NOT NULL DEFAULT 0,
    file_key         $TEXT,
    upload_ends_at   BIGINT,
    workorder_id     BIGINT,
    job_id           BIGINT,
    created_by       BIGINT NOT NULL REFERENCES person (id),
    credential_kind  $TEXT NOT NULL,
    credential_id    $TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    completed_at     BIGINT,
    UNIQUE (company_id, id)
) $STRICT;
CREATE INDEX ingestion_by_date ON ingestion (company_id, created_at, id);
CREATE INDEX ingestion_uploading ON ingestion (created_at) WHERE state = 'uploading';

-- The first rows that an upload was refused for.
CREATE TABLE ingestion_error (
    company_id   BIGINT NOT NULL,
    ingestion_id BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    line         BIGINT NOT NULL,
    field        $TEXT NOT NULL,
    message      $TEXT NOT NULL,
    PRIMARY KEY (ingestion_id, number),
    FOREIGN KEY (company_id, ingestion_id) REFERENCES ingestion (company_id, id)
) $STRICT;

-- Nearly always empty: every look at codes asks it.
CREATE INDEX workorder_loading ON workorder (company_id, id) WHERE state = 'loading';
