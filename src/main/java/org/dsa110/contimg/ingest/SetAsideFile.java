package org.dsa110.contimg.ingest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A file of the incoming folder that no group has: a row of ingest.set_aside_files. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A file of the incoming folder that no group has")
@Table(name = "set_aside_files")
public class SetAsideFile extends PanacheEntityBase {
    @Id
    @NotNull
    @Schema(description = "Where the file lies; its key")
    public String path;

    @NotNull
    @Schema(description = "Why it is set aside: duplicate, not_whole, failed (the service stumbled over it), not_recorded (the database"
            + " refused it); not a closed set")
    public String kind;

    @NotNull
    @Size(max = 65536)
    @Schema(description = "The same for people")
    public String reason;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Observation group that has the subband of a duplicate")
    public String groupId;

    @Quantity(unit = "byte")
    @Schema(description = "How long the file was when it was set aside, bytes; it is looked at anew when this changes")
    public Long sizeBytes;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When its contents or permissions had changed last, Unix seconds; it is looked at anew when this changes")
    public Double changedAt;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "Since when it was seen like that, Unix seconds")
    public Double firstSeen;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was set aside last, Unix seconds")
    public Double lastSeen;
}
