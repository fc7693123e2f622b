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
CREATE INDEX idx_ms_index_processed ON ms_index (processed_at, path);
CREATE INDEX idx_ms_index_status_processed ON ms_index (status, processed_at, path);
CREATE INDEX idx_ms_index_stage_processed ON ms_index (stage, processed_at, path);
CREATE INDEX idx_ms_index_mjd ON ms_index (mid_mjd, path);

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
CREATE INDEX idx_images_path ON images (path);
CREATE INDEX idx_images_created ON images (created_at);
CREATE INDEX idx_images_type_created ON images (type, created_at);

CREATE TABLE photometry (
    id INTEGER PRIMARY KEY,
    source_id TEXT,
    image_path TEXT NOT NULL,
    ra_deg REAL NOT NULL,
    dec_deg REAL NOT NULL,
    nvss_flux_mjy REAL,
    peak_jyb REAL NOT NULL,
    peak_err_jyb REAL,
    measured_at REAL NOT NULL,
    snr REAL,
    mjd REAL,
    flux_jy REAL,
    flux_err_jy REAL,
    normalized_flux_jy REAL,
    normalized_flux_err_jy REAL,
    mosaic_path TEXT,
    sep_from_center_deg REAL,
    flags INTEGER DEFAULT 0
);
CREATE INDEX idx_photometry_image ON photometry (image_path);
CREATE INDEX idx_photometry_source_id ON photometry (source_id);
CREATE INDEX idx_photometry_source_mjd ON photometry (source_id, mjd);
CREATE INDEX idx_photometry_measured ON photometry (measured_at);

CREATE TABLE variability_stats (
    source_id TEXT NOT NULL PRIMARY KEY,
    ra_deg REAL NOT NULL,
    dec_deg REAL NOT NULL,
    nvss_flux_mjy REAL,
    n_obs INTEGER DEFAULT 0,
    mean_flux_mjy REAL,
    std_flux_mjy REAL,
    min_flux_mjy REAL,
    max_flux_mjy REAL,
    chi2_nu REAL,
    sigma_deviation REAL,
    eta_metric REAL,
    last_measured_at REAL,
    last_mjd REAL,
    updated_at REAL NOT NULL
);
CREATE INDEX idx_variability_eta ON variability_stats (eta_metric, source_id);
CREATE INDEX idx_variability_chi2 ON variability_stats (chi2_nu, source_id);
CREATE INDEX idx_variability_sigma ON variability_stats (sigma_deviation, source_id);
CREATE INDEX idx_variability_last_mjd ON variability_stats (last_mjd, source_id);

CREATE TABLE monitoring_sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id TEXT NOT NULL UNIQUE,
    name TEXT,
    ra_deg REAL NOT NULL,
    dec_deg REAL NOT NULL,
    catalog TEXT,
    priority TEXT DEFAULT 'normal',
    n_detections INTEGER DEFAULT 0,
    mean_flux_jy REAL,
    std_flux_jy REAL,
    eta REAL,
    v_index REAL,
    chi_squared REAL,
    is_variable INTEGER DEFAULT 0,
    ese_candidate INTEGER DEFAULT 0,
    first_detected_at REAL,
    last_detected_at REAL,
    last_updated REAL,
    notes TEXT
);
CREATE INDEX idx_monitoring_coords ON monitoring_sources (ra_deg, dec_deg);
CREATE INDEX idx_monitoring_ese ON monitoring_sources (ese_candidate);
CREATE INDEX idx_monitoring_variable ON monitoring_sources (is_variable, eta);

CREATE TABLE transient_candidates (
    id INTEGER PRIMARY KEY,
    source_id TEXT,
    ra_deg REAL NOT NULL,
    dec_deg REAL NOT NULL,
    detection_type TEXT NOT NULL,
    significance_sigma REAL,
    detected_at REAL,
    priority TEXT DEFAULT 'normal',
    n_detections INTEGER DEFAULT 0,
    mean_flux_jy REAL,
    std_flux_jy REAL,
    eta REAL,
    v_index REAL,
    chi_squared REAL,
    is_variable INTEGER DEFAULT 0,
    ese_candidate INTEGER DEFAULT 0,
    first_detected_at REAL,
    last_detected_at REAL,
    last_updated REAL,
    notes TEXT
);
CREATE INDEX idx_transients_coords ON transient_candidates (ra_deg, dec_deg);
CREATE INDEX idx_transients_detected ON transient_candidates (detected_at);
CREATE INDEX idx_transients_type ON transient_candidates (detection_type, significance_sigma);
CREATE INDEX idx_transients_type_detected ON transient_candidates (detection_type, detected_at);
CREATE INDEX idx_transients_source ON transient_candidates (source_id, detected_at);

