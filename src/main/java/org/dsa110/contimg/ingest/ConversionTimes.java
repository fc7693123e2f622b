package org.dsa110.contimg.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** How long the conversion of an observation group took: a row of ingest.performance_metrics. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("How long the conversion of an observation group took")
@Table(name = "performance_metrics")
public class ConversionTimes extends PanacheEntityBase {
    @Id
    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group that was converted")
    public String groupId;

    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to load the subband files, seconds")
    public Double loadTime;

    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to phase the visibilities, seconds")
    public Double phaseTime;

    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to write the measurement set, seconds")
    public Double writeTime;

    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time of the whole conversion, seconds")
    public Double totalTime;

    @Schema(description = "What wrote the measurement set")
    public String writerType;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When this was recorded, Unix seconds")
    public Double recordedAt;

    @Schema(description = "Number of subband files that were converted")
    public Long subbandCount;

    @Quantity(unit = "byte")
    @Schema(description = "Size of the measurement set, bytes")
    public Long outputSizeBytes;
}
