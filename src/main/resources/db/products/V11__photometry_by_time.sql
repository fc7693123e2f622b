-- So that photometry comes by time, and of a range of time, without reading all of it: the index by source and time has a range for each source.
CREATE INDEX idx_photometry_mjd ON photometry (mjd);
