-- What a commit made untrue in the memory of the nodes. Written on PostgreSQL only, in the
-- transaction of the change; "tx" is that transaction's number, "at" the database's own time.
CREATE TABLE auth_change (
    id   $ID,
    tx   BIGINT NOT NULL,
    at   BIGINT NOT NULL,
    what $TEXT NOT NULL
) $STRICT;
CREATE INDEX auth_change_tx ON auth_change (tx);
CREATE INDEX auth_change_at ON auth_change (at);
