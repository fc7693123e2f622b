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
import org.dsa110.contimg.rest.declare.Upsertable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A measurement set: a row of products.ms_index. A field is null where its column has no value. */
// Each step of the pipeline knows some of the columns only.
@Upsertable
@Entity
@DynamicUpdate
@Table(name = "ms_index")
public class MeasurementSet extends PanacheEntityBase {
    @Id
    @NotNull
    @Column(name = "path")
    @Schema(description = "Where the measurement set lies; its key")
    public String path;

    @Column(name = "start_mjd")
    @Quantity(unit = "d", ucd = "time.start")
    @Schema(description = "Start of the observation, MJD (days, UTC)")
    public Double startMjd;

    @Column(name = "end_mjd")
    @Quantity(unit = "d", ucd = "time.end")
    @Schema(description = "End of the observation, MJD (days, UTC)")
    public Double endMjd;

    @Column(name = "mid_mjd")
    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the observation, MJD (days, UTC)")
    public Double midMjd;

    @Column(name = "processed_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last processed, Unix seconds")
    public Double processedAt;

    @Column(name = "status")
    @Schema(description = "Outcome of the last processing")
    public String status;

    @Column(name = "stage")
    @Schema(description = "How far it has come: converted, calibrated, imaged, ...")
    public String stage;

    @Column(name = "stage_updated_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the stage last changed, Unix seconds")
    public Double stageUpdatedAt;

    @Column(name = "cal_applied")
    @Schema(description = "Whether calibration has been applied: 0 or 1")
    public Long calApplied = 0L;

    @Column(name = "imagename")
    @Schema(description = "Where its image lies")
    public String imagename;

    @DecimalMin("0")
    @DecimalMax("360")
    @Column(name = "ra_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the field, degrees (ICRS)")
    public Double raDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Column(name = "dec_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the field, degrees (ICRS)")
    public Double decDeg;

    @Column(name = "field_name")
    @Schema(description = "Name of the field")
    public String fieldName;

    @DecimalMin("0")
    @DecimalMax("360")
    @Column(name = "pointing_ra_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.ra")
    @Schema(description = "Right ascension that the telescope pointed at, degrees (ICRS)")
    public Double pointingRaDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Column(name = "pointing_dec_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.dec")
    @Schema(description = "Declination that the telescope pointed at, degrees (ICRS)")
    public Double pointingDecDeg;
}
