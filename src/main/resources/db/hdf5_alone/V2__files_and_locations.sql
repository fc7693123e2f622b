CREATE TABLE hdf5_file_index (
    path TEXT NOT NULL PRIMARY KEY,
    filename TEXT NOT NULL,
    group_id TEXT NOT NULL,
    subband_code TEXT NOT NULL,
    subband_num INTEGER,
    timestamp_iso TEXT NOT NULL,
    timestamp_mjd REAL NOT NULL,
    file_size_bytes INTEGER,
    modified_time REAL,
    indexed_at REAL,
    stored INTEGER DEFAULT 1,
    ra_deg REAL,
    dec_deg REAL,
    obs_date TEXT,
    obs_time TEXT
);
CREATE INDEX idx_hdf5_group_id ON hdf5_file_index (group_id);
CREATE INDEX idx_hdf5_group_subband ON hdf5_file_index (group_id, subband_code);
CREATE INDEX idx_hdf5_group_subband_num ON hdf5_file_index (group_id, subband_num);
CREATE INDEX idx_hdf5_obs_date ON hdf5_file_index (obs_date);
CREATE INDEX idx_hdf5_ra_dec ON hdf5_file_index (ra_deg, dec_deg);
CREATE INDEX idx_hdf5_stored ON hdf5_file_index (stored);
CREATE INDEX idx_hdf5_subband_num ON hdf5_file_index (subband_num);
CREATE INDEX idx_hdf5_timestamp_mjd ON hdf5_file_index (timestamp_mjd);
CREATE INDEX idx_hdf5_timestamp_path ON hdf5_file_index (timestamp_mjd, path);
CREATE INDEX idx_hdf5_stored_timestamp ON hdf5_file_index (stored, timestamp_mjd, path);

CREATE TABLE storage_locations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    description TEXT
);
