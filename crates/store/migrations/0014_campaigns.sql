-- What products are scanned under: a product is in at most one (contract §5).
CREATE TABLE campaign (
    id            $ID,
    company_id    BIGINT NOT NULL REFERENCES company (id),
    name          $TEXT NOT NULL,
    name_folded   $TEXT NOT NULL,
    description   $TEXT NOT NULL,
    product_count BIGINT NOT NULL,
    archived      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) $STRICT;
CREATE INDEX campaign_by_date ON campaign (company_id, archived, created_at, id);
CREATE INDEX campaign_by_name ON campaign (company_id, archived, name_folded, id);

ALTER TABLE product ADD COLUMN campaign_id BIGINT REFERENCES campaign (id);
CREATE INDEX product_by_campaign ON product (company_id, campaign_id, archived, created_at, id);

-- Campaigns that a token is limited to, beside brands and products (0005).
ALTER TABLE uat ADD COLUMN only_campaigns $TEXT;
