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

/** A source that is watched for variability: a row of products.monitoring_sources. A field is null where its column has no value. */
@Entity
@SkyPosition
@DynamicUpdate
@Row("A source that is watched for variability")
@Table(name = "monitoring_sources")
public class MonitoringSource extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the source; given by the database")
    public Long id;

    @NotNull
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; unique")
    public String sourceId;

    @Schema(description = "Name of the source in its catalogue")
    public String name;

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

    @Schema(description = "Catalogue that the source comes from, such as NVSS")
    public String catalog;

    @Schema(description = "How urgently it is watched: low, normal, high, ...; not a closed set")
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
}
