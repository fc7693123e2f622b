CREATE TABLE ms_index (
    path TEXT NOT NULL PRIMARY KEY,
    start_mjd REAL,
    end_mjd REAL,
    mid_mjd REAL,
    processed_at REAL,
    status TEXT,
    stage TEXT,
    stage_updated_at REAL,
    cal_applied INTEGER DEFAULT 0,
    imagename TEXT,
    ra_deg REAL,
    dec_deg REAL,
    field_name TEXT,
    pointing_ra_deg REAL,
    pointing_dec_deg REAL
);
CREATE INDEX idx_ms_index_stage_path ON ms_index (stage, path);
CREATE INDEX idx_ms_index_status ON ms_index (status);

CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    ms_path TEXT NOT NULL,
    created_at REAL NOT NULL,
    type TEXT NOT NULL,
    beam_major_arcsec REAL,
    beam_minor_arcsec REAL,
    beam_pa_deg REAL,
    noise_jy REAL,
    pbcor INTEGER DEFAULT 0,
    format TEXT DEFAULT 'fits',
    dynamic_range REAL,
    field_name TEXT,
    center_ra_deg REAL,
    center_dec_deg REAL,
    imsize_x INTEGER,
    imsize_y INTEGER,
    cellsize_arcsec REAL,
    freq_ghz REAL,
    bandwidth_mhz REAL,
    integration_sec REAL
);
CREATE INDEX idx_images_ms_path ON images (ms_path);
