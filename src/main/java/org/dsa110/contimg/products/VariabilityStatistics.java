package org.dsa110.contimg.products;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * How the flux of a source varies over all its measurements: a row of products.variability_stats. A field is null where its column
 * has no value.
 */
@Entity
@SkyPosition
@DynamicUpdate
@Table(name = "variability_stats")
public class VariabilityStatistics extends PanacheEntityBase {
    @Id
    @NotNull
    @Column(name = "source_id")
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; its key")
    public String sourceId;

    @NotNull
    @DecimalMin("0")
    @DecimalMax("360")
    @Column(name = "ra_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the source, degrees (ICRS)")
    public Double raDeg;

    @NotNull
    @DecimalMin("-90")
    @DecimalMax("90")
    @Column(name = "dec_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the source, degrees (ICRS)")
    public Double decDeg;

    @Column(name = "nvss_flux_mjy")
    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density of the source in the NVSS catalogue, mJy")
    public Double nvssFluxMjy;

    @Column(name = "n_obs")
    @Schema(description = "Number N of measurements that have a flux density, or a peak brightness in place of it")
    public Long nObs = 0L;

    @Column(name = "mean_flux_mjy")
    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, mJy")
    public Double meanFluxMjy;

    @Column(name = "weighted_mean_flux_mjy")
    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, weighted by 1 / error^2, mJy; of the measurements that have an error")
    public Double weightedMeanFluxMjy;

    @Column(name = "std_flux_mjy")
    @Quantity(unit = "mJy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "Standard deviation of the flux density, mJy")
    public Double stdFluxMjy;

    @Column(name = "min_flux_mjy")
    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.min")
    @Schema(description = "Least flux density, mJy")
    public Double minFluxMjy;

    @Column(name = "max_flux_mjy")
    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.max")
    @Schema(description = "Greatest flux density, mJy")
    public Double maxFluxMjy;

    @Column(name = "v_index")
    @Schema(description = "Variability V: standard deviation over mean, dimensionless")
    public Double vIndex;

    @Column(name = "chi2_nu")
    @Quantity(ucd = "stat.fit.chi2")
    @Schema(description = "Reduced chi-squared of a constant flux density, dimensionless; the same as eta_metric")
    public Double chi2Nu;

    @Column(name = "sigma_deviation")
    @Schema(description = "Greatest deviation of a measurement from the mean, in standard deviations, dimensionless")
    public Double sigmaDeviation;

    @Column(name = "eta_metric")
    @Schema(description = "Variability eta, weighted by the measurements' errors, dimensionless")
    public Double etaMetric;

    @Column(name = "last_measured_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last measured, Unix seconds")
    public Double lastMeasuredAt;

    @Column(name = "last_mjd")
    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the last observation, MJD (days, UTC)")
    public Double lastMjd;

    @NotNull
    @Column(name = "updated_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this row was last computed, Unix seconds")
    public Double updatedAt;
}
