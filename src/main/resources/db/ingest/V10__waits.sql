-- For how long a group that collects has waited since its last subband came, by the time that services have counted: no clock is compared
-- with another, also across restarts. subbands has a bit for each subband that it had then, the first in the lowest.
CREATE TABLE queue_waits (
    group_id TEXT NOT NULL PRIMARY KEY,
    subbands INTEGER NOT NULL,
    waited_seconds REAL NOT NULL
);
