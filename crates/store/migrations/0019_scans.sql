-- Scans of codes, each with what was true at its moment (contract §4.7). Products and campaigns
-- stand here without a reference: each insert would take a lock on a row that many scans share.
-- `turn` is the order of commits: the transaction's number on PostgreSQL, the id on SQLite.
CREATE TABLE scan (
    id                $ID,
    company_id        BIGINT NOT NULL,
    turn              BIGINT NOT NULL,
    uuid              $TEXT NOT NULL UNIQUE,
    at                BIGINT NOT NULL,
    code_id           BIGINT NOT NULL REFERENCES code (id),
    product_id        BIGINT,
    campaign_id       BIGINT,
    app               $TEXT NOT NULL,
    reason            $TEXT NOT NULL,
    activation_status BIGINT NOT NULL,
    blacklist_reason  BIGINT NOT NULL,
    flags             $TEXT NOT NULL,
    device            $TEXT NOT NULL,
    new_device        BIGINT NOT NULL,
    device_kind       $TEXT NOT NULL,
    os                $TEXT NOT NULL,
    os_version        $TEXT NOT NULL,
    browser           $TEXT NOT NULL,
    browser_version   $TEXT NOT NULL,
    country           $TEXT NOT NULL,
    city              $TEXT NOT NULL,
    latitude          BIGINT,
    longitude         BIGINT,
    located_by        $TEXT NOT NULL,
    scm               $TEXT NOT NULL,
    consumed          BIGINT NOT NULL
) $STRICT;
CREATE INDEX scan_by_turn ON scan (company_id, turn, id);
CREATE INDEX scan_by_time ON scan (company_id, at, turn);
CREATE INDEX scan_by_product ON scan (company_id, product_id, turn);
CREATE INDEX scan_by_campaign ON scan (company_id, campaign_id, turn);
CREATE INDEX scan_by_code ON scan (code_id, at);
CREATE INDEX scan_by_device ON scan (code_id, device);

-- How often each code was scanned: nobody counts a million rows for one answer.
CREATE TABLE code_scanned (
    code_id    BIGINT PRIMARY KEY REFERENCES code (id),
    company_id BIGINT NOT NULL,
    scans      BIGINT NOT NULL
) $STRICT;

-- What a campaign wants to hear of, and what was mailed of it.
CREATE TABLE campaign_alert (
    id          $ID,
    company_id  BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    kind        $TEXT NOT NULL,
    bound       $TEXT NOT NULL,
    active      BIGINT NOT NULL,
    mailed_at   BIGINT,
    created_at  BIGINT NOT NULL,
    UNIQUE (campaign_id, kind),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) $STRICT;

CREATE TABLE campaign_alert_recipient (
    alert_id  BIGINT NOT NULL REFERENCES campaign_alert (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (alert_id, person_id)
) $STRICT;

-- Scans that an alert has yet to be mailed about.
CREATE TABLE campaign_alarm (
    alert_id BIGINT NOT NULL REFERENCES campaign_alert (id),
    scan_id  BIGINT NOT NULL REFERENCES scan (id),
    PRIMARY KEY (alert_id, scan_id)
) $STRICT;

-- Where a company wants to be called when something happens, and the outbox of such calls.
CREATE TABLE webhook (
    id            $ID,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    url           $TEXT NOT NULL,
    events        $TEXT NOT NULL,
    active        BIGINT NOT NULL,
    secret        $BYTES NOT NULL,
    failing_since BIGINT,
    disabled_at   BIGINT,
    created_by    BIGINT NOT NULL REFERENCES person (id),
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id)
) $STRICT;

CREATE TABLE webhook_delivery (
    id              $ID,
    company_id      BIGINT NOT NULL,
    webhook_id      BIGINT NOT NULL,
    uuid            $TEXT NOT NULL UNIQUE,
    event           $TEXT NOT NULL,
    body            $TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    delivered_at    BIGINT,
    status          BIGINT,
    failure         $TEXT NOT NULL,
    FOREIGN KEY (company_id, webhook_id) REFERENCES webhook (company_id, id)
) $STRICT;
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at, id);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (company_id, webhook_id, id);
