-- What programs of the one-file layout note of a location.
ALTER TABLE storage_locations ADD COLUMN size_bytes INTEGER;
ALTER TABLE storage_locations ADD COLUMN created_at REAL;
ALTER TABLE storage_locations ADD COLUMN last_checked REAL;
