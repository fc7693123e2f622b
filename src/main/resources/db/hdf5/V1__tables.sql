-- Both hdf5 and ingest have this table, in the same form: in one file they share it.
CREATE TABLE IF NOT EXISTS pointing_history (
    timestamp REAL NOT NULL PRIMARY KEY,
    ra_deg REAL,
    dec_deg REAL
);
CREATE INDEX IF NOT EXISTS idx_pointing_timestamp ON pointing_history (timestamp);
