-- So that the tables that are valid at a time are found among those that begin shortly before it, and not among all that have begun: each
-- window is entered under the least of these lengths, in days, that it is not longer than. A window of one length holds a time only where it
-- begins within that length before it. CalibrationSql asks by the same expression. Integers beyond 1e9 are left out of the arithmetic,
-- which is exact for them no more; any number may be there.
CREATE INDEX idx_caltables_window ON caltables (
    CASE WHEN valid_start_mjd IS NULL THEN NULL
        WHEN valid_start_mjd NOT BETWEEN -1e9 AND 1e9 THEN 9e999
        WHEN valid_end_mjd - valid_start_mjd <= 0.25 THEN 0.25
        WHEN valid_end_mjd - valid_start_mjd <= 1.0 THEN 1.0
        WHEN valid_end_mjd - valid_start_mjd <= 4.0 THEN 4.0
        WHEN valid_end_mjd - valid_start_mjd <= 16.0 THEN 16.0
        WHEN valid_end_mjd - valid_start_mjd <= 64.0 THEN 64.0
        WHEN valid_end_mjd - valid_start_mjd <= 256.0 THEN 256.0
        WHEN valid_end_mjd - valid_start_mjd <= 1024.0 THEN 1024.0
        ELSE 9e999 END,
    valid_start_mjd, valid_end_mjd) WHERE status = 'active';
