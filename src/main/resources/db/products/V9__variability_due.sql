-- Sources whose statistics are to be computed anew, as photometry was written past the service. Kept by triggers, as that is written by other
-- programs; without any function that their SQLite might lack, and without conflict clauses, which those of the statement that fires a
-- trigger would replace. photometry_id is the measurement with which the first change since then left one, NULL where that is gone: the
-- service, whose own changes leave marks too and have been counted, takes back those of its own measurement.
CREATE TABLE variability_due (
    source_id TEXT NOT NULL PRIMARY KEY,
    photometry_id INTEGER
);

CREATE TRIGGER variability_due_add AFTER INSERT ON photometry WHEN typeof(NEW.source_id) = 'text'
BEGIN
    INSERT INTO variability_due (source_id, photometry_id)
    SELECT NEW.source_id, NEW.id WHERE NOT EXISTS (SELECT 1 FROM variability_due WHERE source_id = NEW.source_id);
END;

-- INSERT OR REPLACE removes a row without telling the triggers of removal.
CREATE TRIGGER variability_due_replace BEFORE INSERT ON photometry WHEN EXISTS (SELECT 1 FROM photometry WHERE id = NEW.id)
BEGIN
    UPDATE variability_due SET photometry_id = NULL
    WHERE source_id = (SELECT source_id FROM photometry WHERE id = NEW.id) AND photometry_id IS NOT NULL;
    INSERT INTO variability_due (source_id)
    SELECT source_id FROM photometry p WHERE id = NEW.id AND typeof(source_id) = 'text'
      AND NOT EXISTS (SELECT 1 FROM variability_due d WHERE d.source_id = p.source_id);
END;

-- UPDATE OR REPLACE does so too.
CREATE TRIGGER variability_due_displace BEFORE UPDATE OF id ON photometry
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM photometry WHERE id = NEW.id)
BEGIN
    UPDATE variability_due SET photometry_id = NULL
    WHERE source_id = (SELECT source_id FROM photometry WHERE id = NEW.id) AND photometry_id IS NOT NULL;
    INSERT INTO variability_due (source_id)
    SELECT source_id FROM photometry p WHERE id = NEW.id AND typeof(source_id) = 'text'
      AND NOT EXISTS (SELECT 1 FROM variability_due d WHERE d.source_id = p.source_id);
END;

CREATE TRIGGER variability_due_leave AFTER UPDATE OF id, source_id ON photometry
WHEN typeof(OLD.source_id) = 'text' AND (OLD.source_id IS NOT NEW.source_id OR OLD.id <> NEW.id)
BEGIN
    UPDATE variability_due SET photometry_id = NULL WHERE source_id = OLD.source_id AND photometry_id IS NOT NULL;
    INSERT INTO variability_due (source_id)
    SELECT OLD.source_id WHERE NOT EXISTS (SELECT 1 FROM variability_due WHERE source_id = OLD.source_id);
END;

CREATE TRIGGER variability_due_change
AFTER UPDATE OF id, source_id, flux_jy, flux_err_jy, peak_jyb, peak_err_jyb, ra_deg, dec_deg, measured_at, mjd, nvss_flux_mjy ON photometry
WHEN typeof(NEW.source_id) = 'text'
BEGIN
    INSERT INTO variability_due (source_id, photometry_id)
    SELECT NEW.source_id, NEW.id WHERE NOT EXISTS (SELECT 1 FROM variability_due WHERE source_id = NEW.source_id);
END;

CREATE TRIGGER variability_due_remove AFTER DELETE ON photometry WHEN typeof(OLD.source_id) = 'text'
BEGIN
    UPDATE variability_due SET photometry_id = NULL WHERE source_id = OLD.source_id AND photometry_id IS NOT NULL;
    INSERT INTO variability_due (source_id)
    SELECT OLD.source_id WHERE NOT EXISTS (SELECT 1 FROM variability_due WHERE source_id = OLD.source_id);
END;

-- What the service keeps, which may have changed unseen, and what has no statistics; those that another program has made stay as they are.
-- From name to name along the index: a light curve has thousands of rows.
INSERT INTO variability_due (source_id)
WITH RECURSIVE measured (source_id) AS (
    SELECT min(source_id) FROM photometry
    UNION ALL
    SELECT (SELECT min(source_id) FROM photometry p WHERE p.source_id > m.source_id) FROM measured m WHERE m.source_id IS NOT NULL
)
SELECT source_id FROM variability_sums
UNION
SELECT source_id FROM measured
WHERE typeof(source_id) = 'text' AND source_id NOT IN (SELECT source_id FROM variability_stats WHERE source_id IS NOT NULL);
