-- Ours: the files of the incoming folder that no group has, though they have lain there for a while, and why.
CREATE TABLE set_aside_files (
    path TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    group_id TEXT,
    size_bytes INTEGER,
    changed_at REAL,
    first_seen REAL NOT NULL,
    last_seen REAL NOT NULL
);
