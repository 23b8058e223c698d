-- One text for both engines. Words in capitals with a $ are filled in by migrate.rs:
--   $ID     a self-numbering primary key      $TEXT   text compared byte by byte
--   $BYTES  bytes                             $STRICT the end of a table
-- Times are BIGINT microseconds, flags BIGINT 0 or 1.

CREATE TABLE setting (
    name  $TEXT PRIMARY KEY,
    value $TEXT NOT NULL
) $STRICT;

CREATE TABLE signing_key (
    kid         $TEXT PRIMARY KEY,
    algorithm   $TEXT NOT NULL,
    public_key  $BYTES NOT NULL,
    private_key $BYTES NOT NULL,
    state       $TEXT NOT NULL,
    created_at  BIGINT NOT NULL
) $STRICT;

CREATE TABLE company (
    id               $ID,
    uuid             $TEXT NOT NULL UNIQUE,
    name             $TEXT NOT NULL,
    time_zone        $TEXT NOT NULL,
    uat_default_days BIGINT NOT NULL,
    uat_max_days     BIGINT NOT NULL,
    uat_forbidden    $TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    archived_at      BIGINT
) $STRICT;

-- A person. Not called "user", which is a reserved word.
CREATE TABLE person (
    id            $ID,
    email         $TEXT NOT NULL UNIQUE,
    password_hash $TEXT,
    epoch         BIGINT NOT NULL,
    last_login_at BIGINT,
    last_company  BIGINT REFERENCES company (id),
    created_at    BIGINT NOT NULL
) $STRICT;

-- What a company knows of a person is its own: no other company of the person sees it.
CREATE TABLE member (
    company_id  BIGINT NOT NULL REFERENCES company (id),
    person_id   BIGINT NOT NULL REFERENCES person (id),
    given_name  $TEXT NOT NULL,
    family_name $TEXT NOT NULL,
    searchable  $TEXT NOT NULL,
    phone       $TEXT NOT NULL,
    title       $TEXT NOT NULL,
    role        $TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    joined_at   BIGINT,
    archived_at BIGINT,
    PRIMARY KEY (company_id, person_id)
) $STRICT;
CREATE INDEX member_person ON member (person_id);

CREATE TABLE invitation (
    code_digest $BYTES PRIMARY KEY,
    company_id  BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    created_by  BIGINT NOT NULL REFERENCES person (id),
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) $STRICT;
CREATE INDEX invitation_member ON invitation (company_id, person_id);

-- One log-in, whether it lives in a cookie (with a secret) or in a JWT (without).
CREATE TABLE session (
    id            $TEXT PRIMARY KEY,
    company_id    BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    kind          $TEXT NOT NULL,
    secret_digest $BYTES,
    created_at    BIGINT NOT NULL,
    signed_in_at  BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    ended_at      BIGINT,
    address       $TEXT NOT NULL,
    user_agent    $TEXT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) $STRICT;
CREATE INDEX session_person ON session (person_id);

CREATE TABLE uat (
    seq               $ID,
    id                $TEXT NOT NULL UNIQUE,
    company_id        BIGINT NOT NULL,
    person_id         BIGINT NOT NULL,
    name              $TEXT NOT NULL,
    name_folded       $TEXT NOT NULL,
    secret_digest     $BYTES NOT NULL,
    permissions       $TEXT NOT NULL,
    valid_until       $TEXT NOT NULL,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    revoked_at        BIGINT,
    revoked_by        BIGINT REFERENCES person (id),
    revoked_reason    $TEXT,
    last_used_at      BIGINT,
    last_used_address $TEXT,
    last_used_agent   $TEXT,
    use_count         BIGINT NOT NULL,
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) $STRICT;
CREATE INDEX uat_company ON uat (company_id, seq);
CREATE INDEX uat_person ON uat (company_id, person_id, seq);

-- Numbers of rows, kept with the rows, so that a list never has to count a whole company.
CREATE TABLE counter (
    company_id BIGINT NOT NULL REFERENCES company (id),
    name       $TEXT NOT NULL,
    value      BIGINT NOT NULL,
    PRIMARY KEY (company_id, name)
) $STRICT;

CREATE TABLE brand (
    id            $ID,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    name          $TEXT NOT NULL,
    name_folded   $TEXT NOT NULL,
    reference     $TEXT,
    description   $TEXT NOT NULL,
    client_url    $TEXT NOT NULL,
    product_count BIGINT NOT NULL,
    archived      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded),
    UNIQUE (company_id, reference)
) $STRICT;
CREATE INDEX brand_by_date ON brand (company_id, archived, created_at, id);
CREATE INDEX brand_by_name ON brand (company_id, archived, name_folded, id);

CREATE TABLE product (
    id          $ID,
    uuid        $TEXT NOT NULL UNIQUE,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    brand_id    BIGINT NOT NULL,
    sku         $TEXT NOT NULL,
    name        $TEXT NOT NULL,
    name_folded $TEXT NOT NULL,
    searchable  $TEXT NOT NULL,
    label       $TEXT NOT NULL,
    description $TEXT NOT NULL,
    client_url  $TEXT NOT NULL,
    archived    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, sku),
    FOREIGN KEY (company_id, brand_id) REFERENCES brand (company_id, id)
) $STRICT;
CREATE INDEX product_by_date ON product (company_id, archived, created_at, id);
CREATE INDEX product_by_name ON product (company_id, archived, name_folded, id);
CREATE INDEX product_by_sku ON product (company_id, archived, sku, id);
CREATE INDEX product_by_id ON product (company_id, archived, id);
CREATE INDEX product_by_brand ON product (company_id, brand_id, archived, created_at, id);

-- Who did what, by which credential. Rows are only ever added.
CREATE TABLE audit (
    id              $ID,
    company_id      BIGINT NOT NULL REFERENCES company (id),
    at              BIGINT NOT NULL,
    person_id       BIGINT,
    credential_kind $TEXT NOT NULL,
    credential_id   $TEXT NOT NULL,
    address         $TEXT NOT NULL,
    request_id      $TEXT NOT NULL,
    action          $TEXT NOT NULL,
    object_type     $TEXT NOT NULL,
    object_id       $TEXT NOT NULL,
    label           $TEXT NOT NULL,
    before          $TEXT NOT NULL,
    after           $TEXT NOT NULL
) $STRICT;
CREATE INDEX audit_company ON audit (company_id, id);
CREATE INDEX audit_object ON audit (company_id, object_type, object_id, id);
