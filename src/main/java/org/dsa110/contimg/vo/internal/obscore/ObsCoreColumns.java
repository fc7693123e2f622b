package org.dsa110.contimg.vo.internal.obscore;

import static org.dsa110.contimg.rest.internal.table.ColumnType.INTEGER;
import static org.dsa110.contimg.rest.internal.table.ColumnType.REAL;
import static org.dsa110.contimg.rest.internal.table.ColumnType.TEXT;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.ModelField;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * The columns of ObsCore 1.1 with its names, units, UCDs and utypes (appendix C): all that are mandatory, some that are not, and a few of the
 * table of images. Not thread-safe.
 */
final class ObsCoreColumns {
    /** Bound to the address of the images' rows, with a slash at its end. */
    static final String ROWS = "?1";
    private static final String CHAR = "char";
    /** Its texts go out as they are stored, of any characters. */
    private static final String USUAL = null;
    private static final String SIZE = "meta.number";
    private static final String RESOLUTION = "pos.angResolution";

    private final List<ColumnDescription> columns = new ArrayList<>();

    private ObsCoreColumns() {
    }

    /** @param images the table that the rows are of */
    static List<ColumnDescription> of(RowsDescription images) {
        ObsCoreColumns all = new ObsCoreColumns();
        all.addObservation();
        all.addAccess();
        all.addSky();
        all.addTime();
        all.addSpectrum();
        all.addRest();
        List.of("path", "format", "created_at", "noise_jy", "pbcor")
                .forEach(name -> all.columns.add(images.column(name)));
        return List.copyOf(all.columns);
    }

    private void addObservation() {
        text("dataproduct_type", ImageSql.IMAGE, CHAR, "meta.code.class", "ObsDataset.dataProductType",
                "What the data are: an image");
        text("dataproduct_subtype", "images.type", USUAL, "meta.code.class", "ObsDataset.dataProductSubtype",
                "What is in the image: dirty, clean, residual, model, image, pbcor, 5min, ...; not a closed set");
        add("calib_level", ImageSql.CALIB_LEVEL, INTEGER, null, "meta.code;obs.calib", "ObsDataset.calibLevel", "int",
                "2 where the measurement set says that calibration was applied, and 1 where nothing says so");
        text("obs_collection", ImageSql.TELESCOPE, CHAR, "meta.id", "DataID.collection",
                "The collection: all images of the telescope");
        text("obs_id", "images.ms_path", USUAL, "meta.id", "DataID.observationID",
                "The measurement set, whose images are of one observation");
        text("obs_publisher_did", ImageId.SQL, CHAR, "meta.ref.ivoid", "Curation.publisherDID",
                "Identifier of the image at this service, and registered nowhere");
    }

    private void addAccess() {
        text("access_url", ROWS + " || images.id", CHAR, "meta.ref.url", "Access.reference",
                "Where all is that is known of the image, as JSON; the file itself is at the path");
        text("access_format", ImageSql.FORMAT, CHAR, "meta.code.mime", "Access.format",
                "What is at the access URL");
        add("access_estsize", "1", INTEGER, "kbyte", "phys.size;meta.file", "Access.size", null,
                "How much that is, about");
        text("target_name", ImageSql.TARGET, USUAL, "meta.id;src", "Target.name", "Name of the field");
    }

    private void addSky() {
        real("s_ra", ImageSql.S_RA, "deg", "pos.eq.ra",
                "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1",
                "Right ascension of the centre, degrees (ICRS)");
        real("s_dec", ImageSql.S_DEC, "deg", "pos.eq.dec",
                "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2",
                "Declination of the centre, degrees (ICRS)");
        real("s_fov", ImageSql.S_FOV, "deg", "phys.angSize;instr.fov",
                "Char.SpatialAxis.Coverage.Bounds.Extent.diameter", "The diagonal of the image, degrees");
        columns.add(ColumnDescription.formula("s_region", ImageSql.S_REGION, TEXT, null, "pos.outline;obs.field",
                "A circle that has all of the image in it, as STC-S has it", new ModelField(
                        "obscore:Char.SpatialAxis.Coverage.Support.Area", CHAR, "adql:REGION")));
        real("s_resolution", ImageSql.BEAM_MAJOR, "arcsec", RESOLUTION,
                "Char.SpatialAxis.Resolution.Refval.value",
                "Major axis of the synthesized beam, full width at half maximum, arcseconds");
        real("s_resolution_min", ImageSql.BEAM_MINOR, "arcsec", RESOLUTION + ";stat.min",
                "Char.SpatialAxis.Resolution.Bounds.Limits.LoLimit",
                "Minor axis of the synthesized beam, full width at half maximum, arcseconds");
        real("s_resolution_max", ImageSql.BEAM_MAJOR, "arcsec", RESOLUTION + ";stat.max",
                "Char.SpatialAxis.Resolution.Bounds.Limits.HiLimit", "The major axis again");
        integer("s_xel1", ImageSql.S_XEL1, SIZE, "Char.SpatialAxis.numBins1", "Width, pixels");
        integer("s_xel2", ImageSql.S_XEL2, SIZE, "Char.SpatialAxis.numBins2", "Height, pixels");
        real("s_pixel_scale", ImageSql.S_PIXEL_SCALE, "arcsec", "phys.angSize;instr.pixel",
                "Char.SpatialAxis.Sampling.RefVal.SamplingPeriod", "Size of a pixel, arcseconds");
    }

