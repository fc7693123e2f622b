-- A measurement counts in the position of its source where its right ascension is a number from -360 to 720 and its declination one from
-- -90 to 90, and nowhere else: what other programs stored as text, as BLOB or as infinity is no position. Texts and BLOBs are greater
-- than all numbers. So source_places has the place of one measurement that counts, from which all others that count are at most 0.1 degrees
-- away in declination and in right ascension; NULL where they are further apart; and no row where none counts. The triggers without any
-- function that the SQLite of other programs might lack, and without conflict clauses, which those of the statement that fires a
-- trigger would replace.
DROP TRIGGER IF EXISTS source_places_add;
DROP TRIGGER IF EXISTS source_places_change;

CREATE TRIGGER source_places_add AFTER INSERT ON photometry
WHEN NEW.source_id IS NOT NULL AND NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90
BEGIN
    UPDATE source_places SET ra_deg = NULL, dec_deg = NULL
    WHERE source_id = NEW.source_id AND ra_deg IS NOT NULL
      AND NOT (abs(NEW.dec_deg - dec_deg) <= 0.1
        AND (abs(NEW.ra_deg - ra_deg) <= 0.1 OR abs(abs(NEW.ra_deg - ra_deg) - 360) <= 0.1));
    INSERT INTO source_places (source_id, ra_deg, dec_deg)
    SELECT NEW.source_id, NEW.ra_deg, NEW.dec_deg
    WHERE NOT EXISTS (SELECT 1 FROM source_places WHERE source_id = NEW.source_id);
END;

CREATE TRIGGER source_places_change AFTER UPDATE OF source_id, ra_deg, dec_deg ON photometry
WHEN NEW.source_id IS NOT NULL AND NEW.ra_deg BETWEEN -360 AND 720 AND NEW.dec_deg BETWEEN -90 AND 90
BEGIN
    UPDATE source_places SET ra_deg = NULL, dec_deg = NULL
    WHERE source_id = NEW.source_id AND ra_deg IS NOT NULL
      AND NOT (abs(NEW.dec_deg - dec_deg) <= 0.1
        AND (abs(NEW.ra_deg - ra_deg) <= 0.1 OR abs(abs(NEW.ra_deg - ra_deg) - 360) <= 0.1));
    INSERT INTO source_places (source_id, ra_deg, dec_deg)
    SELECT NEW.source_id, NEW.ra_deg, NEW.dec_deg
    WHERE NOT EXISTS (SELECT 1 FROM source_places WHERE source_id = NEW.source_id);
END;

DELETE FROM source_places;
INSERT INTO source_places (source_id, ra_deg, dec_deg)
SELECT source_id, CASE WHEN close THEN ra END, CASE WHEN close THEN dec END
FROM (SELECT source_id, min(ra_deg) AS ra, min(dec_deg) AS dec,
        max(ra_deg) - min(ra_deg) <= 0.1 AND max(dec_deg) - min(dec_deg) <= 0.1 AS close
    FROM photometry
    WHERE source_id IS NOT NULL AND ra_deg BETWEEN -360 AND 720 AND dec_deg BETWEEN -90 AND 90
    GROUP BY source_id);

-- Statistics counted every finite number, such as a declination of 95: sums that have one are made anew by the next change of the source.
CREATE TEMPORARY TABLE misplaced AS
SELECT DISTINCT source_id FROM photometry
WHERE source_id IN (SELECT source_id FROM variability_sums)
  AND NOT coalesce(ra_deg BETWEEN -360 AND 720 AND dec_deg BETWEEN -90 AND 90, 0);

UPDATE variability_stats SET (ra_deg, dec_deg) = (
    SELECT CASE WHEN east >= 0 THEN east WHEN east + 360 < 360 THEN east + 360 ELSE 0.0 END, north
    FROM (SELECT degrees(atan2(y, x)) AS east, degrees(atan2(z, sqrt(x * x + y * y))) AS north
        FROM (SELECT sum(cos(radians(p.dec_deg)) * cos(radians(p.ra_deg))) AS x,
                sum(cos(radians(p.dec_deg)) * sin(radians(p.ra_deg))) AS y, sum(sin(radians(p.dec_deg))) AS z
            FROM photometry p
            WHERE p.source_id = variability_stats.source_id AND p.ra_deg BETWEEN -360 AND 720
              AND p.dec_deg BETWEEN -90 AND 90)))
WHERE source_id IN (SELECT source_id FROM misplaced)
  AND EXISTS (SELECT 1 FROM photometry p
    WHERE p.source_id = variability_stats.source_id AND p.ra_deg BETWEEN -360 AND 720 AND p.dec_deg BETWEEN -90 AND 90);

DELETE FROM variability_sums WHERE source_id IN (SELECT source_id FROM misplaced);
DROP TABLE misplaced;
