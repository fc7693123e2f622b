-- When groups were not given out, who wanted it so, and why. While a row is without resumed_at nobody gets a group, from whatever service.
CREATE TABLE queue_pauses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    paused_at REAL NOT NULL,
    paused_by TEXT NOT NULL,
    pause_reason TEXT NOT NULL,
    resumed_at REAL,
    resumed_by TEXT,
    resume_reason TEXT
);
CREATE INDEX idx_queue_pauses_now ON queue_pauses (id) WHERE resumed_at IS NULL;

-- How many groups are completed an hour, and who has worked on them, without reading the rows.
CREATE INDEX idx_queue_transitions_completed ON queue_transitions (at) WHERE to_state = 'completed';
CREATE INDEX idx_queue_transitions_worker ON queue_transitions (changed_by, at, to_state) WHERE token IS NOT NULL;