    private void addTime() {
        real("t_min", ImageSql.T_MIN, "d", "time.start;obs.exposure",
                "Char.TimeAxis.Coverage.Bounds.Limits.StartTime",
                "Start of the observation, MJD (days, UTC), of the measurement set");
        real("t_max", ImageSql.T_MAX, "d", "time.end;obs.exposure", "Char.TimeAxis.Coverage.Bounds.Limits.StopTime",
                "End of the observation, MJD (days, UTC), of the measurement set");
        real("t_exptime", ImageSql.EXPOSURE, "s", "time.duration;obs.exposure",
                "Char.TimeAxis.Coverage.Support.Extent", "Integration time, seconds");
        real("t_resolution", ImageSql.EXPOSURE, "s", "time.resolution", "Char.TimeAxis.Resolution.Refval.value",
                "The integration time again, as an image has nothing shorter");
        integer("t_xel", "1", SIZE, "Char.TimeAxis.numBins", "How many times the image has: one");
    }

    private void addSpectrum() {
        real("em_min", ImageSql.EM_MIN, "m", "em.wl;stat.min", "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit",
                "Least wavelength, metres: of the highest frequency of the band");
        real("em_max", ImageSql.EM_MAX, "m", "em.wl;stat.max", "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit",
                "Greatest wavelength, metres: of the lowest frequency of the band");
        real("em_res_power", ImageSql.EM_RES_POWER, null, "spect.resolution",
                "Char.SpectralAxis.Resolution.ResolPower.refVal",
                "Centre frequency over bandwidth, as an image has one channel");
        integer("em_xel", "1", SIZE, "Char.SpectralAxis.numBins", "How many channels the image has: one");
        text("em_ucd", "'em.freq'", CHAR, "meta.ucd", "Char.SpectralAxis.ucd",
                "What its band is of: frequency");
    }

    private void addRest() {
        text("o_ucd", "'phot.flux.density'", CHAR, "meta.ucd", "Char.ObservableAxis.ucd",
                "What its pixels have: flux densities, for a beam or a pixel");
        text("pol_states", "NULL", CHAR, "meta.code;phys.polarization", "Char.PolarizationAxis.stateList",
                "Polarizations; not known");
        integer("pol_xel", "NULL", SIZE, "Char.PolarizationAxis.numBins",
                "How many polarizations there are; not known");
        text("facility_name", ImageSql.TELESCOPE, CHAR, "meta.id;instr.tel", "Provenance.ObsConfig.Facility.name",
                "The telescope");
        text("instrument_name", ImageSql.TELESCOPE, CHAR, "meta.id;instr", "Provenance.ObsConfig.Instrument.name",
                "The instrument: the telescope has one");
    }

    private void text(String name, String sql, String datatype, String ucd, String utype, String description) {
        add(name, sql, TEXT, null, ucd, utype, datatype, description);
    }

    private void real(String name, String sql, String unit, String ucd, String utype, String description) {
        add(name, sql, REAL, unit, ucd, utype, null, description);
    }

    private void integer(String name, String sql, String ucd, String utype, String description) {
        add(name, sql, INTEGER, null, ucd, utype, null, description);
    }

    private void add(String name, String sql, ColumnType type, String unit, String ucd, String utype, String datatype,
            String description) {
        columns.add(ColumnDescription.formula(name, sql, type, unit, ucd, description,
                new ModelField("obscore:" + utype, datatype, null)));
    }
}
