-- Ours. Other programs record files without naming it.
ALTER TABLE subband_files ADD COLUMN not_readable TEXT;
