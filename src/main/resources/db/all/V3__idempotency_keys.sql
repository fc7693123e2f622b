-- What was answered to creates with an Idempotency-Key. Databases in one file share the table, so that whichever is migrated first makes it.
CREATE TABLE IF NOT EXISTS idempotency_keys (
    database_name TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    path TEXT NOT NULL,
    body_sha256 BLOB NOT NULL,
    created_at REAL NOT NULL,
    location TEXT,
    answer BLOB NOT NULL,
    PRIMARY KEY (database_name, idempotency_key)
);
CREATE INDEX IF NOT EXISTS idx_idempotency_keys_created_at ON idempotency_keys (created_at);
