-- Scans counted by day, in the company's time zone when they were counted: a dashboard reads these
-- and no scans. 0 stands for no campaign and no product, '' for an unknown country: a key has no
-- NULL. `devices` are scans by a device that was new to the code; `flagged` those of which there
-- was something to say.
CREATE TABLE scan_day (
    company_id        BIGINT NOT NULL,
    day               BIGINT NOT NULL,
    campaign_id       BIGINT NOT NULL,
    product_id        BIGINT NOT NULL,
    country           $TEXT NOT NULL,
    activation_status BIGINT NOT NULL,
    scans             BIGINT NOT NULL,
    devices           BIGINT NOT NULL,
    flagged           BIGINT NOT NULL,
    PRIMARY KEY (company_id, day, campaign_id, product_id, country, activation_status)
) $STRICT $CLUSTERED;

-- The last scan of each company that has been counted.
CREATE TABLE scan_counted (
    company_id BIGINT PRIMARY KEY,
    turn       BIGINT NOT NULL,
    id         BIGINT NOT NULL
) $STRICT;
