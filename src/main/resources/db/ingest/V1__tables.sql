CREATE TABLE ingest_queue (
    group_id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
        CHECK (state IN ('collecting', 'pending', 'in_progress', 'completed', 'failed')),
    received_at REAL NOT NULL,
    last_update REAL NOT NULL,
    expected_subbands INTEGER DEFAULT 16,
    retry_count INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    checkpoint_path TEXT,
    processing_stage TEXT DEFAULT 'collecting',
    chunk_minutes REAL,
    has_calibrator INTEGER,
    calibrators TEXT,
    error_message TEXT
);
CREATE INDEX idx_ingest_queue_state_group ON ingest_queue (state, group_id);
CREATE INDEX idx_ingest_queue_received ON ingest_queue (received_at, group_id);
CREATE INDEX idx_ingest_queue_state_received ON ingest_queue (state, received_at, group_id);

CREATE TABLE subband_files (
    group_id TEXT NOT NULL,
    subband_idx INTEGER NOT NULL,
    path TEXT NOT NULL UNIQUE,
    PRIMARY KEY (group_id, subband_idx)
);

CREATE TABLE performance_metrics (
    group_id TEXT NOT NULL PRIMARY KEY,
    load_time REAL,
    phase_time REAL,
    write_time REAL,
    total_time REAL,
    writer_type TEXT,
    recorded_at REAL NOT NULL
);
CREATE INDEX idx_performance_metrics_recorded ON performance_metrics (recorded_at, group_id);

-- Both hdf5 and ingest have this table, in the same form: in one file they share it.
CREATE TABLE IF NOT EXISTS pointing_history (
    timestamp REAL NOT NULL PRIMARY KEY,
    ra_deg REAL,
    dec_deg REAL
);
CREATE INDEX IF NOT EXISTS idx_pointing_timestamp ON pointing_history (timestamp);
