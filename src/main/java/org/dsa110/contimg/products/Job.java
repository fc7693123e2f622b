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

/** A job of the pipeline on one measurement set: a row of products.jobs. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Table(name = "jobs")
public class Job extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the job; given by the database")
    public Long id;

    @NotNull
    @Column(name = "type")
    @Schema(description = "What it does: convert, calibrate, image, ...; not a closed set")
    public String type;

    @NotNull
    @Column(name = "status")
    @Schema(description = "pending, running, done, failed, ...; not a closed set")
    public String status = "pending";

    @NotNull
    @Column(name = "ms_path")
    @Schema(description = "The measurement set that it works on")
    public String msPath;

    @Size(max = 65536)
    @Column(name = "params")
    @Schema(description = "Parameters, JSON")
    public String params;

    @Size(max = 1048576)
    @Column(name = "logs")
    @Schema(description = "What it printed")
    public String logs;

    @Size(max = 65536)
    @Column(name = "artifacts")
    @Schema(description = "Where what it made lies, JSON")
    public String artifacts;

    @NotNull
    @Column(name = "created_at")
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was entered, Unix seconds")
    public Double createdAt;

    @Column(name = "started_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it began, Unix seconds")
    public Double startedAt;

    @Column(name = "finished_at")
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it ended, Unix seconds")
    public Double finishedAt;
}
