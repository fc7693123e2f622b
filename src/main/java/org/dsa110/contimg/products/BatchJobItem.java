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

/** One measurement set of a batch job: a row of products.batch_job_items. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("One measurement set of a batch job")
@Table(name = "batch_job_items")
public class BatchJobItem extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the item; given by the database")
    public Long id;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of its batch; one of batch_jobs")
    public Long batchId;

    @NotNull
    @Schema(description = "The measurement set that it works on")
    public String msPath;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the job that does it, in jobs")
    public Long jobId;

    @NotNull
    @Schema(description = "pending, running, succeeded, failed, ...; not a closed set")
    public String status;

    @Size(max = 65536)
    @Schema(description = "Why it failed")
    public String error;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it began, Unix seconds")
    public Double startedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it ended, Unix seconds")
    public Double completedAt;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Name of the data product that it makes, in data_registry")
    public String dataId;
}
