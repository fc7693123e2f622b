package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A subband file in the older, shorter index of products: a row of products.hdf5_file_index. A field is null where its column has no
 * value.
 */
@Entity
@DynamicUpdate
@Row("A subband file in the older, shorter index of products")
@Table(name = "hdf5_file_index")
public class IndexedSubbandFile extends PanacheEntityBase {
    @Id
    @NotNull
    @Schema(description = "Where the subband file lies; its key")
    public String path;

    @NotNull
    @Schema(description = "Name of the file without its folder")
    public String filename;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group: the earliest timestamp of its members")
    public String groupId;

    @NotNull
    @Schema(description = "Subband as in the file name: sb00 to sb" + SubbandFileName.LAST)
    public String subbandCode;

    @Schema(description = "Timestamp in the file name, ISO 8601, UTC")
    public String timestampIso;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Time of the observation, MJD (days, UTC)")
    public Double timestampMjd;

    @Quantity(unit = "byte")
    @Schema(description = "Size of the file, bytes")
    public Long fileSizeBytes;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the file was last modified, Unix seconds")
    public Double modifiedTime;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was entered here, Unix seconds")
    public Double indexedAt;

    @Schema(description = "Whether the file is still on disk: 0 or 1")
    public Long stored = 1L;
}
