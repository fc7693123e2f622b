-- By which sources are counted in cells of the sky: each cell is some stretches of this index, of one degree of declination each, so that no
-- source is looked at by itself and none has to be sorted.
CREATE INDEX idx_source_summaries_sky ON source_summaries (CAST(dec_deg + 90 AS INTEGER), due, ra_deg) WHERE n_measurements IS NOT NULL;
