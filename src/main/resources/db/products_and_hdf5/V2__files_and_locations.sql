-- Both databases in one file: whichever is migrated first makes the tables, with the columns of both forms, and NOT NULL only where both
-- have it. A row of one form has NULL in what only the other has, and NULL is never a duplicate.
CREATE TABLE IF NOT EXISTS hdf5_file_index (
    path TEXT NOT NULL PRIMARY KEY,
    filename TEXT NOT NULL,
    group_id TEXT NOT NULL,
    subband_code TEXT NOT NULL,
    subband_num INTEGER,
    timestamp_iso TEXT,
    timestamp_mjd REAL,
    file_size_bytes INTEGER,
    modified_time REAL,
    indexed_at REAL,
    stored INTEGER DEFAULT 1,
    ra_deg REAL,
    dec_deg REAL,
    obs_date TEXT,
    obs_time TEXT
);
CREATE INDEX IF NOT EXISTS idx_hdf5_group_id ON hdf5_file_index (group_id);
CREATE INDEX IF NOT EXISTS idx_hdf5_group_subband ON hdf5_file_index (group_id, subband_code);
CREATE INDEX IF NOT EXISTS idx_hdf5_group_subband_num ON hdf5_file_index (group_id, subband_num);
CREATE INDEX IF NOT EXISTS idx_hdf5_obs_date ON hdf5_file_index (obs_date);
CREATE INDEX IF NOT EXISTS idx_hdf5_ra_dec ON hdf5_file_index (ra_deg, dec_deg);
CREATE INDEX IF NOT EXISTS idx_hdf5_stored ON hdf5_file_index (stored);
CREATE INDEX IF NOT EXISTS idx_hdf5_subband_num ON hdf5_file_index (subband_num);
CREATE INDEX IF NOT EXISTS idx_hdf5_timestamp_mjd ON hdf5_file_index (timestamp_mjd);
CREATE INDEX IF NOT EXISTS idx_hdf5_timestamp_path ON hdf5_file_index (timestamp_mjd, path);
CREATE INDEX IF NOT EXISTS idx_hdf5_stored_timestamp ON hdf5_file_index (stored, timestamp_mjd, path);

CREATE TABLE IF NOT EXISTS storage_locations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    location_type TEXT,
    base_path TEXT,
    name TEXT UNIQUE,
    path TEXT,
    description TEXT,
    registered_at REAL,
    status TEXT DEFAULT 'active',
    notes TEXT,
    UNIQUE (location_type, base_path)
);
CREATE INDEX IF NOT EXISTS idx_storage_locations_type ON storage_locations (location_type, status);
