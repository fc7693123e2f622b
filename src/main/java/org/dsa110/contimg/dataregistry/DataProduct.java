package org.dsa110.contimg.dataregistry;

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

/** A data product, staged or published: a row of data_registry.data_registry. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A data product, staged or published")
@Table(name = "data_registry")
public class DataProduct extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the product; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "Kind of product: ms, image, ...")
    public String dataType;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Name of the product; unique")
    public String dataId;

    @NotNull
    @Schema(description = "Folder that the product belongs to")
    public String basePath;

    @NotNull
    @Schema(description = "staging, published, ...")
    public String status = "staging";

    @NotNull
    @Schema(description = "Where it lies while staged")
    public String stagePath;

    @Schema(description = "Where it lies once published")
    public String publishedPath;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was registered, Unix seconds")
    public Double createdAt;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was staged, Unix seconds")
    public Double stagedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was published, Unix seconds")
    public Double publishedAt;

    @Schema(description = "How it was published: auto or manual")
    public String publishMode;

    @Size(max = 65536)
    @Schema(description = "Whatever else is known of it, JSON")
    public String metadataJson;

    @Schema(description = "Outcome of quality assessment")
    public String qaStatus;

    @Schema(description = "Outcome of validation")
    public String validationStatus;

    @Schema(description = "pending or finalized")
    public String finalizationStatus = "pending";

    @Schema(description = "Whether it may be published without a person: 0 or 1")
    public Long autoPublishEnabled = 1L;

    @Schema(description = "How often publishing was tried")
    public Long publishAttempts = 0L;

    @Size(max = 65536)
    @Schema(description = "Why the last attempt to publish failed")
    public String publishError;

    @Schema(description = "State of its photometry")
    public String photometryStatus;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Job that measures its photometry")
    public String photometryJobId;
}
