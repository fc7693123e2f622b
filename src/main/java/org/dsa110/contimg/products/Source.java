package org.dsa110.contimg.products;

import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.rest.declare.Counted;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.SkyPlace;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A source that was measured: all rows of products.photometry with its name, taken together. Rows without a name are no source. No table,
 * but declared like one.
 */
@RegisterForReflection
@SkyPosition(among = Source.NEAR, spread = Source.SPREAD_DEG)
@Counted(by = Source.NAMES)
@Table(name = "sources")
public class Source {
    private static final String PLACED = ") FILTER (WHERE " + SkyPlace.sql("ra_deg", "dec_deg") + ")";
    private static final String X = "sum(cos(radians(dec_deg)) * cos(radians(ra_deg))" + PLACED;
    private static final String Y = "sum(cos(radians(dec_deg)) * sin(radians(ra_deg))" + PLACED;
    private static final String Z = "sum(sin(radians(dec_deg))" + PLACED;
    private static final String EAST = "degrees(atan2(" + Y + ", " + X + "))";

    /**
     * The mean position is the direction of the sum of unit vectors, over the measurements that have a position; NULL where none has. Its
     * right ascension is in [0, 360): a tiny negative angle plus 360 would be rounded up to 360, and is 0. The order is that of the index, and must be named here: without it SQLite would sort all
     * sources for each page, as it does not know from outside that they come in that order.
     */
    public static final String QUERY = "SELECT source_id, CASE WHEN " + EAST + " >= 0 THEN " + EAST + " WHEN " + EAST
            + " + 360 < 360 THEN " + EAST + " + 360 WHEN " + EAST
            + " < 0 THEN 0.0 END AS ra_deg, degrees(atan2(" + Z + ", sqrt(" + X + " * "
            + X
            + " + " + Y + " * " + Y
            + "))) AS dec_deg, count(*) AS n_measurements, count(DISTINCT image_path) AS n_images"
            + " FROM photometry WHERE source_id IS NOT NULL AND " + SkyPosition.ANYWHERE
            + " GROUP BY source_id ORDER BY source_id";

    /** From name to name along the index, as a light curve has thousands of rows: so their number follows that of the sources. */
    static final String NAMES = "WITH RECURSIVE measured (source_id) AS (SELECT min(source_id) FROM photometry UNION ALL"
            + " SELECT (SELECT min(source_id) FROM photometry AS later WHERE later.source_id > measured.source_id)"
            + " FROM measured WHERE measured.source_id IS NOT NULL)"
            + " SELECT source_id FROM measured WHERE source_id IS NOT NULL";

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

    @Schema(description = "How many measurements there are of it")
    public Long nMeasurements;

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
