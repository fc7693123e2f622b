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

/** A job on many measurement sets: a row of products.batch_jobs. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A job on many measurement sets")
@Table(name = "batch_jobs")
public class BatchJob extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the batch; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "What it does: calibrate, image, ...; not a closed set")
    public String type;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was entered, Unix seconds")
    public Double createdAt;

    @NotNull
    @Schema(description = "pending, running, done, failed, ...; not a closed set")
    public String status;

    @NotNull
    @Schema(description = "Number of its items")
    public Long totalItems;

    @Schema(description = "Number of its items that are done")
    public Long completedItems = 0L;

    @Schema(description = "Number of its items that failed")
    public Long failedItems = 0L;

    @Size(max = 65536)
    @Schema(description = "Parameters, JSON")
    public String params;
}
