package org.dsa110.contimg.hdf5;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** Where the telescope pointed at a time: a row of hdf5.pointing_history. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("Where the telescope pointed at a time")
@Table(name = "pointing_history")
public class PointingRecord extends PanacheEntityBase {
    @Id
    @NotNull
    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "When the telescope pointed there, MJD (days, UTC), whatever the name suggests; its key")
    public Double timestamp;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension that it pointed at, degrees (ICRS)")
    public Double raDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination that it pointed at, degrees (ICRS)")
    public Double decDeg;

    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the row, as other programs know it; the database gives one where it is left out; unique")
    public Long id;

    @Quantity(unit = "d", ucd = "time.epoch")
    @Schema(description = "The same as timestamp, as other programs name it: the database takes it from there where it is left out;"
            + " unique together with source")
    public Double timestampMjd;

    @Schema(description = "Who says so: monitor, ...; not a closed set")
    public String source;

    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When this row was added, Unix seconds; the database gives the time where it is left out")
    public Double recordedAt;
}
