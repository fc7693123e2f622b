package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A flux of a source as measured in one image: a row of products.photometry. A field is null where its column has no value.
 *
 * <p>Who adds, changes or removes rows in Java tells {@link Variability} of them in the same unit of work, once they are flushed: it keeps
 * variability_stats in step by what it is told.
 */
@Entity
@SkyPosition
@DynamicUpdate
@Row("A flux of a source as measured in one image")
@Table(name = "photometry")
public class PhotometryMeasurement extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the measurement; given by the database")
    public Long id;

    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; null where the position belongs to no known source")
    public String sourceId;

    @NotNull
    @Schema(description = "The image that it was measured in")
    public String imagePath;

    @NotNull
    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the measured position, degrees (ICRS)")
    public Double raDeg;

    @NotNull
    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the measured position, degrees (ICRS)")
    public Double decDeg;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density of the source in the NVSS catalogue, mJy")
    public Double nvssFluxMjy;

    @Quantity(unit = "Jy/beam", ucd = "phot.flux.density;em.radio;stat.max")
    @Schema(description = "Peak brightness, Jy/beam; null where a program measured the integrated flux density alone")
    public Double peakJyb;

    @Quantity(unit = "Jy/beam", ucd = "stat.error;phot.flux.density;em.radio")
    @Schema(description = "Standard error of the peak brightness, Jy/beam")
    public Double peakErrJyb;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was measured, Unix seconds")
    public Double measuredAt;

    @Quantity(ucd = "stat.snr")
    @Schema(description = "Signal over noise, dimensionless")
    public Double snr;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the observation, MJD (days, UTC)")
    public Double mjd;

    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Integrated flux density, Jy")
    public Double fluxJy;

    @Quantity(unit = "Jy", ucd = "stat.error;phot.flux.density;em.radio")
    @Schema(description = "Standard error of the integrated flux density, Jy")
    public Double fluxErrJy;

    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density after the image's flux scale was matched to reference sources, Jy")
    public Double normalizedFluxJy;

    @Quantity(unit = "Jy", ucd = "stat.error;phot.flux.density;em.radio")
    @Schema(description = "Standard error of the normalized flux density, Jy")
    public Double normalizedFluxErrJy;

    @Schema(description = "The mosaic that the image is part of")
    public String mosaicPath;

    @Quantity(unit = "deg", ucd = "pos.angDistance")
    @Schema(description = "Distance of the source from the centre of the image, degrees")
    public Double sepFromCenterDeg;

    @Schema(description = "Quality flags, a sum of bits; 0 is without fault")
    public Long flags = 0L;

    @Schema(description = "Noise around the source, as the program that measured it gives it")
    public Double localRms;

    @Quantity(unit = "Jy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise, Jy")
    public Double rmsJy;

    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio;stat.max")
    @Schema(description = "Peak flux density, Jy")
    public Double peakFluxJy;

    @Schema(description = "Quality of the measurement in a word; not a closed set")
    public String qualityFlag;
}
