CREATE TABLE hdf5_file_index (
    path TEXT NOT NULL PRIMARY KEY,
    filename TEXT NOT NULL,
    group_id TEXT NOT NULL,
    subband_code TEXT NOT NULL,
    timestamp_iso TEXT,
    timestamp_mjd REAL,
    file_size_bytes INTEGER,
    modified_time REAL,
    indexed_at REAL NOT NULL,
    stored INTEGER DEFAULT 1
);
CREATE INDEX idx_hdf5_group_id ON hdf5_file_index (group_id);
CREATE INDEX idx_hdf5_group_subband ON hdf5_file_index (group_id, subband_code);
CREATE INDEX idx_hdf5_stored ON hdf5_file_index (stored);
CREATE INDEX idx_hdf5_timestamp_mjd ON hdf5_file_index (timestamp_mjd);
CREATE INDEX idx_hdf5_timestamp_path ON hdf5_file_index (timestamp_mjd, path);
CREATE INDEX idx_hdf5_stored_timestamp ON hdf5_file_index (stored, timestamp_mjd, path);

CREATE TABLE storage_locations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    location_type TEXT NOT NULL,
    base_path TEXT NOT NULL,
    description TEXT,
    registered_at REAL NOT NULL,
    status TEXT DEFAULT 'active',
    notes TEXT,
    UNIQUE (location_type, base_path)
);
CREATE INDEX idx_storage_locations_type ON storage_locations (location_type, status);
