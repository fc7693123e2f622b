-- What programs of the one-file layout note of a location. Theirs have no name, and are told from each other by the path; locations with a
-- name may have the same path.
ALTER TABLE storage_locations ADD COLUMN size_bytes INTEGER;
ALTER TABLE storage_locations ADD COLUMN created_at REAL;
ALTER TABLE storage_locations ADD COLUMN last_checked REAL;
CREATE UNIQUE INDEX unique_storage_locations_path ON storage_locations (path) WHERE name IS NULL;
