-- Which column of a row a job could not take; '' where it tells of the row as a whole.
ALTER TABLE job_error ADD COLUMN field $TEXT NOT NULL DEFAULT '';

-- The job that does an upload of supply-chain data; null for one that was done at once.
ALTER TABLE scm_task ADD COLUMN job_id BIGINT;
