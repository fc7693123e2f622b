package org.dsa110.contimg.products;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** An operation of the pipeline that was given up: a row of products.dead_letter_queue. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Table(name = "dead_letter_queue")
public class DeadLetter extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the entry; given by the database")
    public Long id;

    @NotNull
    @Column(name = "component")
    @Schema(description = "The part of the pipeline that failed")
    public String component;

    @NotNull
    @Column(name = "operation")
    @Schema(description = "What it was doing")
    public String operation;

    @NotNull
    @Column(name = "error_type")
    @Schema(description = "Kind of error, such as the name of an exception")
    public String errorType;

    @Size(max = 65536)
    @Column(name = "error_message")
    @Schema(description = "What the error says")
    public String errorMessage;

    @Size(max = 65536)
    @Column(name = "context_json")
    @Schema(description = "What is needed to try again, JSON")
    public String contextJson;

    @NotNull
    @Column(name = "created_at")
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it failed, Unix seconds")
    public Double createdAt;

    @Column(name = "retry_count")
    @Schema(description = "How often it was tried again")
    public Long retryCount = 0L;

    @Column(name = "status")
    @Schema(description = "pending, retrying, resolved, failed, ...; not a closed set")
    public String status = "pending";

    @Column(name = "resolved_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was settled, Unix seconds")
    public Double resolvedAt;

    @Size(max = 65536)
    @Column(name = "resolution_note")
    @Schema(description = "How it was settled")
    public String resolutionNote;
}
