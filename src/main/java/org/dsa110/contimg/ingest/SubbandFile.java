package org.dsa110.contimg.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A subband file of an observation group: a row of ingest.subband_files. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A subband file of an observation group")
@Table(name = "subband_files")
@IdClass(SubbandFile.Key.class)
public class SubbandFile extends PanacheEntityBase {
    @Id
    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group that the file belongs to")
    public String groupId;

    @Id
    @NotNull
    @Min(0)
    @Max(SubbandFileName.LAST)
    @Schema(description = "Number of the subband, 0 to " + SubbandFileName.LAST)
    public Long subbandIdx;

    @NotNull
    @Schema(description = "Where the file lies; unique")
    public String path;

    @Schema(description = "Why the service itself could not read the file when it recorded it, though the file is whole: it lacks a"
            + " filter or a type of HDF5 that the converter may have. Null where it could, and where others recorded the file")
    public String notReadable;

    /** The key. */
    public record Key(String groupId, Long subbandIdx) {
    }
}
