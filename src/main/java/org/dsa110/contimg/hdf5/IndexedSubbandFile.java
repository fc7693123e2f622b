package org.dsa110.contimg.hdf5;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A subband file in the index: a row of hdf5.hdf5_file_index. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A subband file in the index")
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

    @Schema(description = "Number of the subband, 0 to " + SubbandFileName.LAST)
    public Long subbandNum;

    @NotNull
    @Schema(description = "Timestamp in the file name, ISO 8601, UTC")
    public String timestampIso;

    @NotNull
    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "Middle of the observation as the file's header has it, else the timestamp of its name, MJD (days, UTC)")
    public Double timestampMjd;

    @Quantity(unit = "byte")
    @Schema(description = "Size of the file, bytes")
    public Long fileSizeBytes;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When the file was last modified, Unix seconds")
    public Double modifiedTime;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was entered here, Unix seconds")
    public Double indexedAt;

    @Schema(description = "Whether the file is still on disk: 0 or 1")
    public Long stored = 1L;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the phase centre, degrees (ICRS)")
    public Double raDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the phase centre, degrees (ICRS)")
    public Double decDeg;

    @Schema(description = "Date of the timestamp, YYYY-MM-DD, UTC")
    public String obsDate;

    @Schema(description = "Time of day of the timestamp, HH:MM:SS, UTC")
    public String obsTime;
}
