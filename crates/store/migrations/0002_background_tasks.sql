-- When a background task was last begun, so that of several nodes one does it at a time.
CREATE TABLE task_turn (
    name     $TEXT PRIMARY KEY,
    begun_at BIGINT NOT NULL
) $STRICT;
