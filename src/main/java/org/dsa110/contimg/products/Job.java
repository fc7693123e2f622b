package org.dsa110.contimg.products;

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

/** A job of the pipeline on one measurement set: a row of products.jobs. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A job of the pipeline on one measurement set")
@Table(name = "jobs")
public class Job extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the job; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "What it does: convert, calibrate, image, ...; not a closed set")
    public String type;

    @NotNull
    @Schema(description = "pending, running, done, failed, ...; not a closed set")
    public String status = "pending";

    @NotNull
    @Schema(description = "The measurement set that it works on")
    public String msPath;

    @Size(max = 65536)
    @Schema(description = "Parameters, JSON")
    public String params;

    @Size(max = 1048576)
    @Schema(description = "What it printed")
    public String logs;

    @Size(max = 65536)
    @Schema(description = "Where what it made lies, JSON")
    public String artifacts;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was entered, Unix seconds")
    public Double createdAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it began, Unix seconds")
    public Double startedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it ended, Unix seconds")
    public Double finishedAt;
}
