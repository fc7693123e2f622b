package org.dsa110.contimg.products;

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
import org.dsa110.contimg.rest.declare.Row;
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
@Row("A candidate for a transient or variable source")
@Table(name = "transient_candidates")
public class TransientCandidate extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the candidate; given by the database")
    public Long id;

    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; null where it is in no catalogue")
    public String sourceId;

    @NotNull
    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension, degrees (ICRS)")
    public Double raDeg;

    @NotNull
    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination, degrees (ICRS)")
    public Double decDeg;

    @Schema(description = "What was seen: new, variable, fading, ...; not a closed set; null where a program does not say")
    public String detectionType;

    @Schema(description = "Significance of the detection, standard deviations")
    public Double significanceSigma;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was detected, Unix seconds")
    public Double detectedAt;

    @Schema(description = "How urgently it wants following up: low, normal, high, ...; not a closed set")
    public String priority = "normal";

    @Schema(description = "How often it was detected")
    public Long nDetections = 0L;

    @Quantity(unit = "Jy", ucd = "phot.flux.density;em.radio;stat.mean")
    @Schema(description = "Mean flux density, Jy")
    public Double meanFluxJy;

    @Quantity(unit = "Jy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "Standard deviation of the flux density, Jy")
    public Double stdFluxJy;

    @Schema(description = "Variability eta, weighted by the measurements' errors, dimensionless")
    public Double eta;

    @Schema(description = "Variability V: standard deviation over mean of the flux density, dimensionless")
    public Double vIndex;

    @Quantity(ucd = "stat.fit.chi2")
    @Schema(description = "Chi-squared of a constant flux density, dimensionless")
    public Double chiSquared;

    @Schema(description = "Whether it was found to be variable: 0 or 1")
    public Long isVariable = 0L;

    @Schema(description = "Whether it may show an extreme scattering event: 0 or 1")
    public Long eseCandidate = 0L;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was first detected, Unix seconds")
    public Double firstDetectedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last detected, Unix seconds")
    public Double lastDetectedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this row was last changed, Unix seconds")
    public Double lastUpdated;

    @Size(max = 65536)
    @Schema(description = "Remarks")
    public String notes;

    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the candidate, as programs give it that know no source_id")
    public String sourceName;

    @Schema(description = "The image that it was found in")
    public String imagePath;

    @Schema(description = "The measurement set that the image was made of")
    public String msPath;

    @Schema(description = "Number of the mosaic that it was found in")
    public Long mosaicId;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "When it was observed, MJD (days, UTC)")
    public Double timestampMjd;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio;stat.max")
    @Schema(description = "Peak flux density, mJy")
    public Double peakMjy;

    @Quantity(unit = "mJy", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise around it, mJy")
    public Double rmsMjy;

    @Quantity(ucd = "stat.snr")
    @Schema(description = "Signal over noise, dimensionless")
    public Double snr;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density that was observed, mJy")
    public Double fluxObsMjy;

    @Quantity(unit = "mJy", ucd = "phot.flux.density;em.radio")
    @Schema(description = "Flux density in the catalogue that it was compared with, mJy; null where it is not in it")
    public Double fluxBaselineMjy;

    @Schema(description = "Observed flux density over that of the catalogue, dimensionless")
    public Double fluxRatio;

    @Schema(description = "Catalogue that it was compared with")
    public String baselineCatalog;

    @Schema(description = "Index of variability, dimensionless")
    public Double variabilityIndex;

    @Schema(description = "What it was found to be: unclassified, agn, ...; not a closed set")
    public String classification;

    @Schema(description = "Who or what classified it")
    public String classifiedBy;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was classified, Unix seconds")
    public Double classifiedAt;

    @Schema(description = "How far following it up has come: pending, ...; not a closed set")
    public String followUpStatus;
}
