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
import org.dsa110.contimg.rest.declare.Upsertable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A measurement set: a row of products.ms_index. A field is null where its column has no value. */
// Each step of the pipeline knows some of the columns only.
@Upsertable
@Entity
@DynamicUpdate
@Row("A measurement set")
@Table(name = "ms_index")
public class MeasurementSet extends PanacheEntityBase {
    @Id
    @NotNull
    @Schema(description = "Where the measurement set lies; its key")
    public String path;

    @Quantity(unit = "d", ucd = "time.start")
    @Schema(description = "Start of the observation, MJD (days, UTC)")
    public Double startMjd;

    @Quantity(unit = "d", ucd = "time.end")
    @Schema(description = "End of the observation, MJD (days, UTC)")
    public Double endMjd;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the observation, MJD (days, UTC)")
    public Double midMjd;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last processed, Unix seconds")
    public Double processedAt;

    @Schema(description = "Outcome of the last processing")
    public String status;

    @Schema(description = "How far it has come: converted, calibrated, imaged, ...")
    public String stage;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the stage last changed, Unix seconds")
    public Double stageUpdatedAt;

    @Schema(description = "Whether calibration has been applied: 0 or 1")
    public Long calApplied = 0L;

    @Schema(description = "Where its image lies")
    public String imagename;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the field, degrees (ICRS)")
    public Double raDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the field, degrees (ICRS)")
    public Double decDeg;

    @Schema(description = "Name of the field")
    public String fieldName;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra")
    @Schema(description = "Right ascension that the telescope pointed at, degrees (ICRS)")
    public Double pointingRaDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec")
    @Schema(description = "Declination that the telescope pointed at, degrees (ICRS)")
    public Double pointingDecDeg;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group that it was converted from")
    public String groupId;

    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When this row was added, Unix seconds; the database gives the time where it is left out")
    public Double createdAt;
}
