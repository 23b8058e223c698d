-- When somebody took a code off the blacklist: devices are counted from then on, so that a code
-- that people trust again is not blacklisted again for what they knew.
ALTER TABLE code ADD COLUMN cleared_at BIGINT;

-- Codes that more devices have scanned than an alert allows, until somebody has looked at them.
-- Rows are only added and removed: whoever scans waits for nobody.
CREATE TABLE auto_blacklist (
    id         $ID,
    company_id BIGINT NOT NULL REFERENCES company (id),
    code_id    BIGINT NOT NULL REFERENCES code (id)
) $STRICT;
CREATE INDEX auto_blacklist_by_company ON auto_blacklist (company_id, id);
