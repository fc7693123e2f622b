-- What programs in the field write and rely on, in tables that are there already: columns are added and NOT NULL is taken out where one of
-- the field's forms of a table has none, so that no row is moved. What a program's own table would give a row by itself comes from triggers,
-- as SQLite adds no column whose default is an expression to a table with rows, and as a trigger gives it to a NULL too, and keeps what was given. They name rows by their
-- keys, as another program's table may be WITHOUT ROWID.

-- Three forms of transient_candidates have right ascension and declination in common, and nothing else that must be there.
ALTER TABLE transient_candidates ALTER COLUMN detection_type DROP NOT NULL;
ALTER TABLE transient_candidates ADD COLUMN source_name TEXT;
ALTER TABLE transient_candidates ADD COLUMN image_path TEXT;
ALTER TABLE transient_candidates ADD COLUMN ms_path TEXT;
ALTER TABLE transient_candidates ADD COLUMN mosaic_id INTEGER;
ALTER TABLE transient_candidates ADD COLUMN timestamp_mjd REAL;
ALTER TABLE transient_candidates ADD COLUMN peak_mjy REAL;
ALTER TABLE transient_candidates ADD COLUMN rms_mjy REAL;
ALTER TABLE transient_candidates ADD COLUMN snr REAL;
ALTER TABLE transient_candidates ADD COLUMN flux_obs_mjy REAL;
ALTER TABLE transient_candidates ADD COLUMN flux_baseline_mjy REAL;
ALTER TABLE transient_candidates ADD COLUMN flux_ratio REAL;
ALTER TABLE transient_candidates ADD COLUMN baseline_catalog TEXT;
ALTER TABLE transient_candidates ADD COLUMN variability_index REAL;
ALTER TABLE transient_candidates ADD COLUMN classification TEXT;
ALTER TABLE transient_candidates ADD COLUMN classified_by TEXT;
ALTER TABLE transient_candidates ADD COLUMN classified_at REAL;
ALTER TABLE transient_candidates ADD COLUMN follow_up_status TEXT;

ALTER TABLE ms_index ADD COLUMN group_id TEXT;
ALTER TABLE ms_index ADD COLUMN created_at REAL;
CREATE INDEX idx_ms_index_group_id ON ms_index (group_id);
CREATE TRIGGER ms_index_created AFTER INSERT ON ms_index WHEN NEW.created_at IS NULL
BEGIN
    UPDATE ms_index SET created_at = CAST(strftime('%s', 'now') AS REAL) WHERE path = NEW.path;
END;
CREATE TRIGGER ms_index_created_kept AFTER UPDATE OF created_at ON ms_index WHEN NEW.created_at IS NULL AND OLD.created_at IS NOT NULL
BEGIN
    UPDATE ms_index SET created_at = OLD.created_at WHERE path = NEW.path;
END;

ALTER TABLE photometry ALTER COLUMN peak_jyb DROP NOT NULL;
ALTER TABLE photometry ALTER COLUMN measured_at DROP NOT NULL;
ALTER TABLE photometry ADD COLUMN local_rms REAL;
ALTER TABLE photometry ADD COLUMN rms_jy REAL;
ALTER TABLE photometry ADD COLUMN peak_flux_jy REAL;
ALTER TABLE photometry ADD COLUMN quality_flag TEXT;

ALTER TABLE mosaics ADD COLUMN effective_noise_jy REAL;
ALTER TABLE mosaics ADD COLUMN status TEXT;
ALTER TABLE mosaics ADD COLUMN method TEXT;
ALTER TABLE mosaics ADD COLUMN tiles TEXT;
ALTER TABLE mosaics ADD COLUMN output_path TEXT;
ALTER TABLE mosaics ADD COLUMN validation_issues TEXT;
ALTER TABLE mosaics ADD COLUMN metrics_path TEXT;

-- Where id is the key, the calibrator and the time are unique, and the other way round: each program finds its own key. Another
-- program's table may have several rows of both: these are left. Its id may be REAL, where larger numbers than 2^52 are no longer one apart.
ALTER TABLE calibrator_transits ADD COLUMN id INTEGER;
UPDATE calibrator_transits SET id = rowid + (SELECT coalesce(max(id), 0) FROM calibrator_transits WHERE id BETWEEN 0 AND 4503599627370495) WHERE id IS NULL;
CREATE UNIQUE INDEX unique_calibrator_transits_id ON calibrator_transits (id);
CREATE TRIGGER calibrator_transits_number AFTER INSERT ON calibrator_transits WHEN NEW.id IS NULL
BEGIN
    UPDATE calibrator_transits SET id = (SELECT coalesce(max(id), 0) + 1 FROM calibrator_transits WHERE id BETWEEN 0 AND 4503599627370495)
    WHERE calibrator_name = NEW.calibrator_name AND transit_mjd = NEW.transit_mjd AND id IS NULL
        AND 1 = (SELECT count(*) FROM calibrator_transits WHERE calibrator_name = NEW.calibrator_name AND transit_mjd = NEW.transit_mjd);
END;
CREATE TRIGGER calibrator_transits_number_kept AFTER UPDATE OF id ON calibrator_transits WHEN NEW.id IS NULL AND OLD.id IS NOT NULL
BEGIN
    UPDATE calibrator_transits SET id = OLD.id WHERE calibrator_name = NEW.calibrator_name AND transit_mjd = NEW.transit_mjd
        AND 1 = (SELECT count(*) FROM calibrator_transits WHERE calibrator_name = NEW.calibrator_name AND transit_mjd = NEW.transit_mjd);
END;

-- Three forms of dead_letter_queue have the message and nothing else in common that must be there.
ALTER TABLE dead_letter_queue ALTER COLUMN component DROP NOT NULL;
ALTER TABLE dead_letter_queue ALTER COLUMN operation DROP NOT NULL;
ALTER TABLE dead_letter_queue ALTER COLUMN error_type DROP NOT NULL;
ALTER TABLE dead_letter_queue ALTER COLUMN created_at DROP NOT NULL;
ALTER TABLE dead_letter_queue ADD COLUMN ms_path TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN reason TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN attempt_count INTEGER DEFAULT 0;
ALTER TABLE dead_letter_queue ADD COLUMN last_attempt_at REAL;
ALTER TABLE dead_letter_queue ADD COLUMN checkpoint_data TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN metadata TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN resolved_by TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN resolution_notes TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN original_table TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN original_id TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN payload TEXT;
ALTER TABLE dead_letter_queue ADD COLUMN failed_at REAL;
CREATE UNIQUE INDEX unique_dead_letter_queue_ms_path_created_at ON dead_letter_queue (ms_path, created_at);
