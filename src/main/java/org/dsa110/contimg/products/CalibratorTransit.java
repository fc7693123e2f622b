package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A transit of a calibrator through the meridian: a row of products.calibrator_transits. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A transit of a calibrator through the meridian")
@Table(name = "calibrator_transits")
@IdClass(CalibratorTransit.Key.class)
public class CalibratorTransit extends PanacheEntityBase {
    @Id
    @NotNull
    @Schema(description = "Name of the calibrator; first part of the key")
    public String calibratorName;

    @Id
    @NotNull
    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "When it transits, MJD (days, UTC); second part of the key")
    public Double transitMjd;

    @NotNull
    @Schema(description = "When it transits, ISO 8601, UTC")
    public String transitIso;

    @NotNull
    @Schema(description = "Whether an observation group covers the transit: 0 or 1")
    public Long hasData = 0L;

    @Quantity(ucd = "meta.id")
    @Schema(description = "The observation group nearest to the transit")
    public String groupId;

    @Schema(description = "Middle of that group's observation, ISO 8601, UTC")
    public String groupMidIso;

    @Quantity(unit = "min", ucd = "time.interval")
    @Schema(description = "Time from the transit to the middle of that group's observation, minutes")
    public Double deltaMinutes;

    @Schema(description = "Response of the primary beam towards the calibrator: 0 to 1, dimensionless")
    public Double pbResponse;

    @NotNull
    @Schema(description = "Whether the telescope pointed at the calibrator's declination: 0 or 1")
    public Long decMatch = 0L;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the transit was first computed, Unix seconds")
    public Double calculatedAt;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this row was last changed, Unix seconds")
    public Double updatedAt;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the transit, as other programs know it; the database gives one where it is left out; unique")
    public Long id;

    /** The key. */
    public record Key(String calibratorName, Double transitMjd) {
    }
}
