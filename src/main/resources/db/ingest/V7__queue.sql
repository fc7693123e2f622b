-- Which of the pending groups comes first, whatever its time, and from when on one that failed may be tried again, Unix seconds.
ALTER TABLE ingest_queue ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ingest_queue ADD COLUMN not_before REAL;
CREATE INDEX idx_ingest_queue_claim ON ingest_queue (state, priority DESC, group_id);

-- Who converts what. Beside the queue and not in it, as other programs replace whole rows there: a group is not given out as long as it has a
-- row here, whatever they write. beats counts signs of life: a lease ends where it stays the same, so that no clock is compared with another.
CREATE TABLE queue_claims (
    group_id TEXT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    worker TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    claimed_at REAL NOT NULL,
    lease_seconds REAL NOT NULL,
    beats INTEGER NOT NULL DEFAULT 0,
    beat_at REAL NOT NULL,
    process TEXT
);

-- Every change of state, whoever made it. A group that was deleted has a row without to_state.
CREATE TABLE queue_transitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    at REAL NOT NULL,
    changed_by TEXT,
    reason TEXT,
    token TEXT
);
CREATE INDEX idx_queue_transitions_group ON queue_transitions (group_id);
CREATE INDEX idx_queue_transitions_at ON queue_transitions (at);
CREATE INDEX idx_queue_transitions_token ON queue_transitions (token) WHERE token IS NOT NULL;

-- What other databases are still to hear of a group that was converted or given up: written with the transition, told afterwards.
CREATE TABLE queue_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    told_at REAL
);
CREATE INDEX idx_queue_outbox_waiting ON queue_outbox (id) WHERE told_at IS NULL;
CREATE INDEX idx_queue_outbox_group ON queue_outbox (group_id);

-- Another program's table may let a row be without a group, of which there is nothing to note.
-- INSERT OR REPLACE removes a row without telling the triggers of removal, so what a new row comes from is what was noted last.
CREATE TRIGGER queue_transitions_add AFTER INSERT ON ingest_queue
WHEN NEW.group_id IS NOT NULL AND NEW.state IS NOT (SELECT to_state FROM queue_transitions WHERE group_id = NEW.group_id ORDER BY id DESC LIMIT 1)
BEGIN
    INSERT INTO queue_transitions (group_id, from_state, to_state, at)
    VALUES (NEW.group_id, (SELECT to_state FROM queue_transitions WHERE group_id = NEW.group_id ORDER BY id DESC LIMIT 1), NEW.state,
        (julianday('now') - 2440587.5) * 86400.0);
END;

CREATE TRIGGER queue_transitions_change AFTER UPDATE OF state ON ingest_queue
WHEN NEW.group_id IS NOT NULL AND OLD.state IS NOT NEW.state
BEGIN
    INSERT INTO queue_transitions (group_id, from_state, to_state, at)
    VALUES (NEW.group_id, OLD.state, NEW.state, (julianday('now') - 2440587.5) * 86400.0);
END;

CREATE TRIGGER queue_transitions_rename AFTER UPDATE OF group_id ON ingest_queue WHEN OLD.group_id <> NEW.group_id
BEGIN
    UPDATE queue_transitions SET group_id = NEW.group_id WHERE group_id = OLD.group_id;
END;

CREATE TRIGGER queue_transitions_remove AFTER DELETE ON ingest_queue WHEN OLD.group_id IS NOT NULL
BEGIN
    INSERT INTO queue_transitions (group_id, from_state, at)
    VALUES (OLD.group_id, OLD.state, (julianday('now') - 2440587.5) * 86400.0);
END;
