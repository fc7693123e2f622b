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

/** A place where the pipeline keeps files: a row of products.storage_locations. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A place where the pipeline keeps files")
@Table(name = "storage_locations")
public class StorageLocation extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the location; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "What is kept there: ms, images, caltables, ...; unique together with base_path; not a closed set")
    public String locationType;

    @NotNull
    @Schema(description = "Folder that the files are below")
    public String basePath;

    @Size(max = 65536)
    @Schema(description = "What the location is for")
    public String description;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was entered, Unix seconds")
    public Double registeredAt;

    @Schema(description = "active, retired, ...; not a closed set")
    public String status = "active";

    @Size(max = 65536)
    @Schema(description = "Remarks")
    public String notes;
}
