-- Where each source was measured, for cone searches: the place of one of its measurements, from which all others are at most 0.1 degrees away
-- in declination and in right ascension; NULL where they are further apart, or where one is not a place on the sky. Kept by triggers, as
-- other programs write photometry too; without any function that their SQLite might lack, and without conflict clauses, which those of
-- the statement that fires a trigger would replace. A measurement that goes leaves its source's place as it is.
CREATE TABLE source_places (
    source_id TEXT NOT NULL PRIMARY KEY,
    ra_deg REAL,
    dec_deg REAL
);
CREATE INDEX idx_source_places_sky ON source_places (CAST((dec_deg + 90) * 10 AS INTEGER), CAST(ra_deg + 360 AS INTEGER) % 360);
CREATE INDEX idx_source_places_wide ON source_places (source_id) WHERE ra_deg IS NULL;

CREATE TRIGGER source_places_add AFTER INSERT ON photometry WHEN NEW.source_id IS NOT NULL
BEGIN
    UPDATE source_places SET ra_deg = NULL, dec_deg = NULL
    WHERE source_id = NEW.source_id AND ra_deg IS NOT NULL
      AND NOT coalesce(NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90
        AND abs(NEW.dec_deg - dec_deg) <= 0.1
        AND (abs(NEW.ra_deg - ra_deg) <= 0.1 OR abs(abs(NEW.ra_deg - ra_deg) - 360) <= 0.1), 0);
    INSERT INTO source_places (source_id, ra_deg, dec_deg)
    SELECT NEW.source_id,
        CASE WHEN NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90 THEN NEW.ra_deg END,
        CASE WHEN NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90 THEN NEW.dec_deg END
    WHERE NOT EXISTS (SELECT 1 FROM source_places WHERE source_id = NEW.source_id);
END;

CREATE TRIGGER source_places_change AFTER UPDATE OF source_id, ra_deg, dec_deg ON photometry WHEN NEW.source_id IS NOT NULL
BEGIN
    UPDATE source_places SET ra_deg = NULL, dec_deg = NULL
    WHERE source_id = NEW.source_id AND ra_deg IS NOT NULL
      AND NOT coalesce(NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90
        AND abs(NEW.dec_deg - dec_deg) <= 0.1
        AND (abs(NEW.ra_deg - ra_deg) <= 0.1 OR abs(abs(NEW.ra_deg - ra_deg) - 360) <= 0.1), 0);
    INSERT INTO source_places (source_id, ra_deg, dec_deg)
    SELECT NEW.source_id,
        CASE WHEN NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90 THEN NEW.ra_deg END,
        CASE WHEN NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90 THEN NEW.dec_deg END
    WHERE NOT EXISTS (SELECT 1 FROM source_places WHERE source_id = NEW.source_id);
END;

INSERT INTO source_places (source_id, ra_deg, dec_deg)
SELECT source_id, CASE WHEN close THEN ra END, CASE WHEN close THEN dec END
FROM (SELECT source_id, min(ra_deg) AS ra, min(dec_deg) AS dec,
        coalesce(min(ra_deg) >= -360 AND max(ra_deg) <= 720 AND min(dec_deg) >= -90 AND max(dec_deg) <= 90
            AND max(ra_deg) - min(ra_deg) <= 0.1 AND max(dec_deg) - min(dec_deg) <= 0.1, 0) AS close
    FROM photometry WHERE source_id IS NOT NULL GROUP BY source_id);
