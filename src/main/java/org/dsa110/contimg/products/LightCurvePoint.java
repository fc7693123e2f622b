package org.dsa110.contimg.products;

import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A point of a source's light curve: a row of products.photometry with one flux. The peak brightness stands in for the integrated flux
 * density where that is NULL, and nowhere else: 0.0 is a measurement too. No table, but declared like one.
 */
@RegisterForReflection
@Row("A point of a source's light curve")
@Table(name = "lightcurve")
public class LightCurvePoint {
    static final String QUERY = "SELECT id, source_id, mjd, CASE WHEN flux_jy IS NULL THEN peak_jyb ELSE flux_jy END AS flux_jy,"
            + " CASE WHEN flux_jy IS NULL THEN peak_err_jyb ELSE flux_err_jy END AS flux_err_jy, snr, image_path FROM photometry";

    @Id
    @Quantity(ucd = "meta.id")
    @Schema(hidden = true, description = "Number of the measurement")
    public Long id;

    @Quantity(ucd = "meta.id;src")
    @Schema(hidden = true, description = "Name of the source")
    public String sourceId;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(name = "mjd", nullable = true, description = "Middle of the observation, MJD (days, UTC)",
            extensions = @Extension(name = Quantity.EXTENSION, value = "d"))
    public Double mjd;

    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio")
    @Schema(name = "flux_jy", nullable = true,
            description = "Integrated flux density, Jy; where there is none the peak brightness, Jy/beam",
            extensions = @Extension(name = Quantity.EXTENSION, value = "Jy"))
    public Double fluxJy;

    @Quantity(unit = "Jy", ucd = "stat.error;phot.flux.density;em.radio")
    @Schema(name = "flux_err_jy", nullable = true, description = "Standard error of the flux, in its unit",
            extensions = @Extension(name = Quantity.EXTENSION, value = "Jy"))
    public Double fluxErrJy;

    @Quantity(ucd = "stat.snr")
    @Schema(name = "snr", nullable = true, description = "Signal over noise, dimensionless")
    public Double snr;

    @Schema(name = "image_path", description = "The image that it was measured in")
    public String imagePath;

    /** The point that a measurement is. */
    static LightCurvePoint of(PhotometryMeasurement measurement) {
        boolean integrated = measurement.fluxJy != null;
        LightCurvePoint point = new LightCurvePoint();
        point.id = measurement.id;
        point.sourceId = measurement.sourceId;
        point.mjd = measurement.mjd;
        point.fluxJy = integrated ? measurement.fluxJy : measurement.peakJyb;
        point.fluxErrJy = integrated ? measurement.fluxErrJy : measurement.peakErrJyb;
        point.snr = measurement.snr;
        point.imagePath = measurement.imagePath;
        return point;
    }
}
