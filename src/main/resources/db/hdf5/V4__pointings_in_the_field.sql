-- Programs of the one-file layout tell pointings from each other by the time and the source; the time has another name there. Each finds its
-- own columns filled, whoever added the row. In one file with ingest, which has this table too, this is done here alone.
ALTER TABLE pointing_history ALTER COLUMN timestamp DROP NOT NULL;
ALTER TABLE pointing_history ADD COLUMN id INTEGER;
ALTER TABLE pointing_history ADD COLUMN timestamp_mjd REAL;
ALTER TABLE pointing_history ADD COLUMN source TEXT;
ALTER TABLE pointing_history ADD COLUMN recorded_at REAL;
UPDATE pointing_history SET id = rowid + (SELECT coalesce(max(id), 0) FROM pointing_history WHERE id BETWEEN 0 AND 4503599627370495) WHERE id IS NULL;
UPDATE pointing_history SET timestamp_mjd = timestamp WHERE timestamp_mjd IS NULL;
CREATE UNIQUE INDEX unique_pointing_history_id ON pointing_history (id);
CREATE UNIQUE INDEX unique_pointing_history_timestamp_mjd_source ON pointing_history (timestamp_mjd, source);
-- A row is known by all of its keys, as a table may be WITHOUT ROWID. Of rows that are the same in all, none is changed.
CREATE TRIGGER pointing_history_add AFTER INSERT ON pointing_history
WHEN NEW.id IS NULL OR NEW.timestamp IS NULL OR NEW.timestamp_mjd IS NULL OR NEW.recorded_at IS NULL
BEGIN
    UPDATE pointing_history SET
        id = coalesce(NEW.id, (SELECT coalesce(max(id), 0) + 1 FROM pointing_history WHERE id BETWEEN 0 AND 4503599627370495)),
        timestamp = coalesce(NEW.timestamp, CASE WHEN NOT EXISTS
            (SELECT 1 FROM pointing_history WHERE timestamp = NEW.timestamp_mjd) THEN NEW.timestamp_mjd END),
        timestamp_mjd = coalesce(NEW.timestamp_mjd, CASE WHEN NOT EXISTS
            (SELECT 1 FROM pointing_history WHERE timestamp_mjd = NEW.timestamp AND source = NEW.source) THEN NEW.timestamp END),
        recorded_at = coalesce(NEW.recorded_at, CAST(strftime('%s', 'now') AS REAL))
    WHERE timestamp IS NEW.timestamp AND timestamp_mjd IS NEW.timestamp_mjd AND source IS NEW.source AND id IS NEW.id
        AND 1 = (SELECT count(*) FROM pointing_history WHERE timestamp IS NEW.timestamp AND timestamp_mjd IS NEW.timestamp_mjd AND source IS NEW.source AND id IS NEW.id);
END;
CREATE TRIGGER pointing_history_kept AFTER UPDATE OF id, timestamp_mjd, recorded_at ON pointing_history
WHEN NEW.id IS NULL AND OLD.id IS NOT NULL OR NEW.timestamp_mjd IS NULL AND OLD.timestamp_mjd IS NOT NULL
    OR NEW.recorded_at IS NULL AND OLD.recorded_at IS NOT NULL
BEGIN
    UPDATE pointing_history SET
        id = coalesce(NEW.id, OLD.id),
        timestamp_mjd = coalesce(NEW.timestamp_mjd, OLD.timestamp_mjd),
        recorded_at = coalesce(NEW.recorded_at, OLD.recorded_at)
    WHERE timestamp IS NEW.timestamp AND timestamp_mjd IS NEW.timestamp_mjd AND source IS NEW.source AND id IS NEW.id
        AND 1 = (SELECT count(*) FROM pointing_history WHERE timestamp IS NEW.timestamp AND timestamp_mjd IS NEW.timestamp_mjd AND source IS NEW.source AND id IS NEW.id);
END;
