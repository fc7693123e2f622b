package org.dsa110.contimg.products;

import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.products.internal.sources.SourceSql;
import org.dsa110.contimg.rest.declare.Counted;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A source that was measured: all rows of products.photometry with its name, taken together. Rows without a name are no source. No table,
 * but declared like one.
 */
@RegisterForReflection
@SkyPosition(among = Source.NEAR, spread = Source.SPREAD_DEG)
@Counted(by = Source.NAMES)
@Row("A source that was measured")
@Table(name = "sources")
public class Source {
    /** Those that are kept, those that are due, and all where none are kept: in the order of their names. */
    public static final String QUERY = SourceSql.BY_NAME;

    /** As many rows. */
    static final String NAMES = SourceSql.NAMES;

    /**
     * By source_places, where each source that has a position has one place that all its measurements are near, or NULL; those with NULL
     * are among the sources of every cone.
     */
    static final String NEAR = "source_id IN (SELECT source_id FROM source_places WHERE %s"
            + " UNION ALL SELECT source_id FROM source_places WHERE ra_deg IS NULL)";
    /**
     * All measurements that have a position are within 0.1 degrees in either coordinate, and so in a circle of 0.2 degrees about the place. The mean of vectors
     * in such a circle is in it.
     */
    static final double SPREAD_DEG = 0.2;

    @Id
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; its key")
    public String sourceId;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the mean on the sphere of all measured positions, degrees (ICRS), 0 to 360;"
            + " null where no measurement has a position")
    public Double raDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the mean on the sphere of all measured positions, degrees (ICRS)")
    public Double decDeg;

    @Quantity(ucd = "meta.number")
    @Schema(description = "How many measurements there are of it")
    public Long nMeasurements;

    @Quantity(ucd = "meta.number")
    @Schema(description = "In how many different images it was measured")
    public Long nImages;

    /** @param row the columns in the order of the fields */
    static Source of(Object[] row) {
        Source source = new Source();
        source.sourceId = (String) row[0];
        source.raDeg = row[1] == null ? null : ((Number) row[1]).doubleValue();
        source.decDeg = row[2] == null ? null : ((Number) row[2]).doubleValue();
        source.nMeasurements = ((Number) row[3]).longValue();
        source.nImages = ((Number) row[4]).longValue();
        return source;
    }
}
