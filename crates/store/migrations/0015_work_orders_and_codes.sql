-- Orders of codes (contract §4.4). A work order's codes are generated in the background.
CREATE TABLE workorder (
    id                   $ID,
    company_id           BIGINT NOT NULL REFERENCES company (id),
    reference            $TEXT NOT NULL,
    remarks              $TEXT NOT NULL,
    searchable           $TEXT NOT NULL,
    kind                 $TEXT NOT NULL,
    state                $TEXT NOT NULL,
    quantity             BIGINT NOT NULL,
    product_id           BIGINT REFERENCES product (id),
    activate_on_complete BIGINT NOT NULL,
    use_serial_number    BIGINT NOT NULL,
    archived             BIGINT NOT NULL,
    created_by           BIGINT NOT NULL REFERENCES person (id),
    created_at           BIGINT NOT NULL,
    completed_at         BIGINT,
    UNIQUE (company_id, id),
    UNIQUE (company_id, reference)
) $STRICT;
CREATE INDEX workorder_by_date ON workorder (company_id, archived, created_at, id);

-- One code on one item. Its extended id is what a scan sends: unique on the whole server.
CREATE TABLE code (
    id                $ID,
    company_id        BIGINT NOT NULL REFERENCES company (id),
    workorder_id      BIGINT NOT NULL,
    sequence          BIGINT NOT NULL,
    extended_id       $TEXT NOT NULL UNIQUE,
    serial_number     $TEXT,
    product_id        BIGINT REFERENCES product (id),
    activation_status BIGINT NOT NULL,
    blacklist_reason  BIGINT NOT NULL,
    activated_by      BIGINT REFERENCES person (id),
    activated_at      BIGINT,
    scm_updated_by    BIGINT REFERENCES person (id),
    scm_updated_at    BIGINT,
    updated_at        BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    FOREIGN KEY (company_id, workorder_id) REFERENCES workorder (company_id, id)
) $STRICT;
CREATE INDEX code_by_company ON code (company_id, id);
CREATE INDEX code_by_serial_number ON code (company_id, serial_number);
CREATE INDEX code_by_workorder ON code (company_id, workorder_id, sequence);
CREATE INDEX code_by_product ON code (company_id, product_id, id);

-- What a campaign keeps about each code (contract §4.5): keys that are not here are dropped.
CREATE TABLE scm_field (
    id          $ID,
    company_id  BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    key         $TEXT NOT NULL,
    label       $TEXT NOT NULL,
    kind        $TEXT NOT NULL,
    choices     $TEXT NOT NULL,
    display     BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    active      BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (campaign_id, key),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) $STRICT;

-- Supply-chain data: one row a code and key, so that any key finds its codes by index.
CREATE TABLE code_scm (
    code_id    BIGINT NOT NULL REFERENCES code (id),
    key        $TEXT NOT NULL,
    company_id BIGINT NOT NULL,
    value      $TEXT NOT NULL,
    kind       BIGINT NOT NULL,
    PRIMARY KEY (code_id, key)
) $STRICT $CLUSTERED;
CREATE INDEX code_scm_by_value ON code_scm (company_id, key, value, code_id);
