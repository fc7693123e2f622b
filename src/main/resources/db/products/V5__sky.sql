-- For cone searches: zones of 0.1 degrees of declination, and in them cells of 1 degree of right ascension. Without any function that the
-- SQLite of another program might lack.
CREATE INDEX idx_photometry_sky ON photometry (CAST((dec_deg + 90) * 10 AS INTEGER), CAST(ra_deg + 360 AS INTEGER) % 360);
CREATE INDEX idx_monitoring_sky ON monitoring_sources (CAST((dec_deg + 90) * 10 AS INTEGER), CAST(ra_deg + 360 AS INTEGER) % 360);
CREATE INDEX idx_transients_sky ON transient_candidates (CAST((dec_deg + 90) * 10 AS INTEGER), CAST(ra_deg + 360 AS INTEGER) % 360);
CREATE INDEX idx_variability_sky ON variability_stats (CAST((dec_deg + 90) * 10 AS INTEGER), CAST(ra_deg + 360 AS INTEGER) % 360);
CREATE INDEX idx_images_sky ON images (CAST((center_dec_deg + 90) * 10 AS INTEGER), CAST(center_ra_deg + 360 AS INTEGER) % 360);
