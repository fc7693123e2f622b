package org.dsa110.contimg.hdf5;

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

/** A place where subband files are kept: a row of hdf5.storage_locations. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A place where subband files are kept")
@Table(name = "storage_locations")
public class StorageLocation extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the location; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "Name of the location; unique")
    public String name;

    @NotNull
    @Schema(description = "Folder that the files are in")
    public String path;

    @Size(max = 65536)
    @Schema(description = "What the location is for")
    public String description;

    @Quantity(unit = "byte")
    @Schema(description = "Size of what is in it, bytes")
    public Long sizeBytes;

    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was entered, Unix seconds")
    public Double createdAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was last looked at, Unix seconds")
    public Double lastChecked;
}
