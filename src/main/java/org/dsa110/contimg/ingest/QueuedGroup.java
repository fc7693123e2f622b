package org.dsa110.contimg.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** An observation group in the queue: a row of ingest.ingest_queue. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("An observation group in the queue")
@Table(name = "ingest_queue")
public class QueuedGroup extends PanacheEntityBase {
    @Id
    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group: the earliest timestamp of its members, YYYY-MM-DDTHH:MM:SS, UTC")
    public String groupId;

    @NotNull
    @Schema(description = "collecting, pending, in_progress, completed or failed")
    public GroupState state;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When its first file was seen, Unix seconds")
    public Double receivedAt;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the row last changed, Unix seconds")
    public Double lastUpdate;

    @Schema(description = "How many distinct subbands make the group whole")
    public Long expectedSubbands = (long) SubbandFileName.SUBBANDS;

    @NotNull
    @Schema(description = "How often its conversion was tried again, since it became pending or an operator had it tried anew")
    public Long retryCount = 0L;

    @NotNull
    @Schema(description = "Which pending group is claimed first: the one with the highest, and of these the earliest; 0 unless said")
    public Long priority = 0L;

    @Quantity(unit = "s", ucd = "time.start")
    @Schema(description = "From when on it may be tried again after a failure, Unix seconds")
    public Double notBefore;

    @Size(max = 65536)
    @Schema(description = "Why its conversion last failed; empty after a success")
    public String error;

    @Schema(description = "Checkpoint of the converter")
    public String checkpointPath;

    @Schema(description = "What is being done with it; the service keeps it equal to the state")
    public String processingStage = GroupState.COLLECTING.toString();

    @Quantity(unit = "min", ucd = "time.duration")
    @Schema(description = "Length of the observation, minutes")
    public Double chunkMinutes;

    @Schema(description = "Whether a calibrator is in the field: 0 or 1")
    public Long hasCalibrator;

    @Size(max = 65536)
    @Schema(description = "Calibrators in the field, JSON")
    public String calibrators;

    @Size(max = 65536)
    @Schema(description = "Like error, as other programs write it")
    public String errorMessage;

    @Quantity(unit = "s", ucd = "time.start")
    @Schema(description = "When its conversion last began, Unix seconds")
    public Double startedAt;

    @Quantity(unit = "s", ucd = "time.end")
    @Schema(description = "When its conversion had ended well, Unix seconds")
    public Double completedAt;

    @Schema(description = "Kind of the error, as other programs write it")
    public String errorType;
}
