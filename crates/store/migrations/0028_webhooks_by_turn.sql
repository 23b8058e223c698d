-- Each webhook has a turn of its own: what waits for one is found without what waits for all others.
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (company_id, webhook_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;
DROP INDEX webhook_delivery_due;
