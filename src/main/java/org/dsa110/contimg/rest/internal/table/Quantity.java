package org.dsa110.contimg.rest.internal.table;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a column's values measure, for programs: read from its name, as all tables name their columns by the same conventions. An
 * entity's description says the same for people.
 *
 * @param unit as VOUnits 1.0 writes it; null for what is not a number or has no unit
 * @param ucd the IVOA's Unified Content Descriptor (UCD1+); null where there is none
 */
public record Quantity(String unit, String ucd) {
    /** The coordinate system of all positions: ICRS. */
    public static final String COORDINATES = "icrs";

    private static final Quantity NONE = new Quantity(null, null);
    private static final String FLUX = "phot.flux.density;em.radio";
    private static final String FLUX_ERROR = "stat.error;phot.flux.density;em.radio";
    /** By the end of the name, the more special ones first. */
    private static final Map<String, Quantity> BY_ENDING = new LinkedHashMap<>();

    static {
        add("pointing_ra_deg", "deg", "pos.eq.ra");
        add("pointing_dec_deg", "deg", "pos.eq.dec");
        add("ra_deg", "deg", "pos.eq.ra;meta.main");
        add("dec_deg", "deg", "pos.eq.dec;meta.main");
        add("beam_pa_deg", "deg", "pos.posAng;instr.beam");
        add("sep_from_center_deg", "deg", "pos.angDistance");
        add("separation_deg", "deg", "pos.angDistance");
        add("_deg", "deg", null);
        add("beam_major_arcsec", "arcsec", "phys.angSize;instr.beam");
        add("beam_minor_arcsec", "arcsec", "phys.angSize;instr.beam");
        add("cellsize_arcsec", "arcsec", "phys.angSize;instr.pixel");
        add("_arcsec", "arcsec", null);
        add("noise_jy", "Jy/beam", "stat.stdev;phot.flux.density;em.radio");
        add("std_flux_jy", "Jy", "stat.stdev;phot.flux.density;em.radio");
        add("mean_flux_jy", "Jy", FLUX + ";stat.mean");
        add("err_jy", "Jy", FLUX_ERROR);
        add("flux_jy", "Jy", FLUX);
        add("_jy", "Jy", null);
        add("err_jyb", "Jy/beam", FLUX_ERROR);
        add("peak_jyb", "Jy/beam", FLUX + ";stat.max");
        add("_jyb", "Jy/beam", null);
        add("std_flux_mjy", "mJy", "stat.stdev;phot.flux.density;em.radio");
        add("mean_flux_mjy", "mJy", FLUX + ";stat.mean");
        add("min_flux_mjy", "mJy", FLUX + ";stat.min");
        add("max_flux_mjy", "mJy", FLUX + ";stat.max");
        add("flux_mjy", "mJy", FLUX);
        add("_mjy", "mJy", null);
        add("freq_ghz", "GHz", "em.freq");
        add("_ghz", "GHz", null);
        add("bandwidth_mhz", "MHz", "instr.bandwidth");
        add("_mhz", "MHz", null);
        add("start_mjd", "d", "time.start");
        add("end_mjd", "d", "time.end");
        add("mjd", "d", "time.epoch");
        // In pointing_history: an MJD, whatever its name suggests.
        add("timestamp", "d", "time.epoch");
        add("created_at", "s", "time.creation");
        add("_at", "s", "time.epoch");
        add("last_update", "s", "time.epoch");
        add("last_updated", "s", "time.epoch");
        add("modified_time", "s", "time.epoch");
        add("integration_sec", "s", "time.duration;obs.exposure");
        add("_sec", "s", "time.duration");
        add("_time", "s", "time.duration");
        add("_minutes", "min", "time.duration");
        add("_bytes", "byte", null);
        add("imsize_x", "pixel", null);
        add("imsize_y", "pixel", null);
        add("snr", null, "stat.snr");
        add("chi2_nu", null, "stat.fit.chi2");
        add("chi_squared", null, "stat.fit.chi2");
        add("source_id", null, "meta.id;src");
        add("_id", null, "meta.id");
    }

    /** What a column measures; never null. */
    public static Quantity of(ColumnDescription column) {
        Quantity quantity = ofName(column.name());
        return column.type() == ColumnType.TEXT
                ? new Quantity(null, isIdentity(quantity) ? quantity.ucd() : null)
                : quantity;
    }

    /** The coordinate system of a position; null for anything else. */
    public String coordinates() {
        return ucd != null && ucd.startsWith("pos.eq.") ? COORDINATES : null;
    }

    private static Quantity ofName(String name) {
        if (name.equals("id")) {
            return new Quantity(null, "meta.id");
        }
        return BY_ENDING.entrySet().stream().filter(entry -> name.endsWith(entry.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(NONE);
    }

    private static boolean isIdentity(Quantity quantity) {
        return quantity.ucd() != null && quantity.ucd().startsWith("meta.id");
    }

    private static void add(String ending, String unit, String ucd) {
        BY_ENDING.put(ending, new Quantity(unit, ucd));
    }
}
