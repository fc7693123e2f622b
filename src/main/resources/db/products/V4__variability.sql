ALTER TABLE variability_stats ADD COLUMN weighted_mean_flux_mjy REAL;
ALTER TABLE variability_stats ADD COLUMN v_index REAL;

-- What the statistics follow from; sums as a double and what that lacks, NULL where one overflowed.
CREATE TABLE variability_sums (
    source_id TEXT NOT NULL PRIMARY KEY,
    fluxes INTEGER NOT NULL,
    weighted INTEGER NOT NULL,
    positions INTEGER NOT NULL,
    least_jy REAL,
    greatest_jy REAL,
    last_measured_at REAL,
    last_mjd REAL,
    nvss_id INTEGER,
    nvss_flux_mjy REAL,
    f_high REAL,
    f_low REAL,
    ff_high REAL,
    ff_low REAL,
    w_high REAL,
    w_low REAL,
    wf_high REAL,
    wf_low REAL,
    wff_high REAL,
    wff_low REAL,
    x_high REAL,
    x_low REAL,
    y_high REAL,
    y_low REAL,
    z_high REAL,
    z_low REAL
);
