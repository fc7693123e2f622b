package org.dsa110.contimg.products;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A candidate for a transient or variable source: a row of products.transient_candidates. A field is null where its column has no
 * value.
 */
@Entity
@SkyPosition
@DynamicUpdate
@Table(name = "transient_candidates")
public class TransientCandidate extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the candidate; given by the database")
    public Long id;

    @Column(name = "source_id")
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; null where it is in no catalogue")
    public String sourceId;

    @NotNull
    @DecimalMin("0")
    @DecimalMax("360")
    @Column(name = "ra_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension, degrees (ICRS)")
    public Double raDeg;

    @NotNull
    @DecimalMin("-90")
    @DecimalMax("90")
    @Column(name = "dec_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination, degrees (ICRS)")
    public Double decDeg;

    @NotNull
    @Column(name = "detection_type")
    @Schema(description = "What was seen: new, variable, fading, ...; not a closed set")
    public String detectionType;

    @Column(name = "significance_sigma")
    @Schema(description = "Significance of the detection, standard deviations")
    public Double significanceSigma;

    @Column(name = "detected_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was detected, Unix seconds")
    public Double detectedAt;

    @Column(name = "priority")
    @Schema(description = "How urgently it wants following up: low, normal, high, ...; not a closed set")
    public String priority = "normal";

    @Column(name = "n_detections")
    @Schema(description = "How often it was detected")
    public Long nDetections = 0L;

    @Column(name = "mean_flux_jy")
    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, Jy")
    public Double meanFluxJy;

    @Column(name = "std_flux_jy")
    @Quantity(unit = "Jy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "Standard deviation of the flux density, Jy")
    public Double stdFluxJy;

    @Column(name = "eta")
    @Schema(description = "Variability eta, weighted by the measurements' errors, dimensionless")
    public Double eta;

    @Column(name = "v_index")
    @Schema(description = "Variability V: standard deviation over mean of the flux density, dimensionless")
    public Double vIndex;

    @Column(name = "chi_squared")
    @Quantity(ucd = "stat.fit.chi2")
    @Schema(description = "Chi-squared of a constant flux density, dimensionless")
    public Double chiSquared;

    @Column(name = "is_variable")
    @Schema(description = "Whether it was found to be variable: 0 or 1")
    public Long isVariable = 0L;

    @Column(name = "ese_candidate")
    @Schema(description = "Whether it may show an extreme scattering event: 0 or 1")
    public Long eseCandidate = 0L;

    @Column(name = "first_detected_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was first detected, Unix seconds")
    public Double firstDetectedAt;

    @Column(name = "last_detected_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last detected, Unix seconds")
    public Double lastDetectedAt;

    @Column(name = "last_updated")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this row was last changed, Unix seconds")
    public Double lastUpdated;

    @Size(max = 65536)
    @Column(name = "notes")
    @Schema(description = "Remarks")
    public String notes;
}
