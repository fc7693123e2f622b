"""The data that every contender gets a copy of: made by SQL in files of our schema, once, and kept by a hash of what makes it."""
import hashlib
import os
import shutil
import sqlite3
import subprocess

# Numbers of rows are given as {rows}; what looks random follows from the number of the row, so that two runs make the same.
MULTIPLIERS = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 1640531527, 3432918353)
COUNTED = "WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {rows})\n"


def random(column):
    """SQL for a number from 0 up to 1, another one for each row and column (1 to 7)."""
    return f"(i * {MULTIPLIERS[column - 1]} % 4294967296 / 4294967296.0)"


IMAGES = COUNTED + f"""
INSERT INTO images (id, path, ms_path, created_at, type, beam_major_arcsec, beam_minor_arcsec, beam_pa_deg, noise_jy, pbcor, format,
    dynamic_range, field_name, center_ra_deg, center_dec_deg, imsize_x, imsize_y, cellsize_arcsec, freq_ghz, bandwidth_mhz, integration_sec)
SELECT i, printf('/stage/images/2025/%08d.fits', i), printf('/stage/ms/2025/%08d.ms', i / 4), 1.75e9 + i * 77.4,
    CASE i % 4 WHEN 0 THEN 'dirty' WHEN 1 THEN 'image' WHEN 2 THEN 'residual' ELSE 'psf' END,
    14 + {random(1)}, 10 + {random(2)}, 180 * {random(3)}, 0.001 * {random(4)}, i % 2, 'fits',
    2000 * {random(5)}, printf('field_%04d', i % 1000), 360 * {random(6)}, 180 * {random(7)} - 90,
    4096, 4096, 3.0, 1.405, 187.5, 309.24 FROM counted
"""
SOURCES = COUNTED + f"""
INSERT INTO monitoring_sources (id, source_id, name, ra_deg, dec_deg, catalog, priority, n_detections, mean_flux_jy, std_flux_jy, eta,
    v_index, chi_squared, is_variable, ese_candidate, first_detected_at, last_detected_at, last_updated, notes)
SELECT i, printf('M%07d', i), printf('NVSS %07d', i), 360 * {random(1)}, degrees(asin(2 * {random(7)} - 1)), 'NVSS', 'normal',
    i % 1000, 0.1 * {random(3)}, 0.01 * {random(4)}, {random(5)}, 0.1 * {random(6)}, 2 * {random(2)},
    i % 50 = 0, i % 500 = 0, 1.75e9, 1.76e9, 1.76e9, NULL FROM counted
"""
# A thousand measurements of each source, image by image, as they are made.
PHOTOMETRY = COUNTED + f"""
INSERT INTO photometry (id, source_id, image_path, ra_deg, dec_deg, nvss_flux_mjy, peak_jyb, peak_err_jyb, measured_at, snr, mjd, flux_jy,
    flux_err_jy, normalized_flux_jy, normalized_flux_err_jy, mosaic_path, sep_from_center_deg, flags)
SELECT i, printf('S%06d', s), printf('/stage/images/2025/%08d.fits', t), 360.0 * (s * 2654435761 % 4294967296) / 4294967296 * 0.999,
    170.0 * (s * 40503 % 65536) / 65536 - 85, 50.0, 0.05 + 0.01 * {random(1)}, 0.001 * (1 + {random(2)}),
    1.75e9 + t * 309.0, 30 + 20 * {random(3)}, 60800 + t * 0.00358, 0.05 + 0.01 * {random(4)}, 0.001 * (1 + {random(5)}),
    1 + 0.1 * {random(6)}, 0.01, NULL, {random(7)}, 0
FROM (SELECT i, (i - 1) % max({{rows}} / 1000, 1) AS s, (i - 1) / max({{rows}} / 1000, 1) AS t FROM counted)
"""
# What triggers, and the service from the marks they leave, make of photometry; the statistics are nobody's subject here.
PHOTOMETRY_KEPT = """
INSERT INTO source_places (source_id, ra_deg, dec_deg) SELECT source_id, min(ra_deg), min(dec_deg) FROM photometry GROUP BY source_id;
INSERT INTO variability_stats (source_id, ra_deg, dec_deg, n_obs, mean_flux_mjy, updated_at)
SELECT source_id, min(ra_deg), min(dec_deg), count(*), 1000 * avg(flux_jy), 1.76e9 FROM photometry GROUP BY source_id;
"""
# Seven types a set, a set every half day, valid for a day.
CALTABLES = COUNTED + """
INSERT INTO caltables (id, set_name, path, table_type, order_index, cal_field, refant, created_at, valid_start_mjd, valid_end_mjd, status,
    notes, source_ms_path, solver_command, solver_version, solver_params, quality_metrics)
SELECT i, printf('set_%06d', i / 7), printf('/stage/cal/%08d.cal', i), substr('K BAGABP2GDBC', 1 + i % 7 * 2, 2), i % 7, '3C286', 'pad103',
    1.7e9 + i * 100, 50000 + i / 7 * 0.5, 50001 + i / 7 * 0.5, CASE WHEN i % 20 THEN 'active' ELSE 'retired' END, NULL,
    printf('/stage/ms/2025/%08d.ms', i / 7), 'gaincal', '6.5', '{}', '{"snr":10.5}' FROM counted
"""
# Of each: the file, the table, what fills it, and what is kept beside it.
TABLES = {
    "images": ("products", "images", IMAGES, ""),
    "sources": ("products", "monitoring_sources", SOURCES, ""),
    "photometry": ("products", "photometry", PHOTOMETRY, PHOTOMETRY_KEPT),
    "caltables": ("cal_registry", "caltables", CALTABLES, ""),
    "nothing": ("products", "images", "", ""),
}


def hash_of(*texts):
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def migrations(tree):
    """The text of all migrations of a source tree."""
    texts = []
    for parent, folders, names in os.walk(os.path.join(tree, "src/main/resources/db")):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(parent, name), encoding="utf-8") as text:
                texts += [os.path.relpath(os.path.join(parent, name), tree), text.read()]
    return texts


def folder_of(cache, program, name, rows):
    """The folder with five files of which one table has so many rows; made if it is not there."""
    database, table, fill, kept = TABLES[name]
    made = os.path.join(cache, "data", f"{name}-{rows}-{hash_of(fill, kept, *migrations(program.tree))}")
    if os.path.isdir(made):
        return made
    print(f"making {rows} rows of {name}", flush=True)
    new = made + ".new"
    shutil.rmtree(new, ignore_errors=True)
    os.makedirs(new)
    subprocess.run([*program.command(), "upgrade"], env=program.environment(new, 0), check=True, stdout=subprocess.DEVNULL)
    if fill:
        filled(os.path.join(new, database + ".sqlite3"), table, fill.replace("{rows}", str(rows)), kept)
    os.rename(new, made)
    return made


def filled(file, table, fill, kept):
    """Without indexes and triggers while the rows come: made afterwards by their own statements, indexes are sorted once."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -1000000", "temp_store = FILE"):
        connection.execute("PRAGMA " + pragma)
    later = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger')"
                               " AND sql IS NOT NULL ORDER BY type", (table,)).fetchall()
    connection.execute("BEGIN")
    for kind, name, _ in later:
        connection.execute(f'DROP {kind} "{name}"')
    connection.execute(fill)
    for kind, _, sql in later:
        if kind == "index":
            connection.execute(sql)
    for statement in filter(str.strip, kept.split(";")):
        connection.execute(statement)
    for kind, _, sql in later:
        if kind == "trigger":
            connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
