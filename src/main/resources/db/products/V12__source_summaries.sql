-- What the list of sources has of each, so that it is looked up and not computed of all photometry: its mean position, and how many
-- measurements and images there are. Where due is 1 that was before photometry of it changed, or was never computed: then it is computed in
-- the read, and the service computes what is kept. Kept by triggers, as other programs write photometry too; without any function that
-- their SQLite might lack, and without conflict clauses, which those of the statement that fires a trigger would replace. Names may be BLOBs.
CREATE TABLE source_summaries (
    source_id TEXT NOT NULL PRIMARY KEY,
    ra_deg REAL,
    dec_deg REAL,
    n_measurements INTEGER,
    n_images INTEGER,
    due INTEGER NOT NULL
);
-- The number of the schema (PRAGMA schema_version) at which all sources were found here last, in the one row. With another number, or without
-- a row, nothing here counts, and all is computed: who changes the schema may have taken the triggers away, changed photometry, and put them back.
CREATE TABLE source_summaries_since (schema_version INTEGER NOT NULL);
CREATE INDEX idx_source_summaries_due ON source_summaries (source_id) WHERE due = 1;
-- An order of the list each. What was never computed is in none of them, so that they cost nothing while all sources are due.
CREATE INDEX idx_source_summaries_ra ON source_summaries (ra_deg, source_id) WHERE n_measurements IS NOT NULL;
CREATE INDEX idx_source_summaries_dec ON source_summaries (dec_deg, source_id) WHERE n_measurements IS NOT NULL;
CREATE INDEX idx_source_summaries_measurements ON source_summaries (n_measurements, source_id) WHERE n_measurements IS NOT NULL;
CREATE INDEX idx_source_summaries_images ON source_summaries (n_images, source_id) WHERE n_measurements IS NOT NULL;

CREATE TRIGGER source_summaries_add AFTER INSERT ON photometry
WHEN NEW.source_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM source_summaries WHERE source_id = NEW.source_id AND due = 1)
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = NEW.source_id;
    INSERT INTO source_summaries (source_id, due)
    SELECT NEW.source_id, 1 WHERE NOT EXISTS (SELECT 1 FROM source_summaries WHERE source_id = NEW.source_id);
END;

-- INSERT OR REPLACE removes a row without telling the triggers of removal.
CREATE TRIGGER source_summaries_replace BEFORE INSERT ON photometry WHEN EXISTS (SELECT 1 FROM photometry WHERE id = NEW.id)
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = (SELECT source_id FROM photometry WHERE id = NEW.id) AND due = 0;
END;

-- UPDATE OR REPLACE does so too. Without a list of columns, as the key may be set by another name (rowid).
CREATE TRIGGER source_summaries_displace BEFORE UPDATE ON photometry
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM photometry WHERE id = NEW.id)
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = (SELECT source_id FROM photometry WHERE id = NEW.id) AND due = 0;
END;

CREATE TRIGGER source_summaries_leave AFTER UPDATE ON photometry
WHEN OLD.source_id IS NOT NEW.source_id AND OLD.source_id IS NOT NULL
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = OLD.source_id AND due = 0;
END;

-- Without a list of columns, as another program's table may compute one of them from others.
CREATE TRIGGER source_summaries_change AFTER UPDATE ON photometry
WHEN NEW.source_id IS NOT NULL
    AND (OLD.source_id IS NOT NEW.source_id OR OLD.ra_deg IS NOT NEW.ra_deg OR OLD.dec_deg IS NOT NEW.dec_deg
        OR OLD.image_path IS NOT NEW.image_path)
    AND NOT EXISTS (SELECT 1 FROM source_summaries WHERE source_id = NEW.source_id AND due = 1)
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = NEW.source_id;
    INSERT INTO source_summaries (source_id, due)
    SELECT NEW.source_id, 1 WHERE NOT EXISTS (SELECT 1 FROM source_summaries WHERE source_id = NEW.source_id);
END;

CREATE TRIGGER source_summaries_remove AFTER DELETE ON photometry WHEN OLD.source_id IS NOT NULL
BEGIN
    UPDATE source_summaries SET due = 1 WHERE source_id = OLD.source_id AND due = 0;
END;