CREATE TABLE ese_candidates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id TEXT NOT NULL REFERENCES variability_stats (source_id),
    flagged_at REAL NOT NULL,
    flagged_by TEXT DEFAULT 'auto',
    significance REAL NOT NULL,
    flag_type TEXT NOT NULL,
    notes TEXT,
    status TEXT DEFAULT 'active',
    investigated_at REAL,
    dismissed_at REAL
);
CREATE INDEX idx_ese_source ON ese_candidates (source_id, flagged_at);
CREATE INDEX idx_ese_flagged ON ese_candidates (flagged_at);
CREATE INDEX idx_ese_status ON ese_candidates (status, flagged_at);

CREATE TABLE mosaics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at REAL NOT NULL,
    start_mjd REAL NOT NULL,
    end_mjd REAL NOT NULL,
    integration_sec REAL,
    n_images INTEGER,
    center_ra_deg REAL,
    center_dec_deg REAL,
    dec_min_deg REAL,
    dec_max_deg REAL,
    noise_jy REAL,
    beam_major_arcsec REAL,
    beam_minor_arcsec REAL,
    beam_pa_deg REAL,
    n_sources INTEGER,
    thumbnail_path TEXT
);
CREATE INDEX idx_mosaics_created ON mosaics (created_at);
CREATE INDEX idx_mosaics_mjd ON mosaics (start_mjd, end_mjd);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    ms_path TEXT NOT NULL,
    params TEXT,
    logs TEXT,
    artifacts TEXT,
    created_at REAL NOT NULL,
    started_at REAL,
    finished_at REAL
);
CREATE INDEX idx_jobs_created ON jobs (created_at);
CREATE INDEX idx_jobs_status ON jobs (status, created_at);
CREATE INDEX idx_jobs_type ON jobs (type, created_at);
CREATE INDEX idx_jobs_ms_path ON jobs (ms_path, created_at);

CREATE TABLE batch_jobs (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    created_at REAL NOT NULL,
    status TEXT NOT NULL,
    total_items INTEGER NOT NULL,
    completed_items INTEGER DEFAULT 0,
    failed_items INTEGER DEFAULT 0,
    params TEXT
);
CREATE INDEX idx_batch_jobs_created ON batch_jobs (created_at);
CREATE INDEX idx_batch_jobs_status ON batch_jobs (status, created_at);
CREATE INDEX idx_batch_jobs_type ON batch_jobs (type, created_at);

CREATE TABLE batch_job_items (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES batch_jobs (id),
    ms_path TEXT NOT NULL,
    job_id INTEGER,
    status TEXT NOT NULL,
    error TEXT,
    started_at REAL,
    completed_at REAL,
    data_id TEXT
);
CREATE INDEX idx_batch_items_batch_id ON batch_job_items (batch_id);
CREATE INDEX idx_batch_items_ms_path ON batch_job_items (ms_path);

CREATE TABLE calibrator_transits (
    calibrator_name TEXT NOT NULL,
    transit_mjd REAL NOT NULL,
    transit_iso TEXT NOT NULL,
    has_data INTEGER NOT NULL DEFAULT 0,
    group_id TEXT,
    group_mid_iso TEXT,
    delta_minutes REAL,
    pb_response REAL,
    dec_match INTEGER NOT NULL DEFAULT 0,
    calculated_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    PRIMARY KEY (calibrator_name, transit_mjd)
);
CREATE INDEX idx_calibrator_transits_calibrator ON calibrator_transits (calibrator_name, updated_at);
CREATE INDEX idx_calibrator_transits_has_data ON calibrator_transits (calibrator_name, has_data, transit_mjd);
CREATE INDEX idx_calibrator_transits_mjd ON calibrator_transits (transit_mjd);
CREATE INDEX idx_calibrator_transits_mjd_name ON calibrator_transits (transit_mjd, calibrator_name);

CREATE TABLE dead_letter_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    component TEXT NOT NULL,
    operation TEXT NOT NULL,
    error_type TEXT NOT NULL,
    error_message TEXT,
    context_json TEXT,
    created_at REAL NOT NULL,
    retry_count INTEGER DEFAULT 0,
    status TEXT DEFAULT 'pending',
    resolved_at REAL,
    resolution_note TEXT
);
CREATE INDEX idx_dead_letters_created ON dead_letter_queue (created_at);
CREATE INDEX idx_dead_letters_status ON dead_letter_queue (status, created_at);
CREATE INDEX idx_dead_letters_component ON dead_letter_queue (component, created_at);
