package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** An operation of the pipeline that was given up: a row of products.dead_letter_queue. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("An operation of the pipeline that was given up")
@Table(name = "dead_letter_queue")
public class DeadLetter extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the entry; given by the database")
    public Long id;

    @Schema(description = "The part of the pipeline that failed")
    public String component;

    @Schema(description = "What it was doing")
    public String operation;

    @Schema(description = "Kind of error, such as the name of an exception")
    public String errorType;

    @Size(max = 65536)
    @Schema(description = "What the error says")
    public String errorMessage;

    @Size(max = 65536)
    @Schema(description = "What is needed to try again, JSON")
    public String contextJson;

    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it failed, Unix seconds; unique together with ms_path")
    public Double createdAt;

    @Schema(description = "How often it was tried again")
    public Long retryCount = 0L;

    @Schema(description = "pending, retrying, resolved, failed, ...; not a closed set")
    public String status = "pending";

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was settled, Unix seconds")
    public Double resolvedAt;

    @Size(max = 65536)
    @Schema(description = "How it was settled")
    public String resolutionNote;

    @Schema(description = "The measurement set that was given up")
    public String msPath;

    @Schema(description = "Why it was given up: retries_exhausted, ...; not a closed set")
    public String reason;

    @Schema(description = "How often it was tried")
    public Long attemptCount = 0L;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last tried, Unix seconds")
    public Double lastAttemptAt;

    @Size(max = 65536)
    @Schema(description = "How far it had come, JSON")
    public String checkpointData;

    @Size(max = 65536)
    @Schema(description = "What else is known of it, JSON")
    public String metadata;

    @Schema(description = "Who settled it")
    public String resolvedBy;

    @Size(max = 65536)
    @Schema(description = "Like resolution_note, as other programs write it")
    public String resolutionNotes;

    @Schema(description = "The table whose row was given up")
    public String originalTable;

    @Schema(description = "Key of that row")
    public String originalId;

    @Size(max = 65536)
    @Schema(description = "That row, JSON")
    public String payload;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When that row was given up, Unix seconds")
    public Double failedAt;
}
