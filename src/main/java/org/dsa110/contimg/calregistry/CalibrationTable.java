package org.dsa110.contimg.calregistry;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A calibration table and when it is valid: a row of cal_registry.caltables. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A calibration table and when it is valid")
@Table(name = "caltables")
public class CalibrationTable extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the table; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "The set of calibration tables that it belongs to")
    public String setName;

    @NotNull
    @Schema(description = "Where the table lies; unique")
    public String path;

    @NotNull
    @Schema(description = "K, BA, BP, GA, GP, 2G or FLUX")
    public String tableType;

    @NotNull
    @Schema(description = "Place in the order of application within its set: 10 to 70")
    public Long orderIndex;

    @Schema(description = "Field of the calibrator")
    public String calField;

    @Schema(description = "Reference antenna")
    public String refant;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was solved, Unix seconds")
    public Double createdAt;

    @Quantity(unit = "d", ucd = "time.start")
    @Schema(description = "Start of validity, MJD (days, UTC), inclusive; null is open")
    public Double validStartMjd;

    @Quantity(unit = "d", ucd = "time.end")
    @Schema(description = "End of validity, MJD (days, UTC), inclusive; null is open")
    public Double validEndMjd;

    @NotNull
    @Schema(description = "active, retired or failed")
    public String status = "active";

    @Size(max = 65536)
    @Schema(description = "Remarks")
    public String notes;

    @Schema(description = "The measurement set that it was solved from")
    public String sourceMsPath;

    @Size(max = 65536)
    @Schema(description = "Command line of the solver")
    public String solverCommand;

    @Schema(description = "Version of the solver")
    public String solverVersion;

    @Size(max = 65536)
    @Schema(description = "Parameters of the solver, JSON")
    public String solverParams;

    @Size(max = 65536)
    @Schema(description = "Quality of the solutions, JSON")
    public String qualityMetrics;
}
