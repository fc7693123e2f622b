package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
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
 * How the flux of a source varies over all its measurements: a row of products.variability_stats. Clients of REST set where the source
 * is; what is read-only {@link Variability} computes. A field is null where its column has no value.
 */
@Entity
@SkyPosition
@DynamicUpdate
@Row("How the flux of a source varies over all its measurements")
@Table(name = "variability_stats")
public class VariabilityStatistics extends PanacheEntityBase {
    @Id
    @NotNull
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; its key")
    public String sourceId;

    @NotNull
    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the source, degrees (ICRS): the mean of its measurements that have a position, else as it was set")
    public Double raDeg;

    @NotNull
    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the source, degrees (ICRS): the mean of its measurements that have a position, else as it was set")
    public Double decDeg;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density of the source in the NVSS catalogue, mJy: of its newest measurement that has one, else as it was set")
    public Double nvssFluxMjy;

    @Schema(description = "Number N of measurements that have a flux density, or a peak brightness in place of it",
            readOnly = true)
    public Long nObs = 0L;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, mJy", readOnly = true)
    public Double meanFluxMjy;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, weighted by 1 / error^2, mJy; of the measurements that have an error",
            readOnly = true)
    public Double weightedMeanFluxMjy;

    @Quantity(unit = "mJy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "Standard deviation of the flux density, mJy", readOnly = true)
    public Double stdFluxMjy;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.min")
    @Schema(description = "Least flux density, mJy", readOnly = true)
    public Double minFluxMjy;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.max")
    @Schema(description = "Greatest flux density, mJy", readOnly = true)
    public Double maxFluxMjy;

    @Schema(description = "Variability V: standard deviation over mean, dimensionless", readOnly = true)
    public Double vIndex;

    @Quantity(ucd = "stat.fit.chi2")
    @Schema(description = "Reduced chi-squared of a constant flux density, dimensionless; the same as eta_metric",
            readOnly = true)
    public Double chi2Nu;

    @Schema(description = "Greatest deviation of a measurement from the mean, in standard deviations, dimensionless",
            readOnly = true)
    public Double sigmaDeviation;

    @Schema(description = "Variability eta, weighted by the measurements' errors, dimensionless", readOnly = true)
    public Double etaMetric;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last measured, Unix seconds", readOnly = true)
    public Double lastMeasuredAt;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the last observation, MJD (days, UTC)", readOnly = true)
    public Double lastMjd;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this row was last computed, Unix seconds", readOnly = true)
    public Double updatedAt = 0.0;
}
